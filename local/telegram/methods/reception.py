"""How a bot gets its updates."""

import re
from typing import Any

from aiogram.methods import DeleteWebhook, GetMe, GetUpdates, GetWebhookInfo, SetWebhook

from local.telegram import polling, presented
from local.telegram.calls import Call
from local.telegram.errors import Refusal
from local.telegram.methods.registry import serves
from local.telegram.world import Webhook

MAX_SECRET = 256
DEFAULT_CONNECTIONS, MAX_CONNECTIONS = 40, 100
ABILITIES = {"can_join_groups": True, "supports_inline_queries": False, "can_connect_to_business": False}


@serves(GetMe)
def get_me(call: Call[GetMe]) -> Any:
    reads_all = call.bot.can_read_all_group_messages
    abilities = {**ABILITIES, "can_read_all_group_messages": reads_all, "has_main_web_app": False}
    return {**presented.bot_user(call.bot), **abilities, "has_topics_enabled": False}


@serves(GetUpdates)
async def get_updates(call: Call[GetUpdates]) -> Any:
    _remember_allowed(call)
    params = call.params
    return await polling.poll(call.tg, call.bot, params.offset or 0, params.limit, params.timeout or 0)


@serves(SetWebhook)
def set_webhook(call: Call[SetWebhook]) -> bool:
    url, secret = call.params.url, call.params.secret_token or ""
    if not url:
        return _drop_webhook(call)
    if not re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", url):
        raise Refusal.WEBHOOK_URL_INVALID.error()
    if len(secret) > MAX_SECRET:
        raise Refusal.SECRET_TOO_LONG.error()
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise Refusal.SECRET_CHARACTERS.error()
    _remember_allowed(call)
    _drop_pending(call)
    connections = min(max(call.params.max_connections or DEFAULT_CONNECTIONS, 1), MAX_CONNECTIONS)
    call.bot.webhook = Webhook(url=url, secret_token=secret, max_connections=connections)
    call.tg.save_bot(call.bot)
    call.tg.pollers.terminate(call.bot.id, Refusal.TERMINATED_BY_WEBHOOK)
    call.tg.updates.on_webhook(call.bot.id)
    return True


@serves(DeleteWebhook)
def delete_webhook(call: Call[DeleteWebhook]) -> bool:
    return _drop_webhook(call)


def _drop_webhook(call: Call[SetWebhook] | Call[DeleteWebhook]) -> bool:
    _drop_pending(call)
    call.bot.webhook = None
    call.tg.save_bot(call.bot)
    call.tg.updates.on_webhook(call.bot.id)
    return True


def _drop_pending(call: Call[SetWebhook] | Call[DeleteWebhook]) -> None:
    if call.params.drop_pending_updates:
        call.tg.updates.clear(call.bot.id)


def _remember_allowed(call: Call[GetUpdates] | Call[SetWebhook]) -> None:
    """The list outlives the call; an empty one means the defaults again."""
    if call.params.allowed_updates is not None:
        call.bot.allowed_updates = list(call.params.allowed_updates)
        call.tg.store.put("bot", str(call.bot.id), call.bot)


@serves(GetWebhookInfo)
def get_webhook_info(call: Call[GetWebhookInfo]) -> Any:
    webhook = call.bot.webhook
    body = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(call.tg.updates.live(call.bot.id)),
        "allowed_updates": call.bot.allowed_updates or None,
    }
    if webhook:
        body["max_connections"] = webhook.max_connections
        body["last_error_date"] = webhook.last_error_date
        body["last_error_message"] = webhook.last_error_message
    return presented.without_none(body)
