-- The business itself, the settings that belong to the book, and the data a country gives us.
-- Amounts are integer minor units; quantities, rates and percentages are exact decimals as text;
-- dates are ISO text without a time; instants are RFC 3339 in UTC with milliseconds.

CREATE TABLE profile (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    address TEXT NOT NULL, -- a JSON list of lines
    country TEXT NOT NULL,
    tax_id TEXT NOT NULL,
    iban TEXT NOT NULL,
    bic TEXT NOT NULL,
    currency TEXT NOT NULL,
    language TEXT NOT NULL,
    terms_days INTEGER NOT NULL,
    signature TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE tax_presets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    country TEXT NOT NULL, -- two letters, or 'none'
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    rate TEXT NOT NULL,
    note TEXT NOT NULL,
    preferred INTEGER NOT NULL,
    UNIQUE (country, name)
) STRICT;

CREATE TABLE interest_rates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    series TEXT NOT NULL,
    from_on TEXT NOT NULL,
    rate TEXT NOT NULL,
    source TEXT NOT NULL,
    UNIQUE (series, from_on)
) STRICT;
