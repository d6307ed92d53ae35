use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{
        a_user, admission, an_instance, at, at_ms, first_page, marked, page, session_key, two_instances,
    },
};
use ba360_core::{
    access::{Admission, NewSession, SessionKey, UserId, sessions::SessionRow},
    instance::InstanceId,
    record::{Found, PageRequest, PageSize, Total},
    store::StoreResult,
};
use jiff::Timestamp;
use std::sync::Arc;

suite! {
    /// The contract of [`Sessions`](ba360_core::access::sessions::Sessions).
    sessions(dyn StoreFixture) through on_a_world, RULES:
    live_sessions_are_listed_newest_first,
    another_instance_lists_none_of_them,
    a_session_is_marked_as_seen,
}

/// Starts a session that lives from one second until another.
async fn start(
    world: &World,
    (instance, user): (InstanceId, UserId),
    key: SessionKey,
    (from, to): (i64, i64),
) -> Outcome {
    let asked = admission(instance, user, key);
    let asked = Admission {
        session: NewSession {
            starts_at: at(from),
            expires_at: at(to),
            ..asked.session
        },
        ..asked
    };
    assert!(world.stores.admissions.admit(asked).await?.is_some());
    Ok(())
}

async fn listed(
    world: &World,
    instance: InstanceId,
    at: Timestamp,
    page: PageRequest,
) -> StoreResult<Found<SessionRow>> {
    world.stores.sessions.list(instance, at, page).await
}

fn keys(found: &Found<SessionRow>) -> Vec<u8> {
    found.items.iter().map(|row| row.key.0[0]).collect()
}

async fn live_sessions_are_listed_newest_first(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let ana = a_user(&world, instance, "Ana.Núñez").await?;
    let eva = a_user(&world, instance, "eva").await?;
    let gone = a_user(&world, instance, "gone").await?;
    let nothing = listed(&world, instance, at(0), first_page()).await?;
    assert_eq!((nothing.items.len(), nothing.total), (0, Total::counted(0)));
    for (user, n, from, to) in [
        (&ana, 1, 5, 3_600),
        (&eva, 2, 7, 3_600),
        (&ana, 3, 6, 100),
        (&gone, 4, 8, 3_600),
        (&eva, 5, 9, 3_600),
    ] {
        start(&world, (instance, user.id), session_key(n), (from, to)).await?;
    }
    let found = listed(&world, instance, at(10), first_page()).await?;
    assert_eq!((keys(&found), found.total.count), (vec![5, 4, 2, 3, 1], 5));
    let expected = SessionRow {
        key: session_key(1),
        user: ana.id,
        name: "Ana.Núñez".to_owned(),
        starts_at: at(5),
        seen_at: at(5),
        expires_at: at(3_600),
    };
    assert!(found.items[4] == expected, "it is told as it was started");

    let line = admission(instance, eva.id, session_key(5)).activity;
    world.stores.admissions.end(session_key(5), line).await?;
    world.hooks.deactivate_user(instance, gone.id).await;
    for (moment, alive) in [
        (at_ms(99_999), vec![2, 3, 1]),
        (at(100), vec![2, 1]),
        (at(3_600), vec![]),
    ] {
        let found = listed(&world, instance, moment, first_page()).await?;
        assert_eq!(keys(&found), alive, "at {moment}");
        assert_eq!(found.total, Total::counted(alive.len()));
    }

    for n in 20..45 {
        start(&world, (instance, ana.id), session_key(n), (i64::from(n), 10_000)).await?;
    }
    let at_last = listed(&world, instance, at(5_000), page(3, PageSize::Ten)).await?;
    assert_eq!(keys(&at_last), [24, 23, 22, 21, 20]);
    assert_eq!((at_last.total, at_last.page.number()), (Total::counted(25), 3));
    let beyond = listed(&world, instance, at(5_000), page(9, PageSize::Ten)).await?;
    assert_eq!((keys(&beyond), beyond.page.number()), (keys(&at_last), 3));
    Ok(())
}

async fn another_instance_lists_none_of_them(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let here = a_user(&world, one, "ana").await?;
    let there = a_user(&world, two, "ana").await?;
    start(&world, (one, here.id), session_key(1), (0, 100)).await?;
    start(&world, (two, there.id), session_key(2), (0, 100)).await?;
    for (instance, key) in [(one, 1), (two, 2)] {
        let found = listed(&world, instance, at(1), first_page()).await?;
        assert_eq!((keys(&found), found.total.count), (vec![key], 1));
    }
    Ok(())
}

async fn a_session_is_marked_as_seen(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let ana = a_user(&world, one, "ana").await?;
    for n in [1, 2, 3] {
        start(&world, (one, ana.id), session_key(n), (0, 3_600)).await?;
    }
    let sessions = &world.stores.sessions;
    sessions.seen(one, session_key(1), at(300));
    marked(&world, one, session_key(1), at(300)).await?;
    for (instance, n, moment) in [
        (one, 1, at(200)),
        (two, 2, at(500)),
        (one, 99, at(500)),
        (one, 3, at(400)),
    ] {
        sessions.seen(instance, session_key(n), moment);
    }
    marked(&world, one, session_key(3), at(400)).await?;
    let found = listed(&world, one, at(600), first_page()).await?;
    let mut seen: Vec<_> = found
        .items
        .iter()
        .map(|row| (row.key.0[0], row.seen_at))
        .collect();
    seen.sort_unstable();
    assert_eq!(seen, [(1, at(300)), (2, at(0)), (3, at(400))]);
    Ok(())
}
