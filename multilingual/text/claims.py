"""Words that China's Advertising Law bars from advertisements, and words like them. No Django.

Advertising Law of the PRC, article 9(3): no 国家级, 最高级, 最佳 "and the like". The enforcement guide of the State
Administration for Market Regulation (广告绝对化用语执法指南, notice 6 of 2023) takes in words of the same or a similar
meaning, and leaves out what says nothing of the goods, tips for their use, gradings by a standard, official awards, and
facts bound to a time and place. 驰名商标 is barred by the Trademark Law, article 14. No law lists the words that are
alike: those below stand on the lists of platforms and lawyers.

The law knows no difference of language. A hint is no verdict: whoever writes decides.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .writing import Found


class Claim(NamedTuple):
    words: str
    """Alternatives, as a regular expression."""
    unless_before: str = ""
    """What may follow, and then it is no claim."""
    unless_after: str = ""
    """What may stand before, and then it is no claim; alternatives of one length."""


_BIGGER = "全国|国内|世界|全球|亚洲|行业|业内|同行|业界|中国|市场"

CHINESE = (
    # The law's own three.
    Claim("国家级", "(?:经济|高新|开发|新区|实验|重点|工程|绿色|专精|标准化|检[测验]|质检|企业|制造业|非物质|奖|荣誉)"),
    Claim("最高级", "别"),
    Claim("最佳", "[^，。；：！？]{0,4}(?:使用|保存|存放|时[间机期段]|温度|工艺|方[法案]|实践|位置|参数|做法|状态)"),
    # "The most …": of quality and rank. Plain measures (最大, 最小, 最高, 最低) only where they boast.
    Claim("最优秀|最优质|最优(?![化解值选先])", "(?:参数|路径|工艺|控制|设计|方案|配[比合])"),
    Claim("最好的", "(?:办法|方[法式案]|做法|时[候机间]|情况|选择是)"),
    Claim("(?:质量|品质|性能|效果|服务|信誉|口碑|技术|设备|价格)最[好优高低强佳]"),
    Claim(f"(?:{_BIGGER})最[大高低好优强快全早先新]"),
    Claim("最(?:先进|权威|专业|可靠|高端|高档|顶尖|便宜|实惠|优惠|畅销|受欢迎|知名|著名|强大|低价|齐全|具实力|具竞争力)"),
    Claim("最高(?:品质|质量|水准|端)"),
    # First, only, chief.
    Claim(f"(?:{_BIGGER}|销量|排名|产量|份额)(?:排名)?第一"),
    Claim("第一(?:品牌|大(?:厂|品牌|供应商|生产商))"),
    Claim(f"(?:{_BIGGER})(?:的)?唯一|唯一(?:一家|品牌|厂家|供应商|生产商|制造商)"),
    Claim("独一无二|绝无仅有|空前绝后|史无前例|前所未有|无与伦比|无可比拟|无可匹敌|首屈一指"),
    Claim("首选", "(?:项|语言|联系|[A-Za-z])"),
    Claim("首家"),
    Claim("独家", "(?:代理|经销|授权|采访|报道|访谈|许可)"),
    # Ranks.
    Claim("顶级|顶尖|极品|极致|至尊|王牌|巅峰|终极|殿堂级|宇宙级|世界级|国际级"),
    Claim("(?:世界|国际|国内|全球|行业|同行|中国|全国)(?:的)?一流|一流的?(?:质量|品质|产品|服务|技术|设备|企业)"),
    Claim("(?:世界|国际|国内|全球|行业|业内|同行|技术|遥遥)领先|(?:领军|领导|领袖|冠军)(?:品牌|企业)|销量冠军"),
    Claim("填补(?:了)?(?:国内|国际|行业|中国)(?:的)?空白"),
    Claim("国家免检|免检产品|驰名商标"),
    Claim(r"(?<![A-Za-z])(?i:NO\.? ?1|TOP ?1)(?![0-9A-Za-z])"),
)  # fmt: skip

_MAKER = (
    "(?:manufacturer|producer|supplier|maker|company|brand|provider|exporter|factory|enterprise)s?"
)

ENGLISH = (
    Claim(
        r"the (?:very )?best",
        r" (?:way|time|method|practice|means|moment|approach|fit|case|that can|answer|place|of (?:our|your|my|their) )",
        "for ",
    ),
    Claim(r"best[ -](?:quality|price|product|service|performance|value|supplier|manufacturer|in[ -]class|selling)s?"),
    Claim(r"number[ -]one|#1\b|no\. ?1(?= (?:brand|choice|supplier|manufacturer|producer|in ))"),
    Claim(r"(?:world|industry|market|globally|internationally)[ -](?:leading|beating)|world[ -]class|state[ -]level"),
    Claim(rf"leading (?:\w+ )?{_MAKER}"),
    Claim(rf"top[ -](?:quality|grade|class|notch|rated|ranking|brand|tier|of the range)|top (?:\w+ )?{_MAKER}"),
    Claim(r"un(?:rival+ed|matched|beatable|paral+eled|surpassed|equal+ed)|matchless|peerless|second to none"),
    Claim(r"(?:the )?(?:world|country|china|industry|market)['’]s (?:first|largest|biggest|finest|best|only|top)"),
    Claim(r"(?:the |our )most (?:advanced|reliable|trusted|competitive|professional|popular|famous|authoritative)"),
    Claim(r"(?:the )?(?:highest|finest)[ -]quality|the (?:finest|cheapest)|(?:the )?lowest[ -]prices?"),
    Claim(rf"the (?:only|first) (?:\w+ )?{_MAKER}"),
)  # fmt: skip


def _pattern(claims: tuple[Claim, ...], frame: str) -> re.Pattern[str]:
    parts = [
        (f"(?<!{claim.unless_after})" if claim.unless_after else "")
        + f"(?:{claim.words})"
        + (f"(?!{claim.unless_before})" if claim.unless_before else "")
        for claim in claims
    ]
    return re.compile(frame.format("|".join(parts)))


_CHINESE = _pattern(CHINESE, "{}")
_ENGLISH = _pattern(ENGLISH, r"(?i:(?<![a-z0-9])(?:{})(?![a-z]))")

CLAUSE = 80

# In a clause that denies or asks, nothing is claimed.
_DENIED_IN_CHINESE = re.compile(r"(?:不(?![锈断仅但止])|没有|未必|并非|无须|哪)[^，。；：！？\n]*$")
_DENIED_IN_ENGLISH = re.compile(
    r"(?:\b(?:no|not|never|nor|neither|cannot|whether|which)|n['’]t)\b[^,.;:!?\n]*$", re.IGNORECASE
)


def chinese_superlatives(text: str) -> Iterator[Found]:
    return _superlatives(_CHINESE, _DENIED_IN_CHINESE, text)


def english_superlatives(text: str) -> Iterator[Found]:
    return _superlatives(_ENGLISH, _DENIED_IN_ENGLISH, text)


def _superlatives(claims: re.Pattern[str], denied: re.Pattern[str], text: str) -> Iterator[Found]:
    for match in claims.finditer(text):
        if not denied.search(text, max(0, match.start() - CLAUSE), match.start()):
            yield Found("superlative", *match.span())
