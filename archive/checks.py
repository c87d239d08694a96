"""What is unsafe or broken in a set-up, said by `manage.py check` (with --deploy: what a public server needs)."""

import importlib.metadata
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register

# File systems on which SQLite's locks are not reliable, as /proc/mounts names them.
NETWORK_FILE_SYSTEMS = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "fuse.sshfs",
    "afs",
    "ceph",
    "glusterfs",
}
THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]", "testserver"}
SMALLEST_FREE_SPACE = 200 * 1024 * 1024  # bytes; a rebuild of the index writes a second one beside the first


@register(Tags.files)
def data_folder_is_sound(**kwargs: Any) -> list[CheckMessage]:
    """The folder of all state can be written, lies on a local disk and has room."""
    folder: Path = settings.ARCHIVE_DATA
    found: list[CheckMessage] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".write_probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return [
            Error(
                f"数据目录 {folder} 不能写入：{error.strerror}",
                hint="请检查目录权限，或用环境变量 ARCHIVE_DATA 指定别的目录。",
                id="archive.E001",
            )
        ]
    if file_system_of(folder, Path("/proc/mounts")) in NETWORK_FILE_SYSTEMS:
        found.append(
            Error(
                f"数据目录 {folder} 在网络磁盘上，SQLite 的锁在那里不可靠，数据库会损坏。",
                hint="请用环境变量 ARCHIVE_DATA 指定本机磁盘上的目录。",
                id="archive.E002",
            )
        )
    if shutil.disk_usage(folder).free < SMALLEST_FREE_SPACE:
        found.append(
            Warning(
                f"数据目录 {folder} 所在磁盘的剩余空间不足 200 MB。",
                hint="重建索引时新旧两份并存，请先腾出空间。",
                id="archive.W003",
            )
        )
    return found


def file_system_of(folder: Path, mounts: Path) -> str | None:
    """The type of the file system that ``folder`` lies on, from a table in the form of /proc/mounts."""
    if not mounts.exists():
        return None
    best, kind = -1, None
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " "))
        if folder.is_relative_to(point) and len(point.parts) > best:
            best, kind = len(point.parts), fields[2]
    return kind


@register(Tags.compatibility)
def one_whoosh_is_installed(**kwargs: Any) -> list[CheckMessage]:
    """Whoosh-Reloaded and whoosh3 install a module of the same name; whichever came last would win."""
    providers = importlib.metadata.packages_distributions().get("whoosh", [])
    if sorted(name.lower() for name in set(providers)) == ["whoosh"]:
        return []
    return [
        Error(
            f"模块 whoosh 由这些软件包提供：{'、'.join(providers) or '无'}；应当只有 Whoosh 2.7.4。",
            hint="请重新执行 make setup。",
            id="archive.E004",
        )
    ]


@register(Tags.database)
def sqlite_is_recent(**kwargs: Any) -> list[CheckMessage]:
    if sqlite3.sqlite_version_info >= (3, 37):
        return []
    return [Error(f"SQLite {sqlite3.sqlite_version} 过旧，需要 3.37 以上。", id="archive.E005")]


@register(Tags.security, deploy=True)
def fit_for_a_public_server(**kwargs: Any) -> list[CheckMessage]:
    return [
        Warning(told, hint=hint, id=f"archive.{code}")
        for code, told, hint in (
            *_open_to_others(),
            *_around_the_server_in_front(),
            *_around_the_search_cluster(),
        )
    ]


@register(Tags.security, deploy=True)
def who_may_read(**kwargs: Any) -> list[CheckMessage]:
    """The default is meant for an archive that anybody may read; who runs one within an office learns of the other."""
    if not settings.PUBLIC_READING:
        return []
    return [
        Info(
            "PUBLIC_READING=yes：能连到本站的人不必登录，就能阅读已发布的综述。",
            hint="只供内部阅读时请设置环境变量 PUBLIC_READING=no。",
            id="archive.I111",
        )
    ]


