"""Pages as certain offices print them, beyond the grid of layouts: each as a style sheet and the body of a page.

Their papers and furniture are their own; font, size, leading and what varies within a layout are drawn.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from random import Random

from tests.forge.grammar import Unit, chance, write_paragraph
from tests.typeset.grid import FONTS, Document

Sheet = tuple[str, str]
"""A style sheet and what it sets."""
_CITY = "海湾市"
_GUESTS = ("张某某", "王某某", "赵某某", "钱某某", "孙某某", "周某某", "吴某某", "郑某某", "冯某某", "陈某某")
_TIPS = (
    "热线全天有人接听",
    "窗口周六上午照常受理预约",
    "办理前请先备齐身份证明和申请表原件",
    "进度可以在手机上查询，也可以打电话询问",
    "老年人和残疾人可以请工作人员上门",
)
_IN_PORTUGUESE = (
    "O Governo promove a cooperação regional e reforça a formação de quadros bilingues.",
    "Os serviços competentes acompanham a execução das medidas e apresentam relatórios anuais.",
    "As entidades participantes partilham dados e experiências, nos termos da lei.",
    "A comissão reúne duas vezes por ano e publica as suas conclusões no Boletim Oficial.",
)


def as_office_page(document: Document) -> Sheet:
    """The document in its layout, which is one of `tests.typeset.grid.OFFICE_LAYOUTS`."""
    setting = document.setting
    fonts = ", ".join(f'"{font}"' for font in FONTS[setting.font])
    style, body = _SHEETS[setting.layout](document, Random(document.number))
    align = "justify" if setting.is_justified else "start"
    usual = (
        f"body {{margin: 0; font: {setting.size}pt {fonts}; line-height: {setting.leading}}} "
        f"p {{margin: 0; text-indent: 2em; text-align: {align}}} "
        "h1 {text-align: center; font-size: 1.6em; margin: 0.8em 0} "
        ".flat {text-indent: 0} .middle {text-indent: 0; text-align: center} "
        ".ends {display: flex; justify-content: space-between; text-indent: 0}"
    )
    return f"{usual}\n{style}", body


def _text(text: str) -> str:
    return html.escape(text, quote=False)


def _title(document: Document) -> str:
    return f"<h1>{_text(document.title)}</h1>"


def _paragraphs(units: Sequence[Unit]) -> str:
    return "".join(f'<p class="{unit.kind}">{_text(unit.line)}</p>' for unit in units)


def _body(document: Document) -> str:
    return _paragraphs(list(document.paragraphs))


def _red_head(document: Document, random: Random) -> Sheet:
    """A numbered document of a government: its red head, whom it goes to, who signs, who has a copy."""
    style = (
        '@page {size: A4; margin: 37mm 26mm 30mm 28mm; @bottom-center {content: "— " counter(page) " —"}} '
        ".red {color: #d00; font-size: 36pt; font-weight: 900; letter-spacing: 2pt} "
        ".number {border-bottom: 2pt solid #d00; margin-top: 1.5em} .signed {text-align: right; margin-right: 4em} "
        ".copies {border-top: 1pt solid; text-indent: 1em; margin-top: 2em} "
        ".printed {border-top: 1pt solid; border-bottom: 1pt solid; padding: 0 1em}"
    )
    above = "".join(f'<p class="flat">{mark}</p>' for mark in ("00012", "秘密★一年", "特急")[: random.randrange(4)])
    number = f"海府〔2026〕{random.randrange(1, 90)}号"
    is_upward = chance(random, 40)
    line = f'<div class="ends number"><span>{number}</span><span>签发人：王某某</span></div>'
    head = f'<p class="middle red">{_CITY}人民政府文件</p>' + (
        line if is_upward else f'<p class="middle number">{number}</p>'
    )
    below = (
        f'<p>&nbsp;</p><p class="signed">{_CITY}人民政府</p><p class="signed">2026年3月5日</p><p>（此件公开发布）</p>'
        '<p class="copies">抄送：市委各部门，市人大常委会办公室，市政协办公室，市法院，市检察院。</p>'
        f'<p class="ends printed"><span>{_CITY}人民政府办公室</span><span>2026年3月6日印发</span></p>'
    )
    to = '<p class="flat">各区人民政府，市政府各部门，各有关单位：</p>'
    return style, above + head + _title(document) + to + _body(document) + below


def _three_columns(document: Document, random: Random) -> Sheet:
    """A gazette in three columns on landscape paper, with mirrored heads."""
    rule = "column-rule: 0.5pt solid #888" if chance(random, 50) else ""
    issue = f'@top-right {{content: "2026年第{random.randrange(1, 13)}期"}}'
    style = (
        f'@page {{size: A4 landscape; margin: 22mm 15mm}} @page :left {{@top-left {{content: counter(page) "　{_CITY}'
        f'人民政府公报"}} {issue}}} @page :right {{@top-left {{content: "市政府文件　" counter(page)}} {issue}}} '
        f".text {{columns: 3; column-gap: 2em; {rule}}}"
    )
    return style, f'{_title(document)}<div class="text">{_body(document)}</div>'


def _minutes(document: Document, random: Random) -> Sheet:
    """Minutes of a meeting: the head says of whom, the title what was decided."""
    style = (
        '@page {size: A4; margin: 25mm; @bottom-right {content: "第 " counter(page) " 页"}} '
        ".red {color: #d00; font-size: 30pt} .issue {border-bottom: 1.5pt solid #d00}"
    )
    head = (
        f'<p class="middle red">市政府常务会议纪要</p><p class="middle">〔2026〕第{random.randrange(1, 30)}期</p>'
        f'<p class="ends issue"><span>{_CITY}人民政府办公室</span><span>2026年3月5日</span></p>'
    )
    said = ("时间：2026年3月3日上午9时", "地点：市政府第一会议室", "主持：李某某")
    present = "出席：" + "　".join(random.sample(_GUESTS, random.randrange(3, 10)))
    meeting = "".join(f'<p class="flat">{line}</p>' for line in (*said, present))
    return style, head + _title(document) + meeting + _body(document)


def _landscape_annex(document: Document, random: Random) -> Sheet:
    """Upright pages, and an annex of prose on landscape ones."""
    foot = "@bottom-center {content: counter(page)}"
    style = (
        f"@page {{size: A4; margin: 25mm; {foot}}} @page wide {{size: A4 landscape; margin: 20mm; {foot}}} "
        ".annex {page: wide}"
    )
    prose = "".join(f"<p>{_text(write_paragraph(random))}</p>" for _ in range(random.randrange(3, 12)))
    annex = f'<div class="annex"><p class="flat">附件</p><p class="middle">有关情况说明</p>{prose}</div>'
    return style, _title(document) + _body(document) + annex


def _vertical(document: Document, random: Random) -> Sheet:
    style = (
        f"@page {{size: B5; margin: {random.choice((15, 18, 22))}mm}} html {{writing-mode: vertical-rl}} "
        "h1 {margin: 0 0.8em; text-align: start}"
    )
    return style, _title(document) + _body(document)


def _two_languages(document: Document, random: Random) -> Sheet:
    """Macao's gazette: each paragraph beside its translation."""
    issue = random.randrange(1, 52)
    style = (
        "@page {size: A4; margin: 20mm 15mm; @top-left {content: counter(page)} "
        '@top-center {content: "澳門特別行政區公報 — 第一組"} '
        f'@top-right {{content: "第 {issue} 期 — 2026 年 3 月 9 日"}}}} '
        ".pair {display: grid; grid-template-columns: 1fr 1fr; column-gap: 8mm} h1 {font-size: 1.2em} "
        '.pair :nth-child(2) {font-family: "DejaVu Serif"} p:nth-child(2) {font-size: 0.85em; text-indent: 1.5em}'
    )
    pairs = "".join(
        f'<div class="pair">{_paragraphs([unit])}<p>{" ".join(random.sample(_IN_PORTUGUESE, 2))}</p></div>'
        for unit in document.paragraphs
    )
    return style, f'<div class="pair">{_title(document)}<h1>Plano de cooperação</h1></div>{pairs}'


