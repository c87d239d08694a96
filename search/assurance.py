"""When 未见 may be written: why it may not, and what was looked through where it may."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from archive.models import Article
from search.box.numbers import NumbersOffer
from search.box.offer import PlaceOffer
from search.service import OtherReading, SearchResults


def doubts(
    results: SearchResults,
    others: Sequence[OtherReading],
    place: PlaceOffer | None,
    numbers: NumbersOffer | None,
    footnoted: Sequence[Article],
) -> list[str]:
    """Why "not found" can't be vouched for; empty where just what was typed was looked for and nothing else is meant."""
    told = []
    if results.query.repairs:
        told.append(_("检索词没有全照原样读，实际检索的写在上面。"))
    if results.count.further:
        told.append(_("%(further)s。") % {"further": results.count.further_told})
    if place is not None and place.count.anywhere:
        told.append(_("按地区和年份读就查得到，写在上面。"))
    if numbers is not None and numbers.total and numbers.is_another_reading:
        told.append(_("按数字读就查得到，写在上面。"))
    if any(other.count.anywhere for other in others):
        told.append(_("换一种读法就查得到，读法列在上面。"))
    if footnoted:
        told.append(_("按报纸和日期找到了，列在上面。"))
    if results.pending:
        told.append(_("有综述刚刚改动，还没有全部进入索引。"))
    return told


def tried(place: PlaceOffer | None) -> list[str]:
    """What was looked through before it is said that nothing was found."""
    told = [
        _("标题、作者、小标题、正文、图片说明逐字查过，简体、繁体、异体和全角、半角都算同一个字"),
        _("版面文字（报头、版次、导航、页脚、编校署名）也查过"),
        _("别的读法（符号、引号、连写）也查过"),
    ]
    if place is None:
        told.append(_("检索词里没有读出地区"))
    else:
        told.append(_("按地区和年份读作“%(label)s”，连同前身和后继也查过") % {"label": place.label})
    return told
