DROP TABLE journal_rows;
DROP TABLE journal;
