//! *Parámetros*: secrets are never shown again.

use crate::world::World;
use axum::http::StatusCode;
use ba360_core::text::Code;

const SECRET: &str = "clave-del-servicio-77";

#[tokio::test]
async fn a4_a_secret_is_masked_everywhere_and_only_replaced() {
    let (world, mut browser) = World::with_admin().await;
    let form = browser.get("/admin/parametros/nuevo").await;
    // The page's own parameter is a secret whatever was ticked.
    let fields = [("nombre", "ext_sys_pass"), ("valor", SECRET)];
    let made = browser.post("/admin/parametros/nuevo", &form, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let list = browser.get(&made.location).await;
    assert!(list.has("Se creó el parámetro.") && list.has("••••••••") && !list.has(SECRET));
    let target = list.link("ext_sys_pass");
    let form = browser.get(&target).await;
    assert!(!form.has(SECRET) && form.has("type=\"password\""));
    let version = form.value_of("version").unwrap();
    // Left blank it stays.
    let kept = browser
        .post(&target, &form, &[("version", &*version), ("valor", "")])
        .await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let fields = [("version", &*version), ("valor", "a\u{7}b")];
    let refused = browser.post(&target, &form, &fields).await;
    assert_eq!(refused.outcome, Some(Code::ParameterValueBad));
    assert!(refused.has("id=\"campo-valor-error\"") && !refused.has("a\u{7}b"));
    let fields = [("version", &*version), ("valor", "otra-clave-del-servicio")];
    let saved = browser.post(&target, &form, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    for target in ["/admin/parametros", &target, "/admin/actividad"] {
        let page = browser.get(target).await;
        assert!(
            !page.has(SECRET) && !page.has("otra-clave-del-servicio"),
            "{target}"
        );
    }
    let name = "ext_sys_pass".parse().unwrap();
    let shown = world
        .app
        .list_parameters
        .one(&world.actor(), &name)
        .await
        .unwrap();
    assert_eq!(shown.value, None);
}

#[tokio::test]
async fn a4_a_refused_form_does_not_send_a_secret_back() {
    let (_world, mut browser) = World::with_admin().await;
    let form = browser.get("/admin/parametros/nuevo").await;
    let fields = [("nombre", "Con Espacio"), ("valor", SECRET), ("secreto", "si")];
    let refused = browser.post("/admin/parametros/nuevo", &form, &fields).await;
    assert_eq!(refused.outcome, Some(Code::ParameterNameBad));
    assert!(refused.has("id=\"campo-nombre-error\"") && !refused.has(SECRET));
    let fields = [("nombre", "ext_sys_pass"), ("valor", SECRET)];
    browser.post("/admin/parametros/nuevo", &form, &fields).await;
    let taken = browser.post("/admin/parametros/nuevo", &form, &fields).await;
    assert_eq!(taken.outcome, Some(Code::LabelTaken));
    assert!(!taken.has(SECRET));
}

#[tokio::test]
async fn a6_the_address_of_the_service_is_checked_and_explained() {
    let (_world, mut browser) = World::with_admin().await;
    let form = browser.get("/admin/parametros/nuevo").await;
    for bad in [
        "javascript:alert(1)",
        "http://social.example",
        "https://127.0.0.1",
    ] {
        let fields = [("nombre", "ext_sys_url"), ("valor", bad)];
        let refused = browser.post("/admin/parametros/nuevo", &form, &fields).await;
        assert_eq!(refused.outcome, Some(Code::ParameterAddressBad), "{bad}");
        assert!(refused.has("id=\"campo-valor-error\""));
        assert_eq!(refused.value_of("valor").as_deref(), Some(bad));
    }
    let fields = [
        ("nombre", "ext_sys_url"),
        ("valor", "https://social.beaware360.com"),
    ];
    let made = browser.post("/admin/parametros/nuevo", &form, &fields).await;
    let list = browser.get(&made.location).await;
    assert!(list.has("https://social.beaware360.com") && list.has("guarda las conversaciones"));
}

#[tokio::test]
async fn a_parameter_is_edited_in_the_state_that_was_seen_and_deleted() {
    let (world, mut browser) = World::with_admin().await;
    let save = &world.app.save_parameter;
    save.run(&world.actor(), "nuevo", "uno", false, None)
        .await
        .unwrap();
    let target = browser.get("/admin/parametros").await.link("nuevo");
    let form = browser.get(&target).await;
    let version = form.value_of("version").unwrap();
    let seen = Some(version.parse().unwrap());
    save.run(&world.actor(), "nuevo", "dos", false, seen)
        .await
        .unwrap();
    let stale = browser
        .post(&target, &form, &[("version", &*version), ("valor", "tres")])
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.has("<strong>Valor actual:</strong> dos"));
    assert_eq!(stale.value_of("valor").as_deref(), Some("tres"));
    let ask = browser.get(&stale.link("Eliminar")).await;
    let version = ask.value_of("version").unwrap();
    let gone = browser
        .post(
            "/admin/parametros/nuevo/eliminar",
            &ask,
            &[("version", &*version)],
        )
        .await;
    assert!(
        browser
            .get(&gone.location)
            .await
            .has("Todavía no hay parámetros.")
    );
}

#[tokio::test]
async fn a2_parameters_of_another_company_are_not_there() {
    let (world, mut browser) = World::with_admin().await;
    let other = world.other_company().await;
    let save = &world.app.save_parameter;
    save.run(&other, "ajeno", "valor ajeno", false, None)
        .await
        .unwrap();
    let page = browser.get("/admin/parametros").await;
    assert!(!page.has("ajeno"));
    for target in [
        "/admin/parametros/ajeno/editar",
        "/admin/parametros/ajeno/eliminar",
    ] {
        assert_eq!(
            browser.get(target).await.status,
            StatusCode::NOT_FOUND,
            "{target}"
        );
        let fields = [("version", "1"), ("valor", "mío")];
        let answer = browser.post(target, &page, &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{target}");
    }
}
