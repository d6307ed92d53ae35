use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{
        CROWD, activity_line, an_instance, at, at_ms, at_once, first_page, page, session_key, two_instances,
    },
};
use ba360_core::{
    access::UserId,
    instance::{Activity, ActivityCount, ActivityFilter, ActivityKind, SearchTrace},
    record::{Object, PageSize},
    store::StoreError,
    text::Code,
};
use std::sync::Arc;

suite! {
    /// The contract of [`ActivityLog`](ba360_core::instance::ActivityLog).
    activity(dyn StoreFixture) through on_a_world, RULES:
    what_was_recorded_is_read_back_newest_first,
    another_instance_reads_nothing,
    a_filter_finds_what_it_names,
    openings_are_counted_by_the_hour,
    the_newest_line_before_a_moment_is_told,
    old_lines_are_forgotten,
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
    log.record(activity_line(one, 2, ActivityKind::LinkOpened))
        .await?;
    let everything = ActivityFilter::default();
    assert_eq!(log.find(two, &everything, first_page()).await?.items.len(), 1);
    assert!(log.openings(two, at(0), at(9)).await?.is_empty());
    assert_eq!(log.forget(two, at(1), 10).await?, 0);
    assert_eq!(log.recent(one, 10).await?.len(), 2);
    Ok(())
}

async fn a_filter_finds_what_it_names(world: Arc<World>) -> Outcome {
    let log = &world.stores.activity;
    let instance = an_instance(&world).await?;
    let mut lines = Vec::new();
    for n in 0..24 {
        let kinds = [ActivityKind::LinkOpened, ActivityKind::SignIn];
        let line = Activity {
            outcome: [Code::Ok, Code::TokenRefused, Code::Ok][n as usize % 3],
            platform: (n < 12).then(|| ["Ñandú_", "genesys"][n as usize % 2].to_owned()),
            ..activity_line(instance, n, kinds[n as usize % 2])
        };
        log.record(line.clone()).await?;
        lines.push(line);
    }
    lines.reverse();
    let filter = ActivityFilter::default();
    let asked = page(3, PageSize::Ten);
    let found = log.find(instance, &filter, asked).await?;
    assert_eq!((found.items, found.total.count), (lines[20..].to_vec(), 24));
    let of = |is: fn(&Activity) -> bool| lines.iter().filter(|line| is(line)).cloned().collect::<Vec<_>>();
    for (filter, expected) in [
        (
            ActivityFilter {
                kind: Some(ActivityKind::SignIn),
                ..filter.clone()
            },
            of(|line| line.kind == ActivityKind::SignIn),
        ),
        (
            ActivityFilter {
                went_well: Some(true),
                ..filter.clone()
            },
            of(|line| line.outcome == Code::Ok),
        ),
        (
            ActivityFilter {
                went_well: Some(false),
                platform: Some("ñANDÚ_".to_owned()),
                ..filter.clone()
            },
            of(|line| line.outcome != Code::Ok && line.platform.as_deref() == Some("Ñandú_")),
        ),
        (
            ActivityFilter {
                correlation: Some(lines[5].correlation.as_str().to_owned()),
                ..filter.clone()
            },
            vec![lines[5].clone()],
        ),
        (
            ActivityFilter {
                from: Some(at(3)),
                to: Some(at(5)),
                ..filter.clone()
            },
            of(|line| line.at >= at(3) && line.at < at(5)),
        ),
        (
            ActivityFilter {
                platform: Some("\0".to_owned()),
                ..filter
            },
            Vec::new(),
        ),
    ] {
        let found = log.find(instance, &filter, page(1, PageSize::Fifty)).await?;
        assert_eq!(found.items, expected, "{filter:?}");
    }
    Ok(())
}

async fn openings_are_counted_by_the_hour(world: Arc<World>) -> Outcome {
    let log = &world.stores.activity;
    let instance = an_instance(&world).await?;
    // The moment at which every case begins is a whole hour.
    for (secs, kind, platform, outcome) in [
        (-1, ActivityKind::LinkOpened, Some("genesys"), Code::Ok),
        (0, ActivityKind::LinkOpened, Some("Génesys"), Code::Ok),
        (3_599, ActivityKind::LinkOpened, Some("gÉNESYS"), Code::Ok),
        (1, ActivityKind::LinkRefused, None, Code::TokenRefused),
        (2, ActivityKind::SignIn, None, Code::Ok),
        (
            3_600,
            ActivityKind::LinkOpened,
            Some("génesys"),
            Code::TokenRefused,
        ),
        (7_199, ActivityKind::LinkOpened, Some("génesys"), Code::Ok),
    ] {
        let line = Activity {
            platform: platform.map(str::to_owned),
            outcome,
            ..activity_line(instance, secs, kind)
        };
        log.record(line).await?;
    }
    let count = |secs, platform: Option<&str>, went_well, count| ActivityCount {
        hour: at(secs),
        platform: platform.map(str::to_owned),
        went_well,
        count,
    };
    let counts = log.openings(instance, at(0), at(7_199)).await?;
    let expected = [
        count(0, None, false, 1),
        count(0, Some("génesys"), true, 2),
        count(3_600, Some("génesys"), false, 1),
    ];
    assert_eq!(counts.len(), expected.len(), "{counts:?}");
    assert!(expected.iter().all(|it| counts.contains(it)), "{counts:?}");
    Ok(())
}

async fn the_newest_line_before_a_moment_is_told(world: Arc<World>) -> Outcome {
    let log = &world.stores.activity;
    let [one, two] = two_instances(&world).await?;
    assert_eq!(log.newest_before(one, at(9)).await?, None);
    for (instance, secs) in [(one, 5), (one, 9), (one, 1), (one, 3), (two, 8)] {
        log.record(activity_line(instance, secs, ActivityKind::SignIn))
            .await?;
    }
    for (before, newest) in [
        (at(100), Some(at(9))),
        (at(9), Some(at(5))),
        (at_ms(5_001), Some(at(5))),
        (at(5), Some(at(3))),
        (at(1), None),
    ] {
        assert_eq!(log.newest_before(one, before).await?, newest, "before {before}");
    }
    Ok(())
}

async fn old_lines_are_forgotten(world: Arc<World>) -> Outcome {
    let log = &world.stores.activity;
    let instance = an_instance(&world).await?;
    for secs in [5, 3, 3, 1, 4, 2] {
        log.record(activity_line(instance, secs, ActivityKind::SignIn))
            .await?;
    }
    let left = async || {
        let lines = log.recent(instance, 10).await?;
        Ok::<_, StoreError>(lines.iter().map(|line| line.at).collect::<Vec<_>>())
    };
    assert_eq!(log.forget(instance, at(1), 10).await?, 0);
    assert_eq!(log.forget(instance, at(5), 3).await?, 3);
    assert_eq!(left().await?, [at(4), at(3), at(5)]);
    assert_eq!(log.forget(instance, at(5), 3).await?, 2);
    assert_eq!(left().await?, [at(5)]);
    assert_eq!(log.forget(instance, at(5), 3).await?, 0);
    assert_eq!(log.forget(instance, at(6), 0).await?, 0);
    Ok(())
}
