#!/usr/bin/env python3
"""Makes interest_vectors.json: debts that were paid late, and the interest on them.

It shares no code and no method with payme. It walks over the calendar one day after the other, asks
for each day what was owed that morning and at which rate, and adds a fraction of a currency unit;
only the sum is rounded. Its rates stand below, by half-year. Run it again with

    python3 tests/data/interest_vectors.py [FOLDER]

and the file comes out the same, byte for byte.
"""

import calendar
import json
import sys
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from pathlib import Path

DECIMALS = {"EUR": 2, "GBP": 2, "JPY": 0, "USD": 2, "KWD": 3}

# Percent a year, by half-year, as the Bundesbank, the ECB and the Bank of England publish them.
GERMAN_BASE = {
    **{(year, half): "-0.88" for year in range(2017, 2023) for half in (1, 2)},
    (2016, 2): "-0.88",
    (2023, 1): "1.62",
    (2023, 2): "3.12",
    (2024, 1): "3.62",
    (2024, 2): "3.37",
    (2025, 1): "2.27",
    (2025, 2): "1.27",
    (2026, 1): "1.27",
}
ECB = {
    (2022, 2): "0.00",
    (2023, 1): "2.50",
    (2023, 2): "4.00",
    (2024, 1): "4.50",
    (2024, 2): "4.25",
    (2025, 1): "3.15",
    (2025, 2): "2.15",
    (2026, 1): "2.15",
}
BANK_OF_ENGLAND = {
    (2022, 2): "1.25",
    (2023, 1): "3.50",
    (2023, 2): "5.00",
    (2024, 1): "5.25",
    (2024, 2): "5.25",
    (2025, 1): "4.75",
    (2025, 2): "4.25",
    (2026, 1): "3.75",
}


def half(day):
    return (day.year, 1 if day.month <= 6 else 2)


def percent(rule, due, day):
    """The yearly percentage that a day bears."""
    if rule == "de_business":
        return Fraction(GERMAN_BASE[half(day)]) + 9
    if rule == "de_consumer":
        return Fraction(GERMAN_BASE[half(day)]) + 5
    if rule == "eu":
        return Fraction(ECB[half(day)]) + 8
    if rule == "gb":
        return Fraction(BANK_OF_ENGLAND[half(due)]) + 8
    return Fraction(rule)


def share_of_year(rule, day):
    if rule.startswith("de_") and calendar.isleap(day.year):
        return Fraction(1, 366)
    return Fraction(1, 365)


def fixed(rule, currency, owed):
    if rule in ("de_business", "eu") and currency == "EUR":
        return Fraction(40)
    if rule == "gb" and currency == "GBP":
        return Fraction(40 if owed < 1000 else 70 if owed < 10000 else 100)
    return None


def written(value, currency):
    """A value of nought or more with the currency's decimals, half a step rounded up."""
    decimals = DECIMALS[currency]
    steps = floor(value * 10**decimals + Fraction(1, 2))
    if decimals == 0:
        return str(steps)
    return f"{steps // 10**decimals}.{steps % 10**decimals:0{decimals}d}"


def work_out(case):
    rule, currency = case["rule"], case["currency"]
    due, until = date.fromisoformat(case["due"]), date.fromisoformat(case["until"])
    came = [(date.fromisoformat(day), Fraction(amount)) for day, amount in case["came"]]
    interest, days = Fraction(0), 0
    first_owed = last_rate = None
    day = due + timedelta(days=1)
    while day <= until:
        owed = Fraction(case["amount"]) - sum(sum_ for on, sum_ in came if on < day)
        if owed > 0:
            first_owed = owed if first_owed is None else first_owed
            last_rate = percent(rule, due, day)
            interest += owed * last_rate / 100 * share_of_year(rule, day)
            days += 1
        day += timedelta(days=1)
    if days == 0:
        return None
    owed = Fraction(case["amount"]) - sum(sum_ for on, sum_ in came if on <= until)
    per_day = max(owed, 0) * last_rate / 100 * share_of_year(rule, until)
    lump = fixed(rule, currency, first_owed)
    rounded = Fraction(written(interest, currency))
    return {
        "days": days,
        "interest": written(interest, currency),
        "per_day": written(per_day, currency),
        "fixed": None if lump is None else written(lump, currency),
        "total": written(rounded + (lump or 0), currency),
    }


def case(name, rule, amount, due, until, *came, currency="EUR"):
    made = {
        "name": name,
        "rule": rule,
        "currency": currency,
        "amount": amount,
        "due": due,
        "until": until,
        "came": [list(one) for one in came],
    }
    return {**made, "expected": work_out(made)}


DE, PRIVATE, GB, EU = "de_business", "de_consumer", "gb", "eu"

