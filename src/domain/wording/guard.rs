//! What a template may do: little enough that one from anybody can be tried out.
//!
//! Work is bounded by fuel, which counts steps and not bytes: a text that doubles itself forty times
//! takes forty steps. So a template has no statement that names a text and works on it again
//! (macros, blocks, recursive loops), no filter that writes a text longer than it was, and only a few
//! operators that join texts; what joins lists is cut off where no letter is longer.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};

use crate::failure::{Failure, Result};

/// How much work one template may do, in minijinja's steps; a thousand invoices need a tenth.
const FUEL: u64 = 500_000;
/// The longest template, in bytes: what is nested deeper than the stack needs more than this.
const LONGEST_SOURCE: usize = 16_000;
/// The longest expression or statement of a template, in bytes.
const LONGEST_TAG: usize = 400;
/// The longest text that is still a letter, in bytes.
pub(super) const LONGEST: usize = 200_000;
/// How many operators of one text may join texts: each can double what it stands between.
const MOST_JOINS: usize = 8;

/// The statements that templates have.
const STATEMENTS: [&str; 7] = ["if", "elif", "else", "endif", "for", "endfor", "set"];

/// Filters and functions that write a text longer than the one they are given, or into a debugger.
const WITHOUT_FILTERS: [&str; 14] = [
    "attr",
    "batch",
    "chain",
    "e",
    "escape",
    "format",
    "indent",
    "pprint",
    "slice",
    "string",
    "sum",
    "tojson",
    "urlencode",
    "zip",
];
const WITHOUT_FUNCTIONS: [&str; 2] = ["debug", "namespace"];

/// The template language: a line that holds nothing but a condition leaves no trace in the text.
pub(super) fn environment() -> Result<Environment<'static>> {
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
        .map_err(|error| Failure::refused("The template language cannot start.").because(error))?;
    let mut environment = Environment::new();
    environment.set_syntax(syntax);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_fuel(Some(FUEL));
    for name in WITHOUT_FILTERS {
        environment.remove_filter(name);
    }
    for name in WITHOUT_FUNCTIONS {
        environment.remove_global(name);
    }
    environment.add_filter("join", join);
    Ok(environment)
}

/// The filter `join`, up to the length of a letter.
fn join(value: &Value, between: Option<&str>) -> std::result::Result<Value, Error> {
    let mut joined = String::new();
    for (place, item) in value.try_iter()?.enumerate() {
        if place > 0 {
            joined.push_str(between.unwrap_or_default());
        }
        joined.push_str(&item.to_string());
        if joined.len() > LONGEST {
            return Err(Error::from(ErrorKind::OutOfFuel));
        }
    }
    Ok(Value::from(joined))
}

/// Whether a template is short and plain enough to be read: a long chain of operators or branches
/// is nested as deep as it is long, and would need more stack than there is.
///
/// # Errors
/// Refused, naming the part and what it may not have.
pub(super) fn fits(part: &str, source: &str) -> Result<()> {
    if source.len() > LONGEST_SOURCE {
        return Err(Failure::refused(format!(
            "The {part} of the template is longer than {LONGEST_SOURCE} bytes."
        ))
        .hint("a letter needs far less; shorten it"));
    }
    let mut joins = 0_usize;
    let statements = source.split("{%").skip(1).map(|tag| (tag, true));
    let values = source.split("{{").skip(1).map(|tag| (tag, false));
    for (tag, is_statement) in statements.chain(values) {
        let end = tag.find("}}").into_iter().chain(tag.find("%}")).min();
        let inner = tag.get(..end.unwrap_or(tag.len())).unwrap_or(tag);
        if inner.len() > LONGEST_TAG {
            return Err(Failure::refused(format!(
                "The {part} of the template has an expression of more than {LONGEST_TAG} bytes."
            ))
            .hint("write it in smaller parts"));
        }
        let inner = inner.trim_matches(|c: char| c.is_whitespace() || c == '-' || c == '+');
        if is_statement {
            statement(part, inner)?;
        }
        if inner.contains('*') {
            return Err(Failure::refused(format!(
                "The {part} of the template multiplies, which templates cannot do."
            ))
            .hint("the variables are texts that are ready to be written"));
        }
        joins = joins.saturating_add(inner.matches(['~', '+']).count());
    }
    if joins > MOST_JOINS {
        return Err(Failure::refused(format!(
            "The {part} of the template joins texts more than {MOST_JOINS} times."
        ))
        .hint("write {{ one }}{{ other }} in place of {{ one ~ other }}"));
    }
    Ok(())
}

fn statement(part: &str, inner: &str) -> Result<()> {
    let name = inner
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .next()
        .unwrap_or_default();
    let of_a_block = name == "set" && !inner.contains('=');
    let recursive = name == "for" && inner.ends_with("recursive");
    if STATEMENTS.contains(&name) && !of_a_block && !recursive {
        return Ok(());
    }
    let what = if of_a_block {
        "set without \"=\""
    } else if recursive {
        "recursive"
    } else {
        name
    };
    Err(Failure::refused(format!(
        "The {part} of the template has the statement \"{what}\", which templates do not have."
    ))
    .hint(format!("the statements are {}", STATEMENTS.join(", "))))
}
