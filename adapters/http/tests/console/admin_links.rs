//! *Inspector de enlaces*.

use crate::world::{World, permits};
use axum::http::StatusCode;
use ba360_core::{
    access::{Action, View},
    text::Code,
};

const TOKEN: &str = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIiwiZXhwIjoxfQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

#[tokio::test]
async fn a_link_is_explained_with_what_it_would_open() {
    let (world, mut browser) = World::with_admin().await;
    let contact = world.contact(["", "Ana Soto", "", "", "998874563"]).await;
    let form = browser.get("/admin/enlaces").await;
    let link = format!(r#"/integracionview/genesys/Call/1/{{"telefono":"998874563","otra":"x"}}/{TOKEN}"#);
    let read = browser.post("/admin/enlaces", &form, &[("enlaces", &link)]).await;
    assert_eq!((read.status, read.location.as_str()), (StatusCode::OK, ""));
    assert!(read.has("Con observaciones") && read.has("<code>link_unknown_key</code>"));
    assert!(read.has("<code>otra</code>") && read.has("<code>telefono</code>"));
    assert_eq!(
        read.link(&format!("Contacto {contact}")),
        format!("/contactos/{contact}")
    );
    let migrated = read.html.split("id=\"migrado-1\" value=\"").nth(1).unwrap();
    assert!(migrated.starts_with("/integracionview/genesys/Voz/1/"));
    assert!(!read.has("eyJ"), "no token on the page");
    // Nothing is kept.
    assert!(browser.get("/admin/actividad").await.has("ningún enlace"));
}

#[tokio::test]
async fn a_bad_link_is_shown_with_its_place_and_can_be_mended() {
    let (_world, mut browser) = World::with_admin().await;
    let form = browser.get("/admin/enlaces").await;
    let link = r#"/integracionview/genesys/fax/1/{"contacto":"998874563"}"#;
    let read = browser.post("/admin/enlaces", &form, &[("enlaces", link)]).await;
    assert!(read.has("No se puede leer") && read.has("<code>link_channel_unknown</code>"));
    assert!(read.has("byte 25") && read.has("<code>canal</code>"));
    assert!(read.has("fax/1/{&#34;contacto&#34;:&#34;998874563&#34;}</textarea>"));
    let mended = link.replace("fax", "chat");
    let read = browser
        .post("/admin/enlaces", &read, &[("enlaces", &mended)])
        .await;
    assert!(read.has(">Correcto<"));
}

#[tokio::test]
async fn a14_a_list_comes_back_as_csv_without_formulas_and_tokens() {
    let (world, mut browser) = World::with_admin().await;
    world.contact(["", "Ana Soto", "", "", "998874563"]).await;
    let form = browser.get("/admin/enlaces").await;
    let legacy = format!(r#"/integracionview/genesys/chat/1/{{"telefono":"998874563"}}/{TOKEN}"#);
    let lines = format!("{legacy}\n\n=HYPERLINK(\"https://evil.example\")\n@SUM(A1)\n+1\n-1\n");
    let csv = browser
        .post("/admin/enlaces/csv", &form, &[("enlaces", &lines)])
        .await;
    assert_eq!(csv.status, StatusCode::OK);
    let rows: Vec<&str> = csv.html.split("\r\n").collect();
    assert_eq!(rows[0], "link,status,code,migrated,opens");
    assert!(
        rows[1].contains(",good,ok,/integracionview/genesys/Chat/1/"),
        "{}",
        rows[1]
    );
    assert!(rows[2].starts_with("\"'=HYPERLINK("), "{}", rows[2]);
    for (row, begin) in rows[3..].iter().zip(["'@SUM(A1),bad", "'+1,bad", "'-1,bad"]) {
        assert!(row.starts_with(begin), "{row}");
    }
    assert!(!csv.has("eyJ"));
}

#[tokio::test]
async fn too_many_links_and_none_are_told_at_the_field() {
    let (_world, mut browser) = World::with_admin().await;
    let form = browser.get("/admin/enlaces").await;
    let many = "/integracionview/genesys/chat/1/{}\n".repeat(201);
    for target in ["/admin/enlaces", "/admin/enlaces/csv"] {
        let refused = browser.post(target, &form, &[("enlaces", &many)]).await;
        assert_eq!(refused.outcome, Some(Code::TooManyLinks), "{target}");
        assert!(refused.has("id=\"campo-enlaces-error\""));
        let refused = browser.post(target, &form, &[("enlaces", " \n ")]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{target}");
        assert!(refused.has("Pegue al menos un enlace."));
    }
    // Two hundred long ones are more than an ordinary form may hold.
    let long = format!(
        r#"/integracionview/genesys/chat/1/{{"contacto":"{}"}}"#,
        "a".repeat(250)
    );
    let list = format!("{long}\n").repeat(200);
    let read = browser.post("/admin/enlaces", &form, &[("enlaces", &list)]).await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(read.has("200 enlaces"));
}

#[tokio::test]
async fn a2_a3_what_it_would_open_is_what_the_inspector_of_this_company_may_see() {
    let (world, _) = World::with_admin().await;
    let other = world.other_company().await;
    let texts = ["", "Ajena", "", "", "977777777"];
    world.app.save_contact.run(&other, None, texts).await.unwrap();
    world.contact(["", "Ana Soto", "", "", "998874563"]).await;
    let mut user = world
        .user("revisora", Some(permits(&[(View::LinkInspector, Action::See)])))
        .await;
    let form = user.get("/admin/enlaces").await;
    let link = r#"/integracionview/genesys/chat/1/{"contacto":"998874563"}"#;
    let read = user.post("/admin/enlaces", &form, &[("enlaces", link)]).await;
    assert!(!read.has("/contactos/") && read.has("Su rol no permite esta acción"));
    let mut admin = world.comes_in("revisora", "una clave larga").await.0;
    let theirs = r#"/integracionview/genesys/chat/1/{"contacto":"977777777"}"#;
    let read = admin.post("/admin/enlaces", &form, &[("enlaces", theirs)]).await;
    assert!(!read.has("Ajena"));
}
