#!/usr/bin/env python3
"""Makes book-400.json, a book of 40 clients and 400 invoices, and book-400.expected.json, what must
come out of it on one day.

It shares no code with payme: amounts are worked out with Python's decimal, states from the facts,
and the day's reminders by walking through the calendar one day after the other. Run it again with

    python3 tests/data/book_400.py [FOLDER]

and the two files come out the same, byte for byte: its only chance is a small generator
of numbers with a fixed seed.
"""

import json
import sys
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, getcontext
from pathlib import Path

getcontext().prec = 60

TODAY = date(2026, 11, 23)  # a Monday
OWN_COUNTRY = "DE"
DECIMALS = {"EUR": 2, "GBP": 2, "USD": 2, "JPY": 0, "KWD": 3}
HOME = "EUR"


# ---------------------------------------------------------------- chance, always the same


class Dice:
    """A linear congruential generator (Knuth's MMIX constants)."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def between(self, least, most):
        return least + self.below(most - least + 1)

    def pick(self, options):
        return options[self.below(len(options))]

    def chance(self, percent):
        return self.below(100) < percent


# ---------------------------------------------------------------- amounts


def rounded(value, currency):
    """Half away from zero, to the currency's decimals."""
    return value.quantize(Decimal(1).scaleb(-DECIMALS[currency]), rounding=ROUND_HALF_UP)


def amount(value, currency):
    """The JSON form: exactly the currency's decimals."""
    return format(value.quantize(Decimal(1).scaleb(-DECIMALS[currency])), "f")


