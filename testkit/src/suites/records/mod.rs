//! The records: the list of the cases, and those about single records.

mod changing;
mod dice;
mod finding;
mod identifying;
mod paging;
mod scoring;
mod tying;

use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{
        NATIONAL, account_details, accounts, an_instance, contact_details, contacts, edit_account,
        edit_contact, first_page, two_instances, upsert_account, upsert_contact,
    },
};
use ba360_core::{
    instance::InstanceId,
    record::{
        AccountId, ContactId, Field, FieldSet, Found, PageRequest, RecordChange, Saved, SearchPlan, Total,
    },
    store::StoreResult,
};
use changing::{
    an_edit_of_an_old_version_is_stale, an_edit_of_nothing_is_unknown,
    an_edited_record_is_found_by_its_new_values_alone, an_upsert_makes_then_keeps_then_changes,
    the_same_values_under_another_index_are_found_by_it,
};
use finding::{
    a_part_of_a_field_is_found, an_exact_match_hides_the_partial_ones,
    each_field_is_searched_by_its_own_criterion, more_matched_fields_come_first_then_the_oldest,
    wildcards_are_letters, words_match_by_their_beginnings_in_any_order,
};
use identifying::an_identifier_means_the_oldest_record_that_has_it;
use paging::{
    all_contacts_are_walked_through_by_age, pages_are_stable_and_do_not_overlap,
    totals_are_exact_up_to_a_thousand,
};
use scoring::a_search_finds_what_the_plan_scores;
use std::{collections::BTreeSet, sync::Arc};
use tying::{
    a_tie_is_made_once_and_ended_once, changes_are_kept_together_and_answered_in_order,
    many_ties_of_one_call_are_decided_one_after_the_other,
};

suite! {
    /// The contract of [`Records`](ba360_core::record::Records).
    records(dyn StoreFixture) through on_a_world, RULES:
    a_made_contact_is_read_back,
    a_made_account_is_read_back,
    another_instance_sees_nothing,
    an_exact_match_hides_the_partial_ones,
    each_field_is_searched_by_its_own_criterion,
    more_matched_fields_come_first_then_the_oldest,
    words_match_by_their_beginnings_in_any_order,
    a_part_of_a_field_is_found,
    wildcards_are_letters,
    pages_are_stable_and_do_not_overlap,
    totals_are_exact_up_to_a_thousand,
    a_search_finds_what_the_plan_scores,
    an_identifier_means_the_oldest_record_that_has_it,
    an_edited_record_is_found_by_its_new_values_alone,
    an_edit_of_an_old_version_is_stale,
    an_edit_of_nothing_is_unknown,
    an_upsert_makes_then_keeps_then_changes,
    the_same_values_under_another_index_are_found_by_it,
    a_tie_is_made_once_and_ended_once,
    many_ties_of_one_call_are_decided_one_after_the_other,
    all_contacts_are_walked_through_by_age,
    changes_are_kept_together_and_answered_in_order,
}

/// Keys that are no record's, whatever keys look like.
const NOBODYS_KEYS: [&str; 8] = [
    "",
    "0",
    "-1",
    "999999999",
    "99999999999999999999999999",
    "'",
    "%",
    "nothing",
];

/// A plan for a text in any field of a contact.
fn any_contact(text: &str) -> SearchPlan {
    SearchPlan::any_field(text, FieldSet::CONTACT, NATIONAL)
}

/// A plan for a text in any field of an account.
fn any_account(text: &str) -> SearchPlan {
    SearchPlan::any_field(text, FieldSet::ACCOUNT, NATIONAL)
}

/// A plan for a text in one field.
fn in_field(field: Field, text: &str) -> SearchPlan {
    SearchPlan::each_field([(field, text)], NATIONAL)
}

/// The contacts that a plan finds: all on the first page.
async fn found_contacts(
    world: &World,
    instance: InstanceId,
    plan: &SearchPlan,
) -> StoreResult<Vec<ContactId>> {
    let found = world
        .stores
        .records
        .find_contacts(instance, plan, first_page())
        .await?;
    assert_eq!(
        found.total,
        Total {
            count: found.items.len() as u32,
            exact: true
        }
    );
    Ok(found.items.into_iter().map(|it| it.id).collect())
}

/// The accounts that a plan finds: all on the first page.
async fn found_accounts(
    world: &World,
    instance: InstanceId,
    plan: &SearchPlan,
) -> StoreResult<Vec<AccountId>> {
    let found = world
        .stores
        .records
        .find_accounts(instance, plan, first_page())
        .await?;
    assert_eq!(
        found.total,
        Total {
            count: found.items.len() as u32,
            exact: true
        }
    );
    Ok(found.items.into_iter().map(|it| it.id).collect())
}

/// Those of a list that stand at some places.
fn at_places<T: Clone>(all: &[T], places: &[usize]) -> Vec<T> {
    places.iter().map(|&place| all[place].clone()).collect()
}

const CONTACTS: [[&str; 5]; 8] = [
    [
        "17.925.916-8",
        "Ana María  Núñez",
        "@ana.Soto",
        "Ana@Correo.CL",
        "+56 9 9887 4563",
    ],
    ["179259168", "", "", "", ""],
    ["", "Ana", "", "", ""],
    ["", "", "@ana", "", ""],
    ["", "", "", "ana@correo.cl", ""],
    ["", "", "", "", "998874563"],
    ["%_*", "O'Hara \"Q\" \\ 100% 😀", "ñ", "'@x", "x42"],
    [
        "17.925.916-8",
        "Ana María  Núñez",
        "@ana.Soto",
        "Ana@Correo.CL",
        "+56 9 9887 4563",
    ],
];

