"""Releases written for the tests, laid out as ministries, provinces, cities, Macao and Hong Kong publish theirs.

Each is a document with its truth; items are labelled as in `labelled_releases`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from tests.make_pdf import FONT, LEFT, RIGHT, SIZE, Draw, flowing, pages, picture, prose, table, wrap


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a document beside its items."""

    title: str
    issuer: str | None = None
    doc_number: str | None = None
    issued: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A document as bytes; ``items`` is its list with labels."""

    data: bytes
    said: Said
    items: str


_TRADE = """⊕1. 优化口岸通关流程，全年压缩整体通关时间10%以上。（海关总署牵头，商务部、国家移民局配合）{L 海关总署;S 商务部,国家移民局}
⊕2. 支持企业参加境外展会，扩大中小企业出口。（商务部、财政部按职责分工负责）{R 商务部,财政部}"""
_WORKERS = """⊕3. 开展职业技能培训50万人次，健全终身培训制度。（人力资源社会保障部牵头，教育部参与）{L 人力资源社会保障部;S 教育部}
⊕4. 完善社会保险关系转移接续办法。（人力资源社会保障部、国家医保局负责）{R 人力资源社会保障部,国家医保局}"""
_CITY = """⊕（一）新建口袋公园20个，完成老旧小区改造120个。（牵头单位：市住房城乡建设局；配合单位：市财政局、各区人民政府）{L 市住房城乡建设局;S 市财政局,各区人民政府}
⊕（二）新增公办幼儿园学位8000个。（责任单位：市教育局）{R 市教育局}"""
_MACAO = """⊕1. 推出電子政務服務30項，優化“一戶通”功能。（負責部門：行政公職局、身份證明局）{R 行政公職局,身份證明局}
⊕2. 增加長者公寓單位，完善社區照顧服務。（社會工作局牽頭，房屋局協助）{L 社會工作局;S 房屋局}"""
_HONGKONG = """⊕1. 興建過渡性房屋單位，縮短公屋輪候時間。（負責單位：房屋局、房屋署）{R 房屋局,房屋署}
⊕2. 推動創新科技發展，設立產業引導基金。（創新科技及工業局負責）{R 創新科技及工業局}"""


def _plain(items: str) -> list[str]:
    from tests.quality.labelled_releases import plain_text

    return plain_text(items).split("\n")


def _paragraphs(lines: Sequence[str], style: str = "") -> str:
    return "\n".join(f"<p{style}>　　{line}</p>" for line in lines)


_NAV = "".join(
    f"<li><a href='/{i}/'>{name}</a></li>"
    for i, name in enumerate(("首页", "新闻", "政务公开", "政务服务", "互动交流", "数据"))
)
_FOOT = (
    "<div class='footer'><p>主办单位：人民政府办公室　承办单位：信息中心</p><p>京ICP备05070218号　"
    "网站标识码bm01000001</p><p><a href='/map'>网站地图</a> <a href='/about'>关于我们</a></p></div>"
)


def _site(content: str, title: str, head: str = "<meta charset='utf-8'>") -> str:
    return (
        f"<!DOCTYPE html><html><head>{head}<title>{title}</title><style>.hide{{display:none}}</style></head><body>"
        f"<div class='top'><ul class='nav'>{_NAV}</ul></div><div class='crumbs'>当前位置：<a href='/'>首页</a> &gt; "
        f"<a href='/zc/'>政策</a> &gt; 正文</div>{content}{_FOOT}</body></html>"
    )


def _state_council() -> Sample:
    title = "关于印发稳定外贸增长若干措施的通知"
    rows = (
        ("索 引 号：", "000014349/2025-00031", "主题分类：", "商务、海关、旅游\\对外经贸合作"),
        ("发文机关：", "国务院办公厅", "成文日期：", "2025年03月04日"),
        ("标　　题：", title, "发布日期：", "2025年03月10日"),
        ("发文字号：", "国办发〔2025〕9号", "", ""),
    )
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    content = f"""<table class="bd1">{cells}</table><div class="pages_content" id="UCAP-CONTENT">
<p style="text-align:center"><b>国务院办公厅</b></p><p style="text-align:center"><b>{title}</b></p>
<p style="text-align:center">国办发〔2025〕9号</p>
<p>各省、自治区、直辖市人民政府，国务院各部委、各直属机构：</p>
<p>　　《稳定外贸增长若干措施》已经国务院同意，现印发给你们，请认真贯彻执行。</p>
<p style="text-align:right">国务院办公厅　　</p><p style="text-align:right">2025年3月4日　　</p>
<p>　　（此件公开发布）</p><p style="text-align:center"><b>稳定外贸增长若干措施</b></p>
<p>　　为稳定外贸增长，促进高水平开放，现提出以下措施。</p><p>　　<strong>一、便利货物贸易</strong></p>
{_paragraphs(_plain(_TRADE))}<p>　　<strong>二、强化人才支撑</strong></p>{_paragraphs(_plain(_WORKERS))}</div>"""
    said = Said("国务院办公厅" + title, "国务院办公厅", "国办发〔2025〕9号", "2025-03-04", "2025-03-10")
    page = _site(content, f"国务院办公厅{title}_对外经贸合作_中国政府网")
    return Sample(page.encode(), said, f"{_TRADE}⊖\n{_WORKERS}")


def _province() -> Sample:
    """GBK; the title is a div with a byline of its own; the list is a table with a name a line."""
    rows = (
        (1, "加快建设算力中心，培育数字产业集群。", "省发展改革委<br>省通信管理局", "省财政厅", "2025年底前"),
        (2, "推广智能制造示范工厂20家。", "省工业和信息化厅", "省科技厅<br>省商务厅", "长期"),
        (3, "整治河湖岸线乱占乱建。", "省水利厅", "各市州人民政府", "2026年6月"),
    )
    cells = "".join("<tr>" + "".join(f"<td><p>{c}</p></td>" for c in row) + "</tr>" for row in rows)
    content = f"""<div class="con"><div class="tit">湖南省2025年重点工作任务分工表</div><div class="info"><span>来源：省政府办公厅</span>
