"""Messages to the customer, one function per kind."""

from dataclasses import replace

from activities.rendering import keyboards
from activities.rendering.entities import joined
from activities.rendering.lines import MOST_SHOWN, ticket_line
from activities.rendering.messages import around, relayed, sent, spoken
from activities.rendering.names import harmless
from activities.rendering.scene import Scene, Voice
from activities.rendering.values import Part, Rendered
from domain.policy import QuestionPlan

# intake


def consent_request(scene: Scene) -> Rendered:
    return sent(scene.voice.html("kind-consent-request"), keyboard=keyboards.consent(scene))


def consent_refused(scene: Scene) -> Rendered:
    return sent(scene.voice.html("kind-consent-refused"))


def welcome(scene: Scene) -> Rendered:
    quiet = scene.policy.quiet_hours
    text = scene.voice.html("kind-welcome", quiet_from=f"{quiet.start:%H:%M}", quiet_to=f"{quiet.end:%H:%M}")
    return replace(sent(text), reply_keyboard=keyboards.menu(scene))


def ask_topic(scene: Scene) -> Rendered:
    return sent(scene.voice.html("kind-ask-topic"), keyboard=keyboards.topics(scene))


def ask_question(scene: Scene) -> Rendered:
    topic, key = _asked_topic(scene), str(scene.outgoing.params.get("question", ""))
    question = next((found for found in _questions(scene, topic) if found.key == key), None)
    if question is None:
        return ask_topic(scene)  # an editor removed the question while it was being asked
    text = scene.voice.html("kind-ask-question", question=scene.voice.plain(f"question-{topic}-{key}"))
    return sent(text, keyboard=keyboards.options(scene, topic, question))


def ask_extras(scene: Scene) -> Rendered:
    topic = _asked_topic(scene)
    in_words = [found for found in _questions(scene, topic) if not found.options]
    open_ones = [found for found in in_words if found.key not in scene.ticket.answers]
    wanted = [f"extras-{topic}" if scene.voice.has(f"extras-{topic}") else "extras-none"]
    wanted += [f"question-{topic}-{question.key}" for question in open_ones]
    extras = "\n\n".join(scene.voice.plain(text_id) for text_id in wanted)
    return sent(scene.voice.html("kind-ask-extras", extras=extras), keyboard=keyboards.extras(scene))


def _asked_topic(scene: Scene) -> str:
    return str(scene.outgoing.params.get("topic") or scene.ticket.topic or "")


def _questions(scene: Scene, topic: str) -> tuple[QuestionPlan, ...]:
    plan = scene.policy.topics.get(topic)
    return plan.questions if plan else ()


def intake_reminder(scene: Scene) -> Rendered:
    return sent(scene.voice.html("kind-intake-reminder"), keyboard=keyboards.operator(scene))


# the ticket


def receipt(scene: Scene) -> Rendered:
    voice = scene.voice
    notify = voice.html("receipt-notify") if scene.context.customer.notify is None else None
    head = voice.html("kind-receipt", number=scene.number, topic=scene.topic)
    promise = joined([scene.line("receipt-eta", "eta"), voice.html("path-accepted")], gap="\n")
    return sent(joined([head, promise, notify]), keyboard=keyboards.receipt(scene))


def operator_coming(scene: Scene) -> Rendered:
    head = scene.voice.html("kind-operator-coming", number=scene.number)
    text = joined([head, scene.line("operator-coming-eta", "eta")])
    return sent(text, keyboard=keyboards.operator_coming(scene))


def in_progress(scene: Scene) -> Rendered:
    voice = scene.voice
    head = voice.html("kind-in-progress", number=scene.number, agent=scene.agent)
    promise = joined([scene.line("eta-line", "eta"), voice.html("path-in-progress")], gap="\n")
    return sent(joined([head, promise]), keyboard=keyboards.status(scene))


def first_reply(scene: Scene) -> Rendered:
    return sent(first_reply_words(scene.voice, scene.context.customer.name, scene.number, scene.agent))


def first_reply_words(voice: Voice, customer: str, number: str, agent: str) -> Part:
    """What the preview on the card shows is what goes out (SPEC E11)."""
    name = harmless(customer)
    head = voice.html("kind-agent-reply", agent=agent)
    if name:
        return joined([head, voice.html("kind-first-reply", name=name, agent=agent, number=number)], gap="\n")
    return joined([head, voice.html("first-reply-nameless", agent=agent, number=number)], gap="\n")


