from typing import Any

from aiogram.methods import GetFile

from local.telegram.calls import Call
from local.telegram.errors import Refusal
from local.telegram.files import download_path
from local.telegram.methods.registry import serves


@serves(GetFile)
def get_file(call: Call[GetFile]) -> Any:
    file = call.tg.files.get(call.params.file_id)
    if file is None:
        raise Refusal.FILE_ID_INVALID.error()
    if file.size > call.tg.settings.download_limit:
        raise Refusal.FILE_TOO_BIG.error()
    if not call.tg.bytes.path(file.unique_id).is_file():
        raise Refusal.FILE_NOT_FOUND.error()
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": download_path(file),
    }