def plain(value):
    """A decimal without needless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def totals(document):
    """Net, tax and gross in the order of work of EN 16931."""
    currency = document["currency"]
    groups = defaultdict(Decimal)
    for line in document["lines"]:
        exact = Decimal(line["quantity"]) * Decimal(line["unit_price"])
        exact *= (100 - Decimal(line["discount_percent"])) / 100
        groups[line["tax"]["category"], Decimal(line["tax"]["rate"])] += rounded(exact, currency)
    net = tax = Decimal(0)
    for (_, rate), total in groups.items():
        allowance = rounded(total * Decimal(document["discount_percent"]) / 100, currency)
        base = total - allowance
        net += base
        tax += rounded(base * rate / 100, currency)
    return net, tax, net + tax


# ---------------------------------------------------------------- the calendar and the ladder

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
FRIDAY_SATURDAY = {"SA", "EG", "IL", "KW"}


def weekend(country):
    return {FRIDAY, SATURDAY} if country in FRIDAY_SATURDAY else {SATURDAY, SUNDAY}


def allowed(day, client):
    """Nobody is written to on a weekend, the client's or one's own."""
    return day.weekday() not in weekend(OWN_COUNTRY) | weekend(client["country"])


def moved(day, client):
    while not allowed(day, client):
        day += timedelta(days=1)
    return day


TONES = ["heads-up", "friendly", "firm", "final"]


def ladder(*stages):
    return [
        {"name": name, "days": days, "tone": tone, "channel": "email", "enabled": enabled}
        for name, days, tone, enabled in stages
    ]


POLICIES = {
    "standard": {
        "key": "standard",
        "name": "Standard",
        "interval_days": 5,
        "cap": 4,
        "minimum": "0",
        "stages": ladder(
            ("heads-up", -3, "heads-up", False),
            ("friendly", 3, "friendly", True),
            ("firm", 10, "firm", True),
            ("final", 21, "final", True),
        ),
    },
    "patient": {
        "key": "patient",
        "name": "Patient, not for small change",
        "interval_days": 14,
        "cap": 4,
        "minimum": "50",
        "stages": ladder(
            ("first letter", 7, "friendly", True),
            ("second letter", 21, "firm", True),
            ("third letter", 40, "firm", False),
            ("last letter", 55, "final", True),
        ),
    },
    "short": {
        "key": "short",
        "name": "Two and no more",
        "interval_days": 7,
        "cap": 2,
        "minimum": "0",
        "stages": ladder(
            ("friendly", 5, "friendly", True),
            ("firm", 12, "firm", True),
            ("final", 30, "final", True),
        ),
    },
    "early": {
        "key": "early",
        "name": "With a word before the day",
        "interval_days": 3,
        "cap": 6,
        "minimum": "0",
        "stages": ladder(
            ("heads-up", -3, "heads-up", True),
            ("friendly", 2, "friendly", True),
            ("firm", 9, "firm", True),
            ("final", 20, "final", True),
        ),
    },
}


class Case:
    """One invoice with what belongs to it, for the calculation."""

    def __init__(self, document, client):
        self.document = document
        self.client = client
        self.net, self.tax, self.gross = totals(document)
        self.credits = []  # cases of credit notes
        self.holds = []
        # Reminders: (day, stage, tone, days, state, addresses); state "skipped" for a stage passed over.
        self.history = []

    @property
    def number(self):
        return self.document["number"]

    @property
    def due(self):
        return date.fromisoformat(self.document["due_on"]) if self.document["due_on"] else None

    def paid(self, day):
        return sum(
            (Decimal(p["amount"]) for p in self.document["payments"] if p["paid_on"] <= str(day)),
            Decimal(0),
        )

    def credited(self, day):
        if self.document["kind"] == "credit_note":
            return self.gross
        return sum(
            (
                note.gross
                for note in self.credits
                if note.document["status"] == "issued" and note.document["issued_on"] <= str(day)
            ),
            Decimal(0),
        )

    def open(self, day):
        document = self.document
        ended = document["ended_on"] is not None and document["ended_on"] <= str(day)
        if document["status"] == "draft" or document["issued_on"] > str(day) or ended:
            return Decimal(0)
        return self.gross - self.paid(day) - self.credited(day)

    def state(self, day):
        document = self.document
        if document["status"] in ("draft", "voided", "written_off"):
            return document["status"]
        if self.open(day) <= 0:
            return "paid"
        if self.due < day:
            return "overdue"
        return "partly_paid" if self.paid(day) or self.credited(day) else "open"

    def days_late(self, day):
        return (day - self.due).days if self.open(day) > 0 else 0


LIVE = ("accepted", "unknown")
GONE = ("accepted", "unknown", "skipped")


class Ladder:
    """What is left to say about one invoice."""

    def __init__(self, case, policy):
        self.case = case
        self.policy = policy
        self.gone = [entry for entry in case.history if entry[4] in GONE]
        self.count = sum(1 for entry in case.history if entry[4] in LIVE)

    def left(self):
        said = [(TONES.index(tone), days) for _, _, tone, days, _, _ in self.gone]
        names = {stage for _, stage, _, _, _, _ in self.gone}
        for stage in self.policy["stages"]:
            place = (TONES.index(stage["tone"]), stage["days"])
            if stage["enabled"] and stage["name"] not in names and all(place > s for s in said):
                yield stage

    def reached(self, day):
        """The stages whose day has come, softest first; a heads-up is only true until the due day."""
        for stage in self.left():
            on = moved(self.case.due + timedelta(days=stage["days"]), self.case.client)
            early = stage["tone"] == "heads-up"
            if on <= day and not (early and max(on, day) > self.case.due):
                yield stage, on

    def take(self, day, stage):
        self.gone.append((day, stage["name"], stage["tone"], stage["days"], "accepted", []))
        self.count += 1


def holds_on(case, client_holds, day):
    active = [
        hold
        for hold in client_holds + case.holds
        if hold["lifted_on"] is None
        and hold["set_on"] <= str(day)
        and (hold["until"] is None or str(day) <= hold["until"])
    ]
    return active


def comes_back(case, client_holds, day):
    """Whether the newest hold has ended, and nothing was said since; a payment answers all but a
    promise, and a promise is of the invoices of its day."""
    holds = [hold for hold in client_holds + case.holds if hold["lifted_on"] is None]
    if not holds or holds_on(case, client_holds, day):
        return False
    newest = max(holds, key=lambda hold: hold["set_on"])
    if any(entry[4] in GONE and str(entry[0]) > newest["until"] for entry in case.history):
        return False
    if newest["kind"] == "promise":
        return case.document["issued_on"] <= newest["set_on"]
    return not any(p["paid_on"] > newest["until"] for p in case.document["payments"])


def addresses(client):
    return [c["email"] for c in client["contacts"] if c["role"] == "to" and c["email"]]


def rest(case, client_holds, policy, day):
    """Why nothing goes about an invoice before somebody acts; None when it is planned."""
    if any(entry[4] == "unknown" for entry in case.history):
        return "unknown"
    if holds_on(case, client_holds, day):
        return "held"
    if case.open(day) < Decimal(policy["minimum"]):
        return "below minimum"
    steps = Ladder(case, policy)
    if steps.count >= policy["cap"]:
        return "cap reached"
    if not list(steps.left()):
        return "ladder ended"
    if not addresses(case.client):
        return "no address"
    tried = [entry for entry in case.history if entry[4] in LIVE or entry[4] == "refused"]
    if tried and tried[-1][4] == "refused" and sorted(tried[-1][5]) == sorted(addresses(case.client)):
        return "refused"
    return None


def opening(case, client_holds, policy, day):
    """From when on an invoice may be written about if nobody does anything; None for never."""
    why = rest(case, client_holds, policy, day)
    if why == "held":
        held = holds_on(case, client_holds, day)
        if any(hold["until"] is None for hold in held):
            return None
        last = max(date.fromisoformat(hold["until"]) for hold in held)
        case_without = Case.__new__(Case)
        case_without.__dict__ = {**case.__dict__, "holds": []}
        if rest(case_without, [], policy, day) is not None:
            return None
        return last + timedelta(days=1)
    return day if why is None else None


def plan(client, cases, client_holds, last_message, day):
    """The message of the day to one client, what comes later, and what rests."""
    policy = POLICIES[client["policy"]]
    cases = [c for c in cases if c.document["kind"] == "invoice" and c.open(day) > 0]
    blocked = {c.number: rest(c, client_holds, policy, day) for c in cases}
    ladders = [
        (opening(c, client_holds, policy, day), Ladder(c, policy))
        for c in cases
        if opening(c, client_holds, policy, day) is not None
    ]
    waiting = {number for number, why in blocked.items() if why is None}
    due, later = None, []
    walk, last = day, last_message
    while waiting and (walk - day).days < 800:
        rested = last is None or (walk - last).days >= policy["interval_days"]
        if allowed(walk, client) and rested:
            going = []
            for opens, steps in ladders:
                reached = list(steps.reached(walk)) if opens <= walk else []
                if reached and steps.count < policy["cap"]:
                    going.append((steps, reached))
            if any(reached[-1][0]["tone"] != "heads-up" for _, reached in going):
                # A word before the day does not stand in a letter about what is late.
                going = [g for g in going if g[1][-1][0]["tone"] != "heads-up"]
            for steps, reached in going:
                number = steps.case.number
                if number in waiting and walk > day:
                    later.append({"number": number, "stage": reached[-1][0]["name"], "on": str(walk)})
                waiting.discard(number)
            if going and walk == day:
                due = going_message(client, going, day)
            for steps, reached in going:
                steps.take(walk, reached[-1][0])
            if going:
                last = walk
        walk += timedelta(days=1)
    for number in waiting:
        blocked[number] = "ladder ended"
    rests = [{"number": n, "reason": why} for n, why in blocked.items() if why is not None]
    return due, later, rests


def going_message(client, going, day):
    speaks = max(
        (reached[-1][0] for _, reached in going), key=lambda s: (TONES.index(s["tone"]), s["days"])
    )
    invoices = [
        {
            "number": steps.case.number,
            "stage": reached[-1][0]["name"],
            "tone": reached[-1][0]["tone"],
            "days": reached[-1][0]["days"],
            "open": amount(steps.case.open(day), steps.case.document["currency"]),
            "days_late": (day - steps.case.due).days,
            "missed": [stage["name"] for stage, _ in reached[:-1]],
        }
        for steps, reached in going
    ]
    invoices.sort(key=lambda entry: (-entry["days_late"], entry["number"]))
    return {
        "client": client["key"],
        "channel": "email",
        "stage": speaks["name"],
        "tone": speaks["tone"],
        "due_on": str(min(reached[-1][1] for _, reached in going)),
        "to": addresses(client),
        "invoices": invoices,
    }


# ---------------------------------------------------------------- the made-up book

# key, name, country, currency, language, terms, policy, contact, town
CLIENTS = [
    ("nordlicht", "Nordlicht Studio GmbH", "DE", "EUR", "de", 14, "standard", "Mara Nolte", "24103 Kiel"),
    ("acme", "Acme GmbH", "DE", "EUR", "de", 30, "standard", "Jonas Falk", "22085 Hamburg"),
    ("kestrel", "Kestrel & Co Ltd", "GB", "GBP", "en", 30, "standard", "Amy Ross", "Leeds LS1 4DY"),
    ("brightwater", "Brightwater BV", "NL", "EUR", "en", 30, "standard", "Pim de Wit", "3011 Rotterdam"),
    ("zeta", "Zeta Labs Inc.", "US", "USD", "en", 30, "standard", "Dana Cole", "Portland, OR 97205"),
    ("ola-foto", "Ola Fotograf", "SE", "EUR", "en", 20, "standard", "Ola Berg", "411 06 Göteborg"),
    ("atelier-brun", "Atelier Brun SARL", "FR", "EUR", "fr", 45, "standard", "Inès Brun", "69002 Lyon"),
    ("librairie", "Librairie du Passage", "FR", "EUR", "fr", 30, "patient", "Luc Morel", "35000 Rennes"),
    ("estudio-sol", "Estudio Sol, S.L.", "ES", "EUR", "es", 30, "standard", "Nuria Vidal", "46003 València"),
    ("bodega-rey", "Bodegas del Rey", "ES", "EUR", "es", 60, "patient", "Álvaro Rey", "26001 Logroño"),
    ("sakura", "Sakura Design K.K.", "JP", "JPY", "en", 30, "standard", "Yuki Mori", "Kyoto 604-8005"),
    ("hoshi", "Hoshi Print Co.", "JP", "JPY", "en", 45, "short", "Ren Hoshi", "Osaka 530-0001"),
    ("gulf-media", "Gulf Media WLL", "KW", "KWD", "en", 30, "standard", "Noura Sabah", "Kuwait City 13001"),
    ("dune", "Dune Interiors", "KW", "KWD", "en", 14, "standard", "Faisal Amir", "Salmiya 22001"),
    ("riyadh-arts", "Riyadh Arts House", "SA", "USD", "en", 30, "standard", "Huda Karim", "Riyadh 11564"),
    ("nile-press", "Nile Press", "EG", "USD", "en", 30, "standard", "Omar Saad", "Cairo 11511"),
    ("haifa-games", "Haifa Games Ltd", "IL", "USD", "en", 30, "standard", "Tal Peretz", "Haifa 3303129"),
    ("mill-lane", "Mill Lane Bakery", "GB", "GBP", "en", 14, "standard", "Tom Mills", "Bath BA1 2QF"),
    ("harbour", "Harbour Lights CIC", "GB", "GBP", "en", 30, "patient", "Sue Lacey", "Hull HU1 3RA"),
    ("oxlade", "Oxlade Partners LLP", "GB", "GBP", "en", 30, "short", "Ian Oxlade", "London EC1M 5PA"),
    ("tidewater", "Tidewater Foods LLC", "US", "USD", "en", 30, "standard", "Carla Ruiz", "Norfolk, VA 23510"),
    ("prairie", "Prairie Health Coop", "US", "USD", "en", 45, "patient", "Jim Olsen", "Fargo, ND 58102"),
    ("maple", "Maple & Daughters", "CA", "USD", "en", 30, "standard", "Zoë Tremblay", "Montréal H2Y 1C6"),
    ("weber-bau", "Weber Bau KG", "DE", "EUR", "de", 21, "standard", "Kai Weber", "70173 Stuttgart"),
    ("hofladen", "Hofladen Brandt", "DE", "EUR", "de", 14, "standard", "Ute Brandt", "29439 Lüchow"),
    ("kinderhaus", "Kinderhaus Süd e. V.", "DE", "EUR", "de", 30, "patient", "Eva König", "79098 Freiburg"),
    ("tischlerei", "Tischlerei Groß & Söhne", "DE", "EUR", "de", 14, "short", "Max Groß", "01067 Dresden"),
    ("alpenblick", "Hotel Alpenblick", "AT", "EUR", "de", 14, "standard", "Resi Huber", "6020 Innsbruck"),
    ("uhrwerk", "Uhrwerk AG", "CH", "EUR", "de", 30, "standard", "Reto Frei", "2501 Biel"),
    ("studio-nove", "Studio Nove S.r.l.", "IT", "EUR", "en", 60, "standard", "Gaia Conti", "40121 Bologna"),
    ("officina", "Officina Verde", "IT", "EUR", "en", 30, "short", "Dario Neri", "10121 Torino"),
    ("kawiarnia", "Kawiarnia Mokka", "PL", "EUR", "en", 14, "standard", "Ewa Lis", "31-009 Kraków"),
    ("fjord", "Fjord Sailing AS", "NO", "EUR", "en", 30, "standard", "Siri Dahl", "5003 Bergen"),
    ("lagom", "Lagom Living AB", "SE", "EUR", "en", 30, "early", "Nils Ek", "111 22 Stockholm"),
    ("celtic", "Celtic Loom Ltd", "IE", "EUR", "en", 30, "standard", "Aoife Byrne", "Galway H91 E2K3"),
    ("boulanger", "Boulanger Frères", "BE", "EUR", "fr", 30, "standard", "Marc Lejeune", "4000 Liège"),
    ("quiet-press", "The Quiet Press", "GB", "GBP", "en", 30, "standard", "", "Wells BA5 2RB"),
    ("silva", "Silva & Silva", "PT", "EUR", "en", 30, "standard", "Rui Silva", "4050 Porto"),
    ("old-mill", "Old Mill Archive", "US", "USD", "en", 30, "standard", "Ruth Hale", "Salem, MA 01970"),
    ("newcomer", "Newcomer Ventures UG", "DE", "EUR", "de", 10, "standard", "Lea Neu", "10999 Berlin"),
]

WORK = [
    ("Design sprint", "DAY", 600), ("Logo and wordmark", "C62", 1450), ("Illustration", "C62", 348),
    ("Website maintenance", "MON", 190), ("Workshop", "HUR", 115), ("Type licence", "C62", 89),
    ("Photography", "HUR", 95), ("Proofreading", "HUR", 62), ("Travel", "KMT", 0.42),
    ("Print supervision", "LS", 780), ("Icon set", "C62", 36), ("Animation", "HUR", 128),
]
SCALE = {"EUR": Decimal(1), "GBP": Decimal("0.85"), "USD": Decimal("1.1"), "JPY": Decimal(160), "KWD": Decimal("0.34")}
QUANTITIES = ["1", "2", "3", "7.25", "0.5", "16", "1.75", "12", "2.333", "40", "10", "-1"]
EU = {"DE", "FR", "ES", "NL", "SE", "AT", "IT", "PL", "IE", "BE", "PT"}


def make_client(row):
    key, name, country, currency, language, terms, policy, person, town = row
    contacts = []
    if person:
        contacts.append(
            {"name": person, "email": f"accounts@{key}.example", "phone": "", "role": "to"}
        )
    else:
        contacts.append({"name": "Front desk", "email": "", "phone": "+441749555010", "role": "to"})
    if key in ("acme", "zeta"):
        contacts.append({"name": "", "email": f"boss@{key}.example", "phone": "", "role": "cc"})
    if key == "celtic":
        contacts.append(
            {"name": "Fergal", "email": "fergal@celtic.example", "phone": "", "role": "to"}
        )
    return {
        "key": key, "name": name, "contacts": contacts, "address": [town], "country": country,
        "tax_id": "", "business": key not in ("hofladen", "ola-foto"), "currency": currency,
        "language": language, "terms_days": terms, "policy": policy, "channel": "email",
        "note": "", "archived": key == "old-mill",
    }


def tax_for(client, dice):
    if client["country"] == "DE" or (client["country"] in EU and not client["business"]):
        return {"category": "S", "rate": dice.pick(["19", "19", "19", "7"])}
    if client["country"] in EU:
        return {"category": "AE", "rate": "0"}
    return {"category": dice.pick(["G", "O", "G"]), "rate": "0"}


def price_for(base, currency, dice):
    """Some prices have more decimals than their currency."""
    places = DECIMALS[currency] + dice.pick([0, 0, 0, 1, 2])
    cents = Decimal(dice.between(90, 115)) / 100
    value = Decimal(str(base)) * SCALE[currency] * cents + Decimal(dice.below(100)) / 10**places
    value = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if DECIMALS[currency] == 0 and places == 0:
        return format(value, "f")
    text = plain(value)
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.ljust(DECIMALS[currency], '0')}" if DECIMALS[currency] or fraction else whole


def make_lines(client, currency, dice):
    tax = tax_for(client, dice)
    lines = []
    for index in range(dice.pick([1, 1, 2, 3, 4])):
        work, unit, base = dice.pick(WORK)
        quantity = dice.pick(QUANTITIES)
        if index == 0 or lines[0]["quantity"].startswith("-"):
            quantity = quantity.lstrip("-")
        if quantity == "-1":
            work, base = f"Less: {work.lower()} agreed", 20
        if index > 0 and client["country"] == "DE" and dice.chance(25):
            tax = {"category": "S", "rate": dice.pick(["7", "19"])}
        lines.append(
            {
                "description": work,
                "quantity": quantity,
                "unit": unit,
                "unit_price": price_for(base, currency, dice),
                "discount_percent": dice.pick(["0", "0", "0", "0", "4", "12.5", "33.33"]),
                "tax": dict(tax),
            }
        )
    return lines


def make_document(client, issued, dice, **changes):
    currency = client["currency"]
    document = {
        "client": client["key"], "kind": "invoice", "number": None, "status": "issued",
        "currency": currency, "issued_on": issued and str(issued),
        "due_on": issued and str(issued + timedelta(days=client["terms_days"])),
        "terms_days": client["terms_days"], "supplied_on": issued and str(issued - timedelta(days=3)),
        "supplied_until": None, "purchase_order": dice.pick([None, None, None, "PO-7731", "4500017"]),
        "note": dice.pick(["", "", "", "Thank you.", "As agreed.\nWith the files on Friday."]),
        "language": client["language"],
        "discount_percent": dice.pick(["0", "0", "0", "0", "2", "7.5", "10"]),
        "credits": None, "ended_on": None, "end_reason": "",
        "lines": make_lines(client, currency, dice), "payments": [], "overpaid": None, "skipped": [],
    }
    document.update(changes)
    return document


def pay(document, day, value):
    if value > 0:
        document["payments"].append(
            {
                "paid_on": str(day),
                "amount": amount(value, document["currency"]),
                "method": "bank" if document["currency"] != "USD" else "card",
                "note": "",
            }
        )


def settle(case, dice):
    """What became of an invoice of the crowd."""
    document = case.document
    late = (TODAY - case.due).days
    if case.gross <= 0:
        return
    fate = dice.below(100)
    if late > 0 and fate < 78 or late <= 0 and fate < 15:
        # Paid, some in two parts, never after today.
        day = min(case.due + timedelta(days=dice.between(-9, 25)), TODAY - timedelta(days=1))
        day = max(day, date.fromisoformat(document["issued_on"]))
        if dice.chance(20):
            part = rounded(case.gross * Decimal("0.4"), document["currency"])
            pay(document, date.fromisoformat(document["issued_on"]), part)
            pay(document, day, case.gross - part)
        else:
            pay(document, day, case.gross)
    elif fate < 87:
        part = rounded(case.gross / 3, document["currency"])
        day = min(TODAY - timedelta(days=2), case.due)
        pay(document, max(day, date.fromisoformat(document["issued_on"])), part)
    elif fate < 90 and late > 40:
        document["status"] = "written_off"
        document["ended_on"] = str(case.due + timedelta(days=40))
        document["end_reason"] = "Insolvent."
    elif fate < 93:
        document["status"] = "voided"
        document["ended_on"] = document["issued_on"]
        document["end_reason"] = "Wrong address; issued anew."


class Book:
    def __init__(self):
        self.dice = Dice(400)
        self.clients = {row[0]: make_client(row) for row in CLIENTS}
        self.cases = []
        self.notes = []
        self.holds = []
        self.messages = []
        self.client_holds = defaultdict(list)

    def add(self, client_key, issued, **changes):
        case = Case(
            make_document(self.clients[client_key], issued, self.dice, **changes),
            self.clients[client_key],
        )
        self.cases.append(case)
        return case

    def special(self, client_key, due, price, **changes):
        """An invoice over one plain amount, due on a day."""
        client = self.clients[client_key]
        due = date.fromisoformat(due)
        lines = [
            {
                "description": "Design work", "quantity": "1", "unit": "C62", "unit_price": price,
                "discount_percent": "0", "tax": {"category": "O", "rate": "0"},
            }
        ]
        return self.add(
            client_key, due - timedelta(days=client["terms_days"]), lines=lines, discount_percent="0",
            **changes,
        )

    def hold(self, target, kind, until, reason, set_on, lifted_on=None):
        row = {
            "kind": kind, "until": until, "reason": reason, "set_on": set_on, "lifted_on": lifted_on,
        }
        self.holds.append((target, row))
        if isinstance(target, Case):
            target.holds.append(row)
        else:
            self.client_holds[target].append(row)

    def last_message(self, client_key):
        days = [
            message["queued_on"]
            for message in self.messages
            if message["client"] == client_key and message["state"] in LIVE
        ]
        return date.fromisoformat(max(days)) if days else None

    def of(self, client_key):
        return [case for case in self.cases if case.client["key"] == client_key]

    def send(self, client_key, day, entries, state="accepted", to=None, why=""):
        """Notes a message about [(case, stage)], as it went on a day."""
        client = self.clients[client_key]
        to = to if to is not None else addresses(client)
        speaks = max((stage for _, stage in entries), key=lambda s: (TONES.index(s["tone"]), s["days"]))
        at = f"{day}T08:{len(self.messages) % 60:02d}:00.000Z"
        reply = {"accepted": "250 2.0.0 Ok", "refused": "550 5.1.1 No such user", "unknown": ""}
        attempts = []
        if state in reply:
            attempts = [{"at": at, "outcome": state, "step": "data", "reply": reply[state]}]
        self.messages.append(
            {
                "message_id": None, "client": client_key, "channel": "email", "purpose": "reminder",
                "stage": speaks["name"], "tone": speaks["tone"], "to": to,
                "subject": "Invoice " + ", ".join(case.number for case, _ in entries),
                "body": f"Dear {client['name']},\nplease look at the invoices named above.\n",
                "state": state, "why": why, "queued_on": str(day), "queued_at": at, "settled_at": at,
                "invoices": [
                    {
                        "number": case.number, "stage": stage["name"], "tone": stage["tone"],
                        "days": stage["days"],
                        "open": amount(case.open(day), case.document["currency"]),
                    }
                    for case, stage in entries
                ],
                "attempts": attempts,
            }
        )
        for case, stage in entries:
            case.history.append((day, stage["name"], stage["tone"], stage["days"], state, to))

    def stage(self, client_key, name):
        policy = POLICIES[self.clients[client_key]["policy"]]
        return next(stage for stage in policy["stages"] if stage["name"] == name)

    def skip(self, case, name, day):
        stage = self.stage(case.client["key"], name)
        case.document["skipped"].append(
            {"stage": name, "tone": stage["tone"], "days": stage["days"], "channel": "email", "on": day}
        )
        case.history.append((date.fromisoformat(day), name, stage["tone"], stage["days"], "skipped", []))


# Clients whose invoices are placed by hand below.
BY_HAND = {
    "acme", "kestrel", "brightwater", "zeta", "librairie", "hoshi", "dune", "riyadh-arts", "mill-lane",
    "harbour", "oxlade", "weber-bau", "tischlerei", "lagom", "celtic", "quiet-press", "newcomer",
    "boulanger", "silva",
}


def crowd(book):
    """Invoices of all clients over a year, most of them paid. The ones of BY_HAND all are."""
    dice = book.dice
    keys = [row[0] for row in CLIENTS]
    first = date(2025, 11, 3)
    for index in range(348):
        key = keys[index % len(keys)] if dice.chance(60) else dice.pick(keys)
        if key in ("old-mill",):
            key = "zeta" if index > 40 else key
        issued = first + timedelta(days=index * 382 // 348)
        while issued.weekday() > 4:
            issued -= timedelta(days=1)
        if key in BY_HAND:
            issued = min(issued, date(2026, 6, 30))
            case = book.add(key, issued)
            pay(case.document, min(case.due + timedelta(days=dice.between(-5, 20)), TODAY), case.gross)
        else:
            settle(book.add(key, issued), dice)


def by_hand(book):
    """The edges of the rules, each with its reason."""
    stage = book.stage
    cases = {}

    def put(name, *args, **kwargs):
        cases[name] = book.special(*args, **kwargs)

    # One message for several invoices on several stages; the fourth is not late enough yet.
    put("acme final", "acme", "2026-10-27", "2400.00")
    put("acme firm", "acme", "2026-11-12", "740.00")
    put("acme friendly", "acme", "2026-11-19", "310.50")
    put("acme later", "acme", "2026-11-23", "99.99")
    # Friendly fell on Saturday and moved to today; the other one falls on tomorrow.
    put("kestrel today", "kestrel", "2026-11-18", "1750.00")
    put("kestrel tomorrow", "kestrel", "2026-11-21", "80.00")
    # The last message is four days old: wait one more; a message of five days ago is far enough.
    put("brightwater", "brightwater", "2026-11-05", "860.00")
    put("zeta", "zeta", "2026-11-05", "5250.00")
    # A promise that ends later takes its turn then, and pushes the next one back.
    put("brightwater held", "brightwater", "2026-10-20", "410.00")
    put("brightwater pushed", "brightwater", "2026-11-29", "420.00")
    # Small change stays below the minimum; the rest is exactly the minimum.
    put("librairie small", "librairie", "2026-10-01", "49.99")
    put("librairie exact", "librairie", "2026-10-20", "50.00")
    # Two reminders and no more.
    put("hoshi", "hoshi", "2026-10-10", "120000")
    put("oxlade one left", "oxlade", "2026-10-30", "615.00")
    # Off Friday, Saturday (theirs) and Sunday (ours): today.
    put("dune", "dune", "2026-11-17", "204.125")
    put("riyadh", "riyadh-arts", "2026-11-16", "1999.00")
    # Holds: of a client without end, until today, until yesterday, lifted; a dispute.
    put("mill today", "mill-lane", "2026-11-02", "120.00")
    put("mill yesterday", "mill-lane", "2026-11-03", "130.00")
    put("mill dispute", "mill-lane", "2026-11-04", "140.00")
    put("harbour", "harbour", "2026-10-15", "2500.00")
    put("weber lifted", "weber-bau", "2026-11-09", "3100.00")
    put("weber friday", "weber-bau", "2026-11-20", "410.00")
    # Passed over, unknown, refused with the same and with another address, cancelled.
    put("tischlerei skipped", "tischlerei", "2026-11-15", "275.00")
    put("celtic unknown", "celtic", "2026-11-01", "520.00")
    put("celtic free", "celtic", "2026-11-10", "530.00")
    put("boulanger refused", "boulanger", "2026-11-01", "640.00")
    put("silva moved", "silva", "2026-11-01", "645.00")
    # Halves are rounded away from zero, on either side of it, and tax once for each group.
    def line(quantity, price, rate, discount="0"):
        tax = {"category": "S" if rate != "0" else "Z", "rate": rate}
        return {
            "description": "Piece work", "quantity": quantity, "unit": "C62", "unit_price": price,
            "discount_percent": discount, "tax": tax,
        }

    halves = [
        line("1.5", "33.35", "0"), line("-0.5", "33.35", "0"), line("16", "348.35", "22", "4"),
        line("10", "3.60", "5.5"), line("3", "0.05", "19", "50"), line("-1", "0.05", "19", "50"),
        line("7.25", "33.30", "19"), line("1", "0.50", "7"), line("1", "0.50", "7"),
    ]
    cases["halves"] = book.add("silva", date(2026, 11, 20), lines=halves, discount_percent="12.5")
    # A word before the day, and one that is too late for it.
    put("lagom soon", "lagom", "2026-11-25", "900.00")
    put("lagom far", "lagom", "2026-12-15", "950.00")
    # Nobody to write to.
    put("quiet", "quiet-press", "2026-10-01", "333.33")
    # Everything was said.
    put("newcomer ended", "newcomer", "2026-10-19", "1200.00")
    put("newcomer fresh", "newcomer", "2026-11-16", "45.00")
    # Paid too much, paid with a credit note, paid to the last cent but one.
    put("over", "weber-bau", "2026-09-15", "100.00", overpaid="0.50")
    pay(cases["over"].document, "2026-09-15", Decimal("100.50"))
    put("credited", "acme", "2026-08-20", "800.00")
    put("partly credited", "zeta", "2026-12-20", "800.00")
    put("one cent", "mill-lane", "2026-11-20", "10.00")
    pay(cases["one cent"].document, "2026-11-19", Decimal("9.99"))
    put("given up", "oxlade", "2026-04-01", "900.00", status="written_off", ended_on="2026-07-01",
        end_reason="Insolvent; a part came from the administrator.")
    pay(cases["given up"].document, "2026-06-12", Decimal("112.50"))
    put("void with a reminder", "kestrel", "2026-10-10", "55.00", status="voided",
        ended_on="2026-10-20", end_reason="Sent to the wrong branch.")
    # Refused once, then reminded after all: only the last counts.
    put("silva two", "silva", "2026-10-25", "15.00")
    return cases, stage


def histories(book, cases, stage):
    """What had been sent by hand before."""

    def send(day, state, *pairs, **kwargs):
        key = pairs[0][0].client["key"]
        entries = [(case, stage(key, name)) for case, name in pairs]
        book.send(key, date.fromisoformat(day), entries, state, **kwargs)

    send("2026-11-06", "accepted", (cases["acme final"], "firm"))
    send("2026-11-19", "accepted", (cases["brightwater"], "friendly"))
    send("2026-11-18", "accepted", (cases["zeta"], "friendly"))
    send("2026-10-28", "accepted", (cases["librairie exact"], "first letter"))
    send("2026-10-15", "accepted", (cases["hoshi"], "friendly"))
    send("2026-10-27", "accepted", (cases["hoshi"], "firm"))
    send("2026-11-04", "accepted", (cases["oxlade one left"], "friendly"))
    send("2026-11-09", "unknown", (cases["celtic unknown"], "friendly"), why="The line was cut.")
    send("2026-11-09", "refused", (cases["boulanger refused"], "friendly"), why="550 No such user")
    send("2026-11-09", "refused", (cases["silva moved"], "friendly"),
         to=["old-address@silva.example"], why="550 No such user")
    send("2026-11-03", "refused", (cases["silva two"], "friendly"), why="550 Mailbox full")
    send("2026-11-16", "accepted", (cases["silva two"], "firm"))
    send("2026-11-13", "cancelled", (cases["weber lifted"], "friendly"), why="Taken back.")
    send("2026-10-22", "accepted", (cases["newcomer ended"], "friendly"))
    send("2026-10-29", "accepted", (cases["newcomer ended"], "firm"))
    send("2026-11-09", "accepted", (cases["newcomer ended"], "final"))
    send("2026-10-14", "expired", (cases["void with a reminder"], "friendly"), why="It was voided.")
    book.skip(cases["tischlerei skipped"], "friendly", "2026-11-20")
    book.hold(cases["mill today"], "promise", "2026-11-23", "Promised for today.", "2026-11-10")
    book.hold(cases["mill yesterday"], "promise", "2026-11-22", "Promised for Sunday.", "2026-11-10")
    book.hold(cases["mill dispute"], "dispute", None, "Says it was half the work.", "2026-11-11")
    book.hold(cases["brightwater held"], "promise", "2026-11-30", "With the next run.", "2026-11-18")
    book.hold("harbour", "pause", None, "Grant not paid out yet.", "2026-10-20")
    book.hold(cases["weber lifted"], "pause", None, "Away.", "2026-11-01", lifted_on="2026-11-12")
    book.hold("old-mill", "pause", "2026-01-31", "Closed in winter.", "2025-12-20")


def drafts_and_notes(book, cases):
    dice = book.dice
    keys = [row[0] for row in CLIENTS]
    missing = 400 - len(book.cases)
    for _ in range(missing):
        client = book.clients[dice.pick(keys)]
        lines = make_lines(client, client["currency"], dice) if dice.chance(75) else []
        book.add(client["key"], None, status="draft", due_on=None, supplied_on=None, lines=lines)
    taken = [cases["credited"], cases["partly credited"]]
    taken += [
        case
        for case in book.cases
        if case.document["status"] == "issued" and case.gross > 0 and case.number is None
        and case.client["key"] in ("sakura", "gulf-media", "uhrwerk", "estudio-sol")
    ][:8]
    return taken


def credit(book, taken):
    """Credit notes: a whole one, partial ones, one that was voided."""
    for index, case in enumerate(taken):
        document = case.document
        issued = max(date.fromisoformat(document["issued_on"]) + timedelta(days=12), date(2026, 2, 2))
        issued = min(issued, TODAY - timedelta(days=3))
        whole = index in (0, 5)
        if whole:
            lines = [dict(line) for line in document["lines"]]
        else:
            tax = dict(document["lines"][0]["tax"])
            room = case.gross / (10 if index != 1 else 2)
            if tax["category"] == "S":
                room /= 2
            lines = [
                {
                    "description": "Rebate", "quantity": "1", "unit": "C62",
                    "unit_price": amount(rounded(room, document["currency"]), document["currency"]),
                    "discount_percent": "0", "tax": tax,
                }
            ]
        note = Case(
            make_document(
                case.client, issued, book.dice, kind="credit_note", lines=lines,
                currency=document["currency"],
                discount_percent=document["discount_percent"] if whole else "0",
                credits=case, status="voided" if index == 4 else "issued",
                ended_on=str(issued) if index == 4 else None,
                end_reason="Not agreed after all." if index == 4 else "",
            ),
            case.client,
        )
        case.credits.append(note)
        book.notes.append(note)


def number(book):
    """Numbers in the order of issue, by year; a few come from an older system."""
    counters = defaultdict(int)
    issued = [c for c in book.cases if c.document["status"] != "draft"]
    order = {id(case): place for place, case in enumerate(book.cases)}
    issued.sort(key=lambda c: (c.document["issued_on"], order[id(c)]))
    for place, case in enumerate(issued):
        year = case.document["issued_on"][:4]
        counters[year] += 1
        case.document["number"] = f"{year}-{counters[year]:03d}" if place > 5 else f"ALT/{place + 1}"
    for place, note in enumerate(sorted(book.notes, key=lambda n: n.document["issued_on"])):
        note.document["number"] = f"GS-{place + 1:02d}"
        note.document["credits"] = note.document["credits"].number


def past_runs(book):
    """A user who ran the program now and then, and sent what was due: the crowd's history."""
    dice = book.dice
    for key, client in book.clients.items():
        if key in BY_HAND:
            continue
        step = dice.between(2, 11)
        stop = TODAY - timedelta(days=dice.pick([1, 4, 5, 6, 9, 16, 30]))
        day = date(2026, 1, 5) + timedelta(days=dice.below(7))
        while day <= stop:
            due, _, _ = plan(client, book.of(key), book.client_holds[key], book.last_message(key), day)
            if due:
                cases = {case.number: case for case in book.of(key)}
                entries = [(cases[e["number"]], book.stage(key, e["stage"])) for e in due["invoices"]]
                book.send(key, day, entries)
            day += timedelta(days=step)


