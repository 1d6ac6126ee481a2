use super::*;

#[test]
fn what_is_shared_out_is_all_there_and_the_largest_fractions_are_rounded_up() {
    // 7 over thirds: 2.33 each, the first gets the one that is left.
    assert_eq!(share_out(7, &[7, 7, 7], 3), Some(vec![3, 2, 2]));
    // 0.5, 1.75, 2.75: two are rounded up, and the smallest fraction is not.
    assert_eq!(share_out(5, &[2, 7, 11], 4), Some(vec![0, 2, 3]));
    assert_eq!(share_out(0, &[], 1), Some(vec![]));
    assert_eq!(share_out(0, &[0, 0], 9), Some(vec![0, 0]));
}

#[test]
fn whole_parts_stay_what_they_are() {
    assert_eq!(share_out(3, &[4, 3, 5], 4), Some(vec![1, 1, 1]));
    assert_eq!(share_out(4, &[4, 4, 8], 4), Some(vec![1, 1, 2]));
}

#[test]
fn parts_below_zero_mirror_parts_above() {
    assert_eq!(share_out(-7, &[-7, -7, -7], 3), Some(vec![-3, -2, -2]));
    // 2.5 and −1.5 come to 1, −2.5 and 1.5 to −1.
    assert_eq!(share_out(1, &[5, -3], 2), Some(vec![3, -2]));
    assert_eq!(share_out(-1, &[-5, 3], 2), Some(vec![-3, 2]));
}

#[test]
fn what_does_not_fit_is_no_number() {
    assert_eq!(share_out(i64::MIN, &[i128::MIN, -1], 1), None);
    assert_eq!(without_tax(i64::MAX, Decimal::ZERO), Some(i64::MAX));
    assert_eq!(
        without_tax(i64::MAX, Decimal::new(1, 28)),
        None,
        "more than 38 digits"
    );
}
