"""What visitors send is logged in one line each; tracebacks are for what is wrong here."""

import json
import logging
from datetime import UTC, datetime

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


class JsonLines(logging.Formatter):
    """One JSON object a line, for programs that gather logs."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", None),
            "process": record.process,
            "message": record.getMessage(),
        }
        if isinstance(status := getattr(record, "status_code", None), int):
            told["status"] = status
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
