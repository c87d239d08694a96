"""Answers that are kept while a text is read: the same as asked anew, and no very long line is held for them."""

from archive.ingest.text.kept import LINES_KEPT, LONGEST_KEPT, kept


def test_a_line_is_looked_at_once_and_a_very_long_one_each_time() -> None:
    looked_at: list[str] = []

    @kept
    def length(key: str) -> int:
        looked_at.append(key)
        return len(key)

    short, long = "夜校", "夜" * (LONGEST_KEPT + 1)
    assert [length(short), length(short), length(long), length(long)] == [2, 2, len(long), len(long)]
    assert looked_at == [short, long, long]


def test_no_more_lines_are_held_than_a_text_or_two_have() -> None:
    looked_at: list[str] = []

    @kept
    def same(key: str) -> str:
        looked_at.append(key)
        return key

    for number in range(LINES_KEPT + 1):
        same(str(number))
    same("0")
    assert looked_at[-1] == "0"
    assert len(looked_at) == LINES_KEPT + 2
