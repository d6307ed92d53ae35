use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{CROWD, at_once},
};
use ba360_core::seal::SealedText;
use std::sync::Arc;

suite! {
    /// The contract of [`Installation`](ba360_core::instance::Installation).
    installation(dyn StoreFixture) through on_a_world, RULES:
    the_first_seal_check_is_kept,
    to_look_at_the_seal_check_keeps_none,
}

async fn the_first_seal_check_is_kept(world: Arc<World>) -> Outcome {
    let kept = at_once(CROWD, |n| {
        let installation = world.stores.installation.clone();
        async move {
            installation
                .keep_seal_check(SealedText::new(format!("check-{n}")))
                .await
        }
    })
    .await
    .into_iter()
    .collect::<Result<Vec<_>, _>>()?;
    let first = &kept[0];
    assert!(
        first.as_str().starts_with("check-"),
        "it is one of those that were brought"
    );
    assert!(kept.iter().all(|it| it == first), "several were kept");
    let installation = &world.stores.installation;
    let later = installation
        .keep_seal_check(SealedText::new("another".to_owned()))
        .await?;
    assert_eq!(later.as_str(), first.as_str());
    Ok(())
}

async fn to_look_at_the_seal_check_keeps_none(world: Arc<World>) -> Outcome {
    let installation = &world.stores.installation;
    for _ in 0..2 {
        assert!(installation.seal_check().await?.is_none());
    }
    let first = SealedText::new("check".to_owned());
    installation.keep_seal_check(first.clone()).await?;
    let kept = installation.seal_check().await?;
    assert_eq!(kept.as_ref().map(SealedText::as_str), Some(first.as_str()));
    Ok(())
}
