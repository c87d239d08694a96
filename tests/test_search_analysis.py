"""What counts as the same characters, and how text becomes words and grams."""

# ruff: noqa: RUF001 (full-width letters and digits are what is tested)

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import analysis, build_same_characters, numbers
from search.analysis import (
    Token,
    fold,
    fold_text,
    fold_texts,
    grams,
    index_words,
    keeps_places,
    parts,
    words,
)

PRINTED = "会员总数达５.２万人，“集体協商”"


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("ＡＢｃ１２３", "abc123"),
        ("工會會員", "工会会员"),
        ("“娘家人”", '"娘家人"'),
        ("「娘家人」", "‘娘家人’"),
        ("服务、维权，帮扶。", "服务,维权．帮扶、"),
        ("会员总数6.3万人", "会员总数６．３万人"),
        ("职工\u3000之 家\n建设", "职工之家建设"),
        ("职\u200b工", "职工"),
        ("⼯会", "工会"),  # a Kangxi radical, as browsers print it into PDF files
        ("120㎡", "120m2"),
        ("2019-2021", "2019—2021"),
        ("100～300元", "100〰300元"),
        ("……", "..."),
        ("……", "…"),
        ("——记", "—记"),
        ("— — 记", "—记"),
        ("好...…", "好…"),
        ("好。 。 。", "好……"),
        ("ﾄﾞﾘﾙ班", "ドリル班"),  # the voicing mark of half-width kana is a sign of its own
        ("【图】", "[图]"),
        ("《工会法》", "〈工会法〉"),
        ("阿依古丽·买合木提", "阿依古丽•买合木提"),
        ("二〇一九年", "二○一九年"),
        ("二〇一九年", "二O一九年"),
        ("二〇一九年", "二零一九年"),
        ("1,234,567元", "1234567元"),
        ("１，２３４元", "1 234元"),
        ("Cafe\u0301咖啡角", "Café咖啡角"),
        ("签\ufffc约", "签约"),
        ("职工\u2800食堂", "职工食堂"),
        ("暖心\ue5e5屋", "暖心屋"),
        ("协\u034f商", "协商"),
        ("帶著徒弟", "带着徒弟"),
        ("另为⻓期困难职⼯", "另为长期困难职工"),
        ("值得研究的靑年", "値得硏究的青年"),
        ("乾燥", "干燥"),
        ("覆盖", "复盖"),
    ],
)
def test_characters_that_readers_take_for_the_same_fold_alike(printed: str, typed: str) -> None:
    assert fold_text(printed) == fold_text(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5.2", "52"),
        ("服务；维权", "服务，维权"),
        ("《工会法》", "“工会法”"),
        ("中国梦·劳动美", "中国梦劳动美"),
        ("（工会）", "工会"),
        ("……", "，，"),
        ("3.5", "3、5"),
        ("35", "3 5"),
        ("2019.35", "2019.3.5"),
    ],
)
def test_other_signs_count(one: str, other: str) -> None:
    assert fold_text(one) != fold_text(other)


@example("\u0339 \u0334")
@example("e \u0301...…")
@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@given(st.text())
def test_the_map_gives_each_folded_character_its_printed_one(text: str) -> None:
    folded = fold(text)
    assert folded.text == fold_text(text)
    assert len(folded.starts) == len(folded.text)
    for place in range(len(folded.text)):
        start, end = folded.printed(place, place + 1)
        # A digit alone is another digit than one of a longer number; 、 alone is no run of three.
        alone = numbers.unmarked(fold_text(text[start:end]))
        assert (
            numbers.unmarked(folded.text[place]) in alone
            or folded.text[place] in ",-…零"
            or folded.text[place] == numbers.POINT
            or unicodedata.combining(folded.text[place])  # two accents of one letter come in a set order
        )


