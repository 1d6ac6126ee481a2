-- Holds, and the outbox: what leaves the machine, exactly once.

CREATE TABLE holds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id INTEGER REFERENCES clients (id),
    invoice_id INTEGER REFERENCES invoices (id),
    kind TEXT NOT NULL,
    until_on TEXT,
    reason TEXT NOT NULL,
    set_on TEXT NOT NULL,
    lifted_on TEXT,
    CHECK ((client_id IS NULL) <> (invoice_id IS NULL))
) STRICT;

CREATE INDEX holds_by_client ON holds (client_id) WHERE lifted_on IS NULL;
CREATE INDEX holds_by_invoice ON holds (invoice_id) WHERE lifted_on IS NULL;

CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL UNIQUE, -- RFC 5322, fixed when the message is queued
    client_id INTEGER NOT NULL REFERENCES clients (id),
    channel TEXT NOT NULL,
    purpose TEXT NOT NULL,
    stage TEXT NOT NULL,
    tone TEXT NOT NULL,
    language TEXT NOT NULL,
    recipients TEXT NOT NULL, -- a JSON list of addresses, to and cc, as shown
    envelope_from TEXT NOT NULL,
    envelope_to TEXT NOT NULL, -- a JSON list of addresses, with blind copies
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    why TEXT NOT NULL,
    doubted INTEGER NOT NULL, -- 1: an earlier try may have arrived; only a person can say no
    via TEXT NOT NULL, -- what carried it, once it was accepted
    attempts INTEGER NOT NULL, -- counted at each claim; every change of state names it
    retries INTEGER NOT NULL, -- tries that the server put off
    queued_at TEXT NOT NULL,
    queued_on TEXT NOT NULL, -- the user's day
    day_on TEXT NOT NULL, -- the day it was last meant to go on
    due_at TEXT NOT NULL, -- not before
    give_up_at TEXT NOT NULL, -- no retry after
    settled_at TEXT,
    settled_on TEXT,
    -- Exactly what leaves; a retry is byte-identical. Last, so that lists need not read past it.
    bytes BLOB NOT NULL
) STRICT;

-- What still has to go, or is on its way: short at any size of the book.
CREATE INDEX messages_waiting ON messages (due_at, id)
    WHERE state IN ('queued', 'sending', 'in_doubt');
CREATE INDEX messages_open_question ON messages (id) WHERE state IN ('unknown', 'refused');
CREATE INDEX messages_by_client ON messages (client_id, queued_on);
CREATE INDEX messages_by_settling ON messages (settled_at) WHERE state = 'accepted';

CREATE TABLE reminders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    invoice_id INTEGER NOT NULL REFERENCES invoices (id),
    message_id INTEGER NOT NULL REFERENCES messages (id),
    stage TEXT NOT NULL,
    tone TEXT NOT NULL,
    days INTEGER NOT NULL,
    channel TEXT NOT NULL,
    on_day TEXT NOT NULL,
    open_minor INTEGER NOT NULL, -- what was open when the message was written
    live INTEGER NOT NULL -- 0 once its message was refused, cancelled or expired
) STRICT;

-- The second press of a key finds the first: one stage of an invoice is carried once a channel.
-- The recipient is not part of the key, so that a changed address cannot make a second one.
CREATE UNIQUE INDEX reminders_once ON reminders (invoice_id, stage, channel) WHERE live = 1;
CREATE INDEX reminders_by_invoice ON reminders (invoice_id, on_day);
CREATE INDEX reminders_by_message ON reminders (message_id);

-- Stages that the user passed over.
CREATE TABLE skips (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    invoice_id INTEGER NOT NULL REFERENCES invoices (id),
    stage TEXT NOT NULL,
    tone TEXT NOT NULL,
    days INTEGER NOT NULL,
    channel TEXT NOT NULL,
    on_day TEXT NOT NULL
) STRICT;

CREATE INDEX skips_by_invoice ON skips (invoice_id, on_day);

CREATE TABLE attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id INTEGER NOT NULL REFERENCES messages (id),
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    step TEXT NOT NULL,
    reply TEXT NOT NULL
) STRICT;

CREATE INDEX attempts_by_message ON attempts (message_id, id);
CREATE INDEX attempts_by_time ON attempts (at) WHERE outcome = 'accepted';

-- A blocked account: its messages stay queued until the setting changes or the pause ends.
CREATE TABLE account_blocks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL, -- a fingerprint of the settings, without secrets
    step TEXT NOT NULL,
    why TEXT NOT NULL,
    until_at TEXT -- NULL: until the setting changes or a person tries again
) STRICT;
