//! *Usuarios*: making, editing, deactivating, and who may.

use crate::world::{World, permits};
use axum::http::StatusCode;
use ba360_core::{
    access::{Action, PermissionSet, RoleId, View, directory::UserTexts},
    text::Code,
};

async fn administrator(world: &World) -> RoleId {
    let roles = world.app.list_roles.to_choose(&world.actor()).await.unwrap();
    let all = roles.iter().find(|role| role.permissions == PermissionSet::all());
    all.unwrap().id
}

#[tokio::test]
async fn a_made_users_password_is_shown_once_and_in_no_address() {
    let (world, mut browser) = World::with_admin().await;
    let form = browser.get("/admin/usuarios/nuevo").await;
    let fields = [
        ("usuario", "ana.soto"),
        ("nombre", "Ana"),
        ("email", "ana@correo.cl"),
    ];
    let made = browser.post("/admin/usuarios/nuevo", &form, &fields).await;
    assert_eq!((made.status, made.location.as_str()), (StatusCode::OK, ""));
    assert!(made.has("Usuario creado") && made.has("ana.soto"));
    let password = made
        .html
        .split("id=\"campo-clave\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap()
        .to_owned();
    assert_eq!(password.len(), 16);
    let user = made.link("Ya la copié");
    let shown = browser.get(&user).await;
    assert!(shown.has("Ana") && shown.has("ana@correo.cl") && shown.has("Un administrador"));
    for target in [user.as_str(), "/admin/usuarios", &format!("{user}/editar")] {
        assert!(!browser.get(target).await.has(&password), "{target}");
    }
    let (_, answer) = world.comes_in("ana.soto", &password).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_refused_form_tells_it_at_the_field_and_keeps_what_was_typed() {
    let (_world, mut browser) = World::with_admin().await;
    let form = browser.get("/admin/usuarios/nuevo").await;
    for (fields, code, at) in [
        ([("usuario", ""), ("nombre", "Ana")], Code::UserNameBad, "usuario"),
        (
            [("usuario", "ADMIN"), ("nombre", "Ana")],
            Code::UserTaken,
            "usuario",
        ),
        ([("usuario", "ana"), ("email", "ana@")], Code::EmailBad, "email"),
        ([("usuario", "ana"), ("zona", "Chile")], Code::TimeZoneBad, "zona"),
        ([("usuario", "ana"), ("rol", "999")], Code::RoleUnknown, "rol"),
        (
            [("usuario", "ana"), ("grupo", "999")],
            Code::GroupUnknown,
            "grupo",
        ),
    ] {
        if code == Code::TimeZoneBad && jiff::tz::TimeZone::get("Chile").is_ok() {
            continue;
        }
        let refused = browser.post("/admin/usuarios/nuevo", &form, &fields).await;
        assert_eq!(refused.outcome, Some(code));
        assert!(refused.has(&format!("id=\"campo-{at}-error\"")), "{code}");
        assert!(refused.has(&format!("href=\"#campo-{at}\"")), "{code}");
        let typed = refused.value_of("usuario").unwrap();
        assert_eq!(typed, fields[0].1);
    }
}

#[tokio::test]
async fn users_are_searched_and_paged() {
    let (world, mut browser) = World::with_admin().await;
    for n in 0..12 {
        world.made_user(&format!("agente{n:02}"), None).await;
    }
    let all = browser.get("/admin/usuarios").await;
    assert!(all.has("13 usuarios") && !all.links("Siguiente").is_empty());
    let found = browser.get("/admin/usuarios?q=AGENTE0").await;
    assert!(found.has("10 usuarios") && found.has("agente09") && !found.has("agente10"));
    let none = browser.get("/admin/usuarios?q=nadie").await;
    assert!(none.has("Ningún usuario coincide") && !none.links("Crear usuario").is_empty());
}

#[tokio::test]
async fn a_stale_edit_shows_what_there_is_now_and_loses_nothing() {
    let (world, mut browser) = World::with_admin().await;
    let (id, _) = world.made_user("ana", None).await;
    let target = format!("/admin/usuarios/{}/editar", id.0);
    let form = browser.get(&target).await;
    let old = form.value_of("version").unwrap();
    let texts = UserTexts {
        given_name: "Anita",
        ..UserTexts::default()
    };
    let edit = &world.app.edit_user;
    edit.run(&world.actor(), (id, old.parse().unwrap()), texts)
        .await
        .unwrap();
    let typed = [("version", &*old), ("nombre", "Ana María"), ("apellido", "Soto")];
    let stale = browser.post(&target, &form, &typed).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(
        stale.has("Otra persona cambió este registro") && stale.has("<strong>Valor actual:</strong> Anita")
    );
    assert_eq!(stale.value_of("apellido").as_deref(), Some("Soto"));
    let version = stale.value_of("version").unwrap();
    let again = [("version", &*version), ("nombre", "Ana María")];
    let saved = browser.post(&target, &stale, &again).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert!(
        browser
            .get(&saved.location)
            .await
            .has("Se guardaron los cambios.")
    );
}

#[tokio::test]
async fn a_user_is_deactivated_revoked_and_let_in_again() {
    let (world, mut browser) = World::with_admin().await;
    let mut agent = world.user("agente", Some(PermissionSet::all())).await;
    assert_eq!(agent.get("/contactos").await.status, StatusCode::OK);
    let list = browser.get("/admin/usuarios?q=agente").await;
    let path = list.link("agente");
    let page = browser.get(&path).await;
    let revoked = browser.post(&format!("{path}/revocar"), &page, &[]).await;
    assert!(
        browser
            .get(&revoked.location)
            .await
            .has("Se revocaron los tokens")
    );
    assert_eq!(
        agent.get("/contactos").await.status,
        StatusCode::OK,
        "the session goes on"
    );
    let done = browser.post(&format!("{path}/desactivar"), &page, &[]).await;
    let page = browser.get(&done.location).await;
    assert!(page.has("Se desactivó el usuario.") && page.has("Inactivo"));
    assert_eq!(agent.get("/contactos").await.status, StatusCode::SEE_OTHER);
    let done = browser.post(&format!("{path}/activar"), &page, &[]).await;
    assert!(browser.get(&done.location).await.has("Se activó el usuario."));
}

#[tokio::test]
async fn a16_the_last_administrator_is_neither_deactivated_nor_left_without_the_role() {
    let (_world, mut browser) = World::with_admin().await;
    let path = browser.get("/admin/usuarios").await.link("admin");
    let page = browser.get(&path).await;
    assert!(
        !page.has(">Desactivar<"),
        "nobody is offered to lock themselves out"
    );
    let refused = browser.post(&format!("{path}/desactivar"), &page, &[]).await;
    assert_eq!(refused.outcome, Some(Code::OneselfRefused));
    assert!(refused.has("No puede desactivar su propio usuario."));
    let form = browser.get(&format!("{path}/editar")).await;
    let version = form.value_of("version").unwrap();
    let fields = [("version", &*version), ("rol", "")];
    let refused = browser.post(&format!("{path}/editar"), &form, &fields).await;
    assert_eq!(refused.outcome, Some(Code::LastAdministrator));
    assert!(refused.has("id=\"campo-rol-error\""));
    assert_eq!(browser.get("/admin/usuarios").await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_gives_a_role_that_permits_more_than_they_may() {
    let (world, _) = World::with_admin().await;
    let all = administrator(&world).await;
    let mut clerk = world
        .user("encargada", Some(PermissionSet::NONE.with_view(View::Users)))
        .await;
    let form = clerk.get("/admin/usuarios/nuevo").await;
    let role = all.0.to_string();
    let fields = [("usuario", "nuevo"), ("rol", &*role)];
    let refused = clerk.post("/admin/usuarios/nuevo", &form, &fields).await;
    assert_eq!(refused.outcome, Some(Code::PermissionExceeds));
    assert!(refused.has("id=\"campo-rol-error\""));
    let path = clerk.get("/admin/usuarios?q=admin").await.link("admin");
    let page = clerk.get(&path).await;
    for deed in ["contrasena", "desactivar"] {
        let refused = clerk.post(&format!("{path}/{deed}"), &page, &[]).await;
        assert_eq!(refused.outcome, Some(Code::PermissionExceeds), "{deed}");
        assert!(!refused.has("campo-clave"));
    }
}

#[tokio::test]
async fn a2_a_user_of_another_company_is_like_one_that_is_not_there() {
    let (world, mut browser) = World::with_admin().await;
    let other = world.other_company().await;
    let texts = UserTexts {
        given_name: "Ajena",
        ..UserTexts::default()
    };
    let theirs = world.app.create_user.run(&other, "ajena", texts).await.unwrap();
    let path = format!("/admin/usuarios/{}", theirs.id.0);
    let page = browser.get("/admin/usuarios").await;
    assert!(!page.has("ajena"));
    for target in [
        path.clone(),
        format!("{path}/editar"),
        "/admin/usuarios/x".to_owned(),
    ] {
        let answer = browser.get(&target).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{target}");
        assert!(!answer.has("Ajena"), "{target}");
    }
    for deed in ["activar", "desactivar", "revocar", "contrasena", "editar"] {
        let fields = [("version", "1")];
        let answer = browser.post(&format!("{path}/{deed}"), &page, &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{deed}");
    }
}

#[tokio::test]
async fn a3_a_view_without_the_permission_is_refused_and_not_offered() {
    let (world, _) = World::with_admin().await;
    let (id, _) = world.made_user("ana", None).await;
    let set = permits(&[(View::Users, Action::See), (View::Contacts, Action::See)]);
    let mut reader = world.user("lectora", Some(set)).await;
    let page = reader.get(&format!("/admin/usuarios/{}", id.0)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.links("Editar").is_empty() && !page.has(">Acciones<"));
    assert!(
        reader
            .get("/admin/usuarios")
            .await
            .links("Crear usuario")
            .is_empty()
    );
    for target in [
        "/admin/usuarios/nuevo",
        "/admin/roles",
        "/admin/grupos",
        "/admin/parametros",
        "/admin/instancia",
    ] {
        assert_eq!(reader.get(target).await.status, StatusCode::FORBIDDEN, "{target}");
        assert!(page.links("Roles").is_empty());
    }
    let form = reader.get("/logout").await;
    for deed in ["activar", "desactivar", "revocar", "contrasena", "editar"] {
        let answer = reader
            .post(&format!("/admin/usuarios/{}/{deed}", id.0), &form, &[])
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{deed}");
    }
}

#[tokio::test]
async fn a15_fields_that_the_form_has_not_are_ignored() {
    let (world, mut browser) = World::with_admin().await;
    let form = browser.get("/admin/usuarios/nuevo").await;
    let fields = [
        ("usuario", "ana"),
        ("is_super", "1"),
        ("id", "1"),
        ("instance_id", "2"),
        ("contrasena", "elegida por el formulario"),
        ("made_externally", "1"),
    ];
    let made = browser.post("/admin/usuarios/nuevo", &form, &fields).await;
    assert_eq!(made.status, StatusCode::OK);
    let user = browser.get(&made.link("Ya la copié")).await;
    assert!(user.has("Un administrador"));
    let (_, answer) = world.comes_in("ana", "elegida por el formulario").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}
