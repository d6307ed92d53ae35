//! The front door: hosts and sessions here, interactions and activity in `interactions`.

use super::{
    StoreFixture, World,
    entering::{
        a_session_by_a_temporary_password_tells_so, a_token_enters_as_its_user,
        menus_are_those_of_the_sessions_beginning,
    },
    interactions::{
        an_activity_is_kept_with_what_it_tells_of, an_interaction_is_as_its_newest_link_tells,
        an_interaction_is_kept_once, an_interaction_of_another_instance_is_none,
        an_opening_remembers_the_record_that_it_opened,
    },
    passwords::{
        a_changed_password_leaves_one_session, a_password_that_was_replaced_meanwhile_is_not_changed,
    },
    run::{Outcome, on_a_world, suite},
    support::{
        a_user, admission, an_instance, at, at_ms, host, interaction, marked, new_instance, new_user,
        opening, session_key, some_permissions, taken_in, two_instances,
    },
};
use ba360_core::{
    access::{
        Admission, NewSession, NewUser, PasswordHash, PermissionSet, Proof, SessionKey, SignedIn, UserId,
    },
    instance::InstanceId,
    link::Channel,
    record::WhichInteraction,
    store::StoreResult,
};
use jiff::Timestamp;
use std::sync::Arc;

suite! {
    /// The contract of [`Admissions`](ba360_core::access::Admissions).
    admissions(dyn StoreFixture) through on_a_world, RULES:
    a_host_finds_its_instance,
    the_only_instance_without_hosts_answers_every_host,
    an_admitted_user_enters_until_the_session_expires,
    a_session_opens_no_other_instance,
    an_inactive_user_is_not_admitted,
    a_token_from_before_the_users_last_revocation_is_not_admitted,
    a_password_that_was_replaced_meanwhile_is_not_admitted,
    a_changed_password_leaves_one_session,
    a_password_that_was_replaced_meanwhile_is_not_changed,
    a_session_tells_when_it_was_last_seen,
    menus_are_those_of_the_sessions_beginning,
    a_session_by_a_temporary_password_tells_so,
    an_admission_ends_the_session_that_it_replaces,
    an_ended_session_enters_no_more,
    a_deactivated_user_enters_no_more,
    a_token_enters_as_its_user,
    an_interaction_is_kept_once,
    an_interaction_is_as_its_newest_link_tells,
    an_opening_remembers_the_record_that_it_opened,
    an_interaction_of_another_instance_is_none,
    an_activity_is_kept_with_what_it_tells_of,
}

/// Who enters through `one.example` with a session.
async fn enters(world: &World, key: SessionKey, at: Timestamp) -> StoreResult<Option<SignedIn>> {
    Ok(world
        .stores
        .admissions
        .enter(&host("one.example"), Some(key), at)
        .await?
        .signed_in)
}

async fn a_host_finds_its_instance(world: Arc<World>) -> Outcome {
    let (instances, admissions) = (&world.stores.instances, &world.stores.admissions);
    let given = new_instance("one", &["one.example", "alias.example"]);
    let one = taken_in(instances.create(given.clone()).await?);
    let two = taken_in(instances.create(new_instance("two", &["two.example"])).await?);
    for (name, id) in [
        ("one.example", one.id),
        ("alias.example", one.id),
        ("TWO.example.", two.id),
    ] {
        let entry = admissions.enter(&host(name), None, at(0)).await?;
        assert_eq!(entry.instance.map(|it| it.id), Some(id), "{name}");
        assert!(entry.signed_in.is_none());
    }
    let entry = admissions.enter(&host("alias.example"), None, at(0)).await?;
    let found = taken_in(entry.instance);
    assert_eq!((&found.name, &found.hosts), (&given.name, &given.hosts));
    assert_eq!(found.time_zone.iana_name(), given.time_zone.iana_name());
    assert_eq!((found.language, found.country), (given.language, given.country));
    assert_eq!(found.national_length, given.national_length);
    for name in ["example", "one.example.org", "a.one.example", "ne.example"] {
        let entry = admissions.enter(&host(name), None, at(0)).await?;
        assert!(entry.instance.is_none(), "{name}");
    }
    Ok(())
}

