//! What an administrator does by the console's pages.
#![allow(dead_code, reason = "each test program uses a part of it")]

use crate::support::{Answer, Client};

/// The role that administrators come with.
pub(crate) const ADMINISTRATOR: &str = "Administrador";
/// The lists that things are found in.
pub(crate) const USERS: &str = "/admin/usuarios";
pub(crate) const ROLES: &str = "/admin/roles";
pub(crate) const GROUPS: &str = "/admin/grupos";

/// The path of what a list shows under that name.
pub(crate) fn path_in(admin: &mut Client, list: &str, name: &str) -> String {
    let page = admin.get(list);
    let title = format!(">{name}</a>");
    let (before, _) = page
        .body
        .split_once(&title)
        .unwrap_or_else(|| panic!("{list} shows no {name}: {}", page.body));
    let (_, path) = before.rsplit_once("href=\"").unwrap();
    path.trim_end_matches('"').to_owned()
}

/// Sends the form of a page to an address, with the token that the page has.
pub(crate) fn send_form(admin: &mut Client, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let token = admin.get(page).input("_token");
    admin.post(to, &[&[("_token", &*token)], fields].concat())
}

/// Makes a role that may look at contacts, or a group; answers its path.
pub(crate) fn make(admin: &mut Client, list: &str, name: &str) -> String {
    let form = format!("{list}/nuevo");
    let fields = [("nombre", name), ("p", "contacts.see")];
    let fields = if list == ROLES { &fields[..] } else { &fields[..1] };
    let made = send_form(admin, &form, &form, fields);
    assert_eq!(made.status, 303, "{}", made.body);
    let there = made.header("location").unwrap();
    there.split('?').next().unwrap().to_owned()
}

/// Marks the role or the group of that path as the default, or takes the mark away.
pub(crate) fn mark_default(admin: &mut Client, path: &str, word: &str) {
    let marked = send_form(admin, path, &format!("{path}/predeterminado"), &[("marca", word)]);
    assert_eq!(marked.status, 303, "{}", marked.body);
}

/// Asks to delete the role or the group of that path, and confirms it; 303 where it is gone and 409 where it is in use.
pub(crate) fn delete(admin: &mut Client, path: &str) -> Answer {
    let form = format!("{path}/eliminar");
    let asked = admin.get(&form);
    assert_eq!(asked.status, 200, "{}", asked.body);
    let fields = [
        ("_token", asked.input("_token")),
        ("version", asked.input("version")),
    ];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    admin.post(&form, &fields)
}

/// Presses a button of a user's page that asks for nothing more, such as `desactivar`; answers what it led to.
pub(crate) fn press(admin: &mut Client, user: &str, button: &str) -> Answer {
    let path = path_in(admin, USERS, user);
    let pressed = send_form(admin, &path, &format!("{path}/{button}"), &[]);
    let (_, page) = admin.go_on(path, pressed);
    assert_eq!(page.status, 200, "{button}: {}", page.body);
    page
}

/// The password that a page shows once.
pub(crate) fn issued(page: &Answer) -> String {
    let field = page.body.split("id=\"campo-clave\" value=\"").nth(1).unwrap();
    field.split('"').next().unwrap().to_owned()
}
