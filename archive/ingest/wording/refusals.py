"""Why a file was not read, and what to do instead: what is said beside, or behind, the name of the file."""

from archive.ingest.wording.marks import gettext_noop as _

REFUSALS: dict[str, str] = {
    # Nothing that could be an article
    "empty": _("是空文件，请找到有内容的原件再上传。"),
    "no-chinese": _("里没有中文。这里只收中文的文章，请确认文件没有选错。"),
    "no-article": _("里没有正文，只有导航、版权之类的文字。请打开文章自己的页面，另存后再上传。"),
    "no-article:script": _(
        "里没有文章，正文可能由脚本显示，没有存进网页。请在浏览器中打开，复制文字存为 .txt 后上传。"
    ),
    "no-article:message": _("里没有网页的文字。请在浏览器中打开原来的网页，重新另存后再上传。"),
    "too-short": _("只有 %(count)s 个字，太短，看不出是一篇文章。请把标题和正文一起上传。"),
    "only-headings": _("里只有标题、目录之类的短行，没有成段的正文。请确认正文是否在另一个文件里。"),
    "frames": _(
        "是框架网页，文章在框架里另一个文件中。请连同旁边的文件夹打成 zip 上传，或在浏览器中单独打开文章，再另存为 .html 上传。"
    ),
    "no-text:pictures": _(
        "里没有文字，只有 %(count)s 张图片。请找有文字的原稿，或把图片里的文字录成文本，再上传。"
    ),
    "no-text:blank": _("是空白文档，里面没有文字。"),
    "no-text:embedded": _(
        "正文是嵌在里面的另一个文件（%(names)s），读不了。请用 Word 打开后另存为 .docx，再上传。"
    ),
    "no-text:scan": _("里没有认出文字。请确认是不是文章的扫描件或照片，照片请拍正、拍清楚。"),
    "no-text:mail": _("里没有正文，也没有附件。"),
    "no-text-layer": _(
        "没有可以读的文字层，多半只有图片。请先用文字识别软件转成文字，再上传文字稿或双层 PDF。"
    ),
    "no-text-layer:fonts": _(
        "里的字体没有对应的文字，读出来是乱码。请做文字识别，或找原稿的 Word 文档上传。"
    ),
    "no-text-layer:ofd": _("里没有文字，多半是扫描的图片。请找有文字的原稿上传。"),
    "no-text-layer:no-engine": _(
        "%(said)s（服务器上没有安装文字识别，管理员执行 %(by)s 后就能识别扫描件。）"
    ),
    # Not what is read here
    "format": _("格式读不了。可以上传的格式：%(known)s。"),
    "format:is": _("是%(form)s。"),
    "format:really": _("其实是%(form)s。"),
    "format:not": _("不是 %(suffix)s 文件，其实是%(form)s。"),
    "format:not-pdf": _("不是 PDF 文件。"),
    "format:not-word": _("不是 Word 文档（.docx）。请在 Word 或 WPS 中另存为 .docx 后再上传。"),
    "format:old-word": _("其实是旧版 Word 文档（.doc）。请在 Word 或 WPS 中另存为 .docx 后再上传。"),
    "format:not-odt": _("不是文字文档（ODT）。请另存为 .docx 后再上传。"),
    "needs-ocr": _(
        "是图片，服务器上没有安装文字识别，管理员执行 %(by)s 后就能识别。也可以先做文字识别，再上传文字稿。"
    ),
    "needs-antiword": _(
        "是旧版 Word 文档，服务器上没有安装读它的程序 antiword。"
        "请在 Word 或 WPS 中另存为 .docx 后再上传，或请管理员安装 antiword（apt install antiword）。"
    ),
    "picture": _("是图片，这里不再识别一次。"),
    "binary": _("不是文本文件，里面是二进制数据。请上传文字稿(.txt、.html、.docx 或 .pdf)。"),
    "binary:content": _("不是文本文件，内容是%(content)s。"),
    "encoding": _("文字编码认不出来。请用记事本打开，另存为 UTF-8 编码后再上传。"),
    "illegible": _(
        "里的文字读起来不像中文，可能是乱码，也可能是别的语言。请打开看一看；文本和网页请另存为 UTF-8 编码后再上传。"
    ),
    "no-text-column": _(
        "里没有综述的正文：要有一行表头，写明“标题”和“正文”（或“内容”“全文”）各在哪一列，下面一行一篇。"
        "如果表里只有数字，请上传文章本身。"
    ),
    "rows-without-text": _("%(rows)s没有正文，没有读入；其余各行已照常读取。请补上正文后再上传。"),
    "rows-without-text:all": _("表头下面没有一行有正文。请补上正文后再上传。"),
    "format:not-picture": _("不是图片；只有图片能作为一篇的各页。"),
    "page-of-set": _("的第 %(page)s 页（%(file)s）%(said)s"),
    # With a password
    "encrypted": _("加了密码。请去掉密码，重新保存后再上传。"),
    "encrypted:word": _("加了密码。请在 Word 或 WPS 中去掉密码，重新保存后再上传。"),
    "encrypted:pdf": _("加了密码。请去掉密码，或打印成新的 PDF 后再上传。"),
    "encrypted:mail": _("是加密的邮件。请在邮件程序里打开，把正文和附件另存出来，再上传。"),
    # Damaged
    "damaged": _("读不出来，文件可能已损坏或不完整。请用原来的软件打开后重新保存，再上传。"),
    "damaged:zipped": _("不是完整的%(document)s，请重新保存或重新传送后再上传。"),
    "damaged:part": _("已损坏，内容不完整。%(remedy)s"),
    "damaged:foreign": _("里有%(document)s不该有的外部引用，没有读取。%(remedy)s"),
    "damaged:no-page": _("已损坏，没有一页能读出来。%(remedy)s"),
    "damaged:pdf": _("不是完整的 PDF 文件，请重新下载或导出后再上传。"),
    "damaged:no-page-of-pdf": _("已损坏，没有一页能读出来。请重新下载或导出后再上传。"),
    "damaged:old-word": _(
        "不是完整的旧版 Word 文档（.doc），读不出来。请在 Word 或 WPS 中打开，另存为 .docx 后再上传。"
    ),
    "damaged:picture": _("不是完整的图片，打不开。请重新扫描、拍照或传送后再上传。"),
    "damaged:quotes": _("引号不成对，或有一格太长，分不出行和列。请用 Excel 打开后另存为 .xlsx 再上传。"),
    "mail-cut": _("不完整，邮件的结尾缺失。读到的部分已照常读取；请重新导出邮件后再上传。"),
    # Too much of it
    "too-large:format": _("有 %(size)s MB，这种格式的文件最大 %(most)s MB。请按篇拆开后再上传。"),
    "too-large:mail": _("有 %(size)s MB，邮件最大 %(most)s MB。请把附件另存出来，分别上传。"),
    "too-large:lines": _("有十万行以上，不像是一篇文章。请按篇拆开后再上传。"),
    "too-large:characters": _("有 %(count)s 万字，不像是一篇文章。请按篇拆开后再上传。"),
    "too-large:text": _("文字太多，不像是一篇文章。请按篇拆开后再上传。"),
    "too-large:pages": _("有 %(pages)s 页，最多读 %(most)s 页。请按篇拆开后再上传。"),
    "too-large:more-pages": _("超过 %(most)s 页。请按篇拆开后再上传。"),
    "too-large:scans": _("是 %(pages)s 页的扫描件，一次最多识别 %(most)s 页。请按篇拆开后再上传。"),
    "too-large:pixels": _("有 %(width)s×%(height)s 个像素，太大。请用 300 dpi 以下重新扫描，再上传。"),
    "too-large:rows": _("超过 %(most)s 行，请分成几个表再上传。"),
    "too-large:unpacked": _("解开后太大，不像是一篇文章，没有读取。"),
    "too-complex": _("第 %(page)s 页的文字太零碎，读不出顺序。请另存为文本后再上传。"),
    # What became of its reader
    "timeout": _(
        "读了太久还没有读完，已停止。文件可能已损坏，或内容过于复杂；请另存为纯文本（.txt）后再上传。"
    ),
    "timeout:old-word": _("读了太久还没有读完，已停止。请在 Word 或 WPS 中打开，另存为 .docx 后再上传。"),
    "crash": _("让解析程序异常退出，文件可能已损坏。请用原来的软件打开后重新保存，再上传。"),
    "memory": _("读取时占用的内存太多，已停止。请拆分，或另存为纯文本（.txt）后再上传。"),
    "parser-unavailable": _("没有读取：服务器上的解析程序无法启动。请稍后再试，或联系管理员。"),
    # Zips
    "zip-member": _("里有 %(count)s 个文件没能解压：%(files)s。其余文件已照常读取；请把这些文件单独上传。"),
    "zip-damaged": _("已损坏，打不开。请重新打包后再上传。"),
    "zip-damaged:cut": _("不完整，压缩包的结尾缺失。请重新打包或重新传送后再上传。"),
    "zip-damaged:none": _("不是 zip 压缩包，或已损坏。请解压后上传里面的文件。"),
    "zip-damaged:page-set": _("已损坏，里面的图片不全。请把各页的图片重新上传。"),
    "zip-too-many": _("里的文件超过 %(most)s 个，请分成几个压缩包再上传。"),
    "zip-too-large": _("解压后有 %(size)s MB，最大 %(most)s MB。请分成几个压缩包再上传。"),
    "zip-empty": _("里没有文件。"),
    "zip-encrypted": _("有密码。请解压后，不设密码重新打包上传。"),
    "zip-bomb": _("解压后是原来的 %(times)s 倍，不像正常的文件，已拒绝。"),
    "zip-overlap": _("里的文件互相重叠，是不正常的压缩包，已拒绝。"),
}
