"""Whatever was kept as a code with its values, in words of whoever reads it now: doubts of the reader's, reasons why a
file was not read, and what this site adds to both.

The one place that does so; ``archive.ingest.wording`` has the sentences of the reader itself.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.ingest.wording import SENTENCES, Values, in_words, name_of, quoted
from archive.ingest.wording.refusals import REFUSALS
from archive.storage import storage_faults

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OWN: "dict[str, str | _StrPromise]" = {
    # Why a file is not in the archive
    "too-large": _(
        "文件有 %(megabytes)s MB，超过 %(most)s MB 的上限，未读取。请拆分，或另存为纯文本（.txt）后再上传。"
    ),
    "internal": _(
        "读取时出现内部错误，文件未入库；详情见服务器日志。可以重新读取一次；仍不成功时，请另存为纯文本（.txt）后再上传。"
    ),
    "reader-ended": _(
        "读取程序在这个文件上两次中断，已跳过。请用原来的软件打开后另存为纯文本（.txt），再上传；其余文件不受影响。"
    ),
    "reader-hung": _(
        "读了 %(seconds)s 秒还没有读完，已停止。请拆分，或另存为纯文本（.txt）后再上传；其余文件不受影响。"
    ),
    "no-room": _(
        "服务器的磁盘空间不够，还剩 %(megabytes)s MB，文件没有处理。请告诉管理员腾出空间，然后重新读取。"
    ),
    "unopened": _("无法打开：%(reason)s"),
    "duplicate": _("与已入库的文件内容完全相同：%(title)s（编号 %(number)s）"),
    "duplicate:trashed": _("与已入库的文件内容完全相同：%(title)s（编号 %(number)s，在回收站里）"),
    "duplicate:text": _(
        "与已入库的文件文字完全相同（只是编码、换行或空白不同）：%(title)s（编号 %(number)s）"
    ),
    "duplicate:text-trashed": _(
        "与已入库的文件文字完全相同（只是编码、换行或空白不同）：%(title)s（编号 %(number)s，在回收站里）"
    ),
    **{f"storage-{fault.code}": fault.told for fault in storage_faults.ALL},
    # How far it is
    "at-page": _("正在识别第 %(page)s / %(pages)s 页"),
    # What was noticed of an article that is stored
    "reprint-suspected": _(
        "与已入库的《%(title)s》（编号 %(number)s）大半文字和数字相同，可能是同一篇的转载。"
    ),
    "figure-decision-lost": _("核对过的数字“%(words)s”所在的句子改过了，请重新核对这一篇的数字。"),
}
ALL: "Mapping[str, str | _StrPromise]" = {**SENTENCES, **OWN}


def told(code: str, values: Values) -> str:
    """What a code and its values say, in the language of whoever reads it now."""
    return in_words(code, values, sentences=ALL, translate=_translated)


def told_of(file: str, code: str, values: Values) -> str:
    """The same of a file by its name: what the reader says goes on behind it, what this site says stands alone."""
    words = told(code, values)
    return quoted(file) + words if name_of(code, values) in REFUSALS else words


def _translated(sentence: "str | Promise") -> str:
    return str(sentence) if isinstance(sentence, Promise) else gettext(sentence)