<span>发布时间：2025-02-18 09:30</span><span>字体：<a href="#">大</a> <a href="#">中</a></span></div>
<div id="zoom"><p>　　现将2025年《政府工作报告》确定的重点工作任务分解如下，请各责任单位抓好落实。</p>
<table border="1"><tr><th>序号</th><th>重点任务</th><th>牵头单位</th><th>配合单位</th><th>完成时限</th></tr>{cells}</table>
<p>　　各责任单位要细化措施，定期报送进展。</p></div></div>"""
    items = """⊕1. 加快建设算力中心，培育数字产业集群。牵头单位：省发展改革委、省通信管理局{L 省发展改革委,省通信管理局}
配合单位：省财政厅{S 省财政厅}
完成时限：2025年底前
⊕2. 推广智能制造示范工厂20家。牵头单位：省工业和信息化厅{L 省工业和信息化厅}
配合单位：省科技厅、省商务厅{S 省科技厅,省商务厅}
完成时限：长期
⊕3. 整治河湖岸线乱占乱建。牵头单位：省水利厅{L 省水利厅}
配合单位：各市州人民政府{S 各市州人民政府}
完成时限：2026年6月⊖"""
    page = _site(content, "湖南省2025年重点工作任务分工表_湖南省人民政府门户网站", "<meta charset='gbk'>")
    return Sample(
        page.encode("gbk"), Said("湖南省2025年重点工作任务分工表", issuer="省政府办公厅", published="2025-02-18"), items
    )


def _city() -> Sample:
    """Layout by tables, gb2312 claimed, the title over two centred paragraphs in the text."""
    content = f"""<table width="1000" align="center"><tr><td width="220"><table><tr><td><a href="/a">政策文件</a></td></tr>
