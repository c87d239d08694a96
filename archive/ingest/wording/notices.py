"""What the reader was unsure of: a sentence for each code of a notice."""

from archive.ingest.wording.marks import gettext_noop as _

NOTICES: dict[str, str] = {
    # What the text is
    "title-missing": _("没有找到标题，请补上。"),
    "title-uncertain": _("标题可能认错了，最像标题的几行依次是：%(lines)s。"),
    "head-uncertain": _("肩题、副题可能认错了，请核对。"),
    "kind-other": _("看来不是工会工作综述：%(reason)s。"),
    "kind-plan": _("看来是工作计划：%(reason)s。"),
    "kind-uncertain": _("可能不是工会工作综述：%(reason)s，请核对。"),
    "issuer-unknown": _("没有找到是哪一级工会，请补上。"),
    "issuer-uncertain": _("单位可能认错了，也可能是%(lines)s。"),
    # Where
    "region-unknown": _("没有找到可以确定地区的文字，请补上。"),
    "region-ambiguous": _("同名的地区不止一个，文中没有足够的依据，请选定：%(names)s。"),
    "region-several": _("这是几个地区的工会一起写的，请选定归到哪一个：%(names)s。"),
    "region-contradiction": _("文中的地名互相矛盾，没有这样的地区，请从%(names)s中选定。"),
    "region-zone-nearest": _("开发区不在行政区划表中，先归到它所在的%(names)s，请核对。"),
    "region-nearest": _("这是企业、行业或乡镇的工会，先归到它所在的%(names)s，请核对。"),
    "region-uncertain": _("地区可能认错了，也可能是%(names)s，请核对。"),
    "region-renamed": _("文中的地名与所述年份的区划名称不同，按当时的区划归到%(names)s，请核对。"),
    "region-undated": _("区划表里没有这个地名在所述年份的区划，先归到%(names)s，请核对。"),
    # When
    "period-masked": _("文中的年份被隐去(如 201*年)，请核对时段。"),
    "period-unknown": _("文中没有写明是哪一年或哪几年，请补上。"),
    "period-inferred": _("时段 %(start)s—%(end)s 是推算的，不是文中写明的，请核对。"),
    "period-inferred:one-year": _("年份 %(start)s 是推算的，不是文中写明的，请核对。"),
    "period-uncertain:plan": _("%(start)s—%(end)s 是计划的年份，不是总结的年份，请核对。"),
    "period-uncertain:plan:one-year": _("%(start)s 是计划的年份，不是总结的年份，请核对。"),
    "period-uncertain": _("时段定为 %(start)s—%(end)s，文中还常提到%(lines)s，请核对。"),
    "period-uncertain:one-year": _("年份定为 %(start)s，文中还常提到%(lines)s，请核对。"),
    "newspaper-uncertain": _("报纸可能认错了，版面上提到的有：%(lines)s，请核对。"),
    "published-by-site": _("刊发日期是网站的发布日期，不是报纸的，请核对。"),
    "published-year-reckoned": _("刊发日期只有月和日，年份是按文中的时段推算的，请核对。"),
    "from-the-name": _("%(fields)s取自文件名或文件夹名，文中没有写明，请核对。"),
    # Which line is what
    "page-matter-uncertain": _("有 %(count)s 行分不清是正文还是版面文字：%(lines)s。"),
    "bylines-uncertain": _("有 %(count)s 行分不清是不是作者：%(lines)s。"),
    "headings-uncertain": _("有 %(count)s 行分不清是不是小标题：%(lines)s。"),
    "captions-uncertain": _("有 %(count)s 行分不清是不是图片说明：%(lines)s。"),
    "paragraphs-broken": _("有 %(count)s 段在句中断开，后半可能在别处：%(lines)s。"),
    "body-missing": _("没有找到正文。"),
    # How the file was read
    "several-articles": _("这个文件里有 %(count)s 篇文章，已分开。"),
    "mojibake": _("有 %(count)s 处疑似乱码，请对照原件。"),
    "encoding-guessed": _("文字编码按 %(encoding)s 读出，不完全可靠，请对照原件。"),
    "file-cut": _("文件不完整，结尾缺失，后面的文字可能没有读到，请对照原件。"),
    "text-in-script": _("网页的正文在脚本的数据里，是从数据中取出的，请对照原件。"),
    "images-left-out": _("文档中有 %(count)s 张图片，没有读入，图片仍在原件里。"),
    "chunks-left-out": _("文档里嵌有另外的文件（%(names)s），没有读入，请打开原件，另存后再上传。"),
    "pages-damaged": _("第 %(pages)s 页已损坏，没有读入，请对照原件。"),
    "pages-without-text": _("第 %(pages)s 页没有文字层，可能是图片，没有读入，请对照原件。"),
    "ocr": _("文字由机器从图片中识别（%(engine)s，平均把握 %(sure)s），请对照原件核对后再发布。"),
    "ocr-poor": _(
        "图片上的字大半认不准，可能是手写，或者太小、太模糊。下面的文字很可能不对，请换清楚的原件，或对照图片重新录入。"
    ),
    "ocr-doubtful": _("有 %(count)s 行识别的把握不大：%(lines)s。"),
}