@given(st.text(alphabet="工會 1,2.…-—㎡½。e\u0301\u200b\u3000"))
def test_where_each_character_keeps_its_place_no_map_is_needed(text: str) -> None:
    folded = fold(text)
    if keeps_places(text, folded.text):
        assert list(folded.starts) == list(range(len(text)))


@given(st.text(), st.text())
def test_texts_fold_by_themselves_where_a_character_stands_between(one: str, other: str) -> None:
    assert fold_text(f"{one}会{other}") == f"{fold_text(one)}会{fold_text(other)}"


@given(st.lists(st.text(), max_size=6))
def test_many_texts_fold_at_once_as_each_of_them_does(texts: list[str]) -> None:
    assert fold_texts(texts) == [fold_text(text) for text in texts]


@given(st.lists(st.text(alphabet="工會 職，Ａb㎡\0\u3000😀", max_size=8), max_size=5))
def test_many_texts_with_odd_characters_fold_at_once_too(texts: list[str]) -> None:
    assert fold_texts(texts) == [fold_text(text) for text in texts]


def test_a_span_across_dropped_white_space_is_printed_with_it() -> None:
    text = "女职工\n　权益"
    folded = fold(text)
    start = folded.text.index("职工权")
    assert text[slice(*folded.printed(start, start + 3))] == "职工\n　权"


def test_half_of_a_character_that_folds_to_two_is_printed_whole() -> None:
    text = "共120㎡的阵地"
    folded = fold(text)
    start = folded.text.index(fold_text("2的"))
    assert text[slice(*folded.printed(start, start + 2))] == "㎡的"


def test_an_empty_span_has_no_printed_place() -> None:
    with pytest.raises(ValueError, match="empty"):
        fold("工会").printed(1, 1)


def test_words_carry_text_position_start_and_end() -> None:
    assert words(PRINTED) == [
        Token("会员", 0, 0, 2),
        Token("总数", 2, 2, 4),
        Token("会员总数", 0, 0, 4),
        Token("5.2", 5, 5, 8),
        Token("万人", 8, 8, 10),
        Token("集体", 12, 12, 14),
        Token("体协", 13, 13, 15),
        Token("协商", 14, 14, 16),
        Token("集体协商", 12, 12, 16),
    ]


def test_grams_carry_text_position_start_and_end() -> None:
    cut = [
        (numbers.unmarked(token.text), token.position, token.start, token.end)
        for token in grams("５.２万㎡ 人")
    ]
    assert cut == [
        ("5.", 0, 0, 2),
        (".2", 1, 1, 3),
        ("2万", 2, 2, 4),
        ("万m", 3, 3, 5),
        ("m2", 4, 4, 5),
        ("2人", 5, 4, 7),
        ("人", 6, 6, 7),
    ]


def test_what_is_indexed_are_the_texts_of_the_words() -> None:
    assert analysis.index_words(fold_text(PRINTED)) == [token.text for token in words(PRINTED)]


@given(st.text(alphabet="工会职法律 a1.，“”㎡協商", max_size=30), st.data())
def test_adjacent_positions_are_exactly_the_substrings(text: str, data: st.DataObject) -> None:
    folded = fold_text(text)
    by_position = {token.position: token.text for token in grams(text)}
    term = fold_text(data.draw(st.text(alphabet='工会职a1m2,"', min_size=2, max_size=4)))
    if len(term) < 2:
        return
    pairs = [term[i : i + 2] for i in range(len(term) - 1)]
    found = any(
        all(by_position.get(start + i) == pair for i, pair in enumerate(pairs)) for start in by_position
    )
    assert found == (term in folded)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("工会服务职工", ("工会", "服务", "职工")),
        ("困难职工 集体協商", ("困难职工", "集体协商")),
        ("集体协商", ()),
        ("爱心驿站", ()),
        ("赣工贷", ()),
        ("药", ()),
        ("2021年", ()),
        ("“娘家人”", ()),
        ("工会工会", ()),
        ("", ()),
    ],
)
def test_a_term_is_widened_only_to_words_of_two_characters_up(term: str, expected: tuple[str, ...]) -> None:
    assert parts(term) == expected


