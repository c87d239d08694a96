"""What a figure says of its indicator: a stock, a flow, a part, a growth, the state before or after; planned; per head."""

import re
from collections.abc import Sequence

from archive.figures.indicators import Indicator, Nature
from archive.figures.measures import PERCENT, POINTS, Counts
from archive.figures.quantities import Quantity
from archive.figures.records import Scope
from archive.figures.sentences import Sentence

TO = r"(?:到|至|为|成)"
CHANGED = r"(?:增加?|提高|上升|扩大|发展|升|涨|下降|降|减少?|减|精简|压减|调整|调(?=[到至])|提(?=[到至])|缩短|变|增长|扩充|扩编|提升|谈|上涨|回升|拓展|延伸|添)"
# 由36处增至45处, 从72.5万人增加到95.8万人, 由七成至八成
BEFORE = re.compile(r"(?:由|从)[^,;@]{0,14}$")
CHANGE_BEHIND = re.compile(rf"^[^,;@。]{{0,8}}?(?:{CHANGED}了?{TO}|{TO})[^,;@。]{{0,3}}@")
AFTER_CHANGE = re.compile(rf"(?:由|从)[^,;@]{{0,14}}@[^,;@]{{0,8}}?{TO}[^,;@]{{0,3}}$")
RISEN_TO = re.compile(rf"{CHANGED}了?(?:到|至|为)$")  # 爱心驿站增至61处
OF_ANOTHER_LEVEL = re.compile(r"[、,](?:国家|省部?|市|区|县|镇|乡)级")  # 市级职工之家7家、区级19家
ON_TO = re.compile(rf",(?:今年|现|目前|已)?(?:{CHANGED}了?|达)?{TO}")
# 同比增长18%, 比上年净增1.1万人, 提高1.2个百分点; but 提高到96%
GREW = r"(?:净增|新增|增长|增加|增收|增|多|提高|提升|上升|上涨|涨|下降|降低|降|减少|少|下调|上浮|高|低|翻)(?:出|幅)?(?:了|达|近)?"
GROWTH = re.compile(
    rf"(?:同比|环比|[比较](?:上|前|去|年初|往)[^,;@]{{0,6}}|[比较](?:19|20)\d\d年[^,;@]{{0,4}}|与?[^,;@]{{0,6}}相比)[^,;@]{{0,8}}?(?:{GREW})?$|净增(?:会员)?$"
)
LISTED = re.compile(r"(?:@(?:、|和|与|及))+$")
GREW_BY = re.compile(rf"{GREW}$")
# 其中 省级3个、市级9个; a clause with a verb of its own ends it
PART = re.compile(r"其中([^;]*)$")
NEW_CLAUSE = re.compile(
    r",$|,(?:全|新建|发展|举办|开展|投入|累计|截至|创|带动|培训|建|签|发放|职工(?!@)|工会|会员|比|较|年)[^@]*$"
)
PART_OF_WHAT_WAS_SAID = ("其中", ",其中")  # of the sentence before
PARTS_OF_WHAT_WAS_SAID = "其中:"  # 其中:生活救助@;医疗救助@
COMPARED = re.compile(r"同比|[比较]上年")
OF_A_RATE = re.compile(r"[率面度](?:达到?|为|超过|保持在)?$")  # 整改率百分之百 is part of nothing
# 会员4.03万人,有2.2万人; 合同328份,写进防护条款的有214份
PART_BY_HAVING = re.compile(r"(?:,(?:就|已|还)?|[^,;@]的(?:就|已|还|只|仅)?)有$")
# 给付48.9万元,其中最多的一人3万元: one of them, no part that the others make whole
GREATEST = re.compile(r"最[多高大长少低小]")
# 诉求3127件,欠薪占了四成; but 帮扶1395户,占六成 is no part of these 1395, nor what names another whole: 新增会员中骑手占两成
SHARE_OF_THAT = re.compile(r"@[^,;@]*,[^,;@中里内]+(?<!其中)占了?$")
# 骑手1.87万人,六成签了合同; but 职工63.6万人,96%以上企业
SHARE_BEGINS = re.compile(r"@,$")
OF_OTHERS = re.compile(
    r"的?[^,;。@]{0,6}(?:企业|单位|工会|乡镇|街道|社区|村|行业|园区|班组|机关|学校|家庭|职工|会员|人员|劳动者)"
)
SHARE_OF = re.compile(r"占[^,;@]{0,12}$")
YEARS = r"(?:[二两三四五六七八九十几数]|(?<!\d)\d)年"
OVER_YEARS = re.compile(
    rf"{YEARS}(?:来|间|里|下来)|近{YEARS}|过去的?{YEARS}|(?:^|[,;:。]){YEARS}(?!级|期|规划)|历年|(?<!今年)(?<!年初)以来"
)
ALTOGETHER = re.compile(r"累计|先后")
# 新建驿站60家 was done in the year, 打造驿站60家 may be all there are
FLOW = re.compile(
    r"(?:新(?:建|增|成立|组建|设|命名|评|创|发展|添|吸收|获|打造|办|开|培育|选树)|培育选树|(?:年内|当年|本年|今年)(?:就|又|新)?(?:建|改|打造)[^,;@]{0,3}|腾出)[^,;@]{0,18}$|新(?:建|增)[^;,@]*@、[^;,、@]{0,12}$"
)
JOINED = re.compile(
    r"(?:发展|吸收|吸纳|加入|入会|建立|组建|成立)[^,;@]{0,32}$|^[^#,;]{0,16}(?:加入工会|入会|建会|建起了?工会)"
)
STOCK = re.compile(r"(?:总数|总量|现有|共有|达到?|增至|已有|拥有)[^,;@]{0,3}$|累计(?:达到?|有)?$")
WHERE_JOINED = {"newform_members", "newform_unions", "migrant_members"}
PLANNED = re.compile(
    r"(?:计划(?=[新建培开举投发安资签推完达慰组实]|到|在|用)|拟(?!定)|力争|争取(?!到)|确保|(?<!原本)(?<!原来)打算|预计|将(?=再|新|继续|进一步|投入|建成|举办|培训|开展|达到|纳入|完成|新增|推动)|目标:|奋斗目标|计划(?:单|书|表)|愿望)[^。]{0,60}$"
)
PLANNED_BEHIND = re.compile(r"[^,;。@]{0,8}将(?:纳入|建|达|增|新|继续|再)")  # 10至15家企业将纳入明年试点
PLANS = (
    "计划",
    "拟",
    "力争",
    "争取",
    "确保",
    "打算",
    "预计",
    "将",
    "目标",
    "愿望",
    "明年",
    "下一",
    "一年",
    "来年",
    "新年",
)
AHEAD = re.compile(r"(?:明年|下一步|新的?一年|来年|下一年|新年[^,;]{0,8}(?:计划|愿望|打算|里))")
DONE = re.compile(r"(?:已|完成了?|实现了?|超额)[^,;]{0,12}$")
PER = re.compile(
    r"(人均|户均|年均|月均|场均|日均|平均每[人户家个年]?|平均|每(?:万块|[人户家件次月天班单对个篇条年名位季周日期项][均]?)(?:[每]?[年月天])?)(?!都|逢)[^,;@。]{0,12}$|(?:^|[,;])(?:年|月)(?=服务|接待|培训)[^,;@]{0,8}$"
)


