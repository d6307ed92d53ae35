//! The search views: what they find, where their links lead, and that the way back keeps all of it.

use crate::world::World;
use axum::http::StatusCode;
use ba360_core::link::Link;

#[tokio::test]
async fn the_search_and_its_page_are_kept_when_the_agent_comes_back() {
    let (world, mut browser) = World::with_admin().await;
    world.crowd(45).await;
    let second = browser.get("/contactos?q=persona&page=2&size=20").await;
    assert!(
        second.has("45 contactos") && second.has("21–40 de 45"),
        "{}",
        second.html
    );
    let record = browser.get(&second.link("Persona 021")).await;
    assert_eq!(record.status, StatusCode::OK);
    assert_eq!(
        record.link("Volver a la búsqueda de contactos"),
        "/contactos?q=persona&page=2&size=20"
    );
    // Editing on the way does not lose it either.
    let form = browser.get(&record.link("Editar")).await;
    let back = form.value_of("volver").unwrap();
    let version = form.value_of("version").unwrap();
    let fields = [
        ("volver", &*back),
        ("version", &version),
        ("identificador", "ID-0021"),
        ("nombre", "Persona veintiuno"),
    ];
    let saved = browser.post("/contactos/21/editar", &form, &fields).await;
    let (_, record) = browser.follow(&saved.location).await;
    assert!(record.has("Persona veintiuno") && record.has("Se guardaron los cambios."));
    assert_eq!(
        record.link("Volver a la búsqueda de contactos"),
        "/contactos?q=persona&page=2&size=20"
    );
}

#[tokio::test]
async fn the_pager_leads_to_every_page_and_the_agent_chooses_the_size() {
    let (world, mut browser) = World::with_admin().await;
    world.crowd(45).await;
    let first = browser.get("/contactos?q=persona").await;
    assert_eq!(
        first.html.matches("<tr role=\"row\">").count(),
        11,
        "a heading and ten rows"
    );
    assert_eq!(first.link("Siguiente"), "/contactos?q=persona&page=2");
    assert!(first.links("Anterior").is_empty());
    assert_eq!(first.link("50 filas por página"), "/contactos?q=persona&size=50");
    let last = browser.get("/contactos?q=persona&page=5").await;
    assert_eq!(last.html.matches("<tr role=\"row\">").count(), 6);
    assert_eq!(last.link("Anterior"), "/contactos?q=persona&page=4");
    assert!(last.links("Siguiente").is_empty());
    let all = browser.get("/contactos?q=persona&size=50").await;
    assert_eq!(all.html.matches("<tr role=\"row\">").count(), 46);
    assert!(
        all.has("name=\"size\" value=\"50\""),
        "the next search keeps the size"
    );
}

