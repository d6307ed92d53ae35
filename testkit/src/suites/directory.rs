use super::{
    StoreFixture, World,
    run::{Outcome, on_a_world, suite},
    support::{
        CROWD, ROUNDS, a_user, administrator, admission, an_instance, at, at_ms, at_once, first_page, group,
        page, role, session_key, some_permissions, two_instances, user_name,
    },
};
use ba360_core::{
    access::{
        Label, PasswordHash, RoleId, UserEmail, UserId,
        directory::{UserDetails, UserFile, UserOutcome, UserTexts},
        groups::GroupId,
    },
    instance::InstanceId,
    record::PageSize,
    store::{StoreError, StoreResult},
};
use std::sync::Arc;

suite! {
    /// The contract of [`UserDirectory`](ba360_core::access::directory::UserDirectory).
    directory(dyn StoreFixture) through on_a_world, RULES:
    a_made_user_is_found_as_it_was_made,
    users_are_listed_by_name,
    a_users_name_is_taken_once,
    a_user_gets_no_unknown_role_or_group,
    a_user_is_edited_in_the_state_that_was_seen,
    a_deactivated_user_is_out,
    a_users_tokens_are_revoked,
    the_last_administrator_stays,
    another_instances_users_are_unknown,
}

fn details(texts: UserTexts<'_>) -> UserDetails {
    UserDetails::new(texts).expect("good details")
}

/// Everything that can be told of a user.
fn all_details(role: Option<RoleId>, group: Option<GroupId>) -> UserDetails {
    details(UserTexts {
        given_name: "Ana María",
        surname: "Núñez O'Higgins",
        email: "ana.nunez@correo.cl",
        external_id: "E-7",
        time_zone: "America/Punta_Arenas",
        language: "en",
        role,
        group,
    })
}

async fn create(
    world: &World,
    instance: InstanceId,
    name: &str,
    details: UserDetails,
) -> StoreResult<UserOutcome> {
    let password = PasswordHash::new(format!("$of${name}"));
    let new = (user_name(name), password, details);
    world.stores.directory.create(instance, new, at(0)).await
}

async fn file(world: &World, instance: InstanceId, id: UserId) -> StoreResult<UserFile> {
    let file = world.stores.directory.by_id(instance, id).await?;
    file.ok_or_else(|| StoreError::failed("there is no such user"))
}

fn done(outcome: UserOutcome) -> UserId {
    match outcome {
        UserOutcome::Done(id) => id,
        other => panic!("it was not done: {other:?}"),
    }
}

async fn a_made_user_is_found_as_it_was_made(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let role = role(&world, instance, "Agente", some_permissions()).await?;
    let group = group(&world, instance, "Ventas").await?;
    let kept = all_details(Some(role), Some(group));
    let id = done(create(&world, instance, "Ana", kept.clone()).await?);
    let expected = UserFile {
        id,
        name: "Ana".to_owned(),
        details: kept,
        role: Label::new("Agente").ok(),
        group: Label::new("Ventas").ok(),
        active: true,
        made_externally: false,
        made_at: at(0),
        tokens_not_before: None,
        version: 1,
    };
    assert!(file(&world, instance, id).await? == expected, "the whole file");
    let listed = world.stores.directory.list(instance, "", first_page()).await?;
    let row = &listed.items[0];
    assert_eq!((row.id, &*row.name, row.active), (id, "Ana", true));
    assert_eq!(row.full_name, "Ana María Núñez O'Higgins");
    assert_eq!(row.email.as_deref(), Some("ana.nunez@correo.cl"));
    assert_eq!(row.role.as_ref().map(Label::as_str), Some("Agente"));
    let bare = done(create(&world, instance, "eva", UserDetails::default()).await?);
    assert!(file(&world, instance, bare).await?.details == UserDetails::default());
    let user = world.stores.users.by_id(instance, id).await?;
    let user = user.expect("every port knows the user");
    assert_eq!((user.password.expose(), user.role), ("$of$Ana", Some(role)));
    Ok(())
}

