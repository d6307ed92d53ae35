//! A company with something on every page: made by its pages, by its external system, and by links.

use crate::support::{Answer, Client, Company, Engine, Place, Server, link};
use serde_json::Value;

const PASS: &str = "una-clave-de-afuera-7";
const PHONE: &str = "998874563";

/// The company, those who are signed in, and where its records are.
pub(crate) struct World {
    pub(crate) place: Place,
    pub(crate) server: Server,
    pub(crate) admin: Client,
    /// Whose role shows records, and no view of the administration.
    pub(crate) agent: Client,
    pub(crate) without_role: Client,
    /// Who has to change the password that an administrator gave.
    pub(crate) temporary: Client,
    pub(crate) token: String,
    pub(crate) contact: String,
    pub(crate) account: String,
    pub(crate) case: String,
    pub(crate) user: String,
    pub(crate) role: String,
    pub(crate) group: String,
}

impl World {
    /// In Spanish the demonstration; in English a company whose records are made here.
    pub(crate) fn start(language: &str) -> Self {
        let place = Engine::Sqlite.empty();
        let demo = language == "es";
        let (server, company, name, password) = if demo {
            let server = place.serve(&["--demo"]);
            let company = Company::of("demo", &place.json(&["keys", "show", "--instance", "demo"]));
            let (name, password) = server.admin();
            let (name, password) = (name.to_owned(), password.to_owned());
            (server, company, name, password)
        } else {
            let company = Company::create(&place, "acme", &["--language", language]);
            let made = place.json(&["user", "create-admin", "boss", "--instance", "acme"]);
            let password = made["password"].as_str().unwrap().to_owned();
            (place.serve(&[]), company, "boss".to_owned(), password)
        };
        let mut admin = signed_in(&server, &name, &password);
        let (contact, account) = if demo {
            (server.link("contact").1, server.link("account").1)
        } else {
            records(&mut admin)
        };
        let id = contact.rsplit('/').next().unwrap().to_owned();
        let fields = [
            ("contacto", &*id),
            ("canal", "Chat"),
            ("asunto", "No puede entrar a su cuenta"),
        ];
        let case = made(&post(&mut admin, "/casos/nuevo", &fields));
        let mut without_role = server.client();
        let token = company.token(&server, "recien.llegado", PASS);
        without_role.open_link(PHONE, &token);
        let (role, group) = administration(&mut admin);
        let (user, temporary) = users(&server, &mut admin, &role, &group);
        let token = company.token(&server, "Marcela.Soto", PASS);
        let mut agent = server.client();
        activity(&server, &mut agent, &token, &company);
        Self {
            place,
            server,
            admin,
            agent,
            without_role,
            temporary,
            token,
            contact,
            account,
            case,
            user,
            role,
            group,
        }
    }
}

pub(crate) fn signed_in(server: &Server, name: &str, password: &str) -> Client {
    let mut client = server.client();
    let form = client.get("/login");
    let (at, answer) = client.sign_in(&form, name, password);
    assert_eq!(answer.status, 200, "{at}: {}", answer.body);
    client
}

/// Sends the form of a page as it is shown, with those fields.
fn post(client: &mut Client, path: &str, fields: &[(&str, &str)]) -> Answer {
    post_from(client, path, path, fields)
}

fn post_from(client: &mut Client, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = client.get(page).input("_token");
    let answer = client.post(path, &[&[("_token", &*token)], fields].concat());
    assert!(
        matches!(answer.status, 200 | 303),
        "{path}: {} {}",
        answer.status,
        answer.body
    );
    answer
}

/// Where what was made is.
fn made(answer: &Answer) -> String {
    let there = answer.header("location").unwrap();
    there.split('?').next().unwrap().to_owned()
}

