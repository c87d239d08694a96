"""What an editor's form asks for, as the state that it wants an article to be in."""

from collections.abc import Iterable

from django.forms import ModelForm

from archive.forms import ArticleForm
from archive.models import Article
from archive.representation import ARTICLE_FIELDS, State, plain_value


def wanted_of(form: ArticleForm) -> State:
    """The values of a valid form with its text; what is not in it is not asked for."""
    return values_of(form, ARTICLE_FIELDS) | form.text


def values_of(form: ModelForm[Article], names: Iterable[str]) -> State:
    """What of a form could be read."""
    return {name: plain_value(form.cleaned_data[name]) for name in names if name in form.cleaned_data}
