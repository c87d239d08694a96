"""What a text is: a review of one year or of several, a plan, or something else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.ingest.parts.blocks import Draft
from archive.ingest.records import Kind
from archive.ingest.text.lines import Line
from archive.ingest.text.patterns import pattern

REVIEW_WORDS = pattern(
    r"综述|纪实|侧记|掠影|回眸|回顾|纪略|巡礼|总结|写真|扫描|述职|工作报告|工作汇报|情况汇报|情况报告|工作情况|(?:大会|会议|全会|全委会)(?:\([^()]*\))?上的(?:工作)?报告|工作亮点|亮点|成效|成就|成果展示|答卷|素描|散记|经验|做法|年度报告|盘点|这一年|一年来|年来|年工作(?!要点|计划|思路|打算|安排|部署|方案|意见|会议|推进会|例会|动员)",
    like="2019年工作综述",
    unlike="2019年工作计划",
)
PLAN_WORDS = pattern(
    r"(?:工作)?(?:计划|要点|思路|打算|安排|部署|规划|实施方案|行动方案|工作方案|任务分解|目标任务)(?:\(?(?:草案|征求意见稿|讨论稿)\)?)?[\"》)]?$|(?:工作|年度|年)(?:计划|要点|思路|打算)",
    like="2019年工作要点",
    unlike="2019年工作回眸",
)
# Papers of the office, forms and lists: their titles say what they are
NOTICE_WORDS = pattern(
    r"(?:通知|通告|公告|公示|启事|倡议书|邀请函|决定|批复|复函|函|意见|办法|细则|条例|规定|章程|制度|须知|指南|申请书|承诺书|责任书|协议书|合同|讲话|致辞|致词|主持词|发言稿|演讲稿|贺信|慰问信|感谢信|一封信|倡议|议程|名单|目录|方案|招聘|招标|采购|中标|遴选|"
    r"报名表|申请表|登记表|审批表|推荐表|统计表|汇总表|明细表|花名册|评分表|调查问卷|问卷|表格|菜单|菜谱|食谱|课程表|日程|日程表|值班表|时间表|价目表|一览表|试题|题库|简介|概况|职责|简历|事迹材料|先进事迹)(?:\(.{0,12}\))?[\"》)]?$",
    like="关于举办夜校的通知",
    unlike="通知送到每个班组",
)
FORM_LINE = pattern(
    r"_{3,}|＿{2,}|□|\(盖章\)|\(签字\)|填表(?:人|日期|说明)|单位名称[:]|联系人[:]|联系电话[:]|报名(?:时间|方式|电话|条件)|年\s*月\s*日$",
    like="姓名____",
    unlike="姓名都记在本上",
)
MENU_LINE = pattern(
    r"(?:早餐|午餐|晚餐|主食|凉菜|热菜|荤菜|素菜|汤类?|套餐|小炒|米饭|元/份|元/位|￥|¥)",
    like="午餐:清炒时蔬",
    unlike="为职工修食堂",
)
LISTED_LINE = pattern(
    r"^[•·●■>\-]?\s*.{4,50}?\s*[(\[]?(?:(?:19|20)\d\d[-./年])?\d{1,2}[-./月]\d{1,2}日?[)\]]?$",
    like="• 松坪市总工会为货车司机送清凉 2023-06-19",
    unlike="松坪市总工会为货车司机送清凉",
)  # • 松坪市总工会为货车司机送清凉 2023-06-19
NOTICE_OPENING = pattern(
    r"^(?:各|全体)?[\u4e00-\u9fff、(),]{2,40}(?:工会|单位|部门|同志|职工|会员|朋友|代表|同志们)\s*[:]|^(?:根据|按照|为).{6,120}(?:现将|特制定|现就|决定).{0,60}(?:通知|公告|公示|如下)|现将有关(?:事项|事宜)|特此(?:通知|公告|公示|通报|函)",
    like="各基层工会:",
    unlike="基层工会有了家",
)

# Bodies that write reviews too, none of them a union
OTHER_BODIES = (
    r"(?:妇联|妇女联合会|团委|共青团|青联|少工委|法院|检察院|公安局|公安分局|司法局|残联|残疾人联合会|工商联|工商业联合会|科协|科学技术协会|文联|侨联|台联|作协|红十字会|贸促会|计生协|老龄|关工委|民政局|教育局|卫健委|卫健局|卫生局|"
    r"人社局|税务局|财政局|审计局|统计局|统战部|组织部|宣传部|纪委|监委|政协|人大|人大常委会|武装部|消防大队|消防救援|交警|应急管理局|市场监管局|商务局|农业农村局|水利局|林业局|民宗局|供销社|供销合作社|档案馆|文旅局|住建局|城管局|环保局|生态环境局|气象局|邮政管理局|烟草专卖局|个体劳动者协会|商会|慈善总会|慈善会|团县委|团市委|团区委|团省委|团州委)"
)
OTHER_BODY_IN_TITLE = pattern(
    rf"{OTHER_BODIES}.{{0,24}}(?:综述|纪实|侧记|回眸|回顾|总结|掠影|巡礼|工作|报告|扫描)|^[—\-]*.{{0,16}}{OTHER_BODIES}[::]|(?:妇女|青年|法院|检察|审判|公安|残疾人|科普|侨务|共青团|红十字)工作(?:综述|纪实|总结|回眸|回顾|报告)",
    like="县妇联2019年工作综述",
    unlike="县总工会2019年工作综述",
)
OTHER_BODY = pattern(OTHER_BODIES, like="县残联", unlike="县总工会")

# ——记全国五一劳动奖章获得者、焊工何帆: one person's portrait. A union's review may tell of people, its title does not
PORTRAIT_TITLE = pattern(
    r"(?:记|访|走近|专访)[^,。]{0,30}(?:获得者|劳动模范|劳模|工匠|标兵|先进工作者|技术能手|技师|最美[\u4e00-\u9fff]{2,4})",
    like="记全国五一劳动奖章获得者、焊工何帆",
    unlike="记县总工会的一年",
)

# A report of one event names its day at once
NEWS_DAY = pattern(
    r"^(?:本报讯|本报消息|本网讯|讯)?[\s(]*(?:近日|日前|昨日|昨天|今日|今天|(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚|至)?)|^.{0,40}(?:近日|日前|昨日|昨天)|记者从.{2,20}获悉|^.{0,40}(?:\d{1,2}月)?\d{1,2}日(?:上午|下午|晚|,)|^.{0,60}\d{1,2}月\d{1,2}日",
    like="近日,县总工会开夜校",
    unlike="一年来,县总工会开夜校",
)
# What was held is no review, whatever it was held for
EVENT_HELD = pattern(
    r"(?:召开|举行|举办|召集)[^,。:]{2,40}?(?:大会|会议|全会|座谈会|推进会|总结会|汇报会|述职会|评议会|例会|表彰会|交流会|工作会)(?!上的)",
    like="县总工会召开2021年度工作总结表彰大会",
    unlike="在县总工会九届三次全会上的工作报告",
)
NEWS_TITLE = pattern(
    r"召开|举行|举办|启动|开班|揭牌|签约|走访|看望|慰问|调研|赴|会见|出席|当选|开幕|闭幕|成立|荣获|获评|送清凉|送温暖|座谈会|培训班|推进会|发布会|比赛|竞赛|大赛|投票|表彰|传达|学习贯彻|会议",
    like="县总工会召开全委会",
    unlike="县总工会谱新篇",
)
# Essays and surveys think about unions, they report on none: 浅谈… · …的思考 · …调研报告
ESSAY_TITLE = pattern(
    r"^(?:浅[谈析议论]|试论|略论|再论|论|谈|如何|怎样|关于.{2,30}的(?:思考|建议|探讨|调研|调查|研究|问题|意见|体会))|(?:思考|探讨|探析|研究|对策|建议|调研报告|调查报告|心得体会|读后感|观后感|问题分析|现状与对策|路径选择|问答|释义|解读|评论)(?:\(.{1,8}\))?$",
    like="浅谈基层工会建设",
    unlike="基层工会建设",
)
# What somebody asks who has to write one: 工会年终总结怎么写?
ASKED_TITLE = pattern(
    r"(?:怎么|怎样|如何|咋)(?:写|做)|求(?:指点|助|教|范文|模板|一[份篇])|(?:写法|格式|范文|模板)(?:是什么|有哪些)?[?]?$",
    like="工会年终总结怎么写?",
    unlike="娘家人怎样暖人心",
)
ARTICLE_OF_LAW = pattern(
    r"^第[一二三四五六七八九十百]{1,4}条[\s:]?", like="第十二条 工会会员", unlike="第十二届工代会"
)
# The manner of a review: what was done over a time, added up
LONG_VIEW = pattern(
    r"近年来|年来|全年|一年来|今年以来|去年以来|以来|累计|先后|截至|截止|连续|逐年|共有|总数|每年|过去的?一年|这一年|20\d\d年,|20\d\d年度|长期以来|多年来|一直以来|不断",
    like="一年来,累计帮扶",
    unlike="3月5日,开班",
)
AIMS = pattern(
    r"(?<!不)将(?=[\u4e00-\u9fff])|要(?=[坚加推深着切进积围开做建完抓])|力争|计划|确保|争取|着力|进一步",
    like="将建成四个驿站",
    unlike="不将就每个细节",
)

# The fields of a union's work. A review goes through several of them, a report of one thing stays with it.
FIELDS = {
    "members": pattern(r"建会|入会|会员|基层工会|工会组织", like="建会46家", unlike="夜校开班"),
    "bargaining": pattern(r"集体协商|集体合同|工资协议|协商", like="工资协议", unlike="夜校开班"),
    "help": pattern(r"困难职工|帮扶|救助|送温暖|金秋助学|送清凉|慰问", like="金秋助学", unlike="夜校开班"),
    "contests": pattern(r"劳动竞赛|技能竞赛|比武|技能大赛|岗位练兵|立功", like="岗位练兵", unlike="法律讲座"),
    "models": pattern(r"劳模|工匠|五一劳动|先锋号", like="劳模宣讲", unlike="法律讲座"),
    "rights": pattern(r"维权|法律援助|欠薪|调解|劳动争议|权益|监督", like="法律援助", unlike="技能大赛"),
    "culture": pattern(r"文体|书屋|文艺|运动会|演出|文化宫|夜校|课堂", like="职工书屋", unlike="技能大赛"),
    "places": pattern(r"驿站|阵地|职工之家|服务中心|服务站", like="户外驿站", unlike="技能大赛"),
    "ideas": pattern(r"思想|宣讲|引领|学习贯彻|理论", like="理论宣讲", unlike="技能大赛"),
    "insurance": pattern(r"互助|体检|疗休?养|普惠|保障", like="疗休养", unlike="技能大赛"),
    "skills": pattern(r"产业工人|创新工作室|技能人才|培训", like="产业工人", unlike="法律援助"),
    "women": pattern(r"女职工|妈妈小屋|母婴|两癌", like="妈妈小屋", unlike="法律援助"),
    "unions": pattern(r"工会干部|经费|自身建设|规范化|改革", like="工会经费", unlike="法律援助"),
}
FEWEST_BRIEFS = 3
# 望潮区总工会启动… · 市交通工会开展…: a body and what it did
HEADLINE = pattern(
    r"^(?!.*[,、:]).{0,16}(?:工会|公司|集团|中心).{0,24}(?:启动|举办|举行|召开|开展|慰问|走访|换届|成立|调解|揭牌|签订|组织|荣获|获评|选举|开班|发放|参加|赴)",
    like="市交通工会开展夜校",
    unlike="市交通工会:开展夜校",
)
TOLD_YEAR = pattern(r"(?:19|20)\d\d年", like="2019年,县总工会", unlike="那一年")
YEAR_STATED = pattern(r"(?:19|20)\d\d|[一二三四五六十]年", like="2019年", unlike="近年")
OFTEN = 3
FEWEST_SIGNS = 2  # of a review; below it a notice asks. Measured on the labelled texts
FEWEST_FIELDS = 4  # in a text that is long enough for them
LONG_ENOUGH = 700
LONGEST_NEWS = 900
LONGEST_EVENT = 1300
FEWEST_UNIONS = 2.0  # mentions of a union in a thousand characters, below which it is not its report
SEVERAL_YEARS = pattern(
    r"(?:五|三|四|六|八|十|两|二|[2-9]|10)年(?:来|工作|间|回眸|综述|巡礼|纪实|发展|砥砺|奋进|成就|答卷)|\"?十[一二三四]五\"?|(?:19|20)\d\d\s?年?\s?(?:—+|-|至|到)\s?(?:19|20)\d\d|近年|多年|届",
    like="五年来",
    unlike="一年来",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind with the name of the reason for it, put into words by ``wording``, and the words that decided.

    A review has a reason only where it may be none.
    """

    kind: Kind
    reason: str | None = None
    evidence: tuple[Line, ...] = ()


