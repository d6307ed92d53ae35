//! Every page that is looked at, and the check that the table of routes has no other.

use crate::{
    company::World,
    support::{Client, link},
};
use ba360_http::Method;

/// Who looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Admin,
    Agent,
    WithoutRole,
    Temporary,
    Nobody,
}

impl Who {
    pub(crate) fn of(self, world: &World) -> Option<&Client> {
        match self {
            Self::Admin => Some(&world.admin),
            Self::Agent => Some(&world.agent),
            Self::WithoutRole => Some(&world.without_role),
            Self::Temporary => Some(&world.temporary),
            Self::Nobody => None,
        }
    }
}

/// A form that is sent before one looks: which one, and with what.
pub(crate) type Sent = (String, Vec<(&'static str, String)>);

/// A page.
pub(crate) struct Page {
    pub(crate) name: &'static str,
    pub(crate) who: Who,
    pub(crate) target: String,
    pub(crate) sent: Option<Sent>,
}

/// Every page, those of one person behind each other.
pub(crate) fn pages(world: &World) -> Vec<Page> {
    let mut pages = shown(world);
    pages.extend(answered(world));
    pages.extend(refused(world));
    pages.sort_by_key(|page| page.who as u8);
    pages
}

fn page(name: &'static str, who: Who, target: impl Into<String>) -> Page {
    Page {
        name,
        who,
        target: target.into(),
        sent: None,
    }
}

fn shown(world: &World) -> Vec<Page> {
    let World {
        contact,
        account,
        case,
        user,
        role,
        group,
        ..
    } = world;
    let of_contact = contact.rsplit('/').next().unwrap();
    [
        ("contacts", "/contactos".to_owned()),
        ("contacts-found", "/contactos?nombre=perez".to_owned()),
        ("contacts-none", "/contactos?nombre=nadie".to_owned()),
        ("contact-new", "/contactos/nuevo".to_owned()),
        ("contact", contact.clone()),
        ("contact-edit", format!("{contact}/editar")),
        ("contact-accounts", format!("{contact}/cuentas")),
        ("accounts", "/cuentas".to_owned()),
        ("account-new", "/cuentas/nueva".to_owned()),
        ("account", account.clone()),
        ("account-edit", format!("{account}/editar")),
        ("cases", "/casos".to_owned()),
        ("case-new", "/casos/nuevo".to_owned()),
        ("case-form", format!("/casos/nuevo?contacto={of_contact}")),
        ("case", case.clone()),
        ("users", "/admin/usuarios".to_owned()),
        ("users-none", "/admin/usuarios?q=nadie".to_owned()),
        ("user-new", "/admin/usuarios/nuevo".to_owned()),
        ("user", user.clone()),
        ("user-edit", format!("{user}/editar")),
        ("roles", "/admin/roles".to_owned()),
        ("role-new", "/admin/roles/nuevo".to_owned()),
        ("role", role.clone()),
        ("role-delete", format!("{role}/eliminar")),
        ("groups", "/admin/grupos".to_owned()),
        ("group-new", "/admin/grupos/nuevo".to_owned()),
        ("group", group.clone()),
        ("group-delete", format!("{group}/eliminar")),
        ("external", "/admin/aplicaciones-externas".to_owned()),
        (
            "external-new-key",
            "/admin/aplicaciones-externas/regenerar".to_owned(),
        ),
        ("parameters", "/admin/parametros".to_owned()),
        ("parameter-new", "/admin/parametros/nuevo".to_owned()),
        (
            "parameter-edit",
            "/admin/parametros/horario_de_atencion/editar".to_owned(),
        ),
        (
            "parameter-secret",
            "/admin/parametros/ext_sys_pass/editar".to_owned(),
        ),
        (
            "parameter-delete",
            "/admin/parametros/horario_de_atencion/eliminar".to_owned(),
        ),
        ("activity", "/admin/actividad".to_owned()),
        (
            "activity-none",
            "/admin/actividad?codigo=0000000000000000".to_owned(),
        ),
        ("inspector", "/admin/enlaces".to_owned()),
        ("instance", "/admin/instancia".to_owned()),
        ("sessions", "/admin/sesiones".to_owned()),
        ("password", "/contrasena".to_owned()),
        ("logout", "/logout".to_owned()),
        ("home", "/".to_owned()),
    ]
    .into_iter()
    .map(|(name, target)| page(name, Who::Admin, target))
    .collect()
}

/// What is shown when a form was sent.
fn answered(world: &World) -> Vec<Page> {
    let links = [
        "/integracionview/genesys/Call/1234567645/{\"telefono\":\"998874563\",\"otra\":\"x\"}/TOKEN",
        "/integracionview/genesys/fax/1234567645/{\"contacto\":\"998874563\"}/TOKEN",
        "/integracionview/genesys/Chat/1234567645/{\"contacto\":\"998874563\"}/TOKEN",
    ]
    .join("\n");
    let send = |name, target: &str, form: String, fields: &[(&'static str, &str)]| Page {
        name,
        who: Who::Admin,
        target: target.to_owned(),
        sent: Some((
            format!("main form[method='post'][action$='{form}']"),
            fields
                .iter()
                .map(|&(name, value)| (name, value.to_owned()))
                .collect(),
        )),
    };
    let users = "/admin/usuarios/nuevo";
    let parameters = "/admin/parametros/nuevo";
    vec![
        send(
            "inspector-read",
            "/admin/enlaces",
            "/admin/enlaces".to_owned(),
            &[("enlaces", &links)],
        ),
        send(
            "inspector-refused",
            "/admin/enlaces",
            "/admin/enlaces".to_owned(),
            &[("enlaces", " ")],
        ),
        send(
            "user-refused",
            users,
            users.to_owned(),
            &[("usuario", "CAROLINA.MUNOZ"), ("email", "x@")],
        ),
        send("user-issued", users, users.to_owned(), &[("usuario", "ana.soto")]),
        send(
            "role-refused",
            "/admin/roles/nuevo",
            "/admin/roles/nuevo".to_owned(),
            &[("nombre", " ")],
        ),
        send(
            "role-in-use",
            &format!("{}/eliminar", world.role),
            format!("{}/eliminar", world.role),
            &[],
        ),
        send(
            "parameter-refused",
            parameters,
            parameters.to_owned(),
            &[("nombre", "ext_sys_url"), ("valor", "http://127.0.0.1")],
        ),
        send(
            "instance-refused",
            "/admin/instancia",
            "/admin/instancia".to_owned(),
            &[("zona", "Santiago")],
        ),
        send(
            "contact-refused",
            "/contactos/nuevo",
            "/contactos/nuevo".to_owned(),
            &[],
        ),
        send("password-refused", "/contrasena", "/contrasena".to_owned(), &[]),
        send(
            "group-saved",
            &world.group,
            world.group.clone(),
            &[("nombre", "Santiago Oriente")],
        ),
    ]
}

/// What is shown to those who may not, or who ask for what is not there.
fn refused(world: &World) -> Vec<Page> {
    let opened = link("998874563", &world.token);
    vec![
        page("not-found", Who::Admin, "/contactos/999999999"),
        page("no-such-page", Who::Admin, "/no-hay"),
        page("link-refused", Who::Admin, opened.replace("chat", "fax")),
        page("other-user", Who::Admin, opened.clone()),
        page(
            "link-several",
            Who::Agent,
            "/integracionview/genesys/chat/1234567645/%7B%22contacto%22:%22andrea%20perez%22%7D",
        ),
        page("link-none", Who::Agent, link("912345678", &world.token)),
        page("not-permitted", Who::Agent, "/admin/usuarios"),
        page("agent", Who::Agent, world.contact.clone()),
        page("no-role", Who::WithoutRole, "/"),
        page("temporary-password", Who::Temporary, "/contrasena"),
        page("login", Who::Nobody, "/login"),
        page("link-refused-outside", Who::Nobody, opened.replace("chat", "fax")),
        page(
            "link-login",
            Who::Nobody,
            "/integracionview/genesys/chat/1/%7B%22contacto%22:%22998874563%22%7D",
        ),
        Page {
            name: "login-refused",
            who: Who::Nobody,
            target: "/login".to_owned(),
            sent: Some((
                "main form".to_owned(),
                vec![
                    ("usuario", "nadie".to_owned()),
                    ("contrasena", "una que no es".to_owned()),
                ],
            )),
        },
    ]
}

/// Whether a target is of a route: by its path, segment by segment.
fn is_of(route: &str, target: &str) -> bool {
    let path = target.split('?').next().unwrap();
    let mut segments = path.split('/');
    for wanted in route.split('/') {
        if wanted.starts_with("{*") {
            return segments.next().is_some();
        }
        match segments.next() {
            Some(_) if wanted.starts_with('{') => {}
            Some(it) if it == wanted => {}
            _ => return false,
        }
    }
    segments.next().is_none()
}

/// Fails for a page that the table of routes has, and these have not.
pub(crate) fn assert_complete(pages: &[Page]) {
    // What is no page, and the link in those of its forms that hold nothing.
    let others = [
        "/api/",
        "/openapi.json",
        "/healthz",
        "/readyz",
        "/metrics",
        "/assets/",
        "/.well-known/",
    ];
    for route in ba360_http::routes().filter(|route| route.method == Method::Get) {
        let link = matches!(route.path, "/integracionview" | "/integracionview/");
        if link || others.iter().any(|other| route.path.starts_with(other)) {
            continue;
        }
        assert!(
            pages.iter().any(|page| is_of(route.path, &page.target)),
            "nobody looks at {}",
            route.path
        );
    }
}