async fn a_made_contact_is_read_back(world: Arc<World>) -> Outcome {
    let records = &world.stores.records;
    let instance = an_instance(&world).await?;
    let ids = contacts(&world, instance, &CONTACTS).await?;
    assert_eq!(
        ids.iter().map(|id| &id.0).collect::<BTreeSet<_>>().len(),
        ids.len(),
        "a key twice"
    );
    for (id, texts) in ids.iter().zip(CONTACTS) {
        let file = records
            .contact(instance, id, first_page())
            .await?
            .expect("it was made");
        assert_eq!(
            (&file.contact.id, &file.contact.details),
            (id, &contact_details(texts))
        );
        assert_eq!(file.accounts, Found::nothing(PageRequest::default().size));
        let text = texts
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default();
        let found = records
            .find_contacts(instance, &any_contact(text), first_page())
            .await?;
        assert!(
            found.items.contains(&file.contact),
            "a search has to show what is read"
        );
    }
    for nobody in NOBODYS_KEYS {
        let nobody = ContactId(nobody.to_owned());
        assert!(
            records.contact(instance, &nobody, first_page()).await?.is_none(),
            "{nobody:?}"
        );
    }
    Ok(())
}

const ACCOUNTS: [[&str; 5]; 7] = [
    [
        "76.123.456-7",
        "Ana  Núñez",
        "Panadería \"La Ñ\" SpA",
        "Venta de pan",
        "Av. Siempre Viva 742, Ñuñoa",
    ],
    ["76.123.456-7", "", "", "", ""],
    ["", "Ana Núñez", "", "", ""],
    ["", "", "panaderia spa", "", ""],
    ["", "", "", "venta de pan", ""],
    ["", "", "", "", "Av. Siempre Viva 742"],
    ["%_*", "O'Hara", "\"Q\" \\", "100% 😀", "'"],
];

async fn a_made_account_is_read_back(world: Arc<World>) -> Outcome {
    let records = &world.stores.records;
    let instance = an_instance(&world).await?;
    let ids = accounts(&world, instance, &ACCOUNTS).await?;
    assert_eq!(
        ids.iter().map(|id| &id.0).collect::<BTreeSet<_>>().len(),
        ids.len(),
        "a key twice"
    );
    for (id, texts) in ids.iter().zip(ACCOUNTS) {
        let file = records
            .account(instance, id, first_page())
            .await?
            .expect("it was made");
        assert_eq!(
            (&file.account.id, &file.account.details),
            (id, &account_details(texts))
        );
        assert_eq!(file.contacts, Found::nothing(PageRequest::default().size));
        let text = texts
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default();
        let found = records
            .find_accounts(instance, &any_account(text), first_page())
            .await?;
        assert!(
            found.items.contains(&file.account),
            "a search has to show what is read"
        );
    }
    for nobody in NOBODYS_KEYS {
        let nobody = AccountId(nobody.to_owned());
        assert!(
            records.account(instance, &nobody, first_page()).await?.is_none(),
            "{nobody:?}"
        );
    }
    Ok(())
}

async fn another_instance_sees_nothing(world: Arc<World>) -> Outcome {
    let records = &world.stores.records;
    let [one, two] = two_instances(&world).await?;
    let (ana, pan) = (CONTACTS[0], ACCOUNTS[0]);
    let contact = contacts(&world, one, &[ana]).await?.remove(0);
    let account = accounts(&world, one, &[pan]).await?.remove(0);
    let tie = RecordChange::Tie(contact.clone(), account.clone());
    records.save(one, vec![tie.clone()]).await?;
    let before = records
        .contact(one, &contact, first_page())
        .await?
        .expect("it was made");

    assert!(records.contact(two, &contact, first_page()).await?.is_none());
    assert!(records.account(two, &account, first_page()).await?.is_none());
    for text in ana {
        for text in [text, &text[1..text.len() - 1]] {
            assert_eq!(found_contacts(&world, two, &any_contact(text)).await?, []);
        }
    }
    for text in pan {
        for text in [text, &text[1..text.len() - 1]] {
            assert_eq!(found_accounts(&world, two, &any_account(text)).await?, []);
        }
    }
    // Nor can it change what it does not see.
    let changes = vec![
        edit_contact(&contact, before.contact.version, ["2-7", "", "", "", ""]),
        edit_account(
            &account,
            before.accounts.items[0].version,
            ["2-7", "", "", "", ""],
        ),
        tie,
        RecordChange::Untie(contact.clone(), account.clone()),
    ];
    assert_eq!(records.save(two, changes).await?, vec![Saved::Unknown; 4]);
    let theirs = records
        .save(two, vec![upsert_contact(ana), upsert_account(pan)])
        .await?;
    let [Saved::Made(their_contact), Saved::Made(their_account)] = &theirs[..] else {
        panic!("their own were not made: {theirs:?}");
    };
    let across = vec![
        RecordChange::Tie(contact.clone(), AccountId(their_account.clone())),
        RecordChange::Tie(ContactId(their_contact.clone()), account.clone()),
    ];
    for instance in [one, two] {
        // Keys may be equal in two instances: only a key that is nobody's here tells anything.
        let unknown = (*their_contact != contact.0 && *their_account != account.0).then_some(Saved::Unknown);
        let saved = records.save(instance, across.clone()).await?;
        assert!(
            saved
                .iter()
                .all(|it| unknown.as_ref().is_none_or(|unknown| it == unknown)),
            "{saved:?}"
        );
    }
    assert_eq!(records.contact(one, &contact, first_page()).await?, Some(before));
    assert_eq!(
        found_contacts(&world, one, &any_contact(ana[0])).await?,
        [contact]
    );
    assert_eq!(
        found_accounts(&world, one, &any_account(pan[0])).await?,
        [account]
    );
    Ok(())
}