def _find(words: re.Pattern[str], lines: Sequence[Line]) -> tuple[Line, ...]:
    for line in lines:
        match = words.search(line.key)
        if match:
            return (line.part(*match.span()) if match.end() > match.start() else line,)
    return ()


def judge(draft: Draft, *, issuer: Line | None, years: tuple[int | None, int | None]) -> Verdict:
    """The kind of an article. A union's account of what it did over a time is a review, however it is headed."""
    heads = [line for line in (draft.subtitle, draft.title, draft.kicker) if line]
    paragraphs = draft.paragraphs
    text = "".join(line.key for line in paragraphs)
    whole = " ".join(line.key for line in heads)
    unions = text.count("工会") + 3 * whole.count("工会")
    others = len(OTHER_BODY.findall(text)) + 3 * len(OTHER_BODY.findall(whole))
    says_review = bool(REVIEW_WORDS.search(EVENT_HELD.sub("", whole)))

    other_body = _find(OTHER_BODY_IN_TITLE, heads)
    if other_body and "工会" not in whole:
        return Verdict(Kind.OTHER, "other-body", other_body)
    if not unions or (not issuer and unions < 3) or (others > 2 * unions and "工会" not in whole):
        return Verdict(Kind.OTHER, "no-union", _find(OTHER_BODY, [*heads, *paragraphs]))

    if issuer is None and unions * 1000 < FEWEST_UNIONS * len(text):
        return Verdict(Kind.OTHER, "little-union")
    portrait = _find(PORTRAIT_TITLE, heads)
    if portrait and not says_review and "总工会" not in whole:
        return Verdict(Kind.OTHER, "portrait", portrait)
    for refusal in (_office_paper(draft, says_review=says_review), _essay(draft, says_review=says_review)):
        if refusal:
            return refusal
    plan = _plan(heads, paragraphs, text, says_review=says_review)
    if plan:
        return plan
    news = None if says_review else _digest(draft, text) or _news(draft, text) or _single_subject(draft, text)
    if news:
        return news
    dated = bool(years[0] or _find(YEAR_STATED, heads))
    return Verdict(
        _span_kind(draft, years), *_doubt(draft, text, heads, says_review=says_review, dated=dated)
    )


