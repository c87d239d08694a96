"""The one folder that holds all state: database, index, uploads, secret key."""

import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    """The site's secret key, made at the first start and kept in ``folder/secret_key``.

    Two processes that start together agree on one key: the file is linked into place complete, and the
    second to arrive reads the first one's.
    """
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".secret_key.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first: its key is the key
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
