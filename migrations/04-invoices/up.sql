-- Documents, their lines and tax groups, and the money that came for them.
--
-- paid_minor and credited_minor are sums kept by triggers from payments and credit notes, so that
-- the open balance can be indexed; `payme db check` adds them up again. Whether an invoice is
-- overdue is never stored: it depends on today.

CREATE TABLE invoices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    number TEXT UNIQUE,
    client_id INTEGER NOT NULL REFERENCES clients (id),
    client_name TEXT NOT NULL,
    currency TEXT NOT NULL,
    issued_on TEXT,
    due_on TEXT,
    terms_days INTEGER NOT NULL,
    supplied_on TEXT,
    supplied_until TEXT,
    purchase_order TEXT NOT NULL,
    note TEXT NOT NULL,
    language TEXT NOT NULL,
    discount_percent TEXT NOT NULL,
    net_minor INTEGER NOT NULL,
    tax_minor INTEGER NOT NULL,
    gross_minor INTEGER NOT NULL,
    credits_id INTEGER REFERENCES invoices (id),
    seller TEXT NOT NULL, -- JSON snapshot of the profile at issue, '' for a draft
    buyer TEXT NOT NULL, -- JSON snapshot of the client at issue, '' for a draft
    ended_on TEXT,
    end_reason TEXT NOT NULL,
    paid_minor INTEGER NOT NULL DEFAULT 0,
    credited_minor INTEGER NOT NULL DEFAULT 0,
    open_minor INTEGER NOT NULL GENERATED ALWAYS AS (
        CASE WHEN status = 'issued' AND kind = 'invoice'
            THEN gross_minor - paid_minor - credited_minor ELSE 0 END
    ) VIRTUAL,
    standing TEXT NOT NULL GENERATED ALWAYS AS (
        CASE WHEN status <> 'issued' THEN status
            WHEN kind = 'invoice' AND gross_minor - paid_minor - credited_minor > 0 THEN 'open'
            ELSE 'paid' END
    ) VIRTUAL,
    rank INTEGER NOT NULL GENERATED ALWAYS AS (
        CASE WHEN status = 'draft' THEN 2
            WHEN status = 'issued' AND kind = 'invoice'
                AND gross_minor - paid_minor - credited_minor > 0 THEN 1
            ELSE 0 END
    ) VIRTUAL,
    due_key TEXT NOT NULL GENERATED ALWAYS AS (coalesce(due_on, '9999-12-31')) VIRTUAL,
    issue_key TEXT NOT NULL GENERATED ALWAYS AS (coalesce(issued_on, '9999-12-31')) VIRTUAL,
    CHECK ((status = 'draft') = (number IS NULL)),
    CHECK (status = 'draft' OR (issued_on IS NOT NULL AND due_on IS NOT NULL))
) STRICT;

-- Partial and covering: what is open stays as cheap in a book of a million as in a book of ten.
CREATE INDEX invoices_open ON invoices (due_on, id, client_id, currency, open_minor)
    WHERE open_minor > 0;
CREATE INDEX invoices_open_by_client ON invoices (client_id, due_on, currency, open_minor)
    WHERE open_minor > 0;
CREATE INDEX invoices_by_rank ON invoices (rank, due_key, id);
CREATE INDEX invoices_by_due ON invoices (due_key, id);
CREATE INDEX invoices_by_issue ON invoices (issue_key, id);
CREATE INDEX invoices_by_gross ON invoices (gross_minor, id);
CREATE INDEX invoices_by_standing ON invoices (standing, due_key, id);
CREATE INDEX invoices_by_client ON invoices (client_id, issue_key, id);
CREATE INDEX invoices_by_credit ON invoices (credits_id) WHERE credits_id IS NOT NULL;

CREATE TABLE lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    invoice_id INTEGER NOT NULL REFERENCES invoices (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    description TEXT NOT NULL,
    quantity TEXT NOT NULL,
    unit TEXT NOT NULL,
    unit_price TEXT NOT NULL,
    discount_percent TEXT NOT NULL,
    tax_category TEXT NOT NULL,
    tax_rate TEXT NOT NULL,
    net_minor INTEGER NOT NULL,
    UNIQUE (invoice_id, position)
) STRICT;

