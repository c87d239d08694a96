"""Page furniture: navigation, mastheads, counters, advertising, copyright feet, and the editors' credits.

Everything is matched on the folded line (simplified characters, half-width signs). A pattern here must be
sure of itself, because what it takes is not searched; words that only look like furniture in a certain
place are judged by that place, in ``structure``.
"""

import re
from collections.abc import Sequence

from archive.ingest.lines import Line
from archive.ingest.lists import word_list
from archive.ingest.newspaper import TURNS
from archive.ingest.prose import is_prose

DATE = r"(?:19|20)\d\d(?:年|[-./])\d{1,2}(?:月|[-./])\d{1,2}日?"

# Words of which a navigation bar is made. A line is a bar when nothing else stands in it:
# "第02版 上一期   下一期 上一版 下一版" · "首页 > 新闻中心 > 工会要闻" · "字号: 大 中 小 打印 关闭"
# A channel's name (文化, 健康) alone on a line may as well be a heading: its place tells.
CHANNELS = word_list("channels")
NAVIGATION_WORDS = word_list("navigation") | CHANNELS
MOST_CHANNELS_IN_A_HEADING = 2
BAR_SPLIT = re.compile(r"[\s|>›»/·•:,;\[\]()<«‹【】_→←↑↓▲▼■□◆●★+\-—]+")
BAR_NOISE = re.compile(r"\d{1,5}|第?[A-Z]?\d{1,3}版?|[A-Za-z]{1,2}|[\W_]+")

_HAN_NUMBER = "[一二三四五六七八九十百〇○零]"
# - 3 -, 第 3 页 共 8 页, 第三页（共八页）, 共8页 第3页, —二—, 3/8, Page 3 of 8; a year is none
PAGE_NUMBER = re.compile(
    rf"^[-—–·•~～|\s]*(?:共\s*(?:\d{{1,4}}|{_HAN_NUMBER}{{1,5}})\s*页\s*[,，、]?\s*)?"
    rf"(?:第\s*(?:\d{{1,4}}|{_HAN_NUMBER}{{1,5}})\s*页|(?:page|p\.?)?\s*\d{{1,3}}\s*页?|第\s*\d{{1,3}}"
    rf"|(?<=[-—–·•~～|\s])(?!19|20)\d{{4}}(?=\s*[-—–·•~～|])|(?<=[-—–·•~～])\s*{_HAN_NUMBER}{{1,3}}(?=\s*[-—–·•~～]))"
    rf"(?:\s*(?:[/／,，、|(（]|(?=共|总|of))\s*(?:共|总|of)?\s*(?:\d{{1,4}}|{_HAN_NUMBER}{{1,5}})\s*页?\s*[)）]?)?[-—–·•~～|\s]*$",
    re.I,
)

