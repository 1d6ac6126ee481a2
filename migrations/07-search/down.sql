DROP TABLE invoice_words;
