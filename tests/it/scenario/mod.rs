//! What a freelancer does, by keys, on a real book.

mod ten_reminders;
