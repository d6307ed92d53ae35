use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{CROWD, ROUNDS, at, at_once, new_instance, taken_in},
};
use ba360_core::{
    instance::{
        ActivityDays, Country, Instance, InstanceSettings, NationalLength, NewInstance, SettingsOutcome,
    },
    store::{StoreError, StoreResult},
    text::Language,
};
use jiff::tz::TimeZone;
use std::sync::Arc;

suite! {
    /// The contract of [`Instances`](ba360_core::instance::Instances).
    instances(dyn StoreFixture) through on_a_world, RULES:
    a_created_instance_is_found_by_its_name,
    a_name_is_taken_once,
    a_host_is_taken_once,
    all_lists_the_oldest_first,
    settings_are_changed_in_the_state_that_was_seen,
    a_host_that_is_anothers_is_not_taken_by_a_change,
    an_instance_is_marked_until_its_records_are_reindexed,
}

fn assert_as_given(instance: &Instance, given: &NewInstance) {
    assert_eq!(instance.name, given.name);
    assert_eq!(instance.hosts, given.hosts);
    assert_eq!(instance.time_zone.iana_name(), given.time_zone.iana_name());
    assert_eq!(instance.language, given.language);
    assert_eq!(instance.country, given.country);
    assert_eq!(instance.national_length, given.national_length);
    assert_eq!(instance.frame_origins, given.frame_origins);
    assert_eq!(instance.activity_days, ActivityDays::default());
    assert_eq!((instance.reindexing, instance.version), (false, 1));
}

async fn a_created_instance_is_found_by_its_name(world: Arc<World>) -> Outcome {
    let instances = &world.stores.instances;
    let plain = new_instance("plain", &["plain.example"]);
    let other = NewInstance {
        time_zone: TimeZone::get("Europe/Madrid")?,
        language: Language::English,
        country: "ES".parse::<Country>()?,
        national_length: NationalLength::new(11)?,
        frame_origins: vec!["https://z.example".parse()?, "https://a.example:8443".parse()?],
        ..new_instance("other-1_a", &["z.example", "a.example", "[::1]", "127.0.0.1"])
    };
    for given in [&plain, &other] {
        let made = taken_in(instances.create(given.clone()).await?);
        assert_as_given(&made, given);
    }
    for given in [&plain, &other] {
        let found = taken_in(instances.by_name(&given.name).await?);
        assert_as_given(&found, given);
    }
    let [plain, other] = [&plain.name, &other.name];
    let ids = [
        taken_in(instances.by_name(plain).await?).id,
        taken_in(instances.by_name(other).await?).id,
    ];
    assert_ne!(ids[0], ids[1], "two instances have one key");
    assert!(instances.by_name(&"nobody".parse()?).await?.is_none());
    Ok(())
}

async fn a_name_is_taken_once(world: Arc<World>) -> Outcome {
    let instances = &world.stores.instances;
    let first = new_instance("one", &["first.example"]);
    let made = taken_in(instances.create(first.clone()).await?);
    assert!(
        instances
            .create(new_instance("one", &["second.example"]))
            .await?
            .is_none()
    );
    let found = taken_in(instances.by_name(&first.name).await?);
    assert_eq!(found.id, made.id);
    assert_as_given(&found, &first);
    // The host of the one that was refused is still free.
    taken_in(instances.create(new_instance("two", &["second.example"])).await?);

    for round in 0..ROUNDS {
        let made = at_once(CROWD, |n| {
            let instances = world.stores.instances.clone();
            let new = new_instance(&format!("race-{round}"), &[&format!("n{n}.r{round}.example")]);
            async move { instances.create(new).await }
        })
        .await
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
        assert_eq!(
            made.iter().flatten().count(),
            1,
            "how many were made under one name"
        );
    }
    assert_eq!(instances.all().await?.len(), 2 + ROUNDS);
    Ok(())
}

async fn a_host_is_taken_once(world: Arc<World>) -> Outcome {
    let instances = &world.stores.instances;
    let first = taken_in(
        instances
            .create(new_instance("one", &["a.example", "b.example"]))
            .await?,
    );
    let refused = new_instance("two", &["c.example", "b.example"]);
    assert!(instances.create(refused.clone()).await?.is_none());
    assert!(
        instances.by_name(&refused.name).await?.is_none(),
        "the refused instance is there"
    );
    assert_eq!(instances.all().await?.len(), 1);
    let found = world
        .stores
        .admissions
        .enter(&refused.hosts[1], None, at(0))
        .await?;
    assert_eq!(taken_in(found.instance).id, first.id);
    // Its name and its other host are still free.
    taken_in(instances.create(new_instance("two", &["c.example"])).await?);

    for round in 0..ROUNDS {
        let made = at_once(CROWD, |n| {
            let instances = world.stores.instances.clone();
            let new = new_instance(&format!("r{round}-n{n}"), &[&format!("race{round}.example")]);
            async move { instances.create(new).await }
        })
        .await
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
        assert_eq!(made.iter().flatten().count(), 1, "how many took one host");
    }
    assert_eq!(instances.all().await?.len(), 2 + ROUNDS);
    Ok(())
}