<tr><td><a href="/b">政策解读</a></td></tr><tr><td><a href="/c">规划计划</a></td></tr></table></td><td><table><tr><td>
<div class="TRS_Editor"><p align="center"><font size="5">厦门市人民政府办公厅关于印发</font></p>
<p align="center"><font size="5">2025年为民办实事项目实施方案的通知</font></p><p align="center">厦府办〔2025〕12号</p>
<p>各区人民政府，市直各委、办、局：</p><p>　　现将《2025年为民办实事项目实施方案》印发给你们，请认真组织实施。</p>
<p align="right">厦门市人民政府办公厅</p><p align="right">2025年1月26日</p><p align="center">2025年为民办实事项目实施方案</p>
<p>　　一、改善人居环境</p>{_paragraphs(_plain(_CITY))}<p>　　二、提升公共服务</p>
<p>　　（一）建设社区食堂30家。（责任单位：市民政局）</p></div></td></tr></table></td></tr></table>"""
    items = _CITY + "⊖\n⊕（一）建设社区食堂30家。（责任单位：市民政局）{R 市民政局}"
    title = "厦门市人民政府办公厅关于印发2025年为民办实事项目实施方案的通知"
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    page = _site(content, "为民办实事 - 厦门市人民政府", head)
    return Sample(page.encode("gbk"), Said(title, "厦门市人民政府办公厅", "厦府办〔2025〕12号", "2025-01-26"), items)


def _macao() -> Sample:
    content = f"""<header><ul><li><a href="/pt">Página principal</a></li><li><a href="/mapa">Mapa do sítio</a></li>
<li><a href="/zh">繁體版</a></li></ul></header><main><h1>2026年電子政務發展工作計劃</h1><div class="entry">
<p>為提升公共服務效率，特制定本工作計劃，各公共部門須按職責落實。</p><h2>一、優化公共服務</h2>
{"".join(f"<p>{line}</p>" for line in _plain(_MACAO))}</div><p>最後更新：2026年1月15日</p></main>
<footer><p>Todos os direitos reservados © 2026 Governo da RAEM</p><p>澳門特別行政區政府 版權所有</p></footer>"""
    page = (
        "<html lang='zh-Hant'><head><meta charset='utf-8'><title>2026年電子政務發展工作計劃 – "
        f"澳門特別行政區政府入口網站</title></head><body>{content}</body></html>"
    )
    return Sample(page.encode(), Said("2026年電子政務發展工作計劃"), _MACAO)


def _hong_kong() -> Sample:
    """Big5; the date of revision under the list, with no box of its own."""
    content = f"""<div id="topmenu"><a href="/tc/">主頁</a> | <a href="/tc/map.htm">網頁指南</a> | <a href="/en/">ENGLISH</a></div>
<div id="content"><h1>施政報告跟進工作一覽</h1><p>政府會繼續聽取市民意見，按下列各項推進工作，並定期公布進度。</p>
{"<br>".join(_plain(_HONGKONG))}<br>修訂日期：2025年9月17日</div>
<div id="bottom"><a href="/tc/notice.htm">重要告示</a> | <a href="/tc/privacy.htm">私隱政策</a><br>2025 &copy; 版權所有</div>"""
    page = (
        '<html><head><meta http-equiv="content-type" content="text/html; charset=big5"><title>香港特別行政區政府 - '
        f"施政報告跟進工作一覽</title></head><body>{content}</body></html>"
    )
    return Sample(page.encode("big5hkscs"), Said("施政報告跟進工作一覽"), _HONGKONG)


def _ministry() -> Sample:
    """UTF-16 without a mark, spans around each figure, the title in a div; signature and date below."""
    body = "".join(
        f"<p><span>　　{line.replace('10%', '<span lang=EN-US>10%</span>').replace('50', '<span>50</span>')}</span></p>"
        for line in _plain(f"{_TRADE}\n{_WORKERS}")
    )
    content = f"""<div class="article"><div class="article-title">商务部 海关总署关于开展贸易便利化专项行动的通知</div>
<div class="article-info">发布时间：2025-05-06　来源：商务部外贸司</div><div class="TRS_Editor"><p>商贸发〔2025〕88号</p>
<p>各省、自治区、直辖市商务主管部门：</p><p>　　为进一步便利贸易，决定开展专项行动。现将有关事项通知如下：</p>{body}
<p align="right">商务部</p><p align="right">海关总署</p><p align="right">2025年4月30日</p></div></div>"""
    title = "商务部 海关总署关于开展贸易便利化专项行动的通知"
    page = _site(content, title, "")
    said = Said(title, "商务部、海关总署", "商贸发〔2025〕88号", "2025-04-30", "2025-05-06")
    return Sample(page.encode("utf-16-le"), said, f"{_TRADE}\n{_WORKERS}⊖")


def _district() -> Sample:
    """Metadata in a list, tabs, a byline with bars, a broken h1, notes as paragraphs of their own."""
    content = """<div class="xxgk"><ul class="info"><li><b>索引号</b>：GZ0320250001</li><li><b>发布机构</b>：广州市天河区人民政府办公室</li>
