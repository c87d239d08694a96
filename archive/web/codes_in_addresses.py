"""Codes of divisions as a part of an address, whatever a row of the database says."""

from urllib.parse import quote, unquote

from django.urls.converters import StringConverter

NO_CODE = "-"
"""In the address of a row without a code: no code begins so."""


class RegionCode(StringConverter):
    """``361103`` as it is; a stored ``a/b``, which no form takes, makes a link too and no page fails for it."""

    def to_python(self, value: str) -> str:
        return unquote(value)

    def to_url(self, value: str) -> str:
        return quote(value, safe="") or NO_CODE
