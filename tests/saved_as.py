"""The same article in different formats: as a person, a newspaper's site or a word processor would save it."""

import csv
import html
import io
import quopri
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import docx
import xlsxwriter
from docx.enum.style import WD_STYLE_TYPE

from archive.ingest.records import ReviewRecord
from tests import word97
from tests.pdf_maker import A4, Words, broken, pdf_of, set_in_lines, width

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass(frozen=True, slots=True)
class Part:
    """One line of an article and what it is there."""

    role: str  # kicker, title, subtitle, byline, heading, subheading, paragraph
    text: str


Parts = tuple[Part, ...]


def parts_of(record: ReviewRecord, raw: str) -> Parts:
    """The article of a record, line by line as its page prints it: what opens a paragraph stays in it."""
    found = [("kicker", record.kicker), ("title", record.title), ("subtitle", record.subtitle)]
    found += [("byline", byline) for byline in record.bylines]
    for section in record.sections:
        found.append(("heading" if section.level == 1 else "subheading", section.heading))
        found += [("paragraph", paragraph) for paragraph in section.paragraphs]
    parts: list[Part] = []
    end = -1
    passages = sorted(((role, passage) for role, passage in found if passage), key=lambda item: item[1].spans)
    for role, passage in passages:
        between = raw[end : passage.spans[0].start] if end >= 0 else "\n"
        if "\n" in between or end > passage.spans[0].start:
            parts.append(Part(role, passage.text))
        else:
            before = parts.pop()
            kept = "paragraph" if role == "paragraph" else before.role
            parts.append(
                Part(
                    kept, before.text + (" " if between.isspace() or role == "byline" else "") + passage.text
                )
            )
        end = passage.spans[-1].end
    return tuple(parts)


def as_text(parts: Parts) -> str:
    return "\n\n".join(("　　" if part.role == "paragraph" else "") + part.text for part in parts) + "\n"


def as_plain_html(parts: Parts) -> str:
    """Headings in heading tags, and nothing else on the page."""
    tags = {"kicker": "h4", "title": "h1", "heading": "h2", "subheading": "h3"}
    lines = "\n".join(
        f"<{tags.get(part.role, 'p')}>{html.escape(part.text)}</{tags.get(part.role, 'p')}>" for part in parts
    )
    return f'<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"></head><body>{lines}</body></html>'


