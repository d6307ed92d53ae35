//! Every page in both languages, with what a keyboard and a screen reader need.

use crate::world::{Answer, World};
use ba360_core::{access::PermissionSet, text::Language};

fn check(page: &Answer, language: Language, at: &str) {
    let html = &page.html;
    assert!(html.contains(&format!("<html lang=\"{language}\">")), "{at}");
    assert_eq!(html.matches("<main ").count(), 1, "{at}: one main landmark");
    assert_eq!(
        html.matches("<h1").count(),
        1,
        "{at}: one heading of the first level"
    );
    assert!(html.contains("class=\"skip\" href=\"#contenido\""), "{at}");
    // Every field that is shown has a label.
    for field in html
        .split("<input ")
        .skip(1)
        .chain(html.split("<select ").skip(1))
    {
        let tag = field.split('>').next().unwrap();
        if tag.contains("type=\"hidden\"") {
            continue;
        }
        let id = tag.split("id=\"").nth(1).and_then(|rest| rest.split('"').next());
        let id = id.unwrap_or_else(|| panic!("{at}: a field without an id: {tag}"));
        assert!(
            html.contains(&format!("<label for=\"{id}\">")),
            "{at}: {id} has no label"
        );
    }
    // Whatever describes a field is there, once.
    for ids in html.split("aria-describedby=\"").skip(1) {
        for id in ids.split('"').next().unwrap().split(' ') {
            assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{at}: {id}");
        }
    }
}

#[tokio::test]
async fn every_page_renders_in_both_languages() {
    for language in [Language::Spanish, Language::English] {
        let world = World::new(language).await;
        let mut stranger = world.stranger();
        let login = stranger.get("/login").await;
        check(&login, language, "/login");
        let fields = [("usuario", "nadie"), ("contrasena", "x"), ("continuar", "")];
        let refused = stranger.post("/login", &login, &fields).await;
        check(&refused, language, "a refused login");
        assert_eq!(refused.value_of("usuario").as_deref(), Some("nadie"));
        assert!(!refused.has("value=\"x\""), "a password is never sent back");

        let mut browser = world.admin().await;
        world.crowd(12).await;
        let account = world
            .account(["76.1", "Eva Rojas", "Ferretería Sur", "", ""])
            .await;
        let (user, _) = world.made_user("ana", None).await;
        let role = world.role("Agentes", PermissionSet::NONE).await;
        let group = world
            .app
            .save_group
            .run(&world.actor(), None, "Norte")
            .await
            .unwrap();
        let save = &world.app.save_parameter;
        for (name, value) in [("ext_sys_pass", "secreto"), ("ext_sys_user", "ba360")] {
            save.run(&world.actor(), name, value, false, None).await.unwrap();
        }
        for target in [
            "/admin/usuarios",
            "/admin/usuarios?q=nadie",
            "/admin/usuarios/nuevo",
            &format!("/admin/usuarios/{}", user.0),
            &format!("/admin/usuarios/{}/editar", user.0),
            "/admin/roles",
            "/admin/roles?q=nadie",
            "/admin/roles/nuevo",
            &format!("/admin/roles/{}?buscar=azure&aviso=guardado", role.0),
            &format!("/admin/roles/{}/eliminar", role.0),
            "/admin/grupos",
            "/admin/grupos/nuevo",
            &format!("/admin/grupos/{}", group.0),
            &format!("/admin/grupos/{}/eliminar", group.0),
            "/admin/parametros",
            "/admin/parametros/nuevo",
            "/admin/parametros/ext_sys_pass/editar",
            "/admin/parametros/ext_sys_user/editar",
            "/admin/parametros/ext_sys_user/eliminar",
            "/admin/instancia",
            "/admin/actividad",
            "/admin/actividad?desde=ayer",
            "/admin/enlaces",
            "/admin/aplicaciones-externas",
            "/admin/sesiones",
            "/contactos",
            "/contactos?q=persona",
            "/contactos?q=nadie",
            "/contactos?q=a%07",
            "/contactos/1",
            "/contactos/1?aviso=guardado",
            "/contactos/1/editar",
            "/contactos/1/cuentas?q=sur",
            "/contactos/nuevo",
            "/cuentas",
            "/cuentas?q=sur",
            &format!("/cuentas/{account}"),
            &format!("/cuentas/{account}/editar"),
            "/cuentas/nueva",
            "/casos",
            "/casos?q=x",
            "/casos/nuevo",
            "/casos/nuevo?q=persona",
            "/casos/nuevo?contacto=1",
            "/contactos/999",
            "/nada",
            "/logout",
            "/integracionview/genesys/chat/1/%7Bx",
            "/integracionview/genesys/chat/1/%7B%22contacto%22:%22persona%22%7D",
        ] {
            check(&browser.get(target).await, language, target);
        }
        let form = browser.get("/admin/enlaces").await;
        let links =
            "/integracionview/genesys/chat/1/{\"telefono\":\"9\",\"x\":1}\n/integracionview/genesys/fax/1/{}";
        let read = browser.post("/admin/enlaces", &form, &[("enlaces", links)]).await;
        check(&read, language, "inspected links");
        for target in [
            "/admin/usuarios/nuevo",
            "/admin/roles/nuevo",
            "/admin/parametros/nuevo",
            "/admin/grupos/nuevo",
        ] {
            let refused = browser.post(target, &form, &[]).await;
            check(&refused, language, target);
        }
        let issued = browser
            .post("/admin/usuarios/nuevo", &form, &[("usuario", "eva")])
            .await;
        check(&issued, language, "an issued password");
        let form = browser.get("/casos/nuevo?contacto=1").await;
        let refused = browser.post("/casos/nuevo", &form, &[("contacto", "1")]).await;
        check(&refused, language, "a refused case");
        let made = browser
            .post("/casos/nuevo", &form, &[("contacto", "1"), ("canal", "Chat")])
            .await;
        check(&browser.get(&made.location).await, language, "a case");
        check(
            &browser.get("/contactos/1").await,
            language,
            "a contact with a case",
        );
        let out = browser.post("/logout", &form, &[]).await;
        check(&out, language, "signed out");
    }
}
