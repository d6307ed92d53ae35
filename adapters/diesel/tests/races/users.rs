//! Users, the roles and groups that they have, and the tries that failed.

use crate::{
    CROWD,
    common::{Engine, Place, at, cases, first_page},
    line, race, two_handles,
};
use ba360_core::{
    Stores,
    access::{
        Label, NewUser, PasswordHash, PermissionSet, RoleId, UserEmail, UserName,
        directory::UserOutcome,
        external::{ExternalAdmission, ExternallyAdmitted, NewExternalKeys, ProvisionedUser, WhoExternally},
        groups::{GroupId, GroupOutcome},
        roles::{RoleChange, RoleOutcome},
        throttle::{Counted, Failure, ThrottleKey, Tries},
    },
    instance::InstanceId,
    seal::SealedText,
    text::Language,
};
use jiff::tz::TimeZone;
use libtest_mimic::Trial;
use std::collections::HashSet;

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![
        one_name_makes_one_user,
        one_external_name_makes_one_user,
        p4_a_default_that_is_deleted_is_nobodys,
        no_failure_is_lost,
        of_two_administrators_one_stays,
        one_role_is_the_default,
        one_label_makes_one_role,
    ]
}

async fn one_name_makes_one_user(engine: Engine) {
    let place = engine.migrated();
    let (stores, one) = two_handles(&place).await;
    let answers = race(&stores, |stores, n| async move {
        let new = NewUser {
            name: UserName::new(["Ana", "ANA", "ａｎａ"][n % 3]).unwrap(),
            password: PasswordHash::new(format!("hash {n}")),
            role: None,
            at: at(0),
        };
        stores.users.insert_if_absent(one, new).await.unwrap()
    })
    .await;
    assert_eq!(answers.iter().filter(|(_, made)| *made).count(), 1);
    let ids: HashSet<_> = answers.iter().map(|(user, _)| user.id).collect();
    let hashes: HashSet<_> = answers.iter().map(|(user, _)| user.password.expose()).collect();
    assert_eq!((ids.len(), hashes.len()), (1, 1), "everybody gets the winner");
}

/// A handle on an instance that has keys.
async fn with_keys(place: &Place) -> ([Stores; 2], InstanceId) {
    let (stores, one) = two_handles(place).await;
    let keys = NewExternalKeys {
        client: SealedText::new("client".into()),
        secret: SealedText::new("secret".into()),
        at: at(0),
    };
    stores[0].external.keep_keys(one, keys).await.unwrap();
    (stores, one)
}

/// The first login of an external system's user, of whom there may be so many.
fn first_login(one: InstanceId, name: &str, n: usize, at_most: u32) -> ExternalAdmission {
    let name = UserName::new(name).unwrap();
    let user = ProvisionedUser {
        password: PasswordHash::new(format!("hash {n}")),
        given_name: "Ana".into(),
        surname: "Ana".into(),
        email: UserEmail::placeholder_of(&name),
        time_zone: TimeZone::UTC,
        language: Language::Spanish,
        at_most: (at_most, at(0)),
        name,
    };
    ExternalAdmission {
        instance: one,
        secret_number: 1,
        who: WhoExternally::New(Box::new(user)),
        at: at(0),
        activity: line(one, n),
    }
}

