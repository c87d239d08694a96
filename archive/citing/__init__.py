"""References to articles: what is cited, and one module for each style that it is written in.

``work.py`` reads what there is to cite out of the one JSON form of an article; no style sees more than a ``Work``.
What GB/T 7714 leaves open is decided in ``gbt7714.py``.
"""
