DROP TABLE interest_rates;
DROP TABLE tax_presets;
DROP TABLE settings;
DROP TABLE profile;
