"""Splitting loses nothing and keeps Telegram's limit in UTF-16 units."""

from hypothesis import given
from hypothesis import strategies as st

from domain.text import TEXT_LIMIT, split, utf16_length


@given(st.text(max_size=400), st.integers(10, 100))
def test_parts_make_up_the_text_and_each_fits(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert "".join(parts) == text
    assert all(utf16_length(part) <= limit for part in parts)


def test_an_emoji_counts_twice_and_is_never_cut_in_half() -> None:
    parts = split("😀" * 3000)
    assert [utf16_length(part) for part in parts] == [TEXT_LIMIT, 6000 - TEXT_LIMIT]


def test_it_cuts_between_words() -> None:
    assert split("one two three", 9) == ["one two ", "three"]
