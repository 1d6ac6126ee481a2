use super::*;

#[test]
fn amounts_stand_under_each_other_by_the_point() {
    let yen = Currency::from_code("JPY").unwrap();
    let dinar = Currency::from_code("KWD").unwrap();
    let amounts = [
        Money::new(124_000, Currency::EUR),
        Money::new(1_500, yen),
        Money::new(1_500, dinar),
        Money::new(-995, Currency::EUR),
    ];
    let ledger = Ledger::of(amounts, Some(Currency::EUR));
    let lines: Vec<String> = amounts
        .iter()
        .map(|amount| right(&ledger.amount(*amount), 16))
        .collect();
    assert_eq!(
        lines,
        [
            "   1,240.00     ",
            "   1,500     JPY",
            "       1.500 KWD",
            "      -9.95     "
        ]
    );
}

#[test]
fn an_amount_is_never_cut_inside_the_number() {
    let money = Money::new(123_456_789_012, Currency::EUR);
    assert_eq!(money_in(money, 20), "1,234,567,890.12 EUR");
    assert_eq!(money_in(money, 16), "1,234,567,890.12");
    assert_eq!(money_in(money, 14), "1,234,567,890");
    assert_eq!(money_in(money, 8), "1234.6M");
}

#[test]
fn counts_have_their_noun() {
    assert_eq!(count(1, "invoice"), "1 invoice");
    assert_eq!(count(0, "payment"), "0 payments");
}
