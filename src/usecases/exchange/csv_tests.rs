use super::*;

#[test]
fn a_field_is_quoted_where_it_must_be() {
    assert_eq!(quoted("Acme GmbH"), "Acme GmbH");
    assert_eq!(quoted("Lind, Ana"), "\"Lind, Ana\"");
    assert_eq!(quoted("the \"A\""), "\"the \"\"A\"\"\"");
    assert_eq!(quoted("two\nlines"), "\"two\nlines\"");
}

#[test]
fn a_text_is_never_a_formula() {
    for formula in ["=1+1", "+49", "-x", "@sum", "\t=1"] {
        assert_eq!(text(formula), format!("'{formula}"));
    }
    assert_eq!(text("2026-001"), "2026-001");
}
