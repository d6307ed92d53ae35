use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{CROWD, an_instance, at, at_ms, at_once, two_instances},
};
use ba360_core::record::ImportKey;
use jiff::Timestamp;
use std::sync::Arc;

suite! {
    /// The contract of [`ImportJournal`](ba360_core::record::ImportJournal).
    imports(dyn StoreFixture) through on_a_world, RULES:
    an_import_goes_on_behind_what_was_noted,
    the_count_never_goes_back,
    a_forgotten_import_is_new,
    what_was_left_too_long_ago_is_new,
    another_instance_has_imports_of_its_own,
}

const ONE: ImportKey = ImportKey([1; 32]);

/// A key that differs from the other in its last byte alone.
fn two() -> ImportKey {
    let mut key = ONE;
    key.0[31] = 2;
    key
}

/// A moment before which nothing was left.
fn ever() -> Timestamp {
    at(-1_000_000)
}

async fn an_import_goes_on_behind_what_was_noted(world: Arc<World>) -> Outcome {
    let journal = &world.stores.imports;
    let instance = an_instance(&world).await?;
    for _ in 0..2 {
        assert_eq!(journal.begin(instance, ONE, at(0), ever()).await?, 0);
    }
    journal.note(instance, ONE, 500, at(1)).await?;
    assert_eq!(journal.begin(instance, ONE, at(2), ever()).await?, 500);
    assert_eq!(journal.begin(instance, two(), at(2), ever()).await?, 0);
    journal.note(instance, two(), 7, at(3)).await?;
    journal.note(instance, ONE, 5_000_000_000, at(3)).await?;
    assert_eq!(journal.begin(instance, ONE, at(4), ever()).await?, 5_000_000_000);
    assert_eq!(journal.begin(instance, two(), at(4), ever()).await?, 7);
    Ok(())
}

async fn the_count_never_goes_back(world: Arc<World>) -> Outcome {
    let journal = &world.stores.imports;
    let instance = an_instance(&world).await?;
    journal.begin(instance, ONE, at(0), ever()).await?;
    journal.note(instance, ONE, 1_000, at(1)).await?;
    journal.note(instance, ONE, 500, at(2)).await?;
    assert_eq!(journal.begin(instance, ONE, at(3), ever()).await?, 1_000);
    let noted = at_once(CROWD, |n| {
        let journal = world.stores.imports.clone();
        // Neither in order nor against it.
        let rows = 2_000 + (n as u64 * 37) % CROWD as u64;
        async move { journal.note(instance, ONE, rows, at(4)).await }
    })
    .await;
    noted.into_iter().collect::<Result<Vec<_>, _>>()?;
    let highest = 2_000 + CROWD as u64 - 1;
    assert_eq!(journal.begin(instance, ONE, at(5), ever()).await?, highest);
    Ok(())
}

async fn a_forgotten_import_is_new(world: Arc<World>) -> Outcome {
    let journal = &world.stores.imports;
    let instance = an_instance(&world).await?;
    journal.forget(instance, ONE).await?;
    for key in [ONE, two()] {
        journal.begin(instance, key, at(0), ever()).await?;
        journal.note(instance, key, 9, at(1)).await?;
    }
    journal.forget(instance, ONE).await?;
    journal.note(instance, ONE, 10, at(2)).await?;
    assert_eq!(journal.begin(instance, ONE, at(3), ever()).await?, 0);
    assert_eq!(journal.begin(instance, two(), at(3), ever()).await?, 9);
    journal.note(instance, ONE, 11, at(4)).await?;
    assert_eq!(journal.begin(instance, ONE, at(5), ever()).await?, 11);
    Ok(())
}

async fn what_was_left_too_long_ago_is_new(world: Arc<World>) -> Outcome {
    let journal = &world.stores.imports;
    let instance = an_instance(&world).await?;
    let begun = ImportKey([3; 32]);
    for key in [ONE, two(), begun] {
        journal.begin(instance, key, at(0), ever()).await?;
    }
    journal.note(instance, ONE, 1, at(1)).await?;
    journal.note(instance, two(), 2, at_ms(2_001)).await?;
    // To begin again is no note, and neither is one of fewer rows.
    journal.begin(instance, ONE, at(9), ever()).await?;
    journal.note(instance, ONE, 0, at(9)).await?;
    // What was left at that very moment is kept.
    assert_eq!(journal.begin(instance, ONE, at(10), at(1)).await?, 1);
    assert_eq!(journal.begin(instance, ONE, at(10), at(2)).await?, 0);
    assert_eq!(journal.begin(instance, two(), at(10), ever()).await?, 2);
    // What was begun at 0 and never noted is gone too.
    journal.note(instance, begun, 3, at(11)).await?;
    assert_eq!(journal.begin(instance, begun, at(11), ever()).await?, 0);
    // One that is new again counts from its new beginning.
    assert_eq!(journal.begin(instance, ONE, at(12), at(10)).await?, 0);
    journal.note(instance, ONE, 4, at(12)).await?;
    assert_eq!(journal.begin(instance, ONE, at(12), at(12)).await?, 4);
    Ok(())
}

async fn another_instance_has_imports_of_its_own(world: Arc<World>) -> Outcome {
    let journal = &world.stores.imports;
    let [one, two] = two_instances(&world).await?;
    journal.begin(one, ONE, at(0), ever()).await?;
    journal.note(one, ONE, 5, at(1)).await?;
    journal.note(two, ONE, 6, at(1)).await?;
    assert_eq!(journal.begin(two, ONE, at(2), at(3)).await?, 0);
    journal.note(two, ONE, 7, at(4)).await?;
    assert_eq!(journal.begin(one, ONE, at(5), ever()).await?, 5);
    journal.forget(two, ONE).await?;
    assert_eq!(journal.begin(one, ONE, at(6), ever()).await?, 5);
    Ok(())
}
