"""Why the reader took each line of an original for what it is, in words for editors."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.edge_lines import in_archive
from archive.ingest.explain import Reason
from archive.ingest.layout.grammar import ROLES as KINDS
from archive.ingest.layout.grammar import State
from archive.ingest.layout.rules import Rule
from archive.ingest.parts.blocks import Role
from archive.ingest.pipeline import explain_file
from archive.models import SourceDocument

ROLES: dict[Role, Promise] = {
    Role.KICKER: _("肩题"),
    Role.TITLE: _("标题"),
    Role.SUBTITLE: _("副题"),
    Role.BYLINE: _("作者"),
    Role.HEADING: _("小标题"),
    Role.PARAGRAPH: _("正文"),
    Role.OPEN: _("正文"),
    Role.CAPTION: _("图片说明"),
    Role.CREDIT: _("编校署名"),
    Role.FURNITURE: _("版面文字"),
}
RULES: dict[Rule, Promise] = {
    Rule.MARKED_BY_FORMAT: _("文件的格式或页面的重复已标明"),
    Rule.HEADLINE_OF_FORMAT: _("版式：大字标题和它上下的行"),
    Rule.NAMED_BY_RECORD: _("上面的著录说明了哪一行是标题"),
    Rule.CANNOT_BE_TITLE: _("署名、日期、标签不作标题"),
    Rule.OUTSIDE_TEXT: _("署名之上、离正文还远的短行不作小标题"),
    Rule.OPENS_TEXT: _("称呼和各部分的序号，正文从这里开始"),
    Rule.LIST_OF_TEXT: _("一样写法的几行或写明的清单，属于文章"),
    Rule.HEAD_OF_ENTRY: _("年鉴条目的标题，各在方头括号里"),
    Rule.TABLE_ROW: _("表格的行留在文章里"),
    Rule.TOO_LONG_FOR_HEAD: _("太长，不会是标题、作者或图片说明"),
    Rule.KNOWN_BY_WORDS: _("字样明确"),
    Rule.TEXT_DESPITE_WORDS: _("虽有版面字样，上下文看是正文"),
    Rule.ITEM_AMONG_PARAGRAPHS: _("正文中的条目"),
    Rule.NAMES_WRITERS: _("写明了作者"),
    Rule.NOT_SURE_ENOUGH: _("不够像版面文字，留在文章里"),
    Rule.AMID_TEXT: _("夹在正文中间，留在文章里"),
    Rule.LIKELIEST_TITLE: _("没有更像标题的行"),
    Rule.ROWS_OF_TITLE: _("标题分成几行"),
    Rule.SAID_BEFORE: _("上面一行在页面上出现两次，那才是标题"),
    Rule.SAID_TWICE: _("上面的标题里已经有这句话，不再算作副标题"),
    Rule.LITTLE_TEXT: _("全文很短，剩下的就是正文"),
    Rule.TITLE_ABOVE_TEXT: _("标题只在正文上方"),
    Rule.NUMBERED_HEADING: _("带序号的小标题"),
    Rule.HEADING_IN_BODY: _("段落之间的小标题"),
    Rule.CAPTION_IN_BODY: _("正文规则：图片说明"),
    Rule.PARAGRAPH_IN_BODY: _("正文规则：段落"),
    Rule.SIGNATURE: _("文末或段首的署名"),
    Rule.RESIDUE: _("混进段落的网页字样"),
}


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line with its reason; chances, in hundredths, are of what it was weighed to be, which a rule may overrule. What was not weighed has a rule alone."""

    text: str
    role: Promise
    rule: Promise | None
    weighed: Promise | None = None
    chance: int | None = None
    runner_up: Promise | None = None
    runner_up_chance: int | None = None
    features: tuple[str, ...] = ()
    like: str | None = None


def told_lines(document: SourceDocument) -> list[list[ToldLine]]:
    """The lines of each article in an original, read anew. Raises ``UnreadableFile`` where that is no longer possible."""
    return [
        [_told(reason) for reason in reasons]
        for reasons in explain_file(
            bytes(document.content), document.name, elsewhere=in_archive, pictures=False
        )
    ]


def _told(reason: Reason) -> ToldLine:
    rule = RULES[reason.rule] if reason.rule else None
    weighing = reason.weighing
    if weighing is None:
        return ToldLine(reason.text, ROLES[reason.role], rule, like=reason.like)
    return ToldLine(
        reason.text,
        ROLES[reason.role],
        rule,
        _name(reason.state),
        round(100 * weighing.chance),
        _name(weighing.runner_up),
        round(100 * weighing.runner_up_chance),
        tuple(f"{feature.name} {feature.weight:+.2f}" for feature in weighing.features),
        reason.like,
    )


def _name(state: State) -> Promise:
    return ROLES[KINDS[state.kind]]
