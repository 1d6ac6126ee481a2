//! Reads the paths that a source file names: `use` trees and paths in code, without comments and
//! text literals.

/// A path and the line that it begins on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) line: usize,
    pub(super) segments: Vec<String>,
}

/// Every path of a source text; each leaf of a `use` tree is one.
pub(super) fn paths(source: &str) -> Vec<Named> {
    let tokens = tokens(&without_literals(source));
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if starts_path(&tokens, at) {
            at = tree(&tokens, at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found
}

/// Comments and the insides of text literals as spaces, so that lines keep their numbers.
fn without_literals(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_end(&chars, at);
        if end > at {
            let blank = |c: &char| if *c == '\n' { '\n' } else { ' ' };
            out.extend(chars[at..end].iter().map(blank));
            at = end;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Where the comment or text literal that begins here ends; here, when none does.
fn literal_end(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    let before = at.checked_sub(1).map(|index| chars[index]);
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    match rest {
        ['/', '/', ..] => at + rest.iter().take_while(|c| **c != '\n').count(),
        ['/', '*', ..] => at + block_comment(rest),
        ['"', ..] => at + quoted(rest, '"'),
        ['\'', '\\', ..] | ['\'', _, '\'', ..] => at + quoted(rest, '\''),
        ['r', '"' | '#', ..] if !in_word => at + raw(rest),
        ['b', 'r', '"' | '#', ..] if !in_word => at + 1 + raw(&rest[1..]),
        _ => at,
    }
}

fn block_comment(rest: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match &rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn quoted(rest: &[char], mark: char) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != mark {
        at += if rest[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

fn raw(rest: &[char]) -> usize {
    let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return 0; // a raw identifier
    }
    let mut at = 2 + hashes;
    while at < rest.len() {
        let close = rest[at] == '"' && rest[at + 1..].iter().take(hashes).all(|c| *c == '#');
        at += 1;
        if close {
            return (at + hashes).min(rest.len());
        }
    }
    rest.len()
}

struct Token {
    line: usize,
    text: String,
}

impl Token {
    fn is_word(&self) -> bool {
        self.text
            .starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

fn tokens(source: &str) -> Vec<Token> {
    let mut found = Vec::new();
    for (index, text) in source.lines().enumerate() {
        let line = index + 1;
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_'));
            let length = match word.unwrap_or(rest.len()) {
                0 if rest.starts_with("::") => 2,
                0 => first.len_utf8(),
                length => length,
            };
            let (text, tail) = rest.split_at(length);
            found.push(Token {
                line,
                text: text.to_owned(),
            });
            rest = tail.trim_start();
        }
    }
    found
}

fn text_at(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.text.as_str())
}

/// A word that a path follows or that `use` precedes, and that continues no other path.
fn starts_path(tokens: &[Token], at: usize) -> bool {
    let before = |back: usize| {
        at.checked_sub(back)
            .map_or("", |index| text_at(tokens, index))
    };
    let continues = before(1) == "::"
        && at
            .checked_sub(2)
            .is_some_and(|index| tokens[index].is_word() || matches!(before(2), ">" | "use"));
    let after_use = before(1) == "use" || before(2) == "use" && before(1) == "::";
    tokens[at].is_word()
        && tokens[at].text != "use"
        && (after_use || !continues)
        && (after_use || text_at(tokens, at + 1) == "::" || before(2) == "extern")
}

/// Reads one path or `use` tree and returns where it ends.
fn tree(tokens: &[Token], mut at: usize, before: &[String], found: &mut Vec<Named>) -> usize {
    let mut segments = before.to_vec();
    let line = tokens.get(at).map_or(0, |token| token.line);
    while let Some(token) = tokens.get(at) {
        if token.text == "{" {
            return group(tokens, at + 1, &segments, found);
        }
        if !token.is_word() && token.text != "*" {
            break;
        }
        segments.push(token.text.clone());
        at += 1;
        if text_at(tokens, at) != "::" {
            break;
        }
        at += 1;
    }
    found.push(Named { line, segments });
    at
}

fn group(tokens: &[Token], mut at: usize, before: &[String], found: &mut Vec<Named>) -> usize {
    while at < tokens.len() && text_at(tokens, at) != "}" {
        if tokens[at].is_word() || matches!(text_at(tokens, at), "*" | "{") {
            at = tree(tokens, at, before, found);
            if text_at(tokens, at) == "as" {
                at += 2;
            }
        } else {
            at += 1;
        }
    }
    at + 1
}

fn named(source: &str) -> Vec<String> {
    paths(source)
        .iter()
        .map(|path| format!("{} {}", path.line, path.segments.join("::")))
        .collect()
}

#[test]
fn trees_and_paths_in_code_are_read() {
    let source = "use crate::{domain::{money::Money, ids as i}, store};\n\
                  pub use super::rows::*;\n\
                  fn f<'a>(x: &'a rusqlite::Row) -> Vec<std::string::String> {\n\
                  \x20   chrono::Utc::now(); <T as a::B>::c::<d::E>(); x.y::<z::W>()\n}\n\
                  use lettre; use ::tokio::net;\n";
    assert_eq!(
        named(source),
        [
            "1 crate::domain::money::Money",
            "1 crate::domain::ids",
            "1 crate::store",
            "2 super::rows::*",
            "3 rusqlite::Row",
            "3 std::string::String",
            "4 chrono::Utc::now",
            "4 a::B",
            "4 d::E",
            "4 y",
            "4 z::W",
            "6 lettre",
            "6 tokio::net",
        ]
    );
}

#[test]
fn comments_and_literals_are_not_code() {
    let source = "//! use crate::store;\n/* a::b /* c::d */ e::f */ let q = '\"'; let s = \"g::h\";\n\
                  let r = r#\"i::j \" k::l\"#; let c = '\\''; let l: &'static str = b\"m::n\";\n\
                  let x = br\"s::t\"; let raw = r#type::new; o::p();\n";
    assert_eq!(named(source), ["4 type::new", "4 o::p"]);
}