def agent_reply(scene: Scene) -> Rendered:
    """With the number when the customer has other open tickets, so that it is clear what is answered."""
    text_id = "agent-reply-numbered" if scene.context.others and scene.number else "kind-agent-reply"
    args = {"number": scene.number} if text_id == "agent-reply-numbered" else {}
    return relayed(scene.voice.html(text_id, agent=scene.agent, **args), scene.context.message)


def needs_answer(scene: Scene) -> Rendered:
    voice, detail = scene.voice, scene.outgoing.params.get("detail")
    words = voice.html(f"ask-{detail}") if detail else spoken(scene.context.message)
    head = voice.html("kind-needs-answer", number=scene.number, agent=scene.agent)
    text, more = around(head, words, scene.line("needs-answer-until", "deadline"))
    return sent(text, more=more, keyboard=keyboards.operator(scene))


def needs_answer_reminder(scene: Scene) -> Rendered:
    deadline = scene.voice.moment(scene.outgoing.moments["deadline"])
    text = scene.voice.html("kind-needs-answer-reminder", number=scene.number, deadline=deadline)
    return sent(text, keyboard=keyboards.operator(scene))


def closed_stale(scene: Scene) -> Rendered:
    return sent(scene.voice.html("kind-closed-stale", number=scene.number))


def resolved(scene: Scene) -> Rendered:
    voice, topic = scene.voice, scene.ticket.topic
    steps = f"next-steps-{topic}" if topic and voice.has(f"next-steps-{topic}") else "next-steps-none"
    words = spoken(scene.context.message)
    if words.text:
        words = joined([voice.html("resolved-by", agent=scene.agent), words], gap="\n")
    asks = scene.context.may_ask
    tail = joined([voice.html(steps), voice.html("resolved-rate") if asks else None])
    text, more = around(voice.html("kind-resolved", number=scene.number), words, tail)
    return sent(text, more=more, keyboard=keyboards.stars(scene) if asks else None)


def rating_thanks(scene: Scene) -> Rendered:
    return sent(scene.voice.html("kind-rating-thanks", stars=int(scene.outgoing.params["stars"])))


def follow_up(scene: Scene) -> Rendered:
    text = scene.voice.html("kind-follow-up", number=scene.number, topic=scene.topic)
    return sent(text, keyboard=keyboards.helped(scene))


def nps(scene: Scene) -> Rendered:
    return sent(scene.voice.html("kind-nps"), keyboard=keyboards.nps(scene))


def zone_question(scene: Scene) -> Rendered:
    quiet = scene.policy.quiet_hours
    hours = {"quiet_from": f"{quiet.start:%H:%M}", "quiet_to": f"{quiet.end:%H:%M}"}
    zones = keyboards.zones(scene.voice, scene.policy, ticket=scene.ticket.id)
    return sent(scene.voice.html("kind-zone-question", **hours), keyboard=zones)


def summary(scene: Scene) -> Rendered:
    """Of what stands in SQL now, whichever of the tickets it was that had news."""
    tickets = sorted([scene.ticket, *scene.context.others], key=lambda ticket: ticket.number or 0, reverse=True)
    lines = joined((ticket_line(scene.voice, ticket) for ticket in tickets[:MOST_SHOWN]), gap="\n")
    return sent(joined([scene.voice.html("kind-summary"), lines]))


def closed(scene: Scene) -> Rendered:
    return sent(scene.voice.html("kind-closed", number=scene.number))


def reopened(scene: Scene) -> Rendered:
    voice = scene.voice
    promise = joined([scene.line("eta-line", "eta"), voice.html("path-accepted")], gap="\n")
    text = joined([voice.html("kind-reopened", number=scene.number), promise])
    return sent(text, keyboard=keyboards.status(scene))


def takes_over(scene: Scene) -> Rendered:
    """A named person, or the queue while nobody of it has taken the ticket."""
    voice, queue = scene.voice, f"queue-{scene.outgoing.params.get('queue', '')}"
    if scene.outgoing.agent is not None:
        head = voice.html("kind-takes-over", number=scene.number, agent=scene.agent)
    else:
        name = voice.plain(queue if voice.has(queue) else "queue-other")
        head = voice.html("takes-over-queue", number=scene.number, queue=name)
    return sent(joined([head, scene.line("eta-line", "eta")], gap="\n"), keyboard=keyboards.status(scene))


def eta_changed(scene: Scene) -> Rendered:
    head = scene.voice.html("kind-eta-changed", number=scene.number)
    text = joined([head, scene.line("eta-changed-now", "eta")], gap="\n")
    return sent(text, keyboard=keyboards.status(scene))


def now_talking_about(scene: Scene) -> Rendered:
    text = scene.voice.html("kind-now-talking-about", number=scene.number, topic=scene.topic)
    return sent(text, keyboard=keyboards.other_tickets(scene))
