//! What a client owes for paying late.

use serde::Serialize;

use super::day;
use crate::domain::decimal::plain;
use crate::domain::interest::{Claim, Segment};
use crate::domain::money::Money;
use crate::usecases::interest::Accrued;

/// The interest on an invoice until today.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct InterestDocument {
    amount: String,
    per_day: String,
    fixed: Option<String>,
    total: String,
    currency: &'static str,
    days: i64,
    rate: String,
    rule: &'static str,
    law: &'static str,
    rates_of: Option<String>,
    /// Whether a half-year has begun for which no rate is known.
    stale: bool,
    segments: Vec<SegmentDocument>,
}

#[derive(Debug, Serialize)]
struct SegmentDocument {
    from: String,
    until: String,
    rate: String,
    amount: String,
}

/// The document of a claim.
pub(in crate::cli) fn interest_document(claim: &Claim) -> InterestDocument {
    let segment = |segment: &Segment| SegmentDocument {
        from: day(segment.from),
        until: day(segment.until),
        rate: plain(segment.rate),
        amount: segment.amount.plain(),
    };
    InterestDocument {
        amount: claim.interest.plain(),
        per_day: claim.per_day.plain(),
        fixed: claim.fixed.map(Money::plain),
        total: claim.total.plain(),
        currency: claim.interest.currency().code(),
        days: claim.days,
        rate: plain(claim.rate()),
        rule: claim.rule.word(),
        law: claim.rule.law(),
        rates_of: claim.rates_of.map(day),
        stale: claim.stale,
        segments: claim.segments.iter().map(segment).collect(),
    }
}

/// The interest on an invoice as a person reads it; empty where there is none.
pub(in crate::cli) fn interest_words(accrued: &Accrued) -> String {
    match (&accrued.claim, &accrued.unknown) {
        (Some(claim), _) => format!("{} ({})", claim.words(), claim.basis()),
        (None, Some(failure)) => failure.message().to_owned(),
        (None, None) => String::new(),
    }
}
