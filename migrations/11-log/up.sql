-- The log is filtered by invoice and by client: which changes touched one of their rows is found
-- without reading the whole journal. It costs about 25 bytes a recorded row.

CREATE INDEX journal_rows_by_row ON journal_rows (table_name, row_id, entry_id);
