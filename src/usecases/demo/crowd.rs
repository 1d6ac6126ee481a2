//! Made-up names and work for books of any size.

use super::dice::Dice;
use crate::domain::currency::Currency;
use crate::domain::ids::ClientId;
use crate::domain::party::{Client, Contact, ContactRole, Profile, Reminding, ThankYou};

const FIRST: &[&str] = &[
    "Amber", "Birken", "Cedar", "Delta", "Elster", "Falken", "Garten", "Hafen", "Iris", "Juniper",
    "Kiefer", "Linden", "Moor", "Nord", "Otter", "Pappel", "Quarz", "Raben", "Silber", "Tannen",
    "Ufer", "Vogel", "Weiden", "Zimt",
];
const SECOND: &[&str] = &[
    "Bakery",
    "Books",
    "Cinema",
    "Engineering",
    "Films",
    "Foods",
    "Gallery",
    "Instruments",
    "Labs",
    "Logistics",
    "Museum",
    "Optics",
    "Press",
    "Robotics",
    "School",
    "Studio",
    "Theatre",
    "Tools",
    "Travel",
    "Works",
];
const WORK: &[&str] = &[
    "Poster",
    "Catalogue",
    "Packaging",
    "Website",
    "Logo",
    "Brochure",
    "Signage",
    "Newsletter",
    "Illustration",
    "Infographic",
    "Annual report",
    "Label",
    "Trade fair stand",
    "Icon set",
    "Book cover",
    "Menu",
    "Calendar",
    "Map",
    "Animation",
    "Typeface",
];
const STEP: &[&str] = &[
    "first draft",
    "concept",
    "final artwork",
    "corrections",
    "proofs",
    "handover",
    "research",
    "second route",
    "prototype",
    "photography",
    "typesetting",
    "print supervision",
    "workshop",
    "review",
    "translation",
    "retouching",
];
const SEASON: &[&str] = &[
    "",
    ", spring",
    ", summer",
    ", autumn",
    ", winter",
    ", anniversary edition",
    ", small format",
    ", large format",
];

/// The business of a book of any size.
pub(super) fn profile() -> Profile {
    Profile {
        name: "Made-up Studio".to_owned(),
        email: "hello@studio.example".to_owned(),
        phone: String::new(),
        address: vec!["Musterstr. 1".to_owned(), "10115 Berlin".to_owned()],
        country: "DE".to_owned(),
        tax_id: String::new(),
        iban: String::new(),
        bic: String::new(),
        currency: Currency::EUR,
        language: "en".to_owned(),
        terms_days: 30,
        signature: String::new(),
        usual_tax: String::new(),
        thank_you: ThankYou::Off,
    }
}

/// The client at a place in the list: seven in ten in Germany, the rest in Britain and America.
pub(super) fn client(place: u64) -> Client {
    let mut dice = Dice::new(place.wrapping_mul(0x2545_f491_4f6c_dd1d));
    let (first, second) = (dice.pick(FIRST), dice.pick(SECOND));
    let home = ("DE", "de", Currency::EUR);
    let (country, language, currency) = match dice.below(20) {
        0..=13 => home,
        14..=16 => ("GB", "en", Currency::GBP),
        17.. => ("US", "en", Currency::USD),
    };
    let key = format!("{}-{}", first.to_lowercase(), place + 1);
    Client {
        id: ClientId(0),
        name: format!("{first} {second} {}", place + 1),
        contacts: vec![Contact {
            name: "Accounts payable".to_owned(),
            email: format!("ap@{key}.example"),
            phone: String::new(),
            role: ContactRole::To,
        }],
        key,
        address: vec![format!("Street {}", place % 200 + 1)],
        country: country.to_owned(),
        tax_id: String::new(),
        business: true,
        currency,
        language: language.to_owned(),
        terms_days: dice.pick(&[14, 30, 30, 45]),
        policy: "standard".to_owned(),
        reminding: Reminding::default(),
        note: String::new(),
        wants_order: false,
        archived: false,
    }
}

/// What a line is for.
pub(super) fn work(dice: &mut Dice) -> String {
    format!(
        "{}: {}{}",
        dice.pick(WORK),
        dice.pick(STEP),
        dice.pick(SEASON)
    )
}
