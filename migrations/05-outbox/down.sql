DROP TABLE account_blocks;
DROP TABLE attempts;
DROP TABLE skips;
DROP TABLE reminders;
DROP TABLE messages;
DROP TABLE holds;
