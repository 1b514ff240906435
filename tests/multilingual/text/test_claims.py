"""E6: superlatives that the Advertising Law bars, and words that claim nothing."""

import pytest

from multilingual.text.claims import chinese_superlatives, english_superlatives

CLAIMS = [
    ("国家级产品", ["国家级"]),
    ("最高级的扁管", ["最高级"]),
    ("最佳品质，最优价格", ["最佳", "最优"]),
    ("我们的质量最好，服务最优", ["质量最好", "服务最优"]),
    ("做最好的铝材", ["最好的"]),
    ("全国最大的扁管厂", ["全国最大"]),
    ("行业第一，销量第一", ["行业第一", "销量第一"]),
    ("扁管第一品牌", ["第一品牌"]),
    ("国内唯一的生产商，唯一厂家", ["国内唯一", "唯一厂家"]),
    ("顶级工艺，极品铝材，世界级装备", ["顶级", "极品", "世界级"]),
    ("客户的首选", ["首选"]),
    ("独家工艺，全国首家", ["独家", "首家"]),
    ("国际领先，国内一流", ["国际领先", "国内一流"]),
    ("最先进的设备，独一无二", ["最先进", "独一无二"]),
    ("填补国内空白", ["填补国内空白"]),
    ("中国驰名商标，国家免检", ["驰名商标", "国家免检"]),
    ("铝材NO.1", ["NO.1"]),
    ("不锈钢的最佳选择，不断追求最佳", ["最佳", "最佳"]),
]

NO_CLAIMS = [
    "最小弯曲半径100 mm，最大宽度1 250 mm，最低温度-40 ℃，最高强度见下表",
    "第一时间答复，第一步脱脂，第一条，首先，首次，首件检验",
    "最佳使用温度，最佳保存期限，最佳钎焊温度",
    "邹平国家级经济技术开发区，国家级绿色工厂，国家级专精特新企业",
    "最好先询问，最好不要叠放",
    "最优化、最优解、最优化设计",
    "没有哪一种合金是最好的，不存在最佳的状态",
    "哪种状态最佳？",
    "独家代理，唯一的区别，唯一编号，首选项",
    "安全第一，质量第一",
    "最近、最后、最终、最多、最少、至少",
    "极限偏差，顶部，一级，高级工程师",
    "万能试验机，绝对误差",
]

ENGLISH_CLAIMS = [
    ("the best tube, best quality", ["the best", "best quality"]),
    ("a world-leading and world-class maker", ["world-leading", "world-class"]),
    ("Leading manufacturer of flat tube", ["Leading manufacturer"]),
    ("China’s largest maker", ["China’s largest"]),
    ("number one in coils, #1 brand", ["number one", "#1"]),
    ("top quality, top-notch, a top supplier", ["top quality", "top-notch", "top supplier"]),
    (
        "unrivalled, unbeatable prices; second to none",
        ["unrivalled", "unbeatable", "second to none"],
    ),
    ("the most advanced lines, our most reliable tube", ["the most advanced", "our most reliable"]),
    ("the only producer, the lowest prices", ["the only producer", "the lowest prices"]),
]

NO_ENGLISH_CLAIMS = [
    "at best 0.05 mm; as best we can; best practice; best before 2027",
    "the best way to unload a coil",
    "to the best of our knowledge",
    "no alloy is the best; which is the best",
    "we do not promise the best quality",
    "the top of the coil, the top layer, on top, desktop",
    "the leading edge, the leading end of the strip",
    "the first coil, No. 1 Industrial Road, bay number 1",
    "the highest temperature, the largest width, most countries",
    "unmatchedness and bestiary",
]


@pytest.mark.parametrize(("text", "found"), CLAIMS)
def test_superlatives_in_chinese_are_found(text, found):
    assert _words(chinese_superlatives(text), text) == found


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_measures_order_and_advice_in_chinese_claim_nothing(text):
    assert _words(chinese_superlatives(text), text) == []


@pytest.mark.parametrize(("text", "found"), ENGLISH_CLAIMS)
def test_superlatives_in_english_are_found(text, found):
    assert _words(english_superlatives(text), text) == found


@pytest.mark.parametrize("text", NO_ENGLISH_CLAIMS)
def test_measures_order_and_advice_in_english_claim_nothing(text):
    assert _words(english_superlatives(text), text) == []


def _words(found, text):
    return [text[place.start : place.end] for place in found]
