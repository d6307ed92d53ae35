use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{CROWD, ROUNDS, at_once, new_instance, taken_in},
};
use ba360_core::{
    instance::{Country, Instance, NationalLength, NewInstance},
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
}

fn assert_as_given(instance: &Instance, given: &NewInstance) {
    assert_eq!(instance.name, given.name);
    assert_eq!(instance.hosts, given.hosts);
    assert_eq!(instance.time_zone.iana_name(), given.time_zone.iana_name());
    assert_eq!(instance.language, given.language);
    assert_eq!(instance.country, given.country);
    assert_eq!(instance.national_length, given.national_length);
    assert_eq!(instance.frame_origins, given.frame_origins);
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
        .enter(&refused.hosts[1], None, super::support::at(0))
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
