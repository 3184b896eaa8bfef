"""Button values: 64 bytes, versioned, never misread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.buttons import LIMIT_BYTES, Action, Button, unpack

values = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-", max_size=32)


@given(st.sampled_from(list(Action)), st.integers(0, 2**62), values)
def test_every_button_fits_and_comes_back_whole(action: Action, ticket: int, value: str) -> None:
    button = Button(action=action, ticket=ticket, value=value)
    packed = button.pack()
    assert len(packed.encode()) <= LIMIT_BYTES
    assert unpack(packed) == button


@pytest.mark.parametrize(
    "data",
    [
        *("", "a", "claim", "b.claim.1.", "a.claim.1", "a.claim..", "a.CLAIM.1.", "a.delete.1."),
        *("a.claim.-1.", "a.claim.1.x y", "a.claim.1.x\n", "a.claim.1.кіт", "a.claim.1." + "x" * 33),
    ],
)
def test_what_this_layout_does_not_know_is_no_button(data: str) -> None:
    assert unpack(data) is None


@given(st.text(max_size=80))
def test_no_forged_value_breaks_the_reader(data: str) -> None:
    button = unpack(data)
    assert button is None or button.pack() == data or data.startswith("a.")


def test_a_value_that_cannot_be_packed_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValidationError):
        Button(action=Action.TOPIC, ticket=1, value="x" * 33)
