//! *Roles*: the matrix of permissions, the default mark, and what keeps an instance in order.

use crate::world::{Answer, Browser, World, permits};
use axum::http::StatusCode;
use ba360_core::{
    access::{Action, PermissionSet, RoleId, View},
    text::Code,
};

async fn permissions(world: &World, id: RoleId) -> PermissionSet {
    let role = world.app.list_roles.one(&world.actor(), id).await.unwrap();
    role.permissions
}

/// Whether a box of the matrix is ticked.
fn is_ticked(page: &Answer, permission: &str) -> bool {
    let value = format!("value=\"{permission}\"");
    let tag = page
        .html
        .split("<input ")
        .find(|tag| tag.contains(&value))
        .unwrap();
    tag.split('>').next().unwrap().contains(" checked")
}

/// The tag of the row in which a view stands.
fn row<'p>(page: &'p Answer, name: &str) -> &'p str {
    let mut rows = page.html.split("<tr ").filter(|row| row.contains("data-find="));
    rows.find(|row| row.contains(&format!("</small> {name}</th>")))
        .unwrap()
}

async fn save(browser: &mut Browser, path: &str, form: &Answer, fields: &[(&str, &str)]) -> Answer {
    let version = form.value_of("version").unwrap();
    let mut all = vec![("version", &*version)];
    all.extend(fields);
    browser.post(path, form, &all).await
}

