"""An encrypted address with a name and a password in front of a plain one, as a cluster has it in earnest."""

import http.client
import ssl
import subprocess
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def certificate(folder: Path) -> Path:
    """A certificate of this machine that vouches for itself, with its key in the same file."""
    made = folder / "certificate.pem"
    told = [
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=search",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
    ]
    subprocess.run(
        ["openssl", "req", *told, "-keyout", made, "-out", folder / "public.pem"],
        check=True,
        capture_output=True,
    )
    made.write_bytes(made.read_bytes() + (folder / "public.pem").read_bytes())
    return made


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    behind: str
    wanted: str

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Authorization") != self.wanted:
            self._answer(401, b"", {"WWW-Authenticate": "Basic"})
            return
        connection = http.client.HTTPConnection(self.behind, timeout=60)
        kept = {
            name: value for name, value in self.headers.items() if name in {"content-type", "Content-Type"}
        }
        connection.request(self.command, self.path, body or None, kept)
        reply = connection.getresponse()
        self._answer(reply.status, reply.read(), {"Content-Type": reply.headers.get_content_type()})
        connection.close()

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """A client that does not trust the certificate hangs up."""


@contextmanager
def in_front_of(address: str, made: Path, *, name: str, password: str) -> Iterator[str]:
    """The address, without name and password, at which both are asked for."""
    wanted = "Basic " + b64encode(f"{name}:{password}".encode()).decode()
    handler = type("Handler", (_Handler,), {"behind": urlsplit(address).netloc, "wanted": wanted})
    server = _Server(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made)
    # The handshake is the thread's of each connection: one that fails does not keep others waiting.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