async fn the_only_instance_without_hosts_answers_every_host(world: Arc<World>) -> Outcome {
    let (instances, admissions) = (&world.stores.instances, &world.stores.admissions);
    let entry = admissions.enter(&host("one.example"), None, at(0)).await?;
    assert!(
        entry.instance.is_none(),
        "without any instance no host is anybody's"
    );
    let only = taken_in(instances.create(new_instance("only", &[])).await?);
    for name in ["one.example", "127.0.0.1", "[::1]"] {
        let entry = admissions.enter(&host(name), None, at(0)).await?;
        assert_eq!(entry.instance.map(|it| it.id), Some(only.id), "{name}");
    }
    let second = taken_in(
        instances
            .create(new_instance("second", &["second.example"]))
            .await?,
    );
    for (name, id) in [
        ("one.example", None),
        ("127.0.0.1", None),
        ("second.example", Some(second.id)),
    ] {
        let entry = admissions.enter(&host(name), None, at(0)).await?;
        assert_eq!(
            entry.instance.map(|it| it.id),
            id,
            "{name}, with a second instance"
        );
    }
    Ok(())
}

async fn an_admitted_user_enters_until_the_session_expires(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let role = world
        .stores
        .users
        .ensure_role(instance, "Agente", some_permissions())
        .await?;
    let new = NewUser {
        role: Some(role),
        ..new_user("Ana.Núñez")
    };
    let (ana, _) = world.stores.users.insert_if_absent(instance, new).await?;
    let eva = a_user(&world, instance, "eva").await?;
    for (user, key, name, permissions) in [
        (ana.id, session_key(1), "Ana.Núñez", Some(some_permissions())),
        (eva.id, session_key(2), "eva", None::<PermissionSet>),
    ] {
        let expected = SignedIn {
            user,
            name: name.to_owned(),
            session: key,
            permissions,
            menus: permissions.unwrap_or_default(),
            password_temporary: false,
            expires_at: at(3_600),
            seen_at: at(0),
        };
        let admitted = world
            .stores
            .admissions
            .admit(admission(instance, user, key))
            .await?;
        assert_eq!(admitted.as_ref(), Some(&expected));
        assert_eq!(enters(&world, key, at(0)).await?.as_ref(), Some(&expected));
        assert_eq!(
            enters(&world, key, at_ms(3_599_999)).await?.as_ref(),
            Some(&expected)
        );
        assert_eq!(
            enters(&world, key, at(3_600)).await?,
            None,
            "at its very end it is over"
        );
        assert_eq!(enters(&world, key, at(1_000_000)).await?, None);
    }
    let admissions = &world.stores.admissions;
    let unknown_host = admissions
        .enter(&host("nobody.example"), Some(session_key(1)), at(0))
        .await?;
    assert!(unknown_host.instance.is_none() && unknown_host.signed_in.is_none());
    assert_eq!(
        enters(&world, session_key(3), at(0)).await?,
        None,
        "nobody's session"
    );
    let mut almost = session_key(1);
    almost.0[31] ^= 1;
    assert_eq!(
        enters(&world, almost, at(0)).await?,
        None,
        "almost somebody's session"
    );
    Ok(())
}

async fn a_session_opens_no_other_instance(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let ana = a_user(&world, one, "ana").await?;
    a_user(&world, two, "ana").await?;
    let admissions = &world.stores.admissions;
    assert!(
        admissions
            .admit(admission(one, ana.id, session_key(1)))
            .await?
            .is_some()
    );
    let entry = admissions
        .enter(&host("two.example"), Some(session_key(1)), at(1))
        .await?;
    assert_eq!(entry.instance.map(|it| it.id), Some(two));
    assert_eq!(entry.signed_in, None);
    assert!(enters(&world, session_key(1), at(1)).await?.is_some());
    Ok(())
}

