"""What tells this machine's part of the archive from those of others that share its database."""

import socket
from hashlib import sha256
from pathlib import Path

from django.conf import settings


def name() -> str:
    """The machine and its data folder: ``web1:/srv/archive``. A folder that was copied to another machine is another's."""
    return f"{socket.gethostname()}:{Path(settings.ARCHIVE_DATA).resolve()}"


def short_name() -> str:
    """The same in the few characters that a row of an import has for it: ``web1-5c1e0a7f``."""
    return f"{socket.gethostname()[:40]}-{sha256(name().encode()).hexdigest()[:8]}"