def as_newspaper_html(parts: Parts, charset: str = "utf-8") -> str:
    """A page of a digital newspaper: tables, a menu of pages, the system's own comment and elements."""
    by_role = {part.role: html.escape(part.text) for part in parts}
    kicker, title, subtitle = (by_role.get(role, "") for role in ("kicker", "title", "subtitle"))
    byline = "<br>".join(html.escape(part.text) for part in parts if part.role == "byline")
    body = "".join(
        f"<P>　　{'<strong>' * (part.role != 'paragraph')}{html.escape(part.text)}{'</strong>' * (part.role != 'paragraph')}</P>"
        for part in parts
        if part.role in ("heading", "subheading", "paragraph")
    )
    menu = "".join(
        f'<tr><td><a href="node_{page}.htm">第{page:02}版：{name}</a></td></tr>'
        for page, name in enumerate(("要闻", "综合", "县域视窗", "副刊"), 1)
    )
    others = "".join(
        f'<li><a href="content_{number}.htm">{words}</a></li>'
        for number, words in enumerate(("市总工会召开常委会", "职工技能大赛开赛", "白塔县总工会送戏进矿山"))
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>{title}--云川日报数字报</title>
<style>.tips {{ display: none }} body {{ font-size: 14px }}</style>
<script>var pagenum = 3; document.write("<p>脚本写的字</p>");</script></head>
<body>
<!--enpproperty <founder-title>{title}</founder-title><founder-subtitle>{subtitle}</founder-subtitle><founder-date>2020-01-15</founder-date>/enpproperty-->
<table width="980"><tr><td><img src="logo.gif" width="60"></td><td>云川日报</td><td>2020年01月15日 星期三</td><td><a href="#">返回首页</a></td></tr></table>
<table><tr><td valign="top"><table>{menu}</table><ul>{others}</ul></td>
<td valign="top"><div>第03版：县域视窗 <a href="p">上一版</a> <a href="n">下一版</a> <a href="pp">上一篇</a> <a href="nn">下一篇</a></div>
<table><tr><td align="center">{kicker}</td></tr>
<tr><td align="center" style="font-size:23px"><strong>{title}</strong></td></tr>
<tr><td align="center">{subtitle}</td></tr>
<tr><td align="center">{byline}</td></tr></table>
<div class="tips">请登录后阅读，下载客户端领取红包，好礼送不停。</div>
<div id="ozoom"><founder-content><!--enpcontent-->{body}<!--/enpcontent--></founder-content></div></td></tr></table>
<table><tr><td>Copyright © 2020 云川日报社 版权所有</td></tr></table></body></html>"""


def as_union_site_html(parts: Parts, charset: str = "gb2312") -> str:
    """A page of a union's site: divisions with names, crumbs, a side bar with teasers, a share bar, a foot."""
    by_role = {part.role: html.escape(part.text) for part in parts}
    kicker, title, subtitle = (by_role.get(role, "") for role in ("kicker", "title", "subtitle"))
    bylines = "".join(f"<p>{html.escape(part.text)}</p>" for part in parts if part.role == "byline")
    body = "".join(
        f'<p style="text-indent:2em">{html.escape(part.text)}</p>\n'
        for part in parts
        if part.role in ("heading", "subheading", "paragraph")
    )
    menu = "".join(
        f'<li><a href="/{word}">{word}</a></li>'
        for word in ("首页", "工会概况", "工会要闻", "职工服务", "政策法规", "网上办事")
    )
    teasers = "".join(
        f"<li><a href='{number}'>{words}</a><p>近日，{words}，来自各行各业的职工代表参加了活动，现场气氛十分热烈，大家表示深受鼓舞。</p></li>"
        for number, words in enumerate(
            ("市总工会走访慰问困难职工", "全市职工羽毛球赛落幕", "省总工会调研组来我市")
        )
    )
    return f"""<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}_工会要闻_青禾区总工会</title>
<meta name="ArticleTitle" content="{title}"></head><body>
<div class="header"><h1 class="logo"><a href="/">青禾区总工会</a></h1><ul class="nav">{menu}</ul></div>
<div class="position crumbs">您现在的位置：<a href="/">首页</a> &gt; <a href="/yw">工会要闻</a> &gt; 正文</div>
<div class="wrap"><div class="left">
<div class="article">
{f'<div class="kicker">{kicker}</div>' if kicker else ""}
<div class="article-title">{title}</div>
{f'<div class="sub-title">{subtitle}</div>' if subtitle else ""}
<div class="article-info">发布时间：2021-03-02 09:15　来源：本站　浏览次数：312</div>
<div class="article-content">{bylines}{body}</div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div></div>
<div class="prevnext"><p>上一篇：<a href="1">区总工会召开全委会</a></p><p>下一篇：<a href="2">关于放假的通知</a></p></div></div>
<div class="sidebar"><h3>相关新闻</h3><ul>{teasers}</ul></div></div>
<div style="display:none">隐藏的关键词：工会，职工，劳模，竞赛，培训，帮扶，维权，服务，建会，入会，改革，创新，发展，和谐。</div>
<div class="footer"><p>主办：青禾区总工会　地址：云川市青禾区工农路8号　邮编：990100</p><p>示ICP备90000000号</p></div></body></html>"""


def as_mht(page: bytes) -> bytes:
    """A page as a browser saves it with what belongs to it."""
    head = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://paper.example/a.html\r\nSubject: x\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B"\r\n\r\n'
    )
    text = b"------B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    style = (
        b"\r\n------B\r\nContent-Type: text/css\r\nContent-ID: <css-1@mhtml.blink>\r\n\r\n.none{display:none}"
    )
    return head + text + quopri.encodestring(page) + style + b"\r\n------B--\r\n"


def as_mail(text: str, attached: Mapping[str, bytes]) -> bytes:
    """A mail with the text in its body and files beside it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "gh@example.org", "da@example.org", "2019年工作综述"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(text)
    for name, content in attached.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def as_workbook(*sheets: Sequence[Sequence[object]], names: Sequence[str] = (), hidden: int = -1) -> bytes:
    """Rows of cells as a spreadsheet program writes them."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for at, rows in enumerate(sheets):
            sheet = book.add_worksheet(names[at] if names else None)
            for line, cells in enumerate(rows):
                sheet.write_row(line, 0, cells)
            if at == hidden:
                sheet.hide()
    return buffer.getvalue()


