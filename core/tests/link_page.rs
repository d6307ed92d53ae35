//! The vendor's page about integration links, row by row: both tables of fields, the list of channels, the
//! examples, and the order of the search.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use ba360_core::{
    link::{Channel, Format, Link, LinkError, Search, SearchObject},
    text::Code,
};
use rstest::rstest;

const TOKEN: &str = "ZTMgcHJ1ZWJhY2hhdCAxMjM0IHlCeWdPcktxQTAgMjAyMDAyMDc";

fn read(link: &str) -> Link {
    let link: Link = link.parse().unwrap();
    assert!(link.findings().is_empty(), "{:?}", link.findings());
    link
}

/// A link of the new format for these search values.
fn new(object: &str) -> Link {
    read(&format!(
        "/integracionview/genesys/chat/1234567645/{object}/{TOKEN}"
    ))
}

/// A legacy link for these search values, written as the page writes it.
fn legacy(members: &str) -> Link {
    read(&format!("/integracionview/chattigo/chat/150/{members}/{TOKEN}"))
}

fn refused(link: &str) -> Code {
    link.parse::<Link>().unwrap_err().code
}

fn search(object: SearchObject, value: &str) -> Search<'_> {
    Search {
        object,
        value: Some(value),
    }
}

// ---- the fields of the new format ----

#[test]
fn page_field_plataforma() {
    assert_eq!(new("{}").platform(), "genesys");
}

#[test]
fn page_field_canal() {
    assert_eq!(new("{}").channel(), Channel::Chat);
}

#[test]
fn page_field_id_chat() {
    assert_eq!(new("{}").interaction_id(), "1234567645");
}

#[test]
fn page_field_id_chat_has_at_most_120_characters() {
    let link = |id: &str| format!("/integracionview/genesys/chat/{id}/{{}}");
    assert_eq!(
        read(&link(&"ñ".repeat(120))).interaction_id().chars().count(),
        120
    );
    assert_eq!(refused(&link(&"ñ".repeat(121))), Code::LinkInteractionIdTooLong);
}

