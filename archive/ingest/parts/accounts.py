"""Who put a text up: the account of a phone message, the user of a forum. Their names stand where titles do."""

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.ingest.parts.bylines import is_byline
from archive.ingest.parts.furniture import is_date_line, is_furniture, is_prompt, is_source_line
from archive.ingest.parts.page_lines import AGO, DATE
from archive.ingest.parts.title_block import COLUMN, is_dash_line
from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.newspaper import PAPER_KINDS
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import is_prose, is_sentence

HEAD_LINES = 20
LONGEST_NAME = 16
# 3小时前 · 5年前
POSTED_AGO = pattern(
    rf"^(?:发布于?|发表于?)?\s?(?:{AGO}|\d{{1,2}}\s?年前)(?!\S{{3}})",
    like="发布于 3小时前",
    unlike="5年前的那场雨",
)
# 2022-01-11 17:30 · 2022年1月11日 17:30 示例 · 发表于示例 · 昨天 08:30
POSTED = pattern(
    rf"^(?:{DATE}|[昨今前]天|(?:星期|周)[一二三四五六日天])\s*\d{{1,2}}:\d\d(?::\d\d)?(?:\s+(?:(?:发表|发布)于)?\s?[\u4e00-\u9fff]{{2,6}})?$|^(?:发表|发布)于\s?[\u4e00-\u9fff]{{2,6}}$",
    like="2022年1月11日 17:30 示例",
    unlike="2022年1月11日 县总工会开夜校",
)
# 2024-01-20 10:36 云川 优质政务领域创作者 · 2022-01-17 订阅: what a platform says of the account beside the day
BADGE = pattern(
    rf"^{DATE}(?:\s*\d{{1,2}}:\d\d(?::\d\d)?)?(?:[\s·|]+[^\s,。:]{{2,12}}){{0,2}}[\s·|]+[^\s,。:]*(?:账号|创作者|订阅|关注|机构号|认证)$",
    like="2024-01-20 10:36 云川 优质政务领域创作者",
    unlike="2022年1月11日 县总工会关注骑手",
)
# 石桥县总工会官方帐号: whose account it is
OWNER_OF_ACCOUNT = pattern(
    r"^[^,。:]{2,20}(?:官方[帐账]号|官方微博|认证[帐账]号|认证机构)$",
    like="石桥县总工会官方帐号",
    unlike="开通官方帐号的第一天",
)
# 石桥职工之家 编辑部: who signs for the account 石桥职工之家
SIGNS_FOR = pattern(
    r"^([\u4e00-\u9fff]{4,16}?)\s?(?:编辑部|编辑室|小编|运营团队)$",
    like="石桥职工之家 编辑部",
    unlike="编辑部的灯光",
)
# What only messages on phones show beside it
OF_A_MESSAGE = pattern(
    r"^(?:发表|发布)于|^原创$|^原创\s|听全文|公众号|IP属地", re.I, like="原创 听全文", unlike="原创剧目"
)
# 青禾工会 · 青禾发布: how accounts call themselves; without a message's own words a short title may stand there
CALLED = pattern(
    rf"(?:工会|工运|发布|在线|融媒体?(?:中心)?|传媒|之声|之家|之窗|微报|新闻|工人|职工|观察|平台|头条|视点|客户端|电视台|{PAPER_KINDS})$",
    like="海澜晚报",
    unlike="夜校开班",
)
# UID 20731 精华 2 金币 615 注册时间 2009-4-11 · 粉丝 312 关注 20 · 楼主 积分 88
OF_A_USER = pattern(
    r"(?:UID|吧主|楼主|版主|精华|金币|威望|积分|帖子|主题|注册时间|注册日期|粉丝|等级|经验值|在线时间|只看该作者)\s*:?\s*\d|^\d+[#楼]\s|只看该作者",
    re.I,
    like="UID 20731 精华 2 金币 615",
    unlike="精华都在这堂课",
)
# 楼主 · 沙发 · 管理员: what a forum writes below the name of a user
RANK_OF_USER = pattern(
    r"^(?:楼主|沙发|板凳|地板|版主|吧主|管理员|超级版主|新手上路|注册会员|[初中高]级会员|金牌会员|论坛元老|资深会员)$",
    like="楼主",
    unlike="楼主的一天",
)
NO_USER = pattern(r"工会|\s|[,:!?]", like="把工会建在林子里", unlike="山里老茶")
POSTED_NEAR = 3  # lines between the name and what a message shows beside it