<li><b>发文日期</b>：2025-03-20</li><li><b>文号</b>：穗天府办〔2025〕3号</li></ul><ul class="tabs"><li><a href="#a">政策原文</a></li>
<li><a href="#b">政策解读</a></li></ul><h1>广州市天河区人民政府办公室关于印发<br>2025年重点民生实事的通知</h1>
<div class="date">发布时间：2025-03-25 10:11 | 来源：区政府办公室 | 字号：[大 中 小] | 浏览次数：<span></span></div>
<div class="view"><p>各街道办事处，区直各单位：</p><p>现将2025年重点民生实事印发给你们，请认真组织实施。</p><p>一、新建学校</p>
<p>（一）新建中小学2所，新增学位3000个。</p><p style="text-align:right">牵头单位：区教育局</p>
<p style="text-align:right">配合单位：区财政局、区住房建设园林局</p><p>（二）改造校园食堂15个。</p><p style="text-align:right">牵头单位：区教育局</p>
<p>附件：<a href="x.pdf">重点民生实事分工表</a></p></div></div>"""
    items = """⊕（一）新建中小学2所，新增学位3000个。
牵头单位：区教育局{L 区教育局}
配合单位：区财政局、区住房建设园林局{S 区财政局,区住房建设园林局}
⊕（二）改造校园食堂15个。
牵头单位：区教育局{L 区教育局}⊖"""
    title = "广州市天河区人民政府办公室关于印发2025年重点民生实事的通知"
    said = Said(title, "广州市天河区人民政府办公室", "穗天府办〔2025〕3号", "2025-03-20", "2025-03-25")
    return Sample(_site(content, title + "-天河区人民政府").encode(), said, items)


def _macao_big5() -> Sample:
    """Big5, Portuguese chrome in cells, an ordered list."""
    plain = [line[3:] for line in _plain(_MACAO)]
    content = f"""<table width="100%"><tr><td><a href="/pt">Versão Portuguesa</a></td><td><a href="/c">聯絡我們</a></td></tr></table>
<div class="field-item"><h2>澳門特別行政區公共服務優化方案</h2><p>本方案由各公共部門按職責推行，每季公佈進度。</p>
<ol>{"".join(f"<li>{line}</li>" for line in plain)}</ol><p>更新日期：2025/11/03</p></div>
<div class="footer"><a href="/a">Termos de utilização</a> <a href="/p">Política de privacidade</a></div>"""
    page = (
        (
            "<html><head><meta charset='big5'><title>澳門特別行政區公共服務優化方案</title></head>"
            f"<body>{content}</body></html>"
        )
        .replace("ã", "&atilde;")
        .replace("í", "&iacute;")
        .replace("ç", "&ccedil;")
        .replace("õ", "&otilde;")
    )
    return Sample(page.encode("big5hkscs"), Said("澳門特別行政區公共服務優化方案", published="2025-11-03"), _MACAO)


def _hong_kong_table() -> Sample:
    rows = (
        (1, "設立中小企業支援專線", "工業貿易署<br>商務及經濟發展局", "2026年第一季"),
        (2, "推行長者牙科服務", "醫務衞生局<br>衞生署", "2025年第四季"),
    )
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    content = f"""<nav><a href="/">主頁</a><a href="/a">最新消息</a></nav><article><h1>民生措施落實進度表</h1><p>2025年10月8日（星期三）</p>
<p>政府今日公布各項民生措施的負責單位及目標，市民可瀏覽專題網頁了解詳情。</p><table><thead><tr><th>序號</th><th>措施</th><th>負責單位</th><th>完成時間</th></tr></thead>
<tbody>{cells}</tbody></table><p>覆檢日期：2025年10月9日</p></article><footer><a href="/n">重要告示</a></footer>"""
    items = """⊕1. 設立中小企業支援專線
