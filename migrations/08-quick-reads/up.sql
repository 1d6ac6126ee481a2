-- Reads of the screens that grew with the age of the book.
--
-- The planner wants the number of each open invoice; with it in the index, no row is fetched for it.

DROP INDEX invoices_open;
CREATE INDEX invoices_open ON invoices (due_on, id, client_id, currency, open_minor, number)
    WHERE open_minor > 0;

-- And the state of the messages about it: the row of a message is a whole letter, its state is a
-- word behind it.

CREATE INDEX messages_states ON messages (id, state, settled_on)
    WHERE state NOT IN ('cancelled', 'expired');

-- The day of the last reminder to a client looked at every message that the client ever got. The
-- index answers it from its end.

CREATE INDEX messages_live_by_client ON messages (client_id, coalesce(settled_on, queued_on))
    WHERE purpose = 'reminder'
        AND state IN ('queued', 'sending', 'in_doubt', 'accepted', 'unknown');

-- The filter of the payments compared text in every payment. Full text over what can be searched:
-- number, client, note and method, as for invoices. Triggers keep it, so that undo does too.

CREATE VIRTUAL TABLE payment_words USING fts5 (
    text,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

CREATE TRIGGER payments_words_in AFTER INSERT ON payments BEGIN
    INSERT INTO payment_words (rowid, text)
        SELECT new.id, coalesce(i.number, '') || ' ' || i.client_name || ' ' || c.key || ' '
            || new.note || ' ' || new.method
        FROM invoices i JOIN clients c ON c.id = i.client_id WHERE i.id = new.invoice_id;
END;

CREATE TRIGGER payments_words_out AFTER DELETE ON payments BEGIN
    DELETE FROM payment_words WHERE rowid = old.id;
END;

CREATE TRIGGER payments_words_change AFTER UPDATE ON payments BEGIN
    DELETE FROM payment_words WHERE rowid = old.id;
    INSERT INTO payment_words (rowid, text)
        SELECT new.id, coalesce(i.number, '') || ' ' || i.client_name || ' ' || c.key || ' '
            || new.note || ' ' || new.method
        FROM invoices i JOIN clients c ON c.id = i.client_id WHERE i.id = new.invoice_id;
END;

INSERT INTO payment_words (rowid, text)
    SELECT p.id, coalesce(i.number, '') || ' ' || i.client_name || ' ' || c.key || ' ' || p.note
        || ' ' || p.method
    FROM payments p
    JOIN invoices i ON i.id = p.invoice_id
    JOIN clients c ON c.id = i.client_id;
