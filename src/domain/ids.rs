//! Row ids as types, so that an invoice's id never meets a client's.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// A client of the book.
    ClientId
);
id!(
    /// An invoice or a credit note.
    InvoiceId
);
id!(
    /// A payment.
    PaymentId
);
id!(
    /// A hold on an invoice or a client.
    HoldId
);
id!(
    /// A message in the outbox (the book's own number, not the RFC 5322 Message-ID).
    OutboxId
);
id!(
    /// An entry of the journal.
    EntryId
);
id!(
    /// A service of the catalogue.
    ServiceId
);
id!(
    /// A talk of the contact log.
    TalkId
);
