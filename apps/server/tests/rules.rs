//! The page's *Lógica de negocio para manejo de usuarios* and *para manejo de token*, rule by rule: the numbers in the names
//! are the page's. The default role and group are marked by the console's pages.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

#[path = "attacks/console.rs"]
mod console;
mod support;

use serde_json::{Value, json};
use std::process::ExitCode;
use support::{Answer, Company, Engine, LOGIN, Place, Server, administrator, cases, link, run};

fn main() -> ExitCode {
    run(cases![
        users_1_an_unknown_user_is_made,
        users_1_1_it_takes_the_default_role,
        users_1_1_1_without_a_default_role_it_has_none,
        users_1_2_it_takes_the_default_group,
        users_1_2_1_without_a_default_group_it_has_none,
        users_1_3_name_surname_and_user_are_those_sent,
        users_1_4_the_password_is_the_one_sent,
        users_1_5_the_address_is_a_placeholder_of_the_user,
        users_1_6_and_1_7_time_zone_and_language_are_the_instances,
        users_1_8_after_it_is_made_it_gets_a_token,
        users_2_a_known_user_gets_a_token_or_an_error,
        users_3_blank_or_null_data_is_an_error_and_nothing_is_done,
        tokens_1_a_valid_token_opens_the_console,
        tokens_2_1_and_2_2_an_invalid_token_shows_the_login_and_then_the_view,
        tokens_3_1_and_3_2_no_token_shows_the_login_and_then_the_view,
    ])
}

const PASS: &str = "una-clave-de-afuera-7";
const USER: &str = "UserNew";

/// A company with one contact, and the server.
fn company(engine: Engine) -> (Place, Server, Company) {
    let place = engine.place();
    let company = Company::create(
        &place,
        "acme",
        &["--time-zone", "America/Lima", "--language", "en"],
    );
    place.write(
        "c.csv",
        "identificador,nombre,idrrss,email,telefono\n1-9,Ana Soto,,,998874563\n",
    );
    place.json(&["import", "contacts", "c.csv", "--instance", "acme"]);
    let server = place.serve(&[]);
    (place, server, company)
}

/// A column of the one user of that name.
fn of_user(place: &Place, column: &str) -> String {
    place.value(&format!("select {column} from users where name = '{USER}'"))
}

fn users(place: &Place) -> String {
    place.value("select count(*) from users")
}

fn assert_made(answer: &Answer, made: bool) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.body);
    let object = answer.json();
    assert_eq!(object["user_created"], made);
    assert_eq!(object["token_type"], "Bearer");
    assert_eq!(object["expires_in"], 8 * 3600);
    assert_eq!(object.as_object().unwrap().len(), 4);
    object
}

fn users_1_an_unknown_user_is_made(engine: Engine) {
    let (place, server, company) = company(engine);
    assert_eq!(users(&place), "0");
    assert_made(&company.log_in(&server, USER, PASS), true);
    assert_eq!(
        (users(&place), of_user(&place, "name")),
        ("1".into(), USER.into())
    );
}

fn users_1_1_it_takes_the_default_role(engine: Engine) {
    let (place, server, company) = company(engine);
    mark_default_role(&place, &server);
    let token = company.token(&server, USER, PASS);
    let (at, contact) = server.client().open_link("998874563", &token);
    assert!(at.starts_with("/contactos/"), "{at}");
    assert!(contact.status == 200 && contact.body.contains("Ana Soto"));
}

fn users_1_1_1_without_a_default_role_it_has_none(engine: Engine) {
    let (place, server, company) = company(engine);
    let token = company.token(&server, USER, PASS);
    assert_eq!(of_user(&place, "role_id is null"), truth(engine));
    let mut client = server.client();
    let (_, denied) = client.open_link("998874563", &token);
    assert_eq!(denied.status, 403, "a data view is denied");
    assert!(!denied.body.contains("Ana Soto"));
    assert!(
        denied.body.contains("administrator"),
        "it says whom to ask: {}",
        denied.body
    );
    // It is signed in all the same, to an empty menu.
    let (_, home) = client.follow("/");
    assert!(home.body.contains(USER) && !home.body.contains("href=\"/contactos\""));
    assert_eq!(client.get("/casos").status, 403);
}

fn truth(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "1",
        Engine::Postgres => "t",
    }
}

