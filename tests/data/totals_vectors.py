#!/usr/bin/env python3
"""Makes totals_vectors.json: invoices, and what every line, group and total of them must be.

It shares no code and no method with payme. Every value is a fraction of whole currency units, and
nothing is ever scaled to minor units. Where a sum is shared out over parts, every way to round the
parts up or down is tried, and the one nearest to the exact values is taken. Run it again with

    python3 tests/data/totals_vectors.py [FOLDER]

and the file comes out the same, byte for byte.
"""

import json
import sys
from fractions import Fraction
from itertools import product
from math import ceil, floor
from pathlib import Path

DECIMALS = {"EUR": 2, "JPY": 0, "KWD": 3, "GBP": 2, "USD": 2}
CATEGORIES = ["S", "Z", "E", "AE", "K", "G", "O"]


# ---------------------------------------------------------------- rounding


def to_steps(value, step):
    """The multiple of `step` nearest to `value`; halfway it is the one farther from zero."""
    below = floor(value / step) * step
    above = below + step
    if value - below == above - value:
        return max(below, above, key=abs)
    return below if value - below < above - value else above


def spread(total, parts, step):
    """Rounds each part up or down so that they sum to `total`, as near to the parts as can be.

    Of two ways that are equally near, the one that gives an earlier part more is taken; where the
    first part is below zero, more is more below zero.
    """
    sign = next((-1 if part < 0 else 1 for part in parts if part), 1)
    choices = []
    for part in parts:
        part = part * sign / step
        choices.append(sorted({floor(part), ceil(part)}, reverse=True))
    best = None
    for way in product(*choices):
        if sum(way) != total * sign / step:
            continue
        error = sum((whole - part * sign / step) ** 2 for whole, part in zip(way, parts))
        # product() starts with the ways that give the earlier parts more.
        if best is None or error < best[0]:
            best = error, way
    return [Fraction(whole) * step * sign for whole in best[1]]


# ---------------------------------------------------------------- an invoice


def line_amount(line, step):
    exact = Fraction(line["quantity"]) * Fraction(line["unit_price"])
    if "discount_amount" in line:
        # An amount takes off the magnitude. One that is the line's own amount as it is rounded may
        # be a little more than the exact line: then nothing is left, and never less than nothing.
        left = max(abs(exact) - Fraction(line["discount_amount"]), Fraction(0))
        exact = -left if exact < 0 else left
    else:
        exact -= exact * Fraction(line.get("discount_percent", "0")) / 100
    return to_steps(exact, step)


def work_out(invoice):
    step = Fraction(1, 10 ** DECIMALS[invoice["currency"]])
    gross_prices = invoice["prices"] == "gross"
    lines = invoice["lines"]
    amounts = [line_amount(line, step) for line in lines]

    def key_of(line):
        return CATEGORIES.index(line["category"]), Fraction(line["rate"])

    keys = sorted({key_of(line) for line in lines})
    places = {key: [i for i, line in enumerate(lines) if key_of(line) == key] for key in keys}
    open_sums = [
        sum((amounts[i] for i in places[key] if not lines[i].get("deducts")), Fraction(0))
        for key in keys
    ]
    if "discount_amount" in invoice:
        weights = [max(value, Fraction(0)) for value in open_sums]
        amount = Fraction(invoice["discount_amount"])
        shares = [amount * weight / sum(weights) for weight in weights]
        taken = spread(amount, shares, step)
    else:
        percent = Fraction(invoice.get("discount_percent", "0"))
        taken = [to_steps(value * percent / 100, step) for value in open_sums]

    nets = [Fraction(0)] * len(lines)
    groups = []
    for key, off in zip(keys, taken):
        rate = key[1] / 100
        whole = sum(amounts[i] for i in places[key])
        if gross_prices:
            base = to_steps((whole - off) / (1 + rate), step)
            tax = whole - off - base
            exact = [amounts[i] / (1 + rate) for i in places[key]]
            for i, net in zip(places[key], spread(to_steps(sum(exact), step), exact, step)):
                nets[i] = net
        else:
            base = whole - off
            tax = to_steps(base * rate, step)
            for i in places[key]:
                nets[i] = amounts[i]
        groups.append((key, base, tax))

    def text(value):
        digits = DECIMALS[invoice["currency"]]
        units = value / step
        assert units.denominator == 1, value
        body = str(abs(units.numerator)).rjust(digits + 1, "0")
        body = f"{body[:-digits]}.{body[-digits:]}" if digits else body
        return f"-{body}" if units < 0 else body

    net = sum(base for _, base, _ in groups)
    tax = sum(tax for _, _, tax in groups)
    rates = {key_of(line): line["rate"] for line in reversed(lines)}
    return {
        "amounts": [text(value) for value in amounts],
        "nets": [text(value) for value in nets],
        "groups": [
            {
                "category": CATEGORIES[key[0]],
                "rate": rates[key],
                "base": text(base),
                "tax": text(tax),
            }
            for key, base, tax in groups
        ],
        "lines": text(sum(nets)),
        "discount": text(sum(nets) - net),
        "discounted": text(sum(taken)),
        "net": text(net),
        "tax": text(tax),
        "gross": text(net + tax),
    }