def _office_paper(draft: Draft, *, says_review: bool) -> Verdict | None:
    lines = [*draft.paragraphs, *draft.headings]
    forms = [line for line in lines if FORM_LINE.search(line.key)]
    menus = [line for line in lines if MENU_LINE.search(line.key)]
    listed = [line for line in lines if LISTED_LINE.match(line.key)]
    if len(listed) >= 4 and len(listed) >= len(lines) / 2:
        return Verdict(Kind.OTHER, "contents", (listed[0],))
    if len(menus) >= 3 and len(menus) > len(lines) / 3:
        return Verdict(Kind.OTHER, "menu", (menus[0],))
    if len(forms) >= 3 and len(forms) > len(lines) / 4:
        return Verdict(Kind.OTHER, "form", (forms[0],))
    named = _find(NOTICE_WORDS, [draft.title] if draft.title else [])
    if named and not says_review:
        return Verdict(Kind.OTHER, "office-paper", named)
    letter = _find(NOTICE_OPENING, [*draft.paragraphs[:3], *draft.paragraphs[-2:]])
    if letter and not says_review:
        return Verdict(Kind.OTHER, "letter", letter)
    return None


def _essay(draft: Draft, *, says_review: bool) -> Verdict | None:
    titled = _find(ESSAY_TITLE, [draft.title] if draft.title else [])
    if titled and not says_review:
        return Verdict(Kind.OTHER, "essay", titled)
    asked = _find(ASKED_TITLE, [draft.title] if draft.title else [])
    told = "".join(line.key for line in draft.paragraphs)
    if asked and len(LONG_VIEW.findall(told)) < OFTEN and not TOLD_YEAR.search(told):
        return Verdict(Kind.OTHER, "essay", asked)
    lines = [*draft.paragraphs, *draft.headings]
    articles = [line for line in lines if ARTICLE_OF_LAW.match(line.key)]
    if len(articles) >= 3:
        return Verdict(Kind.OTHER, "law", (articles[0],))
    return None


