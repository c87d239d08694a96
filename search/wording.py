"""Queries in words, as a page tells them to its reader."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.query import And, Everything, Node, Not, Or, Term, Told, Years, constraints

FIELD_PHRASES = {
    "title": gettext_lazy("标题里"),
    "heading": gettext_lazy("小标题里"),
    "newspaper": gettext_lazy("报纸名里"),
    "issuer": gettext_lazy("单位名里"),
    "region": gettext_lazy("地区名里"),
    "body": gettext_lazy("正文里"),
}


def label(node: Node) -> str:
    """A few words for a chip: “集体协商”, 不含“药”, 标题里有“协商”, 2018—2021 年."""
    match node:
        case Everything():
            return _("全部综述")
        case Term(text, quoted, field):
            return _term(text, quoted=quoted, field=field)
        case Years(start, end):
            return years_label(start, end)
        case Told(text):
            return _("数字 %(text)s") % {"text": text}
        case Not(child):
            return _excluded(child)
        case And(children):
            return _("，并且").join(label(child) for child in children)
        case Or(children):
            return _(" 或 ").join(_in_brackets(child) for child in children)


def _excluded(node: Node) -> str:
    if isinstance(node, Term) and node.field is None:
        return _("不含“%(text)s”") % {"text": node.text}
    return _("除去（%(what)s）") % {"what": label(node)}


def _term(text: str, *, quoted: bool, field: str | None) -> str:
    if field is not None:
        return _("%(where)s有“%(text)s”") % {"where": FIELD_PHRASES[field], "text": text}
    return (_("原样的“%(text)s”") if quoted else _("“%(text)s”")) % {"text": text}


def _in_brackets(node: Node) -> str:
    return f"（{label(node)}）" if isinstance(node, And) else label(node)


def years_label(start: int | None, end: int | None) -> str:
    """2018 年, 2018—2021 年, 2018 年以来 or 2021 年以前."""
    if start is not None and start == end:
        return _("%(year)s 年") % {"year": start}
    if start is None:
        return _("%(year)s 年以前") % {"year": end}
    if end is None:
        return _("%(year)s 年以来") % {"year": start}
    return _("%(start)s—%(end)s 年") % {"start": start, "end": end}


def described(node: Node) -> str:
    """The whole query as part of a sentence: 含有“工会”、不含“药”、年份在 2018—2021 年."""
    return _("、").join(_described(part) for part in constraints(node))


def _described(node: Node) -> str:
    match node:
        case Term(text, quoted, None):
            return (_("原样含有“%(text)s”") if quoted else _("含有“%(text)s”")) % {"text": text}
        case Years(start, end):
            return _("年份在 %(years)s") % {"years": years_label(start, end)}
        case Told(text):
            return _("写到数字 %(text)s") % {"text": text}
        case Or():
            return _("含有 %(what)s") % {"what": label(node)}
        case _:
            return label(node)
