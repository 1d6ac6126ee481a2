-- Clients are now written by hand: what a card says beside what an import brought.

-- This client wants a purchase order number on every invoice.
ALTER TABLE clients ADD COLUMN wants_order INTEGER NOT NULL DEFAULT 0;

-- Payments are found by the key of their client; a client may take another key.
CREATE TRIGGER clients_words_key AFTER UPDATE OF key ON clients WHEN old.key <> new.key BEGIN
    DELETE FROM payment_words WHERE rowid IN (
        SELECT p.id FROM invoices i JOIN payments p ON p.invoice_id = i.id
        WHERE i.client_id = new.id);
    INSERT INTO payment_words (rowid, text)
        SELECT p.id, coalesce(i.number, '') || ' ' || i.client_name || ' ' || new.key || ' '
            || p.note || ' ' || p.method
        FROM invoices i JOIN payments p ON p.invoice_id = i.id WHERE i.client_id = new.id;
END;
