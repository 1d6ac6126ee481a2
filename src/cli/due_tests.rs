use super::*;
use crate::domain::ids::ClientId;
use crate::domain::views::About;

#[test]
fn an_sms_of_a_stage_is_told_from_its_mail() {
    let mut row = ReminderRow::asked(ClientId(1), "Acme", About::Reminder, Vec::new());
    row.stage = "firm".to_owned();
    let about = |row: &ReminderRow| need_row(&Need::Remind(row.clone()))[2].clone();
    assert_eq!(about(&row), "firm: ");
    row.channel = Channel::Sms;
    assert_eq!(about(&row), "firm SMS: ");
}
