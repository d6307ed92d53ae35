//! `POST /ba360/apir/v10/cases`.

use crate::world::World;
use ba360_core::access::{Action, Permission, PermissionSet, View};
use serde_json::json;

const CASES: &str = "/ba360/apir/v10/cases";

#[tokio::test]
async fn an_interaction_has_one_case_however_often_it_is_reported() {
    reports(&World::new().await).await;
}

pub(crate) async fn reports(world: &World) {
    let admin = world.admin().await;
    let report = json!({
        "contacto": { "nombre": "Ana Soto", "telefono": "+56 9 8887 4563" },
        "crear_contacto": true,
        "canal": "WEBCHAT",
        "plataforma": "chattigo",
        "id": "77",
        "asunto": "Cobro",
        "prioridad": "alta",
    });
    let made = admin.post(CASES, report.clone()).await.is(201);
    assert_eq!(
        (made.text("numero"), made.text("canal")),
        ("260305-000000", "Chat")
    );
    assert_eq!(made.header("location"), "/api/v1/cases/260305-000000");
    let again = admin.post(CASES, report).await.is(200);
    assert_eq!(again.json, made.json);
    let found = admin.get("/api/v1/contacts?telefono=988874563").await.is(200);
    assert_eq!(found.json["total"], 1, "the contact is made once");
    let lines = admin
        .get("/api/v1/activity?kind=case_reported&platform=CHATTIGO")
        .await
        .is(200);
    assert_eq!(lines.json["total"], 2);
}

#[tokio::test]
async fn a_contact_is_known_by_what_is_its_own() {
    let world = World::new().await;
    let admin = world.admin().await;
    let known = world
        .contact(&world.one, ["1-9", "Ana Soto", "", "ana@a.example", ""])
        .await
        .0;
    let report = |contact, id| {
        let mut report = json!({ "canal": "Chat", "plataforma": "genesys", "id": id });
        report["contacto"] = contact;
        report
    };
    for (contact, id) in [
        (json!({ "email": "ANA@A.example" }), "1"),
        (json!({ "nombre": "ana soto" }), "2"),
        (json!({ "identificador": "19", "telefono": "12345678" }), "3"),
    ] {
        let made = admin.post(CASES, report(contact, id)).await.is(201);
        assert_eq!(made.text("contacto_id"), known);
    }
    // People share names, and a part of one is nobody.
    for contact in [
        json!({ "nombre": "Ana Soto", "telefono": "12345678" }),
        json!({ "nombre": "Ana" }),
    ] {
        let answer = admin.post(CASES, report(contact, "4")).await;
        answer.refuses(404, "contact_unknown", &["contacto"]);
    }
}

#[tokio::test]
async fn a_report_that_cannot_be_names_the_field_and_keeps_nothing() {
    let world = World::new().await;
    let admin = world.admin().await;
    let good = json!({ "contacto": { "nombre": "Eva" }, "crear_contacto": true,
                       "canal": "Chat", "plataforma": "genesys", "id": "1" });
    let with = |member: &str, value| {
        let mut report = good.clone();
        report[member] = value;
        report
    };
    for (report, status, code, fields) in [
        (
            with("canal", json!("fax")),
            400,
            "link_channel_unknown",
            &["canal"][..],
        ),
        (
            with("plataforma", json!(" ")),
            400,
            "link_platform_missing",
            &["plataforma"],
        ),
        (
            with("id", json!("{{id}}")),
            400,
            "link_interaction_id_unfilled",
            &["id"],
        ),
        (
            with("asunto", json!("a\nb")),
            400,
            "value_control_character",
            &["asunto"],
        ),
        (
            with("empresa_id", json!("x")),
            404,
            "account_unknown",
            &["empresa_id"],
        ),
        (
            with("contacto_id", json!("7")),
            400,
            "request_bad",
            &["contacto_id", "contacto"],
        ),
        (with("contacto", json!({})), 400, "details_empty", &["contacto"]),
        (
            with("contacto", json!({ "email": 1 })),
            400,
            "request_bad",
            &["contacto.email"],
        ),
    ] {
        admin.post(CASES, report).await.refuses(status, code, fields);
    }
    for empty in ["/api/v1/cases", "/api/v1/contacts?q=eva", "/api/v1/activity"] {
        assert_eq!(admin.get(empty).await.is(200).json["total"], 0, "{empty}");
    }
}

#[tokio::test]
async fn a_contact_is_made_by_whoever_may_make_contacts() {
    let world = World::new().await;
    let may = [
        (View::Cases, Action::Create),
        (View::Cases, Action::See),
        (View::Contacts, Action::See),
    ];
    let role = may.into_iter().fold(PermissionSet::NONE, |set, (view, action)| {
        set.with(Permission { view, action })
    });
    let program = world.program("integrador", Some(role)).await;
    let report = json!({ "contacto": { "nombre": "Eva" }, "crear_contacto": true,
                         "canal": "Chat", "plataforma": "genesys", "id": "1" });
    let answer = program.post(CASES, report).await;
    answer.refuses(403, "not_permitted", &[]);
}
