"""An article of the archive as what is cited, and the words of it that a link names."""

from django.utils import timezone

from archive.citing.work import Work, work
from archive.models import Article
from archive.representation import record_head


def work_of(article: Article, address: str | None = None) -> Work:
    """The article as it was printed; with an address, as it was read there today."""
    read_at = {"url": address, "accessed": timezone.localdate().isoformat()} if address else {}
    return work(record_head(article) | read_at)


def words_at(article: Article, anchor: str) -> str | None:
    """The heading, paragraph or caption that an address ends in; None where the article has none of that name."""
    parts = {section.anchor: section.heading for section in article.sections.all()}
    parts |= {name: text for section in article.sections.all() for name, text in section.paragraphs}
    parts |= {caption.anchor: caption.text for caption in article.captions.all()}
    return parts.get(anchor)
