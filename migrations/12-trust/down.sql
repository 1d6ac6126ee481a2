-- The way back. The older program writes e-mail and SMS, one a stage, and reads bytes as they are.

DROP INDEX all_holds_by_invoice;
DROP INDEX all_holds_by_client;
DROP INDEX contacts_by_phone;
DROP INDEX attempts_by_time;
CREATE INDEX attempts_by_time ON attempts (at) WHERE outcome = 'accepted';
DROP TABLE talk_invoices;
DROP TABLE talks;
DROP TABLE bank_checks;
DROP TABLE message_invoices;
-- What is compressed cannot be unpacked here: such a message keeps its text, and never leaves again.
UPDATE messages SET bytes = x'' WHERE packed = 1;
UPDATE messages SET state = 'unknown', why = 'An older payme cannot send it.'
    WHERE packed = 1 AND state IN ('queued', 'sending', 'in_doubt');
ALTER TABLE messages DROP COLUMN packed;
DROP INDEX messages_unattended;
ALTER TABLE messages DROP COLUMN unattended;
ALTER TABLE messages DROP COLUMN provider_id;
UPDATE messages SET purpose = 'thank-you' WHERE purpose NOT IN ('reminder', 'thank-you');
DROP TABLE client_templates;
DELETE FROM templates WHERE kind NOT IN ('heads-up', 'friendly', 'firm', 'final', 'thank-you');
-- The way up brings the templates of the other kinds again.
UPDATE settings SET value = '' WHERE name = 'reference';
ALTER TABLE interest_rates DROP COLUMN own;
ALTER TABLE profile DROP COLUMN thank_you;
-- Who said stop must not be forgotten: a person reads it in the note.
UPDATE clients SET note = note || iif(note = '', '', char(10)) || 'No SMS: ' || no_sms
    WHERE no_sms <> '';
ALTER TABLE clients DROP COLUMN no_sms;
ALTER TABLE clients DROP COLUMN interest;
ALTER TABLE clients DROP COLUMN unattended;
UPDATE clients SET channel = 'email' WHERE channel IN ('policy', 'both');
ALTER TABLE stages DROP COLUMN unattended;
ALTER TABLE stages DROP COLUMN interest;
UPDATE stages SET channel = 'email' WHERE channel = 'both';
