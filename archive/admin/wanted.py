"""What an editor's form asks for, as the state that it wants an article to be in."""

from collections.abc import Iterable, Iterator

from django.forms import BaseModelFormSet, ModelForm

from archive.representation import ARTICLE_FIELDS, PART_FIELDS, State, plain_value


def wanted_of(form: ModelForm, formsets: Iterable[BaseModelFormSet]) -> State:
    """The values of a valid form with its sections and captions; what is not in it is not asked for."""
    own = _values(form, ARTICLE_FIELDS)
    return own | {formset.prefix: list(_rows(formset)) for formset in formsets}


def _rows(formset: BaseModelFormSet) -> Iterator[State]:
    for form in formset.forms:
        if form not in formset.deleted_forms and (form.instance.pk or form.has_changed()):
            yield {"id": form.instance.pk} | _values(form, PART_FIELDS[formset.model])


def _values(form: ModelForm, names: Iterable[str]) -> State:
    return {name: plain_value(form.cleaned_data[name]) for name in names if name in form.cleaned_data}
