"""Sentences that were put together: from words of this site and words of a file, from what was done to an article."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

from archive.editing import deeds
from archive.models import ArticleEvent

register = template.Library()
# 标题 amid "may be “标题”": a run of Chinese with the signs within it
CHINESE = re.compile(r"([\u3400-\u9fff](?:[\u3400-\u9fff\u3000-\u303f\uff00-\uffef·—]*[\u3400-\u9fff])?)")


@register.filter
def chinese_marked(words: str) -> str:
    """Of a sentence in another language, the Chinese words are marked as Chinese, for whoever has it read aloud."""
    if (get_language() or "").startswith("zh"):
        return words
    pieces = CHINESE.split(words)  # others, Chinese, others …
    marks = ("{}", '<span lang="zh-Hans">{}</span>')
    return format_html_join(
        "", "{}", ((format_html(marks[place % 2], piece),) for place, piece in enumerate(pieces))
    )


@register.filter
def deed(event: ArticleEvent) -> str:
    """What was done, in a list of such."""
    return deeds.deed(event)