/// Asks for what must not be admitted, and sees that nothing of it is kept: neither the session, nor the
/// interaction, nor the activity, nor the end of the session that it would have replaced.
async fn assert_refused(world: &World, instance: InstanceId, asked: Admission) -> Outcome {
    let admissions = &world.stores.admissions;
    let before = a_user(world, instance, "somebody.before").await?;
    let replaced = session_key(200);
    assert!(
        admissions
            .admit(admission(instance, before.id, replaced))
            .await?
            .is_some()
    );
    let lines = world.stores.activity.recent(instance, 100).await?;
    let key = asked.session.key;
    let asked = Admission {
        session: NewSession {
            replaces: Some(replaced),
            ..asked.session
        },
        interaction: Some(interaction("Genesys", Channel::Voice, "refused")),
        ..asked
    };
    assert_eq!(admissions.admit(asked).await?, None);
    assert_eq!(enters(world, key, at(1)).await?, None);
    assert!(
        enters(world, replaced, at(1)).await?.is_some(),
        "the session before has to go on"
    );
    assert_eq!(world.stores.activity.recent(instance, 100).await?, lines);
    // Who opens it first is the one whose spelling and channel are kept.
    let new = interaction("GENESYS", Channel::Chat, "refused");
    let reference = admissions.opened(opening(instance, new)).await?;
    let kept = admissions
        .interaction(instance, &WhichInteraction::Known(reference))
        .await?;
    let kept = kept.map(|(it, _)| (it.platform.to_string(), it.channel));
    assert_eq!(
        kept,
        Some(("GENESYS".to_owned(), Channel::Chat)),
        "the refused interaction was kept"
    );
    Ok(())
}

async fn an_inactive_user_is_not_admitted(world: Arc<World>) -> Outcome {
    let [one, two] = two_instances(&world).await?;
    let ana = a_user(&world, one, "ana").await?;
    let elsewhere = a_user(&world, two, "elsewhere").await?;
    world.hooks.deactivate_user(one, ana.id).await;
    let found = world.stores.users.by_id(one, ana.id).await?;
    assert_eq!(
        found.map(|user| user.active),
        Some(false),
        "the hook did not deactivate the user"
    );
    assert_refused(&world, one, admission(one, ana.id, session_key(1))).await?;
    for nobody in [UserId(elsewhere.id.0 + 1_000), elsewhere.id] {
        assert_eq!(
            world
                .stores
                .admissions
                .admit(admission(one, nobody, session_key(2)))
                .await?,
            None
        );
        assert_eq!(enters(&world, session_key(2), at(1)).await?, None);
    }
    Ok(())
}

async fn a_token_from_before_the_users_last_revocation_is_not_admitted(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let ana = a_user(&world, instance, "ana").await?;
    let eva = a_user(&world, instance, "eva").await?;
    let with_token = |user, n: u8, issued: Timestamp| Admission {
        proof: Proof::Token(issued),
        ..admission(instance, user, session_key(n))
    };
    let admissions = &world.stores.admissions;
    assert!(
        admissions.admit(with_token(ana.id, 1, at(9))).await?.is_some(),
        "nothing was revoked yet"
    );
    world.hooks.revoke_tokens(instance, ana.id, at_ms(5_500)).await;
    world.hooks.revoke_tokens(instance, ana.id, at_ms(10_500)).await;
    for (n, secs, good) in [(2, 0, false), (3, 10, false), (4, 11, true), (5, 1_000, true)] {
        let admitted = admissions.admit(with_token(ana.id, n, at(secs))).await?;
        assert_eq!(
            admitted.is_some(),
            good,
            "a token of second {secs}, revoked at 10.5"
        );
        assert_eq!(enters(&world, session_key(n), at(1_000)).await?.is_some(), good);
    }
    assert!(
        admissions.admit(with_token(eva.id, 6, at(10))).await?.is_some(),
        "somebody else's is good"
    );
    let by_password = Admission {
        proof: Proof::Password(ana.password),
        ..admission(instance, ana.id, session_key(7))
    };
    let by_password = admissions.admit(by_password).await?;
    assert!(by_password.is_some(), "a password is no token");
    assert_refused(&world, instance, with_token(ana.id, 8, at(10))).await
}

