"""The checks that a row of a corrected table passes before anything of it is written: their names, and their words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.tables.columns import CORRECTED


@dataclass(frozen=True, slots=True)
class Check:
    """``name`` as it stands above the rows that it refused; ``told`` with places for the values of a row."""

    name: str | Promise
    told: str | Promise


CHECKS: dict[str, Check] = {
    "number": Check(_("编号"), _("“%(typed)s”不是综述的编号。")),
    "gone": Check(_("查无此篇"), _("没有编号为 %(number)d 的综述。")),
    "trashed": Check(_("在回收站"), _("这一篇在回收站里，请先取回。")),
    "twice": Check(_("重复的行"), _("第 %(line)d 行已经是这一篇，请合成一行。")),
    "version": Check(_("版次"), _("版次“%(typed)s”不对；请用导出的表，不要改这一列。")),
    "overtaken": Check(
        _("导出后有人改过"), _("导出时是第 %(then)d 版，现在是第 %(now)d 版。请重新导出这一篇，再改。")
    ),
    "place": Check(_("地区"), _("没有叫“%(typed)s”的地区；请写名称、全路径或代码。")),
    "places": Check(_("地区不唯一"), _("“%(typed)s”可能是：%(names)s。请写全路径或代码。")),
    "two-places": Check(
        _("地区与代码不符"), _("地区“%(typed)s”与代码“%(code)s”不是同一个；请只改其中一列。")
    ),
    "year": Check(_("年份格式"), _("“%(typed)s”不是 1900 到 2100 之间的年份。")),
    "years": Check(_("年份次序"), _("起始年份 %(start)d 晚于截止年份 %(end)d。")),
    "day": Check(_("刊发日期"), _("“%(typed)s”不是日期；请写成 2020-03-01 或 2020年3月1日。")),
    "kind": Check(_("体裁"), _("“%(typed)s”不是体裁；请从格子的下拉列表里选。")),
    "long": Check(_("太长"), _("有 %(count)d 个字，最多 %(most)d 个。")),
    "names": Check(_("作者太多"), _("有 %(count)d 位作者，最多 %(most)d 位。")),
    "control": Check(_("看不见的字符"), _("有不能显示的控制字符，请重新输入这一格。")),
    "error": Check(_("公式出错"), _("“%(typed)s”是表格软件算不出时的显示，请改成文字。")),
    "rewritten": Check(
        _("被表格软件改写"),
        _("原来是“%(before)s”，现在是“%(typed)s”，像是表格软件打开 CSV 时自动改的；要改请用 XLSX。"),
    ),
}
HEADS: dict[str, str | Promise] = {column.name: column.head for column in CORRECTED}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is not written: the check, the column that it is about, and what its words name."""

    check: str
    column: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def stored(self) -> list[Any]:
        return [self.check, self.column, dict(self.values)]


def told(check: str, column: str, values: Mapping[str, Any]) -> str:
    """A problem in the language of whoever reads it."""
    words = str(CHECKS[check].told) % values
    if column not in HEADS:
        return words
    return gettext("%(column)s：%(problem)s") % {"column": HEADS[column], "problem": words}


REFUSED: dict[str, str | Promise] = {
    "empty": _("文件是空的。"),
    "old-workbook": _(
        "这是旧格式的 Excel 文件（.xls）或加了密码。请在 Excel 里另存为 .xlsx 或 CSV，再上传。"
    ),
    "workbook": _("这个 Excel 文件读不出来，可能已损坏或加了密码。请用 Excel 打开后重新保存，再上传。"),
    "workbook-large": _("这个 Excel 文件太大，没有读完。请只留下要改的行，再上传。"),
    "encoding": _("文件的编码认不出来。请另存为 XLSX，或“CSV UTF-8”，再上传。"),
    "quotes": _("CSV 里的引号没有成对，读不下去。请另存为 XLSX，再上传。"),
    "heads": _("没有找到“编号”和“版次”两列的表头。请从综述列表导出表格，在那份表里改。"),
    "head-twice": _("表头“%(head)s”出现了两次，不知道该读哪一列。请去掉一列。"),
    "no-rows": _("表头下面没有行。"),
    "rows": _("表里超过 %(most)d 行。请只留下要改的行，再上传。"),
    "corrections": _("一次最多更正 %(most)d 篇，这份表里有改动的更多。请分几次上传。"),
    "large": _("文件有 %(megabytes)d MB，最多 %(most)d MB。请只留下要改的行，再上传。"),
}
"""Why a file is no corrected table at all."""
