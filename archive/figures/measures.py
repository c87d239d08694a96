"""Measure words: what a number counts, the unit that it is stored in, and what makes the word another one."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Counts(StrEnum):
    """What kind of thing is counted; 人 and 人次 are never one kind."""

    PEOPLE = "people"
    VISITS = "visits"
    HOUSEHOLDS = "households"
    MONEY = "money"
    SHARE = "share"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure word as stored."""

    unit: str
    counts: Counts


PERCENT, POINTS, YUAN, PEOPLE = "%", "个百分点", "元", "人"

# words that are stored as another: 2800余名 and 十三位 are 人
_STORED_AS = {
    "名": PEOPLE,
    "位": PEOPLE,
    "元钱": YUAN,
    "块钱": YUAN,
    "百分点": POINTS,
    "平米": "平方米",
    "千克": "公斤",
}
_WORDS = {
    Counts.PEOPLE: "名 位 人",
    Counts.VISITS: "人次 户次 人份",
    Counts.HOUSEHOLDS: "户",
    Counts.MONEY: "元 元钱 块钱",
    Counts.SHARE: "% 个百分点 百分点",
    Counts.COUNT: (
        "次 家次 件次 项次 条次 站次 班次 个 家 所 处 座 间 支 队 场 场次 期 班 项 件 起 条 份 篇 本 册 部 封 首 幅 枚 面 张 把 台 套 只 双 对 组 批 批次 笔 单 盒 箱 "
        "袋 瓶 桶 坛 床 根 株 棵 片 块 门 辆 艘 架 趟 车 车次 幢 栋 盏 桌 副 碗 种 类 遍 宗 桩 例 顶 杯 口 人天 平方米 平米 亩 公顷 吨 公斤 千克 斤"
    ),
}
MEASURES = {
    word: Measure(_STORED_AS.get(word, word), counts)
    for counts, words in _WORDS.items()
    for word in words.split()
}

# A measure word that begins another word counts nothing: 十人民, 三个月, 两个维护, 五条件; but 10名优秀职工, 3所学校 count
_OTHER_WORDS = {
    "人": "民|才|大|社|均|员|力|数|事|类|生|口|心|物|气|文|性|格|体|防",
    "名": "单(?!身|亲|位)|称|牌|录(?!用|取|入)|义|师带|片|词",
    "家": "庭|家户户|长(?!期|江|沙|城|途|安|春)|属|园(?!区|林)|乡(?!镇|村)|政(?!府|法|务|企)|教(?!育|学|职)|访|常|具(?!有|备)|居|话|用(?!人|工|电)|渠",
    "户": "外(?!来)|籍|口|型|主|均",
    "个": "多?月|半(?:小时|月|星期|钟头)|多?小时|多?星期|季度|世纪|工作日|钟头|年头|学时|课时|维护|确立|普遍|意识|自信|体(?!育|验|检|系)|性|别|一(?!线)|[\"'][^\"']{1,2}[\"']|必须|坚持|同步|到位|率先|不",
    "元": "旦|月|宵|素|件|老|首|帅|气",
    "次": "性|生|要|序|品|数|全|会|代表|常委|执委|职代",
    "场": "所|馆|地|景|面(?!对|向|试)|合|域|内|外(?!出|来|请)|均",
    "期": "间|刊|望|待|盼|限|货|末|房|工程|开港|项目",
    "项": "目(?!标)",
    "件": "套|均",
    "条": "例|件|款|龙|心",
    "处": "长(?!廊|期|椅|江)|理|置|方|罚|境|级|室(?!内|外)|在|于",
    "面": "向|对|临|貌|积|谈|试|包|料|粉|馆|山",
    "门": "店|口|诊|类|外|户|票|牌|窗|峡",
    "本": "报|市|县|区|级|地|科|着|年|月|领|职|色|单位",
    "部": "门|署|分|委",
    "班": "子|组|前|后|主任|车|长",
    "组": "织|建|长|成|团|合",
    "队": "伍|员|长",
    "车": "间|站|辆|工",
    "对": "一(?!线)|于|接|口|外|比|照|策|手|象|职|标|话|准|待|应",
    "类": "似|别|型",
    "种": "植(?!物|被)|子|养(?!殖)",
    "片": "区|面|段",
    "单": "位|身|独|项|打|亲|一|列|价|县",
    "笔": "试|记|者|字",
    "台": "阶|风|账|湾|前|上|胞|山|县|河",
    "支": "部(?!队)|持|出|付|柱|撑|援|点|教|农|委",
    "首": "届|次|批|个|家|创|席|要|位|期|府|先|任",
    "起": "来|草|点|步|到|了|重(?!大|点)|早|飞|码|诉|底|着|始|航|义|源",
    "座": "谈|位|落",
    "所": "有|在|属|以|需|学(?!校|院)|谓|辖|得|做|提|获",
    "份": "额|子",
    "张": "贴|扬|力|榜",
    "把": "关|握|手|好|控|脉|工|服|党",
    "批": "准|评|示|复|发|阅|判|改",
    "篇": "章|幅",
    "套": "餐|路",
    "只": "有|要|能|是|为|争|做|见|会|需",
    "间": "接|隙|断|的|歇|距",
    "根": "据|本|治|基|植|源|除",
    "棵": "松",
    "架": "构|子|起|设",
    "床": "位|上|铺",
    "亩": "均",
    "遍": "布|及|地|访",
    "双": "方|向|创|休|拥|联|减|控|随|争|语|优|节|赢|选|亮|述",
    "桌": "面|子|上|椅",
    "口": "味|号|才|径|碑|粮|头|腔|罩|岸|语|人|吃",
    "例": "会|行|外|如|证",
    "顶": "岗|点|部|层|端|尖",
    "位": "于|一体|置|列|数|居(?!民)",
}


def _pattern(word: str) -> str:
    others = _OTHER_WORDS.get(word)
    return re.escape(word) + (f"(?!{others})" if others else "")


MEASURE = "|".join(map(_pattern, sorted(MEASURES, key=len, reverse=True)))
"""A pattern for every measure word, the longest first: 人次 before 人."""
