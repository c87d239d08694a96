"""The union that reports, as it is written: 广丰区总工会, 开发区总工会, 示例集团工会."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.ingest.parts.furniture import is_other_article, opens_other_news
from archive.ingest.text.lines import Line
from archive.ingest.text.patterns import pattern
from archive.regions.authority import Authority
from archive.regions.gazetteer import Mention, gazetteer
from archive.regions.union_names import (
    LEADS_IN,
    LONGEST_LEAD,
    Own,
    UnionName,
    ends_in_a_word,
    is_cut,
    name_before,
    opens_a_clause,
)

UNION = pattern(
    r"(?:总工会|工会联合会|工会工作委员会|工会委员会|联合工会|总工联|产业工会|工会)(?!会)",
    like="青禾区总工会",
    unlike="青禾区工商联",
)
BEFORE = pattern(r"[\u4e00-\u9fff·]{1,26}$", like="青禾区", unlike="青禾区:")
LONGEST_NAME = 22
LONGEST_GUIDANCE = 14  # 的正确领导和大力支持下

# 县总工会 names no county; 全国总工会 is everybody's
LEVEL_ONLY = pattern(
    r"^(?:全|我|本|该|各)?(?:省|自治区|市|区|县|州|盟|旗|师|镇|乡|街道|园区|行业|系统|地区|企业|公司|集团|局|厂|矿|院|校)?$",
    like="我县",
    unlike="青禾县",
)
EVERYBODYS = pattern(
    r"(?:全国|中华全国|中国|各级|各地|各|级|上级|下级|基层|所属|企业|单位|机关|非公|行业|区域|产业|地方|乡镇|街道|社区|村|车间|分|女职工|非公企业|直属|全省|全市|全县|全区|两级|三级|四级|五级|建立|组建|新建|成立|加入|职工|民营企业|国有企业|小微企业|两新|"
    r"新建企业|园区企业|联合|会员|智慧|数字|网上|互联网|和谐|活力|学习型|我们|咱|咱们|为|是|的|和|与|及|到|在|对|被|让|由|向|当|有|无|等|个|家|找|叫|把|将|使|靠|爱|信|进|入|办|建|强|兴|新|大|小|好|多|这|那|工|们|动|作|时代|时期|特色|社会|主义|系统|全总|外企|外资|私企|国企|央企|民企|工商|基础|党建带|党委|党政|支持|关心|重视|加强|推进|推动|做好|开展|依靠|通过|依托|发挥|带动)$",
    like="各级",
    unlike="青禾区",
)
SEVERAL = pattern(
    r"(?:[一二三四五六七八九十百两几\d]+[位个家名级]|省市|市县|县区|区县|县市|市区|省区|各省|各市|各县|各区|全国|两级)$|^[一二三四五六七八九十几两多数\d]+[位个家名]",
    like="三位",
    unlike="青禾区",
)  # 三位省市总工会
PLACE_END = pattern(
    r"(?:省|自治区|市|地区|自治州|州|盟|自治县|县|区|自治旗|旗|镇|乡|街道|新区|开发区|高新区|经开区|园区|示范区|保税区|度假区|管理区|工业园|兵团|师|农场|林区)$",
    like="青禾区",
    unlike="青禾区里的",
)
ZONE_END = pattern(r"开发区|新区|园区", like="示例开发区", unlike="示例县")
ZONE = pattern(
    r"(?:开发区|经开区|高新区|新区|园区|度假区|示范区|保税区)总?工会$",
    like="经开区总工会",
    unlike="青禾区总工会",
)
ORGANISATION_END = pattern(
    r"(?:集团|公司|总公司|分公司|股份|局|厂|矿|矿区|煤业|钢铁|石油|油田|电力|铁路|港口|机场|银行|大学|学院|学校|中学|小学|医院|研究院|研究所|设计院|委|办|系统|行业|产业|中心|站|段|所|社|部|机关|教育|卫生|建设|交通|邮政|海员|财贸|教科文卫体|农林水利|机械|化工|轻纺|能源|建筑|金融)$",
    like="示例集团",
    unlike="示例县",
)
# Words that stand before a name and are no part of it
LEAD_INS = pattern(
    r"^.*(?:近年来|以来|年来|今年|去年|同时|此外|据悉|记者从|日前|近日|由|在|向|对|为|和|与|及|被|受|让|使|将|把|到|从|给|获|评为|授予|荣获|作为|记|写在|来自|走进|走访|访|联合|会同|代表|分享|[一二三四五六七八九十几两\d]篇|配合|协助|支持|响应|按照|根据|带着|的|是|了|于|即|各|其中|"
    r"如今|如|而|但|等|开展|组织|推动|指导|深化|聚焦|围绕|贯彻|落实|打造|加强|坚持|展现|彰显|体现|谱写|夸赞|感谢|称赞|信赖|要求|汇报|主题|年度|年|月|日|岁|版|讯|电)(?=[\u4e00-\u9fff])",
    like="近年来青禾区",
    unlike="青禾区",
)
CORPS = pattern(
    r"新疆生产建设兵团[\u4e00-\u9fff]*$|兵团第?[一二三四五六七八九十]{1,3}师[\u4e00-\u9fff]*$",
    like="新疆生产建设兵团第八师",
    unlike="建设集团",
)  # 建设 in it is no lead-in
LEVELS = "省市县区州盟旗"
LEVEL_AT_END = pattern(r"(?:地区|[省市县区州盟旗])$", like="送至地区", unlike="送至街道")
PASSES_ON = pattern(r"(?:批转|转发|印发|批准|同意|报送|报请)$", like="地委批转", unlike="地委要求")
LEVEL_END = pattern(r"[省市县区州盟旗]$", like="各级市", unlike="市直")
TRADE = pattern(r"[^各全等]{2}系统$", like="青禾区卫生健康系统", unlike="青禾区各系统")
OWN_END = pattern(r"(?:街道|系统|园区)$", like="朝阳街道", unlike="各街道办")
SUPERIOR = pattern(
    r"(?:[和与及由在向对被受经]|委|政府|、)(?:省|市|县|区|州|盟|旗)$", like="云川市委和省", unlike="临江县"
)  # 云川市委和省总工会
# 在拉萨市总工会的精心指导下，城关区总工会…; 经上饶市总工会批准，…: the union of which another one reports something
GUIDES = pattern(
    r"^[\u4e00-\u9fff]{0,9}?(?:指导|领导|支持|关心|关怀|帮助|协助|配合|统筹|推动|带领|牵头|组织)之?下(?![沉级属一乡达基辖派放岗])",
    like="的正确领导和大力支持下",
    unlike="干部指导下级工会",
)
AT_THE_ORDER = pattern(
    r"(?:(?:按照|根据|依据|遵照|响应|贯彻|落实|执行|作为)[\u4e00-\u9fff]{0,8}|[应受被经获](?:[\u4e00-\u9fff]{0,7}[和与及])?)$",
    like="经省总工会和",
    unlike="历经三年",
)
ORDERS = pattern(
    r"^[\u4e00-\u9fff]{0,7}?(?:部署|要求|安排|委托|邀请|号召|通知|意见|授权|批准|同意|推荐|表彰|授予|评为|命名|精神|试点|联系点)",
    like="统一部署",
    unlike="走访企业",
)
# 主办:石桥县总工会 · 首页 > 石桥县总工会 > 工作总结: who signs and whose site it is stands between signs; 广丰区总工会送清凉到工地 is news
SET_OFF_BEFORE = pattern(
    r"(?:^|[:：>»›|/\s·,、(\[【©—□■●◆◇○△▲☆★-]|(?:19|20)\d\d|版权所有|主办|承办)$",
    like="主办:",
    unlike="上一期说到",
)
SET_OFF_BEHIND = pattern(
    r"^(?:$|[>»›|/\s·,、)\]】—-]|版权|主办|承办|主管|供稿|办公室|宣教部|宣传部|(?:党组(?:书记|成员)、?)?(?:(?:常务)?副?主席|书记)\s|(?:官方)?(?:网站|官网|门户|公众号)(?![\u4e00-\u9fff]))",
    like=" > 工作总结",
    unlike="主席走访慰问困难职工",  # but 主席 李明 signs
)
OF_COUNTIES = "县区旗"


@dataclass(frozen=True, slots=True)
class Union:
    """A union as written, the words that name it, and whether the name says where it is.

    ``guides``: it is named for its guidance, and another one reports.
    """

    line: Line
    named: bool
    guides: bool = False

    @property
    def name(self) -> str:
        return self.line.key


class CommonEndings:
    """What stands again and again before 工会 in one article: the names, without the words before them."""

    def __init__(self, lines: Sequence[Line] = ()) -> None:
        self._counts: Counter[str] = Counter()
        self._keys = [line.key for line in lines]
        self._beginnings: dict[str, bool] = {}
        for line in lines:
            for match in UNION.finditer(line.key):
                before = BEFORE.search(line.key[max(0, match.start() - LONGEST_NAME) : match.start()])
                run = before.group() if before else ""
                self._counts.update(run[at:] for at in range(len(run) - 1))

    def begins_a_name(self, name: str) -> bool:
        """Whether the name stands somewhere in the article where a clause begins or a word leads in to it."""
        found = self._beginnings.get(name)
        if found is None:
            found = self._beginnings[name] = any(
                LEADS_IN.search(key, max(0, at - LONGEST_LEAD), at) or not key[at - 1 : at].isalpha()
                for key, at in self._places(name)
            )
        return found

    def _places(self, name: str) -> Iterator[tuple[str, int]]:
        for key in self._keys:
            at = key.find(name)
            while at >= 0:
                yield key, at
                at = key.find(name, at + 1)

    def longest(self, name: str) -> str | None:
        """The longest end of a name that comes twice, or None."""
        return next((name[at:] for at in range(len(name) - 1) if self._counts[name[at:]] >= 2), None)


NOTHING_COMMON = CommonEndings()


Start = tuple[int, bool]  # where a name begins in the words before 总工会, and whether it says a place


def _name_start(
    run: str, kind: str, authority: Authority, common: CommonEndings, *, inside: bool
) -> Start | None:
    """Where in the Han characters before 总工会 the union's name begins; None when they name no union."""
    if LEVEL_ONLY.match(run) and kind != "工会":
        return (1 if run.startswith("该") and len(run) > 1 else 0), False
    return _by_table(run, kind, authority, common, inside=inside) or _by_words(run, kind, authority, common)


