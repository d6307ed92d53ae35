//! Contacts, accounts, cases and links.

use crate::world::World;
use serde_json::json;

#[tokio::test]
async fn a_contact_is_made_found_edited_and_tied() {
    contacts_and_accounts(&World::new().await).await;
}

pub(crate) async fn contacts_and_accounts(world: &World) {
    let admin = world.admin().await;
    let new = json!({ "identifier": "17.925.916-8", "name": "María González", "phone": "+56 9 9887 4563" });
    let made = admin.post("/api/v1/contacts", new).await.is(201);
    let here = made.header("location").to_owned();
    assert_eq!(here, format!("/api/v1/contacts/{}", made.text("id")));
    assert_eq!(admin.get(&here).await.is(200).json, made.json);

    let found = admin.get("/api/v1/contacts?q=maria").await.is(200);
    assert_eq!(found.json["items"], json!([made.json]));
    assert_eq!(found.json["total_exact"], true);
    let found = admin
        .get("/api/v1/contacts?telefono=998874563&size=50")
        .await
        .is(200);
    assert_eq!(
        (&found.json["total"], &found.json["size"]),
        (&json!(1), &json!(50))
    );
    let nothing = admin.get("/api/v1/contacts?page=1000000000000").await.is(200);
    assert_eq!(
        (&nothing.json["total"], &nothing.json["page"]),
        (&json!(0), &json!(1))
    );
    let twice = admin.get("/api/v1/contacts?page=1&page=2").await;
    twice.refuses(400, "request_bad", &[]);

    let change = json!({ "version": made.json["version"], "name": "María Soto", "phone": null });
    let edited = admin.patch(&here, change.clone()).await.is(200);
    assert_eq!(edited.text("name"), "María Soto");
    assert_eq!(edited.text("identifier"), "17.925.916-8");
    assert!(edited.json["phone"].is_null());
    admin.patch(&here, change).await.refuses(409, "record_stale", &[]);

    let account = json!({ "identifier": "76.111.222-3", "legal_name": "Acme" });
    let account = admin.post("/api/v1/accounts", account).await.is(201);
    let there = account.header("location").to_owned();
    let change = json!({ "version": account.json["version"], "business_line": "Retail" });
    let account = admin.patch(&there, change).await.is(200);
    assert_eq!(admin.get(&there).await.is(200).json, account.json);
    let found = admin.get("/api/v1/accounts?q=acme").await.is(200);
    assert_eq!(found.json["items"], json!([account.json]));
    let tie = format!("{here}/accounts/{}", account.text("id"));
    admin.put(&tie, json!(null)).await.is(204);
    let accounts = admin.get(&format!("{here}/accounts")).await.is(200);
    assert_eq!(accounts.json["items"], json!([account.json]));
    let contacts = admin.get(&format!("{there}/contacts")).await.is(200);
    assert_eq!(contacts.json["items"], json!([edited.json]));
    admin.delete(&tie).await.is(204);
    let back = format!("{there}/contacts/{}", made.text("id"));
    admin.put(&back, json!(null)).await.is(204);
    admin.delete(&back).await.is(204);
    let accounts = admin.get(&format!("{here}/accounts")).await.is(200);
    assert_eq!(accounts.json["total"], 0);
}

#[tokio::test]
async fn a_refusal_names_the_field() {
    let world = World::new().await;
    let admin = world.admin().await;
    let contacts = "/api/v1/contacts";
    let long = "x".repeat(300);
    for (body, code, fields) in [
        (json!({}), "details_empty", &[][..]),
        (json!({ "name": long }), "value_too_long", &["name"]),
        (
            json!({ "social_id": "a\u{7}b" }),
            "value_control_character",
            &["social_id"],
        ),
        (json!({ "name": 7 }), "request_bad", &["name"]),
        (json!([]), "request_bad", &[]),
    ] {
        admin.post(contacts, body).await.refuses(400, code, fields);
    }
    // A15: what is no member of the body is refused.
    let answer = admin.post(contacts, json!({ "name": "a", "is_super": 1 })).await;
    answer.refuses(400, "request_bad", &["is_super"]);
    let form = admin.ask("POST", contacts, json!(null)).await;
    form.refuses(415, "media_type_refused", &[]);
    let answer = admin.ask("PUT", contacts, json!({})).await;
    assert_eq!(
        answer.refuses(405, "method_refused", &[]).header("allow"),
        "GET, HEAD, POST"
    );
    admin.get("/api/v1/nada").await.refuses(404, "page_unknown", &[]);
}

