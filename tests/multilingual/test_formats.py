"""V7: the golden table of everything that CLDR writes."""

import datetime
from decimal import Decimal

import pytest

from multilingual import formats

NB = "\u00a0"
DAY = datetime.date(2018, 9, 5)
LATE_IN_UTC = datetime.datetime(2018, 9, 4, 18, 30, tzinfo=datetime.UTC)

GOLDEN = [
    (formats.date, (DAY,), "2018年9月5日", "Sep 5, 2018"),
    (formats.date, (LATE_IN_UTC,), "2018年9月5日", "Sep 5, 2018"),
    (formats.day_of_year, (DAY,), "9月5日", "Sep 5"),
    (formats.day_of_year, (LATE_IN_UTC,), "9月5日", "Sep 5"),
    (formats.moment, (LATE_IN_UTC,), "2018年9月5日 02:30", "Sep 5, 2018, 02:30"),
    (formats.number, (1234567,), "1,234,567", "1,234,567"),
    (formats.number, (Decimal("16.00"),), "16.00", "16.00"),
    (formats.number, (Decimal("0.5"),), "0.5", "0.5"),
    (formats.number, (0,), "0", "0"),
    (formats.compact, (120_000_000,), "1.2亿", "120M"),
    (formats.compact, (12_345,), "1.2万", "12.3K"),
    (formats.compact, (999,), "999", "999"),
    (formats.quantity, (Decimal("1.5"), "mm"), f"1.5{NB}mm", f"1.5{NB}mm"),
    (formats.quantity, (Decimal("0.6"), "%"), "0.6%", "0.6%"),
    (formats.quantity, (10, ""), "10", "10"),
    (formats.span, (Decimal(95), Decimal(135), "MPa"), f"95–135{NB}MPa", f"95–135{NB}MPa"),
    (formats.span, (Decimal(20), None, "%"), f"≥{NB}20%", f"≥{NB}20%"),
    (formats.span, (None, Decimal("0.6"), "%"), f"≤{NB}0.6%", f"≤{NB}0.6%"),
    (formats.span, (Decimal(3), Decimal(3), "mm"), f"3{NB}mm", f"3{NB}mm"),
    (formats.tolerance, (Decimal("0.05"), Decimal("0.05")), "±0.05", "±0.05"),
    (formats.tolerance, (Decimal("0.05"), Decimal("0.08")), "+0.05/−0.08", "+0.05/−0.08"),
    (formats.tolerance, (Decimal("0.10"), Decimal(0)), "+0.10/0", "+0.10/0"),
    (formats.enumeration, (["3003", "3A21", "1060"],), "3003、3A21和1060", "3003, 3A21, and 1060"),
    (formats.enumeration, (["3003"],), "3003", "3003"),
    (formats.file_size, (1_234_567,), f"1.2{NB}MB", f"1.2{NB}MB"),
    (formats.file_size, (340_000,), f"340{NB}kB", f"340{NB}kB"),
    (formats.file_size, (12,), f"12{NB}B", f"12{NB}B"),
    (formats.joined, (["PDF", "1.2 MB"],), "PDF，1.2 MB", "PDF, 1.2 MB"),
    (formats.joined, (["PDF"],), "PDF", "PDF"),
    (formats.joined, ([],), "", ""),
]


@pytest.mark.parametrize(("function", "arguments", "chinese", "english"), GOLDEN)
def test_v7_golden_table(function, arguments, chinese, english):
    assert function(*arguments, "zh-hans") == chinese
    assert function(*arguments, "en") == english


def test_v7_a_range_without_a_bound_is_an_error():
    with pytest.raises(ValueError, match="bound"):
        formats.span(None, None, "mm", "en")


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("铝合金扁管", 10, "铝合金扁管"),
        ("铝合金扁管的挤压", 10, "铝合金扁管…"),
        ("Flat tube for heat exchangers", 14, "Flat tube for…"),
        ("Flat tube for heat exchangers", 17, "Flat tube for…"),
        ("用于换热器，以及", 12, "用于换热器…"),
        ("", 5, ""),
    ],
)
def test_texts_are_cut_by_width_and_never_inside_a_latin_word(text, width, cut):
    assert formats.truncate(text, width) == cut