def as_csv(rows: Sequence[Sequence[object]], *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Rows of cells in quotation marks."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    return buffer.getvalue().encode(encoding)


def as_docx(parts: Parts, *, styled: bool = True) -> bytes:
    """A Word file, with the styles of headings or with everything in the style of the text."""
    document = docx.Document()
    if not any(style.name == "Subtitle" for style in document.styles):
        document.styles.add_style("Subtitle", WD_STYLE_TYPE.PARAGRAPH)
    styles = {"title": "Title", "subtitle": "Subtitle", "heading": "Heading 1", "subheading": "Heading 2"}
    for part in parts:
        style = styles.get(part.role) if styled else None
        paragraph = document.add_paragraph(part.text, style=style)
        if part.role == "paragraph":
            paragraph.paragraph_format.first_line_indent = docx.shared.Pt(24)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_doc(parts: Parts, *, styled: bool = True) -> bytes:
    """A file of Word 97, which shows the reader no styles but those of headings."""
    levels = {"heading": 1, "subheading": 2} if styled else {}
    return word97.document_of(
        [word97.Paragraph(f"{part.text}\r", levels.get(part.role, 0)) for part in parts]
    )


ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "text", "style")
)


def as_odt(parts: Parts, *, flat: bool = False) -> bytes:
    """A text of LibreOffice, zipped or in one piece."""
    styles = {"title": "Title", "subtitle": "Subtitle"}
    levels = {"heading": 1, "subheading": 2}
    rows = "".join(
        f'<text:h text:outline-level="{levels[part.role]}">{html.escape(part.text)}</text:h>'
        if part.role in levels
        else f'<text:p text:style-name="{styles.get(part.role, "Standard")}">{html.escape(part.text)}</text:p>'
        for part in parts
    )
    body = f"<office:body><office:text>{rows}</office:text></office:body>"
    kind = "application/vnd.oasis.opendocument.text"
    if flat:
        return f'<office:document {ODF} office:mimetype="{kind}">{body}</office:document>'.encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", f"<office:document-content {ODF}>{body}</office:document-content>")
        archive.writestr("styles.xml", f"<office:document-styles {ODF}/>")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return buffer.getvalue()


def as_rtf(parts: Parts, *, styled: bool = True) -> bytes:
    """Rich text as WordPad and WPS write it: bytes of GBK, what is not in it by its number."""
    styles = {"title": 9, "subtitle": 10, "heading": 1, "subheading": 2}

    def written(sign: str) -> str:
        return sign if sign.isascii() else "".join(f"\\'{byte:02x}" for byte in sign.encode("gb18030"))

    head = (
        "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 FangSong;}}"
        "{\\stylesheet{Normal;}{\\s1 heading 1;}{\\s2 heading 2;}{\\s9 Title;}{\\s10 Subtitle;}}"
    )
    rows = "".join(
        f"\\pard\\plain\\f0\\s{styles.get(part.role, 0) if styled else 0} {''.join(map(written, part.text))}\\par\n"
        for part in parts
    )
    return (head + rows + "}").encode("ascii")


