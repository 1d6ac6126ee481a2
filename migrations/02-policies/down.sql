DROP TABLE templates;
DROP TABLE stages;
DROP TABLE policies;
