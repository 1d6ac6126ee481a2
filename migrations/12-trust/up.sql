-- Reminders that can be trusted: channels by stage and client, what is said and heard, and proof.

-- A stage may go as e-mail, SMS or both ('both'); its text may name the interest; and a run
-- without a person may send it. Only soft ones may, until the user says otherwise.
ALTER TABLE stages ADD COLUMN interest INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stages ADD COLUMN unattended INTEGER NOT NULL DEFAULT 0;
UPDATE stages SET unattended = 1 WHERE tone IN ('heads-up', 'friendly');

-- A client may say over what it wants to be written to. Until now 'email' was only the default.
UPDATE clients SET channel = 'policy' WHERE channel = 'email';
ALTER TABLE clients ADD COLUMN unattended INTEGER NOT NULL DEFAULT 0;
ALTER TABLE clients ADD COLUMN interest TEXT NOT NULL DEFAULT 'law'; -- law, none, or a yearly percentage
ALTER TABLE clients ADD COLUMN no_sms TEXT NOT NULL DEFAULT ''; -- why no SMS may go to it any more

ALTER TABLE profile ADD COLUMN thank_you TEXT NOT NULL DEFAULT 'off'; -- off, ask or auto

-- 1: entered by the user, and not replaced by what a newer program brings.
ALTER TABLE interest_rates ADD COLUMN own INTEGER NOT NULL DEFAULT 0;

-- What one client gets in place of the templates of all.
CREATE TABLE client_templates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id INTEGER NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (client_id, kind, channel, language)
) STRICT;

-- The provider's own id; whether no person looked; and 1 where the bytes are compressed (zlib).
ALTER TABLE messages ADD COLUMN provider_id TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN unattended INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN packed INTEGER NOT NULL DEFAULT 0;

-- The runs without a person count what they wrote on a day.
CREATE INDEX messages_unattended ON messages (queued_on) WHERE unattended = 1;

-- The invoices of a message that is no reminder: thanks, a statement, the invoice itself.
CREATE TABLE message_invoices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id INTEGER NOT NULL REFERENCES messages (id),
    invoice_id INTEGER NOT NULL REFERENCES invoices (id),
    open_minor INTEGER NOT NULL, -- what was open when the message was written
    UNIQUE (message_id, invoice_id)
) STRICT;

CREATE INDEX message_invoices_by_invoice ON message_invoices (invoice_id);

-- Days through which the user has looked at the bank account and entered what came.
CREATE TABLE bank_checks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    on_day TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL
) STRICT;

-- What was said and heard beside messages: calls, letters, replies.
CREATE TABLE talks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id INTEGER NOT NULL REFERENCES clients (id),
    on_day TEXT NOT NULL,
    at TEXT NOT NULL,
    way TEXT NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    promised_on TEXT, -- the day by which the client promised to pay
    hold_id INTEGER REFERENCES holds (id) -- the hold that it set
) STRICT;

CREATE INDEX talks_by_client ON talks (client_id, on_day);
CREATE INDEX talks_by_hold ON talks (hold_id) WHERE hold_id IS NOT NULL;

CREATE TABLE talk_invoices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    talk_id INTEGER NOT NULL REFERENCES talks (id) ON DELETE CASCADE,
    invoice_id INTEGER NOT NULL REFERENCES invoices (id),
    UNIQUE (talk_id, invoice_id)
) STRICT;

CREATE INDEX talk_invoices_by_invoice ON talk_invoices (invoice_id);

-- What may have left counts for the provider's limits as well; numbers are asked for like addresses,
-- and a timeline has the holds that are over.
DROP INDEX attempts_by_time;
CREATE INDEX attempts_by_time ON attempts (at) WHERE outcome IN ('accepted', 'unknown');
CREATE INDEX contacts_by_phone ON contacts (phone) WHERE phone <> '';
CREATE INDEX all_holds_by_client ON holds (client_id);
CREATE INDEX all_holds_by_invoice ON holds (invoice_id);
