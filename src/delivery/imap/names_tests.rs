use super::*;

fn folder(name: &str) -> Folder {
    Folder {
        name: name.to_owned(),
        delimiter: if name.contains('.') { "." } else { "/" }.to_owned(),
        is_sent: false,
        opens: true,
    }
}

#[test]
fn names_go_through_their_old_encoding_and_back() {
    for (name, coded) in [
        ("Sent", "Sent"),
        ("Envoyés", "Envoy&AOk-s"),
        ("Éléments envoyés", "&AMk-l&AOk-ments envoy&AOk-s"),
        ("Tom & Jerry", "Tom &- Jerry"),
        ("台北", "&U,BTFw-"),
        ("😀", "&2D3eAA-"),
    ] {
        assert_eq!(encoded(name), coded);
        assert_eq!(shown(coded), name);
    }
}

#[test]
fn what_is_not_encoded_right_is_shown_all_the_same() {
    assert_eq!(shown("a&b"), "ab");
    assert_eq!(shown("a&!!-b"), "a?b");
    assert_eq!(shown("Se\u{1b}[31mnt"), "Se[31mnt");
}

#[test]
fn the_marked_folder_wins_and_else_one_that_is_called_so() {
    let mut folders = vec![folder("INBOX"), folder("Sent"), folder("Verschickt")];
    assert_eq!(sent(&folders), Some("Sent"));
    folders[2].is_sent = true;
    assert_eq!(sent(&folders), Some("Verschickt"));
    folders[2].opens = false;
    assert_eq!(sent(&folders), Some("Sent"));
    for name in [
        "INBOX.Sent",
        "[Gmail]/Sent Mail",
        "[Google Mail]/Gesendet",
        "INBOX/Envoy&AOk-s",
        "SENT ITEMS",
        "Sent-2026",
    ] {
        assert_eq!(sent(&[folder("INBOX"), folder(name)]), Some(name));
    }
    assert_eq!(sent(&[folder("INBOX"), folder("Drafts")]), None);
}