# Whole lines, spaces dropped. Each with a line that it is for.
WHOLE_LINES = re.compile(
    "^(?:"
    + "|".join(
        (
            r"[^,。]{0,8}(?:上一篇|下一篇|上一条|下一条|前一篇|后一篇)[::】].*",  # 上一篇:县总工会送清凉
            r".{0,12}(?:copyright|©|\(c\)(?:19|20)\d\d).*",  # Copyright © 2011 …数字报
            r".{0,30}(?:版权所有|allrightsreserved).{0,60}",
            r".{0,24}(?:icp备|网安备|新网备|备案号|增值电信业务|网络视听许可证|互联网新闻信息服务许可|信息网络传播视听节目许可).*",
            r"[^,。]{0,24}(?:新闻网站)?许可证(?:编?号)?[::].*",
            r"(?:[^,。]{0,6}(?:社址|地址|报社地址|联系地址|通讯地址|单位地址|办公地址))[::].*",  # 地址:北京市朝阳区…
            r"(?:邮编|邮政编码|电话|联系电话|传真|热线|新闻热线|投稿邮箱|广告热线|发行热线|举报电话|值班电话|电子信箱|电子邮箱|邮箱|e-?mail|qq群?|客服|网址)[::].*",
            r"(?:主办|主办单位|承办|承办单位|主管|主管单位|协办|技术支持|版权|网站标识码|网站管理|维护单位|印刷|印刷单位|出版|出版单位|零售|定价)[::].*",
            r".{0,16}(?:国内统一(?:连续出版物|刊)号|邮发代号|国际标准刊号|issn|cn\d\d-\d{4}).*",  # 国内统一刊号CN36-0012
            r".{2,18}(?:主管|主办|承办|协办)(?:.{2,16}(?:主管|主办|承办|协办|出版)|(?:稿件)?来源.{2,20})?",  # 示例日报报业集团主管主办
            r"(?:第\d+期|总第?\d+期|第?[a-z]?\d{1,5}版|今日[\d一二三四五六七八九十]+版|本期[\d一二三四五六七八九十]+版|[::,、·|/\s])+",
            # 云川日报 · 四川工人日报数字报: a masthead on a line of its own, but 交出亮眼捷报 is a heading
            r"(?!.*(?:[汇捷喜申通举海简墙板回上预情战年月播填答]报|述职报|差报)$)《?[\u4e00-\u9fff]{2,8}(?:日报|晚报|晨报|早报|时报|快报|商报|导报|周报|工人报|劳动报|青年报|都市报|法治报|法制报|经济报|县报|区报|市报|[\u4e00-\u9fff]报)》?(?:社|数字报纸?|电子报|电子版|数字版|多媒体数字报刊?(?:平台)?|融媒体(?:数字报)?)?",
            r"[\u4e00-\u9fff]{2,4}新闻",
            r"(?![织建架铺搭筑用])[\u4e00-\u9fff]{2,10}(?<!织密)(?<!织牢)(?:工会网|新闻网|政府网|信息网|门户网站|官方网站|官网|资讯网|日报网)",
            r"第\d+期[::].*出版日期[::].*",  # 第2046期:第05版 今日出版日期:2019-04-18
            rf"(?:本期)?(?:出版|发行|见报|刊发)(?:日期|时间)[::]{DATE}.*",
            r"(?:第?[a-z]?\d{1,5}版|[a-z]\d{1,2})[::]?[\u4e00-\u9fff·]{2,8}(?:版|新闻|专刊|周刊|专版)?",  # 第06版:县域视窗
            r"第[一二三四五六七八九十]{1,3}版(?:[::·]?[\u4e00-\u9fff]{2,8})?",
            rf"{TURNS}(?:本报)?(?:第?[a-z]?[\d一二三四五六七八九十]{{1,3}}版|封[一二三四]).{{0,8}}",
            rf"[(【\[]{TURNS}第?[^)】\]]{{1,12}}[)】\]]",  # (下转第四版)
            r"[-—·~=_*#.。…\s]+",  # a rule of signs
            # 新闻评论 · 12条评论 · 评论(3), but 请职工代表来评论 is a heading
            r"[^,。]{0,30}(?:语音播报|新闻评论\d*|相关新闻\d*|\d+条?评论|评论[(:]?\d+\)?条?)[::]?(?:语音播报)?",
            r"(?:\d+人?)?(?:浏览|点击|阅读|访问|人气|点赞|热度|查看)(?:次数|数|量|人数)?[::]?\d*次?",
            r".{0,40}(?:浏览|点击|阅读|访问)(?:次数|数|量)[::]?\d*.{0,30}",  # 发布时间:… 浏览次数:312
            r".{0,10}(?:扫一扫|扫描二维码|扫码关注|长按识别|长按二维码|识别图中二维码|扫码下载|扫码阅读|关注微信|微信扫码).{0,40}",
            r".{0,6}(?:关注|搜索|添加)(?:官方|我们的)?(?:微信|公众号|视频号).{0,30}",
            r".{0,20}(?:登录|注册|开通会员|充值)(?:后|即可|才能|方可).{0,30}",  # 登录后查看全文
            r"(?:点击|点此|请点击).{0,16}(?:查看|下载|阅读|进入|登录|注册|展开|关注|链接).{0,16}",
            r".{0,12}(?:剩余|还有|未读)\d+%.{0,12}",
            # 本文来自范文网 · 信息来源于网络 · 文章链接:…, but 信息来自基层 is a heading
            r"(?:本文|文章|内容|信息|以上).{0,8}(?:(?:来自|来源于|转载自|摘自)(?:[::].{0,60}|.{0,40}(?:[网报社刊]|公众号|客户端|网络|www|http|\.com|\.cn|《).{0,40})|(?:地址|链接|网址)[::].{0,60})",
            r".{0,10}(?:转载请注明|未经(?:授权|许可|书面)|不得转载|如有侵权|侵权必究|仅供参考|观点仅代表|不代表本[站网]|本站(?:所有|部分|提供|不保证)).{0,120}",
            r"(?:声明|免责声明|版权声明|特别提示|温馨提示|郑重声明|申明敬告)[::].{0,200}",
            r"(?:[【\[(]广告[】\])]|广告[::]).*",  # 【广告】限时特惠
            r"[▶►▷>•·]?[a-z]?\d{1,2}版[|::].*",  # ▶02版|园区夜经济点亮七条街: the page's teasers
            r"(?:.{0,12}(?:网站?|报)(?:所)?(?:刊登|刊载|发布).{0,12}版权归.{0,24})",  # 本网站所刊登…版权归…所有
            r"[(]?(?:本版|本组|本文|文中|以上|上述)(?:稿件|图片|照片|文字|图文|配图)?.{0,6}(?:由|均由).{2,30}(?:提供|组稿|供稿|拍摄|整理|采写)[)]?",
            r"(?:广告|推广|赞助商?链接|赞助|ad|advertisement|advertising|广告位招租|本栏广告)[::]?.{0,4}",
            r".{0,14}(?:广告热线|广告合作|招商热线|商务合作|加微信|加盟热线|免费下载|一键下载|限时优惠|立即(?:下载|购买|注册|咨询|抢购)|vip|会员专享).{0,40}",
            r"(?:距离|距)?.{0,24}(?:倒计时|还有|仅剩|只剩)[::]?\d+(?:天|小时|时|分|秒).{0,10}",  # 距离…还有128天
            r".{0,8}\d+(?:秒|s)(?:后|钟后)?(?:将)?(?:自动)?(?:跳转|关闭|返回|刷新|进入).{0,30}",
            r"(?:今天是|现在是|当前时间|当前日期|系统时间|北京时间)[::]?.{0,40}",
            r"(?:您|你)?(?:现在的|当前的?|所在的?)?位置(?:是)?[::].{0,80}",  # 当前位置:首页 > 工会动态
            r"[^。,]{2,20}(?:>>|»|›)[^。]{1,30}(?:(?:>+|»|›)[^。]{1,40})*|[^。,>]{2,16}>[^。,>]{2,16}>[^。]{1,40}",  # 某某网>>工会新闻>>要闻
            r".{0,60}(?:首页|网站首页)(?:>+|»|›|→|-|—|/|\\)+.{1,60}",
            r"[\u4e00-\u9fff]{2,10}(?:网|频道|门户)>[^>»›]{2,40}",  # 工会在线网 > 示例省
            r"(?:新闻|文章|信息|资讯|内容|图文|公告)?(?:详情页?|详细(?:内容|信息|页面)?)|(?:新闻|文章|资讯)(?:内容|正文|浏览|阅读|展示)页?",
            # 原创 青禾工会 2023-01-16 18:02 发表于示例: the head of a message on a phone
            rf"原创[^,。]{{0,40}}{DATE}.{{0,24}}|[^,。]{{0,40}}{DATE}(?:\d{{1,2}}:\d\d)?(?:发表|发布)于[\u4e00-\u9fff]{{2,6}}",
            # 索引号:… 发文日期:… 有效性:有效: the index card of a government's site
            r"(?:索引号|信息索引号?|发文字号|文件编号|发文机关|发文机构|成文日期|发文日期|公开日期|生成日期|公开方式|公开范围|公开形式|公开时限|主题分类|信息分类|体裁分类|组配分类|有效性|效力状态)[:].*",
            # 下面是小编为大家整理的工作总结范文,希望对您有帮助: who introduces a sample
            r"(?:以下|下面|下文|这里|今天)(?:就|便)?(?:是|由|,)?(?=.{0,16}(?:小编|本站|(?:为|给|替)(?:您|你|大家))).{0,24}(?:整理|收集|搜集|准备|带来|推荐|分享|找来|提供)(?:了|的).{2,160}",
            r"《.{2,60}(?:由|为|是|系)(?:本站)?(?:会员|用户|网友).{0,16}(?:分享|上传).{0,120}",  # 《…》由会员分享,可在线阅读
            r"(?:以上|上述|上面|本文)(?:内容)?(?:就|便)?是.{0,24}(?:小编|(?:为|给)(?:大家|您).{0,6}(?:整理|收集|分享|推荐|带来)).{0,60}",
            r"(?!建|用|办|开|推|升级|依托|打造|运营|完善|利用|借助|通过)[\u4e00-\u9fff]{2,12}(?:报|网|在线|传媒|发布|总工会)(?:官方)?(?:微信|微博|抖音|头条)?(?:公众平台|公众号|订阅号|服务号|视频号|官微|客户端)(?:二维码)?",
            r"附件[一二三四五\d]{0,2}[:]?无?",
            r"[【\[(]?(?:字体|字号|文字)(?:大小)?[:]?[\[(【]?[大中小特号]{1,6}[\])】]?(?:背景色[:]?)?[】\])]?",  # 【字体:大中小】
            r".{0,20}(?:produced|powered)by.{0,60}",
            r"(?:点击)?下载.{2,12}(?:app|客户端)|打开.{2,12}(?:app|客户端).{0,12}",  # 下载示例新闻APP
            r".{2,24}(?:主管|主办|承办|版权)(?:电话|地址|邮编|邮箱)[:].*",  # 石桥县传媒中心主办 电话:00990012
            r"[-—=_*]{3,}[\u4e00-\u9fff]{1,6}[-—=_*]{3,}|(?:我要纠错|顶一下|踩一下|打印|关闭|[()\d%.|])*(?:我要纠错|顶一下|踩一下)(?:打印|关闭|踩一下|[()\d%.|])*",
            r"[↑↓▲▼☝]*(?:点击|长按|轻触|戳)(?:上方|下方|左下角|右上角|左下方)?.{0,16}(?:关注(?:我们|公众号)?|阅读原文)",
            r"喜欢此内容的人还喜欢|(?:继续滑动|向上滑动|上滑).{0,8}|预览时标签不可点|关注该公众号|轻触阅读原文|写留言|分享收藏点赞在看",
            r"[a-z]{1,2}\d{1,2}(?:[-—][a-z]?\d{1,2})?|[\u4e00-\u9fff]{2,4}新闻[·|][\u4e00-\u9fff]{2,4}",  # A12 · 云川新闻·青禾
            r"[(]?(?:本栏目|本专栏|本专版|本版)由?.{2,24}(?:协办|特约|主办|承办|合办|联办)[)]?",
            # 松坪年鉴(2020) · 云川年鉴2019·群众团体: the head of a yearbook's page
            r"《?[\u4e00-\u9fff]{2,10}年鉴》?(?:[(·]?(?:19|20)\d\d(?:[-—](?:19|20)?\d\d)?(?:年?卷|年|版)?[)]?)?(?:[·|][\u4e00-\u9fff]{2,8})?\d{0,4}",
            r"(?:\[?图片\d*\]?|\[?图\d*\]|<?image>?|图片(?:加载中|来源)?|视频加载中|正在加载|加载中|loading)[.…]*",
            r"(?:[\[(【<]?(?:图|图片|photo|img|dsc)?[\w\u4e00-\u9fff()·-]{0,40}\.(?:jpe?g|png|gif|bmp|webp|tiff?)(?:[\])】>]|\(\d+[kmb×x*\d]*\))?[,;、]?)+",
            r"https?://\S+|www\.\S+",
            r"(?:您的)?浏览器(?:不支持|版本过低).{0,60}|.{0,20}(?:javascript|flash播放器|adobeflash).{0,60}",
            r"(?:标签|tag|tags|分类|栏目|所属栏目|文章类型|文档类型|文档页数|文档大小|文件大小|文件格式)[::].*",
            r"(?:关键词|关键字|主题词)[::].*[,;、|/].*",  # 关键词:工会;综述, but 关键词:凝聚 is a heading
            r"[■●◆★▲□◎【\[]*(?:摘要|内容摘要|内容提要|核心提示|导读|提要|编者按|编者的话|开栏语)[】\]]*[::]?",
            r".{0,30}(?:推荐度|推荐指数|评分)[::].*",
            r"[-•·]*(?:相关推荐|相关阅读|相关链接|相关文章|推荐阅读|延伸阅读|热门推荐|热门文章|热门新闻|热点推荐|热点新闻|热门排行|最新文章|最新更新|最新新闻|"
            r"猜你喜欢|大家都在看|大家还看了|阅读排行|点击排行|新闻排行|为您推荐|精彩推荐|精选文章|往期精彩|往期推荐|更多精彩|本栏目更多|本类推荐|随机推荐|相关热词|今日热点|友情链接|合作媒体|媒体链接|快速链接)"
            r"(?:>>|更多|:)?.{0,10}",
            r"(?:论文部分内容阅读|网络出版时间[::].*|\(?整期优先\)?.*|暂无简介|全文阅读|原文链接.*|查看原文.*|阅读原文.*|本页地址.*)",
            r"(?:完|全文完|本文完|the\s?end|end|未完待续)[)\]】]?",
            r"[(\[【](?:完|全文完|未完待续|本报评论员文章见.*)[)\]】]",
            r"(?:[【\[(])?(?:关闭|打印|收藏|纠错|返回)(?:窗口|本页|此页|顶部|首页)?[】\])]?(?:[【\[(](?:关闭|打印|收藏|纠错|返回)(?:窗口|本页|此页|顶部|首页)?[】\])])*",
            r"本版(?:图片|照片|稿件|图文|文字)(?:除署名外?)?.{0,8}(?:由|均为|均由|皆由|除).{0,40}",  # 本版图片除署名外由…提供
            r"(?:上一?[版期篇页]|下一?[版期篇页]|放大|缩小|默认|朗读|[-+|·•<>\s])+",
        )
    )
    + ")$",
    re.I,
)

