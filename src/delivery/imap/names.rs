//! Names of folders: which one holds sent mail, and their old encoding (RFC 3501 5.1.3).

use base64::Engine;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Base64 as folder names have it: `,` in place of `/`, and no padding.
const CODE: GeneralPurpose = GeneralPurpose::new(
    &IMAP_MUTF7,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What folders of sent mail are called where the server does not mark them, the likeliest first.
const SENT: [&str; 18] = [
    "Sent",
    "Sent Items",
    "Sent Mail",
    "Sent Messages",
    "Gesendet",
    "Gesendete Objekte",
    "Gesendete Elemente",
    "Gesendete Nachrichten",
    "Envoyés",
    "Messages envoyés",
    "Éléments envoyés",
    "Enviados",
    "Elementos enviados",
    "Posta inviata",
    "Inviati",
    "Verzonden",
    "Verzonden items",
    "Skickat",
];

/// A folder that the server has listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Folder {
    /// As the server writes it.
    pub(super) name: String,
    /// What stands between a folder and those in it.
    pub(super) delimiter: String,
    /// Whether the server marks it as the one of sent mail (RFC 6154).
    pub(super) is_sent: bool,
    /// Whether it can be opened.
    pub(super) opens: bool,
}

/// The folder of sent mail: the one that is marked, else one that is called so.
pub(super) fn sent(folders: &[Folder]) -> Option<&str> {
    let mut open = folders.iter().filter(|folder| folder.opens);
    if let Some(marked) = open.clone().find(|folder| folder.is_sent) {
        return Some(&marked.name);
    }
    SENT.iter()
        .find_map(|name| {
            let called_so =
                |folder: &&Folder| last_part(folder).to_lowercase() == name.to_lowercase();
            open.clone().find(called_so)
        })
        .or_else(|| open.find(|folder| last_part(folder).to_lowercase().starts_with("sent")))
        .map(|folder| folder.name.as_str())
}

/// The name behind the last delimiter, readable.
fn last_part(folder: &Folder) -> String {
    let name = shown(&folder.name);
    if folder.delimiter.is_empty() {
        return name;
    }
    let last = name.rsplit(folder.delimiter.as_str()).next();
    last.unwrap_or_default().to_string()
}

/// A folder's name for people.
pub(super) fn shown(name: &str) -> String {
    let mut readable = String::new();
    let mut rest = name;
    while let Some((plain, coded)) = rest.split_once('&') {
        readable.push_str(plain);
        let Some((code, after)) = coded.split_once('-') else {
            rest = coded;
            break;
        };
        match decoded(code) {
            Some(text) => readable.push_str(&text),
            None => readable.push('?'),
        }
        rest = after;
    }
    readable.push_str(rest);
    readable.chars().filter(|c| !c.is_control()).collect()
}

fn decoded(code: &str) -> Option<String> {
    if code.is_empty() {
        return Some("&".to_string());
    }
    let bytes = CODE.decode(code).ok()?;
    let pairs = bytes.chunks_exact(2);
    let units = pairs.map(|pair| {
        pair.iter()
            .fold(0, |unit, byte| (unit << 8) | u16::from(*byte))
    });
    char::decode_utf16(units).collect::<Result<_, _>>().ok()
}

/// A name that a person wrote, as the server wants it.
pub(super) fn encoded(name: &str) -> String {
    let mut coded = String::new();
    let mut waiting: Vec<u8> = Vec::new();
    for letter in name.chars() {
        if letter.is_ascii() {
            flush(&mut coded, &mut waiting);
            coded.push(letter);
            if letter == '&' {
                coded.push('-');
            }
        } else {
            let mut units = [0; 2];
            let units = letter.encode_utf16(&mut units);
            waiting.extend(units.iter().flat_map(|unit| unit.to_be_bytes()));
        }
    }
    flush(&mut coded, &mut waiting);
    coded
}

fn flush(coded: &mut String, waiting: &mut Vec<u8>) {
    if !waiting.is_empty() {
        coded.push('&');
        coded.push_str(&CODE.encode(&*waiting));
        coded.push('-');
        waiting.clear();
    }
}

#[cfg(test)]
#[path = "names_tests.rs"]
mod tests;
