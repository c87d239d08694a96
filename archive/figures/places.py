"""Whose figure it is: the article's own union's, or another's that the sentence names."""

import re

# 石桥县总工会新建…, 白水镇总工会建成…; a union that the words before make no more than an object (走访石桥县总工会) is none
UNION = re.compile(
    r"(?:^|[,;:。])(?:其中|此外|同时|另外|目前)?,?([\u4e00-\u9fff]{2,12}?(?:[省市县区州旗镇乡]|街道|开发区|经开区|高新区|园区|集团|公司|林场))(?:总工会|工会联合会|联合工会|工会)(?!组织|系统|主席|干部|会员|经费|驿站|的|工作|和|与)"
)
PLACE = re.compile(
    r"(?:^|[;。])([\u4e00-\u9fff]{1,4}[市县区州旗镇乡])(?=新建|建成|发展|组建|投入|举办|开展|签订|发放|慰问)"
)
HINT = re.compile(r"工会|[市县区州旗镇乡](?:新建|建成|发展|组建|投入|举办|开展|签订|发放|慰问)")
OWN = re.compile(
    r"^(?:全|各|本|我|该|两|三|省|市|县|区|州|镇|乡|街道|辖|所|每|多|其他|新|以|把|让|在|由|为|向|对|与|和|到|从|给|被|于|使)"
)
# 一年间全区, 这一年全县, 监督延伸到乡镇: words that ran into the name
NO_NAME = re.compile(r"全[省市县区州]|[请到的把由对向与年间]|推行|乡镇|街道$")
SHORTEST_NAME = 2


def other_place(text: str, issuer: str | None) -> str | None:
    """The place of another union that the words before a figure name, since the last semicolon; None for its own."""
    segment = text.rpartition(";")[2]
    if issuer is None or not HINT.search(segment):
        return None
    found = None
    for match in (*UNION.finditer(segment), *PLACE.finditer(segment)):
        name = match[1]
        if (
            not OWN.match(name)
            and not NO_NAME.search(name)
            and len(name) > SHORTEST_NAME
            and not _same(name, issuer)
        ):
            found = name
    return found


def _same(name: str, issuer: str | None) -> bool:
    """True where the name is the issuer's: 岚河区 in 云川市岚河区总工会; unknown issuers own everything."""
    return (
        issuer is None
        or name in issuer
        or name.removesuffix("经开区") in issuer
        or issuer.removesuffix("总工会") in name
    )