async fn a_password_that_was_replaced_meanwhile_is_not_admitted(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let ana = a_user(&world, instance, "ana").await?;
    let by_password = |n: u8, password: &PasswordHash| Admission {
        proof: Proof::Password(password.clone()),
        ..admission(instance, ana.id, session_key(n))
    };
    let admissions = &world.stores.admissions;
    assert!(admissions.admit(by_password(1, &ana.password)).await?.is_some());
    let new = PasswordHash::new("$new".to_owned());
    let users = &world.stores.users;
    assert!(users.set_password(instance, ana.id, new.clone(), false).await?);
    assert_refused(&world, instance, by_password(2, &ana.password)).await?;
    assert!(admissions.admit(by_password(3, &new)).await?.is_some());
    Ok(())
}

async fn a_session_tells_when_it_was_last_seen(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let ana = a_user(&world, instance, "ana").await?;
    let asked = admission(instance, ana.id, session_key(1));
    let admitted = world.stores.admissions.admit(asked).await?;
    let seen_at = |signed_in: Option<SignedIn>| signed_in.map(|it| it.seen_at);
    assert_eq!(seen_at(admitted), Some(at(0)), "at first, when it began");
    assert_eq!(seen_at(enters(&world, session_key(1), at(9)).await?), Some(at(0)));
    let sessions = &world.stores.sessions;
    sessions.seen(instance, session_key(1), at_ms(10_500));
    marked(&world, instance, session_key(1), at_ms(10_500)).await?;
    assert_eq!(
        seen_at(enters(&world, session_key(1), at(11)).await?),
        Some(at_ms(10_500))
    );
    Ok(())
}

async fn an_admission_ends_the_session_that_it_replaces(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let ana = a_user(&world, instance, "ana").await?;
    let eva = a_user(&world, instance, "eva").await?;
    let admissions = &world.stores.admissions;
    for (user, n) in [(ana.id, 1), (ana.id, 2)] {
        assert!(
            admissions
                .admit(admission(instance, user, session_key(n)))
                .await?
                .is_some()
        );
    }
    for (n, replaces) in [(3, session_key(1)), (4, session_key(99))] {
        let mut asked = admission(instance, eva.id, session_key(n));
        asked.session.replaces = Some(replaces);
        assert!(
            admissions.admit(asked).await?.is_some(),
            "also where there is nothing to replace"
        );
    }
    for (n, alive) in [(1, false), (2, true), (3, true), (4, true)] {
        assert_eq!(
            enters(&world, session_key(n), at(1)).await?.is_some(),
            alive,
            "session {n}"
        );
    }
    Ok(())
}

async fn an_ended_session_enters_no_more(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let ana = a_user(&world, instance, "ana").await?;
    let admissions = &world.stores.admissions;
    for n in [1, 2] {
        assert!(
            admissions
                .admit(admission(instance, ana.id, session_key(n)))
                .await?
                .is_some()
        );
    }
    let line = admission(instance, ana.id, session_key(1)).activity;
    admissions.end(session_key(1), line.clone()).await?;
    assert_eq!(enters(&world, session_key(1), at(1)).await?, None);
    assert!(
        enters(&world, session_key(2), at(1)).await?.is_some(),
        "the other session goes on"
    );
    let lines = world.stores.activity.recent(instance, 100).await?;
    for gone in [session_key(1), session_key(99)] {
        admissions.end(gone, line.clone()).await?;
    }
    assert_eq!(
        world.stores.activity.recent(instance, 100).await?,
        lines,
        "ended again, written down again"
    );
    assert_eq!(enters(&world, session_key(1), at(1)).await?, None);
    assert!(enters(&world, session_key(2), at(1)).await?.is_some());
    Ok(())
}

async fn a_deactivated_user_enters_no_more(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let ana = a_user(&world, instance, "ana").await?;
    let eva = a_user(&world, instance, "eva").await?;
    for (user, n) in [(ana.id, 1), (ana.id, 2), (eva.id, 3)] {
        let asked = admission(instance, user, session_key(n));
        assert!(world.stores.admissions.admit(asked).await?.is_some());
        assert!(enters(&world, session_key(n), at(1)).await?.is_some());
    }
    world.hooks.deactivate_user(instance, ana.id).await;
    for (n, alive) in [(1, false), (2, false), (3, true)] {
        assert_eq!(
            enters(&world, session_key(n), at(1)).await?.is_some(),
            alive,
            "session {n}"
        );
    }
    Ok(())
}
