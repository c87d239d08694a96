"""What an XPath finds on a page: lxml says that it could be anything, a test knows what it asked for."""

from lxml.etree import _Element
from lxml.html import HtmlElement


def elements(within: _Element, path: str) -> list[HtmlElement]:
    """The elements at a path, and nothing else."""
    found = _found(within, path)
    elements = [one for one in found if isinstance(one, HtmlElement)]
    assert len(elements) == len(found), path
    return elements


def strings(within: _Element, path: str) -> list[str]:
    """The texts or the values of attributes at a path, and nothing else."""
    found = _found(within, path)
    strings = [one for one in found if isinstance(one, str)]
    assert len(strings) == len(found), path
    return strings


def _found(within: _Element, path: str) -> list[object]:
    found = within.xpath(path)
    assert isinstance(found, list), path
    return [*found]
