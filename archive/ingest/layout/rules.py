"""The names of the rules that settle what a line is beside, or in spite of, what was weighed, for people who ask why.

Each is applied in ``reading``, by what ``bounds``, ``form`` and ``title_rows`` know.
"""

from enum import StrEnum


class Rule(StrEnum):
    """What settled a line, in the order in which the steps look at it."""

    MARKED_BY_FORMAT = "marked-by-format"  # a button, a running head: set aside before anything is weighed
    HEADLINE_OF_FORMAT = "headline-of-format"  # large letters with a kicker above or a subtitle below
    NAMED_BY_RECORD = "named-by-record"  # 标题:渡口的回信, and 渡口的回信 below
    CANNOT_BE_TITLE = "cannot-be-title"  # a writer, a day, 县委:
    OUTSIDE_TEXT = "outside-text"  # above a writer, or far above the first paragraph: no heading
    OPENS_TEXT = "opens-text"  # 各位代表、同志们: and PART.01
    LIST_OF_TEXT = "list-of-text"  # 1月 启动送温暖 / 3月 … / 5月 … between title and text, or below 大事记
    HEAD_OF_ENTRY = "head-of-entry"  # 【机构概况】 above each of a yearbook's entries
    TABLE_ROW = "table-row"
    TOO_LONG_FOR_HEAD = "too-long-for-head"
    KNOWN_BY_WORDS = "known-by-words"
    TEXT_DESPITE_WORDS = "text-despite-words"
    ITEM_AMONG_PARAGRAPHS = "item-among-paragraphs"
    NAMES_WRITERS = "names-writers"
    NOT_SURE_ENOUGH = "not-sure-enough"  # less likely page matter than what is taken out must be
    AMID_TEXT = "amid-text"
    LIKELIEST_TITLE = "likeliest-title"
    ROWS_OF_TITLE = "rows-of-title"
    SAID_BEFORE = "said-before"  # a subtitle below a line that the page says twice
    SAID_TWICE = "said-twice"  # a title block that stands above a record and again below it
    LITTLE_TEXT = "little-text"
    TITLE_ABOVE_TEXT = "title-above-text"
    NUMBERED_HEADING = "numbered-heading"
    HEADING_IN_BODY = "heading-in-body"
    CAPTION_IN_BODY = "caption-in-body"
    PARAGRAPH_IN_BODY = "paragraph-in-body"
    SIGNATURE = "signature"
    RESIDUE = "residue"