#[test]
fn page_field_contacto() {
    let link = new(r#"{"contacto":"998874563","empresa":null,"caso":null}"#);
    assert_eq!(
        (link.format(), link.criteria().contact),
        (Format::New, Some("998874563"))
    );
}

#[test]
fn page_field_empresa() {
    assert_eq!(
        new(r#"{"contacto":null,"empresa":"Giro/Uno","caso":null}"#)
            .criteria()
            .account,
        Some("Giro/Uno")
    );
}

#[test]
fn page_field_caso() {
    assert_eq!(
        new(r#"{"contacto":null,"empresa":null,"caso":"210112-000000"}"#)
            .criteria()
            .case,
        Some("210112-000000")
    );
}

#[test]
fn page_field_auth_token() {
    assert_eq!(new("{}").token().unwrap().expose(), TOKEN);
    assert!(read("/integracionview/genesys/chat/1/{}").token().is_none());
}

// ---- the fields of the legacy format ----

#[test]
fn page_legacy_field_plataforma() {
    assert_eq!(legacy(r#""caso":null,"email":"""#).platform(), "chattigo");
}

#[test]
fn page_legacy_field_canal() {
    assert_eq!(legacy(r#""caso":null,"email":"""#).channel(), Channel::Chat);
}

#[test]
fn page_legacy_field_id_interaccion() {
    assert_eq!(legacy(r#""caso":null,"email":"""#).interaction_id(), "150");
}

#[test]
fn page_legacy_field_id_interaccion_has_at_most_120_characters() {
    let link = format!(r#"/integracionview/chattigo/chat/{}/"email":"""#, "1".repeat(121));
    assert_eq!(refused(&link), Code::LinkInteractionIdTooLong);
}

#[rstest]
#[case::identificador("identificador", "179259168")]
#[case::nombre("nombre", "Ana Muñoz")]
#[case::idrrss("idrrss", "@ana")]
#[case::email("email", "ana@example.com")]
#[case::telefono("telefono", "993405075")]
fn page_legacy_field_of_the_contact(#[case] key: &str, #[case] value: &str) {
    let link = legacy(&format!(r#""{key}":"{value}","empresa":null,"caso":null"#));
    let criteria = link.criteria();
    let present: Vec<_> = criteria
        .present()
        .map(|(field, value)| (field.wire(), value))
        .collect();
    assert_eq!((link.format(), present), (Format::Legacy, vec![(key, value)]));
    assert_eq!(link.search(), search(SearchObject::Contact, value));
}

#[test]
fn page_legacy_field_empresa() {
    assert_eq!(
        legacy(r#""email":"","empresa":"Acme","caso":null"#)
            .criteria()
            .account,
        Some("Acme")
    );
}

#[test]
fn page_legacy_field_caso() {
    assert_eq!(
        legacy(r#""email":"","empresa":null,"caso":"201201-000005""#)
            .criteria()
            .case,
        Some("201201-000005")
    );
}

#[test]
fn page_legacy_field_auth_token() {
    assert_eq!(legacy(r#""email":"""#).token().unwrap().expose(), TOKEN);
}

// ---- "Canales aceptados" ----

#[rstest]
#[case::voz("Voz", Channel::Voice)]
#[case::voz_accepts_call("Call", Channel::Voice)]
#[case::chat("Chat", Channel::Chat)]
#[case::email("Email", Channel::Email)]
#[case::sms("SMS", Channel::Sms)]
#[case::twdirect("TWDirect", Channel::TwDirect)]
#[case::messenger("Messenger", Channel::Messenger)]
#[case::facebook("Facebook", Channel::Facebook)]
#[case::whatsapp("Whatsapp", Channel::Whatsapp)]
#[case::telegram("Telegram", Channel::Telegram)]
#[case::hangout("Hangout", Channel::Hangout)]
#[case::instagram("Instagram", Channel::Instagram)]
fn page_channel(#[case] name: &str, #[case] channel: Channel) {
    for name in [name.to_owned(), name.to_lowercase(), name.to_uppercase()] {
        assert_eq!(
            read(&format!("/integracionview/genesys/{name}/1/{{}}")).channel(),
            channel
        );
    }
    assert!(name == channel.as_str() || name == "Call");
}

#[test]
fn page_channel_list_is_whole() {
    assert_eq!(Channel::ALL.len(), 11);
    assert_eq!(
        refused("/integracionview/genesys/fax/1/{}"),
        Code::LinkChannelUnknown
    );
    for channel in Channel::ALL {
        assert_eq!(channel.as_str().parse(), Ok::<_, LinkError>(channel));
    }
}

// ---- "Búsqueda de casos, cuentas y contactos" ----

#[test]
fn page_search_1_and_2_a_case_goes_before_everything() {
    let link = new(r#"{"contacto":"998874563","empresa":"Acme","caso":"210112-000000"}"#);
    assert_eq!(link.search(), search(SearchObject::Case, "210112-000000"));
}

#[test]
fn page_search_3_an_account_is_searched_where_no_case_comes() {
    let link = new(r#"{"contacto":"998874563","empresa":"Acme","caso":null}"#);
    assert_eq!(link.search(), search(SearchObject::Account, "Acme"));
}

#[test]
fn page_search_4_a_contact_is_searched_where_neither_comes() {
    let link = new(r#"{"contacto":"998874563","empresa":null,"caso":""}"#);
    assert_eq!(link.search(), search(SearchObject::Contact, "998874563"));
}

#[test]
fn page_search_of_nothing() {
    assert_eq!(
        new("{}").search(),
        Search {
            object: SearchObject::None,
            value: None
        }
    );
}

// ---- "Se recomienda migrar las implementaciones actuales al nuevo formato" ----

#[test]
fn page_migration_keeps_everything_but_the_extra_contact_values() {
    let link = legacy(r#""nombre":"Ana","telefono":"993405075","empresa":"Acme","caso":"201201-000005""#);
    let migrated = link.migrate();
    let (old, new) = (link.criteria(), migrated.link.criteria());
    assert_eq!(
        (migrated.link.format(), new.contact),
        (Format::New, Some("993405075"))
    );
    assert_eq!(
        (new.account, new.case, new.name, new.phone),
        (old.account, old.case, None, None)
    );
    assert_eq!(migrated.link.token(), link.token());
    let codes: Vec<Code> = migrated.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::LinkMigratedOneOfSeveral]);
    assert_eq!(migrated.link.search(), link.search());
}

#[test]
fn page_migration_of_one_value_has_nothing_to_report() {
    let migrated = legacy(r#""identificador":"","telefono":"993405075""#).migrate();
    assert_eq!(migrated.link.criteria().contact, Some("993405075"));
    assert!(migrated.findings.is_empty() && migrated.dropped.is_empty());
}

// ---- what must not be printed ----

#[test]
fn nothing_prints_the_token_or_a_value() {
    let link = legacy(r#""nombre":"Ana Secreta","empresa":"Acme Secreta""#);
    let printed = format!(
        "{link:?} {:?} {:?} {:?} {:?}",
        link.token(),
        link.criteria(),
        link.search(),
        link.migrate()
    );
    assert!(
        !printed.contains("Secreta") && !printed.contains(TOKEN) && !printed.contains("150"),
        "{printed}"
    );
    let bare = link.without_token();
    assert!(bare.token().is_none() && !bare.to_target().contains("ZTMg"));
    assert_eq!(bare.criteria(), link.criteria());
}
