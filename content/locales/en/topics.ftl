# Topics and their questions: the keys stand in topics.yaml.
topic-none = Talk to a person
extras-none = Describe in one message what happened, or send a screenshot.
next-steps-none = If anything is still unclear, write here.

topic-payment = Payment
question-payment-problem = What happened with the payment?
option-payment-problem-not-gone-through = It did not go through
option-payment-problem-charged-twice = I was charged twice
option-payment-problem-refund = I want a refund
option-payment-problem-subscription = Cancel my subscription
question-payment-amount = Tell us the amount, too.
extras-payment =
    Describe in one message what happened, or send a screenshot.

    Please don’t send card numbers, passwords or codes: we never ask for them.
next-steps-payment = You can see your payments in the app: Profile, then Subscription. Banks show changes within 1–3 days.

topic-account = Account
question-account-access = What happened with your account?
option-account-access-cannot-sign-in = I cannot sign in
option-account-access-code-missing = The code does not come
option-account-access-stolen = My account was hacked
option-account-access-change-data = Change my details
extras-account =
    Describe in one message what you see on the screen, or send a screenshot.

    Please don’t send passwords or codes: we never ask for them.
next-steps-account = Sign in again and check that everything is in place. If someone may know your password, change it.

topic-features = Using the app
question-features-matter = How can we help with the app?
option-features-matter-not-working = Something does not work
option-features-matter-how-to = How to do something
option-features-matter-device = A question about my device
question-features-gadget = Tell us the device, too: phone, tablet or TV.
extras-features = Describe in one message what happens, or send a screenshot.
next-steps-features = Update the app and open it again. If the problem comes back, write here.

topic-complaint = Complaint
question-complaint-about = What went wrong?
option-complaint-about-support = The support team
option-complaint-about-quality = Sound quality
option-complaint-about-content = Content or ads
extras-complaint = We are sorry it came to this. Tell us in one message how it was, or send a screenshot.
next-steps-complaint = The team has your words. If you want to add anything, write here.

topic-idea = Idea
question-idea-area = What is your idea about?
option-idea-area-app = The app
option-idea-area-books = Books
option-idea-area-service = Subscription or support
extras-idea = Describe the idea in one message: what to change and what for.
next-steps-idea = The app team has your idea. Got another one? Write here.

# Details that an agent asks for by button: the button's name and the question to the customer.
detail-amount = Amount
ask-amount = What was the amount?
detail-date = Date and time
ask-date = When did it happen? The day and a rough time are enough.
detail-screenshot = Screenshot
ask-screenshot = Please send a screenshot that shows the problem. Cover card numbers and codes.
detail-order-number = Order number
ask-order-number = What is the order number? It is in the email about the payment.
detail-email = Email
ask-email = Which email is the account registered to? We need it only to find the account. Don’t send your password.
detail-device = Device
ask-device = What device do you use? For example: iPhone 13 or Samsung A54.
detail-app-version = App version
ask-app-version = Which version of the app do you have? You find it in Profile, then About.
detail-steps = What you did
ask-steps = What exactly did you tap before it happened?
