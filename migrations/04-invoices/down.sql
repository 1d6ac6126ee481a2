DROP TABLE standing_counts;
DROP TABLE month_sums;
DROP TABLE payments;
DROP TABLE taxes;
DROP TABLE lines;
DROP TABLE invoices;
