use super::*;

fn stage(name: &str, days: i64, tone: Tone) -> Stage {
    Stage {
        name: name.to_owned(),
        days,
        tone,
        channel: Ways::Email,
        enabled: true,
        interest: false,
        unattended: false,
    }
}

fn standard() -> Policy {
    Policy {
        key: "standard".to_owned(),
        name: "Standard".to_owned(),
        interval_days: 5,
        cap: 4,
        minimum: Decimal::ZERO,
        stages: vec![
            stage("heads-up", -3, Tone::HeadsUp),
            stage("friendly", 3, Tone::Friendly),
            stage("firm", 10, Tone::Firm),
            stage("final", 21, Tone::Final),
        ],
    }
}

fn refusal(change: impl FnOnce(&mut Policy)) -> String {
    let mut policy = standard();
    change(&mut policy);
    check(&policy).unwrap_err().message().to_owned()
}

#[test]
fn the_standard_ladder_and_an_empty_one_pass() {
    check(&standard()).unwrap();
    let mut none = standard();
    none.stages.clear();
    check(&none).unwrap();
}

#[test]
fn the_limits_themselves_pass() {
    let mut policy = standard();
    policy.stages = vec![
        stage("early", -60, Tone::HeadsUp),
        stage("on the day", 0, Tone::HeadsUp),
        stage("next day", 1, Tone::Friendly),
        stage("a year", 365, Tone::Final),
    ];
    for (interval, cap) in [(1, 1), (90, 20)] {
        policy.interval_days = interval;
        policy.cap = cap;
        check(&policy).unwrap();
    }
}

#[test]
fn limits_are_named_with_the_policy() {
    for interval in [0, 91, -1] {
        assert_eq!(
            refusal(|p| p.interval_days = interval),
            format!("Policy \"standard\" wants {interval} days between messages.")
        );
    }
    for cap in [0, 21] {
        assert_eq!(
            refusal(|p| p.cap = cap),
            format!("Policy \"standard\" has a cap of {cap} reminders.")
        );
    }
    assert_eq!(
        refusal(|p| p.minimum = Decimal::NEGATIVE_ONE),
        "Policy \"standard\" has a minimum of -1."
    );
    assert_eq!(refusal(|p| p.key = " ".to_owned()), "A policy has no key.");
}

#[test]
fn stages_are_named_once_and_stand_in_order() {
    assert_eq!(
        refusal(|p| p.stages[2].name = "friendly".to_owned()),
        "Policy \"standard\" has two stages named \"friendly\"."
    );
    assert_eq!(
        refusal(|p| p.stages[2].name = String::new()),
        "Policy \"standard\" has a stage without a name."
    );
    assert_eq!(
        refusal(|p| p.stages[3].days = 366),
        "Stage \"final\" of policy \"standard\" stands at 366 days."
    );
    assert_eq!(
        refusal(|p| p.stages[0].days = -61),
        "Stage \"heads-up\" of policy \"standard\" stands at -61 days."
    );
    assert_eq!(
        refusal(|p| p.stages[3].days = 9),
        "Stage \"firm\" of policy \"standard\" comes after \"final\" and speaks more softly."
    );
}

#[test]
fn a_stage_speaks_truly_of_its_day() {
    assert_eq!(
        refusal(|p| p.stages[1].days = 0),
        "Stage \"friendly\" of policy \"standard\" comes before anything is late, and only a heads-up can."
    );
    assert_eq!(
        refusal(|p| p.stages[0].days = 1),
        "Stage \"heads-up\" of policy \"standard\" is a heads-up after the due date."
    );
}

#[test]
fn two_stages_on_one_day_are_refused() {
    assert_eq!(
        refusal(|p| p.stages[2].days = 3),
        "Stages \"friendly\" and \"firm\" of policy \"standard\" stand on the same day."
    );
}
