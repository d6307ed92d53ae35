//! *Actividad*: what happened, without what was searched for.

use crate::world::World;
use axum::http::StatusCode;

#[tokio::test]
async fn opened_and_refused_links_are_told_with_their_cause_and_without_values() {
    let (world, mut browser) = World::with_admin().await;
    world.contact(["", "Ana Soto", "", "", "998874563"]).await;
    browser
        .follow("/integracionview/genesys/chat/1/%7B%22contacto%22:%22998874563%22%7D")
        .await;
    browser.get("/integracionview/genesys/fax/1/%7B%7D").await;
    let page = browser.get("/admin/actividad").await;
    assert!(page.has("Enlace abierto") && page.has("1 contacto") && page.has("Usuario: admin"));
    assert!(page.has("Enlace rechazado") && page.has("<code>link_channel_unknown</code>"));
    assert!(page.has("El canal no es válido."));
    assert!(!page.has("998874563") && !page.has("Ana Soto"));
    let refused = browser.get("/admin/actividad?resultado=mal").await;
    assert!(refused.has(">Enlace rechazado</strong>") && !refused.has(">Enlace abierto</strong>"));
    let opened = browser
        .get("/admin/actividad?tipo=link_opened&plataforma=GENESYS&desde=2026-03-05&hasta=2026-03-05")
        .await;
    assert!(opened.has(">Enlace abierto</strong>") && !opened.has(">Enlace rechazado</strong>"));
    let none = browser.get("/admin/actividad?hasta=2026-03-04").await;
    assert!(none.has("No hay actividad con ese filtro."));
}

#[tokio::test]
async fn a_line_leads_to_those_of_its_correlation_id() {
    let (_world, mut browser) = World::with_admin().await;
    browser.get("/integracionview/genesys/fax/1/%7B%7D").await;
    let page = browser.get("/admin/actividad?tipo=link_refused").await;
    let id = page.html.split("/admin/actividad?codigo=").nth(1).unwrap();
    let id = &id[..16];
    let found = browser.get(&format!("/admin/actividad?codigo={id}")).await;
    assert!(found.has("1 línea") && found.has("Enlace rechazado"));
    assert_eq!(found.value_of("codigo").as_deref(), Some(id));
}

#[tokio::test]
async fn the_chart_has_a_title_a_description_and_a_table() {
    let (_world, mut browser) = World::with_admin().await;
    let empty = browser.get("/admin/actividad").await;
    assert!(empty.has("no se abrió ni se rechazó ningún enlace") && !empty.has("<rect class=\"s1\" x="));
    browser
        .get("/integracionview/genesys/chat/1/%7B%22contacto%22:%22998874563%22%7D")
        .await;
    browser.get("/integracionview/genesys/fax/1/%7B%7D").await;
    let page = browser.get("/admin/actividad").await;
    assert!(page.has("role=\"img\" aria-labelledby=\"grafico-titulo grafico-descripcion\""));
    assert!(page.has("<rect class=\"s1\" x=") && page.has("<rect class=\"s-bad\" x="));
    assert!(page.has("genesys: 1; Rechazados: 1.") && page.has("Ver los datos del gráfico"));
    assert!(page.has("<th scope=\"row\" class=\"number\">05-03-2026</th>"));
}

#[tokio::test]
async fn a_date_that_is_none_is_told_at_its_field() {
    let (_world, mut browser) = World::with_admin().await;
    for (name, value) in [("desde", "ayer"), ("hasta", "2026-02-30")] {
        let answer = browser.get(&format!("/admin/actividad?{name}={value}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.has(&format!("id=\"campo-{name}-error\"")));
    }
}

#[tokio::test]
async fn a2_activity_of_another_company_is_not_told() {
    let (world, mut browser) = World::with_admin().await;
    let other = world.other_company().await;
    let link = br#"/integracionview/ajena/chat/1/{"contacto":"x"}"#;
    let link = ba360_core::link::Link::parse(link).unwrap();
    world.app.open_link.run(&other, &link).await.unwrap();
    assert!(!browser.get("/admin/actividad").await.has("ajena"));
}
