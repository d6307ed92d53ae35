//! The front door's cases about interactions and the activity that is kept with them.

use super::{
    World,
    run::Outcome,
    support::{
        CROWD, ROUNDS, a_user, activity_line, admission, an_instance, at_once, interaction, opening,
        session_key, two_instances,
    },
};
use ba360_core::{
    access::{Admission, LinkOpening, SessionKey},
    instance::{Activity, ActivityKind, SearchTrace},
    link::Channel,
    record::{
        AccountId, ContactId, ContactQuery, InteractionRef, NewInteraction, Object, RecordRef,
        WhichInteraction,
    },
    store::StoreResult,
};
use std::sync::Arc;

/// The case number in every record of these cases.
const NUMBER: &str = "260101-000007";

fn known(reference: &InteractionRef) -> WhichInteraction {
    WhichInteraction::Known(reference.clone())
}

fn named(platform: &str, id: &str) -> WhichInteraction {
    let (platform, id) = (platform.parse(), id.parse());
    WhichInteraction::Named(platform.expect("a platform"), id.expect("an id"))
}

fn last(record: &RecordRef, session: SessionKey) -> WhichInteraction {
    WhichInteraction::LastToOpen {
        record: record.clone(),
        session,
    }
}

pub(super) async fn an_interaction_is_kept_once(world: Arc<World>) -> Outcome {
    let admissions = &world.stores.admissions;
    let instance = an_instance(&world).await?;
    let open = |platform: &str, channel, id: &str| {
        admissions.opened(opening(instance, interaction(platform, channel, id)))
    };
    let first = open("Génesys %_'", Channel::Voice, "Call-1").await?;
    for platform in ["Génesys %_'", "GÉNESYS %_'", "génesys %_'"] {
        assert_eq!(
            open(platform, Channel::Chat, "Call-1").await?,
            first,
            "{platform}"
        );
        let kept = admissions.interaction(instance, &known(&first)).await?;
        let named = named(platform, "Call-1");
        assert_eq!(admissions.interaction(instance, &named).await?, kept);
        let kept = kept.map(|(it, _)| (it.reference, it.platform.to_string(), it.id.to_string()));
        let expected = (first.clone(), "Génesys %_'".to_owned(), "Call-1".to_owned());
        assert_eq!(
            kept,
            Some(expected),
            "platform and id stay as they were first written"
        );
    }
    for (platform, id) in [
        ("Génesys %_'", "call-1"),
        ("Genesys %_'", "Call-1"),
        ("Génesys %_'", "Call-11"),
    ] {
        assert_ne!(
            open(platform, Channel::Voice, id).await?,
            first,
            "{platform} {id}"
        );
    }
    for channel in Channel::ALL {
        let reference = open("channels", channel, channel.as_str()).await?;
        let kept = admissions.interaction(instance, &known(&reference)).await?;
        assert_eq!(kept.map(|(it, _)| it.channel), Some(channel));
    }

    // An admission keeps the interaction of the link that brought the token.
    let ana = a_user(&world, instance, "ana").await?;
    let admitted = Admission {
        interaction: Some(interaction("Genesys", Channel::Voice, "admitted")),
        ..admission(instance, ana.id, session_key(1))
    };
    assert!(admissions.admit(admitted).await?.is_some());
    let reference = open("GENESYS", Channel::Chat, "admitted").await?;
    let kept = admissions.interaction(instance, &known(&reference)).await?;
    assert_eq!(
        kept.map(|(it, _)| it.platform.to_string()),
        Some("Genesys".to_owned()),
        "the first link is the token's"
    );

    for round in 0..ROUNDS {
        let references = at_once(CROWD, |n| {
            let admissions = world.stores.admissions.clone();
            let platform = ["race", "Race", "RACE"][n % 3];
            let new = interaction(platform, Channel::Chat, &format!("round {round}"));
            async move { admissions.opened(opening(instance, new)).await }
        })
        .await
        .into_iter()
        .collect::<StoreResult<Vec<_>>>()?;
        assert!(
            references.iter().all(|it| *it == references[0]),
            "one interaction, several references"
        );
    }
    Ok(())
}

pub(super) async fn an_interaction_is_as_its_newest_link_tells(world: Arc<World>) -> Outcome {
    let admissions = &world.stores.admissions;
    let instance = an_instance(&world).await?;
    let query = |name: &str, phone: &str| {
        let mut query = ContactQuery::any("Ana \\ \"%_'");
        query.each[1] = name.to_owned();
        query.each[4] = phone.to_owned();
        query
    };
    let link = |channel, contact| NewInteraction {
        contact,
        ..interaction("Genesys", channel, "call-1")
    };
    let ana = a_user(&world, instance, "ana").await?;
    let first = Admission {
        interaction: Some(link(Channel::Chat, query("", "998874563"))),
        ..admission(instance, ana.id, session_key(1))
    };
    assert!(admissions.admit(first).await?.is_some());
    for (channel, contact) in [
        (Channel::Chat, query("", "998874563")),
        (Channel::Voice, query("Ana Núñez", "")),
        (Channel::Voice, ContactQuery::default()),
    ] {
        let reference = admissions
            .opened(opening(instance, link(channel, contact.clone())))
            .await?;
        let (kept, told) = admissions
            .interaction(instance, &known(&reference))
            .await?
            .expect("it is kept");
        assert_eq!(kept.channel, channel);
        assert!(told == contact, "what the newest link searched of the contact");
    }
    Ok(())
}