# ---------------------------------------------------------------- the invoices


def line(quantity, unit_price, tax="S 19", percent=None, amount=None, deducts=False):
    category, rate = tax.split()
    made = {"quantity": quantity, "unit_price": unit_price, "category": category, "rate": rate}
    if percent is not None:
        made["discount_percent"] = percent
    if amount is not None:
        made["discount_amount"] = amount
    if deducts:
        made["deducts"] = True
    return made


def invoice(name, *lines, currency="EUR", prices="net", percent=None, amount=None):
    made = {"name": name, "currency": currency, "prices": prices}
    if percent is not None:
        made["discount_percent"] = percent
    if amount is not None:
        made["discount_amount"] = amount
    made["lines"] = list(lines)
    return made


NET = [
    invoice("the first known vector", line("16", "348.35", "S 22", percent="4")),
    invoice("the second known vector", line("10", "3.60", "S 5.5")),
    invoice(
        "quarters of an hour at two rates",
        line("0.25", "95.00"),
        line("7.75", "95.00"),
        line("3", "12.99", "S 7"),
    ),
    invoice(
        "prices of four decimals",
        line("1250", "0.0375"),
        line("333", "0.1249"),
        line("1", "0.0050"),
        line("-1", "0.0050"),
    ),
    invoice(
        "line discounts in percent and amount",
        line("3", "33.33", percent="12.5"),
        line("1", "199.99", amount="49.99"),
        line("-2", "10.00", amount="3.33"),
        line("1", "5.00", percent="100"),
        line("1", "8.005", amount="8.01"),
    ),
    invoice(
        "ten percent off three groups",
        line("1", "100.00"),
        line("1", "50.05", "S 7"),
        line("1", "20.00", "AE 0"),
        percent="10",
    ),
    invoice(
        "an amount off three groups",
        line("1", "100.00"),
        line("1", "50.05", "S 7"),
        line("1", "20.01", "E 0"),
        amount="33.34",
    ),
    invoice(
        "an amount off equal groups: the cent goes to the first",
        line("1", "10.00", "S 7"),
        line("1", "10.00", "S 19"),
        line("1", "10.00", "Z 0"),
        amount="10.00",
    ),
    invoice(
        "an amount off, and money back at another rate",
        line("4", "125.00"),
        line("-1", "80.00", "S 7"),
        line("1", "60.00", "S 5.5"),
        amount="100.01",
    ),
    invoice("reverse charge", line("12.5", "88.80", "AE 0"), line("1", "0.05", "AE 0")),
    invoice(
        "every category",
        line("1", "10.11", "O 0"),
        line("1", "20.22", "G 0"),
        line("1", "30.33", "K 0"),
        line("1", "40.44", "AE 0"),
        line("1", "50.55", "E 0"),
        line("1", "60.66", "Z 0"),
        line("1", "70.77", "S 19"),
        percent="3.33",
    ),
    invoice(
        "a deposit deducted, and a discount that leaves it alone",
        line("40", "90.00"),
        line("1", "249.95", "S 7"),
        line("-1", "1000.00", deducts=True),
        percent="2.5",
    ),
    invoice(
        "two deposits deducted, and an amount off",
        line("1", "5000.00"),
        line("1", "59.90", "S 7"),
        line("-1", "1500.00", deducts=True),
        line("-1", "1500.00", deducts=True),
        line("-1", "20.00", "S 7", deducts=True),
        amount="59.95",
    ),
    invoice("everything given away", line("3", "33.33"), line("1", "9.99", "S 7"), percent="100"),
    invoice(
        "all taken off by an amount", line("3", "33.33"), line("1", "9.99", "S 7"), amount="109.98"
    ),
    invoice(
        "yen", line("2.5", "333", "S 10"), line("7", "49.5", "S 8"), currency="JPY", percent="5"
    ),
    invoice(
        "dinars",
        line("1.5", "10.0125", "S 5"),
        line("3", "0.3335", "S 0"),
        currency="KWD",
        amount="0.777",
    ),
    invoice("all taken back", line("-3", "19.99"), line("-1", "4.995", "S 7"), percent="15"),
    invoice("half cents of tax", line("1", "0.50", "S 5"), line("1", "0.10", "S 5.5")),
]