def _council_paper(document: Document, random: Random) -> Sheet:
    """A paper of Hong Kong's Legislative Council: hanging numbers, the number of the paper in its head."""
    number = f"立法會CB(2){random.randrange(100, 999)}/2026(0{random.randrange(1, 9)})號文件"
    style = (
        f'@page {{size: A4; margin: 25mm 25mm 20mm; @top-right {{content: "{number}"; font-size: 10pt}} '
        '@bottom-center {content: "- " counter(page) " -"}} p {text-indent: 0} .section {margin: 0.6em 0} '
        ".item {padding-left: 3em; text-indent: -3em; margin-bottom: 0.6em}"
    )
    return style, _title(document) + _body(document)


def _side_box(document: Document, random: Random) -> Sheet:
    """Prose with a box of tips at one of its sides."""
    side = random.choice(("left", "right"))
    gap = "0 6mm 4pt 0" if side == "left" else "0 0 4pt 6mm"
    look = random.choice(("border: 1pt solid #06c", "background: #e8ecf8", "border: 0.5pt solid; background: #eee", ""))
    size, wide = random.choice((0.75, 0.85, 1.0, 1.3)), random.randrange(48, 64)
    style = (
        f"@page {{size: A4; margin: 20mm}} .box {{float: {side}; width: {wide}mm; {look}; padding: 6pt; margin: {gap}; "
        f"font-size: {size}em}} .box p {{text-indent: 0; text-align: start}} .tips {{font-weight: bold}}"
    )
    units = list(document.paragraphs)
    place = random.randrange(len(units))
    tips = "".join(f"<p>{tip}</p>" for tip in random.sample(_TIPS, random.randrange(2, 5)))
    box = f'<div class="box"><p class="tips">小贴士</p>{tips}</div>'
    return style, _title(document) + _paragraphs(units[:place]) + box + _paragraphs(units[place:])