# Who made the page: 责编/徐贤礼 美编/谢志斌 校对/邱舒 · 值班主任:齐菲斐 · 本版编辑:岳 麓    电话:…
CREDIT_ROLE = (
    r"(?:(?:本报|本版|本文|本期|本刊|值班|责任|执行|首席|特约|图片|文字|视觉|新媒体|助理|实习|见习|当班|文编)*"
    r"(?:责编|编辑|编校|美编|校对|版式|组版|排版|审核|审校|终审|初审|复审|一审|二审|三审|签发|总编|主编|副主编|总编辑|副总编辑|监制|统筹|策划|总策划|出品|制作|制图|"
    r"设计|美术|编审|编委|主任|副主任|一审|检校|校检|视觉|图编|主持人|主持|版面|组稿|责校|电编|一版编辑|二版编辑))"
)
CREDIT_LINE = re.compile(
    rf"^[(\[【■□●◆\s]*{CREDIT_ROLE}\s*(?:[:/·|]|\s(?=[\u4e00-\u9fff]\s?[\u4e00-\u9fff])).{{1,80}}$|"
    rf"^[(\[【]\s*{CREDIT_ROLE}\s*[:/ ]?\s*[\u4e00-\u9fff·、,\s]{{2,30}}[)\]】]$"
)
ROLE_AND_NAME = re.compile(rf"{CREDIT_ROLE}\s*[:/]")
WORKPLACE_OF_WRITER = re.compile(r"作者(?:单位|系|为)")  # (作者单位:青禾区总工会)
# 撰稿:齐菲斐 is a by-line, 摄影:… is one of a photographer: neither is the page's own staff
NOT_CREDIT = re.compile(r"^[(\[【■□●◆\s]*(?:撰稿|供稿|作者|文/|图/|摄影|通讯员|记者)")

