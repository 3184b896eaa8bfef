from enum import StrEnum

from pydantic import BaseModel, ConfigDict

MEGABYTE = 1 << 20
DAY = 86_400


class Edits(StrEnum):
    """How edits spend a group's window. Telegram does not say; reports speak of about 20 a minute."""

    SHARED = "shared"
    SEPARATE = "separate"
    FREE = "free"


class Settings(BaseModel):
    """Limits and times as Telegram is known to have them. Times are seconds."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    limits: bool = True
    window_scale: float = 1.0  # windows are divided by it: 60 makes "a minute" one second
    group_per_minute: int = 20
    private_per_second: float = 1.0
    private_burst: int = 3
    bot_per_second: int = 30
    edits: Edits = Edits.SHARED

    update_life: float = DAY
    callback_life: float = 150.0  # of the update in the queue
    callback_answer_life: float = 30.0  # users report 10 to 60
    delete_life: float = 2 * DAY

    upload_limit: int = 50 * MEGABYTE
    photo_limit: int = 10 * MEGABYTE
    download_limit: int = 20 * MEGABYTE

    webhook_timeout: float = 60.0
    webhook_delay: float = 1.0  # doubled from the second failure on
    webhook_delay_limit: float = 60.0
    conflict_delay: float = 3.0
