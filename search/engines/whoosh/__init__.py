"""The embedded engine on Whoosh's files. Other modules of the site know it by its Haystack name alone."""

from search.engines.whoosh.backend import WhooshEngine

__all__ = ["WhooshEngine"]