@pytest.mark.parametrize("word", ["著名", "覆盖", "画家", "显著", "算账", "俱乐部", "土著", "T恤"])
def test_a_word_of_the_language_stays_one_where_folding_changes_it(word: str) -> None:
    assert index_words(fold_text(word)) == [fold_text(word)]
    assert parts(f"职工{word}") == ("职工", fold_text(word))


def test_the_folded_words_are_those_of_the_dictionary() -> None:
    """Where this fails, run search.build_same_characters anew."""
    assert analysis.FOLDED_WORDS.read_text(encoding="utf-8") == "".join(build_same_characters.folded_words())


def test_every_dictionary_term_stays_whole() -> None:
    assert [term for term in analysis.dictionary_terms(None) if parts(term)] == []


def test_editors_add_terms_in_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "dictionary.txt").write_text("# 本地\n云川匠心工程  # 2023\n", encoding="utf-8")
    assert "云川匠心工程" in analysis.dictionary_terms(tmp_path)
    assert "云川匠心工程" not in analysis.dictionary_terms(None)


def test_a_changed_dictionary_changes_the_fingerprint(tmp_path: Path) -> None:
    before_folder = analysis._State.folder
    plain = analysis.fingerprint()
    try:
        (tmp_path / "dictionary.txt").write_text("云川匠心工程\n", encoding="utf-8")
        analysis.keep_state_in(tmp_path)
        extended = analysis.fingerprint()
    finally:
        analysis.keep_state_in(before_folder or tmp_path.parent)
    assert extended["dictionary"] != plain["dictionary"]
    assert {k: v for k, v in extended.items() if k != "dictionary"} == {
        k: v for k, v in plain.items() if k != "dictionary"
    }


def test_without_rjieba_jieba_cuts_the_same(tmp_path: Path) -> None:
    text = fold_text("区总工会深入开展集体协商，会员总数6.3万人，建成爱心驿站36个，发放云工贷940万元。")
    terms = analysis.dictionary_terms(None)
    slow = analysis.PythonSegmenter(terms, tmp_path)
    quick = analysis.RustSegmenter(terms, tmp_path)
    assert list(slow.search_cut(text)) == list(quick.search_cut(text))
    assert list(slow.tokens(text)) == list(quick.tokens(text))
    assert [path for path in tmp_path.iterdir() if "cache" in path.name], "jieba's cache stays in our folder"


def test_an_overlong_run_is_cut_before_it_is_segmented() -> None:
    run = "工" * 5000
    assert len(analysis._pieces(run)) == 13
    tokens = list(analysis._segmenter().tokens(run))
    assert tokens[-1][2] == 5000


def test_a_number_is_widened_together_with_its_unit() -> None:
    assert plain_parts("职工2019年") == ["职工", "2019年"]
    assert plain_parts("2019年职工") == ["2019年", "职工"]
    assert plain_parts("帮扶2019") == ["帮扶", "2019"]
    assert plain_parts("24小时值班电话") == ["24小时", "值班", "电话"]
    assert plain_parts("2019职工") == ["2019", "职工"]
    assert plain_parts("二〇一九年职工") == ["二零一九年", "职工"]


@pytest.mark.parametrize(
    "term",
    [
        "327.46万元",
        "36小时",
        "6.3万人",
        "300余人次",
        "7个百分点",
        "3月15日",
        "2019年3月5日",
        "100-300元",
        "8:00-20:00",
        "第64期",
        "二〇一九年",
        "三月十五日",
        "5月1日至9月30日",
        "95%",
    ],
)
def test_a_number_with_what_it_counts_is_never_widened(term: str) -> None:
    assert parts(term) == ()


def plain_parts(term: str) -> list[str]:
    return [numbers.unmarked(part) for part in parts(term)]
