-- The way back. The older program knows invoices and credit notes only: a deposit invoice becomes an
-- invoice, a quote one that is void, and a template a draft. Transfers and differences stay as
-- payments, so that what is paid stays right.

DROP TRIGGER invoices_never_issued;
DROP TRIGGER invoices_not_replaced;
DROP TRIGGER invoices_id_fixed;
DROP TRIGGER invoices_known_status;
DROP TRIGGER lines_not_replaced;
DROP TRIGGER lines_not_moved;
DROP TRIGGER taxes_not_replaced;
DROP TRIGGER taxes_not_moved;
DROP TRIGGER invoices_credit_settled;
DROP TRIGGER invoices_count_in;
DROP TRIGGER invoices_count_out;
DROP TRIGGER invoices_count_move;
DROP TRIGGER invoices_billed;
DROP TRIGGER invoices_frozen;
DROP TRIGGER lines_frozen_change;
DROP TRIGGER payments_in;
DROP TRIGGER payments_out;
DROP TRIGGER payments_change;

ALTER TABLE profile DROP COLUMN usual_tax;
DROP TABLE texts;
DROP TABLE services;
DROP TABLE schedules;
DROP TABLE numbering;
DROP TABLE series_counters;
DROP TABLE series;

-- The older program counts every entry as income.
INSERT INTO month_sums (kind, currency, month, sum_minor, count)
    SELECT 'paid', i.currency, substr(p.paid_on, 1, 7), sum(p.amount_minor), count(*)
    FROM payments p JOIN invoices i ON i.id = p.invoice_id
    WHERE p.kind NOT IN ('payment', 'refund') GROUP BY 2, 3
    ON CONFLICT DO UPDATE SET sum_minor = sum_minor + excluded.sum_minor,
        count = count + excluded.count;
DROP INDEX payments_by_other;
ALTER TABLE payments DROP COLUMN other_id;
ALTER TABLE payments DROP COLUMN fee_minor;
ALTER TABLE payments DROP COLUMN kind;

DROP INDEX lines_by_description;
DROP INDEX lines_by_deposit;
ALTER TABLE lines DROP COLUMN amount_minor;
ALTER TABLE lines DROP COLUMN deducts_id;
ALTER TABLE lines DROP COLUMN tax_reason;
ALTER TABLE lines DROP COLUMN discount_minor;

DROP INDEX invoices_by_kind;
DROP INDEX invoices_by_source;
DROP INDEX invoices_overpaid;
DROP INDEX invoices_by_standing;
DROP INDEX invoices_by_rank;
DROP INDEX invoices_open_by_client;
DROP INDEX invoices_open;
ALTER TABLE invoices DROP COLUMN rank;
ALTER TABLE invoices DROP COLUMN standing;
ALTER TABLE invoices DROP COLUMN open_minor;
ALTER TABLE invoices DROP COLUMN answered_on;
ALTER TABLE invoices DROP COLUMN answer;
ALTER TABLE invoices DROP COLUMN source_id;
ALTER TABLE invoices DROP COLUMN terms;
ALTER TABLE invoices DROP COLUMN discount_minor;
ALTER TABLE invoices DROP COLUMN prices;
ALTER TABLE invoices DROP COLUMN series;

UPDATE invoices SET status = 'voided', ended_on = issued_on, end_reason = 'This was a quote.'
    WHERE kind = 'quote' AND status = 'issued';
UPDATE invoices SET kind = 'invoice' WHERE kind IN ('quote', 'deposit', 'recurring');

ALTER TABLE invoices ADD COLUMN open_minor INTEGER NOT NULL GENERATED ALWAYS AS (
    CASE WHEN status = 'issued' AND kind = 'invoice'
        THEN gross_minor - paid_minor - credited_minor ELSE 0 END
) VIRTUAL;
ALTER TABLE invoices ADD COLUMN standing TEXT NOT NULL GENERATED ALWAYS AS (
    CASE WHEN status <> 'issued' THEN status
        WHEN kind = 'invoice' AND gross_minor - paid_minor - credited_minor > 0 THEN 'open'
        ELSE 'paid' END
) VIRTUAL;
ALTER TABLE invoices ADD COLUMN rank INTEGER NOT NULL GENERATED ALWAYS AS (
    CASE WHEN status = 'draft' THEN 2
        WHEN status = 'issued' AND kind = 'invoice'
            AND gross_minor - paid_minor - credited_minor > 0 THEN 1
        ELSE 0 END
) VIRTUAL;

CREATE INDEX invoices_open ON invoices (due_on, id, client_id, currency, open_minor, number)
    WHERE open_minor > 0;
CREATE INDEX invoices_open_by_client ON invoices (client_id, due_on, currency, open_minor)
    WHERE open_minor > 0;
