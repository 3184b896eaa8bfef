# The service's name and what it is. Change them here, and they change in every text.
-service = Polytsia
-service-about = an audiobook app

# Frequent questions: for those who did not agree to be remembered, and for /faq.
faq =
    <b>Payment did not go through?</b>
    Check your card limit with the bank and try again in 10 minutes. The bank releases a blocked amount by itself.

    <b>Cannot sign in?</b>
    Tap “Forgot password?” on the sign-in screen. The email comes in a few minutes; look in Spam, too.

    <b>App not working?</b>
    Update it and restart your phone.

    <b>Want to cancel your subscription?</b>
    Open Profile, then Subscription, then Cancel. You can listen until the paid time ends.
