//! A password that an administrator gave has to be changed before anything else.

use crate::world::World;
use axum::http::StatusCode;
use ba360_core::access::PermissionSet;

#[tokio::test]
async fn a_temporary_password_is_changed_first_and_then_the_person_goes_on() {
    let world = World::new(ba360_core::text::Language::Spanish).await;
    let role = world.role("Agentes", PermissionSet::all()).await;
    let (_, password) = world.made_user("ana", Some(role)).await;
    let (mut browser, answer) = world.comes_in("ana", &password).await;
    assert_eq!(answer.location, "/contrasena");
    let form = browser.get("/contrasena").await;
    assert!(form.has("Su contraseña es provisoria") && form.links("Contactos").is_empty());
    // Every view leads there, and knows where to go on.
    for target in ["/", "/admin/usuarios", "/contactos?q=ana"] {
        let led = browser.get(target).await;
        assert_eq!(led.status, StatusCode::SEE_OTHER, "{target}");
        assert!(led.location.starts_with("/contrasena"), "{target}");
    }
    let led = browser.get("/contactos?q=ana").await;
    let form = browser.get(&led.location).await;
    let onward = form.value_of("continuar").unwrap();
    let wrong = [
        ("actual", password.as_str()),
        ("nueva", "corta"),
        ("repetida", "corta"),
        ("continuar", &onward),
    ];
    let refused = browser.post("/contrasena", &form, &wrong).await;
    assert_eq!(refused.value_of("continuar"), Some(onward.clone()));
    let right = [
        ("actual", password.as_str()),
        ("nueva", "una clave bien larga"),
        ("repetida", "una clave bien larga"),
        ("continuar", &onward),
    ];
    let changed = browser.post("/contrasena", &form, &right).await;
    assert_eq!(changed.location, "/contactos?q=ana");
    assert_eq!(browser.get(&changed.location).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_link_is_opened_once_the_password_is_changed() {
    let world = World::new(ba360_core::text::Language::Spanish).await;
    world.contact(["", "Ana Soto", "", "", "998874563"]).await;
    let role = world.role("Agentes", PermissionSet::all()).await;
    let (_, password) = world.made_user("ana", Some(role)).await;
    let mut browser = world.stranger();
    let link = "/integracionview/genesys/Chat/1/%7B%22contacto%22%3A%22998874563%22%7D";
    let refused = browser.get(link).await;
    let login = browser.get(&refused.location).await;
    let sealed = login.value_of("continuar").unwrap();
    let fields = [
        ("usuario", "ana"),
        ("contrasena", &*password),
        ("continuar", &*sealed),
    ];
    let led = browser.post("/login", &login, &fields).await;
    assert!(led.location.starts_with("/contrasena?continuar="));
    let form = browser.get(&led.location).await;
    let onward = form.value_of("continuar").unwrap();
    let right = [
        ("actual", password.as_str()),
        ("nueva", "una clave bien larga"),
        ("repetida", "una clave bien larga"),
        ("continuar", &onward),
    ];
    let changed = browser.post("/contrasena", &form, &right).await;
    let (at, _) = browser.follow(&changed.location).await;
    assert!(at.starts_with("/contactos/"), "{at}");
}
