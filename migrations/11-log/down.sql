DROP INDEX journal_rows_by_row;