async fn users_are_listed_by_name(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    for n in (0..12).rev() {
        a_user(&world, instance, &format!("U{n:02}")).await?;
    }
    done(create(&world, instance, "zoe", all_details(None, None)).await?);
    let placeholder = UserDetails {
        email: Some(UserEmail::placeholder_of(&user_name("x_y"))),
        ..UserDetails::default()
    };
    done(create(&world, instance, "x_y", placeholder).await?);
    let listed = async |text: &str, page| {
        let found = world.stores.directory.list(instance, text, page).await?;
        let names: Vec<_> = found.items.into_iter().map(|row| row.name).collect();
        Ok::<_, StoreError>((names.join(" "), found.total.count))
    };
    let ten = "U00 U01 U02 U03 U04 U05 U06 U07 U08 U09".to_owned();
    assert_eq!(listed("", first_page()).await?, (ten, 14));
    let second = listed("", page(2, PageSize::Ten)).await?;
    assert_eq!(second, ("U10 U11 x_y zoe".to_owned(), 14));
    for (text, names) in [
        ("NUNEZ", "zoe"),
        ("maría nu", "zoe"),
        ("correo.CL", "zoe"),
        ("u1", "U10 U11"),
        ("_", "x_y"),
        ("%", ""),
        ("\\", ""),
        ("authexternalsystem", ""),
        ("\0", ""),
    ] {
        assert_eq!(listed(text, first_page()).await?.0, names, "{text:?}");
    }
    Ok(())
}

async fn a_users_name_is_taken_once(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    a_user(&world, one, "ana").await?;
    let again = create(&world, one, "ANA", UserDetails::default()).await?;
    assert_eq!(again, UserOutcome::Taken);
    done(create(&world, two, "ana", UserDetails::default()).await?);
    let outcomes = at_once(CROWD, |n| {
        let world = world.clone();
        async move { create(&world, one, ["Eva", "eVA"][n % 2], UserDetails::default()).await }
    })
    .await
    .into_iter()
    .collect::<Result<Vec<_>, _>>()?;
    let taken = outcomes.iter().filter(|it| **it == UserOutcome::Taken);
    assert_eq!(taken.count(), CROWD - 1);
    Ok(())
}

async fn a_user_gets_no_unknown_role_or_group(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let ana = a_user(&world, one, "ana").await?.id;
    let theirs = role(&world, two, "Agente", some_permissions()).await?;
    let their_group = group(&world, two, "Ventas").await?;
    for (details, outcome) in [
        (all_details(Some(theirs), None), UserOutcome::NoSuchRole),
        (all_details(Some(RoleId(1_000)), None), UserOutcome::NoSuchRole),
        (all_details(None, Some(their_group)), UserOutcome::NoSuchGroup),
        (all_details(None, Some(GroupId(1_000))), UserOutcome::NoSuchGroup),
    ] {
        assert_eq!(create(&world, one, "eva", details.clone()).await?, outcome);
        let edited = world.stores.directory.edit(one, (ana, 1), details).await?;
        assert_eq!(edited, outcome);
    }
    assert!(file(&world, one, ana).await?.details == UserDetails::default());
    assert!(
        world
            .stores
            .users
            .by_name(one, &user_name("eva"))
            .await?
            .is_none()
    );
    Ok(())
}

async fn a_user_is_edited_in_the_state_that_was_seen(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let directory = &world.stores.directory;
    let ana = a_user(&world, instance, "ana").await?;
    let edited = directory
        .edit(instance, (ana.id, 1), all_details(None, None))
        .await?;
    assert_eq!(done(edited), ana.id);
    let now = file(&world, instance, ana.id).await?;
    assert!(now.details == all_details(None, None) && now.version == 2 && now.name == "ana");
    let stale = directory
        .edit(instance, (ana.id, 1), UserDetails::default())
        .await?;
    assert_eq!(stale, UserOutcome::Stale);
    assert!(file(&world, instance, ana.id).await? == now);
    let nobody = UserId(ana.id.0 + 1_000);
    let unknown = directory
        .edit(instance, (nobody, 1), UserDetails::default())
        .await?;
    assert_eq!(unknown, UserOutcome::Unknown);
    done(
        directory
            .edit(instance, (ana.id, 2), UserDetails::default())
            .await?,
    );
    assert!(file(&world, instance, ana.id).await?.details == UserDetails::default());
    let user = world.stores.users.by_id(instance, ana.id).await?;
    assert_eq!(user.expect("the user is there").password.expose(), "$of$ana");
    Ok(())
}