負責單位：工業貿易署、商務及經濟發展局{R 工業貿易署,商務及經濟發展局}
完成時間：2026年第一季
⊕2. 推行長者牙科服務
負責單位：醫務衞生局、衞生署{R 醫務衞生局,衞生署}
完成時間：2025年第四季⊖"""
    page = f"<html><head><meta charset='utf-8'><title>民生措施落實進度表</title></head><body>{content}</body></html>"
    return Sample(page.encode(), Said("民生措施落實進度表", issued="2025-10-08"), items)


def _county() -> Sample:
    """GB18030, no class that is known, everything in divs and breaks, blanks for indents."""
    lines = "<br>&nbsp;&nbsp;&nbsp;&nbsp;".join(_plain(_CITY))
    content = f"""<div class="w1200"><div class="bt">关于做好2025年城市更新工作的实施意见</div>
<div class="ly">信息来源：市住建局　　作者：办公室　　时间：2025年4月2日　　阅读：318次</div><div class="nr">各区住房城乡建设局：<br>
&nbsp;&nbsp;&nbsp;&nbsp;为做好城市更新工作，现提出如下实施意见。<br>&nbsp;&nbsp;&nbsp;&nbsp;一、主要任务<br>&nbsp;&nbsp;&nbsp;&nbsp;{lines}<br>
<div style="text-align:right">宁波市住房和城乡建设局<br>2025年3月31日</div></div>
<div class="pn">上一篇：<a href="/1">关于公示名单的通知</a><br>下一篇：<a href="/2">关于召开会议的通知</a></div></div>"""
    page = _site(content, "关于做好2025年城市更新工作的实施意见", "<meta charset=gb2312>")
    said = Said("关于做好2025年城市更新工作的实施意见", "宁波市住房和城乡建设局", None, "2025-03-31", "2025-04-02")
    return Sample(page.encode("gb18030"), said, _CITY + "⊖")


# PDFs


def _lines(paragraphs: Sequence[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in wrap(paragraph)]


def _centred(canvas: Canvas, y: float, text: str, size: float) -> None:
    canvas.setFont(FONT, size)
    canvas.drawCentredString((LEFT + RIGHT) / 2, y, text)
    canvas.setFont(FONT, SIZE)


def _right(canvas: Canvas, y: float, text: str) -> None:
    canvas.drawRightString(RIGHT - 2 * SIZE, y, text)


def _all(*draw: Draw) -> Draw:
    def run(canvas: Canvas) -> None:
        for one in draw:
            one(canvas)
            canvas.setFont(FONT, SIZE)

    return run


def _red_head() -> Sample:
    def head(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.8, 0, 0)
        _centred(canvas, 720, "浙江省人民政府办公厅文件", 32)
        canvas.setFillColorRGB(0, 0, 0)
        _centred(canvas, 670, "浙政办发〔2025〕18号", 14)
        canvas.setStrokeColorRGB(0.8, 0, 0)
        canvas.line(LEFT, 655, RIGHT, 655)
        canvas.setStrokeColorRGB(0, 0, 0)
        _centred(canvas, 605, "浙江省人民政府办公厅关于印发", 20)
        _centred(canvas, 575, "促进民营经济发展重点任务清单的通知", 20)
        canvas.drawString(LEFT, 530, "各市、县（市、区）人民政府，省政府直属各单位：")
        prose(
            _lines(
                [
                    "《促进民营经济发展重点任务清单》已经省政府同意，现印发给你们，请结合实际认真贯彻落实。",
                    "附件：1. 促进民营经济发展重点任务清单",
                ]
            ),
            top=506,
        )(canvas)
        _right(canvas, 370, "浙江省人民政府办公厅")
        _right(canvas, 346, "2025年5月12日")
        prose(["　　（此件公开发布）"], "— 1 —", top=310)(canvas)

    def annex(canvas: Canvas) -> None:
        canvas.drawString(LEFT, 760, "附件1")
        _centred(canvas, 715, "促进民营经济发展重点任务清单", 20)
        prose(
            _lines(
                [
                    "一、优化营商环境",
                    "1. 全面实施市场准入负面清单制度，清理隐性壁垒。（省发展改革委牵头，省商务厅配合）",
                    "2. 推行涉企行政检查公示。（省司法厅负责）",
                ]
            ),
            "— 2 —",
            top=670,
        )(canvas)

    def last(canvas: Canvas) -> None:
        prose(
            _lines(["二、强化要素保障", "3. 扩大信用贷款规模，降低融资成本。（省地方金融管理局、浙江证监局负责）"]),
            "— 3 —",
        )(canvas)
        for y in (150, 125, 100):
            canvas.line(LEFT, y, RIGHT, y)
        canvas.setFont(FONT, 12)
        canvas.drawString(LEFT + 10, 132, "抄送：省委各部门，省人大常委会、省政协办公厅。")
        canvas.drawString(LEFT + 10, 107, "浙江省人民政府办公厅")
        canvas.drawRightString(RIGHT - 10, 107, "2025年5月13日印发")

    items = """⊕1. 全面实施市场准入负面清单制度，清理隐性壁垒。（省发展改革委牵头，省商务厅配合）{L 省发展改革委;S 省商务厅}
