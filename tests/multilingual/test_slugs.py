import pytest

from multilingual import slugs


@pytest.mark.parametrize(
    ("title", "language", "slug"),
    [
        ("铝合金扁管", "zh-hans", "lv-he-jin-bian-guan"),
        ("3003-H14 卷材", "zh-hans", "3003-h14-juan-cai"),
        ("重庆工厂", "zh-hans", "chong-qing-gong-chang"),
        ("Flat tube, 16 × 1.8 mm", "en", "flat-tube-16-18-mm"),
        ("《》！", "zh-hans", ""),
        ("扁管", "en", ""),
    ],
)
def test_v10_a_title_proposes_its_slug(title, language, slug):
    assert slugs.propose(title, language) == slug


def test_v10_a_long_title_ends_its_slug_at_a_syllable():
    slug = slugs.propose("制造业仍然需要联网" * 20, "zh-hans")

    assert len(slug) <= slugs.MAX_LENGTH
    assert slug.endswith(("-zhi", "-zao", "-ye", "-reng", "-ran", "-xu", "-yao", "-lian", "-wang"))
