"""Notes of saved pages: marks are no words of a sentence, and the notes themselves stand beside the article."""

import pytest

from archive.ingest.pipeline import read_file

FIRST = "一年来，区总工会把职工的急难愁盼放在心上，组织劳模宣讲四十余场，签订工资集体协议八十六份，受益职工三千多人。"
SECOND = (
    "职工服务中心接待来访六百多人次，新建驿站八处{mark}，户外劳动者歇脚有了去处，入冬以后热水和药箱一样不缺。"
)
NOTE = "驿站的数目截至当年十二月，由区统计部门核定。"


def body(mark: str, notes: str = "") -> list[str]:
    page = (
        "<html><head><meta charset=utf-8></head><body><h1>热水不断的驿站</h1><h2>——青禾区总工会2019年工作综述</h2>"
        f"<p>{FIRST}</p><p>{SECOND.format(mark=mark)}</p>{notes}</body></html>"
    )
    record = read_file(page.encode(), "综述.html").records[0]
    return [paragraph.text for section in record.sections for paragraph in section.paragraphs]


@pytest.mark.parametrize(
    ("mark", "notes"),
    [
        pytest.param(
            '<sup class="footnote-ref"><a href="#fn1" role="doc-noteref">[1]</a></sup>',
            '<section class="footnotes" role="doc-endnotes"><hr><ol><li id="fn1">'
            f'<p>{NOTE}<a href="#fnref1" role="doc-backlink">↩︎</a></p></li></ol></section>',
            id="a converter of Markdown",
        ),
        pytest.param(
            '<a href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference>[1]</span></a>',
            f'<div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> {NOTE}</p></div>',
            id="Word",
        ),
        pytest.param(
            '<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a>',
            f'<div id="sdfootnote1"><p><a class="sdfootnotesym" href="#sdfootnote1anc">1</a>{NOTE}</p></div>',
            id="LibreOffice",
        ),
        pytest.param(
            '<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup>',
            f'<ol class="references"><li id="cite_note-1"><a href="#cite_ref-1">^</a> {NOTE}</li></ol>',
            id="an encyclopedia",
        ),
        pytest.param("<sup>[1]</sup>", f'<div class="endnotes"><p>[1] {NOTE}</p></div>', id="by hand"),
    ],
)
def test_marks_of_notes_are_no_words_and_notes_no_paragraphs(mark: str, notes: str) -> None:
    assert body(mark, notes) == [FIRST, SECOND.format(mark="")]


@pytest.mark.parametrize(
    ("mark", "shown"),
    [
        ("，面积1.2万m<sup>2</sup>", "，面积1.2万m2"),
        ('，其中<a href="/zt/1.html">三处</a>通宵亮灯', "，其中三处通宵亮灯"),
        ('<a href="#s2">（见第二节）</a>', "（见第二节）"),
        ("（含临时点<sup>新增</sup>）", "（含临时点新增）"),
    ],
)
def test_what_is_set_high_or_links_elsewhere_stays_in_its_sentence(mark: str, shown: str) -> None:
    assert body(mark) == [FIRST, SECOND.format(mark=shown)]