def _by_table(
    run: str, kind: str, authority: Authority, common: CommonEndings, *, inside: bool
) -> Start | None:
    """A name that the table of divisions knows, whole or as the first part of a zone's, a town's, a trade union's."""
    name = name_before(gazetteer(authority), run, len(run), recurring=common.begins_a_name)
    if kind == "总工会" and _is_a_word(run, name, inside=inside):
        return len(run) - 1, False
    if name is not None and (name.own is Own.ZONE or (name.own is Own.NOTHING and name.says_a_kind)):
        return name.start, True
    corps = CORPS.search(run)
    if corps:
        return corps.start(), True
    if kind == "总工会" and SUPERIOR.search(run):
        return len(run) - 1, False
    if (
        name is None
        or name.own is Own.NOTHING
        or (name.own is Own.UNIT and (kind != "工会" or (EVERYBODYS.search(run) and not TRADE.search(run))))
    ):
        return None
    return name.start, True


def _is_a_word(run: str, name: UnionName | None, *, inside: bool) -> bool:
    """召开县总工会, 联合应县总工会, 随县总工会 within a line: a word, and then a union that is called by its kind."""
    if opens_a_clause(run) and (inside or len(run) > 2):
        return name is None or len(name.chain) == 1
    return run[-1] in LEVELS and ends_in_a_word(run, name)


