"""Why a file is not in the archive, for the reasons that are this site's own: a code and its values, put into
words when somebody reads them. What a reader of a format says comes in its own words."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from archive.storage_faults import BUSY, DAMAGED, FULL, READ_ONLY, StorageFault

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MEGABYTE = 1024 * 1024
NUMBER = re.compile(r"%\((\w+)\)d")
OWN: "dict[str, str | _StrPromise]" = {
    "too-large": _(
        "文件有 %(megabytes)d MB，超过 %(most)d MB 的上限，未读取。请拆分，或另存为纯文本（.txt）后再上传。"
    ),
    "internal": _(
        "读取时出现内部错误，文件未入库；详情见服务器日志。可以重新读取一次；仍不成功时，请另存为纯文本（.txt）后再上传。"
    ),
    "reader-ended": _(
        "读取程序在这个文件上两次中断，已跳过。请用原来的软件打开后另存为纯文本（.txt），再上传；其余文件不受影响。"
    ),
    "reader-hung": _(
        "读了 %(seconds)d 秒还没有读完，已停止。请拆分，或另存为纯文本（.txt）后再上传；其余文件不受影响。"
    ),
    "no-room": _(
        "服务器的磁盘空间不够，还剩 %(megabytes)d MB，文件没有处理。请告诉管理员腾出空间，然后重新读取。"
    ),
}
OWN.update((f"storage-{fault.code}", fault.told) for fault in (FULL, READ_ONLY, BUSY, DAMAGED))


def told(code: str, values: Mapping[str, int]) -> str:
    """The reason in the language of whoever reads it now; a number that its row has lost is a question mark."""
    return NUMBER.sub(lambda number: str(values.get(number[1], "?")), str(OWN[code]))


def is_over_the_limit(size: int) -> bool:
    return bool(size > settings.UPLOAD_MAX_BYTES)


def over_the_limit(size: int) -> dict[str, int]:
    return {"megabytes": -(-size // MEGABYTE), "most": settings.UPLOAD_MAX_BYTES // MEGABYTE}


def code_of(fault: StorageFault) -> str:
    return f"storage-{fault.code}"