def mark_accounts(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with the names of accounts and users as page matter, where another line is left for the title."""
    text = next((at for at, line in enumerate(lines) if is_prose(line)), len(lines))
    head = lines[: min(text, HEAD_LINES)]
    names = {at for at in range(len(head) - 1) if _is_name(head, at)}
    names |= {at for at, line in enumerate(head) if _is_badge(line)}
    names |= _signed_for(head)
    if not names or not any(at not in names and _could_be_title(line) for at, line in enumerate(head)):
        return tuple(lines)
    called = {head[at].key for at in names}
    names |= {
        at for at, line in enumerate(head) if line.key in called
    }  # a page says it above and below its badge
    names |= {at + 1 for at in names if at + 1 < len(head) and POSTED_AGO.match(head[at + 1].key)} | {
        at for at, line in enumerate(head) if OF_A_MESSAGE.match(line.key) and len(line.key) <= LONGEST_NAME
    }
    return tuple(replace(line, hint=Hint.FURNITURE) if at in names else line for at, line in enumerate(lines))


def _signed_for(head: Sequence[Line]) -> set[int]:
    """石桥职工之家 above the title, and 石桥职工之家 编辑部 below it."""
    signed = {at: match[1] for at, line in enumerate(head) if (match := SIGNS_FOR.match(line.key))}
    owners = {at for at, line in enumerate(head) if line.key in signed.values()}
    return owners | {at for at, name in signed.items() if name in {head[one].key for one in owners}}


def _is_badge(line: Line) -> bool:
    """True for what stands beside the name of an account or a user, by its words alone."""
    badge = (
        BADGE.match(line.key)
        or OWNER_OF_ACCOUNT.search(line.key)
        or OF_A_USER.search(line.key)
        or RANK_OF_USER.match(line.key)
    )
    return bool(badge) and not is_sentence(line)


def _is_name(head: Sequence[Line], at: int) -> bool:
    line, below = head[at], head[at + 1]
    if len(line.key) > LONGEST_NAME or line.hint is not None or not _could_be_title(line):
        return False
    near = (*head[max(at - 1, 0) : at], *head[at + 1 : at + 1 + POSTED_NEAR])
    if POSTED_AGO.match(below.key):
        # 山里老茶 / 3小时前 / the title: no other line above it could be the title, and one below could
        alone = not any(map(_could_be_title, head[:at])) and any(map(_could_be_title, head[at + 2 :]))
        return alone or bool(CALLED.search(line.key)) or any(OF_A_MESSAGE.search(one.key) for one in near)
    if BADGE.match(below.key) or OWNER_OF_ACCOUNT.search(below.key):
        return bool(CALLED.search(line.key))
    if POSTED.match(below.key):
        called = bool(CALLED.search(line.key)) and any(map(is_prompt, near))
        return called or any(OF_A_MESSAGE.search(one.key) for one in near)
    of_a_user = OF_A_USER.search(below.key) or RANK_OF_USER.match(below.key)
    return bool(of_a_user) and not NO_USER.search(line.key)


def _could_be_title(line: Line) -> bool:
    """True for a line that is no page matter, no writer and no subtitle by its words."""
    known = (
        COLUMN.match(line.key)
        or is_furniture(line)
        or is_prompt(line)
        or is_date_line(line)
        or is_source_line(line)
    )
    posted = (
        POSTED.match(line.key)
        or BADGE.match(line.key)
        or POSTED_AGO.match(line.key)
        or OF_A_USER.search(line.key)
        or RANK_OF_USER.match(line.key)
        or OWNER_OF_ACCOUNT.search(line.key)
        or OF_A_MESSAGE.search(line.key)
    )
    return not (known or posted or is_sentence(line) or is_dash_line(line) or is_byline(line, bare=False))