# Lines of the page that carry a date, a paper or a page number
WEEKDAY = r"星期[一二三四五六日天]|周[一二三四五六日]"
DATE_LINE = re.compile(
    rf"^(?:[\u4e00-\u9fffA-Za-z·《》]{{0,14}}\s*)?(?:发布(?:时间|日期)?|发表(?:时间|日期)|时间|日期|更新时间|录入时间|刊发时间|上传时间|出版日期)?[: ]*"
    rf"(?:{DATE}|(?:19|20)\d\d年\d{{1,2}}月|二[〇○零O0][〇○零O0一二三四五六七八九]{{2}}年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日)"
    rf"(?:\s*\d{{1,2}}:\d\d(?::\d\d)?)?[\s(]*(?:{WEEKDAY})?[\s)]*.{{0,60}}$"
)
SOURCE_LINE = re.compile(
    r"^[(\[【\s]*(?:文章|信息|稿件|新闻|内容)?(?:来源|出处|稿源|转自|来自|供稿单位|信息来源|发布机构|发布单位|发布者|发布人|发稿人|录入|录入者|信息员|文章录入)\s*[:／/].{0,120}$"
)
PAPER_AND_DATE = re.compile(rf"^[《]?[\u4e00-\u9fff]{{2,12}}(?:报|网|周刊)[》]?\s*[(]?\s*{DATE}.{{0,30}}$")

