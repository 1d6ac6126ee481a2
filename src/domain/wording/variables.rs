//! What a template may name, for help pages and for the words of an error.

/// Every variable of a template and what it is, in the order of help pages.
pub const VARIABLES: [(&str, &str); 31] = [
    ("client", "the client's name"),
    ("contact", "the contact's whole name, or nothing"),
    ("contact_first", "the name for a greeting, or nothing"),
    ("count", "how many invoices the message is about"),
    (
        "invoice",
        "the first of them: number, issued_on, due_on, gross, open, is_paid, is_partly_paid, days_late, days, purchase_order",
    ),
    (
        "invoices",
        "all of them, most days late first, each with the same fields",
    ),
    ("numbers", "their numbers as text"),
    ("total", "what is open in all, in one line"),
    ("totals", "the same, one for each currency"),
    ("oldest_days", "days late of the first invoice, as a number"),
    ("oldest", "the same as text"),
    (
        "reminders",
        "how many reminders of each invoice have gone before",
    ),
    (
        "tone",
        "heads-up, friendly, firm or final; nothing for thanks",
    ),
    ("today", "the day of the message"),
    ("pay_by", "a working day about a week later"),
    ("paid", "for thanks: the amount that came"),
    ("paid_on", "for thanks: the day that it came"),
    (
        "payments",
        "for a statement: the payments that came, each with on, amount, number",
    ),
    (
        "since",
        "for a statement: the day since which they are told",
    ),
    (
        "document",
        "for the mail with an invoice: lines (each with description, quantity, unit, price, discount, amount), discount, net, taxes (each with name, base, amount, is_taxed), tax, gross, prices_with_tax, supplied, terms, note",
    ),
    (
        "interest",
        "what paying late costs, where the stage says so: amount, per_day, fixed, total, rule, rates_of",
    ),
    ("pay_code", "whether a QR code for the transfer goes along"),
    ("iban", "your IBAN in groups of four, or nothing"),
    ("bic", "your BIC, or nothing"),
    ("account_holder", "whose account it is"),
    (
        "reference",
        "what the client writes on the transfer, or nothing",
    ),
    ("business", "your business name"),
    ("signature", "the name that ends the letter"),
    ("email", "your e-mail address"),
    ("phone", "your phone number"),
    ("language", "the two letters of the language"),
];