def _open_to_others() -> Iterator[tuple[str, str, str]]:
    """What others on the network could read or forge: (code, what is so, what to do)."""
    if not settings.HTTPS:
        yield (
            "W101",
            "未启用 HTTPS：登录密码和会话在网络上以明文传送。只在本机使用时无妨；供他人访问前应当启用。",
            "在前置服务器（如 nginx）上配置证书，然后设置环境变量 HTTPS=yes。",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield (
            "W102",
            "ALLOWED_HOSTS 含 *：任何主机名都会被接受，链接可被伪造。",
            "把 ALLOWED_HOSTS 设为本站的实际域名或地址，多个用逗号分隔。",
        )
    elif set(settings.ALLOWED_HOSTS) <= THIS_MACHINE:
        yield (
            "W103",
            "ALLOWED_HOSTS 只有本机：其他电脑打开本站会得到 400 错误。",
            "把 ALLOWED_HOSTS 设为本站的域名或地址，多个用逗号分隔。",
        )
    if not settings.PUBLIC_READING and not settings.HTTPS:
        yield (
            "W110",
            "PUBLIC_READING=no：只有登录的人能阅读，未启用 HTTPS 时他们读的每一页也以明文传送。",
            "在前置服务器（如 nginx）上配置证书，然后设置环境变量 HTTPS=yes。",
        )
    key: Path = settings.ARCHIVE_DATA / "secret_key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield "W104", f"密钥文件 {key} 可被其他用户读取。", f"请执行 chmod 600 {key}"
    if settings.DEBUG:
        yield "W105", "DEBUG 已打开：出错页面会显示源代码和设置。", "去掉环境变量 DEBUG，或设为 no。"


def _around_the_search_cluster() -> Iterator[tuple[str, str, str]]:
    """What a cluster is for, it does not give where nothing is copied or where everybody on the way can read along."""
    options = settings.HAYSTACK_CONNECTIONS["default"]
    if options["SEARCH"] != "opensearch":
        return
    addresses = str(options["URL"]).split(",")
    away = [a for a in addresses if urlsplit(a).hostname not in {"localhost", "127.0.0.1", "::1"}]
    if any(urlsplit(address).scheme != "https" for address in away):
        yield (
            "W112",
            "SEARCH_URL 有不加密的地址：全文、检索词和密码在网络上以明文传送。",
            "请为检索集群启用 TLS，并把地址写成 https://；自签的证书由 SEARCH_CA 指明。",
        )
    if options["REPLICAS"] == 0:
        yield (
            "W113",
            "SEARCH_REPLICAS=0：一台检索服务器停下，全部检索就不能用，直到它恢复或索引重建。",
            "请设为 1 以上，并重建索引。",
        )
    if away and len(addresses) == 1:
        yield (
            "W114",
            "SEARCH_URL 只有一个地址：那台服务器停下时，集群里其余的服务器也问不到。",
            "请写上各台检索服务器的地址，用逗号分隔，或写负载均衡器的地址。",
        )
    if away and not any(urlsplit(address).username for address in addresses):
        yield (
            "W115",
            "SEARCH_URL 里没有用户名和密码：连得到检索集群的人都能读到草稿以外的全部文字，也能改写、删除索引。",
            "请在集群上为本站设一个账号，并把地址写成 https://用户名:密码@主机:9200。",
        )


def _around_the_server_in_front() -> Iterator[tuple[str, str, str]]:
    """Readers share the address of a server in front unless it is trusted to name theirs, and may pass it by."""
    name_it = "把 TRUSTED_PROXIES 设为前置服务器的地址，多个用逗号分隔。"
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        yield (
            "W106",
            "HTTPS 已启用，却没有信任任何前置服务器：所有读者看来都是同一个地址，加密也认不出来。",
            name_it,
        )
    if not all(network.prefixlen for network in settings.TRUSTED_PROXIES):
        yield (
            "W107",
            "TRUSTED_PROXIES 信任所有地址：任何人都能伪造自己的地址，登录锁定形同虚设。",
            "只写前置服务器的地址。",
        )
    if settings.HTTPS and settings.HOST in settings.ANY_ADDRESS:
        yield (
            "W108",
            f"HOST={settings.HOST}：其他电脑可以绕过前置服务器，不加密直接连到本站。",
            "前置服务器在本机时请用 HOST=127.0.0.1。",
        )
    if settings.FORCE_SCRIPT_NAME and not settings.HTTPS and not settings.TRUSTED_PROXIES:
        yield (
            "W109",
            f"SCRIPT_NAME={settings.FORCE_SCRIPT_NAME}：前面有一台服务器，却没有信任它：所有读者看来都是同一个地址。",
            name_it,
        )
