-- The ladders of reminders, and what they say.

CREATE TABLE policies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    interval_days INTEGER NOT NULL,
    cap INTEGER NOT NULL,
    minimum TEXT NOT NULL
) STRICT;

CREATE TABLE stages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    policy_id INTEGER NOT NULL REFERENCES policies (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    days INTEGER NOT NULL,
    tone TEXT NOT NULL,
    channel TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    UNIQUE (policy_id, name)
) STRICT;

CREATE TABLE templates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, -- a tone, or 'thank-you'
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (kind, channel, language)
) STRICT;
