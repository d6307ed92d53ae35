//! How external systems' users are made.

use super::{
    admitting::{admission, admit, admitted, made, new, provisioned, user, with_keys},
    new_keys,
};
use crate::suites::{
    World,
    run::Outcome,
    support::{CROWD, ROUNDS, a_user, at, at_once, session_key, some_permissions, two_instances, user_name},
};
use ba360_core::{
    access::{
        Admission, Label, PasswordHash, PermissionSet, Proof, UserEmail,
        directory::UserDetails,
        external::{ExternalAdmission, ExternallyAdmitted, ProvisionedUser},
        groups::GroupOutcome,
    },
    record::Value,
    store::StoreError,
    text::Language,
};
use jiff::tz::TimeZone;
use std::sync::Arc;

pub(super) async fn an_admitted_new_user_is_made_as_told(world: Arc<World>) -> Outcome {
    let instance = with_keys(&world).await?;
    let users = &world.stores.users;
    let told = |name: &str, role, group| UserDetails {
        given_name: Value::new(&format!("Given {name}")).expect("a good value"),
        surname: Value::new(&format!("Surname O'{name}")).expect("a good value"),
        email: Some(UserEmail::placeholder_of(&user_name(name))),
        external_id: None,
        role,
        group,
        time_zone: TimeZone::get("America/Santiago").ok(),
        language: Some(Language::English),
    };
    let file = async |id| {
        let file = world.stores.directory.by_id(instance, id).await?;
        Ok::<_, StoreError>(file.expect("the user is there"))
    };
    let plain = made(&admit(&world, admission(instance, new(provisioned("Ñandú")))).await?);
    let found = users.by_id(instance, plain).await?.expect("the user is there");
    assert_eq!((&*found.name, found.active, found.role), ("Ñandú", true, None));
    assert_eq!(found.password.expose(), "$of$Ñandú");
    let kept = file(plain).await?;
    assert!(kept.made_externally && kept.details == told("Ñandú", None, None));

    users.ensure_role(instance, "Otro", PermissionSet::NONE).await?;
    let role = users.ensure_role(instance, "Agente", some_permissions()).await?;
    assert!(world.stores.roles.mark_default(instance, Some(role)).await?);
    let mut group = None;
    for name in ["Otros", "Agentes"] {
        let name = Label::new(name).expect("a good label");
        let GroupOutcome::Done(id) = world.stores.groups.save(instance, None, name).await? else {
            panic!("the group was not made");
        };
        assert!(world.stores.groups.mark_default(instance, Some(id)).await?);
        group = Some(id);
    }
    let with_role = made(&admit(&world, admission(instance, new(provisioned("ana")))).await?);
    let found = users
        .by_id(instance, with_role)
        .await?
        .expect("the user is there");
    assert_eq!(found.role, Some(role));
    let kept = file(with_role).await?;
    assert!(
        kept.details == told("ana", Some(role), group),
        "with role and group"
    );
    assert_eq!(kept.group.as_ref().map(Label::as_str), Some("Agentes"));

    let key = session_key(1);
    let by_password = Admission {
        proof: Proof::Password(found.password),
        ..crate::suites::support::admission(instance, with_role, key)
    };
    let signed_in = world.stores.admissions.admit(by_password).await?;
    let signed_in = signed_in.expect("the password is the user's");
    assert_eq!(signed_in.permissions, Some(some_permissions()));
    assert!(!signed_in.password_temporary, "nobody has to change it first");
    Ok(())
}

pub(super) async fn an_admitted_new_user_is_made_once(world: Arc<World>) -> Outcome {
    let instance = with_keys(&world).await?;
    let first = made(&admit(&world, admission(instance, new(provisioned("ana")))).await?);
    let second = ProvisionedUser {
        password: PasswordHash::new("$other".to_owned()),
        ..provisioned("ANA")
    };
    let lines = world.stores.activity.recent(instance, 10).await?;
    match admit(&world, admission(instance, new(second))).await? {
        ExternallyAdmitted::Taken(there) => {
            assert_eq!((there.id, there.password.expose()), (first, "$of$ana"));
        }
        other => panic!("the name was taken: {other:?}"),
    }
    assert_eq!(world.stores.activity.recent(instance, 10).await?, lines);

    for round in 0..ROUNDS {
        let outcomes = at_once(CROWD, |n| {
            let external = world.stores.external.clone();
            let spelling = [format!("Race{round}"), format!("rACE{round}")];
            let asked = admission(instance, new(provisioned(&spelling[n % 2])));
            async move { external.admit(asked).await }
        })
        .await
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
        let winner = user(&world, instance, &format!("race{round}")).await?;
        let winner = winner.expect("somebody made the user").id;
        let mut makers = 0;
        for outcome in &outcomes {
            match outcome {
                ExternallyAdmitted::Taken(there) => assert_eq!(there.id, winner),
                outcome => {
                    assert_eq!(made(outcome), winner);
                    makers += 1;
                }
            }
        }
        assert_eq!(makers, 1, "how many made the user");
    }
    Ok(())
}

pub(super) async fn only_so_many_users_are_made_since_a_moment(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    for instance in [one, two] {
        world.stores.external.keep_keys(instance, new_keys("its")).await?;
    }
    let come = async |instance, name: &str, secs, since: i64| {
        let user = ProvisionedUser {
            at_most: (3, at(since)),
            ..provisioned(name)
        };
        let asked = ExternalAdmission {
            at: at(secs),
            ..admission(instance, new(user))
        };
        admit(&world, asked).await
    };
    // Those whom no external system made do not count.
    a_user(&world, one, "somebody").await?;
    for n in 0..3 {
        made(&come(one, &format!("n{n}"), 10 + n, 0).await?);
    }
    let lines = world.stores.activity.recent(one, 10).await?;
    let outcome = come(one, "late", 20, 0).await?;
    assert!(matches!(outcome, ExternallyAdmitted::TooMany), "{outcome:?}");
    let outcome = come(one, "late", 20, 10).await?;
    assert!(matches!(outcome, ExternallyAdmitted::TooMany), "{outcome:?}");
    assert!(user(&world, one, "late").await?.is_none());
    assert_eq!(world.stores.activity.recent(one, 10).await?, lines);
    let there = come(one, "N0", 20, 0).await?;
    assert!(
        matches!(there, ExternallyAdmitted::Taken(_)),
        "who is there is nobody more: {there:?}"
    );
    made(&come(two, "late", 20, 0).await?);
    made(&come(one, "late", 20, 11).await?);

    let outcomes = at_once(CROWD, |n| {
        let external = world.stores.external.clone();
        let user = ProvisionedUser {
            at_most: (5, at(1_000)),
            ..provisioned(&format!("race{n}"))
        };
        let asked = ExternalAdmission {
            at: at(1_000),
            ..admission(one, new(user))
        };
        async move { external.admit(asked).await }
    })
    .await
    .into_iter()
    .collect::<Result<Vec<_>, _>>()?;
    assert_eq!(outcomes.iter().filter_map(admitted).count(), 5);
    Ok(())
}
