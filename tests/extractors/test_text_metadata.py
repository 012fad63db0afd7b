"""What saved pages say of their document above it."""

from __future__ import annotations

import pytest

from extractors.text.metadata import split_metadata

_BODY = "关于任务的通知\n一、加强统筹。\n"
_LABELLED = "发文机关：\n某某部\n发文字号：\n某发〔2018〕2号\n成文日期：\n2018-11-05\n"
_INLINE = "索 引 号：000/2025-31\n发文字号：某发〔2025〕3号\n发布日期：2025年04月02日\n"
_SPARSE = (
    "\n \n  索 引 号： \n  000/2025-31 \n\n\n  发文机关： \n  某某部 \n \n"
    "  标　　题： \n  关于任务的通知 \n\n  主 题 词： \n \n \n \n"
)
_KEYS = "# saved\n\n- title: 关于任务的通知\n- publish_date: 2022-05-17\n- http_status: 200\n\n---\n\n"
_YAML = "---\ntitle: 关于任务的通知\ntags:\nstatus: 200\n---\n"


@pytest.mark.parametrize(
    ("head", "metadata"),
    [
        (_LABELLED, {"issuer": "某某部", "doc_number": "某发〔2018〕2号", "date_issued": "2018-11-05"}),
        (_INLINE, {"index_number": "000/2025-31", "doc_number": "某发〔2025〕3号", "date_published": "2025-04-02"}),
        (_SPARSE, {"index_number": "000/2025-31", "issuer": "某某部", "title": "关于任务的通知"}),
        (_KEYS, {"title": "关于任务的通知", "date_published": "2022-05-17"}),
        (_YAML, {"title": "关于任务的通知"}),
        (
            "---\ntitle: 关于任务的通知\n发布机构: 某某局\n文号: 某发〔2026〕2号\n---\n",
            {"title": "关于任务的通知", "publisher": "某某局", "doc_number": "某发〔2026〕2号"},
        ),
        ("---\ntitle: 关于任务的通知\ntags:\n  - 任务\n---\n", {"title": "关于任务的通知"}),
        ("发布日期：2025-05-27\n发布机构：某某局\n", {"date_published": "2025-05-27", "publisher": "某某局"}),
        (
            "發布單位：某某局\n發布日期：2025-05-27\n最後異動日期：2025-06-01　點閱數：7\n",
            {"date_published": "2025-05-27", "publisher": "某某局"},
        ),
        ("**成文日期**: 2025-05-17\n\n**原文链接**: http://a.cn/b.html\n", {"date_issued": "2025-05-17"}),
        (
            "## 文档：计划.md\n\n### 基本信息\n- **文档类型**：政策\n- **发文机关**：某局\n- **文号**：无\n",
            {"issuer": "某局"},
        ),
        (
            "发布时间：2025-05-27 08:20　发布机构：某某局　【字体：大 中 小】\n",
            {"date_published": "2025-05-27", "publisher": "某某局"},
        ),
        (
            "发布日期：2025-05-27　来源：某某局　[大](#) [中](#) 打印\n",
            {"date_published": "2025-05-27", "publisher": "某某局"},
        ),
        (
            "发布日期：2025-05-27　　文章来源：某某司　　文章类型：原创\n",
            {"date_published": "2025-05-27", "publisher": "某某司"},
        ),
        ("发布日期：2025-05-27　来源：新华社\n", {"date_published": "2025-05-27"}),
        ("发布日期：2025-05-27　来源：某市日报\n", {"date_published": "2025-05-27"}),
        ("发布日期：2025-05-27　来源：中国政府网\n", {"date_published": "2025-05-27"}),
        (
            "发布日期：2025-05-27　来源：某某厅　发布机构：某某局\n",
            {"date_published": "2025-05-27", "publisher": "某某局"},
        ),
        (
            "| 项目 | 内容 |\n|--|--|\n| 发布机关 | 某某部 |\n| 文号 | 某函〔2026〕7号 |\n| 发布日期 | 2026-05-14 |\n",
            {"issuer": "某某部", "doc_number": "某函〔2026〕7号", "date_published": "2026-05-14"},
        ),
        (
            "| **索引号** | A-1 | **发文机关** | 某某部 |\n|:-|-|-|-|\n| 文号 | 某函〔2026〕7号 | 有效性 | 有效 |\n",
            {"index_number": "A-1", "issuer": "某某部", "doc_number": "某函〔2026〕7号"},
        ),
        (
            "索引号：\tA-1\t成文日期：\t2026年5月1日\n\n文　　号：\t某函〔2026〕7号\t主题词：\t\n",
            {"index_number": "A-1", "date_issued": "2026-05-01", "doc_number": "某函〔2026〕7号"},
        ),
        (
            "日期：2026-03-05 10:22 来源：某局办公室 作者： 浏览量：33 【打印】【关闭】\n",
            {"date_published": "2026-03-05", "publisher": "某局办公室"},
        ),
        (
            "名称　关于任务的通知\n索 引 号　A-1　发文日期　2026-3-1\n文　　号　某发〔2026〕3号　公开日期　2026-3-5\n",
            {
                "title": "关于任务的通知",
                "index_number": "A-1",
                "date_issued": "2026-03-01",
                "doc_number": "某发〔2026〕3号",
                "date_published": "2026-03-05",
            },
        ),
        ("2026-03-05 10:00 来源：某某局 浏览量：3\n", {"date_published": "2026-03-05", "publisher": "某某局"}),
        (
            "[ 索引号 ] A-1 [ 文号 ] 某发〔2026〕3号\n[ 主题 ] 综合 [ 发布日期 ] 2026-03-05\n[ 发文机构 ] 某某部\n",
            {
                "index_number": "A-1",
                "doc_number": "某发〔2026〕3号",
                "date_published": "2026-03-05",
                "issuer": "某某部",
            },
        ),
        ("2026年3月5日　来源：某市教育局\n", {"date_published": "2026-03-05", "publisher": "某市教育局"}),
        ("更新时间：2026-03-05 来源：某市教育局\n", {"publisher": "某市教育局"}),
        (
            "【发布日期】2026-03-05　【发布机构】某市教育局　【字号】大 中 小\n",
            {"date_published": "2026-03-05", "publisher": "某市教育局"},
        ),
        (
            "发布日期:2026-03-05 15:22 | 来源:某市教育局 | 阅读:12次\n",
            {"date_published": "2026-03-05", "publisher": "某市教育局"},
        ),
        ("发布日期：2026-03-05 来源：办公室\n", {"date_published": "2026-03-05"}),
        ("2026-03-05 10:00:12\n", {"date_published": "2026-03-05"}),
        ("某市商务局　2026-03-05 10:00\n", {"date_published": "2026-03-05", "publisher": "某市商务局"}),
        (
            "---\ntitle: 关于任务的通知\nsource: 某某局\n---\n",
            {"title": "关于任务的通知", "publisher": "某某局"},
        ),
        ("---\ntitle: 关于任务的通知\nsource: https://a.cn/b.html\n---\n", {"title": "关于任务的通知"}),
        (
            "文号：某函〔2026〕7号\n成文日期：2026年5月1日\n统一登记号：AB-1\n",
            {"doc_number": "某函〔2026〕7号", "date_issued": "2026-05-01"},
        ),
        (
            "某省人民政府门户网站 www.example.gov.cn 发布时间：2026-06-03 09:15 【字体：大 中 小】\n",
            {"date_published": "2026-06-03"},
        ),
        ("某市政府网 2026-06-03 09:15 来源：某市财政局\n", {"date_published": "2026-06-03", "publisher": "某市财政局"}),
        ("發布機構：某市教育局\n", {"publisher": "某市教育局"}),
        (
            "索引号 | 0003/2026-8 | 公开方式 | 主动公开 |\n发布单位 | 区政府 | 发文日期 | 2026-07-14 |\n",
            {"index_number": "0003/2026-8", "publisher": "区政府", "date_issued": "2026-07-14"},
        ),
        (
            "- 發布單位：某某部\n- 發布日期：115-07-15\n- 承辦人員：某科\n"
            "- 核定文號：中華民國115年7月8日某字第1150008842號函\n",
            {
                "publisher": "某某部",
                "date_published": "2026-07-15",
                "doc_number": "某字第1150008842號",
                "date_issued": "2026-07-08",
            },
        ),
        (
            "来源：某市教育局　发布时间：2026-03-05 10:00　浏览量：\n",
            {"publisher": "某市教育局", "date_published": "2026-03-05"},
        ),
        ("發布日期：中華民國115年3月24日\n", {"date_published": "2026-03-24", "calendar": "republic"}),
    ],
)
def test_metadata_leaves_the_text(head: str, metadata: dict[str, str]) -> None:
    found, text = split_metadata(head + _BODY)
    assert found == metadata
    assert text.strip() == _BODY.strip()


