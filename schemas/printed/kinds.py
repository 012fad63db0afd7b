"""Kinds of official documents, as their titles end."""

from __future__ import annotations

import re

DOCUMENT_KINDS = (
    *("安排", "清单", "清單", "台账", "一览表", "一覽表", "任务表", "任務表", "分工表", "分工"),
    *("任务书", "任務書", "责任书", "責任書", "时间表", "時間表", "路线图", "路線圖"),
    *("工作", "重点", "重點", "要点", "要點", "任务", "任務", "措施", "行动", "行動"),
    *("意见", "意見", "通知", "方案", "规划", "規劃", "计划", "計劃", "纲要", "綱要", "决定", "決定", "办法", "辦法"),
    *("协议", "協議", "协定", "協定", "备忘录", "備忘錄"),
    *("条例", "條例", "细则", "細則", "规定", "規定", "公告", "通告", "报告", "報告"),
)
"""Words that close the title of an official document (GB/T 9704-2012, and the lists of Macao)."""


_LONGEST_FIRST = "|".join(sorted(DOCUMENT_KINDS, key=len, reverse=True))


DOCUMENT_KIND_END = re.compile(rf"(?:{_LONGEST_FIRST})\s*(?:[（(〔][^（()）〔〕]{{1,30}}[）)〕]\s*){{0,2}}$")
