"""The notes of a page: the marks that lead to them from within the text, and the boxes in which they stand.

A mark is no word of its sentence (送餐员吃饭[1]没个准点), a note none of the article; writers, converters and
encyclopedias make both of them in their own ways, and nearly all lead from one to the other by a link.
"""

import re
from collections.abc import Mapping

from archive.ingest.text.patterns import pattern

MARKED = frozenset(("a", "sup"))
"""Elements of which a mark is made, one of them in the other or alone."""
MARK = pattern(
    r"^\s*(?:[\[\(〔【\uff3b（]?\s*(?:注\s*)?(?:\d{1,3}|[*†‡§]{1,3}|[①-⑳]|[a-z]|[ivx]{1,5})\s*[\]\)〕】\uff3d）]?|注)\s*$",
    re.I,
    like="[1]",
    unlike="2019年",
)
BRACKETED = pattern(
    r"^\s*(?:[\[〔【\uff3b]\s*(?:注\s*)?(?:\d{1,3}|[*†‡]|[a-z])\s*[\]〕】\uff3d]|[①-⑳])\s*$",
    re.I,
    like="[1]",
    unlike="2",
)
# href="#fn1", "#_ftn1", "#_edn2", "#cite_note-3", "#sdfootnote1sym", "page.html#note1", "#ref_[1]_23"
TO_A_NOTE = pattern(
    r"#(?:user-content-)?_?(?:fn|ftn|edn|en\d|foot|end|note|cite|ref|sdfoot|sdend|bib|zhu)",
    re.I,
    like="#_ftn1",
    unlike="#section1",
)
BACK = pattern(r"^\s*(?:[↩↵⏎⤴↑^]\ufe0e?\ufe0f?|返回|回正文)\s*$", like="↩︎", unlike="返回首页")
ROLE = pattern(r"^doc-(?:noteref|biblioref|backlink)$", like="doc-noteref", unlike="doc-chapter")
OF_A_MARK = pattern(
    r"(?:^|[\s_-])(?:foot-?note|end-?note|note|fn)[_-]?(?:ref|back|mark|anchor|link|num|backref)(?:$|[\s_\d-])",
    re.I,
    like="footnote-ref",
    unlike="footnotes",
)


def is_mark(tag: str, attributes: Mapping[str, str], words: str) -> bool:
    """True for what leads from the text to a note, or back: <sup>[1]</sup>, <a href="#fn1">1</a>, <a href="#r">↩</a>.

    "18.3m<sup>2</sup>" is a measure and "10<sup>4</sup>" a number: without a link only brackets make a mark.
    """
    address = attributes.get("href", "")
    if tag == "a" and "#" in address and BACK.match(words):
        return True
    if not MARK.match(words):
        return False
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    return bool(
        (tag == "sup" and BRACKETED.match(words))
        or ROLE.match(attributes.get("role", ""))
        or TO_A_NOTE.search(address)
        or OF_A_MARK.search(names)
    )