fn users_1_2_it_takes_the_default_group(engine: Engine) {
    let (place, server, company) = company(engine);
    mark_default_group(&place, &server);
    assert_made(&company.log_in(&server, USER, PASS), true);
    assert_eq!(of_user(&place, GROUP), "Ejecutivos");
}

fn users_1_2_1_without_a_default_group_it_has_none(engine: Engine) {
    let (place, server, company) = company(engine);
    assert_made(&company.log_in(&server, USER, PASS), true);
    assert_eq!(of_user(&place, "group_id is null"), truth(engine));
}

fn users_1_3_name_surname_and_user_are_those_sent(engine: Engine) {
    let (place, server, company) = company(engine);
    assert_made(&company.log_in(&server, USER, PASS), true);
    for column in ["given_name", "surname", "name"] {
        assert_eq!(of_user(&place, column), USER, "{column}");
    }
}

fn users_1_4_the_password_is_the_one_sent(engine: Engine) {
    let (place, server, company) = company(engine);
    assert_made(&company.log_in(&server, USER, PASS), true);
    let try_in = |password: &str| {
        let mut client = server.client();
        let form = client.get("/login");
        client.sign_in(&form, USER, password)
    };
    // It opens the console, and nobody asks for another one first.
    let (at, inside) = try_in(PASS);
    assert_eq!((at.as_str(), inside.status), ("/", 200));
    assert!(inside.body.contains(USER) && !inside.body.contains(NEW_PASSWORD));
    assert_eq!(try_in("una-clave-de-afuera-8").1.status, 401);
    assert!(
        !of_user(&place, "password").contains(PASS),
        "no password is kept as it is"
    );
    // One that an administrator gives is another matter, and leads to where it is changed.
    let mut admin = administrator(&place, &server, "acme").0;
    let issued = console::issued(&console::press(&mut admin, USER, "contrasena"));
    let (at, form) = try_in(&issued);
    assert!(
        at == "/contrasena" && form.body.contains(NEW_PASSWORD),
        "{at}: {}",
        form.body
    );
}

fn users_1_5_the_address_is_a_placeholder_of_the_user(engine: Engine) {
    let (place, server, company) = company(engine);
    assert_made(&company.log_in(&server, USER, PASS), true);
    assert_eq!(of_user(&place, "email"), "UserNew@authexternalsystem.com");
    assert_eq!(of_user(&place, PLACEHOLDER), truth(engine), "it is marked as one");
    // The page's sign of an address in a user's name is written so that the whole stays one address.
    assert_made(&company.log_in(&server, "ana@example.com", PASS), true);
    let email = place.value("select email from users where name = 'ana@example.com'");
    assert_eq!(email, "ana%40example.com@authexternalsystem.com");
}

fn users_1_6_and_1_7_time_zone_and_language_are_the_instances(engine: Engine) {
    let (place, server, company) = company(engine);
    assert_made(&company.log_in(&server, USER, PASS), true);
    assert_eq!(of_user(&place, "time_zone"), "America/Lima");
    assert_eq!(of_user(&place, "language"), "en");
}

fn users_1_8_after_it_is_made_it_gets_a_token(engine: Engine) {
    let (_place, server, company) = company(engine);
    let made = assert_made(&company.log_in(&server, USER, PASS), true);
    let mut client = server.client();
    let (at, _) = client.open_link("998874563", made["token"].as_str().unwrap());
    assert!(!at.starts_with("/login"), "{at}");
    assert!(client.session().is_some());
}

fn users_2_a_known_user_gets_a_token_or_an_error(engine: Engine) {
    let (place, server, company) = company(engine);
    let first = assert_made(&company.log_in(&server, USER, PASS), true);
    let second = assert_made(&company.log_in(&server, USER, PASS), false);
    assert_ne!(first["token"], second["token"]);
    let wrong = company.log_in(&server, USER, "otra");
    assert_eq!(
        (wrong.status, wrong.code().as_str()),
        (401, "external_login_refused")
    );
    assert!(wrong.json().get("token").is_none());
    // An administrator was made here, and has another password: their name is no way in, and it is not changed.
    administrator(&place, &server, "acme");
    assert_eq!(company.log_in(&server, "jefa", PASS).status, 401);
    assert_eq!(users(&place), "2");
}

