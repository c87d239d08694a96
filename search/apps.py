"""The search as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from archive import alike
from search import analysis
from search.same_characters import variants


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("全文检索")

    def ready(self) -> None:
        analysis.keep_state_in(settings.ARCHIVE_DATA)
        alike.by(variants)
        # Both listen to the archive's signals and need the models, which are not loaded before this point.
        import_module("search.outbox")
        import_module("search.warming")
