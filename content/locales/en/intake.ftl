# Getting acquainted, and the questions before a request is sent.
kind-consent-request =
    Hello! This is the support of { -service }, { -service-about }. We answer day and night.

    To help you, we will keep your Telegram name and this conversation. Only our support team sees them. More: /privacy

    Do you agree?
kind-consent-refused =
    All right. We have kept nothing but your refusal. Here are answers to frequent questions:

    { faq }

    If you change your mind, tap /start.
kind-welcome =
    Thank you! Two buttons are always below: “{ menu-tickets }” and “{ menu-operator }”.

    From { $quiet_from } to { $quiet_to } your time we send no reminders or surveys, but people’s answers do come at night.
kind-ask-topic = How can we help? Choose a topic or write in your own words.
kind-ask-question =
    { $question }

    <i>You can also answer in your own words.</i>
kind-ask-extras =
    { $extras }

    Nothing to add? Tap “{ button-submit }”.
kind-intake-reminder =
    Your request has not been sent yet. Shall we go on?

    Answer the last question or just write what happened.
