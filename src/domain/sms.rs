//! How long a text message is: characters, alphabet and parts (3GPP TS 23.038 and 23.040).
//!
//! A text of the GSM alphabet has 160 places in one part and 153 a part in several; one character
//! outside it turns the whole text to UCS-2, which has 70 and 67. A character of the extension
//! table takes two places, one outside the basic plane two units, and neither pair is ever split.

/// The alphabet that a text travels in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// The default alphabet of GSM with its extension table: seven bits a place.
    Gsm7,
    /// Two bytes a unit: everything else.
    Ucs2,
}

impl Encoding {
    /// Its name, as providers print it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gsm7 => "GSM-7",
            Self::Ucs2 => "UCS-2",
        }
    }

    /// Places of a text that is one part, and of each part of several.
    const fn room(self) -> (usize, usize) {
        match self {
            Self::Gsm7 => (160, 153),
            Self::Ucs2 => (70, 67),
        }
    }
}

/// The size of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// Places in GSM-7 (a character of the extension table takes two), units in UCS-2.
    pub characters: usize,
    /// The alphabet.
    pub encoding: Encoding,
    /// Parts that are paid for; 0 for an empty text.
    pub parts: usize,
    /// The characters that force UCS-2, each once, in the order of the text.
    pub odd: Vec<char>,
}

/// The default alphabet (3GPP TS 23.038, 6.2.1) without its escape.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// The extension table (3GPP TS 23.038, 6.2.1.1): an escape goes before each.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// Places of a character in GSM-7; `None` where it has none.
fn places(letter: char) -> Option<usize> {
    if BASIC.contains(letter) {
        Some(1)
    } else {
        EXTENDED.contains(letter).then_some(2)
    }
}

/// The size of a text.
#[must_use]
pub fn size(text: &str) -> Size {
    let mut odd: Vec<char> = Vec::new();
    for letter in text.chars() {
        if places(letter).is_none() && !odd.contains(&letter) {
            odd.push(letter);
        }
    }
    let encoding = if odd.is_empty() {
        Encoding::Gsm7
    } else {
        Encoding::Ucs2
    };
    let widths = text.chars().map(|letter| match encoding {
        Encoding::Gsm7 => places(letter).unwrap_or(1),
        Encoding::Ucs2 => letter.len_utf16(),
    });
    let characters = widths.clone().sum();
    Size {
        characters,
        encoding,
        parts: parts(widths, characters, encoding),
        odd,
    }
}

/// A character that does not fit into what is left of a part begins the next one.
fn parts(widths: impl Iterator<Item = usize>, total: usize, encoding: Encoding) -> usize {
    let (alone, each) = encoding.room();
    if total <= alone {
        return usize::from(total > 0);
    }
    let (mut parts, mut used) = (1_usize, 0_usize);
    for width in widths {
        if used + width > each {
            parts += 1;
            used = 0;
        }
        used += width;
    }
    parts
}

/// A plain stand-in for a character outside GSM-7 that reads the same; `None` where there is none.
#[must_use]
pub fn stand_in(letter: char) -> Option<&'static str> {
    Some(match letter {
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' => {
            "\""
        }
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2039}' | '\u{203a}'
        | '\u{2032}' | '\u{b4}' | '`' => "'",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\u{2002}' | '\u{2003}' | '\t' => " ",
        '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => "",
        '\u{2026}' => "...",
        '\u{2022}' | '\u{b7}' => "-",
        '\u{2192}' => "->",
        '\u{d7}' => "x",
        'ç' => "c",
        'á' | 'â' | 'ã' | 'ą' => "a",
        'ê' | 'ë' | 'ę' => "e",
        'í' | 'î' | 'ï' => "i",
        'ó' | 'ô' | 'õ' => "o",
        'ú' | 'û' => "u",
        'ć' | 'č' => "c",
        'ł' => "l",
        'ń' | 'ň' => "n",
        'ś' | 'š' => "s",
        'ź' | 'ż' | 'ž' => "z",
        'ř' => "r",
        'ý' | 'ÿ' => "y",
        'œ' => "oe",
        'Œ' => "OE",
        'ẞ' => "SS",
        'À' | 'Á' | 'Â' | 'Ã' | 'Ą' => "A",
        'È' | 'Ê' | 'Ë' | 'Ę' => "E",
        'Ì' | 'Í' | 'Î' | 'Ï' => "I",
        'Ò' | 'Ó' | 'Ô' | 'Õ' => "O",
        'Ù' | 'Ú' | 'Û' => "U",
        'Ć' | 'Č' => "C",
        'Ł' => "L",
        'Ń' => "N",
        'Ś' | 'Š' => "S",
        'Ź' | 'Ż' | 'Ž' => "Z",
        'Ř' => "R",
        'Ý' => "Y",
        _ => return None,
    })
}

/// The text with stand-ins for what is not GSM-7, as far as there are any: what GSM-7 has is never
/// touched.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match stand_in(letter).filter(|_| places(letter).is_none()) {
            Some(other) => plain.push_str(other),
            None => plain.push(letter),
        }
    }
    plain
}

/// What a text costs, in a few words: `142 characters, GSM-7, 1 part`.
#[must_use]
pub fn words(size: &Size) -> String {
    let s = |count: usize| if count == 1 { "" } else { "s" };
    format!(
        "{} character{}, {}, {} part{}",
        size.characters,
        s(size.characters),
        size.encoding.word(),
        size.parts,
        s(size.parts)
    )
}

/// What makes a text longer than it need be, as a sentence; `None` where stand-ins save nothing.
#[must_use]
pub fn saving(text: &str) -> Option<String> {
    let now = size(text);
    let then = size(&plain(text));
    if then.encoding == now.encoding || then.parts >= now.parts {
        return None;
    }
    let odd: Vec<String> = now.odd.iter().map(|letter| name(*letter)).collect();
    let (verb, it) = if odd.len() == 1 {
        ("makes", "a plain letter")
    } else {
        ("make", "plain letters")
    };
    let s = if then.parts == 1 { "" } else { "s" };
    Some(format!(
        "{} {verb} it {} parts; with {it} it is {} part{s}.",
        odd.join(" "),
        now.parts,
        then.parts
    ))
}

/// A character that can be seen, or its name.
fn name(letter: char) -> String {
    match letter {
        '\u{a0}' | '\u{202f}' => String::from("a no-break space"),
        other if other.is_whitespace() || other.is_control() => {
            format!("U+{:04X}", u32::from(other))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
#[path = "sms_tests.rs"]
mod tests;
