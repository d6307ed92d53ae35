//! *Grupos*.

use crate::world::World;
use axum::http::StatusCode;
use ba360_core::{access::directory::UserTexts, text::Code};

#[tokio::test]
async fn a_group_is_made_renamed_marked_and_deleted() {
    let (_world, mut browser) = World::with_admin().await;
    let empty = browser.get("/admin/grupos").await;
    assert!(empty.has("Todavía no hay grupos."));
    let form = browser.get(&empty.link("Crear grupo")).await;
    let made = browser
        .post("/admin/grupos/nuevo", &form, &[("nombre", "Norte")])
        .await;
    let group = browser.get(&made.location).await;
    assert!(group.has("Se creó el grupo.") && group.has("<h1>Norte</h1>"));
    let path = made.location.split('?').next().unwrap().to_owned();
    let version = group.value_of("version").unwrap();
    let fields = [("version", &*version), ("nombre", "Sur")];
    let saved = browser.post(&path, &group, &fields).await;
    assert!(browser.get(&saved.location).await.has("<h1>Sur</h1>"));
    let stale = browser
        .post(&path, &group, &[("version", &*version), ("nombre", "Este")])
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.has("<strong>Valor actual:</strong> Sur"));
    let marked = browser
        .post(&format!("{path}/predeterminado"), &group, &[("marca", "si")])
        .await;
    assert!(
        browser
            .get(&marked.location)
            .await
            .has("Quedó marcado por defecto.")
    );
    let ask = browser.get(&format!("{path}/eliminar")).await;
    let version = ask.value_of("version").unwrap();
    let gone = browser
        .post(&format!("{path}/eliminar"), &ask, &[("version", &*version)])
        .await;
    assert!(browser.get(&gone.location).await.has("Todavía no hay grupos."));
}

#[tokio::test]
async fn a_group_with_users_stays_and_a_bad_name_is_told_at_the_field() {
    let (world, mut browser) = World::with_admin().await;
    let group = world
        .app
        .save_group
        .run(&world.actor(), None, "Norte")
        .await
        .unwrap();
    let texts = UserTexts {
        group: Some(group),
        ..UserTexts::default()
    };
    world
        .app
        .create_user
        .run(&world.actor(), "ana", texts)
        .await
        .unwrap();
    let target = format!("/admin/grupos/{}/eliminar", group.0);
    let ask = browser.get(&target).await;
    let version = ask.value_of("version").unwrap();
    let refused = browser.post(&target, &ask, &[("version", &*version)]).await;
    assert_eq!(refused.outcome, Some(Code::GroupInUse));
    for (name, code) in [("", Code::LabelBad), ("Norte", Code::LabelTaken)] {
        let refused = browser
            .post("/admin/grupos/nuevo", &ask, &[("nombre", name)])
            .await;
        assert_eq!(refused.outcome, Some(code));
        assert!(refused.has("id=\"campo-nombre-error\""));
    }
}

#[tokio::test]
async fn a2_a_group_of_another_company_is_like_one_that_is_not_there() {
    let (world, mut browser) = World::with_admin().await;
    let other = world.other_company().await;
    let theirs = world.app.save_group.run(&other, None, "Ajeno").await.unwrap();
    let path = format!("/admin/grupos/{}", theirs.0);
    let page = browser.get("/admin/grupos").await;
    assert!(!page.has("Ajeno"));
    for target in [path.clone(), format!("{path}/eliminar")] {
        assert_eq!(
            browser.get(&target).await.status,
            StatusCode::NOT_FOUND,
            "{target}"
        );
    }
    for target in [
        path.clone(),
        format!("{path}/eliminar"),
        format!("{path}/predeterminado"),
    ] {
        let fields = [("version", "1"), ("nombre", "Mío"), ("marca", "si")];
        let answer = browser.post(&target, &page, &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{target}");
    }
}
