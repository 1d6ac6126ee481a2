use super::*;

#[test]
fn no_variable_no_log_and_a_wrong_level_is_named() {
    let home = tempfile::tempdir().unwrap();
    let places = Places::under(home.path());
    assert!(start(&Environment::fixed(&[]), &places).unwrap().is_none());
    assert!(!places.state.exists());
    let wrong = start(&Environment::fixed(&[("PAYME_LOG", "loud")]), &places).unwrap_err();
    assert!(wrong.message().contains("loud"));
    assert!(!places.state.exists());
}

#[test]
fn the_log_is_a_file_under_the_state_folder() {
    let home = tempfile::tempdir().unwrap();
    let places = Places::under(home.path());
    let log = start(&Environment::fixed(&[("PAYME_LOG", "info")]), &places).unwrap();
    tracing::info!("a line");
    drop(log);
    let names: Vec<_> = std::fs::read_dir(&places.state)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, ["payme.log"]);
    let text = std::fs::read_to_string(places.state.join("payme.log")).unwrap();
    assert!(text.contains("a line"), "{text}");
}
