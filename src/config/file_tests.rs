use super::*;

fn read<T>(text: &str, with: impl Fn(&mut Section<'_, '_>) -> Result<T>) -> Result<T> {
    let source = Source::new(Path::new("/c.toml"), text);
    let table = source.parse()?;
    let mut top = Section::top(&source, table.get_ref());
    let value = with(&mut top)?;
    top.finish()?;
    Ok(value)
}

#[test]
fn values_of_each_type_are_read_and_missing_ones_are_none() {
    let text = "name = \"a b\"\non = false\nport = 0x1F4\n[part]\nword = \"two\"\n";
    let (name, on, port, word, none) = read(text, |top| {
        let mut part = top.section("part")?;
        let word = part
            .word("word", &[("one", 1), ("two", 2)])?
            .map(|f| f.value);
        part.finish()?;
        Ok((
            top.text("name")?.map(|f| f.value),
            top.flag("on")?,
            top.number("port", 1..=1000)?,
            word,
            top.text("none")?.map(|f| f.value),
        ))
    })
    .unwrap();
    assert_eq!(name.as_deref(), Some("a b"));
    assert_eq!(
        (on, port, word, none),
        (Some(false), Some(500), Some(2), None)
    );
}

#[test]
fn a_wrong_type_or_value_names_key_file_line_and_what_is_wanted() {
    let message = |text: &str| {
        let failure = read(text, |top| {
            top.section("part")?;
            top.flag("on")?;
            top.number("port", 1..=1000)?;
            top.word("word", &[("a", 1), ("b", 2), ("c", 3)])?;
            top.text("name")
        });
        failure.unwrap_err().message().to_owned()
    };
    for (text, expected) in [
        (
            "\n\nname = 5",
            "name in /c.toml, line 3, must be a string in quotes, not an integer.",
        ),
        (
            "on = \"yes\"",
            "on in /c.toml, line 1, must be true or false, not a string.",
        ),
        (
            "port = 0",
            "port in /c.toml, line 1, must be a whole number from 1 to 1000.",
        ),
        (
            "port = -5",
            "port in /c.toml, line 1, must be a whole number from 1 to 1000.",
        ),
        (
            "port = 99999999999",
            "port in /c.toml, line 1, must be a whole number from 1 to 1000.",
        ),
        (
            "port = 1.5",
            "port in /c.toml, line 1, must be a whole number from 1 to 1000, not a float.",
        ),
        (
            "word = \"d\"",
            "word in /c.toml, line 1, must be \"a\", \"b\" or \"c\".",
        ),
        (
            "part = [1]",
            "part in /c.toml, line 1, must be a table, not an array.",
        ),
        (
            "name = \"a\\u001b[2Jb\"",
            "name in /c.toml, line 1, must be one line without control characters.",
        ),
    ] {
        assert_eq!(message(text), expected);
    }
}

#[test]
fn an_unknown_key_is_named_with_the_nearest_known_one() {
    let failure = |text: &str| {
        read(text, |top| {
            let mut part = top.section("part")?;
            part.text("host")?;
            part.text("port")?;
            part.text("password_command")?;
            part.finish()?;
            top.text("book").map(|_| ())
        })
        .unwrap_err()
    };
    assert_eq!(
        failure("\nbok = \"x\"").message(),
        "Unknown setting \"bok\" in /c.toml, line 2; the nearest known one is \"book\"."
    );
    assert_eq!(
        failure("[part]\n\nhots = \"x\"").message(),
        "Unknown setting \"part.hots\" in /c.toml, line 3; the nearest known one is \"part.host\"."
    );
    let secret = failure("[part]\npassword = \"hunter2\"");
    assert!(
        secret.message().contains("\"part.password_command\""),
        "{secret}"
    );
    assert!(!secret.to_string().contains("hunter2"), "{secret}");
    assert!(secret.next_step().contains("does not belong in the file"));
}

#[test]
fn a_broken_file_says_the_line_and_never_shows_it() {
    for text in [
        "a = 1\npassword = hunter2\n",
        "a = 1\npassword = \"hunter2\n",
        "a = 1\npassword = \"hunter2\" hunter2\n",
        "a = 1\npassword hunter2\n",
        "a = 1\nhunter2 = 1\nhunter2 = 2\n",
    ] {
        let failure = read(text, |_| Ok(())).unwrap_err();
        let words = failure.to_string();
        assert!(words.contains("/c.toml, line "), "{words}");
        assert!(words.contains("not valid TOML"), "{words}");
        assert!(!words.contains("hunter2"), "{words}");
    }
}