# A line of a masthead is short; a paragraph that opens with a date is not a masthead
LONGEST_DATE_LINE = 60

# 2019年3月,县总工会举办首届职工运动会 · 截至2019年3月,全县会员达3万人: an entry of a chronicle has words after its
# day. 2019年1月9日 青禾区总工会办公室 印发 ends with a body or with what a body does with a page.
LEADING_DATE = re.compile(
    r"(?:19|20)\d\d ?(?:年 ?\d{1,2} ?月(?: ?\d{1,2} ?日)?|[-./]\d{1,2}[-./]\d{1,2}(?!\d))(?: ?至 ?\d{1,2} ?[月日](?:\d{1,2}日)?)?"
)
LABELLED = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,8}[:/]\s?\S+")
BODY_OR_PAGE_WORK = re.compile(
    r"(?:工会|办公室|[报网社部局委院厅处站]|中心|记者|通讯员|供稿|报道|摄影?|刊发|发布|转载|出版|印发?)$"
)
SHORTEST_EVENT = {"close": 4, "apart": 8}  # Han characters after the day: behind a comma, behind white space

# A masthead is made of these and little else: 海澜日报 T04-T05 通版 2023年12月6日 星期三
PAPER_NAME = r"《?[\u4e00-\u9fff]{1,8}(?:日报|晚报|晨报|早报|时报|快报|商报|导报|周报|工人报|劳动报|青年报|都市报|法治报|法制报|经济报|[\u4e00-\u9fff]报)》?(?:社|(?:多媒体|融媒体|全媒体)?(?:数字报纸?|电子报|电子版|数字版|数字报刊))?"
MASTHEAD_PARTS = re.compile(
    "|".join(
        (
            r"[^\s]{0,6}(?:出版|发行|见报|刊发|发布|更新)(?:日期|时间)?\s*:?\s*(?=(?:19|20)\d\d)",
            rf"{DATE.replace('年|', ' ?年 ?|').replace('月|', ' ?月 ?|')}(?:\s*\d{{1,2}}:\d\d(?::\d\d)?)?",
            rf"(?:{WEEKDAY})",
            r"(?:农历)?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年\S{2,8}|农历\S{2,12}",
            PAPER_NAME,
            r"第?\s?[A-Za-z]?\d{1,5}(?:[-—]\s?[A-Za-z]?\d{1,3})?\s?版(?:\s?[:·|]\s?[\u4e00-\u9fff·]{2,8})?|[A-Z]\d{1,2}(?:[-—][A-Z]?\d{1,2})?(?:\s?[:·]\s?[\u4e00-\u9fff]{2,8})?|第?[一二三四五六七八九十]{1,3}版(?:\s?[:·|]\s?[\u4e00-\u9fff·]{2,8})?",
            r"(?:总第|第)\s?\d{1,6}\s?期(?:\s?[:])?|(?:今日|本期|共)\s?[\d一二三四五六七八九十]+\s?版|零售价?\S{0,8}元|每份\S{0,8}元|定价\S{0,8}元|(?:国内统一)?(?:连续出版物|刊)号\S*|CN\s?\d\d-\d{4}\S*|邮发代号\S*",
            # 电话:6293445 · 投稿邮箱:zcrb@example.com · SONGPING RIBAO
            r"(?:新闻|投稿|广告|编辑部|联系)?(?:电话|热线|电子信箱|电子邮箱|邮箱|E-?mail|QQ)\s?:\s?[\w.@()+-]+|(?<![A-Z])[A-Z]{3,16}(?![A-Z])",
            r"今日[\u4e00-\u9fff]{2,3}(?=\s|$)|(?<!\d)(?:19|20)\d\d\s?年|(?<!\d)\d{1,2}\s?月\s?\d{1,2}\s?日",
            r"天气:\s?\S+(?:\s+-?\d+\S*)?|-?\d+℃\S*",
            r"(?:通版|特刊|专刊|专版|要闻|综合新闻|综合|新闻|内部资料|免费交流|准印证\S*|印数:?\s?\d+\s?份?|编辑部|\S{0,12}主管主办|刊发|刊登|来源:)",
            r"(?:字号|字体)\s?:?\s?[TA大中小+\-|/ ]*",
            r"{role}\s?[:/]?\s?(?:[\u4e00-\u9fff]\s[\u4e00-\u9fff](?![\u4e00-\u9fff])|[\u4e00-\u9fff]{2,3}(?![\u4e00-\u9fff]))",
        )
    ).replace("{role}", CREDIT_ROLE)
)
MASTHEAD_SURE = re.compile(
    rf"{DATE}|{DATE.replace('年|', ' ?年 ?|').replace('月|', ' ?月 ?|')}|总第\s?\d|第\s?\d+\s?期|{WEEKDAY}|第?\s?[A-Za-z]?\d{{1,5}}\s?版|第[一二三四五六七八九十]版|[\u4e00-\u9fff]{{2}}(?:日报|晚报|工人报|时报|数字报|电子版|数字版)|零售|℃|主管主办|印数|编辑部"
)
LONGEST_MASTHEAD = 130
MOST_OTHER_WORDS = 10  # a column's name: 县区·白塔, 市直风采