async fn one_external_name_makes_one_user(engine: Engine) {
    let place = engine.migrated();
    let (stores, one) = with_keys(&place).await;
    let answers = race(&stores, |stores, n| async move {
        // A third of them are let in by another name, which is made meanwhile too.
        let admission = first_login(one, ["Ana", "ANA", "eva"][n % 3], n, 2);
        stores.external.admit(admission).await.unwrap()
    })
    .await;
    let mut made = 0;
    for answer in answers {
        match answer {
            ExternallyAdmitted::Admitted { made: true, .. } => made += 1,
            ExternallyAdmitted::Taken(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(made, 2, "one of each name, and the quota counts them once");
    let lines = stores[0].activity.recent(one, 1_000).await.unwrap();
    assert_eq!(lines.len(), made);
}

async fn p4_a_default_that_is_deleted_is_nobodys(engine: Engine) {
    let place = engine.migrated();
    let (stores, one) = with_keys(&place).await;
    // Until each was deleted before anybody had it, and stayed because somebody did.
    let mut seen = HashSet::new();
    for round in 0.. {
        assert!(round < 200, "of all that may happen only this did: {seen:?}");
        let role = default_role(&stores[0], one, &format!("r{round}")).await;
        let group = default_group(&stores[0], one, &format!("g{round}")).await;
        let deleted = race(&stores, |stores, n| async move {
            match n / 2 % 4 {
                // They are deleted as the defaults that they are.
                1 => match stores.roles.delete(one, role.0, role.1).await.unwrap() {
                    RoleOutcome::Done(_) => Some("role_id"),
                    _ => None,
                },
                3 => match stores.groups.delete(one, group.0, group.1).await.unwrap() {
                    GroupOutcome::Done(_) => Some("group_id"),
                    _ => None,
                },
                _ => {
                    let login = first_login(one, &format!("u{round}-{n}"), n, u32::MAX);
                    let admitted = stores.external.admit(login).await.unwrap();
                    assert!(matches!(
                        admitted,
                        ExternallyAdmitted::Admitted { made: true, .. }
                    ));
                    None
                }
            }
        })
        .await;
        for (column, id) in [("role_id", role.0.0), ("group_id", group.0.0)] {
            let deleted = deleted.iter().filter(|it| **it == Some(column)).count();
            let having = place.value(&format!("select count(*) from users where {column} = {id}"));
            assert_eq!(
                deleted,
                usize::from(having == "0"),
                "{column}: {having} users have it"
            );
            seen.insert((column, deleted));
        }
        if seen.len() == 4 && round >= 8 {
            break;
        }
    }
}

/// A role that is the default, and its version.
async fn default_role(stores: &Stores, one: InstanceId, name: &str) -> (RoleId, i64) {
    let id = made_role(stores, one, name).await;
    assert!(stores.roles.mark_default(one, Some(id)).await.unwrap());
    (id, stores.roles.by_id(one, id).await.unwrap().unwrap().version)
}

/// A group that is the default, and its version.
async fn default_group(stores: &Stores, one: InstanceId, name: &str) -> (GroupId, i64) {
    let made = stores.groups.save(one, None, Label::new(name).unwrap()).await;
    let GroupOutcome::Done(id) = made.unwrap() else {
        panic!("the group was not made")
    };
    assert!(stores.groups.mark_default(one, Some(id)).await.unwrap());
    (id, stores.groups.by_id(one, id).await.unwrap().unwrap().version)
}

async fn no_failure_is_lost(engine: Engine) {
    let place = engine.migrated();
    let (stores, one) = two_handles(&place).await;
    let keys = [ThrottleKey([1; 32]), ThrottleKey([2; 32])];
    race(&stores, |stores, n| async move {
        let counted = |key| Counted {
            key,
            forgotten_before: at(-900),
        };
        let failure = Failure {
            keys: [n / 2 % 2, 1 - n / 2 % 2].map(|n| counted(keys[n])).to_vec(),
            at: at(0),
            activity: Some(line(one, n)),
        };
        stores.throttles.failed(failure).await.unwrap();
    })
    .await;
    let all = Some(Tries {
        failures: CROWD as u32,
        last_at: at(0),
    });
    assert_eq!(stores[1].throttles.tries(&keys).await.unwrap(), [all, all]);
    let lines = stores[0].activity.recent(one, 1_000).await.unwrap();
    assert_eq!(lines.len(), CROWD);
}

async fn of_two_administrators_one_stays(engine: Engine) {
    let place = engine.migrated();
    let (stores, one) = two_handles(&place).await;
    let role = made_role(&stores[0], one, "Administrador").await;
    let mut users = Vec::new();
    for name in ["ana", "eva"] {
        let new = NewUser {
            name: UserName::new(name).unwrap(),
            password: PasswordHash::new("hash".into()),
            role: Some(role),
            at: at(0),
        };
        users.push(stores[0].users.insert_if_absent(one, new).await.unwrap().0.id);
    }
    let users = [users[0], users[1]];
    let outcomes = race(&stores, |stores, n| async move {
        let out = stores.directory.set_active(one, users[n % 2], false, at(1));
        out.await.unwrap()
    })
    .await;
    assert!(outcomes.contains(&UserOutcome::LastAdministrator));
    let mut active = 0;
    for user in users {
        active += usize::from(stores[0].users.by_id(one, user).await.unwrap().unwrap().active);
    }
    assert_eq!(active, 1);
}

async fn one_role_is_the_default(engine: Engine) {
    let place = engine.migrated();
    let (stores, one) = two_handles(&place).await;
    let a = made_role(&stores[0], one, "a").await;
    let b = made_role(&stores[0], one, "b").await;
    let marked = race(&stores, |stores, n| async move {
        let marked = stores.roles.mark_default(one, Some([a, b][n / 2 % 2]));
        marked.await.unwrap()
    })
    .await;
    assert!(marked.iter().all(|marked| *marked));
    let found = stores[0].roles.list(one, "", first_page()).await.unwrap();
    assert_eq!(found.items.iter().filter(|role| role.is_default).count(), 1);
}

async fn one_label_makes_one_role(engine: Engine) {
    let place = engine.migrated();
    let (stores, one) = two_handles(&place).await;
    let outcomes = race(&stores, |stores, _| async move {
        stores.roles.save(one, role("Agente")).await.unwrap()
    })
    .await;
    let taken = outcomes.iter().filter(|it| **it == RoleOutcome::Taken);
    assert_eq!(taken.count(), CROWD - 1);
}

fn role(name: &str) -> RoleChange {
    RoleChange {
        edit: None,
        name: Label::new(name).unwrap(),
        permissions: PermissionSet::all(),
    }
}

async fn made_role(stores: &Stores, one: InstanceId, name: &str) -> RoleId {
    match stores.roles.save(one, role(name)).await.unwrap() {
        RoleOutcome::Done(id) => id,
        other => panic!("the role was not made: {other:?}"),
    }
}
