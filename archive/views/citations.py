"""How an article, or a paragraph of it, is cited; and the article as a file for a desk."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.citing.gbt7714 import quoted
from archive.citing.of_article import words_at, work_of
from archive.citing.styles import DEFAULT, STYLES, Style, gbt7714
from archive.citing.work import Work
from archive.files.article_docx import word_file
from archive.ingest.text.file_names import storable
from archive.models import Article
from archive.views.visible import private_to_editors, visible
from archive.web.file_names import disposition

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Cited:
    """What an address asks to be cited: the article, or the words that ``?at=p12`` names, with their permalink."""

    article: Article
    anchor: str
    words: str | None
    address: str

    @property
    def work(self) -> Work:
        return work_of(self.article, self.address)


@require_safe
@private_to_editors
def cite(request: HttpRequest, pk: int) -> HttpResponse:
    """References to copy, in every style, and to a paragraph its words as well."""
    cited = _cited(request, pk)
    written = {style: STYLES[style].write([cited.work]) for style in STYLES}
    reference = written[DEFAULT].strip()
    return render(
        request,
        "archive/cite.html",
        {
            "section": "regions",
            "article": cited.article,
            "cited": cited,
            "lost": bool(request.GET.get("at")) and cited.words is None,
            "quotation": quoted(cited.words, reference) if cited.words else None,
            "styles": [(style, written[style.name]) for style in STYLES.values()],
            "path": cited.article.region.path if cited.article.region else [],
        },
    )


@require_safe
@private_to_editors
def citation(request: HttpRequest, pk: int, style: str) -> HttpResponse:
    """The reference in one style, as a file."""
    if style not in STYLES:
        raise Http404
    return _file(STYLES[style], _cited(request, pk))


def _file(style: Style, cited: Cited) -> HttpResponse:
    name = f"{storable(cited.article.display_title)}.{style.suffix}"
    return HttpResponse(
        style.write([cited.work]),
        content_type=f"{style.media_type}; charset=utf-8",
        headers={"Content-Disposition": disposition(name, plain=f"review-{cited.article.pk}.{style.suffix}")},
    )


def _cited(request: HttpRequest, pk: int) -> Cited:
    article = get_object_or_404(visible(request).with_place(), pk=pk)
    anchor = request.GET.get("at", "")
    words = words_at(article, anchor) if anchor else None
    address = request.build_absolute_uri(article.get_absolute_url())
    return Cited(article, anchor, words, f"{address}#{anchor}" if words else address)


@require_safe
@private_to_editors
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The article as a clean Word document."""
    article = get_object_or_404(visible(request).with_place(), pk=pk)
    work = work_of(article, request.build_absolute_uri(article.get_absolute_url()))
    name = f"{storable(article.display_title)}.docx"
    return HttpResponse(
        word_file(article, work=work, reference=gbt7714(2025).reference(work)),
        content_type=DOCX,
        headers={"Content-Disposition": disposition(name, plain=f"review-{article.pk}.docx")},
    )