⊕2. 推行涉企行政检查公示。（省司法厅负责）{R 省司法厅}⊖
⊕3. 扩大信用贷款规模，降低融资成本。（省地方金融管理局、浙江证监局负责）{R 省地方金融管理局,浙江证监局}⊖"""
    said = Said(
        "浙江省人民政府办公厅关于印发促进民营经济发展重点任务清单的通知",
        "浙江省人民政府办公厅",
        "浙政办发〔2025〕18号",
        "2025-05-12",
    )
    return Sample(pages(head, annex, last), said, items)


def _titled(title: str, paragraphs: Sequence[str], number: str = "1") -> Draw:
    def draw(canvas: Canvas) -> None:
        _centred(canvas, 750, title, 20)
        prose(_lines(paragraphs), number, top=700)(canvas)

    return draw


def _with_scan() -> Sample:
    lines = _plain(f"{_TRADE}\n{_WORKERS}")
    data = pages(
        _titled("外贸稳定增长工作方案", ["为稳定外贸增长，制定本方案。", "一、主要任务", *lines[:2]]),
        picture,
        prose(_lines(lines[2:]), "3"),
    )
    return Sample(data, Said("外贸稳定增长工作方案"), f"{_TRADE}\n{_WORKERS}")


def _merged_table() -> Sample:
    tasks = [
        ("完善数据基础制度", "国家数据局", "国家发展改革委", "2025年12月"),
        ("培育数据企业", "国家数据局", "工业和信息化部、财政部", "2026年6月"),
        ("建设算力网络", "国家发展改革委", "国家能源局", "2026年12月"),
        ("开放公共数据资源", "国家数据局", "各地区、各部门", "持续推进"),
        ("健全安全治理", "中央网信办", "公安部", "2025年12月"),
    ] * 6
    areas = ("制度建设", "产业培育", "基础设施")
    header = ("序号", "领域", "重点任务", "牵头单位", "配合单位", "完成时限")
    rows = [(str(n), areas[(n - 1) // 10] if (n - 1) % 10 == 0 else "", *t) for n, t in enumerate(tasks, 1)]
    spans = [((1, 1 + 10 * k), (1, 10 + 10 * k)) for k in range(3)]
    data = flowing(
        "为做好数据工作，现将任务分解如下。",
        table([header, *rows], (30, 50, 130, 90, 110, 70), spans),
        "各单位要按时完成。",
        title="数据要素市场化配置改革任务分工方案",
    )
    items = []
    for n, (task, lead, support, time) in enumerate(tasks, 1):
        names = support.replace("、", ",")
        end = "⊖" if n % 10 == 0 else ""
        items.append(
            f"⊕{n}. {task}牵头单位：{lead}{{L {lead}}}\n配合单位：{support}{{S {names}}}\n完成时限：{time}{end}"
        )
    return Sample(data, Said("数据要素市场化配置改革任务分工方案"), "\n".join(items))


def _two_columns() -> Sample:
    lines = [x for p in _plain(f"{_TRADE}\n{_WORKERS}") for x in wrap(p, 15)]
    filler = [x for p in _plain(_FILLER) for x in wrap(p, 15)]
    every = filler[:0] + lines + filler
    half = (len(every) + 1) // 2

    def draw(canvas: Canvas) -> None:
        _centred(canvas, 760, "贸易便利化重点工作要点", 20)
        prose(every[:half], x=70, top=720)(canvas)
        prose(every[half:], "1", x=312, top=720)(canvas)

    return Sample(pages(draw), Said("贸易便利化重点工作要点"), f"{_TRADE}\n{_WORKERS}\n{_FILLER}")


_FILLER = """⊕5. 支持边境贸易创新发展，建设互市贸易区，完善边民互助组织。（商务部牵头，海关总署参与）{L 商务部;S 海关总署}
⊕6. 加快国际物流通道建设，提升中欧班列开行质量和效益。（国家铁路局、交通运输部负责）{R 国家铁路局,交通运输部}
⊕7. 发展跨境电子商务，支持建设海外仓，完善退换货政策。（商务部负责）{R 商务部}"""


def _with_cover() -> Sample:
    def cover(canvas: Canvas) -> None:
        _centred(canvas, 600, "海南自由贸易港建设", 28)
        _centred(canvas, 560, "2025年度重点工作任务书", 28)
        _centred(canvas, 160, "海南省人民政府办公厅", 16)
        _centred(canvas, 130, "2025年2月", 16)

    def contents(canvas: Canvas) -> None:
        _centred(canvas, 750, "目　录", 18)
        for i, (name, page) in enumerate((("一、贸易自由便利", 1), ("二、人才支撑", 2))):
            canvas.drawString(LEFT, 700 - 24 * i, name + "." * (60 - 2 * len(name)) + f" {page}")

    first = _titled("海南自由贸易港建设2025年度重点工作任务书", ["一、贸易自由便利", *_plain(_TRADE)])
    data = pages(cover, contents, first, prose(_lines(["二、人才支撑", *_plain(_WORKERS)]), "2"))
    return Sample(
        data, Said("海南自由贸易港建设2025年度重点工作任务书", "海南省人民政府办公厅"), f"{_TRADE}⊖\n{_WORKERS}"
    )


def _bilingual() -> Sample:
    """Each paragraph is followed by its Portuguese, in smaller type."""
    pt = (
        "1. Lançar trinta serviços electrónicos e melhorar a Conta única.",
        "2. Aumentar o número de apartamentos para idosos.",
    )

    def draw(canvas: Canvas) -> None:
        _centred(canvas, 760, "澳門特別行政區公共服務工作計劃", 20)
        _centred(canvas, 735, "Plano de Trabalhos dos Serviços Públicos", 12)
        y = 690.0
        for paragraph, other in zip(_plain(_MACAO), pt, strict=True):
            lines = wrap(paragraph)
            prose(lines, top=y)(canvas)
            y -= 24 * len(lines)
            canvas.setFont("Helvetica", 10)
            canvas.drawString(LEFT + 28, y, other[3:])
            canvas.setFont(FONT, SIZE)
            y -= 30

    return Sample(pages(draw), Said("澳門特別行政區公共服務工作計劃"), _MACAO)


def _with_heads() -> Sample:
    """A running head of two plain phrases, at both ends of a line, on each page."""

    def head(canvas: Canvas) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(LEFT, 800, "贸易便利化专项行动")
        canvas.drawRightString(RIGHT, 800, "内部资料汇编")
        canvas.line(LEFT, 795, RIGHT, 795)

    lines = _plain(f"{_TRADE}\n{_WORKERS}\n{_FILLER}")
    data = pages(
        _all(head, _titled("推进贸易便利化工作要点", ["为便利贸易，制定本要点。", *lines[:2]])),
        _all(head, prose(_lines(lines[2:4]), "2")),
        _all(head, prose(_lines(lines[4:]), "3")),
    )
    return Sample(data, Said("推进贸易便利化工作要点"), f"{_TRADE}\n{_WORKERS}\n{_FILLER}")


def _with_footnotes() -> Sample:
    text = "1. 优化口岸通关流程，完善出口退税办法，全年压缩整体通关时间10%以上，并对中小企业给予便利，逐步扩大受惠面。（海关总署牵头，商务部配合）"
    lines = wrap(text)

    def first(canvas: Canvas) -> None:
        _centred(canvas, 750, "口岸通关便利化实施方案", 20)
        prose([*_lines(["为便利通关，制定本方案。", "一、主要任务"]), *lines[:2]], "1", top=700)(canvas)
        canvas.line(LEFT, 120, LEFT + 120, 120)
        canvas.setFont(FONT, 9)
        canvas.drawString(LEFT, 100, "① 整体通关时间不含国内运输和仓储所需时间。")
        canvas.drawString(LEFT, 86, "② 中小企业的范围按照有关规定确定。")

    second = prose([*lines[2:], *_lines(_plain(_TRADE.split("\n")[1]))], "2")
    items = "⊕" + text + "{L 海关总署;S 商务部}\n" + _TRADE.split("\n")[1]
    return Sample(pages(first, second), Said("口岸通关便利化实施方案"), items)


def _with_figures() -> Sample:
    """Figures in columns that only white space parts, between two tasks."""

    def draw(canvas: Canvas) -> None:
        _titled("园区建设年度工作安排", ["为推进园区建设，作如下安排。", *_plain(_TRADE)])(canvas)
        rows = ("地区|企业数|产值（亿元）|增速", "甲市|120|35.2|6.1%", "乙市|98|28.4|5.7%", "丙市|143|41.9|7.0%")
        for i, row in enumerate(rows):
            for cell, x in zip(row.split("|"), (100, 220, 320, 440), strict=True):
                canvas.drawString(x, 500 - 24 * i, cell)
        prose(_lines(_plain(_WORKERS)), top=380)(canvas)

    return Sample(pages(draw), Said("园区建设年度工作安排"), f"{_TRADE}⊖\n{_WORKERS}")


def _centred_areas() -> Sample:
    """An area in the middle of its rows, without ruling lines between columns; lines part the areas."""
    rows = (
        ("", "1", "推进园区共建", "商务部"),
        ("产业合作", "2", "压缩通关时间", "海关总署"),
        ("", "3", "扩大服务进口", "商务部"),
        ("", "4", "共建实验室", "科技部"),
        ("人才交流", "", "", ""),
        ("", "5", "互认职业资格", "人力资源社会保障部"),
    )

    def draw(canvas: Canvas) -> None:
        _centred(canvas, 750, "区域合作年度任务分工方案", 20)
        prose(_lines(["为推进区域合作，分工如下。"]), top=705)(canvas)
        places = (LEFT, LEFT + 90, LEFT + 140, LEFT + 300)
        y = 660.0
        for cell, x in zip(("领域", "序号", "重点任务", "责任单位"), places, strict=True):
            canvas.drawString(x, y, cell)
        for row in rows:
            y -= 24 if row[1] and rows[rows.index(row) - 1][1] else 12
            for cell, x in zip(row, places, strict=True):
                canvas.drawString(x, y, cell)
            if row[1] in ("3", "5"):
                canvas.line(LEFT, y - 6, RIGHT, y - 6)
        canvas.drawCentredString((LEFT + RIGHT) / 2, 40, "1")

    items = """⊕1. 推进园区共建
