use super::*;

const SERVICE: &str = "[Service]\nExecStart=/usr/bin/payme reminder send --unattended\n";

#[test]
fn a_unit_counts_with_its_timer_and_its_link() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    assert_eq!(from_units(&path("nowhere")), []);
    fs::write(path("backup.service"), "[Service]\nExecStart=backup\n").unwrap();
    fs::write(path("backup.timer"), "[Timer]\n").unwrap();
    assert_eq!(from_units(folder.path()), []);
    fs::write(path("payme.service"), SERVICE).unwrap();
    assert_eq!(
        from_units(folder.path()),
        [Timer::NoTimer("payme.service".to_owned())]
    );
    fs::write(path("daily.timer"), "[Timer]\nUnit=payme.service\n").unwrap();
    assert_eq!(
        from_units(folder.path()),
        [Timer::Disabled("daily.timer".to_owned())]
    );
    fs::create_dir(path("timers.target.wants")).unwrap();
    fs::write(path("timers.target.wants/daily.timer"), "").unwrap();
    assert_eq!(
        from_units(folder.path()),
        [Timer::Enabled("daily.timer".to_owned())]
    );
}

#[test]
fn a_comment_in_the_crontab_runs_nothing() {
    assert!(is_cron_line(
        "0 10 * * 1-5 payme reminder send --unattended"
    ));
    assert!(!is_cron_line(
        "# 0 10 * * 1-5 payme reminder send --unattended"
    ));
    assert!(!is_cron_line("0 10 * * 1-5 payme reminder list"));
}
