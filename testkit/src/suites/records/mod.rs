use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{contact_details, contacts, first_page, two_instances},
};
use std::sync::Arc;

suite! {
    /// The contract of [`Records`](ba360_core::record::Records).
    records(dyn StoreFixture) through on_a_world, RULES:
    a_made_contact_is_read_back,
}

async fn a_made_contact_is_read_back(world: Arc<World>) -> Outcome {
    let [one, _] = two_instances(&world).await?;
    let ids = contacts(&world, one, &[["1-9", "Ana", "", "", ""]]).await?;
    let found = world.stores.records.contact(one, &ids[0], first_page()).await?;
    let found = found.expect("it was made");
    assert_eq!(found.contact.details, contact_details(["1-9", "Ana", "", "", ""]));
    Ok(())
}