def test_the_number_below_an_empty_label_of_a_page_stays() -> None:
    found, text = split_metadata("发布时间：2026-03-05　浏览量：\n某政办发〔2026〕5号\n" + _BODY)
    assert found == {"date_published": "2026-03-05"}
    assert text.startswith("某政办发〔2026〕5号\n")


def test_the_last_lines_say_when_a_page_was_put_up() -> None:
    found, text = split_metadata(_BODY + "\n---\n\n来源：某市教育局　　发布时间：2026-06-12\n")
    assert found == {"publisher": "某市教育局", "date_published": "2026-06-12"}
    assert "来源" not in text
    assert split_metadata(_BODY + "来源：某市教育局\n")[0] == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (_BODY, "nothing is said"),
        ("发文字号：某发〔2018〕2号\n" + _BODY, "one label is no block of metadata"),
        ("- title: 甲\n- a: 乙\n- b: 丙\n" + _BODY, "keys that no line of dashes closes are a list"),
        ("- title: 甲\n---\n" + _BODY, "one key"),
        ("任务：甲\n要求：乙\n进度：丙\n---\n" + _BODY, "labels in Chinese that no line of dashes opens"),
        ("---\n" + _BODY + "---\n", "two rules around prose"),
        ("时间：2026年3月5日\n地点：某会议室\n" + _BODY, "when a meeting is held"),
        ("2026-03-05 10:00 召开会议，研究任务。\n" + _BODY, "a sentence that opens with a time"),
        ("2026年3月5日\n" + _BODY, "a day alone"),
        ("建好政府网 时间：2026年3月5日 地点：某会议室\n" + _BODY, "the time of a task"),
        ("标题　文号\n名称　内容\n" + _BODY, "labels without values behind blanks"),
        ("| 指标 | 数值 |\n| --- | --- |\n| 学位 | 50 |\n" + _BODY, "a table of figures"),
        (
            "| 文号 | 标题 |\n|--|--|\n| 某发〔2026〕1号 | 甲 |\n| 某发〔2026〕2号 | 乙 |\n" + _BODY,
            "a list of documents",
        ),
        (_BODY + _INLINE, "labels after the first number are the document's own"),
    ],
)
def test_what_stays(text: str, why: str) -> None:
    assert split_metadata(text) == ({}, text), why


def test_a_table_of_metadata_ends_above_the_header_of_a_list() -> None:
    above = "索引号 | 0003/2026-8 | 公开方式 | 主动公开 |\n发布单位 | 区政府 | 发文日期 | 2026-07-14 |\n"
    below = "序号 | 重点任务 | 责任单位 |\n1 | 清理事项 | 市司法局 |\n2 | 推进核验 | 市商务局 |\n"
    found, text = split_metadata(above + below)
    assert found["date_issued"] == "2026-07-14"
    assert text == below


def test_the_day_of_the_record_of_a_page_is_no_day_of_issue() -> None:
    found, _ = split_metadata("索引号：01/2026-5\n发布机构：某市民政局\n生成日期：2026-06-26\n" + _BODY)
    assert found == {"index_number": "01/2026-5", "publisher": "某市民政局", "date_made": "2026-06-26"}