def scope_of(sentence: Sentence, index: int, indicator: Indicator | None, whole: int | None) -> Scope:
    """What a figure says; ``whole`` is the quantity of the sentence that it is told to be a part of."""
    quantity = sentence.quantities[index]
    clause = sentence.clause(index)
    changed = _changed(sentence, index, clause)
    if changed:
        return changed
    if _is_growth(clause, quantity):
        return Scope.GROWTH
    if indicator and indicator.nature is Nature.RATE and not SHARE_OF.search(clause):
        return Scope.STOCK
    if sentence.plain.startswith(PARTS_OF_WHAT_WAS_SAID):
        return Scope.SHARE
    if sentence.plain.startswith(PART_OF_WHAT_WAS_SAID) and PART.search(sentence.before(index)):
        return Scope.SHARE
    if whole is not None or (quantity.unit == PERCENT and (indicator is None or SHARE_OF.search(clause))):
        return Scope.SHARE
    return _stock_or_flow(sentence, index, indicator)


def _changed(sentence: Sentence, index: int, clause: str) -> Scope | None:
    """The state before or after, where a change is told."""
    if sentence.says("由", "从"):
        if BEFORE.search(clause) and CHANGE_BEHIND.search(sentence.behind(index)[:30]):
            return Scope.BEFORE
        if AFTER_CHANGE.search(sentence.before(index)[-90:]):
            return Scope.AFTER
    return Scope.AFTER if clause.endswith(("到", "至", "为")) and RISEN_TO.search(clause) else None


def continues(sentence: Sentence, index: int) -> bool:
    """True where a number says more of what the one before counts.

    由36处增至45处; 突破9万人,达到90360人; 体检1.2万名,比上年增加3,000名; 市级7家、区级19家.
    """
    if not index or sentence.quantities[index - 1].counts != sentence.quantities[index].counts:
        return False
    between = sentence.between(index - 1, index)
    if OF_ANOTHER_LEVEL.fullmatch(between) or (GROWTH.search(between) and between.startswith(",")):
        return True
    goes_on = ON_TO.fullmatch(between) or (between == "," and sentence.words[index].startswith("达"))
    return bool(goes_on or AFTER_CHANGE.search(sentence.before(index)[-60:]))


