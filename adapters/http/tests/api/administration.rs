//! Users, roles, groups, parameters, activity, sessions, keys and the instance.

use crate::world::World;
use serde_json::{Value, json};

#[tokio::test]
async fn roles_groups_and_users_are_administered() {
    users(&World::new().await).await;
}

pub(crate) async fn users(world: &World) {
    let admin = world.admin().await;
    let role = json!({ "name": "Agentes", "permissions": ["contacts.see", "cases.see"] });
    let role = admin.post("/api/v1/roles", role).await.is(201);
    let role_path = role.header("location").to_owned();
    let change = json!({ "version": role.json["version"], "permissions": ["contacts.see"] });
    let role = admin.patch(&role_path, change).await.is(200);
    assert_eq!(role.json["permissions"], json!(["contacts.see"]));
    admin.get(&role_path).await.is(200);
    admin
        .put("/api/v1/roles/default", json!({ "role_id": role.json["id"] }))
        .await
        .is(204);
    let found = admin.get("/api/v1/roles?q=agentes").await.is(200);
    assert_eq!(found.json["items"][0]["is_default"], true);
    let bad = json!({ "name": "x", "permissions": ["contacts.fly"] });
    admin
        .post("/api/v1/roles", bad)
        .await
        .refuses(400, "request_bad", &["permissions"]);
    let taken = json!({ "name": "Agentes", "permissions": [] });
    admin
        .post("/api/v1/roles", taken)
        .await
        .refuses(409, "label_taken", &["name"]);

    let group = admin
        .post("/api/v1/groups", json!({ "name": "Norte" }))
        .await
        .is(201);
    let group_path = group.header("location").to_owned();
    let change = json!({ "version": group.json["version"], "name": "Sur" });
    let group = admin.patch(&group_path, change).await.is(200);
    admin.get(&group_path).await.is(200);
    admin
        .put("/api/v1/groups/default", json!({ "group_id": null }))
        .await
        .is(204);
    let groups = admin.get("/api/v1/groups?q=sur").await.is(200);
    assert_eq!(groups.json["total"], 1);

    let user = json!({
        "name": "eva", "given_name": "Eva", "email": "eva@a.example", "time_zone": "America/Lima",
        "language": "en", "role_id": role.json["id"], "group_id": group.json["id"],
    });
    let made = admin.post("/api/v1/users", user).await.is(201);
    assert!(made.text("password").len() > 11);
    let path = made.header("location").to_owned();
    let shown = admin.get(&path).await.is(200);
    assert_eq!(shown.json["role"]["name"], "Agentes");
    let change = json!({ "version": shown.json["version"], "surname": "Soto", "group_id": null });
    let edited = admin.patch(&path, change).await.is(200);
    assert_eq!(
        (edited.text("given_name"), edited.text("surname")),
        ("Eva", "Soto")
    );
    assert!(edited.json["group"].is_null() && edited.json["time_zone"] == "America/Lima");
    let found = admin.get("/api/v1/users?q=soto").await.is(200);
    assert_eq!(found.json["items"][0]["full_name"], "Eva Soto");
    let again = admin.post(&format!("{path}/password"), Value::Null).await.is(200);
    assert_ne!(again.text("password"), made.text("password"));
    admin
        .post(&format!("{path}/revoke-tokens"), Value::Null)
        .await
        .is(204);
    admin
        .put(&format!("{path}/active"), json!({ "active": false }))
        .await
        .is(204);
    assert_eq!(admin.get(&path).await.is(200).json["active"], false);

    // The mark of the default is a change of the role too.
    let role = admin.get(&role_path).await.is(200);
    let in_use = format!("{role_path}?version={}", role.json["version"]);
    admin.delete(&in_use).await.refuses(409, "role_in_use", &[]);
    let spare = json!({ "name": "Sin nadie", "permissions": [] });
    let spare = admin.post("/api/v1/roles", spare).await.is(201);
    let nobodys = format!("{}?version={}", spare.header("location"), spare.json["version"]);
    admin.delete(&nobodys).await.is(204);
    let unused = format!("{group_path}?version={}", group.json["version"]);
    admin.delete(&unused).await.is(204);
    admin
        .delete(&group_path)
        .await
        .refuses(400, "request_bad", &["version"]);
    for (body, code, field) in [
        (json!({ "name": "a b" }), "user_name_bad", "name"),
        (json!({ "name": "x", "email": "x" }), "email_bad", "email"),
        (
            json!({ "name": "x", "time_zone": "Luna" }),
            "time_zone_bad",
            "time_zone",
        ),
        (
            json!({ "name": "x", "is_super": true }),
            "request_bad",
            "is_super",
        ),
    ] {
        admin
            .post("/api/v1/users", body)
            .await
            .refuses(400, code, &[field]);
    }
    for unknown in ["/api/v1/users/x", "/api/v1/users/99999", "/api/v1/users/-1"] {
        admin.get(unknown).await.refuses(404, "user_unknown", &[]);
    }
}