def _slides(document: Document, random: Random) -> Sheet:
    """A slide for each section, in large type."""
    style = (
        "@page {size: 254mm 143mm; margin: 12mm; @bottom-right {content: counter(page)} "
        f'@bottom-left {{content: "{_CITY}商务局"}}}} h1 {{margin-top: 35mm; break-after: page}} '
        ".section {font-size: 1.3em; font-weight: bold; color: #036; text-indent: 0} "
        ".section {break-before: page; break-after: avoid} .item {margin: 4pt 0}"
    )
    return style, _title(document) + _body(document)


def _centred_headings(document: Document, random: Random) -> Sheet:
    style = (
        '@page {size: A4; margin: 25mm; @bottom-center {content: "- " counter(page) " -"}} '
        ".section {text-align: center; text-indent: 0; font-weight: bold; margin: 0.8em 0}"
    )
    passed = f'<p class="middle">（2026年3月5日{_CITY}人民政府常务会议通过）</p>' if chance(random, 60) else ""
    return style, _title(document) + passed + _body(document)


def _ruled_head(document: Document, random: Random) -> Sheet:
    """A periodical whose head has a rule and stands close to the text, with the name of the file at the foot."""
    head = "font-size: 10pt; border-bottom: 0.5pt solid"
    style = (
        f'@page {{size: A4; margin: 16mm 20mm; @top-left {{content: "{_CITY}营商环境专刊"; {head}}} '
        f'@top-right {{content: "总第{random.randrange(2, 60)}期"; {head}}} '
        '@bottom-left {content: "D:\\\\2026\\\\工作清单.doc"; font-size: 9pt} '
        "@bottom-right {content: counter(page); font-size: 9pt}}"
    )
    return style, _title(document) + _body(document)


def _columns_below_title(document: Document, random: Random) -> Sheet:
    """A statistical periodical: two columns below a title over both."""
    style = (
        f'@page {{size: A4; margin: 18mm 16mm; @top-center {{content: "海湾统计　2026年第{random.randrange(1, 13)}期"; '
        'font-size: 10.5pt} @bottom-center {content: "· " counter(page) " ·"}} '
        ".text {columns: 2; column-gap: 2em} .over {column-span: all}"
    )
    over = f'<div class="over">{_title(document)}<p class="middle">{_CITY}发展和改革局</p></div>'
    return style, f'<div class="text">{over}{_body(document)}</div>'


_SHEETS: Mapping[str, Callable[[Document, Random], Sheet]] = {
    "red head": _red_head,
    "three columns": _three_columns,
    "minutes": _minutes,
    "landscape annex": _landscape_annex,
    "vertical": _vertical,
    "two languages": _two_languages,
    "council paper": _council_paper,
    "side box": _side_box,
    "slides": _slides,
    "centred headings": _centred_headings,
    "ruled head": _ruled_head,
    "columns below title": _columns_below_title,
}