# ---------------------------------------------------------------- out


def written(document):
    """An invoice as it stands in the file: what is empty is left out here and there."""
    out = {key: value for key, value in document.items() if value not in (None, "", [])}
    out["lines"] = document["lines"]
    if document["number"] is None:
        out["number"] = None
    return out


def book_json(book):
    profile = {
        "name": "Ana Lind Design", "email": "ana@lind.example", "phone": "+49 40 555 0199",
        "address": ["Hofweg 1", "20095 Hamburg"], "country": OWN_COUNTRY, "tax_id": "",
        "iban": "DE89370400440532013000", "bic": "", "currency": HOME, "language": "en",
        "terms_days": 14, "signature": "Ana",
    }
    holds = []
    for target, row in book.holds:
        name = {"invoice": target.number} if isinstance(target, Case) else {"client": target}
        holds.append({**name, **row})
    book.messages.sort(key=lambda m: (m["queued_on"], m["client"]))
    for place, message in enumerate(book.messages):
        message["message_id"] = f"<{place + 1:04d}.{message['queued_on']}@lind.example>"
    return {
        "payme": 1,
        "profile": profile,
        "clients": list(book.clients.values()),
        "policies": list(POLICIES.values()),
        "invoices": [written(case.document) for case in book.cases + book.notes],
        "holds": holds,
        "messages": book.messages,
    }