fn users_3_blank_or_null_data_is_an_error_and_nothing_is_done(engine: Engine) {
    let (place, server, company) = company(engine);
    for field in ["user", "pass", "company", "secretkey", "clientkey"] {
        for value in [Some(json!(null)), Some(json!("")), Some(json!(" \t\u{a0}")), None] {
            let mut sent = company.credentials(USER, PASS);
            match &value {
                Some(value) => sent[field] = value.clone(),
                None => drop(sent.as_object_mut().unwrap().remove(field)),
            }
            let answer = server.client().post_json(LOGIN, &sent);
            assert_eq!(answer.status, 400, "{field} {value:?}: {}", answer.body);
            assert_eq!(answer.code(), "external_fields_missing", "{field} {value:?}");
        }
    }
    assert_eq!(users(&place), "0");
    // Nothing was validated either: nothing is written down of it.
    assert_eq!(
        place.value("select count(*) from activity where kind = 'external_login'"),
        "0"
    );
}

fn tokens_1_a_valid_token_opens_the_console(engine: Engine) {
    let (place, server, company) = company(engine);
    mark_default_role(&place, &server);
    let token = company.token(&server, USER, PASS);
    let mut client = server.client();
    // To the link without its token first, and then to the record.
    let answer = client.get(&link("998874563", &token));
    let clean = answer.header("location").unwrap().to_owned();
    assert_eq!(answer.status, 303);
    assert!(
        clean.starts_with("/integracionview/") && !clean.contains(&token),
        "{clean}"
    );
    let (at, contact) = client.go_on(String::new(), answer);
    assert!(
        at.starts_with("/contactos/") && contact.body.contains("Ana Soto"),
        "{at}"
    );
}

/// Signs the administrator in at the form that a link led to; answers where that ended.
fn through_the_login(place: &Place, server: &Server, target: &str) -> (String, Answer) {
    let (_, password) = administrator(place, server, "acme");
    let mut client = server.client();
    let (at, form) = client.follow(target);
    assert!(at.starts_with("/login") && form.status == 200, "{at}");
    assert!(
        form.body.contains("name=\"contrasena\""),
        "it asks for credentials"
    );
    assert!(!form.body.contains("998874563"), "what is searched for is sealed");
    client.sign_in(&form, "jefa", &password)
}

fn tokens_2_1_and_2_2_an_invalid_token_shows_the_login_and_then_the_view(engine: Engine) {
    let (place, server, company) = company(engine);
    let token = company.token(&server, USER, PASS);
    // One letter of the signature is another one.
    let middle = token.len() - 10;
    let other = if token.as_bytes()[middle] == b'A' {
        "B"
    } else {
        "A"
    };
    let forged = format!("{}{other}{}", &token[..middle], &token[middle + 1..]);
    let (at, contact) = through_the_login(&place, &server, &link("998874563", &forged));
    assert!(
        at.starts_with("/contactos/") && contact.body.contains("Ana Soto"),
        "{at}"
    );
}

fn tokens_3_1_and_3_2_no_token_shows_the_login_and_then_the_view(engine: Engine) {
    let (place, server, _company) = company(engine);
    let target = link("998874563", "");
    let (at, contact) = through_the_login(&place, &server, target.trim_end_matches('/'));
    assert!(
        at.starts_with("/contactos/") && contact.body.contains("Ana Soto"),
        "{at}"
    );
}

/// An administrator comes with a role, and marks it on its page.
fn mark_default_role(place: &Place, server: &Server) {
    let mut admin = administrator(place, server, "acme").0;
    let role = console::path_in(&mut admin, console::ROLES, console::ADMINISTRATOR);
    console::mark_default(&mut admin, &role, "si");
}

/// An administrator makes a group, and marks it on its page.
fn mark_default_group(place: &Place, server: &Server) {
    let mut admin = administrator(place, server, "acme").0;
    let group = console::make(&mut admin, console::GROUPS, "Ejecutivos");
    console::mark_default(&mut admin, &group, "si");
}

/// Where a new password is typed.
const NEW_PASSWORD: &str = "name=\"nueva\"";
/// The name of a user's group.
const GROUP: &str = "(select g.name from groups g where g.id = users.group_id)";
/// Whether a user's address is a placeholder.
const PLACEHOLDER: &str = "email_placeholder";
