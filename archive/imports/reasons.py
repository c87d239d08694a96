"""How large a file may be, and what is said of one that is larger; the reasons of the storage by their codes."""

from django.conf import settings

from archive.storage import storage_faults
from archive.storage.storage_faults import StorageFault

MEGABYTE = 1024 * 1024


def is_over_the_limit(size: int) -> bool:
    return bool(size > settings.UPLOAD_MAX_BYTES)


def over_the_limit(size: int) -> dict[str, int]:
    """The values of the reason ``too-large``."""
    return {"megabytes": -(-size // MEGABYTE), "most": settings.UPLOAD_MAX_BYTES // MEGABYTE}


def code_of(fault: StorageFault) -> str:
    return f"storage-{fault.code}"


OF_THE_STORAGE = tuple(code_of(fault) for fault in storage_faults.ALL)