fn records(admin: &mut Client) -> (String, String) {
    let account = [
        ("identificador", "76.103.521-5"),
        ("representante", "María González Silva"),
        ("razon_social", "Transportes González e Hijos Limitada"),
        ("giro", "Transporte de carga por carretera"),
    ];
    let account = made(&post(admin, "/cuentas/nueva", &account));
    for n in 0..12 {
        let (identifier, phone) = (format!("X-{n}"), format!("9345000{n:02}"));
        let fields = [
            ("identificador", &*identifier),
            ("nombre", "Andrea Pérez"),
            ("telefono", &phone),
        ];
        post(admin, "/contactos/nuevo", &fields);
    }
    let contact = [
        ("identificador", "17.925.916-8"),
        ("nombre", "María González Silva"),
        ("email", "maria.gonzalez@correo.example"),
        ("telefono", PHONE),
    ];
    let contact = made(&post(admin, "/contactos/nuevo", &contact));
    let id = account.rsplit('/').next().unwrap();
    let tie = format!("{contact}/cuentas");
    post(admin, &tie, &[("cuenta", id), ("accion", "vincular")]);
    (contact, account)
}

/// Roles, groups and parameters; answers a role and a group.
fn administration(admin: &mut Client) -> (String, String) {
    let agents = [
        ("nombre", "Agentes de contacto"),
        ("todos", "contacts"),
        ("todos", "cases"),
        ("p", "accounts.see"),
    ];
    let role = made(&post(admin, "/admin/roles/nuevo", &agents));
    let mark = format!("{role}/predeterminado");
    post_from(admin, &role, &mark, &[("marca", "si")]);
    let supervisors = [("nombre", "Supervisores de turno"), ("todos", "*")];
    post(admin, "/admin/roles/nuevo", &supervisors);
    let group = made(&post(
        admin,
        "/admin/grupos/nuevo",
        &[("nombre", "Santiago Centro")],
    ));
    let mark = format!("{group}/predeterminado");
    post_from(admin, &group, &mark, &[("marca", "si")]);
    post(admin, "/admin/grupos/nuevo", &[("nombre", "Valparaíso")]);
    for (name, value) in [
        ("ext_sys_url", "https://social.beaware360.com"),
        ("ext_sys_pass", "una-clave-del-servicio-77"),
        ("horario_de_atencion", "Lunes a viernes de 9:00 a 18:30"),
    ] {
        let fields = [("nombre", name), ("valor", value)];
        post(admin, "/admin/parametros/nuevo", &fields);
    }
    (role, group)
}

/// A user, and one who is signed in with a password that an administrator gave.
fn users(server: &Server, admin: &mut Client, role: &str, group: &str) -> (String, Client) {
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let (role, group) = (id(role), id(group));
    let (mut user, mut temporary) = (String::new(), None);
    for (name, given, family) in [
        ("carolina.munoz", "Carolina", "Muñoz Sepúlveda"),
        ("francisca.larrain", "María Francisca", "Larraín Errázuriz"),
        ("pedro.rojas", "Pedro", "Rojas"),
    ] {
        let email = format!("{name}@correo.example");
        let fields = [
            ("usuario", name),
            ("nombre", given),
            ("apellido", family),
            ("email", &email),
            ("rol", &role),
            ("grupo", &group),
        ];
        let issued = post(admin, "/admin/usuarios/nuevo", &fields).body;
        let between = |begin: &str| {
            let text = issued.split(begin).nth(1).unwrap().split('"').next().unwrap();
            text.to_owned()
        };
        let password = between("id=\"campo-clave\" value=\"");
        crate::support::secrets::remember(server.authority(), &password);
        let id = between("href=\"/admin/usuarios/");
        user = format!("/admin/usuarios/{}", id.split('?').next().unwrap());
        temporary = Some(signed_in(server, name, &password));
    }
    (user, temporary.unwrap())
}

/// What links and logins leave behind.
fn activity(server: &Server, agent: &mut Client, token: &str, company: &Company) {
    for contact in [PHONE, "912345678", PHONE] {
        agent.open_link(contact, token);
    }
    let opened = link(PHONE, token);
    agent.follow(&opened.replace("genesys/chat", "wolkvox/voz"));
    agent.follow(&opened.replace("genesys/chat", "genesys/fax"));
    agent.follow(&opened.replace("%7D/", "/"));
    let mut stranger = server.client();
    stranger.follow(&link(PHONE, "ZTMgcHJ1ZWJhY2hhdCAxMjM0"));
    let form = stranger.get("/login");
    stranger.sign_in(&form, "carolina.munoz", "no es esta");
    let wrong: Value = company.credentials("Marcela.Soto", "otra-clave-de-afuera");
    assert_eq!(
        server.client().post_json(crate::support::LOGIN, &wrong).status,
        401
    );
}
