use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{CROWD, ROUNDS, activity_line, an_instance, at, at_ms, at_once},
};
use ba360_core::{
    access::throttle::{Counted, FORGOTTEN_AFTER, Failure, ThrottleKey, Throttles, Tries},
    instance::ActivityKind,
    store::StoreResult,
};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

suite! {
    /// The contract of [`Throttles`](ba360_core::access::throttle::Throttles).
    throttles(dyn StoreFixture) through on_a_world, RULES:
    failures_are_counted_by_key,
    a_count_begins_anew,
    no_failure_is_lost,
    a_failure_keeps_its_activity,
    a_forgotten_key_has_none,
    a_turn_is_taken_once,
    old_failures_are_removed,
}

fn key(n: u8) -> ThrottleKey {
    ThrottleKey([n; 32])
}

/// A failure of some keys, which forgets what failed a quarter of an hour before.
fn failure(keys: &[ThrottleKey], at: Timestamp) -> Failure {
    let forgotten_before = at - SignedDuration::from_mins(15);
    let counted = |key: &ThrottleKey| Counted {
        key: *key,
        forgotten_before,
    };
    Failure {
        keys: keys.iter().map(counted).collect(),
        at,
        activity: None,
    }
}

fn tries(failures: u32, last_at: Timestamp) -> Tries {
    Tries { failures, last_at }
}

async fn of(throttles: &dyn Throttles, key: ThrottleKey) -> StoreResult<Option<Tries>> {
    Ok(throttles.tries(&[key]).await?.into_iter().next().flatten())
}

async fn failures_are_counted_by_key(world: Arc<World>) -> Outcome {
    let throttles = &*world.stores.throttles;
    assert_eq!(throttles.tries(&[]).await?, []);
    assert_eq!(throttles.tries(&[key(1), key(2)]).await?, [None, None]);
    throttles.failed(failure(&[key(1)], at(0))).await?;
    throttles.failed(failure(&[key(2), key(1)], at_ms(1_500))).await?;
    throttles.failed(failure(&[], at(2))).await?;
    assert_eq!(
        throttles.tries(&[key(1), key(3), key(2)]).await?,
        [Some(tries(2, at_ms(1_500))), None, Some(tries(1, at_ms(1_500)))]
    );
    let mut almost = key(1);
    almost.0[31] ^= 1;
    assert_eq!(of(throttles, almost).await?, None);
    // A clock that was set back counts as well, and the newest stays the newest.
    throttles.failed(failure(&[key(1)], at(1))).await?;
    assert_eq!(of(throttles, key(1)).await?, Some(tries(3, at_ms(1_500))));
    Ok(())
}

async fn a_count_begins_anew(world: Arc<World>) -> Outcome {
    let throttles = &*world.stores.throttles;
    for secs in [0, 1] {
        throttles.failed(failure(&[key(1), key(2)], at(secs))).await?;
    }
    throttles.failed(failure(&[key(1)], at_ms(900_999))).await?;
    assert_eq!(of(throttles, key(1)).await?, Some(tries(3, at_ms(900_999))));
    throttles.failed(failure(&[key(2)], at(901))).await?;
    assert_eq!(
        of(throttles, key(2)).await?,
        Some(tries(1, at(901))),
        "one from that very moment is forgotten"
    );
    Ok(())
}

async fn no_failure_is_lost(world: Arc<World>) -> Outcome {
    let throttles = &*world.stores.throttles;
    for round in 0..ROUNDS {
        let keys = [key(2 * round as u8), key(2 * round as u8 + 1)];
        at_once(CROWD, |n| {
            let throttles = world.stores.throttles.clone();
            // The same two in both orders: nobody may wait in a circle.
            let keys = match n % 2 {
                0 => keys,
                _ => [keys[1], keys[0]],
            };
            async move { throttles.failed(failure(&keys, at(0))).await }
        })
        .await
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
        let all = Some(tries(CROWD as u32, at(0)));
        assert_eq!(throttles.tries(&keys).await?, [all, all]);
    }
    Ok(())
}

