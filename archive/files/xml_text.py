"""Text for files that are XML inside: feeds, workbooks, Word documents."""

import re

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold, not even escaped: one U+FFFF of a broken font and no reader takes the feed."""


def for_xml(text: str) -> str:
    return NOT_IN_XML.sub("", text)