def _by_words(run: str, kind: str, authority: Authority, common: CommonEndings) -> Start | None:
    """A name that no table knows: what is left when the words that lead in to it are cut off."""
    match = LEAD_INS.match(run)
    start = match.end() if match else 0
    name = run[start:]
    if LEVEL_ONLY.match(name):
        return (start, False) if kind != "工会" and name else None
    called = LEVEL_AT_END.search(name) if kind == "总工会" else None
    if called and any(word.search(name, 0, called.start()) for word in (LEADS_IN, PASSES_ON)):
        return start + called.start(), False  # 申报表一式三份送至|县总工会
    if _is_nobodys(name, kind):
        level = kind == "总工会" and not SEVERAL.search(name) and LEVEL_END.search(name)
        return (len(run) - 1, False) if level else None
    repeated = common.longest(name)
    if repeated:
        # 奋力开创新时代兵团 before 工会, and 兵团 alone before it elsewhere: the name is what comes again
        start, name = start + len(name) - len(repeated), repeated
    if PLACE_END.search(name):
        return _place_start(run, start, authority), len(name) > 2 or bool(ZONE_END.search(name))
    if ORGANISATION_END.search(name) or kind in ("总工会", "工会联合会"):
        return start, True
    return None


def _is_nobodys(name: str, kind: str) -> bool:
    """True for unions in general, or several at once; 朝阳街道总工会 is one of its own."""
    own = kind == "总工会" and len(name) > 3 and OWN_END.search(name)
    return bool(SEVERAL.search(name)) or (bool(EVERYBODYS.search(name)) and not own)


def _place_start(run: str, start: int, authority: Authority) -> int:
    """Where a zone's or a town's name begins: at the division that it is in, when that is named too."""
    names = gazetteer(authority)
    for at in range(start, len(run) - 1):
        chain = names.chain_from(run, at, len(run) - 1)
        if chain and chain[-1].full and not is_cut(run, chain[0]):
            return at
    return start


