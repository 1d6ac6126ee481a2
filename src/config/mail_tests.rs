use super::*;
use crate::config::file::Source;

fn read(text: &str) -> Result<Mail> {
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
    mail(top.section("mail")?, &base)
}

fn smtp(rest: &str) -> Result<(Account, Option<SecretFrom>)> {
    let head =
        "[mail]\ntransport = \"smtp\"\nhost = \"smtp.lind.example\"\nfrom = \"a@lind.example\"\n";
    match read(&format!("{head}{rest}"))?.transport {
        Transport::Smtp { account, secret } => Ok((account, secret)),
        Transport::Sendmail | Transport::Folder => panic!("not smtp"),
    }
}

#[test]
fn without_settings_mail_lands_in_a_folder_beside_the_book() {
    let mail = read("").unwrap();
    assert_eq!(mail, Mail::beside(Path::new("/books/2026.db")));
    assert_eq!(mail.folder, Path::new("/books/outbox"));
    assert!(mail.to_folder());
    assert_eq!(mail.carrier(), "folder /books/outbox");
    let named = read("[mail]\nfolder = \"mine/out\"").unwrap();
    assert_eq!(named.folder, Path::new("/books/mine/out"));
    let home = read("[mail]\nfolder = \"~/out\"").unwrap();
    assert_eq!(home.folder, Path::new("/home/ana/out"));
}

#[test]
fn every_key_is_read() {
    let mail = read(
        "[mail]\ntransport = \"smtp\"\nhost = \"smtp.example.org\"\nport = 587\n\
         encryption = \"starttls\"\nca_file = \"own-ca.pem\"\nfrom = \"Ana Lind <ana@lind.example>\"\n\
         user = \"ana\"\nauth = \"xoauth2\"\npassword_command = \"token\"\nbcc_self = true\n\
         timeout_seconds = 5\nper_minute = 30\nper_day = 2000\nfolder = \"/var/out\"\n",
    )
    .unwrap();
    let expected = Mail {
        imap: None,
        transport: Transport::Smtp {
            account: Account {
                host: "smtp.example.org".into(),
                port: 587,
                encryption: Encryption::StartTls,
                ca_file: Some("/cfg/own-ca.pem".into()),
                user: Some("ana".into()),
                auth: Auth::Xoauth2,
                limits: Limits {
                    connect: Duration::from_secs(5),
                    command: Duration::from_secs(50),
                    body: Duration::from_secs(100),
                    confirmation: Duration::from_secs(100),
                },
            },
            secret: Some(SecretFrom::Command("token".into())),
        },
        from: Some(Address {
            name: "Ana Lind".into(),
            email: "ana@lind.example".into(),
        }),
        bcc_self: true,
        per_minute: 30,
        per_day: 2000,
        folder: "/var/out".into(),
    };
    assert_eq!(mail, expected);
    assert_eq!(mail.carrier(), "smtp.example.org:587");
    assert!(!mail.to_folder());
    assert_eq!(
        read("[mail]\ntransport = \"sendmail\"").unwrap().carrier(),
        "sendmail"
    );
}

#[test]
fn port_and_encryption_complete_each_other() {
    for (rest, port, encryption) in [
        ("", 465, Encryption::Tls),
        ("port = 465", 465, Encryption::Tls),
        ("port = 587", 587, Encryption::StartTls),
        ("port = 25", 25, Encryption::StartTls),
        ("port = 2465", 2465, Encryption::Tls),
        ("encryption = \"starttls\"", 587, Encryption::StartTls),
        ("encryption = \"tls\"\nport = 587", 587, Encryption::Tls),
    ] {
        let (account, secret) = smtp(rest).unwrap();
        assert_eq!(
            (account.port, account.encryption),
            (port, encryption),
            "{rest}"
        );
        assert_eq!((account.user, secret), (None, None));
        assert_eq!(account.limits, Limits::default());
    }
}

#[test]
fn a_plain_line_goes_only_to_this_machine() {
    let plain = |host: &str| {
        read(&format!(
            "[mail]\ntransport = \"smtp\"\nhost = \"{host}\"\nfrom = \"a@b.example\"\nencryption = \"none\"\n"
        ))
    };
    for host in [
        "localhost",
        "LOCALHOST",
        "127.0.0.1",
        "127.8.0.1",
        "::1",
        "[::1]",
    ] {
        assert!(plain(host).is_ok(), "{host}");
    }
    for host in [
        "smtp.example.org",
        "10.0.0.1",
        "0.0.0.0",
        "localhost.example.org",
        "127.0.0.1.example",
    ] {
        let failure = plain(host).unwrap_err();
        assert!(failure.message().contains("line 5"), "{failure}");
        assert!(
            failure.message().contains("only to this machine"),
            "{failure}"
        );
    }
}

#[test]
fn the_secret_comes_from_a_command_a_variable_or_the_keyring() {
    let source = |rest: &str| smtp(rest).unwrap().1.unwrap();
    assert_eq!(
        source("user = \"ana\"\npassword_command = \"pass show m\"\npassword_env = \"M\""),
        SecretFrom::Command("pass show m".into())
    );
    assert_eq!(
        source("user = \"ana\"\npassword_env = \"M\""),
        SecretFrom::Variable("M".into())
    );
    assert_eq!(
        source("user = \"ana\""),
        SecretFrom::Keyring {
            service: "payme smtp smtp.lind.example".into(),
            user: "ana".into()
        }
    );
}

#[test]
fn what_cannot_work_is_refused_with_its_line() {
    for (text, words) in [
        (
            "[mail]\ntransport = \"smtp\"",
            "mail.transport in /cfg/config.toml, line 2, is \"smtp\" and needs a host",
        ),
        (
            "[mail]\ntransport = \"smtp\"\nhost = \"a.example\"",
            "needs a from address",
        ),
        (
            "[mail]\nhost = \"a.example\"",
            "line 2, does nothing without transport = \"smtp\"",
        ),
        ("[mail]\nfrom = \"Ana\"", "line 2, must be an address"),
        ("[mail]\nfrom = \"a@b c\"", "must be an address"),
        (
            "[mail]\ntransport = \"pigeon\"",
            "must be \"smtp\", \"sendmail\" or \"folder\"",
        ),
        (
            "[mail]\nport = 70000",
            "must be a whole number from 1 to 65535",
        ),
        (
            "[mail]\nsubject = \"x\"",
            "Unknown setting \"mail.subject\"",
        ),
    ] {
        let failure = read(text).unwrap_err();
        assert!(failure.message().contains(words), "{failure}");
    }
    let failure = smtp("auth = \"xoauth2\"").unwrap_err();
    assert!(failure.message().contains("needs a user"), "{failure}");
}

#[test]
fn a_name_stands_before_the_address_quoted_or_not() {
    let parts = |text: &str| address(text).map(|a| (a.name, a.email));
    let pair = |name: &str, email: &str| Some((name.to_owned(), email.to_owned()));
    assert_eq!(parts("a@b.example"), pair("", "a@b.example"));
    assert_eq!(parts("<a@b.example>"), pair("", "a@b.example"));
    assert_eq!(
        parts(" Ana  Lind <a@b.example> "),
        pair("Ana  Lind", "a@b.example")
    );
    assert_eq!(
        parts("\"Lind, Ana\" <a@b.example>"),
        pair("Lind, Ana", "a@b.example")
    );
    for wrong in ["", "@b", "a@", "Ana a@b.example>", "a@b, c@d", "Ana <>"] {
        assert_eq!(parts(wrong), None, "{wrong}");
    }
}
