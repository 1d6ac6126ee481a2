//! The scripts that made the files in `tests/data`.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs a script of `tests/data` into an empty folder: it must make the committed files, byte for
/// byte. Without Python that is skipped, and fails where `PAYME_REQUIRE_TOOLS` is set.
pub(crate) fn assert_makes(script: &str, files: &[&str]) {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let folder = tempfile::tempdir().unwrap();
    let ran = Command::new("python3")
        .arg(data.join(script))
        .arg(folder.path())
        .output();
    let output = match ran {
        Ok(output) => output,
        Err(error) if std::env::var_os("PAYME_REQUIRE_TOOLS").is_none() => {
            println!("skipped: python3 cannot be started ({error})");
            return;
        }
        Err(error) => panic!("python3 cannot be started: {error}"),
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let read = |folder: &Path, name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    for name in files {
        let same = read(folder.path(), name) == read(&data, name);
        assert!(same, "{name} is not what {script} makes");
    }
}
