use proptest::prelude::*;

use super::*;

fn parts_of(text: &str) -> (usize, Encoding, usize) {
    let size = size(text);
    (size.characters, size.encoding, size.parts)
}

#[test]
fn the_alphabet_has_its_128_places() {
    // 127 without the escape, and ten behind it.
    assert_eq!(BASIC.chars().count(), 127);
    assert_eq!(EXTENDED.chars().count(), 10);
}

#[test]
fn one_part_has_160_places_and_several_153_each() {
    use Encoding::Gsm7;
    assert_eq!(parts_of(""), (0, Gsm7, 0));
    assert_eq!(parts_of(&"a".repeat(160)), (160, Gsm7, 1));
    assert_eq!(parts_of(&"a".repeat(161)), (161, Gsm7, 2));
    assert_eq!(parts_of(&"a".repeat(306)), (306, Gsm7, 2));
    assert_eq!(parts_of(&"a".repeat(307)), (307, Gsm7, 3));
    assert_eq!(parts_of(&"€".repeat(80)), (160, Gsm7, 1));
    assert_eq!(parts_of("Grüße, Ärger und § 1 [€]"), (27, Gsm7, 1));
}

#[test]
fn one_letter_turns_the_whole_text() {
    use Encoding::Ucs2;
    let text = "a".repeat(159);
    assert_eq!(parts_of(&format!("{text}–")), (160, Ucs2, 3));
    assert_eq!(parts_of(&"ç".repeat(70)), (70, Ucs2, 1));
    assert_eq!(parts_of(&"ç".repeat(71)), (71, Ucs2, 2));
    assert_eq!(parts_of(&"ç".repeat(134)), (134, Ucs2, 2));
    assert_eq!(parts_of(&"ç".repeat(135)), (135, Ucs2, 3));
    assert_eq!(size("a–b–ç").odd, ['–', 'ç']);
}

#[test]
fn no_pair_is_split() {
    // The escape would stand at place 153 and its letter in the next part.
    let text = format!("{}€{}", "a".repeat(152), "a".repeat(151));
    assert_eq!(parts_of(&text), (305, Encoding::Gsm7, 2));
    let text = format!("{}€{}", "a".repeat(152), "a".repeat(152));
    assert_eq!(parts_of(&text), (306, Encoding::Gsm7, 3));
    // 66 units, then a surrogate pair that needs two.
    let text = format!("{}😀{}", "ç".repeat(66), "ç".repeat(65));
    assert_eq!(parts_of(&text), (133, Encoding::Ucs2, 2));
    let text = format!("{}😀{}", "ç".repeat(66), "ç".repeat(66));
    assert_eq!(parts_of(&text), (134, Encoding::Ucs2, 3));
}

#[test]
fn what_looks_plain_is_offered_plain() {
    assert_eq!(plain("„Sehr“ – ça va\u{a0}…"), "\"Sehr\" - ca va ...");
    assert_eq!(plain("Grüße à Ç €"), "Grüße à Ç €");
    assert_eq!(plain("日本"), "日本");
    let text = format!("{} – bitte zahlen", "a".repeat(130));
    assert_eq!(
        saving(&text).unwrap(),
        "– makes it 3 parts; with a plain letter it is 1 part."
    );
    assert_eq!(saving("kurz – gut"), None);
    assert_eq!(words(&size("Hallo")), "5 characters, GSM-7, 1 part");
}

proptest! {
    #[test]
    fn parts_hold_what_they_must_and_no_more(text in "\\PC{0,400}") {
        let size = size(&text);
        let (alone, each) = size.encoding.room();
        if size.parts > 1 {
            prop_assert!(size.characters > alone);
            prop_assert!(size.characters <= size.parts * each);
            // A pair wastes at most one place a part.
            prop_assert!(size.characters > (size.parts - 1) * (each - 1));
        } else {
            prop_assert!(size.characters <= alone);
        }
        prop_assert_eq!(size.encoding == Encoding::Gsm7, size.odd.is_empty());
        prop_assert!(size.odd.iter().all(|letter| text.contains(*letter)));
    }

    #[test]
    fn plain_never_makes_it_odder_and_leaves_gsm_alone(text in "[ -~äöüÄÖÜßàéèçâ–„“…\u{a0}€😀\n]{0,200}") {
        let plainer = plain(&text);
        let (before, after) = (size(&text), size(&plainer));
        prop_assert!(after.odd.len() <= before.odd.len());
        // Three points for one sign can make a text longer: then nothing is offered.
        prop_assert!(saving(&text).is_none() || after.parts < before.parts);
        if before.odd.is_empty() {
            prop_assert_eq!(&plainer, &text);
        }
        prop_assert_eq!(plain(&plainer), plainer);
    }

    #[test]
    fn longer_never_costs_less(text in "[a-z€ç]{0,200}", more in "[a-z€ç]{0,20}") {
        let longer = format!("{text}{more}");
        prop_assert!(size(&longer).parts >= size(&text).parts);
    }
}
