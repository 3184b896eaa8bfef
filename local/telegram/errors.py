"""Every refusal of the local Telegram, with the words that Telegram uses."""

from enum import Enum
from typing import Any

PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    421: "Misdirected Request",
    429: "Too Many Requests",
    502: "Bad Gateway",
}


class ApiError(Exception):
    def __init__(self, code: int, text: str = "", **parameters: int) -> None:
        prefix = PREFIXES.get(code, "Error")
        self.code = code
        self.description = f"{prefix}: {text}" if text else prefix
        self.parameters = parameters
        super().__init__(self.description)


class Refusal(Enum):
    """Name -> (HTTP status, text); values in braces are given by the caller."""

    UNAUTHORIZED = (401, "")
    METHOD_NOT_FOUND = (404, "method not found: {method}")
    METHOD_NOT_MODELLED = (404, "method {method} is not served by the local Telegram")
    UNKNOWN_PARAMETER = (400, 'unknown parameter "{name}" of {method}')
    UNSUPPORTED_PARAMETER = (400, 'parameter "{name}" is not served by the local Telegram')
    INVALID_PARAMETER = (400, 'can\'t parse parameter "{name}" of {method}: {reason}')
    UNSUPPORTED_PARSE_MODE = (400, "unsupported parse_mode")
    ENTITY_TOO_LARGE = (413, "")
    TOO_MANY_REQUESTS = (429, "retry after {retry_after}")
    BAD_GATEWAY = (502, "")
    REFUSED_HERE = (400, "{method} is refused by the local Telegram")

    CHAT_ID_EMPTY = (400, "chat_id is empty")
    CHAT_NOT_FOUND = (400, "chat not found")
    USER_NOT_FOUND = (400, "user not found")
    MIGRATED = (400, "group chat was upgraded to a supergroup chat")
    BLOCKED = (403, "bot was blocked by the user")
    DEACTIVATED = (403, "user is deactivated")
    CANT_INITIATE = (403, "bot can't initiate conversation with a user")
    BOT_TO_BOT = (403, "bot can't send messages to bots")
    KICKED = (403, "bot was kicked from the {kind} chat")
    NOT_A_MEMBER = (403, "bot is not a member of the {kind} chat")

    THREAD_NOT_FOUND = (400, "message thread not found")
    TOPIC_CLOSED = (400, "TOPIC_CLOSED")
    TOPIC_DELETED = (400, "TOPIC_DELETED")
    TOPIC_ID_INVALID = (400, "TOPIC_ID_INVALID")
    TOPIC_NOT_MODIFIED = (400, "TOPIC_NOT_MODIFIED")
    NOT_A_FORUM = (400, "the chat is not a forum")
    TITLE_EMPTY = (400, "title must be non-empty")
    ICON_INVALID = (400, "DOCUMENT_INVALID")
    ICON_COLOR_INVALID = (400, "TOPIC_ICON_COLOR_INVALID")

    NO_RIGHT_TO_CREATE_TOPIC = (400, "not enough rights to create a topic")
    NO_RIGHT_TO_EDIT_TOPIC = (400, "not enough rights to edit the topic")
    NO_RIGHT_TO_CLOSE_TOPIC = (400, "not enough rights to close or open the topic")
    NO_RIGHT_TO_DELETE_TOPIC = (400, "not enough rights to delete the topic")
    NO_RIGHT_TO_PIN = (400, "not enough rights to manage pinned messages in the chat")
    NO_RIGHT_TO_SEND = (400, "not enough rights to send {what} to the chat")
    NO_RIGHT_TO_RESTRICT = (400, "not enough rights to restrict/unrestrict chat member")
    ADMIN_REQUIRED = (400, "CHAT_ADMIN_REQUIRED")
    USER_IS_ADMIN = (400, "user is an administrator of the chat")
    OWNER = (400, "can't remove chat owner")
    NOT_FOR_PRIVATE = (400, "method is available for supergroup and channel chats only")
    VOICE_FORBIDDEN = (400, "VOICE_MESSAGES_FORBIDDEN")

    MESSAGE_EMPTY = (400, "message text is empty")
    TEXT_EMPTY = (400, "text must be non-empty")
    MESSAGE_TOO_LONG = (400, "message is too long")
    CAPTION_TOO_LONG = (400, "message caption is too long")
    CANT_PARSE = (400, "can't parse entities: {reason}")
    ENTITY_INVALID = (400, "{reason}")
    MESSAGE_NOT_FOUND = (400, "{what} not found")
    CANT_EDIT = (400, "message can't be edited")
    NO_TEXT_TO_EDIT = (400, "there is no text in the message to edit")
    NO_CAPTION_TO_EDIT = (400, "there is no caption in the message to edit")
    NO_MEDIA_TO_EDIT = (400, "message media can't be edited")
    NOT_MODIFIED = (
        400,
        (
            "message is not modified: specified new message content and reply markup are exactly the same"
            " as a current content and reply markup of the message"
        ),
    )
    CANT_DELETE = (400, "message can't be deleted")
    CANT_DELETE_FOR_EVERYONE = (400, "message can't be deleted for everyone")
    CANT_COPY = (400, "the message can't be copied")
    CANT_FORWARD = (400, "the message can't be forwarded")
    CANT_PIN = (400, "service messages can't be pinned")
    CHAT_NOT_MODIFIED = (400, "CHAT_NOT_MODIFIED")
    QUOTE_INVALID = (400, "QUOTE_TEXT_INVALID")
    MESSAGE_IDS_EMPTY = (400, "message identifiers are not specified")
    MESSAGE_IDS_TOO_MANY = (400, "too many message identifiers specified")
    MESSAGE_IDS_ORDER = (400, "message identifiers must be in a strictly increasing order")
    QUERY_TOO_OLD = (400, "query is too old and response timeout expired or query ID is invalid")
    CALLBACK_TEXT_TOO_LONG = (400, "MESSAGE_TOO_LONG")
    REACTION_INVALID = (400, "REACTION_INVALID")
    REACTIONS_TOO_MANY = (400, "REACTIONS_TOO_MANY")

    BUTTON_DATA_INVALID = (400, "BUTTON_DATA_INVALID")
    BUTTON_URL_INVALID = (400, "BUTTON_URL_INVALID")
    BUTTON_COPY_INVALID = (400, "BUTTON_COPY_TEXT_INVALID")
    BUTTON_TEXT_EMPTY = (400, "inline keyboard button text must be non-empty")
    BUTTON_UNALLOWED = (400, "text buttons are unallowed in the inline keyboard")
    BUTTON_WEB_APP = (400, "web App buttons can be used in private chats only")
    BUTTON_PRIVATE = (400, "{what} can be requested in private chats only")
    MARKUP_TOO_LONG = (400, "reply markup is too long")

    FILE_NOT_FOUND = (400, "wrong file_id or the file is temporarily unavailable")
    FILE_WRONG = (400, "wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
    FILE_KIND = (400, "can't use file of type {stored} as {wanted}")
    FILE_TOO_BIG = (400, "file is too big")
    FILE_MISSING = (400, "there is no {kind} in the request")
    FILE_ID_INVALID = (400, "invalid file_id")
    FILE_EMPTY = (400, "file must be non-empty")
    FILE_BY_URL = (400, "failed to get HTTP URL content")
    PHOTO_BAD = (400, "IMAGE_PROCESS_FAILED")
    PHOTO_TOO_BIG = (400, "too big for a photo")
    ALBUM_SIZE = (400, "there must be 2 to 10 messages to send as an album")
    ALBUM_TOO_MANY = (400, "too many messages to send as an album")
    ALBUM_MIX = (400, "{kind} can't be mixed with other media types")
    ALBUM_ITEM = (400, 'failed to send message #{number} with the error message "{reason}"')
    POLL_OPTIONS = (400, "poll must have at least 1 option")
    POLL_OPTIONS_TOO_MANY = (400, "poll can't have more than 12 options")
    WRONG_ACTION = (400, "wrong parameter action in request")
    COMMAND_INVALID = (400, "BOT_COMMAND_INVALID")
    COMMANDS_TOO_MANY = (400, "BOT_COMMANDS_TOO_MUCH")

    POLL_TERMINATED = (
        409,
        "terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    TERMINATED_BY_WEBHOOK = (409, "terminated by setWebhook request")
    WEBHOOK_ACTIVE = (
        409,
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    WEBHOOK_URL_INVALID = (400, "invalid webhook URL specified")
    SECRET_TOO_LONG = (400, "secret token is too long")
    SECRET_CHARACTERS = (400, "secret token contains unallowed characters")

    def error(self, **values: Any) -> ApiError:
        code, text = self.value
        return ApiError(code, text.format(**values))


def migrated(to_chat_id: int) -> ApiError:
    code, text = Refusal.MIGRATED.value
    return ApiError(code, text, migrate_to_chat_id=to_chat_id)


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(429, f"retry after {retry_after}", retry_after=retry_after)