def unions_in(line: Line, authority: Authority, common: CommonEndings = NOTHING_COMMON) -> Iterator[Union]:
    """Every union that the line names, in order."""
    for match in UNION.finditer(line.key):
        before = BEFORE.search(line.key[max(0, match.start() - LONGEST_NAME) : match.start()])
        if not before:
            continue
        run = before.group()
        inside = match.start() > len(run)  # not at the beginning of a line
        found = _name_start(run, match.group(), authority, common, inside=inside)
        if found is None:
            continue
        start, named = found
        begin = match.start() - len(run) + start
        yield Union(line.part(begin, match.end()), named, _guides(line.key, begin, match.end()))


def _guides(text: str, start: int, end: int) -> bool:
    behind = text[end : end + LONGEST_GUIDANCE]
    ordered = AT_THE_ORDER.search(text, max(0, start - LONGEST_GUIDANCE), start) and ORDERS.match(behind)
    return bool(ordered or GUIDES.match(behind))


@dataclass(slots=True)
class _Tally:
    """How often the body names each union, and where first."""

    named: Counter[str]
    by_level: Counter[str]
    first: dict[str, Line]

    @classmethod
    def of(cls, body: Iterable[Line], authority: Authority, common: CommonEndings) -> "_Tally":
        tally = cls(Counter(), Counter(), {})
        for position, line in enumerate(body):
            for union in unions_in(line, authority, common):
                tally.add(union, position)
        return tally

    def add(self, union: Union, position: int) -> None:
        trade = not union.name.endswith("总工会")
        if union.guides:
            (self.named if union.named else self.by_level)[union.name] += 0  # it reports where no other does
        elif not union.named:
            self.by_level[union.name] += 1
        elif trade and position >= OPENING and union.name not in self.first:
            return  # a company's union that comes up on the way is a guest
        else:
            self.named[union.name] += OPENING_WEIGHT if position < OPENING else 1
        self.first.setdefault(union.name, union.line)


OPENING, OPENING_WEIGHT = 3, 3  # the first lines of the body speak of the union that reports
RIVAL_SHARE, FEWEST_MENTIONS, MOST_RIVALS = (
    0.5,
    3,
    2,
)  # a union named nearly as often as the one chosen is a doubt


@dataclass(frozen=True, slots=True)
class Issuer:
    """The union that reports, and others that may report instead."""

    line: Line | None = None
    rivals: tuple[Line, ...] = ()


def choose_issuer(
    heads: Iterable[Line | None], body: Iterable[Line], authority: Authority, *, page: Iterable[Line] = ()
) -> Issuer:
    """The union of the subtitle, title or kicker; else the one that the text speaks of most.

    县总工会 in the subtitle is filled from the text: there 临江县总工会 is the county union meant; so it is on the
    ``page`` around a text that never names it. A short name, 连南县总工会, gives way to the whole one of the text.
    """
    lines = tuple(body)
    tops = tuple(line for line in heads if line)
    common = CommonEndings((*tops, *lines))
    chosen = _chosen(tops, lines, authority, common)
    if chosen.line is None:
        return chosen
    if LEVEL_ONLY.match(chosen.line.key.removesuffix("总工会")):
        named = _of_that_level(chosen.line, page, authority)
        return Issuer(named, (chosen.line,)) if named else chosen
    whole = _in_full(chosen.line, (*tops, *lines), authority, common)
    rivals = tuple(line for line in chosen.rivals if whole is None or _are_two(line.key, whole.key))
    return Issuer(whole or chosen.line, rivals)


def _of_that_level(chosen: Line, page: Iterable[Line], authority: Authority) -> Line | None:
    """The only union of the page around the text that 县总工会 can mean: it signs, or the site is its own.

    Not one that other news is about, nor, for 区总工会, that of an autonomous region.
    """
    found: dict[str, Line] = {}
    for line in page:
        if is_other_article(line) or opens_other_news(line):
            continue
        for union in unions_in(line, authority):
            if union.named and _is_called(union.name, chosen.key, authority) and _signs(line, union):
                found.setdefault(union.name, union.line)
    return next(iter(found.values())) if len(found) == 1 else None


def _is_called(name: str, by_level: str, authority: Authority) -> bool:
    """Whether 石桥县总工会 may be called 县总工会; the union of an autonomous region is never called 区总工会."""
    if not name.endswith(by_level) or name == by_level:
        return False
    division = _division(name, authority)
    county = by_level.removesuffix("总工会")[-1:] in OF_COUNTIES
    return not (county and division and division.is_of_a_city)


