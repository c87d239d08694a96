"""The embedded engine's files: what Whoosh itself reads in them, how they grow, and how damage is noticed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from whoosh.index import FileIndex
from whoosh.query import Term as WhooshTerm

from search import analysis
from search.documents import Block, BlockField, Document
from search.engines.contract import IndexLocked, IndexUnavailable, Request, lock_awaited
from search.engines.whoosh import engine as engine_module
from search.engines.whoosh import home as home_module
from search.engines.whoosh import postings, writer
from search.engines.whoosh.codec import DamagedSegment, OffsetFile
from search.engines.whoosh.engine import FlatEngine
from search.engines.whoosh.home import Home
from search.engines.whoosh.merging import Size, worth_merging
from search.engines.whoosh.writer import PinnedIndex
from search.query import Everything, Node, Not, Term
from tests import search_judge as judge

ROOT = Path(__file__).parent.parent


@pytest.fixture
def engine(tmp_path: Path) -> FlatEngine:
    built = FlatEngine(tmp_path / "index")
    built.replace_all(judge.made_documents(30))
    return built


def found(engine: FlatEngine, node: Node) -> tuple[int, ...]:
    answer = engine.find(Request(node, limit=0, want_ids=True))
    assert answer.ids is not None
    return answer.ids


def live_folder(engine: FlatEngine) -> Path:
    home = Home(engine._home.path)
    return home.folder(home.manifest())


def segment_file(engine: FlatEngine) -> Path:
    return max(live_folder(engine).glob("*.seg"), key=lambda path: path.stat().st_size)


def forget_what_is_open() -> None:
    """As if this were another process."""
    engine_module._OpenIndexes.by_path.clear()


def text(number: int, *paragraphs: str) -> Document:
    template = judge.made_documents(1)[0]
    blocks = tuple(Block(BlockField.PARAGRAPH, paragraph) for paragraph in paragraphs)
    return Document(number, blocks, (), "", None, None, None, template.kind, template.added)


# Whoosh's own view of the files


def test_whooshs_own_searcher_reads_the_index(engine: FlatEngine) -> None:
    documents = judge.made_documents(30)
    manifest = engine.manifest()
    index: FileIndex = PinnedIndex(live_folder(engine), manifest.toc)
    with index.searcher() as searcher:
        assert searcher.doc_count() == 30
        ids = searcher.reader().column_reader("id")
        for gram in ["工会", "职工", "5,"]:
            docs = searcher.docs_for_query(WhooshTerm("grams", gram))
            assert sorted(ids[doc] for doc in docs) == list(judge.ids(documents, Term(gram, quoted=True)))


def test_whooshs_own_reader_lists_the_terms_with_their_frequencies(tmp_path: Path) -> None:
    engine = FlatEngine(tmp_path / "index")
    engine.replace_all([text(1, "职工之家，职工"), text(2, "职工")])
    with PinnedIndex(live_folder(engine), engine.manifest().toc).reader() as reader:
        assert list(reader.lexicon("grams")) == [
            gram.encode() for gram in sorted([",职", "之家", "家,", "工", "工之", "职工"])
        ]
        assert reader.doc_frequency("words", "职工") == 2
        assert reader.frequency("grams", "职工") == 3.0
        assert reader.term_info("grams", "职工").max_id() == 1
        following = [(term, info.doc_frequency()) for term, info in reader.iter_from("grams", "职")]
        assert following[0] == (("grams", "职工".encode()), 2)


# How the files grow


def test_batches_chunks_and_segments_make_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = judge.made_documents(60)
    whole = FlatEngine(tmp_path / "whole")
    whole.replace_all(documents)
    monkeypatch.setattr(writer, "BATCH_CHARACTERS", 3_000)
    monkeypatch.setattr(postings, "CHUNK", 500)
    monkeypatch.setattr(engine_module, "SEGMENT_DOCUMENTS", 25)
    pieces = FlatEngine(tmp_path / "pieces")
    pieces.replace_all(documents)
    assert len([name for name in pieces.manifest().files if name.endswith(".seg")]) == 3
    chance = random.Random(1)
    for _ in range(60):
        node = Term(judge.random_passage(chance.choice(documents), chance))
        request = Request(node, limit=60, want_ids=True, want_facets=True)
        assert pieces.find(request) == whole.find(request)


def test_a_merge_gives_the_files_that_one_build_gives(tmp_path: Path) -> None:
    """Documents that were replaced or removed leave nothing behind once their segment is merged."""
    documents = judge.made_documents(20)
    merged = FlatEngine(tmp_path / "merged")
    merged.replace_all([])
    for document in documents:
        merged.apply([text(document.id, "旧文字" * 50), text(100 + document.id, "多余")], [], lock_seconds=1)
    for document in documents:
        merged.apply([document], [100 + document.id], lock_seconds=1)
    while merged.tidy(lock_seconds=1):
        pass
    live = merged._view().snapshot
    assert [int(flags.sum()) for flags in live.live_by_segment if not flags.any()] == []
    assert merged.vocabulary("旧", limit=5) == ()
    assert merged.digests() == {document.id: document.digest() for document in documents}


def test_many_small_commits_leave_few_segments(tmp_path: Path) -> None:
    engine = FlatEngine(tmp_path / "index")
    engine.replace_all([])
    for number in range(60):
        engine.apply([text(number, f"第{number}篇")], [], lock_seconds=1)
        assert len(engine._view().snapshot.segments) <= 16
    assert len(found(engine, Everything())) == 60


def test_nothing_is_left_lying_about(engine: FlatEngine) -> None:
    engine.apply([text(900, "新的")], [1, 2], lock_seconds=1)
    engine.apply([], [3], lock_seconds=1)
    engine.replace_all(judge.made_documents(5))
    engine.apply([text(901, "新的")], [], lock_seconds=1)
    home = engine._home.path
    assert {entry.name for entry in home.iterdir()} == {"CURRENT", "LOCK", live_folder(engine).name}
    assert {entry.name for entry in live_folder(engine).iterdir()} == set(engine.manifest().files)


def test_only_the_owner_may_look_into_the_folder(engine: FlatEngine) -> None:
    """Whoosh unpickles what it finds there."""
    assert engine._home.path.stat().st_mode & 0o077 == 0
    assert live_folder(engine).stat().st_mode & 0o077 == 0


def test_a_very_long_article_is_searched_to_its_end(tmp_path: Path) -> None:
    engine = FlatEngine(tmp_path / "index")
    lines = judge.demo_lines()
    paragraphs = [lines[i % len(lines)] for i in range(4000)]
    engine.replace_all([text(1, *paragraphs, "最后一段的末尾几个字"), text(2, "职工" * 400)])
    assert sum(map(len, paragraphs)) > 2**16
    assert found(engine, Term("段的末尾几个字", quoted=True)) == (1,)
    assert found(engine, Term("职工职工职工", quoted=True)) == (2,)
    assert found(engine, Not(Term("末尾几"))) == (2,)


def test_a_passage_is_found_though_its_end_also_begins_the_index(tmp_path: Path) -> None:
    """The pair 丙丁 at the very first position cannot be the end of 甲乙丙丁, but the next one is."""
    engine = FlatEngine(tmp_path / "index")
    engine.replace_all([text(1, "丙丁甲乙丙丁" + "，丙丁" * 40), text(2, "甲乙，丙丁")])
    assert found(engine, Term("甲乙丙丁", quoted=True)) == (1,)


@pytest.mark.parametrize("step", range(20))
def test_segments_of_about_one_size_are_merged_with_all_smaller_ones(step: int) -> None:
    chance = random.Random(step)
    sizes = [Size(size, size, size * 100) for size in (chance.randint(0, 500) for _ in range(40))]
    chosen = worth_merging(sizes, most_documents=None, most_positions=10**9)
    left = [size for i, size in enumerate(sizes) if i not in chosen]
    assert all(size.live > 0 for size in left)
    assert len(left) < 8 * 4


def test_a_commit_in_a_request_merges_only_what_is_quick() -> None:
    sizes = [Size(300, 300, 1)] * 20
    assert worth_merging(sizes, most_documents=400, most_positions=10**9) == []
    assert worth_merging(sizes, most_documents=None, most_positions=10**9) == list(range(20))
    assert worth_merging([*sizes, *[Size(1, 1, 1)] * 8], most_documents=400, most_positions=10**9) == [
        *range(20, 28)
    ]


def test_a_segment_that_is_mostly_gone_is_written_anew() -> None:
    assert worth_merging([Size(100, 1000, 1)], most_documents=None, most_positions=10**9) == [0]
    assert worth_merging([Size(900, 1000, 1)], most_documents=None, most_positions=10**9) == []


def test_no_segment_grows_past_what_positions_can_name() -> None:
    sizes = [Size(10, 10, 60)] * 10
    assert worth_merging(sizes, most_documents=None, most_positions=500) == []


# Damage and other versions


def test_a_lost_file_is_said(engine: FlatEngine) -> None:
    segment_file(engine).unlink()
    forget_what_is_open()
    with pytest.raises(IndexUnavailable, match="missing"):
        engine.find(Request(Term("工会")))
    assert "missing" in (engine.health().problem or "")


def test_a_cut_file_is_said(engine: FlatEngine) -> None:
    path = segment_file(engine)
    os.truncate(path, path.stat().st_size // 2)
    forget_what_is_open()
    with pytest.raises(IndexUnavailable, match="bytes instead of"):
        engine.find(Request(Term("工会")))


def test_a_file_that_is_cut_while_it_is_open_breaks_no_process(engine: FlatEngine) -> None:
    assert found(engine, Term("工会"))
    os.truncate(segment_file(engine), 200)
    with pytest.raises(IndexUnavailable, match="damaged"):
        engine.find(Request(Term("工会的")))
    with pytest.raises(IndexUnavailable):
        engine.find(Request(Everything()))


def test_an_overwritten_file_is_said_though_its_size_is_right(engine: FlatEngine) -> None:
    path = segment_file(engine)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(bytes(data))
    forget_what_is_open()
    with pytest.raises(IndexUnavailable, match="content has changed"):
        engine.find(Request(Term("工会")))


def test_a_file_that_rots_unnoticed_by_its_time_is_found_by_reading_through(engine: FlatEngine) -> None:
    path = segment_file(engine)
    status = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(bytes(data))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert "content has changed" in (engine.health(read_through=True).problem or "")


def test_a_copied_index_with_other_times_is_fine(engine: FlatEngine) -> None:
    for path in live_folder(engine).iterdir():
        os.utime(path)
    forget_what_is_open()
    assert len(found(engine, Everything())) == 30
    assert engine.health(read_through=True).problem is None


def test_a_copied_index_is_read_through_once_and_not_at_every_look(
    engine: FlatEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in live_folder(engine).iterdir():
        os.utime(path)
    monkeypatch.setattr(engine_module, "LOOK_AT_FILES_SECONDS", 0)
    forget_what_is_open()
    assert len(found(engine, Everything())) == 30
    read: list[Path] = []
    checksum = home_module.checksum

    def noted(path: Path) -> int:
        read.append(path)
        return checksum(path)

    monkeypatch.setattr(home_module, "checksum", noted)
    assert engine.health().problem is None
    assert len(found(engine, Everything())) == 30
    assert read == []


def test_a_copied_index_that_changes_later_is_still_noticed(
    engine: FlatEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in live_folder(engine).iterdir():
        os.utime(path)
    monkeypatch.setattr(engine_module, "LOOK_AT_FILES_SECONDS", 0)
    forget_what_is_open()
    assert engine.health().problem is None
    path = segment_file(engine)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(IndexUnavailable, match="content has changed"):
        engine.find(Request(Term("工会")))


def test_an_open_index_notices_a_lost_file_within_moments(
    engine: FlatEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(engine, Everything())
    segment_file(engine).unlink()
    monkeypatch.setattr(engine_module, "LOOK_AT_FILES_SECONDS", 0)
    with pytest.raises(IndexUnavailable, match="missing"):
        engine.find(Request(Everything()))


@pytest.mark.parametrize("content", [b"", b"00000000\n{}", b"nonsense", b"\x00" * 400])
def test_a_damaged_manifest_is_said(engine: FlatEngine, content: bytes) -> None:
    (engine._home.path / "CURRENT").write_bytes(content)
    with pytest.raises(IndexUnavailable, match="CURRENT"):
        engine.find(Request(Everything()))


def test_a_damaged_table_of_contents_is_said(engine: FlatEngine) -> None:
    (toc,) = live_folder(engine).glob("*.toc")
    toc.write_bytes(toc.read_bytes()[:-40] + b"\x00" * 40)
    forget_what_is_open()
    with pytest.raises(IndexUnavailable):
        engine.find(Request(Everything()))


@pytest.mark.parametrize("part", ["schema", "analyzer", "folding", "segmenter", "dictionary"])
def test_an_index_of_another_version_asks_for_a_rebuild(
    engine: FlatEngine, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    now = engine_module.versions()
    monkeypatch.setattr(engine_module, "versions", lambda: now | {part: "another"})
    forget_what_is_open()
    with pytest.raises(IndexUnavailable, match=f"another {part}"):
        engine.find(Request(Everything()))
    with pytest.raises(IndexUnavailable):
        engine.apply([text(1, "甲")], [], lock_seconds=1)
    engine.replace_all(judge.made_documents(3))
    assert len(found(engine, Everything())) == 3


def test_versions_name_all_that_an_index_depends_on() -> None:
    assert set(engine_module.versions()) == {"schema", *analysis.fingerprint()}
    assert all(engine_module.versions().values())


# Ranking


def test_ranking_does_not_depend_on_how_the_index_grew(tmp_path: Path) -> None:
    documents = judge.made_documents(40)
    at_once, bit_by_bit = FlatEngine(tmp_path / "a"), FlatEngine(tmp_path / "b")
    at_once.replace_all(documents)
    bit_by_bit.replace_all([])
    stale = [replace(document, blocks=document.blocks[:1]) for document in documents[:10]]
    bit_by_bit.apply([*stale, text(999, "职工服务")], [], lock_seconds=1)
    for start in range(0, 40, 3):
        bit_by_bit.apply(documents[start : start + 3], [999], lock_seconds=1)
    for asked in ["职工服务", "工会", "技能竞赛", "药", "会员总数6.3万人"]:
        request = Request(Term(asked), limit=50, want_facets=True)
        assert at_once.find(request) == bit_by_bit.find(request), asked


# Who waits, and what lies in the way


def test_whoever_waits_for_the_lock_hears_once_for_whom(
    engine: FlatEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home_module, "MOMENT_SECONDS", 0.1)
    heard: list[IndexLocked] = []

    def hear(locked: IndexLocked, **kwargs: object) -> None:
        heard.append(locked)

    lock_awaited.connect(hear)
    try:
        with engine._home.locked(1), pytest.raises(IndexLocked):
            engine.apply([text(1, "甲")], [], lock_seconds=0.5)
    finally:
        lock_awaited.disconnect(hear)
    assert [(locked.holder, locked.waited) for locked in heard] == [(os.getpid(), 0.5)]


@pytest.mark.parametrize("link", [False, True])
def test_a_file_in_the_place_of_the_folder_is_put_aside_unharmed(tmp_path: Path, link: bool) -> None:
    path = tmp_path / "index"
    if link:
        path.symlink_to(tmp_path / "nowhere")
    else:
        path.write_text("somebody's", encoding="ascii")
    engine = FlatEngine(path)
    assert engine.health().problem is not None
    with pytest.raises(IndexUnavailable):
        engine.find(Request(Everything()))
    engine.replace_all(judge.made_documents(3))
    assert len(found(engine, Everything())) == 3
    (aside,) = tmp_path.glob("index.*.aside")
    assert link or aside.read_text(encoding="ascii") == "somebody's"


def test_a_folder_in_the_place_of_the_manifest_is_damage_like_any_other(engine: FlatEngine) -> None:
    (engine._home.path / "CURRENT").unlink()
    (engine._home.path / "CURRENT").mkdir()
    with pytest.raises(IndexUnavailable, match="CURRENT"):
        engine.find(Request(Everything()))
    engine.replace_all(judge.made_documents(3))
    assert len(found(engine, Everything())) == 3


@pytest.mark.parametrize("line", [b"I5", b"cos\nsystem", b"(S'a'", b"V\xe5", b"L5L", b"F0.5", b"p0", b"g0"])
def test_a_pickle_in_lines_is_damage_as_nothing_here_writes_one(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "part"
    path.write_bytes(line + b"\n.")
    with path.open("rb") as whole:
        part = OffsetFile(whole, whole.fileno(), 0, path.stat().st_size)
        with pytest.raises(DamagedSegment):
            part.read_pickle()


# Rot while it runs


@pytest.mark.parametrize("opened", ["before", "after"])
@pytest.mark.parametrize("seed", range(6))
def test_bits_that_rot_while_it_runs_give_true_answers_or_none(
    engine: FlatEngine, seed: int, opened: str
) -> None:
    """Whether this process had the index open before or opens it now, and though no time of a file tells of it."""
    chance = random.Random(seed)
    asked: list[Node] = [Everything(), Term("工会"), Term("职工", quoted=True), Not(Term("工会"))]
    true = [found(engine, node) for node in asked]
    for path in live_folder(engine).iterdir():
        status, data = path.stat(), bytearray(path.read_bytes())
        for _ in range(5):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        with path.open("r+b") as file:
            file.write(data)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    if opened == "after":
        forget_what_is_open()
    for node, answer in zip(asked, true, strict=True):
        with suppress(IndexUnavailable):
            assert found(engine, node) == answer
            assert opened == "before"
    assert engine.health(read_through=True).problem is not None
    engine.replace_all(judge.made_documents(30))
    assert [found(engine, node) for node in asked] == true


# Interruptions

INTERRUPTED = """
import os, sys
sys.path.insert(0, {root!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
os.environ["ARCHIVE_DATA"] = {data!r}
from pathlib import Path
from search.engines.whoosh.engine import FlatEngine
from tests import search_judge as judge
engine = FlatEngine(Path({index!r}))
documents = judge.made_documents(40, first_id=1000)
print("ready", flush=True)
while True:
    {work}
"""


def interrupted(tmp_path: Path, work: str, after: float) -> None:
    """Let another process write over and over, and kill it without warning."""
    code = INTERRUPTED.format(root=str(ROOT), data=str(tmp_path), index=str(tmp_path / "index"), work=work)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.03, 0.11, 0.19, 0.27])
def test_a_killed_rebuild_leaves_a_whole_index(tmp_path: Path, after: float) -> None:
    engine = FlatEngine(tmp_path / "index")
    before = judge.made_documents(20)
    engine.replace_all(before)
    interrupted(tmp_path, "engine.replace_all(documents)", after)
    forget_what_is_open()
    held = engine.digests()
    rebuilt = judge.made_documents(40, first_id=1000)
    assert held in ({d.id: d.digest() for d in before}, {d.id: d.digest() for d in rebuilt})
    assert engine.health(read_through=True).problem is None
    engine.apply([text(5000, "之后仍可写入")], [], lock_seconds=1)
    assert found(engine, Term("仍可写入")) == (5000,)
    assert {entry.name for entry in live_folder(engine).iterdir()} == set(engine.manifest().files)


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.02, 0.05, 0.09, 0.14])
def test_a_killed_update_leaves_a_whole_index(tmp_path: Path, after: float) -> None:
    engine = FlatEngine(tmp_path / "index")
    before = judge.made_documents(20)
    engine.replace_all(before)
    work = "[engine.apply([d], [], lock_seconds=5) for d in documents]"
    interrupted(tmp_path, work, after)
    forget_what_is_open()
    held = engine.digests()
    assert {d.id: d.digest() for d in before}.items() <= held.items()
    assert engine.health(read_through=True).problem is None
    engine.apply([text(5000, "之后仍可写入")], [], lock_seconds=1)
    assert found(engine, Term("仍可写入")) == (5000,)
    assert {entry.name for entry in live_folder(engine).iterdir()} == set(engine.manifest().files)


def test_what_an_interrupted_commit_left_is_not_read_and_is_swept_away(engine: FlatEngine) -> None:
    folder = live_folder(engine)
    toc = engine.manifest().toc
    (folder / f"_MAIN_{toc + 1}.toc").write_bytes(b"half a table of contents")
    (folder / "MAIN_abcdef.pst").write_bytes(b"half a segment")
    (folder / "MAIN.tmp").mkdir()
    (folder / "MAIN.tmp" / "x.run").write_bytes(b"")
    (engine._home.path / "g000099").mkdir()
    forget_what_is_open()
    assert len(found(engine, Everything())) == 30
    engine.apply([text(900, "新的")], [], lock_seconds=1)
    assert len(found(engine, Everything())) == 31
    assert {entry.name for entry in folder.iterdir()} == set(engine.manifest().files)
    engine.replace_all(judge.made_documents(3))
    assert not (engine._home.path / "g000099").exists()


def test_readers_are_never_broken_by_a_busy_writer(tmp_path: Path) -> None:
    documents = judge.made_documents(60)
    reading, writing = FlatEngine(tmp_path / "index"), FlatEngine(tmp_path / "index")
    writing.replace_all(documents[:30])
    stop = threading.Event()
    failures: list[BaseException] = []

    def read() -> None:
        chance = random.Random(2)
        try:
            while not stop.is_set():
                total = reading.find(Request(Everything())).total
                assert 30 <= total <= 60
                reading.find(Request(Term(judge.random_passage(chance.choice(documents), chance))))
        except BaseException as error:  # noqa: BLE001 (handed to the test, which fails with it)
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for start in range(30, 60, 3):
        writing.apply(documents[start : start + 3], [], lock_seconds=1)
    writing.replace_all(iter(documents))
    writing.tidy(lock_seconds=1)
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []


@pytest.fixture(autouse=True)
def unshared() -> Iterator[None]:
    yield
    forget_what_is_open()
