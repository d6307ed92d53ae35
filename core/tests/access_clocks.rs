//! What a clock that was wrong leaves behind: of sessions, of counts and of the record of activity.

mod support;

use ba360_core::{
    access::{PermissionSet, SessionSecret},
    instance::{Activity, ActivityKind, CorrelationId},
    text::Code,
};
use jiff::SignedDuration;
use support::House;

const YEARS: SignedDuration = SignedDuration::from_hours(10 * 365 * 24);
const DAY: SignedDuration = SignedDuration::from_hours(24);

impl House {
    fn pass(&self, time: SignedDuration) {
        self.doubles.clock.advance(time);
    }

    async fn secret(&self) -> SessionSecret {
        let signed_in = self
            .app
            .sign_in
            .run(&self.visit(), "ana", "una clave", None)
            .await;
        signed_in.expect("the right password").0
    }

    async fn is_in(&self, secret: &SessionSecret) -> bool {
        let correlation = self.app.enter.correlate();
        let host = &self.instance.hosts[0];
        let entered = self.app.enter.run(correlation, host, None, Some(secret)).await;
        entered.expect("the house is there").actor.is_some()
    }

    /// Somebody signs out: a line of this moment.
    async fn line(&self) {
        let line = Activity {
            instance: self.instance.id,
            at: self.doubles.secrets().clock.now(),
            correlation: CorrelationId::new(&*self.doubles.random),
            user: None,
            session: None,
            kind: ActivityKind::SignOut,
            outcome: Code::Ok,
            platform: None,
            search: None,
        };
        self.ports.stores.activity.record(line).await.expect("it is kept");
    }

    async fn lines(&self) -> usize {
        let lines = self.ports.stores.activity.recent(self.instance.id, 1_000).await;
        lines.expect("the store answers").len()
    }

    async fn forget(&self) -> u64 {
        let forgotten = self.app.forget_activity.run(&self.operator).await;
        forgotten.expect("it is done")
    }
}

#[tokio::test]
async fn f13_a_session_that_was_begun_while_the_clock_was_ahead_is_over() {
    let house = House::new().await;
    support::sign_in_with(&house, "ana", PermissionSet::NONE).await;
    house.pass(YEARS);
    let ahead = house.secret().await;
    assert!(house.is_in(&ahead).await);
    house.pass(-YEARS);
    assert!(!house.is_in(&ahead).await);
    house.pass(DAY);
    assert!(!house.is_in(&ahead).await);

    // Two servers are allowed to differ by a minute.
    let begun = house.secret().await;
    house.pass(SignedDuration::from_secs(-60));
    assert!(house.is_in(&begun).await);
    house.pass(SignedDuration::from_secs(-1));
    assert!(!house.is_in(&begun).await);
}

#[tokio::test]
async fn f13_a_session_that_was_seen_while_the_clock_was_ahead_is_over() {
    let house = House::new().await;
    support::sign_in_with(&house, "ana", PermissionSet::NONE).await;
    let session = house.secret().await;
    let hour = SignedDuration::from_hours(1);
    house.pass(hour);
    assert!(house.is_in(&session).await, "it is marked as seen then");
    house.pass(-hour);
    assert!(!house.is_in(&session).await);
    house.pass(hour);
    assert!(house.is_in(&session).await);
}

#[tokio::test]
async fn f13_failures_that_were_counted_while_the_clock_was_ahead_keep_nobody_out() {
    let house = House::new().await;
    support::sign_in_with(&house, "ana", PermissionSet::NONE).await;
    house.pass(YEARS);
    for _ in 0..20 {
        let refused = house.app.sign_in.run(&house.visit(), "ana", "otra", None).await;
        assert!(refused.is_err());
    }
    assert!(
        house
            .app
            .sign_in
            .run(&house.visit(), "ana", "una clave", None)
            .await
            .is_err(),
        "it costs a second by now"
    );
    house.pass(-YEARS);
    house.secret().await;
}

#[tokio::test]
async fn activity_is_forgotten_when_it_is_as_old_as_the_instance_wants() {
    let house = House::new().await;
    let days = house.instance.activity_days.days();
    assert_eq!(days, 90);
    let first = house.lines().await;
    for _ in 0..days {
        house.pass(DAY);
        house.line().await;
        assert_eq!(house.forget().await, 0);
    }
    // How much time has passed is told by lines that are a day apart.
    house.pass(DAY + DAY);
    assert_eq!(house.forget().await, first as u64);
    house.pass(DAY);
    assert_eq!(house.forget().await, 1);
    assert_eq!(house.lines().await, usize::from(days) - 1);
}

#[tokio::test]
async fn f13_a_clock_that_is_ahead_forgets_no_activity() {
    let house = House::new().await;
    for _ in 0..30 {
        house.pass(DAY);
        house.line().await;
    }
    let before = house.lines().await;
    house.pass(YEARS);
    assert_eq!(house.forget().await, 0, "at the first upkeep");
    for hour in 1..=24 {
        house.line().await;
        house.pass(SignedDuration::from_hours(1));
        assert_eq!(house.forget().await, 0, "after {hour} hours of it");
    }
    house.pass(-YEARS);
    assert_eq!(house.forget().await, 0);
    assert_eq!(house.lines().await, before + 24);
}