# Where other news begins: nothing of the article follows
OTHER_NEWS = re.compile(
    r"^[-•·【\[■●◆\s]*(?:相关推荐|相关阅读|相关文章|推荐阅读|延伸阅读|热门推荐|热门文章|热门新闻|热点推荐|热点新闻|最新文章|猜你喜欢|大家都在看|阅读排行|点击排行|"
    r"新闻排行|为您推荐|精彩推荐|往期精彩|往期推荐|更多精彩|友情链接|合作媒体|网友评论|相关链接)",
)
# The foot of a page; on a page that was printed in parts it may stand between two paragraphs
PAGE_FOOT = re.compile(
    r"^[-•·【\[■●◆\s]*(?:新闻评论|相关新闻|上一篇|下一篇|版权声明|免责声明|copyright|©|版权所有)", re.I
)

# The buttons and counters of a message on a phone and of share bars. Nothing of an article reads like one:
# 点击上方蓝字关注我们 · 点分享 点收藏 点点赞 点在看 · 阅读 1024 · 预览时标签不可点
_BUTTON = r"(?:点个?|求|一键)?(?:分享|收藏|点赞|点点赞|赞|在看|看一看|转发|留言|写留言|评论|投币|关注|喜欢|推荐|复制链接|微信|微博|朋友圈|QQ空间|QQ好友|QQ|打印|举报|投诉)"
PROMPTS = re.compile(
    "^(?:"
    + "|".join(
        (
            r"[《\[【]?[^,。]{2,60}\.(?:docx?|pdf|wps|rtf|pptx?|xlsx?|ofd|caj)[》\]】]?(?:[(\d.].{0,16})?",  # 总工会工作综述.docx
            r"(?:点击|点按|轻点|戳)(?:上方|下方|右上角|文末|标题下方?)?[^,。]{0,12}(?:关注|订阅|星标)[^,。]{0,16}",
            r"(?:请?长按|扫描|识别|扫一扫)[^,。]{0,12}(?:二维码|小程序码|下方)[^,。]{0,20}",
            rf"(?:分享(?:到|至|给)[::]?)?(?:{_BUTTON}[\s、·|/!,:\d+]*){{2,}}",
            r"(?:阅读|在看|点赞|赞|喜欢|分享|收藏|留言|评论|浏览)\s?\d[\d.万w+]*(?:\s?(?:阅读|在看|点赞|赞|喜欢|分享|收藏|留言|评论)\s?\d*[\d.万w+]*)*",
            r"以下文章来源于.{0,24}|收录于(?:合集|话题|专辑).{0,30}|(?:#\S{1,16}\s?)+(?:\d+个(?:内容)?)?|预览时标签不可点|继续滑动看下一个.{0,12}",
            r"(?:轻触|点击)?阅读(?:原文|全文)|关注该公众号|知道了|轻点两下取消(?:赞|在看)|写留言|精选留言|向上滑动看下一个|使用小程序|\d*人划线|作者提示:.{0,30}",
            # 原创 青禾工会 2020-01-09 18:00 发表于示例
            rf"原创\s[^,。]{{2,40}}(?:{DATE}[^,。]{{0,24}})?|视频小程序赞.{{0,30}}|(?:取消)?允许|微信扫一扫.{{0,24}}|×分析|收起|名称已清空|选择留言身份|当前内容可能存在未经审核.{{0,30}}",
        )
    )
    + ")$",
    re.I,
)

