"""Can this machine draw Chinese? A browser without such a font prints boxes, which are no text."""

import shutil
import subprocess
from functools import cache

NO_CHINESE_FONT = "no Chinese font is installed (apt install fonts-noto-cjk)"


@cache
def has_chinese_font() -> bool:
    """True where fontconfig, which the browser asks, knows a font for Chinese."""
    lister = shutil.which("fc-list")
    if not lister:
        return False
    found = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())
