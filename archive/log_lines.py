"""What visitors send is logged in one line each; tracebacks are for what is wrong here."""

import logging

SERVER_ERROR = 500
TOLD = "_archive_told"


class OneLineForVisitors(logging.Filter):
    """A foreign host, a form without its token, a page that is not theirs: a line without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        status = getattr(record, "status_code", None)
        if not isinstance(status, int) or status >= SERVER_ERROR:
            return True
        record.exc_info = record.exc_text = None
        request = getattr(record, "request", None)
        told_before = getattr(request, TOLD, False)
        if request is not None:
            setattr(request, TOLD, True)
        return not told_before
