//! The keys of external systems: the pair here, who is let in by it in `admitting`, who is made in `making`.

mod admitting;
mod making;

use self::{
    admitting::{
        a_known_user_is_admitted, a_revocation_with_the_secret_refuses_the_tokens_before,
        an_admission_marks_both_keys_as_used, an_admission_under_a_replaced_secret_is_refused,
        an_external_admission_keeps_its_activity, an_inactive_user_is_not_admitted_externally,
    },
    making::{
        an_admitted_new_user_is_made_as_told, an_admitted_new_user_is_made_once,
        only_so_many_users_are_made_since_a_moment,
    },
};
use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{CROWD, a_user, activity_line, an_instance, at, at_once, two_instances, user_name},
};
use ba360_core::{
    access::external::{ExternalKeys, KeptKey, NewExternalKeys, NewSecret},
    instance::{ActivityKind, InstanceId},
    seal::SealedText,
};
use std::sync::Arc;

suite! {
    /// The contract of [`ExternalApplications`](ba360_core::access::external::ExternalApplications).
    external(dyn StoreFixture) through on_a_world, RULES:
    a_pair_of_keys_is_kept_once,
    another_instance_has_its_own_keys,
    a_new_secret_replaces_the_old,
    a_company_is_found_with_its_keys_and_the_user,
    an_admitted_new_user_is_made_as_told,
    an_admitted_new_user_is_made_once,
    a_known_user_is_admitted,
    an_inactive_user_is_not_admitted_externally,
    an_admission_under_a_replaced_secret_is_refused,
    an_admission_marks_both_keys_as_used,
    only_so_many_users_are_made_since_a_moment,
    a_revocation_with_the_secret_refuses_the_tokens_before,
    an_external_admission_keeps_its_activity,
}

fn sealed(text: &str) -> SealedText {
    SealedText::new(text.to_owned())
}

/// A pair of keys of second 0.
fn new_keys(name: &str) -> NewExternalKeys {
    NewExternalKeys {
        client: sealed(&format!("{name}'s client")),
        secret: sealed(&format!("{name}'s secret")),
        at: at(0),
    }
}

/// A secretkey of some second.
fn new_secret(instance: InstanceId, name: &str, secs: i64, revoke_tokens: bool) -> NewSecret {
    NewSecret {
        secret: sealed(name),
        at: at(secs),
        revoke_tokens,
        activity: activity_line(instance, secs, ActivityKind::SecretRegenerated),
    }
}

/// A pair that is as new.
fn unused(new: &NewExternalKeys) -> ExternalKeys {
    let key = |sealed: &SealedText| KeptKey {
        sealed: sealed.clone(),
        made_at: new.at,
        used_at: None,
    };
    ExternalKeys {
        client: key(&new.client),
        secret: key(&new.secret),
        secret_number: 1,
    }
}

async fn a_pair_of_keys_is_kept_once(world: Arc<World>) -> Outcome {
    let external = &world.stores.external;
    let [one, two] = two_instances(&world).await?;
    assert_eq!(external.keys(one).await?, None);
    let first = external.keep_keys(one, new_keys("one")).await?;
    assert_eq!(first, unused(&new_keys("one")));
    assert_eq!(external.keep_keys(one, new_keys("another")).await?, first);
    assert_eq!(external.keys(one).await?, Some(first));

    let kept = at_once(CROWD, |n| {
        let external = world.stores.external.clone();
        async move { external.keep_keys(two, new_keys(&n.to_string())).await }
    })
    .await
    .into_iter()
    .collect::<Result<Vec<_>, _>>()?;
    let there = external.keys(two).await?;
    assert!(kept.into_iter().all(|it| Some(it) == there), "several were kept");
    Ok(())
}

async fn another_instance_has_its_own_keys(world: Arc<World>) -> Outcome {
    let external = &world.stores.external;
    let [one, two] = two_instances(&world).await?;
    let here = external.keep_keys(one, new_keys("one")).await?;
    assert_eq!(external.keys(two).await?, None);
    let there = external.keep_keys(two, new_keys("two")).await?;
    assert_eq!(there, unused(&new_keys("two")));
    external
        .replace_secret(two, new_secret(two, "newer", 9, true))
        .await?;
    assert_eq!(external.keys(one).await?, Some(here));
    assert!(world.stores.activity.recent(one, 10).await?.is_empty());
    Ok(())
}

async fn a_new_secret_replaces_the_old(world: Arc<World>) -> Outcome {
    let external = &world.stores.external;
    let instance = an_instance(&world).await?;
    let newer = new_secret(instance, "newer", 9, false);
    assert_eq!(external.replace_secret(instance, newer.clone()).await?, None);
    assert_eq!(external.keys(instance).await?, None);
    assert!(world.stores.activity.recent(instance, 10).await?.is_empty());

    let mut expected = external.keep_keys(instance, new_keys("one")).await?;
    expected.secret = KeptKey {
        sealed: sealed("newer"),
        made_at: at(9),
        used_at: None,
    };
    expected.secret_number = 2;
    let replaced = external.replace_secret(instance, newer.clone()).await?;
    assert_eq!(replaced.as_ref(), Some(&expected));
    assert_eq!(external.keys(instance).await?, Some(expected));
    let lines = world.stores.activity.recent(instance, 10).await?;
    assert_eq!(lines, std::slice::from_ref(&newer.activity));

    let numbers = at_once(CROWD, |_| {
        let (external, new) = (world.stores.external.clone(), newer.clone());
        async move { external.replace_secret(instance, new).await }
    })
    .await
    .into_iter()
    .collect::<Result<Vec<_>, _>>()?;
    let mut numbers: Vec<_> = numbers.into_iter().flatten().map(|it| it.secret_number).collect();
    numbers.sort_unstable();
    assert_eq!(
        numbers,
        (3..3 + CROWD as i64).collect::<Vec<_>>(),
        "each has its number"
    );
    Ok(())
}

async fn a_company_is_found_with_its_keys_and_the_user(world: Arc<World>) -> Outcome {
    let external = &world.stores.external;
    let [one, two] = two_instances(&world).await?;
    let ana = a_user(&world, one, "Ana.Núñez").await?;
    a_user(&world, two, "eva").await?;
    let (company, name) = ("one".parse()?, user_name("ANA.NÚÑEZ"));
    let found = external
        .find(&company, &name)
        .await?
        .expect("the company is there");
    assert_eq!((found.instance.id, found.keys), (one, None));
    assert_eq!(found.user.map(|user| user.id), Some(ana.id));

    let keys = external.keep_keys(one, new_keys("one")).await?;
    let found = external.find(&company, &user_name("eva")).await?;
    let found = found.expect("the company is there");
    assert_eq!(found.instance.name, company);
    assert_eq!(found.keys, Some(keys));
    assert!(found.user.is_none(), "no company has another's user");
    assert!(external.find(&"nobody".parse()?, &name).await?.is_none());
    world.hooks.deactivate_user(one, ana.id).await;
    let found = external.find(&company, &name).await?.and_then(|it| it.user);
    assert_eq!(found.map(|user| user.active), Some(false));
    Ok(())
}
