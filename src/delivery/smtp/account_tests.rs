use super::*;

fn account(host: &str, encryption: Encryption) -> Account {
    Account {
        host: host.into(),
        port: 25,
        encryption,
        ca_file: None,
        user: None,
        auth: Auth::Password,
        limits: Limits::default(),
    }
}

#[test]
fn no_encryption_is_only_for_this_computer() {
    for host in ["localhost", "LocalHost", "127.0.0.1", "127.8.9.1", "::1"] {
        assert!(account(host, Encryption::None).check().is_ok(), "{host}");
    }
    for host in ["smtp.example.org", "192.168.1.2", "localhost.example.org"] {
        let failure = account(host, Encryption::None).check().unwrap_err();
        assert!(failure.message().contains(host), "{failure}");
        assert!(failure.next_step().contains("starttls"), "{failure}");
        assert!(account(host, Encryption::StartTls).check().is_ok());
    }
}

#[test]
fn a_host_is_needed() {
    let failure = account(" ", Encryption::Tls).check().unwrap_err();
    assert_eq!(failure.message(), "The mail account has no server.");
}

#[test]
fn the_limits_are_those_of_the_standard() {
    let limits = Limits::default();
    assert_eq!(limits.command, Duration::from_mins(5));
    assert_eq!(limits.confirmation, Duration::from_mins(10));
}
