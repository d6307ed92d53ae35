//! Making cases: of the contact in view, of one that is chosen or made, and once for an interaction.

use crate::{searches::encoded, world::World};
use axum::http::StatusCode;
use ba360_core::{record::ImportRow, text::Code};

#[tokio::test]
async fn a_case_of_a_link_carries_its_channel_platform_and_interaction() {
    let (world, mut browser) = World::with_admin().await;
    let contact = world.contact(["", "Ana Soto", "", "", "998874563"]).await;
    let link = encoded(r#"/integracionview/genesys/call/77-A/{"contacto":"998874563"}"#);
    let (at, record) = browser.follow(&link).await;
    assert_eq!(at, format!("/contactos/{contact}"));
    let form = browser.get(&record.link("Crear caso")).await;
    assert!(
        form.has("77-A") && !form.has("name=\"canal\""),
        "the interaction has the channel"
    );
    let interaction = form.value_of("interaccion").unwrap();
    let fields = [
        ("contacto", &*contact.0),
        ("interaccion", &interaction),
        ("asunto", "No funciona <nada>"),
    ];
    let made = browser.post("/casos/nuevo", &form, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let case = browser.get(&made.location).await;
    for text in [
        "260305-000000",
        "Voz",
        "genesys",
        "77-A",
        "05-03-2026 11:30",
        "Ana Soto",
        "Se creó el caso.",
    ] {
        assert!(case.has(text), "{text}");
    }
    assert!(case.has("No funciona &#60;nada&#62;"));
}

#[tokio::test]
async fn a_second_case_for_one_interaction_is_the_same_case() {
    let (world, mut browser) = World::with_admin().await;
    let contact = world.contact(["", "Ana Soto", "", "", "998874563"]).await;
    let other = world.contact(["", "Eva Rojas", "", "", "911112222"]).await;
    let link = encoded(r#"/integracionview/genesys/chat/77/{"contacto":"998874563"}"#);
    let (_, record) = browser.follow(&link).await;
    let form = browser.get(&record.link("Crear caso")).await;
    let interaction = form.value_of("interaccion").unwrap();
    let fields = [("contacto", &*contact.0), ("interaccion", &interaction)];
    let first = browser.post("/casos/nuevo", &form, &fields).await;
    let fields = [("contacto", &*other.0), ("interaccion", &interaction)];
    let second = browser.post("/casos/nuevo", &form, &fields).await;
    let number = |location: &str| location.split('?').next().map(ToOwned::to_owned);
    assert_eq!(number(&first.location), number(&second.location));
    let case = browser.get(&second.location).await;
    assert!(case.has("La interacción ya tenía este caso; no se creó otro.") && case.has("Ana Soto"));
    let list = browser.get("/casos").await;
    assert!(list.has("1 caso<"), "there is one alone");
}

#[tokio::test]
async fn without_a_contact_in_view_one_is_chosen() {
    let (world, mut browser) = World::with_admin().await;
    world.crowd(3).await;
    let link = encoded(r#"/integracionview/genesys/chat/77/{"contacto":"persona"}"#);
    let (_, view) = browser.follow(&link).await;
    let choose = browser.get(&view.link("Crear caso")).await;
    assert!(choose.has("¿De quién es el caso?") && choose.has("3 contactos"));
    let form = browser.get(&choose.links("Elegir")[1]).await;
    assert!(form.has("Persona 002") && form.value_of("interaccion").is_some());
    assert_eq!(form.value_of("contacto").as_deref(), Some("2"));
}

#[tokio::test]
async fn without_a_contact_in_view_one_is_made_filled_in_from_the_link() {
    let (world, mut browser) = World::with_admin().await;
    world.account(["76.1", "", "Ferretería Sur", "", ""]).await;
    world.account(["76.2", "", "Ferretería Norte", "", ""]).await;
    let link = r#"/integracionview/genesys/chat/77/{"empresa":"ferreteria","nombre":"Ana Soto","telefono":"998874563"}"#;
    let (_, view) = browser.follow(&encoded(link)).await;
    assert!(view.has("2 cuentas"));
    let choose = browser.get(&view.link("Crear caso")).await;
    let form = browser.get(&choose.link("Crear contacto")).await;
    assert_eq!(form.value_of("nombre").as_deref(), Some("Ana Soto"));
    assert_eq!(form.value_of("telefono").as_deref(), Some("998874563"));
    let along: Vec<(&str, String)> = ["interaccion", "volver", "para", "nombre", "telefono"]
        .into_iter()
        .filter_map(|name| Some((name, form.value_of(name)?)))
        .collect();
    let fields: Vec<(&str, &str)> = along
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let made = browser.post("/contactos/nuevo", &form, &fields).await;
    assert!(
        made.location.starts_with("/casos/nuevo?contacto=1"),
        "{}",
        made.location
    );
    let case_form = browser.get(&made.location).await;
    assert!(case_form.has("Ana Soto") && case_form.has("genesys"));
}

#[tokio::test]
async fn a_case_without_an_interaction_needs_a_channel_and_loses_nothing() {
    let (world, mut browser) = World::with_admin().await;
    let contact = world.contact(["", "Ana Soto", "", "", ""]).await;
    let account = world.account(["", "", "Ferretería Sur", "", ""]).await;
    world.tie(&contact, &account).await;
    let record = browser.get(&format!("/contactos/{contact}")).await;
    let form = browser.get(&record.link("Crear caso")).await;
    assert!(form.has("<option value=\"Whatsapp\">") && form.has(">Ferretería Sur</option>"));
    let fields = [
        ("contacto", &*contact.0),
        ("cuenta", &account.0),
        ("asunto", "Una duda"),
    ];
    let refused = browser.post("/casos/nuevo", &form, &fields).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.has("href=\"#campo-canal\"") && refused.has("aria-describedby=\"campo-canal-error\""));
    assert_eq!(refused.value_of("asunto").as_deref(), Some("Una duda"));
    assert!(refused.has(&format!("<option value=\"{account}\" selected>")));
    let with_channel = [&fields[..], &[("canal", "Telegram")]].concat();
    let made = browser.post("/casos/nuevo", &refused, &with_channel).await;
    let case = browser.get(&made.location).await;
    assert!(case.has("Telegram") && case.has("Ferretería Sur") && case.has("Una duda"));
}

#[tokio::test]
async fn from_an_account_its_contacts_come_first_and_the_account_is_kept() {
    let (world, mut browser) = World::with_admin().await;
    let contact = world.contact(["", "Ana Soto", "", "", ""]).await;
    world.contact(["", "Eva Rojas", "", "", ""]).await;
    let account = world.account(["", "", "Ferretería Sur", "", ""]).await;
    world.tie(&contact, &account).await;
    let record = browser.get(&format!("/cuentas/{account}")).await;
    let choose = browser.get(&record.link("Crear caso")).await;
    assert!(choose.has("Contactos de la cuenta") && choose.has("Ana Soto") && !choose.has("Eva Rojas"));
    let form = browser.get(&choose.link("Elegir")).await;
    assert!(form.has(&format!("<option value=\"{account}\" selected>")));
}

#[tokio::test]
async fn a_contact_that_is_gone_is_asked_for_again() {
    let (_world, mut browser) = World::with_admin().await;
    let page = browser.get("/casos/nuevo").await;
    let fields = [("contacto", "999"), ("canal", "Chat"), ("asunto", "Una duda")];
    let refused = browser.post("/casos/nuevo", &page, &fields).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert!(refused.has("El contacto no existe.") && refused.has("¿De quién es el caso?"));
    assert_eq!(refused.value_of("asunto").as_deref(), Some("Una duda"));
}

#[tokio::test]
async fn what_no_field_can_mend_is_told_at_the_top() {
    let (world, mut browser) = World::with_admin().await;
    let contact = world.contact(["1-9", "Ana Soto", "", "", ""]).await;
    let page = browser.get("/casos/nuevo").await;
    let fields = [
        ("contacto", &*contact.0),
        ("interaccion", "999"),
        ("asunto", "Una duda"),
    ];
    let refused = browser.post("/casos/nuevo", &page, &fields).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert!(
        refused.has("<div class=\"note bad\" role=\"alert\">") && refused.has("La interacción no existe.")
    );
    assert!(!refused.has("#campo-canal") && !refused.has("aria-invalid"));
    assert_eq!(refused.value_of("asunto").as_deref(), Some("Una duda"));
    // The day's last number is taken.
    let last = ["260305-999999", "1-9", "", "Chat", ""].map(ToOwned::to_owned);
    let import = &world.app.import;
    let made = import
        .run(&world.actor(), vec![ImportRow::Case(last)])
        .await
        .unwrap();
    assert!(made[0].is_ok());
    let link = encoded(r#"/integracionview/genesys/chat/77/{"contacto":"1-9"}"#);
    let (_, record) = browser.follow(&link).await;
    let form = browser.get(&record.link("Crear caso")).await;
    let interaction = form.value_of("interaccion").unwrap();
    let fields = [("contacto", &*contact.0), ("interaccion", &*interaction)];
    let refused = browser.post("/casos/nuevo", &form, &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(refused.outcome, Some(Code::CaseDayFull));
    assert!(refused.has("No quedan números de caso para hoy.") && !refused.has("campo-canal"));
}