GROSS = [
    invoice("one cent with tax", line("1", "0.01"), prices="gross"),
    invoice("three times one cent with tax", *[line("1", "0.01")] * 3, prices="gross"),
    invoice(
        "three cents at twenty percent, which is no net and tax",
        line("1", "0.03", "S 20"),
        prices="gross",
    ),
    invoice("nets that do not divide", *[line("1", "0.99")] * 5, prices="gross"),
    invoice(
        "two rates, line discounts, a percentage off",
        line("2", "49.90", percent="10"),
        line("1", "19.99", amount="5.00"),
        line("3", "7.45", "S 7"),
        line("0.25", "60.00", "E 0"),
        prices="gross",
        percent="7.5",
    ),
    invoice(
        "two rates and free of tax, an amount off",
        line("1", "119.00"),
        line("1", "107.00", "S 7"),
        line("1", "33.33", "AE 0"),
        prices="gross",
        amount="19.99",
    ),
    invoice(
        "money back in between",
        line("3", "14.99"),
        line("-1", "14.99"),
        line("-2", "0.79", "S 7"),
        line("1", "0.79", "S 7"),
        line("1", "2.22", "S 7"),
        prices="gross",
    ),
    invoice("only money back", *[line("-1", "0.99")] * 4, prices="gross", percent="5"),
    invoice(
        "deposits deducted with tax inside, and an amount off",
        line("1", "2380.00"),
        line("1", "49.99"),
        line("-1", "595.00", deducts=True),
        line("-1", "0.01", deducts=True),
        prices="gross",
        amount="29.99",
    ),
    invoice(
        "yen with tax inside",
        line("3", "333", "S 10"),
        line("1", "108", "S 8"),
        line("1", "101", "S 8"),
        currency="JPY",
        prices="gross",
        amount="100",
    ),
    invoice(
        "dinars with tax inside",
        line("1.25", "7.7775", "S 5"),
        line("1", "0.001", "S 5"),
        line("9", "0.0995", "S 5", percent="33.3"),
        currency="KWD",
        prices="gross",
        percent="1",
    ),
    invoice(
        "all taken off with tax inside",
        line("1", "11.90"),
        line("1", "0.07", "S 7"),
        prices="gross",
        amount="11.97",
    ),
]


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    vectors = [{**made, "expected": work_out(made)} for made in NET + GROSS]
    text = json.dumps(vectors, indent=1) + "\n"
    (folder / "totals_vectors.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
