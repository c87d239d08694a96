"""Whether two files hold the same text, whatever their bytes."""

import hashlib


def key_of(raw: str) -> str:
    """The same for a text in GB18030 and in UTF-8, with or without a mark of byte order, with line ends of any system,
    with blank lines and with blanks around its lines; as 64 hexadecimal digits."""
    lines = (line.strip() for line in raw.replace("\ufeff", "").splitlines())
    return hashlib.sha256("\n".join(filter(None, lines)).encode(errors="surrogatepass")).hexdigest()