def _news(draft: Draft, text: str) -> Verdict | None:
    """A report of one event: opened by its day or named by it, without the look back of a review."""
    opening = _find(NEWS_DAY, draft.paragraphs[:1])
    long_view = len(LONG_VIEW.findall(text))
    headings = sum(1 for section in draft.sections if section.heading and section.level == 1)
    event = _find(NEWS_TITLE, [draft.title] if draft.title else [])
    if headings >= 3:
        return None
    if event and opening and (len(text) <= LONGEST_EVENT or long_view < 4):
        return Verdict(Kind.OTHER, "event", (*event, *opening))
    if event and len(text) <= LONGEST_NEWS and long_view < 2 and headings < 2:
        return Verdict(Kind.OTHER, "event", event)
    if opening and len(text) <= LONGEST_NEWS and long_view < 4 and headings < 2:
        return Verdict(Kind.OTHER, "event", opening)
    return None


def _digest(draft: Draft, text: str) -> Verdict | None:
    """Briefs of many unions: headings that are headlines each, with one paragraph of news below.

    The first headline stands right below the title, where subtitles do.
    """
    briefs = [section for section in draft.sections if section.heading and len(section.paragraphs) <= 2]
    heads = (draft.subtitle, *(section.heading for section in briefs))
    headlines = [line for line in heads if line and HEADLINE.search(line.key)]
    if len(headlines) < FEWEST_BRIEFS or 3 * len(headlines) < 2 * len(draft.headings):
        return None
    if len(LONG_VIEW.findall(text)) >= len(headlines):
        return None
    return Verdict(Kind.OTHER, "digest", tuple(headlines[:FEWEST_BRIEFS]))


