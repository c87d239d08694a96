"""Loads the dictionary, the index and the suggestions before the first reader comes."""

from typing import Any

from django.dispatch import receiver

from archive.server.serving import about_to_serve
from search import analysis
from search.box.names import names
from search.engines.contract import IndexUnavailable
from search.lexicon import lexicon
from search.service import search
from search.state import SearchState


@receiver(about_to_serve)
def warm_up(**kwargs: Any) -> None:
    analysis.warm_up()
    lexicon()
    names()
    try:
        search(SearchState())
    except IndexUnavailable:
        return  # the pages say so themselves, and open the index when it is there again