def _is_growth(clause: str, quantity: Quantity) -> bool:
    clause = LISTED.sub("", clause)  # 分别比上年增加42家和37家
    if quantity.unit == POINTS or (any(sign in clause for sign in "比较净") and GROWTH.search(clause)):
        return True
    return quantity.counts is Counts.SHARE and bool(GREW_BY.search(clause))


def _stock_or_flow(sentence: Sentence, index: int, indicator: Indicator | None) -> Scope:
    nature = indicator.nature if indicator else Nature.FLOW
    if nature is Nature.RATE:
        return Scope.STOCK
    segment, clause = sentence.segment(index), sentence.clause(index)
    if nature is Nature.STOCK:
        if STOCK.search(clause):
            return Scope.STOCK
        if FLOW.search(segment) or _joined(sentence, index, indicator):
            return Scope.CUMULATIVE if _over_years(sentence, index) else Scope.FLOW
    if _over_years(sentence, index):
        return Scope.CUMULATIVE
    return Scope.STOCK if nature is Nature.STOCK else Scope.FLOW


def _over_years(sentence: Sentence, index: int) -> bool:
    """五年来 holds for its sentence, 累计 and 先后 until the next semicolon."""
    if not sentence.says("年", "以来", "累计", "先后"):
        return False
    return bool(OVER_YEARS.search(sentence.before(index)) or ALTOGETHER.search(sentence.segment(index)))


def _joined(sentence: Sentence, index: int, indicator: Indicator | None) -> bool:
    if indicator is None or indicator.code not in WHERE_JOINED:
        return False
    return bool(
        JOINED.search(LISTED.sub("", sentence.clause(index)))
        or JOINED.search("#" + sentence.behind(index)[:24])
    )


def whole_of(sentence: Sentence, index: int, wholes: Sequence[int | None]) -> int | None:
    """The earlier quantity of the sentence that this one is a part of, or None."""
    quantity, before = sentence.quantities[index], sentence.before(index)
    if quantity.counts is not Counts.SHARE and not sentence.says("其中", "有"):
        return None
    part = PART.search(before)
    if part and any(other.search(part[1]) for other in (NEW_CLAUSE, COMPARED, GREATEST)):
        return None
    if not part and not PART_BY_HAVING.search(before) and not _is_share_of_that(sentence, index):
        return None
    if quantity.counts is Counts.SHARE and OF_A_RATE.search(before):
        return None
    limit = index - part[1].count("@") if part else index
    for earlier in range(limit - 1, -1, -1):
        grown = GROWTH.search(sentence.clause(earlier))  # 286个,较上年增加58个,其中最美9个
        if (
            wholes[earlier] is None
            and not grown
            and _may_hold(sentence.quantities[earlier], quantity, said=bool(part))
        ):
            return earlier
    return None


def _is_share_of_that(sentence: Sentence, index: int) -> bool:
    """True for a percentage that says how much of the number before it is meant, without 其中."""
    if sentence.quantities[index].counts is not Counts.SHARE:
        return False
    before = sentence.before(index)
    begins = SHARE_BEGINS.search(before) and not OF_OTHERS.match(sentence.behind(index))
    return bool(begins or SHARE_OF_THAT.search(before))


def _may_hold(whole: Quantity, part: Quantity, *, said: bool) -> bool:
    """True where a number may be part of another: people of people and smaller; a share of anything that is none."""
    if part.counts is Counts.SHARE:
        return whole.counts is not Counts.SHARE and whole.counts is not Counts.MONEY
    people = said and {whole.counts, part.counts} <= {Counts.PEOPLE, Counts.VISITS}
    return (whole.unit == part.unit or people) and whole.value >= part.value


def is_planned(sentence: Sentence, index: int) -> bool:
    """True for what is meant to be, not what was done."""
    if not sentence.says(*PLANS):
        return False
    before = sentence.before(index)
    match = PLANNED.search(before)
    return bool(
        (match and not DONE.search(before))
        or AHEAD.search(before)
        or PLANNED_BEHIND.match(sentence.behind(index))
    )


def per_of(sentence: Sentence, index: int) -> str | None:
    """人均, 年均, 每户: what a figure is divided by, as printed."""
    clause = sentence.clause(index)
    if "每" not in clause and "均" not in clause and clause[:1] not in ("年", "月"):
        return None
    match = PER.search(clause)
    if not match or sentence.quantities[index].counts is Counts.SHARE:
        return None
    return match[1] or match[0].lstrip(",;")[0]