def _doubt(
    draft: Draft, text: str, heads: Sequence[Line], *, says_review: bool, dated: bool
) -> tuple[str | None, tuple[Line, ...]]:
    """Why a text that is taken for a review may be none: what reviews have, and this one lacks."""
    signs = (
        2 * says_review,
        dated,
        len(draft.headings) >= 2,
        sum(1 for field in FIELDS.values() if field.search(text)) > FEWEST_FIELDS,
        len(LONG_VIEW.findall(text)) >= OFTEN,
        any("总工会" in line.key for line in heads),
    )
    event = _find(NEWS_TITLE, [draft.title] if draft.title else [])
    opening = _find(NEWS_DAY, draft.paragraphs[:1])
    against = 2 * bool(event and not says_review) + bool(opening)
    if sum(signs) - against >= FEWEST_SIGNS:
        return None, ()
    if event or opening:
        return "like-news", (*event, *opening)
    return "no-look-back", ()


def _single_subject(draft: Draft, text: str) -> Verdict | None:
    """A text that neither looks back nor goes through the fields of a union's work."""
    fields = sum(1 for field in FIELDS.values() if field.search(text))
    if len(text) >= LONG_ENOUGH and fields < FEWEST_FIELDS and len(draft.headings) < 2:
        return Verdict(Kind.OTHER, "one-thing")
    if not LONG_VIEW.search(text) and len(draft.headings) < 3:
        return Verdict(Kind.OTHER, "no-period")
    return None


def _plan(
    heads: Sequence[Line], paragraphs: Sequence[Line], text: str, *, says_review: bool
) -> Verdict | None:
    titled = _find(PLAN_WORDS, heads)
    if titled and not says_review:
        return Verdict(Kind.PLAN, "plan-title", titled)
    aims, views = len(AIMS.findall(text)), len(LONG_VIEW.findall(text))
    if not says_review and aims >= 12 and aims > 4 * max(1, views):
        return Verdict(Kind.PLAN, "plan-text")
    return None


def _span_kind(draft: Draft, years: tuple[int | None, int | None]) -> Kind:
    start, end = years
    if start is not None and end is not None:
        return Kind.MULTI_YEAR_REVIEW if end > start else Kind.ANNUAL_REVIEW
    heads = [line for line in (draft.title, draft.subtitle, draft.kicker) if line]
    if _find(SEVERAL_YEARS, [*heads, *draft.paragraphs[:3]]):
        return Kind.MULTI_YEAR_REVIEW
    return Kind.ANNUAL_REVIEW
