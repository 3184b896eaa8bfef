from typing import Any

import pytest

from local.telegram.entities import formatted
from local.telegram.errors import ApiError


def parsed(source: str) -> tuple[str, list[dict[str, Any]]]:
    value = formatted(source, "HTML", None)
    return value.text, value.entities


def kinds(source: str) -> list[tuple[str, int, int]]:
    return [(e["type"], e["offset"], e["length"]) for e in parsed(source)[1]]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("del", "strikethrough"),
        ("strike", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
    ],
)
def test_a_tag_is_an_entity(tag: str, kind: str) -> None:
    assert kinds(f"до <{tag}>так</{tag}>") == [(kind, 3, 3)]


def test_offsets_are_utf16_units() -> None:
    assert kinds("🙂🙂 <b>👋 x</b>") == [("bold", 5, 4)]


def test_tags_nest() -> None:
    assert kinds("<b>a<i>b</i></b>") == [("bold", 0, 2), ("italic", 1, 1)]


def test_references_are_decoded_and_others_stay() -> None:
    assert parsed("&lt;b&gt; &amp; &quot;x&quot; &#1110; &#x457; &nbsp;")[0] == '<b> & "x" і ї &nbsp;'


def test_a_link_keeps_its_address() -> None:
    (entity,) = parsed('<a href="https://example.com/?a=1&amp;b=2">сюди</a>')[1]
    assert (entity["type"], entity["url"]) == ("text_link", "https://example.com/?a=1&b=2")


def test_a_link_to_a_person_is_a_mention() -> None:
    (entity,) = parsed('<a href="tg://user?id=42">Олена</a>')[1]
    assert (entity["type"], entity["user"]["id"]) == ("text_mention", 42)


def test_a_date_is_told_in_the_readers_time() -> None:
    (entity,) = parsed('до <tg-time unix="1790000000" format="wDT">вечора</tg-time>')[1]
    assert (entity["type"], entity["unix_time"], entity["date_time_format"]) == ("date_time", 1790000000, "wDT")


def test_code_inside_pre_names_the_language() -> None:
    (entity,) = parsed('<pre><code class="language-python">x = 1</code></pre>')[1]
    assert (entity["type"], entity["language"]) == ("pre", "python")


def test_a_quote_may_be_expandable() -> None:
    assert kinds("<blockquote expandable>x</blockquote>") == [("expandable_blockquote", 0, 1)]


def test_a_spoiler_may_be_a_span() -> None:
    assert kinds('<span class="tg-spoiler">x</span>') == [("spoiler", 0, 1)]


def test_an_empty_tag_is_nothing() -> None:
    assert kinds("<b></b>x") == []


def test_spaces_around_are_cut_and_entities_move_along() -> None:
    assert parsed(" \n<b>x</b> y  ") == ("x y", [{"type": "bold", "offset": 0, "length": 1}])


def test_at_most_a_hundred_entities_are_kept() -> None:
    assert len(kinds("<b>x</b> " * 120)) == 100


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("ї <div>x</div>", 'Unsupported start tag "div" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
        ('<tg-time unix="1" format="q">x</tg-time>', "Invalid date format used"),
    ],
)
def test_a_mistake_is_named_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(ApiError) as caught:
        parsed(source)

    assert caught.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("entity", "words"),
    [
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"type": "bold", "offset": 0, "length": -1}, "receive an entity with incorrect length -1"),
        ({"type": "bold", "offset": 9, "length": 1}, "entity begins after the end of the text at UTF-16 offset 9"),
        (
            {"type": "bold", "offset": 0, "length": 1},
            "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol",
        ),
    ],
)
def test_explicit_entities_are_checked(entity: dict[str, Any], words: str) -> None:
    with pytest.raises(ApiError) as caught:
        formatted("🙂abc", None, [entity])

    assert caught.value.description == f"Bad Request: {words}"
