use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{an_instance, first_page, page, two_instances},
};
use ba360_core::{
    instance::parameters::{KeptParameter, ParameterName, ParameterOutcome, ParameterValue},
    record::PageSize,
    seal::SealedText,
};
use std::sync::Arc;

suite! {
    /// The contract of [`Parameters`](ba360_core::instance::parameters::Parameters).
    parameters(dyn StoreFixture) through on_a_world, RULES:
    a_saved_parameter_is_found_as_it_was_saved,
    a_parameter_is_saved_in_the_state_that_was_seen,
    a_deleted_parameter_is_found_no_more,
    another_instance_has_its_own_parameters,
}

fn named(name: &str) -> ParameterName {
    name.parse().expect("a good name")
}

fn plain(text: &str) -> ParameterValue {
    ParameterValue::Plain(text.to_owned())
}

fn kept(name: &str, value: ParameterValue, version: i64) -> KeptParameter {
    KeptParameter {
        name: named(name),
        value,
        version,
    }
}

async fn a_saved_parameter_is_found_as_it_was_saved(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let parameters = &world.stores.parameters;
    let sealed = ParameterValue::Sealed(SealedText::new("v1.sealed".to_owned()));
    let all = [
        kept("a", plain("Ñandú %_'\"\\"), 1),
        kept("b", sealed, 1),
        kept("c", plain("x"), 1),
    ];
    for it in all.iter().rev() {
        let saved = parameters
            .save(instance, it.name.clone(), it.value.clone(), None)
            .await?;
        assert_eq!(saved, ParameterOutcome::Done);
    }
    for it in &all {
        assert_eq!(parameters.by_name(instance, &it.name).await?.as_ref(), Some(it));
    }
    assert_eq!(parameters.by_name(instance, &named("d")).await?, None);
    assert_eq!(parameters.list(instance, first_page()).await?.items, all);
    for n in 0..10 {
        let name = named(&format!("z{n}"));
        parameters.save(instance, name, plain("x"), None).await?;
    }
    let second = parameters.list(instance, page(2, PageSize::Ten)).await?;
    assert_eq!((second.items.len(), second.total.count), (3, 13));
    Ok(())
}

async fn a_parameter_is_saved_in_the_state_that_was_seen(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let parameters = &world.stores.parameters;
    for (value, seen, outcome) in [
        ("a", Some(1), ParameterOutcome::Unknown),
        ("b", None, ParameterOutcome::Done),
        ("c", None, ParameterOutcome::Taken),
        ("d", Some(7), ParameterOutcome::Stale),
        ("e", Some(1), ParameterOutcome::Done),
        ("f", Some(1), ParameterOutcome::Stale),
    ] {
        let saved = parameters.save(instance, named("x"), plain(value), seen).await?;
        assert_eq!(saved, outcome, "{value}");
    }
    let now = parameters.by_name(instance, &named("x")).await?;
    assert_eq!(now, Some(kept("x", plain("e"), 2)));
    Ok(())
}

async fn a_deleted_parameter_is_found_no_more(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let parameters = &world.stores.parameters;
    parameters.save(instance, named("x"), plain("a"), None).await?;
    for (seen, outcome) in [
        (2, ParameterOutcome::Stale),
        (1, ParameterOutcome::Done),
        (1, ParameterOutcome::Unknown),
    ] {
        assert_eq!(parameters.delete(instance, &named("x"), seen).await?, outcome);
    }
    assert_eq!(parameters.by_name(instance, &named("x")).await?, None);
    assert!(parameters.list(instance, first_page()).await?.items.is_empty());
    Ok(())
}

async fn another_instance_has_its_own_parameters(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let parameters = &world.stores.parameters;
    for (instance, value) in [(one, "one"), (two, "two")] {
        let saved = parameters.save(instance, named("x"), plain(value), None).await?;
        assert_eq!(saved, ParameterOutcome::Done);
    }
    assert_eq!(
        parameters.delete(two, &named("x"), 1).await?,
        ParameterOutcome::Done
    );
    let there = parameters.by_name(one, &named("x")).await?;
    assert_eq!(there, Some(kept("x", plain("one"), 1)));
    assert!(parameters.list(two, first_page()).await?.items.is_empty());
    Ok(())
}
