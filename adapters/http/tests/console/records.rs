//! Contacts and accounts: seen, made, edited and tied.

use crate::world::World;
use axum::http::StatusCode;
use ba360_core::{
    access::{Action, Permission, PermissionSet, View},
    record::ImportRow,
    text::Code,
};

#[tokio::test]
async fn a_form_keeps_what_was_typed_and_ties_the_error_to_its_field() {
    let (_world, mut browser) = World::with_admin().await;
    let form = browser.get("/contactos/nuevo").await;
    let long = "x".repeat(257);
    let fields = [
        ("nombre", "Ana \"Soto\" <b>"),
        ("email", &*long),
        ("telefono", "9 9887 4563"),
    ];
    let refused = browser.post("/contactos/nuevo", &form, &fields).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    for (name, text) in fields {
        assert_eq!(refused.value_of(name).as_deref(), Some(text));
    }
    assert!(
        refused.has("href=\"#campo-email\""),
        "the summary leads to the field"
    );
    assert!(refused.has("aria-describedby=\"campo-email-error\"") && refused.has("aria-invalid=\"true\""));
    assert_eq!(refused.html.matches("aria-invalid").count(), 1);
}

#[tokio::test]
async fn an_empty_form_makes_nothing() {
    let (_world, mut browser) = World::with_admin().await;
    for target in ["/contactos/nuevo", "/cuentas/nueva"] {
        let form = browser.get(target).await;
        let refused = browser.post(target, &form, &[("nombre", "  ")]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{target}");
        assert!(refused.has("role=\"alert\"") && refused.has("Complete al menos un campo."));
    }
}

#[tokio::test]
async fn a_refused_form_is_not_logged_as_done() {
    let (world, mut browser) = World::with_admin().await;
    let contact = world.contact(["", "Ana Soto", "", "", ""]).await;
    let long = "x".repeat(257);
    for target in [
        format!("/contactos?q={long}"),
        format!("/contactos/{contact}/cuentas?q={long}"),
        format!("/casos/nuevo?q={long}"),
    ] {
        let answer = browser.get(&target).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{target}");
        assert_eq!(answer.outcome, Some(Code::ValueTooLong), "{target}");
    }
    let page = browser.get("/contactos/nuevo").await;
    let edit = format!("/contactos/{contact}/editar");
    for (target, fields, outcome) in [
        ("/contactos/nuevo", [("nombre", ""), ("", "")], Code::DetailsEmpty),
        ("/cuentas/nueva", [("giro", ""), ("", "")], Code::DetailsEmpty),
        (&edit, [("version", "1"), ("nombre", "")], Code::DetailsEmpty),
        (&edit, [("version", "99"), ("nombre", "Ana")], Code::RecordStale),
        (
            "/casos/nuevo",
            [("contacto", &*contact.0), ("canal", "")],
            Code::ChannelMissing,
        ),
        (
            "/casos/nuevo",
            [("contacto", "999"), ("canal", "Chat")],
            Code::ContactUnknown,
        ),
    ] {
        let answer = browser.post(target, &page, &fields).await;
        assert_eq!(answer.outcome, Some(outcome), "{target}");
    }
}

#[tokio::test]
async fn a_saved_form_leads_to_the_record() {
    let (_world, mut browser) = World::with_admin().await;
    let form = browser.get("/cuentas/nueva").await;
    let fields = [("razon_social", "Ferretería Sur Ltda."), ("giro", "Ferretería")];
    let saved = browser.post("/cuentas/nueva", &form, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let record = browser.get(&saved.location).await;
    assert!(record.has("Se creó la cuenta.") && record.has("<h1>Ferretería Sur Ltda.</h1>"));
    assert!(
        record.has("data-address=\"/cuentas/1\""),
        "the notice does not stay in the address"
    );
}

#[tokio::test]
async fn a_stale_edit_shows_both_states_and_loses_nothing() {
    let (world, mut browser) = World::with_admin().await;
    let id = world.contact(["1-9", "Ana Soto", "", "", "111222333"]).await;
    let target = format!("/contactos/{id}/editar");
    let form = browser.get(&target).await;
    let old = form.value_of("version").unwrap();
    let seen: i64 = old.parse().unwrap();
    let texts = ["1-9", "Ana Soto Rojas", "", "ana@correo.cl", "111222333"];
    let edit = Some((id.clone(), seen));
    world
        .app
        .save_contact
        .run(&world.actor(), edit, texts)
        .await
        .unwrap();
    let typed = [
        ("version", &*old),
        ("identificador", "1-9"),
        ("nombre", "Ana Soto"),
        ("telefono", "999888777"),
    ];
    let stale = browser.post(&target, &form, &typed).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.has("Otra persona cambió este registro"));
    assert_eq!(stale.value_of("telefono").as_deref(), Some("999888777"));
    assert!(stale.has("<strong>Valor actual:</strong> Ana Soto Rojas"));
    assert!(stale.has("<strong>Valor actual:</strong> ana@correo.cl"));
    assert!(stale.has("<strong>Valor actual:</strong> 111222333"));
    assert!(
        !stale.has("campo-identificador-now"),
        "what is the same needs no word"
    );
    // The second time the agent has seen it.
    let version = stale.value_of("version").unwrap();
    let again = [
        ("version", &*version),
        ("nombre", "Ana Soto"),
        ("telefono", "999888777"),
    ];
    let saved = browser.post(&target, &stale, &again).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_account_is_tied_and_untied() {
    let (world, mut browser) = World::with_admin().await;
    let contact = world.contact(["", "Ana Soto", "", "", ""]).await;
    let account = world.account(["76.1", "", "Ferretería Sur", "", ""]).await;
    let record = browser.get(&format!("/contactos/{contact}")).await;
    assert!(record.has("Este contacto no pertenece a ninguna cuenta."));
    let choose = browser.get(&record.link("Vincular cuenta")).await;
    assert!(!choose.has("Ferretería Sur"));
    let ties = format!("/contactos/{contact}/cuentas");
    let found = browser.get(&format!("{ties}?q=ferreteria")).await;
    assert!(found.has("aria-label=\"Vincular al contacto la cuenta Ferretería Sur\""));
    let tied = browser
        .post(&ties, &found, &[("cuenta", &account.0), ("accion", "vincular")])
        .await;
    let record = browser.get(&tied.location).await;
    assert!(record.has("Se vinculó la cuenta.") && record.link("Ferretería Sur").contains("/cuentas/"));
    let again = browser.get(&format!("{ties}?q=ferreteria")).await;
    assert!(again.has("Ya vinculada"));
    let of_account = browser.get(&format!("/cuentas/{account}")).await;
    assert!(of_account.has("Ana Soto") && of_account.has("1 contacto"));
    let untied = browser
        .post(&ties, &record, &[("cuenta", &account.0), ("accion", "quitar")])
        .await;
    let record = browser.get(&untied.location).await;
    assert!(record.has("Se quitó la cuenta.") && record.links("Ferretería Sur").is_empty());
}

#[tokio::test]
async fn a_record_that_is_not_there_is_not_found() {
    let (_world, mut browser) = World::with_admin().await;
    for target in [
        "/contactos/999",
        "/contactos/x%22y",
        "/contactos/999/editar",
        "/contactos/999/cuentas",
        "/cuentas/999",
        "/cuentas/999/editar",
        "/casos/260305-000009",
        "/casos/x",
        "/casos/nuevo?contacto=999",
    ] {
        let answer = browser.get(target).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{target}");
        assert!(answer.has("Código de seguimiento"), "{target}");
    }
    let page = browser.get("/contactos").await;
    let fields = [("version", "1"), ("nombre", "Ana")];
    let answer = browser.post("/contactos/999/editar", &page, &fields).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_record_of_another_company_is_like_one_that_is_not_there() {
    let (world, mut browser) = World::with_admin().await;
    let own = world.contact(["", "Ana Soto", "", "", ""]).await;
    let other = world.other_company().await;
    let texts = ["77.7", "Secreto Ajeno", "", "", ""];
    let contact = world.app.save_contact.run(&other, None, texts).await.unwrap();
    let texts = ["88.8", "", "Empresa Ajena", "", ""];
    let account = world.app.save_account.run(&other, None, texts).await.unwrap();
    for target in [
        format!("/contactos/{contact}"),
        format!("/contactos/{contact}/editar"),
        format!("/contactos/{contact}/cuentas"),
        format!("/cuentas/{account}"),
        format!("/cuentas/{account}/editar"),
        format!("/casos/nuevo?contacto={contact}"),
    ] {
        let answer = browser.get(&target).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{target}");
        assert!(!answer.has("Ajen"), "{target}");
    }
    for target in [
        "/contactos?q=ajeno",
        "/cuentas?q=ajena",
        &format!("/casos/nuevo?cuenta={account}"),
    ] {
        // What was searched for stands in the box in lower case.
        assert!(!browser.get(target).await.has("Ajen"), "{target}");
    }
    let page = browser.get("/contactos").await;
    let fields = [("cuenta", &*account.0), ("accion", "vincular")];
    let tie = browser
        .post(&format!("/contactos/{own}/cuentas"), &page, &fields)
        .await;
    assert_eq!(tie.status, StatusCode::NOT_FOUND);
    let fields = [("contacto", &*contact.0), ("canal", "Chat")];
    let case = browser.post("/casos/nuevo", &page, &fields).await;
    assert_eq!(case.status, StatusCode::NOT_FOUND);
    let fields = [("contacto", &*own.0), ("cuenta", &account.0), ("canal", "Chat")];
    let case = browser.post("/casos/nuevo", &page, &fields).await;
    assert_eq!(case.status, StatusCode::NOT_FOUND);
    assert!(browser.get("/casos").await.has("Todavía no hay casos."));
}

#[tokio::test]
async fn nobody_is_offered_what_the_role_does_not_permit() {
    let (world, _) = World::with_admin().await;
    let contact = world.contact(["", "Ana Soto", "", "", ""]).await;
    let account = world.account(["", "", "Ferretería Sur", "", ""]).await;
    world.tie(&contact, &account).await;
    let see = |view| Permission {
        view,
        action: Action::See,
    };
    let mut reader = world
        .user("lectora", Some(PermissionSet::NONE.with(see(View::Contacts))))
        .await;
    let record = reader.get(&format!("/contactos/{contact}")).await;
    assert_eq!(record.status, StatusCode::OK);
    for words in ["Crear caso", "Editar", "Vincular cuenta", "Cuentas", "Casos"] {
        assert!(record.links(words).is_empty(), "{words}");
    }
    assert!(!record.has("Ferretería Sur") && !record.has("No tiene casos."));
    let empty = reader.get("/contactos?q=nadie").await;
    assert!(empty.links("Crear contacto").is_empty());
    for target in ["/cuentas", "/casos", "/contactos/nuevo", "/casos/nuevo"] {
        assert_eq!(reader.get(target).await.status, StatusCode::FORBIDDEN, "{target}");
    }
    let mut nobody = world.user("sin-rol", None).await;
    let answer = nobody.get("/contactos").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.has("Pida a un administrador"));
}

#[tokio::test]
async fn every_case_account_and_contact_of_a_record_can_be_reached() {
    let (world, mut browser) = World::with_admin().await;
    world.contact(["C-0", "Ana Soto", "", "", ""]).await;
    world.account(["A-0", "", "Ferretería Sur", "", ""]).await;
    let mut rows = Vec::new();
    for n in 0..25 {
        let (name, company) = (format!("Persona {n:02}"), format!("Empresa {n:02}"));
        let ids = [format!("C-{}", n + 1), format!("A-{}", n + 1)];
        world.contact([&ids[0], &name, "", "", ""]).await;
        world.account([&ids[1], "", &company, "", ""]).await;
        let [contact, account] = ids;
        rows.push(ImportRow::Membership([contact, "A-0".to_owned()]));
        rows.push(ImportRow::Membership(["C-0".to_owned(), account]));
        let case = [&format!("210112-{n:06}"), "C-0", "A-0", "Chat", ""];
        rows.push(ImportRow::Case(case.map(ToOwned::to_owned)));
    }
    let import = &world.app.import;
    for row in rows {
        assert!(import.run(&world.actor(), vec![row]).await.unwrap()[0].is_ok());
    }
    for (record, others) in [("/contactos/1", "Empresa"), ("/cuentas/1", "Persona")] {
        // The lists go on independently: one stays where it is while the other is paged.
        let second = browser.get(&format!("{record}?page=2")).await;
        assert!(second.has(&format!("{others} 10")) && !second.has(&format!("{others} 09")));
        assert!(
            second.has("210112-000024") && second.has("1–10 de 25"),
            "the newest first"
        );
        assert!(second.links("Casos más recientes").is_empty());
        let older = second.link("Casos más antiguos");
        assert_eq!(older, format!("{record}?page=2&casos=2"));
        let older = browser.get(&older).await;
        assert!(older.has("210112-000014") && !older.has("210112-000015"));
        let last = browser.get(&older.link("Casos más antiguos")).await;
        assert!(last.has("210112-000000") && last.has("21–25 de 25"));
        assert!(last.has(&format!("{others} 10")));
        assert!(last.links("Casos más antiguos").is_empty());
        assert_eq!(
            last.link("Casos más recientes"),
            format!("{record}?page=2&casos=2")
        );
        let end = browser.get(&last.link("Siguiente")).await;
        assert!(end.has(&format!("{others} 24")) && end.has("210112-000000"));
        let beyond = browser.get(&format!("{record}?casos=99")).await;
        assert!(beyond.has("210112-000000"), "a page behind the last is the last");
    }
}

#[tokio::test]
async fn what_is_offered_is_what_the_use_case_permits() {
    let (world, _) = World::with_admin().await;
    let contact = world.contact(["", "Ana Soto", "", "", ""]).await;
    let account = world.account(["", "", "Ferretería Sur", "", ""]).await;
    let all = [
        (View::Contacts, Action::See),
        (View::Contacts, Action::Edit),
        (View::Accounts, Action::See),
        (View::Accounts, Action::Edit),
        (View::Cases, Action::See),
        (View::Cases, Action::Create),
    ];
    let pages = [
        format!("/contactos/{contact}"),
        format!("/cuentas/{account}"),
        "/contactos".to_owned(),
        "/casos".to_owned(),
    ];
    for missing in all.map(Some).into_iter().chain([None]) {
        let given = all.into_iter().filter(|&it| Some(it) != missing);
        let set = given.fold(PermissionSet::NONE, |set, (view, action)| {
            set.with(Permission { view, action })
        });
        let mut user = world
            .user(
                &format!("u-{missing:?}").replace(['(', ')', ' ', ','], "-"),
                Some(set),
            )
            .await;
        for page in &pages {
            let page = user.get(page).await;
            for words in ["Crear caso", "Vincular cuenta"] {
                for target in page.links(words) {
                    assert_eq!(
                        user.get(&target).await.status,
                        StatusCode::OK,
                        "{missing:?} {target}"
                    );
                }
            }
        }
        let ties = format!("/contactos/{contact}/cuentas");
        let may_tie = !matches!(missing, Some((View::Contacts | View::Accounts, _)));
        let may_make = !matches!(missing, Some((View::Cases, _) | (View::Contacts, Action::See)));
        for (target, may) in [(&*ties, may_tie), ("/casos/nuevo", may_make)] {
            let opens = user.get(target).await.status == StatusCode::OK;
            assert_eq!(opens, may, "{missing:?} {target}");
        }
    }
}

#[tokio::test]
async fn a_notice_of_ones_own_making_says_nothing() {
    let (world, mut browser) = World::with_admin().await;
    let contact = world.contact(["", "Ana Soto", "", "", ""]).await;
    let record = browser
        .get(&format!("/contactos/{contact}?aviso=Llame+al+600"))
        .await;
    assert!(!record.has("Llame"));
}
