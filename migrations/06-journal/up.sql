-- The append-only record of every change. An undo is an entry of its own that names the entry it
-- takes back; before and after are the row as JSON.

CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    on_day TEXT NOT NULL,
    kind TEXT NOT NULL, -- 'change', 'note', 'undo' or 'redo'
    refers INTEGER REFERENCES journal (id),
    undoable INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE INDEX journal_by_reference ON journal (refers, id) WHERE refers IS NOT NULL;

CREATE TABLE journal_rows (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entry_id INTEGER NOT NULL REFERENCES journal (id),
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    before TEXT,
    after TEXT
) STRICT;

CREATE INDEX journal_rows_by_entry ON journal_rows (entry_id, id);

CREATE TRIGGER journal_kept BEFORE DELETE ON journal BEGIN
    SELECT raise(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER journal_fixed BEFORE UPDATE ON journal BEGIN
    SELECT raise(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER journal_rows_kept BEFORE DELETE ON journal_rows BEGIN
    SELECT raise(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER journal_rows_fixed BEFORE UPDATE ON journal_rows BEGIN
    SELECT raise(ABORT, 'the journal is append-only');
END;
