"""One list in three layouts, by its parts: what every format that it is written in must give.

`TABLED` is a table of tasks, `NOTED` the same tasks as paragraphs with their parties in brackets, `ARRANGED` an
arrangement between Macao and the mainland with its levels 一、 （一） 1. and notes.
"""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS = ("序号", "重点任务", "牵头单位", "配合单位", "完成时限")
LIST_TITLE = "佛山市2026年街区空间改善任务清单"
LIST_OPENING = "为改善居民出行和活动的空间，现将2026年的任务分解如下，请各单位照此安排人员和经费，按季报送办理情况。"
ARRANGED_TITLE = "内地与澳门特别行政区关于联合培育海洋文化产业的安排"
ARRANGED_OPENING = "为发挥双方在海洋文化方面的长处，经协商，就下列事项作出安排。"
_SPLIT = "、"


def _parties(**told: str) -> list[tuple[str, str]]:
    """Roles and names, in order, of the names told for each role."""
    return [(role, name) for role, names in told.items() for name in names.split(_SPLIT) if name]


@dataclass(frozen=True, slots=True)
class Task:
    """A task as it is printed, with the day (ISO) that its deadline means; empty where it means none."""

    text: str
    lead: str
    support: str
    due: str
    day: str = ""

    def cells(self, number: int) -> tuple[str, str, str, str, str]:
        """Its row in a table."""
        return str(number), self.text, self.lead, self.support, self.due

    @property
    def noted(self) -> str:
        """Its paragraph, behind the number."""
        supported = f"，{self.support}配合" if self.support else ""
        return f"{self.text}，{self.due}完成。（{self.lead}牵头{supported}）"

    @property
    def parties(self) -> list[tuple[str, str]]:
        """Roles and names, in order."""
        return _parties(lead=self.lead, support=self.support)


TASKS = (
    Task(
        "整修沿江步道18公里，补齐照明、座椅和无障碍坡道",
        "市水利局",
        "市城管执法局、市财政局",
        "2026年6月底前",
        "2026-06-30",
    ),
    Task(
        "腾出桥下空间26处，改作球场、驿站和停车位",
        "市城管执法局",
        "市文化广电旅游体育局",
        "2026年9月30日前",
        "2026-09-30",
    ),
    Task(
        "在老城区增设口袋公园12个，每个面积不少于800平方米",
        "市自然资源局",
        "市住房城乡建设局",
        "2026年10月底前",
        "2026-10-31",
    ),
    Task(
        "拆除占道围挡3,400米，恢复人行道的宽度",
        "市住房城乡建设局",
        "市交通运输局、市公安局",
        "2026年3月底前",
        "2026-03-31",
    ),
    Task("更换学校门前的减速带和护栏150处", "市公安局", "市教育局", "2026年8月底前", "2026-08-31"),
    Task("把“一米高度看城市”的要求写进公共设施设计指引", "市住房城乡建设局", "市妇联", "2026年5月底前", "2026-05-31"),
    Task("为32条背街小巷埋设雨水管，消除积水点", "市水利局", "市住房城乡建设局", "2026年7月31日前", "2026-07-31"),
    Task(
        "开放机关单位的停车场40个，夜间和假日供居民使用", "市机关事务管理局", "市公安局", "2026年4月底前", "2026-04-30"
    ),
    Task(
        "修缮祠堂、书院等历史建筑9处，用作社区图书室",
        "市文化广电旅游体育局",
        "市财政局",
        "2026年11月底前",
        "2026-11-30",
    ),
    Task("改造公厕70座，其中第三卫生间占比不低于50%", "市城管执法局", "", "2026年12月底前", "2026-12-31"),
    Task("迁移妨碍通行的电杆和箱柜580处", "市工业和信息化局", "佛山供电局", "2026年9月底前", "2026-09-30"),
    Task("在社区活动中心设立儿童之家100个", "市民政局", "市妇联、团市委", "2026年6月30日前", "2026-06-30"),
    Task("栽种乔木2.6万株，使主要街道夏季有树荫", "市林业局", "市自然资源局", "2026年12月31日前", "2026-12-31"),
    Task(
        "建立街区空间台账，图纸和数据向社会公开",
        "市自然资源局",
        "市政务服务和数据管理局",
        "2026年10月31日前",
        "2026-10-31",
    ),
    Task(
        "组织居民评议改善效果，结果作为下一年安排的依据", "市政府办公室", "各区人民政府", "2026年12月底前", "2026-12-31"
    ),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the arrangement: its level from 0, number as printed, text, and the parties of its note in order."""

    level: int
    marker: str
    text: str
    macao: str = ""
    mainland: str = ""

    @property
    def is_item(self) -> bool:
        """Whether it is a task, not a heading."""
        return self.level == 2

    @property
    def words(self) -> str:
        """What stands behind its number."""
        noted = f"（澳门特别行政区政府：{self.macao}，内地相关单位：{self.mainland}）" if self.macao else ""
        return self.text + noted

    @property
    def number(self) -> str:
        """Its number as it stands in the line."""
        return f"{self.marker} " if self.is_item else self.marker

    @property
    def parties(self) -> list[tuple[str, str]]:
        """Roles and names, in order."""
        return _parties(lead=self.macao, counterpart=self.mainland)


UNITS = (
    Unit(0, "一、", "产业合作"),
    Unit(1, "（一）", "展览与出版"),
    Unit(2, "1.", "合办海洋主题巡回展览6场，展品目录以中葡双语编印。", "社会文化司", "文化和旅游部、国家文物局"),
    Unit(2, "2.", "整理航海图志和渔业口述史料，出版普及读物8种。", "社会文化司", "国家新闻出版署"),
    Unit(2, "3.", "在横琴设立展品暂存和修复场所，简化进出手续。", "经济财政司、保安司", "海关总署、广东省人民政府"),
    Unit(1, "（二）", "影视与游戏"),
    Unit(2, "4.", "扶持两地团队合拍海洋纪录片，每年不少于3部。", "社会文化司", "国家广播电视总局"),
    Unit(2, "5.", "举办青少年海洋游戏设计赛，获奖作品可在双方平台上线。", "经济财政司", "工业和信息化部、共青团中央"),
    Unit(0, "二、", "人才与服务"),
    Unit(1, "（一）", "人员培训"),
    Unit(2, "6.", "开设水下考古和藏品保护课程，互派教师12人次。", "社会文化司", "教育部、国家文物局"),
    Unit(2, "7.", "为从业人员办理一年多次往来证件提供便利。", "保安司", "国家移民管理局"),
    Unit(1, "（二）", "资金与统计"),
    Unit(2, "8.", "研究以版权质押取得贷款的办法，先在两家银行试行。", "经济财政司", "中国人民银行、国家版权局"),
    Unit(2, "9.", "编制海洋文化产业统计口径，每半年交换一次数据。", "经济财政司", "国家统计局"),
    Unit(0, "三、", "实施"),
    Unit(1, "（一）", "联络办法"),
    Unit(2, "10.", "每年召开一次会议检查进展，会址由双方轮流安排。", "行政法务司", "国务院港澳事务办公室"),
)


def list_rows() -> list[tuple[str, ...]]:
    """The rows of the table, the head first."""
    return [COLUMNS, *(task.cells(number) for number, task in enumerate(TASKS, 1))]
