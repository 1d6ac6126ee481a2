use std::path::Path;

use super::*;
use crate::config::environment::Environment;
use crate::config::file::Source;
use crate::config::paths::Places;

const ACCOUNT: &str = "[mail]\ntransport = \"smtp\"\nhost = \"smtp.lind.example\"\n\
    from = \"ana@lind.example\"\nuser = \"ana\"\nauth = \"xoauth2\"\n\
    password_command = \"token\"\nca_file = \"own.pem\"\n";

fn read(text: &str) -> Result<Option<Imap>> {
    let source = Source::new(Path::new("/cfg/config.toml"), text);
    let table = source.parse()?;
    let mut top = Section::top(&source, table.get_ref());
    let places = Places::under(Path::new("/home/ana"));
    let base = Base {
        book: Path::new("/books/2026.db"),
        config_dir: Path::new("/cfg"),
        places: &places,
        environment: &Environment::fixed(&[]),
    };
    Ok(mail::mail(top.section("mail")?, &base)?.imap)
}

fn with(rest: &str) -> Imap {
    read(&format!("{ACCOUNT}[mail.imap]\n{rest}"))
        .unwrap()
        .unwrap()
}

#[test]
fn without_the_section_there_is_no_mailbox() {
    assert_eq!(read(ACCOUNT).unwrap(), None);
    assert_eq!(read("").unwrap(), None);
}

#[test]
fn the_mail_account_fills_what_the_section_does_not_say() {
    let imap = with("host = \"imap.lind.example\"\n");
    assert_eq!(
        imap.account,
        Account {
            host: "imap.lind.example".into(),
            port: 993,
            encryption: Encryption::Tls,
            ca_file: Some("/cfg/own.pem".into()),
            user: "ana".into(),
            auth: Auth::Xoauth2,
            folder: None,
            limit: Duration::from_secs(30),
        }
    );
    assert_eq!(imap.secret, SecretFrom::Command("token".into()));
    let bare = read("[mail]\nfrom = \"Ana <ana@lind.example>\"\n[mail.imap]\nhost = \"h\"\n");
    let bare = bare.unwrap().unwrap();
    assert_eq!(bare.account.user, "ana@lind.example");
    let keyring = SecretFrom::Keyring {
        service: "payme imap h".into(),
        user: "ana@lind.example".into(),
    };
    assert_eq!(bare.secret, keyring);
}

#[test]
fn what_the_section_says_holds() {
    let imap = with(
        "host = \"h\"\nport = 143\nuser = \"box\"\nauth = \"password\"\nfolder = \"Envoyés\"\n\
         password_env = \"BOX\"\nca_file = \"/x.pem\"\ntimeout_seconds = 5\n",
    );
    let account = imap.account;
    assert_eq!(
        (account.port, account.encryption),
        (143, Encryption::StartTls)
    );
    assert_eq!(
        (account.user.as_str(), account.auth),
        ("box", Auth::Password)
    );
    assert_eq!(account.folder.as_deref(), Some("Envoyés"));
    assert_eq!(account.ca_file, Some("/x.pem".into()));
    assert_eq!(account.limit, Duration::from_secs(5));
    assert_eq!(imap.secret, SecretFrom::Variable("BOX".into()));
    let file = with("host = \"h\"\npassword_file = \"~/box\"\n");
    assert_eq!(file.secret, SecretFrom::File("/home/ana/box".into()));
    let keyring = with("host = \"h\"\nkeyring = true\n").secret;
    assert!(matches!(keyring, SecretFrom::Keyring { service, .. } if service == "payme imap h"));
}

#[test]
fn what_cannot_work_is_named_with_its_line() {
    for (text, part) in [
        (
            "[mail.imap]\nport = 993\n",
            "mail.imap.host in /cfg/config.toml, line 2, is missing",
        ),
        ("[mail.imap]\nhost = \"h\"\n", "line 2, needs a user"),
        (
            "[mail.imap]\nhost = \"h\"\nuser = \"a\"\nencryption = \"none\"\n",
            "needs encryption",
        ),
        (
            "[mail.imap]\nhost = \"h\"\nuser = \"a\"\nfolders = \"x\"\n",
            "Unknown setting \"mail.imap.folders\" in /cfg/config.toml, line 4; the nearest known one is \"mail.imap.folder\"",
        ),
    ] {
        let failure = read(text).unwrap_err();
        assert!(failure.message().contains(part), "{}", failure.message());
    }
}
