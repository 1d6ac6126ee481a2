DROP TRIGGER payments_words_change;
DROP TRIGGER payments_words_out;
DROP TRIGGER payments_words_in;
DROP TABLE payment_words;
DROP INDEX messages_live_by_client;
DROP INDEX messages_states;
DROP INDEX invoices_open;
CREATE INDEX invoices_open ON invoices (due_on, id, client_id, currency, open_minor)
    WHERE open_minor > 0;