BANDS = [("not due", None, 0), ("1-14 d", 1, 14), ("15-30 d", 15, 30), ("31-60 d", 31, 60), ("> 60 d", 61, None)]


def sums(rows):
    """Sums by currency of (currency, value)."""
    out = defaultdict(Decimal)
    for currency, value in rows:
        out[currency] += value
    return {currency: amount(value, currency) for currency, value in sorted(out.items())}


def expected(book):
    rows, open_cases = [], []
    for case in book.cases + book.notes:
        currency = case.document["currency"]
        still = case.open(TODAY) if case.document["status"] == "issued" else Decimal(0)
        rows.append(
            {
                "number": case.number, "client": case.client["key"], "currency": currency,
                "net": amount(case.net, currency), "tax": amount(case.tax, currency),
                "gross": amount(case.gross, currency), "paid": amount(case.paid(TODAY), currency),
                "credited": amount(case.credited(TODAY), currency), "open": amount(still, currency),
                "state": case.state(TODAY), "days_late": case.days_late(TODAY),
            }
        )
        if still > 0:
            open_cases.append((case, currency, still))
    late = [(c, currency, value) for c, currency, value in open_cases if c.due < TODAY]
    bands = []
    for label, least, most in BANDS:
        inside = [
            (currency, value)
            for case, currency, value in open_cases
            if (least is None or (TODAY - case.due).days >= least)
            and (most is None or (TODAY - case.due).days <= most)
        ]
        bands.append({"label": label, "count": len(inside), "open": sums(inside)})
    months = defaultdict(list)
    for case in book.cases:
        for payment in case.document["payments"]:
            months[payment["paid_on"][:7]].append((case.document["currency"], Decimal(payment["amount"])))
    due, later, blocked, back = [], [], [], set()
    for key in sorted(book.clients):
        client = book.clients[key]
        holds = book.client_holds[key]
        back |= {case.number for case in book.of(key) if comes_back(case, holds, TODAY)}
        now, then, rests = plan(
            client, book.of(key), book.client_holds[key], book.last_message(key), TODAY
        )
        due += [now] if now else []
        later += [{"client": key, **entry} for entry in then]
        blocked += [{"client": key, **entry} for entry in rests]
    due.sort(
        key=lambda m: (
            not any(i["number"] in back for i in m["invoices"]),
            -max(i["days_late"] for i in m["invoices"]),
            m["client"],
        )
    )
    later.sort(key=lambda entry: (entry["on"], entry["client"], entry["number"]))
    blocked.sort(key=lambda entry: (entry["client"], entry["number"]))
    states = defaultdict(int)
    for row in rows:
        states[row["state"]] += 1
    return {
        "today": str(TODAY),
        "invoices": rows,
        "states": dict(sorted(states.items())),
        "open": sums((currency, value) for _, currency, value in open_cases),
        "overdue": sums((currency, value) for _, currency, value in late),
        "open_count": len(open_cases),
        "overdue_count": len(late),
        "ages": bands,
        "paid_by_month": {month: sums(values) for month, values in sorted(months.items())},
        "due": due,
        "later": later,
        "blocked": blocked,
    }


def main():
    book = Book()
    crowd(book)
    cases, stage = by_hand(book)
    taken = drafts_and_notes(book, cases)
    credit(book, taken)
    number(book)
    histories(book, cases, stage)
    past_runs(book)
    print(len(book.cases), "invoices,", len(book.notes), "credit notes,", len(book.messages), "messages")
    here = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, content in (("book-400.json", book_json(book)), ("book-400.expected.json", expected(book))):
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (here / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