async fn a_failure_keeps_its_activity(world: Arc<World>) -> Outcome {
    let throttles = &*world.stores.throttles;
    let instance = an_instance(&world).await?;
    let line = activity_line(instance, 3, ActivityKind::SignIn);
    let told = Failure {
        activity: Some(line.clone()),
        ..failure(&[key(1)], at(3))
    };
    throttles.failed(told).await?;
    throttles.failed(failure(&[key(1)], at(4))).await?;
    let lines = world.stores.activity.recent(instance, 10).await?;
    assert_eq!(lines, std::slice::from_ref(&line));
    assert_eq!(of(throttles, key(1)).await?, Some(tries(2, at(4))));
    let by_nothing = Failure {
        activity: Some(line.clone()),
        ..failure(&[], at(5))
    };
    throttles.failed(by_nothing).await?;
    assert_eq!(
        world.stores.activity.recent(instance, 10).await?,
        [line.clone(), line]
    );
    Ok(())
}

async fn a_forgotten_key_has_none(world: Arc<World>) -> Outcome {
    let throttles = &*world.stores.throttles;
    throttles.failed(failure(&[key(1), key(2)], at(0))).await?;
    throttles.forget(&[key(9), key(1)]).await?;
    throttles.forget(&[]).await?;
    let left = Some(tries(1, at(0)));
    assert_eq!(throttles.tries(&[key(1), key(2)]).await?, [None, left]);
    throttles.forget(&[key(1)]).await?;
    throttles.failed(failure(&[key(1)], at(1))).await?;
    assert_eq!(
        of(throttles, key(1)).await?,
        Some(tries(1, at(1))),
        "it is counted anew"
    );
    Ok(())
}

async fn a_turn_is_taken_once(world: Arc<World>) -> Outcome {
    let throttles = &*world.stores.throttles;
    throttles.failed(failure(&[key(1)], at(0))).await?;
    let read = tries(1, at(0));
    for (other, read) in [
        (key(1), tries(2, at(0))),
        (key(1), tries(1, at(1))),
        (key(2), read),
    ] {
        assert!(!throttles.take_turn(other, read, at(5)).await?);
    }
    assert!(throttles.take_turn(key(1), read, at(5)).await?);
    assert_eq!(of(throttles, key(1)).await?, Some(tries(2, at(5))));
    assert_eq!(of(throttles, key(2)).await?, None, "it makes no count");
    assert!(!throttles.take_turn(key(1), read, at(5)).await?, "it was taken");

    for round in 0..ROUNDS {
        let key = key(10 + round as u8);
        throttles.failed(failure(&[key], at(0))).await?;
        let turns = at_once(CROWD, |_| {
            let throttles = world.stores.throttles.clone();
            async move { throttles.take_turn(key, read, at(9)).await }
        })
        .await
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
        assert_eq!(turns.into_iter().filter(|taken| *taken).count(), 1);
        assert_eq!(of(throttles, key).await?, Some(tries(2, at(9))));
    }
    Ok(())
}

async fn old_failures_are_removed(world: Arc<World>) -> Outcome {
    let throttles = &*world.stores.throttles;
    let old: Vec<_> = (0..20).map(key).collect();
    throttles.failed(failure(&old, at(0))).await?;
    throttles.failed(failure(&[key(50)], at(1))).await?;
    let later = at(0) + FORGOTTEN_AFTER;
    throttles.failed(failure(&[key(51)], later)).await?;
    let there = async || -> StoreResult<usize> {
        let found = throttles.tries(&old).await?;
        Ok(found.into_iter().flatten().count())
    };
    assert_eq!(there().await?, old.len(), "at that very age they are still there");
    let later = later + SignedDuration::from_millis(1);
    for _ in 0..old.len() {
        throttles.failed(failure(&[key(51)], later)).await?;
    }
    assert_eq!(there().await?, 0);
    assert_eq!(
        of(throttles, key(50)).await?,
        Some(tries(1, at(1))),
        "a newer one stays"
    );
    Ok(())
}