#[tokio::test]
async fn x9_a_page_that_is_none_is_clamped() {
    let (world, mut browser) = World::with_admin().await;
    world.crowd(25).await;
    for (page, range) in [
        ("0", "1–10 de 25"),
        ("-1", "1–10 de 25"),
        ("1e3", "1–10 de 25"),
        ("", "1–10 de 25"),
        ("%EF%BC%92", "1–10 de 25"),
        ("1000000000000", "21–25 de 25"),
        ("18446744073709551616", "21–25 de 25"),
    ] {
        let answer = browser.get(&format!("/contactos?q=persona&page={page}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(answer.has(range), "{page}");
    }
    let twice = browser.get("/contactos?q=persona&page=1&page=2").await;
    assert_eq!(twice.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_search_by_field_searches_that_field_alone() {
    let (world, mut browser) = World::with_admin().await;
    world
        .contact(["1-9", "Ana Soto", "", "ana@correo.cl", "998874563"])
        .await;
    let found = browser.get("/contactos?telefono=998874563").await;
    assert!(found.has("1 contacto") && found.has("Ana Soto"));
    assert!(
        found.has("<details class=\"more\" open>"),
        "the field that was searched is in sight"
    );
    let none = browser.get("/contactos?nombre=998874563").await;
    assert!(none.has("Ningún contacto coincide"));
}

#[tokio::test]
async fn an_empty_search_offers_the_record_filled_in() {
    let (_world, mut browser) = World::with_admin().await;
    let empty = browser.get("/contactos?q=nadie@correo.cl").await;
    assert!(empty.has("value=\"nadie@correo.cl\""), "the box keeps the value");
    let form = browser.get(&empty.link("Crear contacto")).await;
    assert_eq!(form.value_of("email").as_deref(), Some("nadie@correo.cl"));
    assert_eq!(form.value_of("nombre").as_deref(), Some(""));
    let empty = browser.get("/cuentas?q=Ferreter%C3%ADa+Sur").await;
    let form = browser.get(&empty.link("Crear cuenta")).await;
    assert_eq!(form.value_of("razon_social").as_deref(), Some("Ferretería Sur"));
}

#[tokio::test]
async fn l17_a_text_that_can_be_no_value_is_told_at_the_box() {
    let (_world, mut browser) = World::with_admin().await;
    for target in ["/contactos", "/cuentas", "/casos"] {
        let refused = browser.get(&format!("{target}?q=a%07b")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{target}");
        assert!(refused.has("El valor contiene un carácter de control."));
        assert!(refused.has("aria-describedby=\"campo-q-error\""));
    }
}

#[tokio::test]
async fn cases_are_found_by_their_number_alone() {
    let (_world, mut browser) = World::with_admin().await;
    let all = browser.get("/casos").await;
    assert!(all.has("Todos los casos") && all.has("Todavía no hay casos."));
    let no_number = browser.get("/casos?q=2601").await;
    assert!(no_number.has("El número de caso es una fecha y una secuencia"));
}

#[tokio::test]
async fn what_a_lower_parameter_would_find_is_told_in_one_line() {
    let (world, mut browser) = World::with_admin().await;
    let contact = world.contact(["", "Ana Soto", "", "", "998874563"]).await;
    world.contact(["", "Ana Rojas", "", "", ""]).await;
    let link = r#"/integracionview/genesys/chat/77/{"contacto":"ana","empresa":"no existe","caso":null}"#;
    let (at, view) = browser.follow(&encoded(link)).await;
    assert!(
        at.starts_with("/integracionview"),
        "it goes nowhere by itself: {at}"
    );
    assert!(view.has("Con el otro dato del enlace sí hay resultados"));
    let found = browser.get(&view.link("ver 2 contactos")).await;
    assert!(found.has("Ana Rojas"));
    // The interaction came along, to the record too.
    let record = browser.get(&found.link("Ana Soto")).await;
    assert!(
        record
            .link("Crear caso")
            .contains(&format!("contacto={}", contact.0))
    );
    assert!(record.link("Crear caso").contains("interaccion="));
}

#[tokio::test]
async fn a_link_that_finds_several_shows_them_under_the_consoles_own_address() {
    let (world, mut browser) = World::with_admin().await;
    world.crowd(12).await;
    let link = r#"/integracionview/genesys/chat/77/{"contacto":"persona"}"#;
    let (_, view) = browser.follow(&encoded(link)).await;
    assert_eq!(view.status, StatusCode::OK);
    assert!(view.has("12 contactos") && view.has("value=\"persona\""));
    assert!(
        view.has("<a href=\"/contactos\" aria-current=\"true\">"),
        "the menu says where one is"
    );
    let address = view
        .html
        .split("data-address=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let own = browser.get(&address.replace("&#38;", "&")).await;
    assert!(own.has("12 contactos") && own.has("genesys"), "{address}");
    assert!(own.link("Siguiente").contains("interaccion="));
}

/// As a browser would send it.
pub(crate) fn encoded(link: &str) -> String {
    link.replace('{', "%7B")
        .replace('}', "%7D")
        .replace('"', "%22")
        .replace(' ', "%20")
}

#[tokio::test]
async fn the_address_of_a_link_is_the_one_that_its_page_keeps() {
    let (world, mut browser) = World::with_admin().await;
    let contact = world.contact(["", "Ñandú & Cía", "", "", "998874563"]).await;
    world.contact(["", "Ñandú & Cía", "", "", ""]).await;
    let opened = async |target: &str| {
        let link = Link::parse(target.as_bytes()).unwrap();
        let opened = world.app.open_link.run(&world.actor(), &link).await.unwrap();
        ba360_http::address_of(&opened)
    };
    let many = encoded(r#"/integracionview/genesys/chat/77/{"nombre":"Ñandú & Cía"}"#);
    let (_, view) = browser.follow(&many).await;
    let kept = opened(&many).await.replace('&', "&#38;");
    assert!(kept.starts_with("/contactos?nombre=%C3%91and%C3%BA+%26+C%C3%ADa&#38;interaccion="));
    assert!(view.has(&format!("data-address=\"{kept}\"")), "{kept}");
    let one = encoded(r#"/integracionview/genesys/chat/78/{"telefono":"998874563"}"#);
    let (at, _) = browser.follow(&one).await;
    assert_eq!(at, opened(&one).await);
    assert_eq!(at, format!("/contactos/{contact}"));
}
