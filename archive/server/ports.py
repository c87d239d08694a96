"""Where the site can listen, and who is in the way."""

import errno
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

LISTENING = "0A"
OF_OURS = ("archive.server.web_server", "archive.server.supervisor", "archive.wsgi")


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that listens on a port."""

    pid: int
    command: str

    @property
    def is_ours(self) -> bool:
        return any(name in self.command for name in OF_OURS)


def obstacle(host: str, port: int) -> str | None:
    """Why nothing can listen there, in a sentence; None where it can."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (socket.gaierror, UnicodeError):
        return f"HOST={host}：找不到这个主机名。请填本机的地址，如 127.0.0.1 或 0.0.0.0"
    with closing(socket.socket(family, kind)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            return _told(error, host, port)
    return None


def _told(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRNOTAVAIL:
        return f"HOST={host}：不是本机的地址。请填本机的地址，如 127.0.0.1 或 0.0.0.0"
    if error.errno == errno.EACCES:
        return f"PORT={port}：没有权限使用这个端口。请换 1024 以上的端口，如 make run PORT=8000"
    if error.errno != errno.EADDRINUSE:
        return f"不能在 {host}:{port} 上提供服务（{error.strerror}）"
    holders = list(listening_on(port))
    if not holders:
        return f"端口 {port} 已被占用。请换一个：make run PORT={port + 1}"
    first = holders[0]
    if first.is_ours:
        top = _topmost_of_ours(first).pid
        return f"端口 {port} 已被本站的进程 {top} 占用：网站已在运行。要重新启动，请先结束它：kill {top}"
    name = first.command.split()[0] if first.command else "?"
    return f"端口 {port} 已被进程 {first.pid}（{name}）占用。请换一个：make run PORT={port + 1}"


def listening_on(port: int) -> Iterator[Holder]:
    """The processes that listen on a port, as far as this user may see them; each parent before its children."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    if not sockets:
        return
    for pid in sorted(int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()):
        with suppress(OSError):
            if any(str(entry.readlink()) in sockets for entry in Path(f"/proc/{pid}/fd").iterdir()):
                yield Holder(pid, _command(pid))


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()


def _topmost_of_ours(holder: Holder) -> Holder:
    """Whoever would start the process again if it alone were ended."""
    with suppress(OSError, ValueError):
        status = Path(f"/proc/{holder.pid}/stat").read_text(encoding="utf-8", errors="replace")
        parent = int(status.rpartition(")")[2].split()[1])
        above = Holder(parent, _command(parent))
        if above.is_ours:
            return _topmost_of_ours(above)
    return holder


def _inodes(port: int) -> Iterator[str]:
    """Of the sockets that listen on the port, from the tables that Linux keeps."""
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        with suppress(OSError):
            for line in table.read_text(encoding="ascii").splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                    yield fields[9]