CREATE INDEX invoices_by_rank ON invoices (rank, due_key, id);
CREATE INDEX invoices_by_standing ON invoices (standing, due_key, id);

UPDATE standing_counts SET count = 0;
INSERT INTO standing_counts (standing, count)
    SELECT standing, count(*) FROM invoices WHERE true GROUP BY 1
    ON CONFLICT DO UPDATE SET count = excluded.count;

CREATE TRIGGER payments_in AFTER INSERT ON payments BEGIN
    UPDATE invoices SET paid_minor = paid_minor + new.amount_minor WHERE id = new.invoice_id;
    INSERT INTO month_sums (kind, currency, month, sum_minor, count)
        SELECT 'paid', currency, substr(new.paid_on, 1, 7), new.amount_minor, 1
        FROM invoices WHERE id = new.invoice_id
        ON CONFLICT DO UPDATE SET sum_minor = sum_minor + excluded.sum_minor, count = count + 1;
END;

CREATE TRIGGER payments_out AFTER DELETE ON payments BEGIN
    UPDATE invoices SET paid_minor = paid_minor - old.amount_minor WHERE id = old.invoice_id;
    UPDATE month_sums SET sum_minor = sum_minor - old.amount_minor, count = count - 1
        WHERE kind = 'paid' AND month = substr(old.paid_on, 1, 7)
        AND currency = (SELECT currency FROM invoices WHERE id = old.invoice_id);
END;

CREATE TRIGGER payments_change AFTER UPDATE OF invoice_id, paid_on, amount_minor ON payments BEGIN
    UPDATE invoices SET paid_minor = paid_minor - old.amount_minor WHERE id = old.invoice_id;
    UPDATE invoices SET paid_minor = paid_minor + new.amount_minor WHERE id = new.invoice_id;
    UPDATE month_sums SET sum_minor = sum_minor - old.amount_minor, count = count - 1
        WHERE kind = 'paid' AND month = substr(old.paid_on, 1, 7)
        AND currency = (SELECT currency FROM invoices WHERE id = old.invoice_id);
    INSERT INTO month_sums (kind, currency, month, sum_minor, count)
        SELECT 'paid', currency, substr(new.paid_on, 1, 7), new.amount_minor, 1
        FROM invoices WHERE id = new.invoice_id
        ON CONFLICT DO UPDATE SET sum_minor = sum_minor + excluded.sum_minor, count = count + 1;
END;

CREATE TRIGGER invoices_count_in AFTER INSERT ON invoices BEGIN
    INSERT INTO standing_counts (standing, count) VALUES (new.standing, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER invoices_count_out AFTER DELETE ON invoices BEGIN
    UPDATE standing_counts SET count = count - 1 WHERE standing = old.standing;
END;

CREATE TRIGGER invoices_count_move
AFTER UPDATE OF kind, status, gross_minor, paid_minor, credited_minor ON invoices
WHEN old.standing <> new.standing BEGIN
    UPDATE standing_counts SET count = count - 1 WHERE standing = old.standing;
    INSERT INTO standing_counts (standing, count) VALUES (new.standing, 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER invoices_billed AFTER UPDATE OF status ON invoices
WHEN old.status IN ('issued', 'written_off') OR new.status IN ('issued', 'written_off') BEGIN
    INSERT INTO month_sums (kind, currency, month, sum_minor, count)
        SELECT 'billed', old.currency, substr(old.issued_on, 1, 7),
            CASE old.kind WHEN 'credit_note' THEN old.gross_minor ELSE -old.gross_minor END, -1
        WHERE old.status IN ('issued', 'written_off')
        ON CONFLICT DO UPDATE SET sum_minor = sum_minor + excluded.sum_minor,
            count = count + excluded.count;
    INSERT INTO month_sums (kind, currency, month, sum_minor, count)
        SELECT 'billed', new.currency, substr(new.issued_on, 1, 7),
            CASE new.kind WHEN 'credit_note' THEN -new.gross_minor ELSE new.gross_minor END, 1
        WHERE new.status IN ('issued', 'written_off')
        ON CONFLICT DO UPDATE SET sum_minor = sum_minor + excluded.sum_minor,
            count = count + excluded.count;
END;

CREATE TRIGGER invoices_frozen BEFORE UPDATE OF kind, number, client_id, client_name, currency,
    issued_on, due_on, terms_days, supplied_on, supplied_until, purchase_order, note, language,
    discount_percent, net_minor, tax_minor, gross_minor, credits_id, seller, buyer ON invoices
WHEN old.status <> 'draft' BEGIN
    SELECT raise(ABORT, 'an issued document is frozen');
END;

CREATE TRIGGER lines_frozen_change BEFORE UPDATE ON lines
WHEN (SELECT status FROM invoices WHERE id = old.invoice_id) <> 'draft' BEGIN
    SELECT raise(ABORT, 'the lines of an issued document are frozen');
END;
