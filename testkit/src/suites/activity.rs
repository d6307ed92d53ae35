use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{CROWD, activity_line, an_instance, at_ms, at_once, session_key, two_instances},
};
use ba360_core::{
    access::UserId,
    instance::{Activity, ActivityKind, SearchTrace},
    record::Object,
    text::Code,
};
use std::sync::Arc;

suite! {
    /// The contract of [`ActivityLog`](ba360_core::instance::ActivityLog).
    activity(dyn StoreFixture) through on_a_world, RULES:
    what_was_recorded_is_read_back_newest_first,
    another_instance_reads_nothing,
}

async fn what_was_recorded_is_read_back_newest_first(world: Arc<World>) -> Outcome {
    let log = &world.stores.activity;
    let instance = an_instance(&world).await?;
    assert!(log.recent(instance, 10).await?.is_empty());
    let mut lines = Vec::new();
    for (n, kind) in (0..).zip(ActivityKind::ALL) {
        lines.push(activity_line(instance, n, kind));
        let object = [Object::Contact, Object::Account, Object::Case][n as usize % 3];
        lines.push(Activity {
            at: at_ms(n * 1_000 + 1),
            user: Some(UserId(n + 7)),
            session: Some(session_key(n as u8)),
            outcome: Code::TokenRefused,
            platform: Some("Génesys %_'\"\\".to_owned()),
            search: Some(SearchTrace { object, count: 1_001 }),
            ..activity_line(instance, n, kind)
        });
    }
    // A clock that was set back, and one that stands still: the last line is still the newest.
    lines.push(activity_line(instance, -60, ActivityKind::SignIn));
    lines.push(activity_line(instance, -60, ActivityKind::SignOut));
    for line in &lines {
        log.record(line.clone()).await?;
    }
    lines.reverse();
    assert_eq!(log.recent(instance, 100).await?, lines);
    assert_eq!(log.recent(instance, 3).await?, lines[..3]);
    assert!(log.recent(instance, 0).await?.is_empty());

    let all_kept = at_once(CROWD, |n| {
        let log = world.stores.activity.clone();
        async move {
            log.record(activity_line(instance, n as i64, ActivityKind::LinkOpened))
                .await
        }
    })
    .await;
    all_kept.into_iter().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(log.recent(instance, 1_000).await?.len(), lines.len() + CROWD);
    Ok(())
}

async fn another_instance_reads_nothing(world: Arc<World>) -> Outcome {
    let log = &world.stores.activity;
    let [one, two] = two_instances(&world).await?;
    let line = activity_line(one, 0, ActivityKind::SignIn);
    log.record(line.clone()).await?;
    assert!(log.recent(two, 10).await?.is_empty());
    let other = activity_line(two, 1, ActivityKind::SignOut);
    log.record(other.clone()).await?;
    assert_eq!(log.recent(one, 10).await?, [line]);
    assert_eq!(log.recent(two, 10).await?, [other]);
    Ok(())
}
