//! Pages and totals.

use super::{
    super::support::{an_instance, first_page, made, make_account, make_contact, page, two_instances},
    Outcome, World, any_account, any_contact,
};
use ba360_core::record::{ContactId, PageRequest, PageSize, Total};
use std::sync::Arc;

pub(super) async fn pages_are_stable_and_do_not_overlap(world: Arc<World>) -> Outcome {
    let records = &world.stores.records;
    let instance = an_instance(&world).await?;
    // 57 of each; every fifth matches in two fields and so comes before the others.
    let name_of = |n: usize| if n.is_multiple_of(5) { "Ana" } else { "Eva" };
    let changes = (0..57)
        .map(|n| make_contact(["", name_of(n), "ana", "", ""]))
        .collect();
    let contacts = made(&world, instance, changes).await?;
    let changes = (0..57)
        .map(|n| make_account(["", name_of(n), "ana", "", ""]))
        .collect();
    let accounts = made(&world, instance, changes).await?;
    let in_order = |ids: &[String]| -> Vec<String> {
        let (first, then): (Vec<_>, Vec<_>) = (0..57).partition(|n: &usize| n.is_multiple_of(5));
        first.into_iter().chain(then).map(|n| ids[n].clone()).collect()
    };
    let (contacts, accounts) = (in_order(&contacts), in_order(&accounts));
    let total = Total {
        count: 57,
        exact: true,
    };
    // Both stages: the whole, and a part.
    for text in ["ana", "an"] {
        for size in PageSize::ALL {
            let pages = total.count.div_ceil(size.rows());
            for number in [1, 2, pages, pages + 1, 100].into_iter().chain(1..=pages) {
                let shown = number.min(pages);
                let from = ((shown - 1) * size.rows()) as usize;
                let to = (from + size.rows() as usize).min(57);
                let asked = page(number, size);
                let found = records.find_accounts(instance, &any_account(text), asked).await?;
                let ids: Vec<_> = found.items.into_iter().map(|it| it.id.0).collect();
                assert_eq!((found.total, found.page), (total, page(shown, size)));
                assert_eq!(ids, accounts[from..to], "page {number} of {size:?}, {text}");
                if text == "an" {
                    // In part the social id of a contact is no name: two letters do not find it.
                    continue;
                }
                let found = records.find_contacts(instance, &any_contact(text), asked).await?;
                let ids: Vec<_> = found.items.into_iter().map(|it| it.id.0).collect();
                assert_eq!((found.total, found.page), (total, page(shown, size)));
                assert_eq!(ids, contacts[from..to], "page {number} of {size:?}, {text}");
            }
        }
    }
    let nothing = records
        .find_contacts(instance, &any_contact("nobody"), page(7, PageSize::Twenty))
        .await?;
    assert_eq!(
        (nothing.total.count, nothing.page),
        (0, PageRequest::first(PageSize::Twenty))
    );
    Ok(())
}

pub(super) async fn totals_are_exact_up_to_a_thousand(world: Arc<World>) -> Outcome {
    let records = &world.stores.records;
    let instance = an_instance(&world).await?;
    let last = page(u32::MAX, PageSize::Fifty);
    let mut ids = (Vec::new(), Vec::new());
    for (more, total) in [
        (
            999,
            Total {
                count: 999,
                exact: true,
            },
        ),
        (
            1,
            Total {
                count: 1_000,
                exact: true,
            },
        ),
        (
            1,
            Total {
                count: 1_000,
                exact: false,
            },
        ),
        (
            30,
            Total {
                count: 1_000,
                exact: false,
            },
        ),
    ] {
        let changes = (0..more)
            .map(|_| make_contact(["", "Ana Soto", "", "", ""]))
            .collect();
        ids.0.extend(made(&world, instance, changes).await?);
        let changes = (0..more)
            .map(|_| make_account(["", "Ana Soto", "", "", ""]))
            .collect();
        ids.1.extend(made(&world, instance, changes).await?);
        // The whole name, the beginnings of its words, and a part of it.
        for text in ["ana soto", "so a", "a sot"] {
            let found = records
                .find_contacts(instance, &any_contact(text), first_page())
                .await?;
            let shown: Vec<_> = found.items.into_iter().map(|it| it.id.0).collect();
            assert_eq!(found.total, total, "{text:?}");
            assert_eq!(shown, ids.0[..10], "{text:?}");
            let found = records
                .find_accounts(instance, &any_account(text), first_page())
                .await?;
            let shown: Vec<_> = found.items.into_iter().map(|it| it.id.0).collect();
            assert_eq!(found.total, total, "{text:?}");
            assert_eq!(shown, ids.1[..10], "{text:?}");
            // The last page ends at the thousandth.
            let found = records.find_contacts(instance, &any_contact(text), last).await?;
            let shown: Vec<_> = found.items.into_iter().map(|it| it.id.0).collect();
            assert_eq!(found.page.number(), 20);
            assert_eq!(shown, ids.0[950..total.count as usize], "{text:?}");
        }
    }
    Ok(())
}

pub(super) async fn all_contacts_are_walked_through_by_age(world: Arc<World>) -> Outcome {
    let records = &world.stores.records;
    let [one, two] = two_instances(&world).await?;
    assert!(records.contacts_after(one, None, 10).await?.is_empty());
    let mut ids = Vec::new();
    for n in 0..25 {
        let name = format!("Ana {n}");
        ids.extend(made(&world, one, vec![make_contact(["", &name, "", "", ""])]).await?);
        made(&world, two, vec![make_contact(["", "Eva", "", "", ""])]).await?;
    }
    for most in [1, 10, 25, 100] {
        let (mut walked, mut after) = (Vec::new(), None);
        loop {
            let contacts = records.contacts_after(one, after, most).await?;
            assert!(contacts.len() <= most as usize);
            let Some(last) = contacts.last() else { break };
            after = Some(last.id.clone());
            walked.extend(contacts.into_iter().map(|it| it.id.0));
        }
        assert_eq!(walked, ids, "{most} at a time");
    }
    let nobody = ContactId("nobody".to_owned());
    assert!(records.contacts_after(one, Some(nobody), 10).await?.is_empty());
    Ok(())
}
