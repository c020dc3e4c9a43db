"""Run with `python -m pytest src`, with ALGORITHMIA_API and ALGORITHMIA_API_KEY set: the model is fetched as in production."""

import pytest

from . import digits

BLANK = [[0] * 8 for _ in range(8)]


def test_answers_with_a_digit_and_how_sure_it_is():
    answer = digits.apply({"pixels": BLANK})
    assert answer["digit"] in range(10)
    assert 0 < answer["confidence"] <= 1


@pytest.mark.parametrize(
    "input",
    ["8", {}, {"pixels": BLANK[:7]}, {"pixels": [[0] * 8] * 7 + [[0] * 7]}, {"pixels": [[17] * 8] * 8}, {"pixels": [["a"] * 8] * 8}],
)
def test_refuses_anything_but_eight_rows_of_eight_pixels(input):
    with pytest.raises(digits.InputError):
        digits.apply(input)
