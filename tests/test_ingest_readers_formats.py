"""Which file is read how, and what a file that can't be read is told."""

import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.readers.registry import (
    ALIASES,
    CONTAINERS,
    FORMATS,
    PICTURES,
    container_of,
    format_name,
    format_of,
    read,
)
from archive.ingest.records import UnreadableFile
from archive.ingest.wording.parts import FORMS
from tests.pages import ARTICLE


def refusal(data: bytes, name: str) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refused:
        read_file(data, name)
    assert f"“{name}”" in refused.value.message
    return refused.value


@pytest.mark.parametrize("suffix", sorted(FORMS))
def test_a_format_that_is_not_read_is_told_what_to_do_instead(suffix: str) -> None:
    refused = refusal(b"content", f"综述{suffix}")
    assert refused.code == "format"
    assert refused.message.startswith(f"“综述{suffix}”是")
    assert refused.message.endswith("。")
    assert any(word in refused.message for word in ("另存", "解压", "粘贴", "文字识别", "导出", "复制"))


@pytest.mark.parametrize("suffix", [suffix for suffix, form in FORMATS.items() if form.module])
def test_the_registry_names_the_media_type_that_the_reader_of_the_format_gives(suffix: str) -> None:
    code = find_spec(FORMATS[suffix].module)
    assert code is not None
    assert code.origin is not None
    assert f'"{FORMATS[suffix].media_type}"' in Path(code.origin).read_text(encoding="utf-8")


def test_a_format_that_nobody_knows_is_told_which_ones_are_read() -> None:
    refused = refusal(b"content", "综述.xyz")
    for suffix in (*FORMATS, *CONTAINERS):
        assert suffix in refused.message


def test_the_page_about_formats_names_every_one() -> None:
    told = (Path(__file__).parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")
    for suffix in (*FORMATS, *CONTAINERS):
        assert f"(`{suffix}`)" in told


@pytest.mark.parametrize("name", ["综述.HTML", "综述.Htm", "a/b\\综述.html", "综述.v2.html"])
def test_the_end_of_the_name_tells_the_format(name: str) -> None:
    assert format_of(b"", name) is FORMATS[".html"]


def test_every_other_name_of_a_format_leads_to_one() -> None:
    for suffix, known in ALIASES.items():
        if known in PICTURES:
            assert format_name(b"", f"综述{suffix}") == known
        elif known in FORMATS:
            assert format_of(b"", f"综述{suffix}") is FORMATS[known]
        else:
            assert container_of(b"", f"综述{suffix}") is CONTAINERS[known]
    assert not ALIASES.keys() & FORMS.keys()
    assert not FORMATS.keys() & FORMS.keys()


def test_a_page_saved_under_the_name_of_a_text_is_read_as_a_page() -> None:
    page = "<!DOCTYPE html><html><head><script>var a</script></head><body><p>" + ARTICLE.replace(
        "\n\n", "</p><p>"
    )
    reading = read_file(page.encode(), "综述.txt")
    assert reading.source.media_type == "text/html"
    assert "script" not in reading.source.raw


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_two_hundred_megabytes_are_refused_unread(suffix: str) -> None:
    data = bytes(200 * 1024 * 1024)
    start = time.process_time()
    with pytest.raises(UnreadableFile, match=r"有 200 MB，.*最大 \d+ MB") as refused:
        read(data, f"综述{suffix}")
    assert time.process_time() - start < 1
    assert refused.value.code == "too-large"


@pytest.mark.parametrize("suffix", [".html", ".docx", ".pdf"])
@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + bytes(99), b"PK\x03\x04" + bytes(99), bytes(999), b"\xff" * 999]
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    suffix: str, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refusal(content, f"综述{suffix}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/综述.html", "/srv/综述.docx", "C:\\综述.pdf", "综述\n.html"])
def test_a_name_is_only_a_label(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refusal(b"\x00\x01\x02\x03" * 50, name)
    assert list(tmp_path.iterdir()) == []