#[tokio::test]
async fn a_role_is_made_view_by_view_and_a_whole_view_in_one_click() {
    let (world, mut browser) = World::with_admin().await;
    let form = browser.get("/admin/roles/nuevo").await;
    let fields = [
        ("nombre", "Agentes"),
        ("p", "contacts.see"),
        ("p", "contacts.edit"),
        ("todos", "cases"),
    ];
    let made = browser.post("/admin/roles/nuevo", &form, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let role = browser.get(&made.location).await;
    assert!(role.has("Se creó el rol.") && role.has("<h1>Agentes</h1>"));
    assert!(is_ticked(&role, "contacts.see") && !is_ticked(&role, "contacts.delete"));
    let id = RoleId(
        made.location
            .rsplit('/')
            .next()
            .unwrap()
            .split('?')
            .next()
            .unwrap()
            .parse()
            .unwrap(),
    );
    let wanted = permits(&[(View::Contacts, Action::See), (View::Contacts, Action::Edit)]);
    assert_eq!(permissions(&world, id).await, wanted.with_view(View::Cases));
    let path = format!("/admin/roles/{}", id.0);
    let fields = [("nombre", "Todo"), ("todos", "*")];
    save(&mut browser, &path, &role, &fields).await;
    assert_eq!(permissions(&world, id).await, PermissionSet::all());
}

#[tokio::test]
async fn the_views_are_found_by_the_words_of_the_page_and_the_others_are_kept() {
    let (world, mut browser) = World::with_admin().await;
    let before = PermissionSet::NONE.with_view(View::Contacts);
    let id = world.role("Agentes", before).await;
    let path = format!("/admin/roles/{}", id.0);
    for (wanted, view, value) in [
        (
            "Aplicaciones+externas",
            "Aplicaciones externas",
            "external_applications.see",
        ),
        ("administrar+sso+azure", "Administrar SSO Azure", "azure_sso.see"),
    ] {
        let found = browser.get(&format!("{path}?buscar={wanted}")).await;
        assert!(!row(&found, view).split('>').next().unwrap().contains("hidden"));
        assert!(
            row(&found, "Contactos")
                .split('>')
                .next()
                .unwrap()
                .contains(" hidden")
        );
        // A row that is out of sight is sent with the rest.
        assert!(is_ticked(&found, "contacts.see") && !is_ticked(&found, value));
    }
    let none = browser.get(&format!("{path}?buscar=nada+de+eso")).await;
    assert!(!none.has("data-none hidden") && none.has("Ninguna vista coincide"));
}

#[tokio::test]
async fn a_permission_counts_from_the_next_request_and_its_menu_from_the_next_login() {
    let (world, mut browser) = World::with_admin().await;
    let set = permits(&[(View::Contacts, Action::See)]);
    let mut agent = world.user("agente", Some(set)).await;
    let list = browser.get("/admin/roles?q=agente").await;
    let path = list.link("agente");
    let form = browser.get(&path).await;
    let fields = [("nombre", "agente"), ("p", "contacts.see"), ("p", "accounts.see")];
    save(&mut browser, &path, &form, &fields).await;
    let accounts = agent.get("/cuentas").await;
    assert_eq!(accounts.status, StatusCode::OK);
    let menu = accounts.html.split("<nav class=\"menu\"").nth(1).unwrap();
    assert!(!menu.split("</nav>").next().unwrap().contains("Cuentas"));
    let (mut again, _) = world.comes_in("agente", "una clave larga").await;
    assert!(!again.get("/contactos").await.links("Cuentas").is_empty());
}

#[tokio::test]
async fn a_stale_edit_shows_the_permissions_that_there_are_now() {
    let (world, mut browser) = World::with_admin().await;
    let id = world.role("Agentes", PermissionSet::NONE).await;
    let path = format!("/admin/roles/{}", id.0);
    let form = browser.get(&path).await;
    let seen: i64 = form.value_of("version").unwrap().parse().unwrap();
    let now = permits(&[(View::Cases, Action::See)]);
    let edit = Some((id, seen));
    world
        .app
        .save_role
        .run(&world.actor(), edit, "Otro", now)
        .await
        .unwrap();
    let stale = save(
        &mut browser,
        &path,
        &form,
        &[("nombre", "Agentes"), ("p", "contacts.see")],
    )
    .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.has("Otra persona cambió") && stale.has("Casos (Ver)"));
    assert!(is_ticked(&stale, "contacts.see"), "what was ticked is not lost");
    let saved = save(
        &mut browser,
        &path,
        &stale,
        &[("nombre", "Agentes"), ("p", "contacts.see")],
    )
    .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn at_most_one_role_is_the_default() {
    let (world, mut browser) = World::with_admin().await;
    let mut paths = Vec::new();
    for name in ["Uno", "Dos"] {
        let id = world.role(name, PermissionSet::NONE).await;
        paths.push(format!("/admin/roles/{}", id.0));
    }
    for path in &paths {
        let page = browser.get(path).await;
        let marked = browser
            .post(&format!("{path}/predeterminado"), &page, &[("marca", "si")])
            .await;
        assert!(
            browser
                .get(&marked.location)
                .await
                .has("Quedó marcado por defecto.")
        );
    }
    assert!(!browser.get(&paths[0]).await.has("Rol · Predeterminado"));
    let page = browser.get(&paths[1]).await;
    assert!(page.has("Rol · Predeterminado"));
    let target = format!("{}/predeterminado", paths[1]);
    browser.post(&target, &page, &[("marca", "no")]).await;
    assert!(!browser.get(&paths[1]).await.has("Rol · Predeterminado"));
    let odd = browser.post(&target, &page, &[("marca", "quizas")]).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a16_the_last_administrators_role_keeps_what_puts_an_instance_in_order() {
    let (_world, mut browser) = World::with_admin().await;
    let path = browser.get("/admin/roles").await.link("Administrador");
    let form = browser.get(&path).await;
    let refused = save(
        &mut browser,
        &path,
        &form,
        &[("nombre", "Administrador"), ("p", "roles.see")],
    )
    .await;
    assert_eq!(refused.outcome, Some(Code::LastAdministrator));
    assert!(refused.has("Es el último administrador") && refused.has("role=\"alert\""));
    let ask = browser.get(&format!("{path}/eliminar")).await;
    let version = ask.value_of("version").unwrap();
    let refused = browser
        .post(&format!("{path}/eliminar"), &ask, &[("version", &version)])
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(browser.get("/admin/roles").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a16_a_default_role_in_use_is_not_deleted_and_one_that_nobody_has_is() {
    let (world, mut browser) = World::with_admin().await;
    let used = world.role("Usado", PermissionSet::NONE).await;
    world
        .app
        .mark_default_role
        .run(&world.actor(), Some(used))
        .await
        .unwrap();
    world.made_user("ana", Some(used)).await;
    let target = format!("/admin/roles/{}/eliminar", used.0);
    let ask = browser.get(&target).await;
    let version = ask.value_of("version").unwrap();
    let refused = browser.post(&target, &ask, &[("version", &version)]).await;
    assert_eq!(refused.outcome, Some(Code::RoleInUse));
    assert!(refused.has("Hay usuarios con este rol."));
    let free = world.role("Libre", PermissionSet::NONE).await;
    let target = format!("/admin/roles/{}/eliminar", free.0);
    let ask = browser.get(&target).await;
    let version = ask.value_of("version").unwrap();
    let gone = browser.post(&target, &ask, &[("version", &version)]).await;
    let list = browser.get(&gone.location).await;
    assert!(list.has("Se eliminó.") && list.links("Libre").is_empty());
}

#[tokio::test]
async fn nobody_gives_or_takes_what_they_do_not_have() {
    let (world, _) = World::with_admin().await;
    let set = PermissionSet::NONE.with_view(View::Roles);
    let mut clerk = world.user("encargada", Some(set)).await;
    let form = clerk.get("/admin/roles/nuevo").await;
    assert!(form.has("Las casillas desactivadas son permisos que usted no tiene."));
    let tag = form
        .html
        .split("<input ")
        .find(|tag| tag.contains("value=\"users.see\""));
    assert!(tag.unwrap().split('>').next().unwrap().contains(" disabled"));
    for extra in [("p", "users.see"), ("todos", "users"), ("todos", "*")] {
        let refused = clerk
            .post("/admin/roles/nuevo", &form, &[("nombre", "Más"), extra])
            .await;
        assert_eq!(refused.outcome, Some(Code::PermissionExceeds), "{extra:?}");
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    let path = clerk.get("/admin/roles").await.link("Administrador");
    let page = clerk.get(&path).await;
    assert!(page.has("<fieldset disabled>") && !page.has(">Marcar<") && page.links("Eliminar").is_empty());
    let refused = save(&mut clerk, &path, &page, &[("nombre", "Administrador")]).await;
    assert_eq!(refused.outcome, Some(Code::PermissionExceeds));
    let refused = clerk
        .post(&format!("{path}/predeterminado"), &page, &[("marca", "si")])
        .await;
    assert_eq!(refused.outcome, Some(Code::PermissionExceeds));
}

#[tokio::test]
async fn a_bad_form_is_told_at_its_field() {
    let (world, mut browser) = World::with_admin().await;
    world.role("Agentes", PermissionSet::NONE).await;
    let form = browser.get("/admin/roles/nuevo").await;
    for (name, code) in [("  ", Code::LabelBad), ("Agentes", Code::LabelTaken)] {
        let fields = [("nombre", name), ("p", "cases.see")];
        let refused = browser.post("/admin/roles/nuevo", &form, &fields).await;
        assert_eq!(refused.outcome, Some(code));
        assert!(refused.has("id=\"campo-nombre-error\"") && is_ticked(&refused, "cases.see"));
    }
    for odd in [("p", "cases.fly"), ("todos", "nada")] {
        let refused = browser
            .post("/admin/roles/nuevo", &form, &[("nombre", "X"), odd])
            .await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{odd:?}");
    }
}

#[tokio::test]
async fn a2_a_role_of_another_company_is_like_one_that_is_not_there() {
    let (world, mut browser) = World::with_admin().await;
    let other = world.other_company().await;
    let save = &world.app.save_role;
    let theirs = save
        .run(&other, None, "Ajeno", PermissionSet::NONE)
        .await
        .unwrap();
    let path = format!("/admin/roles/{}", theirs.0);
    let page = browser.get("/admin/roles").await;
    assert!(!page.has("Ajeno"));
    for target in [
        path.clone(),
        format!("{path}/eliminar"),
        "/admin/roles/x".to_owned(),
    ] {
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