# A clause of advertising or log-in residue inside a paragraph:
# "…(本文来自范文网www.example.com)…" "【更多资料请登录www.example.com】"
RESIDUE = re.compile(
    r"[(\[【](?:[^()\[\]【】]{0,30}(?:https?://|www\.)[^()\[\]【】]{0,60}|"
    r"(?:本文来源|本文来自|文章来源|来源[:]|转载自|广告|点击(?:查看|阅读|展开|下载)|登录后|扫码|更多(?:精彩|资料|范文))[^()\[\]【】]{0,40})[)\]】]|"
    r"(?:点击阅读全文|登录后查看全文|展开阅读全文|点击展开全文|(?:本文|文章)?(?:来自|来源于?|摘自)[\u4e00-\u9fff]{2,10}网?(?:https?://|www\.)[\w./-]+|"
    r"(?:https?://|www\.)[\w./?=&%-]{6,})",
    re.I,
)


def _squeezed(key: str) -> str:
    return key.replace(" ", "").replace("\u3000", "")


def is_channel(key: str) -> bool:
    """True for one or two names of a newspaper's channels, which may be a heading: 文化 · 健康."""
    words = key.split()
    return 0 < len(words) <= MOST_CHANNELS_IN_A_HEADING and all(word in CHANNELS for word in words)


