"""Every rule that settles what a line is: a line that it is for, and one beside it that it leaves to the weights."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest

from archive.ingest.explain import rule_of_body
from archive.ingest.layout.bounds import heads_of_entries, no_titles, openings, outside_the_text, settled
from archive.ingest.layout.decoding import Decision
from archive.ingest.layout.grammar import STATES, State
from archive.ingest.layout.lists import lists
from archive.ingest.layout.reading import (
    LONGEST_IN_HEAD,
    SHORTEST_BODY,
    SURE_AMID_TEXT,
    SURE_OF_TEXT,
    role_by_itself,
    steps,
)
from archive.ingest.layout.rules import Rule
from archive.ingest.layout.title_rows import LIKELY_TITLE
from archive.ingest.parts.blocks import Block, Role
from archive.ingest.parts.body import read_body
from archive.ingest.text.lines import Hint, Line, split_lines
from tests.pages import BODY

PAGE, PROSE, TITLE = State.BODY_PAGE, State.BODY_PROSE, State.HEAD_TITLE


def line(words: str, hint: Hint | None = None) -> Line:
    (found,) = split_lines(words)
    return replace(found, hint=hint)


def block(words: str, role: Role = Role.OPEN, hint: Hint | None = None) -> Block:
    return Block(role, line(words, hint))


def weighed(state: State, chance: float = 0.99, **others: float) -> Decision:
    """A line that is so likely one state; what is left goes to a state that no rule asks about."""
    chances = dict.fromkeys(STATES, 0.0) | {state: chance}
    chances |= {State[name]: other for name, other in others.items()}
    chances[State.ABOVE_CAPTION] += 1 - sum(chances.values())
    return Decision(state, tuple(chances[one] for one in STATES))


def by_itself(found: Block, decision: Decision) -> Rule | None:
    return role_by_itself(found, decision)[1]


Row = tuple[str, Decision]
TEXT: tuple[Row, ...] = tuple((words, weighed(PROSE)) for words in BODY)


def on_a_page(rows: Sequence[Row], words: str) -> Rule | None:
    """The last rule that gave a line of the page another role."""
    blocks = [block(text) for text, _ in rows]
    (_, before), *later = steps(blocks, [decision for _, decision in rows])
    at = [text for text, _ in rows].index(words)
    found: Rule | None = None
    for rule, roles in later:
        found, before = (rule if roles[at] is not before[at] else found), roles
    return found


def in_body(rows: Sequence[str], words: str) -> Rule | None:
    """The rule that gave a line of the body its role, None for running text."""
    for found in read_body([block(text) for text in rows], 1):
        if found.line.text == words and found.role is not Role.PARAGRAPH:
            return rule_of_body(found, found.role)
    return None


def described(card: str) -> list[Block]:
    return [block(words) for words in (card, "渡口的回信", *BODY)]


def with_list(*rows: str) -> list[Block]:
    return [block(words) for words in ("渡口的灯", "——青禾区总工会2019年工作综述", *rows, *BODY)]


def entries(*heads: str) -> list[Block]:
    return [block(words) for head in heads for words in (head, BODY[0])]


def headline(*below: Block) -> list[Block]:
    return [
        block("小县的新家"),
        block("桥头的灯", hint=Hint.TITLE),
        *below,
        *(block(words) for words in BODY),
    ]


@dataclass(frozen=True, slots=True)
class Example:
    """What the rule makes of a line that it is for, and of one that looks like it."""

    like: Callable[[], object]
    unlike: Callable[[], object]


TITLE_ROW = ("桥头的灯", weighed(TITLE))
AGAIN = ("桥头的 灯", weighed(State.HEAD_SUBTITLE))
BELOW = State.BELOW_PAGE
EXAMPLES: dict[Rule, Example] = {
    Rule.MARKED_BY_FORMAT: Example(
        lambda: by_itself(block("打印本页", hint=Hint.FURNITURE), weighed(PAGE)),
        lambda: by_itself(block("打印本页"), weighed(PAGE)),
    ),
    Rule.HEADLINE_OF_FORMAT: Example(
        lambda: settled(headline(block("——青禾区总工会2019年工作综述"))) and Rule.HEADLINE_OF_FORMAT,
        lambda: settled(headline()) and Rule.HEADLINE_OF_FORMAT,
    ),
    Rule.NAMED_BY_RECORD: Example(
        lambda: settled(described("标题：渡口的回信")) and Rule.NAMED_BY_RECORD,
        lambda: settled(described("标题：桥头的灯")) and Rule.NAMED_BY_RECORD,
    ),
    Rule.CANNOT_BE_TITLE: Example(
        lambda: no_titles([block("县委：")]) and Rule.CANNOT_BE_TITLE,
        lambda: no_titles([block("县总工会：")]) and Rule.CANNOT_BE_TITLE,
    ),
    Rule.OUTSIDE_TEXT: Example(
        lambda: (
            outside_the_text([block(words) for words in ("桥头的灯", "□ 记者 涂远", *BODY)])
            and Rule.OUTSIDE_TEXT
        ),
        lambda: outside_the_text([block(words) for words in ("一、建会", *BODY)]) and Rule.OUTSIDE_TEXT,
    ),
    Rule.OPENS_TEXT: Example(
        lambda: openings([block("各位代表、同志们："), *map(block, BODY)]) and Rule.OPENS_TEXT,
        lambda: openings([block("各位代表的心声"), *map(block, BODY)]) and Rule.OPENS_TEXT,
    ),
    Rule.LIST_OF_TEXT: Example(
        lambda: lists(with_list("1月 启动送温暖", "3月 开办夜校", "5月 宣讲进厂区")) and Rule.LIST_OF_TEXT,
        lambda: lists(with_list("启动送温暖", "开办夜校啦", "劳模宣讲进厂区")) and Rule.LIST_OF_TEXT,
    ),
    Rule.HEAD_OF_ENTRY: Example(
        lambda: heads_of_entries(entries("【机构概况】", "【建会】", "【竞赛】")) and Rule.HEAD_OF_ENTRY,
        lambda: heads_of_entries(entries("【机构概况】", "建会", "竞赛")) and Rule.HEAD_OF_ENTRY,
    ),
    Rule.TABLE_ROW: Example(
        lambda: by_itself(block("帮扶户数 1264", hint=Hint.ROW), weighed(PAGE)),
        lambda: by_itself(block("首页 新闻", hint=Hint.ROW), weighed(State.ABOVE_PAGE)),
    ),
    Rule.TOO_LONG_FOR_HEAD: Example(
        lambda: by_itself(block("灯" * (LONGEST_IN_HEAD + 1)), weighed(TITLE)),
        lambda: by_itself(block("灯" * LONGEST_IN_HEAD), weighed(TITLE)),
    ),
    Rule.KNOWN_BY_WORDS: Example(
        lambda: by_itself(block("责任编辑：林一", Role.CREDIT), weighed(PAGE)),
        lambda: by_itself(block("责任落到人"), weighed(PAGE)),
    ),
    Rule.TEXT_DESPITE_WORDS: Example(
        lambda: by_itself(block("扫描二维码就能申请入会", Role.FURNITURE), weighed(PROSE, SURE_OF_TEXT)),
        lambda: by_itself(block("扫描二维码关注我们", Role.FURNITURE), weighed(PROSE, SURE_OF_TEXT - 0.2)),
    ),
    Rule.ITEM_AMONG_PARAGRAPHS: Example(
        lambda: by_itself(block("1.走访职工1264户"), weighed(PAGE)),
        lambda: by_itself(block("走访职工"), weighed(PAGE)),
    ),
    Rule.NAMES_WRITERS: Example(
        lambda: by_itself(block("通讯员 于晓禾 张三"), weighed(PAGE, 0.9)),
        lambda: by_itself(block("供稿：县总工会办公室"), weighed(PAGE, 0.95)),
    ),
    Rule.NOT_SURE_ENOUGH: Example(
        lambda: by_itself(block("数说2023"), weighed(PAGE, SURE_AMID_TEXT - 0.1)),
        lambda: by_itself(block("好房推荐"), weighed(PAGE, SURE_AMID_TEXT + 0.05)),
    ),
    Rule.AMID_TEXT: Example(
        lambda: on_a_page((TITLE_ROW, *TEXT[:2], ("一件件来", weighed(BELOW, 0.8)), TEXT[2]), "一件件来"),
        lambda: on_a_page((TITLE_ROW, *TEXT, ("一件件来", weighed(BELOW, 0.8))), "一件件来"),
    ),
    Rule.LIKELIEST_TITLE: Example(
        lambda: on_a_page(
            (("桥头的灯", weighed(State.ABOVE_PAGE, 0.6, HEAD_TITLE=LIKELY_TITLE)), *TEXT), "桥头的灯"
        ),
        lambda: on_a_page(
            (("桥头的灯", weighed(State.ABOVE_PAGE, 0.8, HEAD_TITLE=LIKELY_TITLE - 0.1)), *TEXT), "桥头的灯"
        ),
    ),
    Rule.ROWS_OF_TITLE: Example(
        lambda: on_a_page(
            (("为江城添砖的人们，", weighed(State.ABOVE_PAGE)), ("有了自己的大家庭", weighed(TITLE)), *TEXT),
            "为江城添砖的人们，",
        ),
        lambda: on_a_page(
            (("江城工运的专版", weighed(State.ABOVE_PAGE)), ("有了自己的大家庭", weighed(TITLE)), *TEXT),
            "江城工运的专版",
        ),
    ),
    Rule.SAID_BEFORE: Example(
        lambda: on_a_page(
            (
                ("渡口的回信_青禾在线", weighed(State.ABOVE_PAGE)),
                ("渡口的回信", weighed(State.ABOVE_PAGE)),
                ("青禾区总工会2019年工作综述", weighed(TITLE)),
                *TEXT,
            ),
            "渡口的回信",
        ),
        lambda: on_a_page(
            (
                ("渡口的回信", weighed(State.ABOVE_PAGE)),
                ("青禾区总工会2019年工作综述", weighed(TITLE)),
                *TEXT,
            ),
            "渡口的回信",
        ),
    ),
    Rule.SAID_TWICE: Example(
        lambda: on_a_page(
            (TITLE_ROW, ("2019-03-02", weighed(State.HEAD_PAGE)), AGAIN, *TEXT),
            "桥头的 灯",
        ),
        lambda: on_a_page((TITLE_ROW, ("桥尾的灯", weighed(State.HEAD_SUBTITLE)), *TEXT), "桥尾的灯"),
    ),
    Rule.LITTLE_TEXT: Example(
        lambda: on_a_page((TITLE_ROW, ("夜校开班", weighed(BELOW))), "夜校开班"),
        lambda: on_a_page(
            (TITLE_ROW, ("夜校开班了，" * SHORTEST_BODY, weighed(PROSE)), ("夜校开班", weighed(BELOW))),
            "夜校开班",
        ),
    ),
    Rule.TITLE_ABOVE_TEXT: Example(
        lambda: on_a_page((*TEXT, TITLE_ROW), "桥头的灯"),
        lambda: on_a_page((TITLE_ROW, *TEXT), "桥头的灯"),
    ),
    Rule.NUMBERED_HEADING: Example(
        lambda: in_body((BODY[0], "一、建会", BODY[1]), "一、建会"),
        lambda: in_body((BODY[0], "建会入会有热度", BODY[1]), "建会入会有热度"),
    ),
    Rule.HEADING_IN_BODY: Example(
        lambda: in_body((BODY[0], "建会入会有热度", BODY[1]), "建会入会有热度"),
        lambda: in_body((BODY[0], "建会入会有热度。", BODY[1]), "建会入会有热度。"),
    ),
    Rule.CAPTION_IN_BODY: Example(
        lambda: in_body((BODY[0], "图为入会仪式。", BODY[1]), "图为入会仪式。"),
        lambda: in_body((BODY[0], "蓝图为职工铺开。", BODY[1]), "蓝图为职工铺开。"),
    ),
    Rule.PARAGRAPH_IN_BODY: Example(
        lambda: rule_of_body(block("夜校开班了。"), Role.PARAGRAPH),
        lambda: in_body((BODY[0], "建会入会有热度", BODY[1]), "建会入会有热度"),
    ),
    Rule.SIGNATURE: Example(
        lambda: in_body((*BODY, "于晓禾 张三"), "于晓禾 张三"),
        lambda: in_body((*BODY, "温暖 安全"), "温暖 安全"),
    ),
    Rule.RESIDUE: Example(
        lambda: in_body(
            (BODY[0], BODY[1] + "（本文来自范文网www.example.com）"), "（本文来自范文网www.example.com）"
        ),
        lambda: in_body((BODY[0], BODY[1] + "（本文作者是焊工）"), "（本文作者是焊工）"),
    ),
}


def test_every_rule_has_an_example() -> None:
    assert set(EXAMPLES) == set(Rule)


@pytest.mark.parametrize("rule", Rule)
def test_a_rule_settles_its_example_and_leaves_what_looks_like_it_alone(rule: Rule) -> None:
    assert EXAMPLES[rule].like() is rule
    assert EXAMPLES[rule].unlike() is not rule


def test_a_list_of_twenty_thousand_short_lines_ends_in_bounds() -> None:
    lines = [f"第{number}号驿站的灯亮着 门开着" for number in range(20_000)]
    blocks = [block(words) for words in (*lines, "渡口的灯照着", "山里的路通了", "渡口的灯照着 山里的路通了")]
    assert settled(blocks) == {}
    blocks.insert(0, blocks[-1])
    found = settled(blocks)
    assert [at for at, states in found.items() if states == (TITLE,)] == [20_001, 20_002]


@pytest.mark.parametrize("above", ["渡口的灯", "互助金去向"])
def test_what_stands_far_above_the_first_paragraph_is_no_text_but_a_table_may_be(above: str) -> None:
    rows = ("临时救助 208 61.5", "医疗互助 1470 33.2", "圆梦助学 96 28.8", "两节慰问 655 40.1")
    found = outside_the_text([block(words) for words in (above, *rows, *BODY)])
    assert set(found) == {0}


def test_what_is_set_in_as_the_first_paragraph_may_be_text() -> None:
    def set_in(words: str) -> Block:
        return replace(block(words), line=replace(line(words), indent=4))

    rows = ("互助金去向", "临时救助", "医疗互助", "圆梦助学")
    assert set(outside_the_text([block("渡口的灯"), *map(set_in, (*rows, *BODY))])) == {0}
    assert set(outside_the_text([block(words) for words in ("渡口的灯", *rows, *BODY)])) > {0}


@pytest.mark.parametrize(
    "row", ["大病救助87人", "走访企业66家", "发放互助金61.3万元", "临时救助 208人 61.5万元"]
)
def test_rows_that_tell_numbers_may_be_text_however_far_above_the_first_paragraph(row: str) -> None:
    found = outside_the_text([block(words) for words in ("渡口的灯", row, row, row, row, *BODY)])
    assert set(found) == {0}
