-- Writing documents: more kinds, prices with tax inside, discounts as amounts, series of numbers,
-- templates that come again, a catalogue of services, and payments that are no plain payments.
--
-- Three computed columns of invoices know only the kind 'invoice', and a generated column cannot be
-- changed: it goes with everything that names it, and comes back.

DROP TRIGGER invoices_count_in;
DROP TRIGGER invoices_count_out;
DROP TRIGGER invoices_count_move;
DROP TRIGGER invoices_billed;
DROP TRIGGER invoices_frozen;
DROP TRIGGER lines_frozen_change;
DROP TRIGGER payments_in;
DROP TRIGGER payments_out;
DROP TRIGGER payments_change;
DROP INDEX invoices_open;
DROP INDEX invoices_open_by_client;
DROP INDEX invoices_by_rank;
DROP INDEX invoices_by_standing;
ALTER TABLE invoices DROP COLUMN open_minor;
ALTER TABLE invoices DROP COLUMN standing;
ALTER TABLE invoices DROP COLUMN rank;

ALTER TABLE invoices ADD COLUMN series TEXT NOT NULL DEFAULT ''; -- '' is the usual one of its kind
ALTER TABLE invoices ADD COLUMN prices TEXT NOT NULL DEFAULT 'net';
ALTER TABLE invoices ADD COLUMN discount_minor INTEGER NOT NULL DEFAULT 0; -- or discount_percent
ALTER TABLE invoices ADD COLUMN terms TEXT NOT NULL DEFAULT '';
ALTER TABLE invoices ADD COLUMN source_id INTEGER REFERENCES invoices (id);
ALTER TABLE invoices ADD COLUMN answer TEXT NOT NULL DEFAULT ''; -- what a client said to a quote
ALTER TABLE invoices ADD COLUMN answered_on TEXT;

ALTER TABLE invoices ADD COLUMN open_minor INTEGER NOT NULL GENERATED ALWAYS AS (
    CASE WHEN status = 'issued' AND kind IN ('invoice', 'deposit')
        THEN gross_minor - paid_minor - credited_minor ELSE 0 END
) VIRTUAL;
ALTER TABLE invoices ADD COLUMN standing TEXT NOT NULL GENERATED ALWAYS AS (
    CASE WHEN kind = 'recurring' THEN 'recurring'
        WHEN status <> 'issued' THEN status
        WHEN kind = 'quote' THEN 'quote'
        WHEN kind IN ('invoice', 'deposit') AND gross_minor - paid_minor - credited_minor > 0
            THEN 'open'
        ELSE 'paid' END
) VIRTUAL;
ALTER TABLE invoices ADD COLUMN rank INTEGER NOT NULL GENERATED ALWAYS AS (
    CASE WHEN kind = 'recurring' THEN -1
        WHEN status = 'draft' THEN 2
        WHEN status = 'issued' AND kind IN ('invoice', 'deposit')
            AND gross_minor - paid_minor - credited_minor > 0 THEN 1
        ELSE 0 END
) VIRTUAL;

CREATE INDEX invoices_open ON invoices (due_on, id, client_id, currency, open_minor, number)
    WHERE open_minor > 0;
CREATE INDEX invoices_open_by_client ON invoices (client_id, due_on, currency, open_minor)
    WHERE open_minor > 0;
CREATE INDEX invoices_by_rank ON invoices (rank, due_key, id);
CREATE INDEX invoices_by_standing ON invoices (standing, due_key, id);
-- What a client has paid or was credited too much: the next invoice can use it.
CREATE INDEX invoices_overpaid ON invoices (client_id, currency, id, open_minor)
    WHERE open_minor < 0;
CREATE INDEX invoices_by_source ON invoices (source_id) WHERE source_id IS NOT NULL;
-- Kinds that few documents have are found without reading the others.
CREATE INDEX invoices_by_kind ON invoices (kind, issue_key, id) WHERE kind <> 'invoice';

ALTER TABLE lines ADD COLUMN discount_minor INTEGER NOT NULL DEFAULT 0; -- or discount_percent
ALTER TABLE lines ADD COLUMN tax_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE lines ADD COLUMN deducts_id INTEGER REFERENCES invoices (id);
-- What the line comes to as it is priced: with tax where the prices are gross.
ALTER TABLE lines ADD COLUMN amount_minor INTEGER NOT NULL DEFAULT 0;
UPDATE lines SET amount_minor = net_minor;

