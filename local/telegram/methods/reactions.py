from aiogram.methods import SetMessageReaction
from aiogram.types import ReactionTypeEmoji

from local.telegram import access, posting
from local.telegram.calls import Call
from local.telegram.emojis import REACTIONS, reaction
from local.telegram.errors import Refusal
from local.telegram.methods.registry import serves


@serves(SetMessageReaction)
def set_message_reaction(call: Call[SetMessageReaction]) -> bool:
    chat = access.writable_chat(call.tg, call.bot, call.params.chat_id)
    message = access.message(call.tg, chat, call.params.message_id, "message to react")
    wanted = call.params.reaction or []
    if len(wanted) > 1:
        raise Refusal.REACTIONS_TOO_MANY.error()
    emojis = [reaction(item.emoji) for item in wanted if isinstance(item, ReactionTypeEmoji)]
    if len(emojis) != len(wanted) or any(emoji not in REACTIONS for emoji in emojis):
        raise Refusal.REACTION_INVALID.error()
    posting.react(call.tg, message, call.bot.id, emojis)
    return True