pub(super) async fn an_opening_remembers_the_record_that_it_opened(world: Arc<World>) -> Outcome {
    let admissions = &world.stores.admissions;
    let instance = an_instance(&world).await?;
    let ana = a_user(&world, instance, "ana").await?;
    for n in [1, 2] {
        assert!(
            admissions
                .admit(admission(instance, ana.id, session_key(n)))
                .await?
                .is_some()
        );
    }
    let records = [
        RecordRef::Contact(ContactId("7".to_owned())),
        RecordRef::Account(AccountId("7".to_owned())),
        RecordRef::Contact(ContactId("crm/ñ 'x'".to_owned())),
        RecordRef::Case(NUMBER.parse()?),
    ];
    let open = |id: &str, n: Option<u8>, record: Option<&RecordRef>| {
        admissions.opened(LinkOpening {
            session: n.map(session_key),
            record: record.cloned(),
            ..opening(instance, interaction("genesys", Channel::Voice, id))
        })
    };
    let told = async |record: &RecordRef, n: u8| -> StoreResult<Option<InteractionRef>> {
        let which = last(record, session_key(n));
        Ok(admissions
            .interaction(instance, &which)
            .await?
            .map(|(it, _)| it.reference))
    };
    assert_eq!(told(&records[0], 1).await?, None, "nothing was opened yet");
    let mut opened = Vec::new();
    for (n, record) in records.iter().enumerate() {
        opened.push(open(&format!("call-{n}"), Some(1), Some(record)).await?);
    }
    for (record, reference) in records.iter().zip(&opened) {
        assert_eq!(told(record, 1).await?.as_ref(), Some(reference), "{record:?}");
        assert_eq!(told(record, 2).await?, None, "the other session opened nothing");
    }
    // A later link to the same record, then the first one again.
    let later = open("call-later", Some(1), Some(&records[0])).await?;
    assert_eq!(told(&records[0], 1).await?.as_ref(), Some(&later));
    assert_eq!(told(&records[1], 1).await?.as_ref(), Some(&opened[1]));
    open("call-0", Some(1), Some(&records[0])).await?;
    assert_eq!(told(&records[0], 1).await?.as_ref(), Some(&opened[0]));
    // What opened no record, or was nobody's session, changes nothing.
    open("call-none", Some(1), None).await?;
    open("call-operator", None, Some(&records[0])).await?;
    assert_eq!(told(&records[0], 1).await?.as_ref(), Some(&opened[0]));
    // The same interaction in two sessions: a transfer to another agent.
    open("call-0", Some(2), Some(&records[3])).await?;
    assert_eq!(told(&records[3], 2).await?.as_ref(), Some(&opened[0]));
    assert_eq!(told(&records[3], 1).await?.as_ref(), Some(&opened[3]));
    Ok(())
}

pub(super) async fn an_interaction_of_another_instance_is_none(world: Arc<World>) -> Outcome {
    let admissions = &world.stores.admissions;
    let [one, two] = two_instances(&world).await?;
    let ana = a_user(&world, one, "ana").await?;
    assert!(
        admissions
            .admit(admission(one, ana.id, session_key(1)))
            .await?
            .is_some()
    );
    let record = RecordRef::Case(NUMBER.parse()?);
    let here = admissions
        .opened(LinkOpening {
            session: Some(session_key(1)),
            record: Some(record.clone()),
            ..opening(one, interaction("genesys", Channel::Voice, "call-1"))
        })
        .await?;
    for which in [
        known(&here),
        last(&record, session_key(1)),
        named("genesys", "call-1"),
    ] {
        assert!(admissions.interaction(one, &which).await?.is_some());
        assert_eq!(admissions.interaction(two, &which).await?, None);
    }
    let there = admissions
        .opened(opening(two, interaction("Genesys", Channel::Chat, "call-1")))
        .await?;
    assert_ne!(
        there, here,
        "the same platform and id there is another interaction"
    );
    assert_eq!(admissions.interaction(one, &known(&there)).await?, None);
    let kept = admissions.interaction(two, &known(&there)).await?;
    assert_eq!(
        kept.map(|(it, _)| it.platform.to_string()),
        Some("Genesys".to_owned())
    );
    for nothing in [
        "",
        "0",
        "-1",
        "9999999999",
        "99999999999999999999999",
        "'",
        "nothing",
    ] {
        let which = WhichInteraction::Known(InteractionRef(nothing.to_owned()));
        assert_eq!(admissions.interaction(one, &which).await?, None, "{nothing:?}");
    }
    Ok(())
}

pub(super) async fn an_activity_is_kept_with_what_it_tells_of(world: Arc<World>) -> Outcome {
    let admissions = &world.stores.admissions;
    let instance = an_instance(&world).await?;
    let ana = a_user(&world, instance, "ana").await?;
    let admitted = admission(instance, ana.id, session_key(1));
    let mut expected = vec![admitted.activity.clone()];
    assert!(admissions.admit(admitted).await?.is_some());
    let opened = LinkOpening {
        session: Some(session_key(1)),
        activity: Activity {
            user: Some(ana.id),
            session: Some(session_key(1)),
            platform: Some("genesys".to_owned()),
            search: Some(SearchTrace {
                object: Object::Account,
                count: 3,
            }),
            ..activity_line(instance, 1, ActivityKind::LinkOpened)
        },
        ..opening(instance, interaction("genesys", Channel::Voice, "call-1"))
    };
    for _ in 0..2 {
        expected.push(opened.activity.clone());
        admissions.opened(opened.clone()).await?;
    }
    let ended = Activity {
        user: Some(ana.id),
        session: Some(session_key(1)),
        ..activity_line(instance, 2, ActivityKind::SignOut)
    };
    expected.push(ended.clone());
    admissions.end(session_key(1), ended).await?;
    expected.reverse();
    assert_eq!(world.stores.activity.recent(instance, 10).await?, expected);
    Ok(())
}