async fn a_deactivated_user_is_out(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let (admissions, directory) = (&world.stores.admissions, &world.stores.directory);
    let ana = a_user(&world, instance, "ana").await?.id;
    let eva = a_user(&world, instance, "eva").await?.id;
    for (user, n) in [(ana, 1), (eva, 2)] {
        let admitted = admissions
            .admit(admission(instance, user, session_key(n)))
            .await?;
        assert!(admitted.is_some());
    }
    done(directory.set_active(instance, ana, false, at_ms(10_500)).await?);
    let host = "one.example".parse()?;
    let alive = async |n| {
        let entry = admissions.enter(&host, Some(session_key(n)), at(20)).await?;
        Ok::<_, StoreError>(entry.signed_in.is_some())
    };
    assert_eq!((alive(1).await?, alive(2).await?), (false, true));
    assert_eq!(admissions.token_user(instance, ana, at(11)).await?, None);
    done(directory.set_active(instance, ana, true, at(20)).await?);
    assert!(!alive(1).await?, "the session has ended");
    assert_eq!(admissions.token_user(instance, ana, at(10)).await?, None);
    assert!(admissions.token_user(instance, ana, at(11)).await?.is_some());
    let told = file(&world, instance, ana).await?;
    assert!(told.active && told.tokens_not_before == Some(at(11)));
    let nobody = UserId(eva.0 + 1_000);
    let unknown = directory.set_active(instance, nobody, false, at(0)).await?;
    assert_eq!(unknown, UserOutcome::Unknown);
    Ok(())
}

async fn a_users_tokens_are_revoked(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let (admissions, directory) = (&world.stores.admissions, &world.stores.directory);
    let ana = a_user(&world, instance, "ana").await?.id;
    let eva = a_user(&world, instance, "eva").await?.id;
    let admitted = admissions.admit(admission(instance, ana, session_key(1))).await?;
    assert!(admitted.is_some());
    // The second within the same second refuses what was issued after the first.
    for first_good in [11, 12] {
        done(directory.revoke_tokens(instance, ana, at_ms(10_500)).await?);
        let token = async |secs| admissions.token_user(instance, ana, at(secs)).await;
        assert_eq!(token(first_good - 1).await?, None);
        assert!(token(first_good).await?.is_some());
    }
    assert!(admissions.token_user(instance, eva, at(0)).await?.is_some());
    let host = "one.example".parse()?;
    let entry = admissions.enter(&host, Some(session_key(1)), at(20)).await?;
    assert!(entry.signed_in.is_some(), "the session goes on");
    let nobody = UserId(eva.0 + 1_000);
    let unknown = directory.revoke_tokens(instance, nobody, at(0)).await?;
    assert_eq!(unknown, UserOutcome::Unknown);
    Ok(())
}

async fn the_last_administrator_stays(world: Arc<World>) -> Outcome {
    let [instance, empty] = two_instances(&world).await?;
    let directory = &world.stores.directory;
    let (ana, role) = administrator(&world, instance, "Administrador", "ana").await?;
    let edited = directory
        .edit(instance, (ana, 1), all_details(None, None))
        .await?;
    assert_eq!(edited, UserOutcome::LastAdministrator);
    let out = directory.set_active(instance, ana, false, at(1)).await?;
    assert_eq!(out, UserOutcome::LastAdministrator);
    let still = file(&world, instance, ana).await?;
    assert!(still.active && still.version == 1 && still.details.role == Some(role));
    assert_eq!(still.tokens_not_before, None);
    // Where there is none, none has to stay.
    let eva = a_user(&world, empty, "eva").await?.id;
    done(directory.set_active(empty, eva, false, at(1)).await?);

    let second = done(create(&world, instance, "luz", all_details(Some(role), None)).await?);
    for _ in 0..ROUNDS {
        let outcomes = at_once(2, |n| {
            let (directory, user) = (directory.clone(), [ana, second][n]);
            async move { directory.set_active(instance, user, false, at(1)).await }
        })
        .await
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
        let refused = outcomes
            .iter()
            .filter(|it| **it == UserOutcome::LastAdministrator);
        assert_eq!(refused.count(), 1, "{outcomes:?}");
        for user in [ana, second] {
            done(directory.set_active(instance, user, true, at(1)).await?);
        }
    }
    Ok(())
}

async fn another_instances_users_are_unknown(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let directory = &world.stores.directory;
    let ana = a_user(&world, one, "ana").await?.id;
    assert!(directory.by_id(two, ana).await?.is_none());
    assert!(directory.list(two, "", first_page()).await?.items.is_empty());
    for outcome in [
        directory.edit(two, (ana, 1), all_details(None, None)).await?,
        directory.set_active(two, ana, false, at(0)).await?,
        directory.revoke_tokens(two, ana, at(0)).await?,
    ] {
        assert_eq!(outcome, UserOutcome::Unknown);
    }
    let still = file(&world, one, ana).await?;
    assert!(still.active && still.version == 1);
    Ok(())
}