async fn all_lists_the_oldest_first(world: Arc<World>) -> Outcome {
    let instances = &world.stores.instances;
    assert!(instances.all().await?.is_empty(), "a new world has no instance");
    let names = ["m", "z", "a", "k"];
    for name in names {
        taken_in(
            instances
                .create(new_instance(name, &[&format!("{name}.example")]))
                .await?,
        );
    }
    let all = instances.all().await?;
    assert_eq!(all.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), names);
    Ok(())
}

async fn named(world: &World, name: &str) -> StoreResult<Arc<Instance>> {
    let name = name.parse().map_err(StoreError::failed)?;
    let found = world.stores.instances.by_name(&name).await?;
    found.ok_or_else(|| StoreError::failed("there is no such instance"))
}

async fn settings_are_changed_in_the_state_that_was_seen(world: Arc<World>) -> Outcome {
    let instances = &world.stores.instances;
    let new = new_instance("one", &["one.example"]);
    let made = taken_in(instances.create(new).await?);
    let settings = InstanceSettings {
        hosts: vec!["b.example".parse()?, "a.example".parse()?],
        time_zone: TimeZone::get("Europe/Madrid")?,
        language: Language::English,
        country: "ES".parse::<Country>()?,
        national_length: NationalLength::new(11)?,
        frame_origins: vec!["https://z.example".parse()?],
        activity_days: ActivityDays::new(3_650)?,
    };
    let changed = instances.change(made.id, 1, settings.clone(), false).await?;
    assert_eq!(changed, SettingsOutcome::Done);
    let now = named(&world, "one").await?;
    assert_eq!((InstanceSettings::of(&now), now.version), (settings.clone(), 2));
    assert!(!now.reindexing);
    let old = InstanceSettings {
        hosts: Vec::new(),
        language: Language::Spanish,
        ..settings.clone()
    };
    let stale = instances.change(made.id, 1, old, true).await?;
    assert_eq!(stale, SettingsOutcome::Stale);
    let still = named(&world, "one").await?;
    assert_eq!(
        (InstanceSettings::of(&still), still.version),
        (settings.clone(), 2)
    );
    let host = "b.example".parse()?;
    let entry = world.stores.admissions.enter(&host, None, at(0)).await?;
    assert_eq!(entry.instance.map(|it| it.id), Some(made.id));
    let same_hosts = instances.change(made.id, 2, settings, false).await?;
    assert_eq!(same_hosts, SettingsOutcome::Done);
    Ok(())
}

async fn a_host_that_is_anothers_is_not_taken_by_a_change(world: Arc<World>) -> Outcome {
    let instances = &world.stores.instances;
    let mut made = Vec::new();
    for name in ["one", "two"] {
        let new = new_instance(name, &[&format!("{name}.example")]);
        made.push(taken_in(instances.create(new).await?));
    }
    let with_host = |instance: &Instance, host: &str| InstanceSettings {
        hosts: vec![super::support::host("new.example"), super::support::host(host)],
        language: Language::English,
        ..InstanceSettings::of(instance)
    };
    let taken = with_host(&made[0], "two.example");
    let outcome = instances.change(made[0].id, 1, taken, true).await?;
    assert_eq!(outcome, SettingsOutcome::HostTaken);
    let still = named(&world, "one").await?;
    assert_eq!(InstanceSettings::of(&still), InstanceSettings::of(&made[0]));
    assert_eq!((still.version, still.reindexing), (1, false));

    let outcomes = at_once(2, |n| {
        let (instances, instance) = (instances.clone(), made[n].clone());
        let settings = with_host(&instance, &format!("own{n}.example"));
        async move { instances.change(instance.id, 1, settings, false).await }
    })
    .await
    .into_iter()
    .collect::<Result<Vec<_>, _>>()?;
    let taken = outcomes.iter().filter(|it| **it == SettingsOutcome::HostTaken);
    assert_eq!(taken.count(), 1, "{outcomes:?}");
    Ok(())
}

async fn an_instance_is_marked_until_its_records_are_reindexed(world: Arc<World>) -> Outcome {
    let instances = &world.stores.instances;
    let made = taken_in(instances.create(new_instance("one", &[])).await?);
    let settings = InstanceSettings::of(&made);
    instances.change(made.id, 1, settings.clone(), true).await?;
    assert!(named(&world, "one").await?.reindexing);
    instances.change(made.id, 2, settings, true).await?;
    instances.reindexed(made.id, 2).await?;
    assert!(
        named(&world, "one").await?.reindexing,
        "a change that came meanwhile leaves the mark"
    );
    instances.reindexed(made.id, 3).await?;
    let now = named(&world, "one").await?;
    assert_eq!((now.reindexing, now.version), (false, 3));
    Ok(())
}