#[tokio::test]
async fn a_case_is_made_and_shown() {
    cases(&World::new().await).await;
}

pub(crate) async fn cases(world: &World) {
    let admin = world.admin().await;
    let contact = world.contact(&world.one, ["1-9", "", "", "", ""]).await.0;
    let account = world.account(&world.one, ["2-7", "", "", "", ""]).await.0;
    let new = json!({ "contact_id": contact, "account_id": account, "channel": "call", "subject": "Cobro" });
    let made = admin.post("/api/v1/cases", new).await.is(201);
    assert_eq!(
        (made.text("number"), made.text("channel")),
        ("260305-000000", "Voz")
    );
    let shown = admin.get("/api/v1/cases/260305-000000").await.is(200);
    assert_eq!(shown.json, made.json);
    for list in [
        "/api/v1/cases".to_owned(),
        "/api/v1/cases?q=260305-000000".to_owned(),
        format!("/api/v1/contacts/{contact}/cases"),
        format!("/api/v1/accounts/{account}/cases"),
    ] {
        assert_eq!(
            admin.get(&list).await.is(200).json["items"],
            json!([made.json]),
            "{list}"
        );
    }
    for (body, status, code, field) in [
        (
            json!({ "contact_id": contact, "channel": "fax" }),
            400,
            "link_channel_unknown",
            "channel",
        ),
        (
            json!({ "contact_id": "nadie", "channel": "Chat" }),
            404,
            "contact_unknown",
            "contact_id",
        ),
        (
            json!({ "contact_id": contact, "account_id": "x", "channel": "Chat" }),
            404,
            "account_unknown",
            "account_id",
        ),
    ] {
        let answer = admin.post("/api/v1/cases", body).await;
        answer.refuses(status, code, &[field]);
    }
    let answer = admin.get("/api/v1/cases/x").await;
    answer.refuses(404, "record_unknown", &[]);
}

#[tokio::test]
async fn another_companys_records_are_as_none() {
    let world = World::new().await;
    let admin = world.admin().await;
    let theirs = world.contact(&world.two, ["1-9", "Ajena", "", "", ""]).await.0;
    let account = world.account(&world.one, ["2-7", "", "", "", ""]).await.0;
    let path = format!("/api/v1/contacts/{theirs}");
    let found = admin.get("/api/v1/contacts?q=1-9").await.is(200);
    assert_eq!(found.json["total"], 0);
    admin.get(&path).await.refuses(404, "record_unknown", &[]);
    let change = json!({ "version": 1, "name": "b" });
    admin
        .patch(&path, change)
        .await
        .refuses(404, "record_unknown", &[]);
    let tie = admin
        .put(&format!("{path}/accounts/{account}"), json!(null))
        .await;
    tie.refuses(404, "record_unknown", &[]);
}

#[tokio::test]
async fn a_link_is_explained_without_its_token() {
    links(&World::new().await).await;
}

pub(crate) async fn links(world: &World) {
    let admin = world.admin().await;
    world.contact(&world.one, ["998874563", "", "", "", ""]).await;
    let ask = async |link: &str| {
        let answer = admin.post("/api/v1/links/explain", json!({ "link": link })).await;
        answer.is(200).json
    };
    let link = r#"/integracionview/genesys/chat/1/{"identificador":"998874563"}/SECRETO"#;
    let explained = ask(link).await;
    assert_eq!(
        (&explained["format"], &explained["token"]),
        (&json!("legacy"), &json!("present"))
    );
    assert_eq!(explained["opens"]["kind"], "record");
    assert!(
        explained["opens"]["path"]
            .as_str()
            .unwrap()
            .starts_with("/contactos/")
    );
    assert!(explained["migrated"].as_str().unwrap().contains("998874563"));
    assert!(!explained.to_string().contains("SECRETO"));
    for bad in ["", "x", "/integracionview/genesys/fax/1/{}"] {
        let explained = ask(bad).await;
        assert!(
            explained["error"]["code"].is_string() && explained["opens"].is_null(),
            "{bad}"
        );
    }
    let two = json!({ "link": "/a\n/b" });
    let answer = admin.post("/api/v1/links/explain", two).await;
    answer.refuses(400, "request_bad", &["link"]);
}
