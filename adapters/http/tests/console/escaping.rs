//! A5: what people and links write is text, wherever it stands.

use crate::world::World;
use ba360_core::{
    access::{PermissionSet, directory::UserTexts},
    link::Channel,
    record::CaseForm,
};

pub(crate) const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "'><svg/onload=alert(1)>",
    "{{7*7}}${7*7}",
    "</title></textarea><img src=x onerror=alert(1)>",
];

/// No text of ours holds a tag or an attribute that only the hostile ones have.
pub(crate) fn check(html: &str, at: &str) {
    for forbidden in [
        "<script>alert",
        "<svg/onload",
        "<img ",
        " onmouseover=\"",
        "</textarea>",
    ] {
        assert!(!html.contains(forbidden), "{at}: {forbidden}");
    }
    assert!(
        !html.contains("49$49"),
        "{at}: a template in a value was rendered"
    );
    let scripts = html.matches("<script").count();
    assert_eq!(scripts, 1, "{at}: the one script is our own");
    assert!(
        !html.contains("javascript:") && !html.contains(" style=\""),
        "{at}"
    );
}

#[tokio::test]
async fn a5_hostile_values_are_text_in_every_view() {
    let (world, mut browser) = World::with_admin().await;
    for text in HOSTILE {
        let contact = world.contact([text; 5]).await;
        let account = world.account([text; 5]).await;
        world.tie(&contact, &account).await;
        let form = CaseForm {
            contact: contact.clone(),
            account: Some(account.clone()),
            interaction: None,
            channel: Some(Channel::Chat),
            subject: text.to_owned(),
        };
        let made = world.app.create_case.run(&world.actor(), form).await.unwrap();
        let q: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        for target in [
            format!("/contactos?q={q}&volver={q}&interaccion={q}"),
            format!("/contactos?nombre={q}&telefono={q}"),
            format!("/cuentas?q={q}"),
            format!("/casos?q={q}"),
            "/casos".to_owned(),
            format!("/contactos/{contact}?volver={q}&aviso={q}"),
            format!("/contactos/{contact}/editar?volver={q}"),
            format!("/contactos/{contact}/cuentas?q={q}"),
            format!("/contactos/nuevo?q={q}&para={q}&cuenta={q}"),
            format!("/cuentas/{account}"),
            format!("/cuentas/{account}/editar"),
            format!("/cuentas/nueva?q={q}"),
            format!("/casos/{}", made.case.number),
            format!("/casos/nuevo?q={q}&cuenta={q}&asunto={q}&canal={q}"),
            format!("/casos/nuevo?contacto={contact}&cuenta={account}&asunto={q}"),
            format!("/casos/nuevo?cuenta={account}&q={q}"),
            format!("/contactos/{q}"),
        ] {
            let answer = browser.get(&target).await;
            assert!(!answer.status.is_server_error(), "{target}: {}", answer.status);
            check(&answer.html, &target);
        }
        let page = browser.get("/contactos/nuevo").await;
        let long = format!("{text}{}", "x".repeat(300));
        let refused = browser
            .post("/contactos/nuevo", &page, &[("nombre", &long)])
            .await;
        assert_eq!(refused.value_of("nombre"), Some(long));
        check(&refused.html, "a refused form");
    }
}

#[tokio::test]
async fn a5_a_link_that_cannot_be_read_is_shown_as_text() {
    let (_world, mut browser) = World::with_admin().await;
    for link in [
        "/integracionview/genesys/%3Cscript%3Ealert(1)%3C%2Fscript%3E/1/%7B%7D",
        "/integracionview/genesys/chat/1/%7B%22contacto%22:%3Cimg%20src=x%20onerror=alert(1)%3E",
    ] {
        let answer = browser.get(link).await;
        assert_eq!(answer.status, 400, "{link}");
        check(&answer.html, link);
    }
}

#[tokio::test]
async fn a5_hostile_names_are_text_in_every_view_of_administration() {
    let (world, mut browser) = World::with_admin().await;
    for (n, text) in HOSTILE.into_iter().enumerate() {
        let role = world.role(text, PermissionSet::NONE).await;
        let group = world
            .app
            .save_group
            .run(&world.actor(), None, text)
            .await
            .unwrap();
        let texts = UserTexts {
            given_name: text,
            surname: text,
            external_id: text,
            role: Some(role),
            group: Some(group),
            ..UserTexts::default()
        };
        let create = &world.app.create_user;
        let user = create.run(&world.actor(), &format!("u{n}"), texts).await.unwrap();
        let name = format!("hostil_{n}");
        let save = &world.app.save_parameter;
        save.run(&world.actor(), &name, text, false, None).await.unwrap();
        let q: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        for target in [
            "/admin/usuarios".to_owned(),
            format!("/admin/usuarios?q={q}"),
            format!("/admin/usuarios/{}?aviso={q}", user.id.0),
            format!("/admin/usuarios/{}/editar", user.id.0),
            format!("/admin/usuarios/{q}"),
            "/admin/usuarios/nuevo".to_owned(),
            format!("/admin/roles?q={q}"),
            format!("/admin/roles/{}?buscar={q}", role.0),
            format!("/admin/roles/{}/eliminar", role.0),
            format!("/admin/grupos?q={q}"),
            format!("/admin/grupos/{}", group.0),
            format!("/admin/grupos/{}/eliminar", group.0),
            "/admin/parametros".to_owned(),
            format!("/admin/parametros/{name}/editar"),
            format!("/admin/parametros/nuevo?nombre={q}"),
            format!("/admin/parametros/{q}/editar"),
            format!("/admin/actividad?plataforma={q}&codigo={q}&desde={q}&tipo={q}"),
            "/admin/instancia".to_owned(),
        ] {
            let answer = browser.get(&target).await;
            assert!(!answer.status.is_server_error(), "{target}: {}", answer.status);
            // The form of the instance has text areas of its own.
            check(&answer.html.replace("</textarea>\n", ""), &target);
        }
        let page = browser.get("/admin/enlaces").await;
        let link = format!("/integracionview/genesys/chat/1/{{\"contacto\":\"x\",\"{text}\":\"{text}\"}}");
        for lines in [link.as_str(), text] {
            let read = browser.post("/admin/enlaces", &page, &[("enlaces", lines)]).await;
            assert!(!read.html.contains("</textarea><img"));
            check(&read.html.replace("</textarea>\n", ""), "inspected links");
        }
    }
}
