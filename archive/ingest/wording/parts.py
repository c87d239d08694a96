"""What stands in the gaps of other sentences: kinds, forms of files, fields, files in a zip."""

from archive.ingest.wording.marks import gettext_noop as _

AND = _("、")

# Why a text is no review, or may be none, by the names that ``kind`` gives
KIND_REASONS = {
    "other-body": _("标题所写的是其他单位的工作，不是工会"),
    "no-union": _("文中没有工会作为主体"),
    "little-union": _("文中很少提到工会，工会不是主体"),
    "portrait": _("标题写的是一个人物，不是工会的工作"),
    "contents": _("这是栏目目录，不是文章"),
    "menu": _("这是一份菜单或价目表"),
    "form": _("这是一份表格"),
    "office-paper": _("标题表明这是公文、表格或讲话，不是综述"),
    "letter": _("行文是通知或公告"),
    "essay": _("标题表明这是论文、调研或心得，不是综述"),
    "law": _("这是一份法规或制度"),
    "event": _("这是一则消息，写的是一次活动"),
    "digest": _("这是多家工会的简讯，不是一家工会的综述"),
    "like-news": _("写法像一则消息"),
    "no-look-back": _("标题没有说是综述，正文也少有一段时期的总括"),
    "one-thing": _("全文只写一件事，不是对工作的综述"),
    "no-period": _("没有写一段时期的工作"),
    "plan-title": _("标题是计划"),
    "plan-text": _("全文写的多是打算"),
}

# What a file really is, by the suffix of its kind, with what to do
FORMS = {
    ".wps": _("WPS 文档，请在 WPS 中另存为 .docx 后再上传"),
    ".xls": _("旧版电子表格，请在 Excel 或 WPS 中另存为 .xlsx 后再上传"),
    ".xlsx": _("压缩包或邮件里层的电子表格，请把它单独另存出来，再上传"),
    ".csv": _("压缩包或邮件里层的表格，请把它单独另存出来，再上传"),
    ".ppt": _("演示文稿，请把文字粘贴到 .txt 或 .docx 中"),
    ".pptx": _("演示文稿，请把文字粘贴到 .txt 或 .docx 中"),
    ".zip": _("压缩包里的压缩包，请先解压，把里面的文件放到一起再打包上传"),
    ".rar": _("RAR 压缩包，请解压后上传，或改用 .zip"),
    ".7z": _("7z 压缩包，请解压后上传，或改用 .zip"),
    ".caj": _("CAJ 文件，请在 CAJViewer 中另存为 .pdf 或复制为文本"),
    ".tar": _("压缩包，请解压后上传，或改用 .zip"),
    ".gz": _("压缩包，请解压后上传，或改用 .zip"),
    ".tgz": _("压缩包，请解压后上传，或改用 .zip"),
    ".eml": _("邮件里的邮件，请把它单独存成文件，或把里面的附件另存出来，再上传"),
    ".msg": _("Outlook 邮件，请在 Outlook 中另存为 .eml，或把附件另存出来分别上传"),
    ".tnef": _("Outlook 专用格式的附件，请让发件人把附件另存后重新发送，或直接上传附件"),
    ".et": _("WPS 表格，请在 WPS 中另存为 .xlsx 后再上传"),
    ".ods": _("电子表格，请另存为 .xlsx 后再上传"),
    ".odp": _("演示文稿，请把文字粘贴到 .txt 或 .docx 中"),
    ".wordml": _("Word 的 XML 文档，请在 Word 或 WPS 中另存为 .docx 后再上传"),
    ".pages": _("Pages 文稿，请导出为 .docx 后再上传"),
    ".xps": _("XPS 文件，请另存为带文字层的 .pdf"),
    ".ps": _("PostScript 文件，请另存为带文字层的 .pdf"),
    ".djvu": _("DjVu 扫描件，请先做文字识别，再上传文字稿"),
    ".epub": _("电子书，请把文章复制为文本或另存为 .docx"),
    ".gif": _("GIF 图片，请另存为 .png 后再上传"),
    ".heic": _("HEIC 图片，请另存为 .jpg 后再上传"),
}

# What stands in a file that is called a text
CONTENTS = {
    "pdf": _("PDF 文件，请把扩展名改为 .pdf"),
    "zip": _("Word 文档或压缩包，请把扩展名改为 .docx 或 .zip"),
    "doc": _("旧版 Word 文档(.doc)，请在 Word 或 WPS 中另存为 .docx"),
    "picture": _("图片，请上传文字稿"),
    "rar": _("RAR 压缩包，请解压后上传，或改用 .zip"),
    "7z": _("7z 压缩包，请解压后上传，或改用 .zip"),
    "gzip": _("gzip 压缩包，请解压后上传"),
    "program": _("程序文件"),
    "database": _("数据库文件"),
    "rtf": _("RTF 文档，请在 Word 或 WPS 中另存为 .docx"),
}

# Files that are a zip of parts, and what to do with one that is damaged
DOCUMENTS = {"word": _(" Word 文档"), "ofd": _(" OFD 文件"), "odt": _(" ODT 文档")}
REMEDIES = {
    "word": _("请用 Word 或 WPS 打开后重新保存，再上传。"),
    "ofd": _("请用原来的软件打开后重新保存，再上传。"),
    "odt": _("请用 LibreOffice 或 WPS 打开后重新保存，再上传。"),
}

# The fields that the name of a file may give
FIELDS = {
    "issuer": _("单位"),
    "region": _("地区"),
    "period": _("年份"),
    "published_on": _("刊发日期"),
    "newspaper": _("报纸"),
    "issue": _("期号"),
    "page": _("版面"),
}

# Why a file in a zip could not be unpacked
MEMBERS = {
    "damaged": _("“%(name)s”数据已损坏"),
    "encrypted": _("“%(name)s”有密码"),
    "method": _("“%(name)s”的压缩方式读不了(请用普通的 zip 方式打包)"),
    "too-large": _("“%(name)s”有 %(size)s MB，单个文件最大 %(most)s MB"),
    "bomb": _("“%(name)s”解压后是原来的 %(times)s 倍，不像正常的文件"),
}

PARTS: dict[str, str] = {
    f"{code}:{case}": sentence
    for code, sentences in {
        "kind-reason": KIND_REASONS,
        "form": FORMS,
        "content": CONTENTS,
        "document": DOCUMENTS,
        "remedy": REMEDIES,
        "field": FIELDS,
        "member": MEMBERS,
    }.items()
    for case, sentence in sentences.items()
} | {"row": _("%(folder)s第 %(line)s 行"), "more": _("……")}
