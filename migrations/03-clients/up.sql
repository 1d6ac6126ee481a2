-- Who is billed, and the people there.

CREATE TABLE clients (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    address TEXT NOT NULL, -- a JSON list of lines
    country TEXT NOT NULL,
    tax_id TEXT NOT NULL,
    business INTEGER NOT NULL,
    currency TEXT NOT NULL,
    language TEXT NOT NULL,
    terms_days INTEGER NOT NULL,
    policy_id INTEGER NOT NULL REFERENCES policies (id),
    channel TEXT NOT NULL,
    note TEXT NOT NULL,
    archived INTEGER NOT NULL
) STRICT;

-- The list of clients pages by name.
CREATE INDEX clients_by_name ON clients (name COLLATE NOCASE, id);
-- A policy is only dropped when no client names it.
CREATE INDEX clients_by_policy ON clients (policy_id);

CREATE TABLE contacts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id INTEGER NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    role TEXT NOT NULL,
    UNIQUE (client_id, position)
) STRICT;

-- Whether an address belongs to another client as well is asked before each send.
CREATE INDEX contacts_by_email ON contacts (email COLLATE NOCASE) WHERE email <> '';
