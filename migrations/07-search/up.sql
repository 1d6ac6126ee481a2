-- Full text over documents: number, client, and what was written. Contentless: the text stands in
-- invoices and lines, this is only the index. Two and three letters are enough to find a word.

CREATE VIRTUAL TABLE invoice_words USING fts5 (
    number, client, text,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

-- What the book has already.
INSERT INTO invoice_words (rowid, number, client, text)
SELECT i.id, coalesce(i.number, ''), i.client_name,
    i.purchase_order || ' ' || i.note || ' ' ||
    coalesce((SELECT group_concat(l.description, ' ') FROM lines l WHERE l.invoice_id = i.id), '')
FROM invoices i;
