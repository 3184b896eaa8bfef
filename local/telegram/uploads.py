"""Files that come in: with a call, or from a person. One StoredFile per file id."""

from typing import Any

from local.telegram.core import Telegram
from local.telegram.errors import Refusal
from local.telegram.files import Upload, described, guessed_mime, image_size, new_file_id, new_unique_id
from local.telegram.world import StoredFile

ATTACHED = "attach://"
NAMES = {
    "photo": "Photo",
    "document": "Document",
    "video": "Video",
    "audio": "Audio",
    "voice": "VoiceNote",
    "video_note": "VideoNote",
    "animation": "Animation",
    "sticker": "Sticker",
}
THUMBNAIL_SIDE = 320


def resolve(tg: Telegram, kind: str, source: Any, uploads: dict[str, Upload], **extra: int) -> StoredFile:
    """What a bot gave as a file: an upload, or the id of a file that Telegram has."""
    if not isinstance(source, str) or not source:
        raise Refusal.FILE_MISSING.error(kind=kind.replace("_", " "))
    if source.startswith(ATTACHED):
        upload = uploads.get(source.removeprefix(ATTACHED))
        if upload is None:
            raise Refusal.FILE_EMPTY.error()
        return keep(tg, kind, upload, **extra)
    if source.startswith(("http://", "https://")):
        raise Refusal.FILE_BY_URL.error()
    return known(tg, kind, source)


def known(tg: Telegram, kind: str, file_id: str) -> StoredFile:
    file = tg.files.get(file_id)
    if file is None:
        raise Refusal.FILE_WRONG.error()
    if file.kind != kind:
        raise Refusal.FILE_KIND.error(stored=NAMES[file.kind], wanted=NAMES[kind])
    return file


def keep(
    tg: Telegram, kind: str, upload: Upload, *, duration: int = 0, width: int = 0, height: int = 0
) -> StoredFile:
    size = len(upload.data)
    if size > tg.settings.upload_limit:
        raise Refusal.ENTITY_TOO_LARGE.error()
    if size == 0:
        raise Refusal.FILE_EMPTY.error()
    measured = image_size(upload.data)
    if kind == "photo":
        _check_photo(tg, size, measured)
    width, height = measured or (width, height)
    unique_id = new_unique_id()
    tg.bytes.write(unique_id, upload.data)
    return tg.save_file(
        StoredFile(
            file_id=new_file_id(kind),
            unique_id=unique_id,
            kind=kind,
            size=size,
            name=upload.name,
            mime_type=guessed_mime(upload),
            width=width,
            height=height,
            duration=duration,
        )
    )


def _check_photo(tg: Telegram, size: int, measured: tuple[int, int] | None) -> None:
    if size > tg.settings.photo_limit:
        raise Refusal.PHOTO_TOO_BIG.error()
    if measured is None:
        raise Refusal.PHOTO_BAD.error()


def content_of(tg: Telegram, file: StoredFile) -> dict[str, Any]:
    if file.kind == "photo":
        return {"photo": _sizes(tg, file)}
    content = {file.kind: described(file)}
    # Telegram fills `document` too for animations, for clients older than them.
    return {**content, "document": described_document(file)} if file.kind == "animation" else content


def described_document(file: StoredFile) -> dict[str, Any]:
    return described(file.model_copy(update={"kind": "document"}))


def _sizes(tg: Telegram, file: StoredFile) -> list[dict[str, Any]]:
    longest = max(file.width, file.height)
    if longest <= THUMBNAIL_SIDE:
        return [described(file)]
    small = _thumbnail(tg, file, THUMBNAIL_SIDE / longest)
    return [described(small), described(file)]


def _thumbnail(tg: Telegram, file: StoredFile, scale: float) -> StoredFile:
    """The same bytes under a smaller size: pixels are not this server's business."""
    small_id = f"{file.file_id[:-1]}_"
    small = file.model_copy(
        update={
            "file_id": small_id,
            "width": max(1, round(file.width * scale)),
            "height": max(1, round(file.height * scale)),
        }
    )
    return tg.files.get(small_id) or tg.save_file(small)