def _signs(line: Line, union: Union) -> bool:
    """Whether the name stands in the line by itself, or is that of the site."""
    start = line.key.find(union.name)
    before, behind = line.key[:start], line.key[start + len(union.name) :]
    return bool(SET_OFF_BEFORE.search(before) and SET_OFF_BEHIND.match(behind))


def _in_full(chosen: Line, lines: Iterable[Line], authority: Authority, common: CommonEndings) -> Line | None:
    """连南瑶族自治县总工会 for 连南县总工会, where the text has both."""
    division = _division(chosen.key, authority)
    rows = {row.code for row in division.rows if row.name != division.name} if division else set()
    for line in lines if rows else ():
        for union in unions_in(line, authority, common):
            other = _division(union.name, authority)
            if other and any(row.code in rows and row.name == other.name for row in other.rows):
                return union.line
    return None


def _division(name: str, authority: Authority) -> Mention | None:
    """The division whose general union it is."""
    place = name.removesuffix("总工会")
    found = name_before(gazetteer(authority), place, len(place)) if place != name else None
    return found.chain[-1] if found and found.own is Own.NOTHING else None


def _chosen(
    tops: Sequence[Line], lines: Sequence[Line], authority: Authority, common: CommonEndings
) -> Issuer:
    whole, loose, level_only = _in_heads(tops, authority, common)
    tally = _Tally.of(lines, authority, common)
    if whole or loose:
        line = whole or (_whole_name(loose, tally) if loose else None)
        return Issuer(line, _rivals_of_head(line, tops, tally, authority, common) if line else ())
    named = tally.named
    by_level = tally.by_level.most_common(1)
    called = level_only or (tally.first[by_level[0][0]] if by_level else None)
    if called and (level_only or not named.total()):  # what only guides is the one called so, or another
        level = called.key.removesuffix("总工会")[-1:]
        named = Counter(
            {name: count for name, count in named.items() if name.removesuffix("总工会").endswith(level)}
        )
    if named:
        (first, most), *others = named.most_common()
        near = [name for name, count in others if count >= RIVAL_SHARE * most and _are_two(first, name)]
        line = tally.first[first]
        if not first.endswith("总工会"):
            line = _whole_name(line, tally)
        return Issuer(line, tuple(tally.first[name] for name in near[:MOST_RIVALS] if name != line.key))
    return Issuer(called)


def _are_two(one: str, two: str) -> bool:
    """True for names of which neither is short for the other.

    广丰区总工会 and 上饶市广丰区总工会 are one, and so are the names of a zone, 经开区总工会 for one.
    """
    zones = all(ZONE.search(name) for name in (one, two))
    return not zones and not one.endswith(two) and not two.endswith(one)


def _rivals_of_head(
    chosen: Line, heads: Sequence[Line], tally: _Tally, authority: Authority, common: CommonEndings
) -> tuple[Line, ...]:
    """Unions that the title block names beside the chosen one, or that the text speaks of while it never does of that."""
    found: dict[str, Line] = {}
    for line in heads:
        for union in unions_in(line, authority, common):
            if union.named and union.name.endswith("总工会") and _are_two(chosen.key, union.name):
                found.setdefault(union.name, union.line)
    level = chosen.key.removesuffix("总工会")[-1:] + "总工会"
    spoken_of = tally.by_level[level] or any(not _are_two(chosen.key, name) for name in tally.named)
    for name, count in () if spoken_of else tally.named.most_common(1):
        if count >= FEWEST_MENTIONS and _are_two(chosen.key, name):
            found.setdefault(name, tally.first[name])
    return tuple(found.values())[:MOST_RIVALS]


def _in_heads(
    heads: Iterable[Line], authority: Authority, common: CommonEndings
) -> tuple[Line | None, Line | None, Line | None]:
    """What the title block names: a union in full, one without 总 (云川市工会), or only a level (县总工会)."""
    loose: Line | None = None
    level_only: Line | None = None
    for line in heads:
        for union in unions_in(line, authority, common):
            if union.guides:
                continue
            if not union.named:
                level_only = level_only or union.line
            elif union.name.endswith("总工会") or loose:
                return union.line, None, None
            else:
                loose = union.line
        if loose:
            break
    return None, loose, level_only


def _whole_name(loose: Line, tally: _Tally) -> Line:
    """云川市工会 of a title is 云川市总工会 when the text says so."""
    place = loose.key.removesuffix("工会")
    whole = place + "总工会"
    if whole in tally.first:
        return tally.first[whole]
    for name, line in tally.first.items():
        if name.endswith(whole) or place.endswith(name.removesuffix("总工会")):
            return line
    return loose
