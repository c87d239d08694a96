"""What a sentence is about: 覆盖职工2.3万人 counts for wage agreements, lectures or competitions by what was spoken of before."""

import re

# The topics of indicators.tsv and the words that open them
WORDS = {
    "joint": r"联合工会|工会联合会|联合基层工会",
    "newform": r"新就业形态|新业态|八大群体|四大群体|货车司机|网约车|外卖|快递员|骑手",
    "wage": r"工资(?:集体|专项|协商|合同|协议)+",
    "women": r"女职工(?:特殊|权益|保护|专项|集体|合同)+",
    "contract": r"集体合同|集体协商(?!指导员)",
    "org": r"基层工会|工会组织|建会|入会|发展会员|工会组建",
    "dispute": r"争议|纠纷|欠薪|拖欠|讨薪",
    "legal": r"法律援助|法律服务|法律咨询|法律监督|一函两书|提示函",
    "congress": r"职代会|职工代表大会|厂务公开",
    "petition": r"来信|来访|信访|热线|来电",
    "safety": r"隐患|安康杯",
    "warm": r"送温暖|走访慰问|慰问金|慰问困难|两节期间|元旦春节|春节",
    "help": r"帮扶|救助|困难职工|脱困|解困|救灾",
    "school": r"助学|学子|大学新生",
    "cool": r"清凉|高温|防暑|酷暑|盛夏|三伏|绿豆汤",
    "mutual": r"互助|参保|互济|特病保险",
    "health": r"体检|筛查|两癌|检查",
    "rest": r"疗养|休养",
    "job": r"就业|招聘|上岗|岗位(?!练兵)",
    "loan": r"贷款|贷(?!款)|贴息",
    "station": r"驿站|服务站点|户外劳动者|温馨港湾|服务站",
    "reading": r"书屋",
    "mother": r"妈咪|妈妈小屋|哺乳室|母婴",
    "home": r"职工之家|职工小家",
    "care": r"托管班|暑托班|托育",
    "match": r"联谊|交友|相亲|鹊桥",
    "competition": r"竞赛|比武|大赛|练兵|参赛|擂台",
    "studio": r"工作室",
    "honour": r"劳动模范|劳模|奖状|奖章|先锋号|工匠",
    "training": r"培训|轮训|夜校|技校",
    "suggestion": r"合理化建议|金点子|建议(?!书)",
    "innovation": r"创新成果|革新|攻关|发明|专利|五小",
    "mentor": r"师徒|带徒",
    "reform": r"产改|产业工人队伍建设改革|试点",
    "lecture": r"宣讲|讲座|讲堂|党课|开讲|直播",
    "activity": r"文体|演出|运动会|文艺|展演|观影|放映|比赛|展览|赛事|文化节|健步走",
    "news": r"推送|稿件|宣传资料",
    "money": r"经费|会费",
    "volunteer": r"志愿",
    "rate": r"满意度|满意率",
    "party": r"党员|党支部",
}
_FIRST_SIGNS = "".join(
    sorted({word.lstrip("(?:")[0] for words in WORDS.values() for word in words.split("|")})
)
# The first sign is asked for before the words are: five times as fast
TOPIC = re.compile(
    rf"(?=[{_FIRST_SIGNS}])(?:" + "|".join(f"(?P<{topic}>{words})" for topic, words in WORDS.items()) + ")"
)


def last_topic(text: str) -> str | None:
    """The topic that was opened last."""
    topic = None
    for match in TOPIC.finditer(text):
        topic = match.lastgroup
    return topic


class Said:
    """What was said before a sentence, below its heading; topics are looked for only when one is asked for."""

    def __init__(self, heading: str) -> None:
        self._texts = [heading]

    def add(self, text: str) -> None:
        """Take a sentence that was read."""
        self._texts.append(text)

    def topic(self) -> str | None:
        """The topic that was opened last."""
        while self._texts:
            if topic := last_topic(self._texts[-1]):
                return topic
            self._texts.pop()
        return None