CASES = [
    case("the example of the law of the United Kingdom", GB, "10000.00", "2026-01-31", "2026-04-01", currency="GBP"),
    case("pounds, just below ten thousand", GB, "9999.99", "2026-01-31", "2026-04-01", currency="GBP"),
    case("pounds, just below one thousand", GB, "999.99", "2026-01-31", "2026-04-01", currency="GBP"),
    case("pounds, one thousand", GB, "1000.00", "2026-01-31", "2026-04-01", currency="GBP"),
    case("pounds, due on the last day of a half-year", GB, "5000.00", "2025-06-30", "2025-08-31", currency="GBP"),
    case("pounds, due on the first day of a half-year", GB, "5000.00", "2025-07-01", "2025-08-31", currency="GBP"),
    case("pounds, over two half-years", GB, "1234.56", "2024-11-15", "2026-02-20", currency="GBP"),
    case("pounds, over a leap day", GB, "3650.00", "2024-02-27", "2024-03-02", currency="GBP"),
    case("pounds, paid in part below a bound before it was due", GB, "1200.00", "2026-01-31", "2026-03-01", ("2026-01-20", "300.00"), currency="GBP"),
    case("pounds, paid in part below a bound after it was due", GB, "1200.00", "2026-01-31", "2026-03-01", ("2026-02-10", "300.00"), currency="GBP"),
    case("pounds, paid in three parts", GB, "12000.00", "2025-12-15", "2026-05-31", ("2026-01-01", "4000.00"), ("2026-02-14", "4000.00"), ("2026-03-31", "4000.00"), currency="GBP"),
    case("a debt in euros by the law of the United Kingdom", GB, "10000.00", "2026-01-31", "2026-04-01"),
    case("a German business, one day", DE, "1000.00", "2026-03-10", "2026-03-11"),
    case("a German business, thirty days", DE, "1950.00", "2025-09-12", "2025-10-12"),
    case("a German business, the day before a half-year", DE, "1950.00", "2025-06-29", "2025-06-30"),
    case("a German business, over the start of a half-year", DE, "1950.00", "2025-06-15", "2025-07-15"),
    case("a German business, due on 30 June", DE, "1950.00", "2025-06-30", "2025-07-30"),
    case("a German business, due on 31 December", DE, "77.77", "2025-12-31", "2026-01-31"),
    case("a German business, from a negative base rate", DE, "4200.00", "2022-11-10", "2023-02-10"),
    case("a German business, years below zero", DE, "4200.00", "2018-03-01", "2022-12-31"),
    case("a German business, over a leap year", DE, "10000.00", "2023-11-30", "2025-02-28"),
    case("a German business, the leap day alone", DE, "36600.00", "2024-02-28", "2024-02-29"),
    case("a German business, a leap year to its last day", DE, "36600.00", "2023-12-31", "2024-12-31"),
    case("a German business, paid in part", DE, "3000.00", "2025-10-01", "2026-02-28", ("2025-11-15", "1000.00"), ("2026-01-10", "500.50")),
    case("a German business, paid in part on the border", DE, "3000.00", "2025-06-01", "2025-08-01", ("2025-06-30", "1000.00"), ("2025-07-01", "1000.00")),
    case("a German business, paid in part before it was due", DE, "3000.00", "2025-10-01", "2025-12-01", ("2025-09-15", "1000.00")),
    case("a German business, paid in part on the due day", DE, "3000.00", "2025-10-01", "2025-12-01", ("2025-10-01", "2999.99")),
    case("a German business, all paid late", DE, "3000.00", "2025-10-01", "2026-06-30", ("2025-12-24", "3000.00")),
    case("a German business, money that went back", DE, "3000.00", "2025-10-01", "2026-03-31", ("2025-11-01", "3000.00"), ("2026-01-15", "-800.00")),
    case("a German business, too much paid and gone back", DE, "100.00", "2025-10-01", "2026-03-31", ("2025-11-01", "150.00"), ("2026-01-15", "-100.00")),
    case("a German business, two on a day", DE, "3000.00", "2025-10-01", "2026-03-31", ("2025-11-01", "700.00"), ("2025-11-01", "300.00")),
    case("a German business, a debt in pounds", DE, "3000.00", "2025-10-01", "2026-03-31", currency="GBP"),
    case("a German business, a debt of one cent", DE, "0.01", "2025-10-01", "2026-03-31"),
    case("a German business, paid on the due day", DE, "3000.00", "2025-10-01", "2026-03-31", ("2025-10-01", "3000.00")),
    case("a German business, not late", DE, "3000.00", "2025-10-01", "2025-10-01"),
    case("a German consumer, thirty days", PRIVATE, "1950.00", "2025-09-12", "2025-10-12"),
    case("a German consumer, over the start of a year", PRIVATE, "499.90", "2024-12-01", "2025-01-20"),
    case("a German consumer, below zero and above", PRIVATE, "850.00", "2022-06-30", "2024-07-31"),
    case("a German consumer, paid in part over a leap day", PRIVATE, "850.00", "2024-01-15", "2024-04-15", ("2024-02-29", "350.00")),
    case("Europe, thirty days", EU, "1950.00", "2025-09-12", "2025-10-12"),
    case("Europe, four half-years", EU, "12345.67", "2022-12-20", "2024-08-05"),
    case("Europe, the leap day", EU, "36500.00", "2024-02-28", "2024-02-29"),
    case("Europe, in parts over half-years", EU, "8000.00", "2024-05-31", "2025-09-30", ("2024-06-30", "2000.00"), ("2025-01-01", "2000.00"), ("2025-07-02", "1500.00")),
    case("Europe, a debt in dollars", EU, "8000.00", "2025-05-31", "2025-09-30", currency="USD"),
    case("a contract in yen", "14.6", "1000000", "2025-10-31", "2026-01-31", currency="JPY"),
    case("a contract in yen, half a yen", "10", "3650", "2025-10-31", "2025-11-15", currency="JPY"),
    case("a contract in yen, in parts", "14.6", "1080000", "2025-10-31", "2026-03-31", ("2025-12-25", "80000"), ("2026-02-01", "500000"), currency="JPY"),
    case("a contract in dinars", "7.25", "1234.567", "2025-10-31", "2026-01-31", currency="KWD"),
    case("a contract over a leap day", "12", "36500.00", "2024-02-01", "2024-03-01"),
    case("a contract for nothing", "0", "36500.00", "2024-02-01", "2024-03-01"),
    case("a contract of many decimals, for years", "5.4321", "98765.43", "2016-02-29", "2026-02-28"),
    case("a contract, exactly half a cent", "1", "182.50", "2025-10-01", "2025-10-02"),
]


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    text = json.dumps(CASES, indent=1) + "\n"
    (folder / "interest_vectors.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