def ofd_of(
    pages: Sequence[str], *, size: str = "0 0 210 297", more: Mapping[str, str] | None = None
) -> bytes:
    """An OFD file with these text objects, layers and pictures on its pages."""
    head = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(
        f'<ofd:Page ID="{at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(len(pages))
    )
    area = f"<ofd:PageArea><ofd:PhysicalBox>{size}</ofd:PhysicalBox></ofd:PageArea>"
    template = '<ofd:TemplatePage ID="99" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    parts = {
        "OFD.xml": f"<ofd:OFD {head}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {head}><ofd:CommonData>{area}{template}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for at, page in enumerate(pages):
        content = f"<ofd:Content><ofd:Layer>{page}</ofd:Layer></ofd:Content>"
        parts[f"Doc_0/Pages/Page_{at}/Content.xml"] = (
            f'<ofd:Page {head}><ofd:Template TemplateID="99"/>{content}</ofd:Page>'
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (parts | dict(more or {})).items():
            archive.writestr(name, text)
    return buffer.getvalue()


def ofd_words(text: str, x: float, y: float, size: float = 4.2, more: str = "") -> str:
    """A line of text on a page of an OFD file, y from the top."""
    step = f'DeltaX="g {len(text) - 1} {size}"' if len(text) > 1 else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y} 170 {size * 1.2}" Font="3" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" {step}>{html.escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def as_ofd(parts: Parts) -> bytes:
    """The article as an office prints it: the head centred, paragraphs indented, page numbers at the foot."""
    pages: list[list[str]] = [[]]
    top = 20.0
    for part in parts:
        head = part.role in ("kicker", "title", "subtitle", "byline")
        size = 7.8 if part.role == "title" else 4.2
        if head:
            rows = [((210 - width(part.text) * size) / 2, row) for row in broken(part.text, int(170 // size))]
        else:
            indent = 2 if part.role == "paragraph" else 0
            whole = int(168 // size)
            rows = [(20 + indent * size, part.text[: whole - indent])]
            rest = part.text[whole - indent :]
            rows += [(20.0, rest[at : at + whole]) for at in range(0, len(rest), whole)]
        top += 0 if part.role == "paragraph" else 4
        for x, row in rows:
            if top > 265:
                pages.append([])
                top = 20.0
            pages[-1].append(ofd_words(row, max(x, 20), top, size))
            top += 1.7 * size
    for number, page in enumerate(pages, 1):
        page.append(ofd_words(f"- {number} -", 100, 285, 3.2))
    return ofd_of(["".join(page) for page in pages])


PRINT_STYLE = """<style>
@page { size: A4; margin: 20mm 22mm; @bottom-center { content: "第 " counter(page) " 页" } }
body { font-family: "Noto Serif CJK SC", "Noto Sans CJK SC", serif; font-size: 12pt; line-height: 1.7 }
h1, .subtitle, .byline, .kicker { text-align: center } h1 { font-size: 20pt } h2 { font-size: 13pt }
h3 { font-size: 12pt } p { margin: 0; text-indent: 2em; text-align: justify } p.subtitle, p.byline, p.kicker { text-indent: 0 }
.columns { column-count: COLUMNS; column-gap: 10mm }
</style>"""


def as_printed_html(parts: Parts, columns: int = 1) -> str:
    """The page that is printed to PDF: the title block across, the body in columns."""
    head = "".join(
        f"<h1>{html.escape(part.text)}</h1>"
        if part.role == "title"
        else f'<p class="{part.role}">{html.escape(part.text)}</p>'
        for part in parts
        if part.role in ("kicker", "title", "subtitle", "byline")
    )
    tags = {"heading": "h2", "subheading": "h3", "paragraph": "p"}
    body = "".join(
        f"<{tags[part.role]}>{html.escape(part.text)}</{tags[part.role]}>"
        for part in parts
        if part.role in tags
    )
    style = PRINT_STYLE.replace("COLUMNS", str(columns))
    return f'<html lang="zh"><head><meta charset="utf-8">{style}</head><body>{head}<div class="columns">{body}</div></body></html>'


def as_pdf(page: str, folder: Path) -> bytes:
    """The page as the browser prints it."""
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(page, encoding="utf-8")
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", source.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return target.read_bytes()


def as_typeset_pdf(parts: Parts, columns: int = 1) -> bytes:
    """The article as a page of a newspaper sets it, without a browser: the head centred, the body in columns."""
    margin, gutter, pitch, bottom = 54, 24, 20, 70
    column_width = (A4[0] - 2 * margin - (columns - 1) * gutter) / columns
    signs = column_width // 12
    pages: list[list[Words]] = [[]]
    top = 780.0
    for part in parts:
        if part.role in ("kicker", "title", "subtitle", "byline"):
            size = 22 if part.role == "title" else 12
            for text in broken(part.text, (A4[0] - 2 * margin) // size):
                pages[-1].append(Words((A4[0] - width(text) * size) / 2, top, text, size))
                top -= 1.7 * size
    top = start = top - 10
    column = 0
    for part in parts:
        if part.role not in ("heading", "subheading", "paragraph"):
            continue
        if part.role != "paragraph":
            top -= 10 if top < start else 0
        rows = set_in_lines(part.text, 0, 0, signs, pitch=0, indent=2 if part.role == "paragraph" else 0)
        for row in rows:
            if top < bottom:
                column += 1
                if column == columns:
                    pages.append([])
                    column, start = 0, 780.0
                top = start
            pages[-1].append(Words(margin + column * (column_width + gutter) + row.x, top, row.text))
            top -= pitch
        top -= 10 if part.role != "paragraph" else 0
    for number, page in enumerate(pages, 1):
        page.append(Words(280, 30, f"- {number} -", 9))
    return pdf_of(pages)
