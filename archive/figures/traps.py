"""What looks like a quantity and is none. Every pattern is named by its kind and stands with a real example."""

import re
from bisect import bisect_right

LONGEST_NAME = 20  # “十件实事” is a name; what is longer, or has a clause in it, is speech with real numbers
_NAME = rf"[^“”\"「」『』〝〞\n,，.。;；:：!！?？]{{0,{LONGEST_NAME}}}"
NAMES = re.compile(
    rf"“{_NAME}”|〝{_NAME}〞|「{_NAME}」|『{_NAME}』|\"{_NAME}\"|‘{_NAME}’|《[^《》\n]{{1,40}}》|〔[^〕]{{0,12}}〕\d*号?"
)

IDIOMS = re.compile(
    r"五花八门|四面八方|三番五次|千家万户|成千上万|七上八下|五湖四海|千军万马|三令五申|千山万水|千辛万苦|百家争鸣|两面三刀"
)

# What stands right before
ORDINAL = re.compile(r"第 ?$")  # 第3场, 全省第二名
RANK = re.compile(r"(?<![目此日之年以])前$")  # 前3名, 前十位, 前两件
MOVED = re.compile(r"(?:前移|上移|后移|上升|下降|前进|跃升|提升|后退)了?$")  # 较上年前移3位
CODE = re.compile(r"[A-Za-z](?:-\d*)?$|[·+×*/=#№]$")  # A12版, CN99-0021, 1+3+5
CONTACT = re.compile(
    r"(?:电话|热线|传真|邮编|邮政编码|编号|文号|证号|账号|QQ群?|微信号?|门牌|号码)[:是为]? ?$", re.I
)  # 热线12351件
WEEK = re.compile(r"(?:星期|周|礼拜|农历|初)$")  # 星期三场次
BARE_AFTER_NAME = re.compile(r"[”」』\"〞]$")  # “田野欢歌”万名农友才艺展演
EACH = re.compile(r"各(?:有|建|设|派|配)?$")  # 速裁法官、联络员各一名
LISTED = re.compile(
    r"[^,。;:!?\d一二两三四五六七八九十百千万]{1,40}$"
)  # 采、掘、机、运、通五个岗位 sums up a list
LIST_SIGN = re.compile(r"、[^、]{1,12}$")
NOT_SUMMED_UP = re.compile(  # 药箱和两名专干, 保安每班补充两名志愿者
    r"(?:[各等共每和及与为给向由了]|配备|设有|设立|新建|新增|建成|建起|举办|开展|聘请|赠送|帮助|增加|补充|发放)[^、]{0,6}$"
)

# What stands right behind
PEOPLE_CLASS = re.compile(
    r"(?:以上|以下|以内)的?[^,。;、]{0,6}?(?:企业|单位|公司|机构|集团|小店|商铺|门店|作坊|楼宇)"
)  # 百人以下企业, 25人以上的企业
PROGRAMME = re.compile(
    r"[^,。;、]{0,10}?(?:大合唱|合唱|计划|工程|行动|大练兵|大讲堂|劳动竞赛|展演|长卷|签名|轮训|评选|大比武|誓师)"
)  # 百名安全员轮训
ABSTRACT = re.compile(  # 四个方面, 三项原则, 五大工程: they sort, they do not count
    r"[大小]?(?:方面|层面|环节|维度|重点|阶段|步骤|原则|目标|字|数字|强化|统一|关系|满意|见面|转变|抓手|支点|方向|路径|举措|特点|亮点|结合|百年|"
    r"月|季度|星期|小时|钟头|工作日|晚上|早上|夏天|冬天|样|层次|层级|要素|角度|阵地|文明|代表|确保|聚焦|主题|主线|关键|短板|标准|模块|板块|版块|"
    r"到位|必须|务必|允许|普遍|覆盖|清单|结硬寨)"
)
SORTING = {"个", "项", "种", "类", "条", "大", "面", "把", "件", "块", "篇", "道", "门", "张", "支", "本"}
POLICY = re.compile(r"(?:稳岗|惠企|助企|纾困|产改|新政|措施|政策|规定|意见)$")  # 稳岗十二条
CONGRESS = re.compile(r"届$")  # 十四届三次全会

RANKED = {"名", "位", "个", "件", "批", "项"}
LONG_NUMBER = 5  # digits; below it 电话560个 counts calls
HAN_SMALL = re.compile(r"[一二两三四五六七八九十]{1,2}")
BARE = re.compile(r"[百千万亿]{1,2}")
# 进万家, 上头千条线, 百万吨死亡率, 每万块
IDIOM_UNITS = frozenset("家户人个类种面门次把座片条根吨块张本只双元")


class Traps:
    """The traps of one text."""

    def __init__(self, text: str, folded: str) -> None:
        self._folded = folded
        spans = sorted([match.span() for match in (*NAMES.finditer(text), *IDIOMS.finditer(folded))])
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def in_name(self, at: int) -> bool:
        """True inside a short quotation, a title, the number of a document."""
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._ends[index]

    def catches(self, words: str, unit: str, *, start: int, end: int, vague: bool, bound: bool) -> bool:
        """True when the numeral ``words`` (from ``start``) with its measure word (to ``end``) counts nothing."""
        before = self._folded[max(0, start - 48) : start]
        if self.in_name(start) or self._named_by(before, words, unit):
            return True
        if len(words) >= LONG_NUMBER and words.isdigit() and CONTACT.search(before):
            return True
        if unit in {"人", "名", "元"} and PEOPLE_CLASS.match(self._folded, end):
            return True
        if HAN_SMALL.fullmatch(words) and not vague and not bound:
            return self._sorts(words, before, unit, end)
        if BARE.fullmatch(words) and not vague:
            return (
                unit in IDIOM_UNITS
                or bool(BARE_AFTER_NAME.search(before))
                or bool(PROGRAMME.match(self._folded, end))
            )
        return words.startswith("0") and words.isdigit() and len(words) > 1  # 02版, 0793

    def _named_by(self, before: str, words: str, unit: str) -> bool:
        if ORDINAL.search(before) or CODE.search(before) or WEEK.search(before) or CONGRESS.search(before):
            return True
        if unit == "位" and MOVED.search(before):
            return True
        return (unit in RANKED and bool(RANK.search(before))) or (
            unit == "条" and not words.isdigit() and bool(POLICY.search(before))
        )

    def _sorts(self, words: str, before: str, unit: str, end: int) -> bool:
        """True for a small Chinese numeral that sorts (四个方面), sums up a list, or is an article (一家)."""
        if words in {"一", "二"}:  # one is an article; two of a thing are 两: 二期, 二次 are the second
            return not EACH.search(before)
        if unit in SORTING and ABSTRACT.match(self._folded, end):
            return True
        listed = LISTED.search(before)
        return bool(listed and LIST_SIGN.search(listed[0]) and not NOT_SUMMED_UP.search(before))
