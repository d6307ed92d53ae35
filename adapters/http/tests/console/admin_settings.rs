//! *Instancia*.

use crate::world::{Answer, World, permits};
use axum::http::StatusCode;
use ba360_core::{
    access::{Action, View},
    text::Code,
};

/// What the form sends when nothing is changed but these.
fn fields<'f>(version: &'f str, changed: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let usual = [
        ("direcciones", "crm.example"),
        ("zona", "America/Santiago"),
        ("idioma", "es"),
        ("pais", "CL"),
        ("largo", "9"),
        ("origenes", ""),
        ("dias", "90"),
    ];
    let mut all = vec![("version", version)];
    for (name, value) in usual {
        let other = changed.iter().find(|(it, _)| *it == name);
        all.push((name, other.map_or(value, |(_, value)| value)));
    }
    all
}

fn version(page: &Answer) -> String {
    page.value_of("version").unwrap()
}

#[tokio::test]
async fn settings_are_changed_and_count_at_once() {
    let (_world, mut browser) = World::with_admin().await;
    let form = browser.get("/admin/instancia").await;
    assert!(form.has("crm.example") && form.has("America/Santiago") && form.has("https://apps."));
    let changed = [
        ("direcciones", "crm.example\r\notro.example\r\n"),
        ("idioma", "en"),
        ("origenes", "https://apps.mypurecloud.com"),
        ("dias", "30"),
    ];
    let seen = version(&form);
    let saved = browser
        .post("/admin/instancia", &form, &fields(&seen, &changed))
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let page = browser.get(&saved.location).await;
    assert!(page.has("The changes were saved.") && page.has("otro.example"));
    assert!(page.has("https://apps.mypurecloud.com"));
}

#[tokio::test]
async fn a_bad_setting_is_told_at_its_field() {
    let (_world, mut browser) = World::with_admin().await;
    let form = browser.get("/admin/instancia").await;
    let seen = version(&form);
    for (at, bad, code) in [
        (
            "direcciones",
            "crm.example\nhttps://x.example",
            Code::InstanceSettingBad,
        ),
        ("direcciones", "x.example", Code::OwnHostMissing),
        ("zona", "Santiago", Code::TimeZoneBad),
        ("idioma", "fr", Code::LanguageBad),
        ("pais", "Chile", Code::InstanceSettingBad),
        ("largo", "5", Code::InstanceSettingBad),
        ("largo", "nueve", Code::InstanceSettingBad),
        ("origenes", "*", Code::InstanceSettingBad),
        ("dias", "0", Code::InstanceSettingBad),
    ] {
        let refused = browser
            .post("/admin/instancia", &form, &fields(&seen, &[(at, bad)]))
            .await;
        assert_eq!(refused.outcome, Some(code), "{at} {bad}");
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.has(&format!("id=\"campo-{at}-error\"")), "{at} {bad}");
    }
    let many: Vec<String> = (0..21).map(|n| format!("https://a{n}.example")).collect();
    let many = many.join("\n");
    let refused = browser
        .post("/admin/instancia", &form, &fields(&seen, &[("origenes", &many)]))
        .await;
    assert_eq!(refused.outcome, Some(Code::TooManyOrigins));
}

#[tokio::test]
async fn a_host_of_another_company_is_not_taken_and_a_stale_change_changes_nothing() {
    let (world, mut browser) = World::with_admin().await;
    world.other_company().await;
    let form = browser.get("/admin/instancia").await;
    let seen = version(&form);
    let changed = [("direcciones", "crm.example\notra.example")];
    let refused = browser
        .post("/admin/instancia", &form, &fields(&seen, &changed))
        .await;
    assert_eq!(refused.outcome, Some(Code::HostTaken));
    let saved = browser
        .post("/admin/instancia", &form, &fields(&seen, &[("dias", "30")]))
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let stale = browser
        .post("/admin/instancia", &form, &fields(&seen, &[("dias", "60")]))
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.has("<strong>Valor actual:</strong> 30"));
    assert_eq!(stale.value_of("dias").as_deref(), Some("60"));
}

#[tokio::test]
async fn who_may_only_look_cannot_change_anything() {
    let (world, _) = World::with_admin().await;
    let mut reader = world
        .user("lectora", Some(permits(&[(View::Instance, Action::See)])))
        .await;
    let page = reader.get("/admin/instancia").await;
    assert!(page.has("<fieldset disabled>") && !page.has(">Guardar<"));
    let answer = reader.post("/admin/instancia", &page, &fields("1", &[])).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