CREATE TABLE taxes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    invoice_id INTEGER NOT NULL REFERENCES invoices (id) ON DELETE CASCADE,
    category TEXT NOT NULL,
    rate TEXT NOT NULL,
    base_minor INTEGER NOT NULL,
    tax_minor INTEGER NOT NULL,
    UNIQUE (invoice_id, category, rate)
) STRICT;

CREATE TABLE payments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    invoice_id INTEGER NOT NULL REFERENCES invoices (id),
    paid_on TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    method TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;

CREATE INDEX payments_by_invoice ON payments (invoice_id, paid_on, amount_minor);
CREATE INDEX payments_by_day ON payments (paid_on, id);

-- Sums a month, so that income by month does not read every payment.
CREATE TABLE month_sums (
    kind TEXT NOT NULL, -- 'paid' or 'billed'
    currency TEXT NOT NULL,
    month TEXT NOT NULL, -- YYYY-MM
    sum_minor INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (kind, currency, month)
) STRICT, WITHOUT ROWID;

-- How many invoices stand where.
CREATE TABLE standing_counts (
    standing TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

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

-- An invoice counts as billed from its issue, also when written off; a void does not, and a
-- credit note takes back.
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

-- A credit note balances the invoice that it takes back, while it stands.
CREATE TRIGGER invoices_credit AFTER UPDATE OF status ON invoices
WHEN new.kind = 'credit_note' AND new.credits_id IS NOT NULL
    AND (old.status = 'issued') <> (new.status = 'issued') BEGIN
    UPDATE invoices SET credited_minor = credited_minor
        + CASE new.status WHEN 'issued' THEN new.gross_minor ELSE -new.gross_minor END
        WHERE id = new.credits_id;
END;

-- An issued document is frozen: only its status, its end and the kept sums may change.
CREATE TRIGGER invoices_born_as_draft BEFORE INSERT ON invoices
WHEN new.status <> 'draft' BEGIN
    SELECT raise(ABORT, 'a document begins as a draft');
END;

CREATE TRIGGER invoices_frozen BEFORE UPDATE OF kind, number, client_id, client_name, currency,
    issued_on, due_on, terms_days, supplied_on, supplied_until, purchase_order, note, language,
    discount_percent, net_minor, tax_minor, gross_minor, credits_id, seller, buyer ON invoices
WHEN old.status <> 'draft' BEGIN
    SELECT raise(ABORT, 'an issued document is frozen');
END;

CREATE TRIGGER invoices_no_way_back BEFORE UPDATE OF status ON invoices
WHEN old.status <> 'draft' AND new.status = 'draft' BEGIN
    SELECT raise(ABORT, 'an issued document does not become a draft again');
END;

CREATE TRIGGER invoices_kept BEFORE DELETE ON invoices
WHEN old.status <> 'draft' BEGIN
    SELECT raise(ABORT, 'an issued document is never deleted');
END;

CREATE TRIGGER lines_frozen_in BEFORE INSERT ON lines
WHEN (SELECT status FROM invoices WHERE id = new.invoice_id) <> 'draft' BEGIN
    SELECT raise(ABORT, 'the lines of an issued document are frozen');
END;

CREATE TRIGGER lines_frozen_change BEFORE UPDATE ON lines
WHEN (SELECT status FROM invoices WHERE id = old.invoice_id) <> 'draft' BEGIN
    SELECT raise(ABORT, 'the lines of an issued document are frozen');
END;

CREATE TRIGGER lines_frozen_out BEFORE DELETE ON lines
WHEN (SELECT status FROM invoices WHERE id = old.invoice_id) <> 'draft' BEGIN
    SELECT raise(ABORT, 'the lines of an issued document are frozen');
END;

CREATE TRIGGER taxes_frozen_in BEFORE INSERT ON taxes
WHEN (SELECT status FROM invoices WHERE id = new.invoice_id) <> 'draft' BEGIN
    SELECT raise(ABORT, 'the taxes of an issued document are frozen');
END;

CREATE TRIGGER taxes_frozen_change BEFORE UPDATE ON taxes
WHEN (SELECT status FROM invoices WHERE id = old.invoice_id) <> 'draft' BEGIN
    SELECT raise(ABORT, 'the taxes of an issued document are frozen');
END;

CREATE TRIGGER taxes_frozen_out BEFORE DELETE ON taxes
WHEN (SELECT status FROM invoices WHERE id = old.invoice_id) <> 'draft' BEGIN
    SELECT raise(ABORT, 'the taxes of an issued document are frozen');
END;