CREATE INDEX lines_by_deposit ON lines (deducts_id) WHERE deducts_id IS NOT NULL;
-- Lines that were typed before are offered by their first letters.
CREATE INDEX lines_by_description ON lines (description COLLATE NOCASE, id);

-- 'payment', 'refund' (negative), 'difference' (a few cents nobody asks for), or 'transfer' (from
-- what was too much on one invoice to another, two rows that sum to nothing).
ALTER TABLE payments ADD COLUMN kind TEXT NOT NULL DEFAULT 'payment';
ALTER TABLE payments ADD COLUMN fee_minor INTEGER NOT NULL DEFAULT 0; -- what a provider kept of it
ALTER TABLE payments ADD COLUMN other_id INTEGER REFERENCES invoices (id); -- a transfer's other end
CREATE INDEX payments_by_other ON payments (other_id) WHERE other_id IS NOT NULL;

-- Numbers. A counter's row is made by the first number of its period ('' where it never begins
-- anew); it moves in the transaction that issues.
CREATE TABLE series (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    pattern TEXT NOT NULL,
    reset TEXT NOT NULL,
    start INTEGER NOT NULL
) STRICT;

CREATE TABLE series_counters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    series_id INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
    period TEXT NOT NULL,
    next INTEGER NOT NULL,
    UNIQUE (series_id, period)
) STRICT;

-- The usual series of each kind.
CREATE TABLE numbering (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL UNIQUE,
    series_id INTEGER NOT NULL REFERENCES series (id)
) STRICT;

INSERT INTO series (id, key, pattern, reset, start) VALUES
    (1, 'invoices', '{year}-{seq:03}', 'yearly', 1),
    (2, 'quotes', 'Q{year}-{seq:03}', 'yearly', 1);
INSERT INTO numbering (kind, series_id) VALUES
    ('invoice', 1), ('deposit', 1), ('credit_note', 1), ('quote', 2);

-- When a template of the kind 'recurring' becomes a draft again.
CREATE TABLE schedules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    invoice_id INTEGER NOT NULL UNIQUE REFERENCES invoices (id) ON DELETE CASCADE,
    every TEXT NOT NULL,
    first_on TEXT NOT NULL,
    next_on TEXT NOT NULL,
    until_on TEXT,
    automatic INTEGER NOT NULL, -- 1: issued by itself, because the user said so
    paused INTEGER NOT NULL
) STRICT;

CREATE INDEX schedules_due ON schedules (next_on) WHERE paused = 0;

-- The catalogue that fills a line.
CREATE TABLE services (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    description TEXT NOT NULL,
    unit TEXT NOT NULL,
    unit_price TEXT NOT NULL,
    currency TEXT NOT NULL,
    tax_category TEXT NOT NULL,
    tax_rate TEXT NOT NULL,
    tax_reason TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX services_by_description ON services (description COLLATE NOCASE, currency);

-- The name of the tax preset that a new line takes; '' for the usual one of the country.
ALTER TABLE profile ADD COLUMN usual_tax TEXT NOT NULL DEFAULT '';

-- The words that documents begin with, where the freelancer has other ones than payme.
CREATE TABLE texts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (kind, language)
) STRICT;

-- A difference is no money and no income; the two ends of a transfer sum to nothing.

CREATE TRIGGER payments_in AFTER INSERT ON payments BEGIN
    UPDATE invoices SET paid_minor = paid_minor + new.amount_minor WHERE id = new.invoice_id;
    INSERT INTO month_sums (kind, currency, month, sum_minor, count)
        SELECT 'paid', currency, substr(new.paid_on, 1, 7), new.amount_minor, 1
        FROM invoices WHERE id = new.invoice_id AND new.kind IN ('payment', 'refund')
        ON CONFLICT DO UPDATE SET sum_minor = sum_minor + excluded.sum_minor, count = count + 1;
END;

CREATE TRIGGER payments_out AFTER DELETE ON payments BEGIN
    UPDATE invoices SET paid_minor = paid_minor - old.amount_minor WHERE id = old.invoice_id;
    UPDATE month_sums SET sum_minor = sum_minor - old.amount_minor, count = count - 1
        WHERE kind = 'paid' AND month = substr(old.paid_on, 1, 7)
        AND currency = (SELECT currency FROM invoices WHERE id = old.invoice_id)
        AND old.kind IN ('payment', 'refund');
END;