责任单位：商务部{R 商务部}
⊕2. 压缩通关时间
责任单位：海关总署{R 海关总署}
⊕3. 扩大服务进口
责任单位：商务部{R 商务部}⊖
⊕4. 共建实验室
责任单位：科技部{R 科技部}
⊕5. 互认职业资格
责任单位：人力资源社会保障部{R 人力资源社会保障部}"""
    return Sample(pages(draw), Said("区域合作年度任务分工方案"), items)


SAMPLES = {
    "web state council": _state_council,
    "web province, GBK, names on lines": _province,
    "web city, layout tables": _city,
    "web Macao": _macao,
    "web Hong Kong, Big5": _hong_kong,
    "web ministry, UTF-16 without mark": _ministry,
    "web district, metadata in a list": _district,
    "web Macao, Big5, ordered list": _macao_big5,
    "web Hong Kong, table": _hong_kong_table,
    "web city, nothing but divs": _county,
    "pdf red head": _red_head,
    "pdf scan between pages": _with_scan,
    "pdf merged table over pages": _merged_table,
    "pdf two columns": _two_columns,
    "pdf cover and contents": _with_cover,
    "pdf bilingual": _bilingual,
    "pdf running heads": _with_heads,
    "pdf footnotes": _with_footnotes,
    "pdf figures without rules": _with_figures,
    "pdf areas in the middle": _centred_areas,
}