def is_entry(key: str) -> bool:
    """True for a day and what happened on it, be it without a stop: an entry of a chronicle."""
    date = LEADING_DATE.search(key)
    if not date:
        return False
    after = key[date.end() :]
    words = [
        run
        for run in re.findall(r"[\u4e00-\u9fff]+", MASTHEAD_PARTS.sub(" ", LABELLED.sub(" ", after)))
        if not BODY_OR_PAGE_WORK.search(run)
    ]
    shortest = SHORTEST_EVENT["apart" if after[:1].isspace() else "close"]
    return any(len(run) >= shortest for run in words)


def is_navigation_bar(key: str) -> bool:
    words = [word for word in BAR_SPLIT.split(key) if word]
    known = [word for word in words if word in NAVIGATION_WORDS or word.endswith("首页")]
    others = [word for word in words if word not in known and not BAR_NOISE.fullmatch(word)]
    sure = len(known) >= 3 * len(others) and (len(known) > 1 or not others)
    return bool(known) and sure and not is_channel(key)


def is_masthead(key: str) -> bool:
    """True for a line that says which paper, day, issue and page this is, and nothing of an article."""
    if len(key) > LONGEST_MASTHEAD or "。" in key or not MASTHEAD_SURE.search(key) or is_entry(key):
        return False
    rest = re.sub(r"[\W_]+", " ", MASTHEAD_PARTS.sub(" ", key)).split()
    words = [word for word in rest if word not in NAVIGATION_WORDS and not BAR_NOISE.fullmatch(word)]
    length = sum(map(len, words))
    return (
        length <= MOST_OTHER_WORDS
        and length <= 0.45 * len(_squeezed(key))
        and all(len(word) <= 6 for word in words)
    )


def is_credit(line: Line) -> bool:
    """The page's own staff, not the writers of the article."""
    key = line.key
    if key.endswith("。"):
        return False
    if (
        len(key) <= LONGEST_DATE_LINE
        and "。" not in key
        and (WORKPLACE_OF_WRITER.search(key) or len(ROLE_AND_NAME.findall(key)) >= 2)
    ):
        return True
    return bool(CREDIT_LINE.match(key)) and not NOT_CREDIT.match(key)


def is_date_line(line: Line) -> bool:
    key = line.key
    return (
        len(key) <= LONGEST_DATE_LINE
        and "。" not in key
        and bool(DATE_LINE.match(key) or PAPER_AND_DATE.match(key))
        and not is_entry(key)
    )


def is_source_line(line: Line) -> bool:
    return bool(SOURCE_LINE.match(line.key)) and "。" not in line.key


def is_furniture(line: Line) -> bool:
    """True for a line that is no part of any article by its words alone."""
    whole = WHOLE_LINES.match(_squeezed(line.key)) or PAGE_NUMBER.match(line.key)
    return bool(whole) or is_navigation_bar(line.key) or is_masthead(line.key)


def channels_of_the_page(lines: Sequence[Line]) -> set[int]:
    """Channel names that are the page's by their place: three in a row, above the article, beside furniture.

    文化 with running text right below it is a heading.
    """
    channels = {at for at, line in enumerate(lines) if is_channel(line.key)}
    first_text = next((at for at, line in enumerate(lines) if is_prose(line)), len(lines))
    last_text = max((at for at, line in enumerate(lines) if is_prose(line)), default=-1)
    return {
        at
        for at in channels
        if {at - 1, at + 1} <= channels
        or {at + 1, at + 2} <= channels
        or {at - 1, at - 2} <= channels
        or not (first_text <= at + 1 and at < last_text)
    }


def is_prompt(line: Line) -> bool:
    """True for what a program asks its reader to press, or counts: no title either, whatever stands around it."""
    return bool(PROMPTS.match(" ".join(line.key.split())))


def opens_other_news(line: Line) -> bool:
    """True for 相关阅读 and its like."""
    return bool(OTHER_NEWS.match(line.key)) and not line.key.endswith("。")


def is_page_foot(line: Line) -> bool:
    """True for the line that begins the foot of a page: 上一篇, Copyright."""
    return bool(PAGE_FOOT.match(line.key)) and not line.key.endswith("。")
