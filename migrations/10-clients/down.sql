DROP TRIGGER clients_words_key;
ALTER TABLE clients DROP COLUMN wants_order;