CREATE TRIGGER payments_change
AFTER UPDATE OF invoice_id, paid_on, amount_minor, kind ON payments BEGIN
    UPDATE invoices SET paid_minor = paid_minor - old.amount_minor WHERE id = old.invoice_id;
    UPDATE invoices SET paid_minor = paid_minor + new.amount_minor WHERE id = new.invoice_id;
    UPDATE month_sums SET sum_minor = sum_minor - old.amount_minor, count = count - 1
        WHERE kind = 'paid' AND month = substr(old.paid_on, 1, 7)
        AND currency = (SELECT currency FROM invoices WHERE id = old.invoice_id)
        AND old.kind IN ('payment', 'refund');
    INSERT INTO month_sums (kind, currency, month, sum_minor, count)
        SELECT 'paid', currency, substr(new.paid_on, 1, 7), new.amount_minor, 1
        FROM invoices WHERE id = new.invoice_id AND new.kind IN ('payment', 'refund')
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

-- A quote is never billed.
CREATE TRIGGER invoices_billed AFTER UPDATE OF status ON invoices
WHEN new.kind <> 'quote'
    AND (old.status IN ('issued', 'written_off') OR new.status IN ('issued', 'written_off')) BEGIN
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
    discount_percent, net_minor, tax_minor, gross_minor, credits_id, seller, buyer, series, prices,
    discount_minor, terms, source_id ON invoices
WHEN old.status <> 'draft' BEGIN
    SELECT raise(ABORT, 'an issued document is frozen');
END;

CREATE TRIGGER lines_frozen_change BEFORE UPDATE ON lines
WHEN (SELECT status FROM invoices WHERE id = old.invoice_id) <> 'draft' BEGIN
    SELECT raise(ABORT, 'the lines of an issued document are frozen');
END;

-- What repeats is a template: it gets no number.
CREATE TRIGGER invoices_never_issued BEFORE UPDATE OF status ON invoices
WHEN new.kind = 'recurring' AND new.status <> 'draft' BEGIN
    SELECT raise(ABORT, 'a recurring invoice is a template and is never issued');
END;

-- A credit note is settled by what it takes back, from the moment that it leaves the draft.
CREATE TRIGGER invoices_credit_settled AFTER UPDATE OF status ON invoices
WHEN new.kind = 'credit_note' AND old.status = 'draft' AND new.status <> 'draft' BEGIN
    UPDATE invoices SET credited_minor = gross_minor WHERE id = new.id;
END;

-- REPLACE deletes without a delete trigger, and a row can be moved: neither may touch what is issued.
CREATE TRIGGER invoices_not_replaced BEFORE INSERT ON invoices
WHEN EXISTS (SELECT 1 FROM invoices WHERE id = new.id AND status <> 'draft') BEGIN
    SELECT raise(ABORT, 'an issued document is frozen');
END;

CREATE TRIGGER invoices_id_fixed BEFORE UPDATE OF id ON invoices
WHEN new.id <> old.id BEGIN
    SELECT raise(ABORT, 'the place of a document is frozen');
END;

CREATE TRIGGER invoices_known_status BEFORE UPDATE OF status ON invoices
WHEN new.status NOT IN ('draft', 'issued', 'voided', 'written_off') BEGIN
    SELECT raise(ABORT, 'a document has no such status, and is frozen');
END;

CREATE TRIGGER lines_not_replaced BEFORE INSERT ON lines
WHEN EXISTS (SELECT 1 FROM lines l JOIN invoices i ON i.id = l.invoice_id
    WHERE l.id = new.id AND i.status <> 'draft') BEGIN
    SELECT raise(ABORT, 'the lines of an issued document are frozen');
END;

CREATE TRIGGER lines_not_moved BEFORE UPDATE OF invoice_id ON lines
WHEN (SELECT status FROM invoices WHERE id = new.invoice_id) <> 'draft' BEGIN
    SELECT raise(ABORT, 'the lines of an issued document are frozen');
END;

CREATE TRIGGER taxes_not_replaced BEFORE INSERT ON taxes
WHEN EXISTS (SELECT 1 FROM taxes t JOIN invoices i ON i.id = t.invoice_id
    WHERE t.id = new.id AND i.status <> 'draft') BEGIN
    SELECT raise(ABORT, 'the taxes of an issued document are frozen');
END;

CREATE TRIGGER taxes_not_moved BEFORE UPDATE OF invoice_id ON taxes
WHEN (SELECT status FROM invoices WHERE id = new.invoice_id) <> 'draft' BEGIN
    SELECT raise(ABORT, 'the taxes of an issued document are frozen');
END;