#[tokio::test]
async fn a_secret_among_the_parameters_is_told_to_nobody() {
    parameters(&World::new().await).await;
}

pub(crate) async fn parameters(world: &World) {
    let admin = world.admin().await;
    let new = json!({ "name": "ext_sys_pass", "value": "muy-secreto" });
    let made = admin.post("/api/v1/parameters", new).await.is(201);
    assert_eq!(
        (&made.json["secret"], &made.json["value"]),
        (&json!(true), &Value::Null)
    );
    let path = made.header("location").to_owned();
    let change = json!({ "version": made.json["version"], "value": "otro-secreto" });
    let changed = admin.put(&path, change.clone()).await.is(200);
    admin.put(&path, change).await.refuses(409, "record_stale", &[]);
    for answer in [admin.get(&path).await, admin.get("/api/v1/parameters").await] {
        assert!(!answer.is(200).json.to_string().contains("secreto"));
    }
    admin
        .delete(&format!("{path}?version={}", changed.json["version"]))
        .await
        .is(204);
    admin.get(&path).await.refuses(404, "parameter_unknown", &[]);
    let bad = json!({ "name": "ext_sys_url", "value": "http://127.0.0.1" });
    let answer = admin.post("/api/v1/parameters", bad).await;
    answer.refuses(400, "parameter_address_bad", &["value"]);
}

#[tokio::test]
async fn the_instance_keys_sessions_and_activity_are_administered() {
    instance(&World::new().await).await;
}

pub(crate) async fn instance(world: &World) {
    let admin = world.admin().await;
    let path = "/api/v1/instance";
    let shown = admin.get(path).await.is(200);
    let mut change = shown.json.clone();
    for told in ["name", "reindexing"] {
        change.as_object_mut().unwrap().remove(told);
    }
    change["activity_days"] = json!(30);
    change["frame_origins"] = json!(["https://apps.mypurecloud.com"]);
    let changed = admin.put(path, change.clone()).await.is(200);
    assert_eq!(changed.json["activity_days"], 30);
    admin
        .put(path, change.clone())
        .await
        .refuses(409, "record_stale", &[]);
    change["version"] = changed.json["version"].clone();
    for (member, value, code) in [
        ("hosts", json!(["otra.example"]), "own_host_missing"),
        ("hosts", json!(["http://x"]), "instance_setting_bad"),
        ("country", json!("Chile"), "instance_setting_bad"),
        ("national_length", json!(40), "instance_setting_bad"),
        ("language", json!("fr"), "language_bad"),
    ] {
        let mut bad = change.clone();
        bad[member] = value;
        admin.put(path, bad).await.refuses(400, code, &[member]);
    }

    let keys = admin.get("/api/v1/external-keys").await.is(200);
    let body = json!({ "revoke_tokens": false });
    let new = admin.post("/api/v1/external-keys/regenerate", body).await.is(200);
    assert_ne!(new.json["secretkey"]["key"], keys.json["secretkey"]["key"]);
    assert_eq!(new.json["clientkey"], keys.json["clientkey"]);

    admin.get("/api/v1/sessions").await.is(200);
    admin
        .delete(&format!("/api/v1/sessions/{}", "a7".repeat(32)))
        .await
        .is(204);
    admin
        .delete("/api/v1/sessions/x")
        .await
        .refuses(404, "record_unknown", &[]);

    let regenerated = admin
        .get("/api/v1/activity?kind=secret_regenerated&went_well=true")
        .await
        .is(200);
    let correlation = new.header("x-correlation-id");
    assert_eq!(regenerated.json["items"][0]["correlation_id"], correlation);
    let by_id = format!("/api/v1/activity?correlation_id={correlation}&from=2026-03-05T00:00:00Z");
    assert_eq!(admin.get(&by_id).await.is(200).json["total"], 1);
    for bad in ["kind", "went_well", "from", "to"] {
        let answer = admin.get(&format!("/api/v1/activity?{bad}=x")).await;
        answer.refuses(400, "request_bad", &[bad]);
    }
}
