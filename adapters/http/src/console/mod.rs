//! The console: the views of contacts, accounts and cases, over the use cases of core.

mod account_form;
mod accounts;
mod case_form;
mod cases;
mod contact_form;
mod contacts;
mod form;
mod search;
mod top;
mod trail;
mod view;

pub use search::address_of;
pub(crate) use search::link_view;
pub(crate) use trail::{address, page_pairs, read_page, record_path};
pub(crate) use view::moment;

use crate::routes::{Access::May, Menu, Route, Words, rows};
use ba360_core::{
    access::{
        Action::{Create, Edit, See},
        View::{Accounts, Cases, Contacts},
    },
    record::Object,
};

const fn words(spanish: &'static str, english: &'static str) -> Words {
    Words::of(spanish, english)
}

/// The routes of the console.
pub(crate) static ROUTES: &[Route] = rows! {
    Get "/contactos", May(Contacts, See), Words::in_menu(Menu::Customers, "Contactos", "Contacts"),
        |call| search::show(call, Object::Contact);
    Get "/contactos/nuevo", May(Contacts, Create), words("Crear contacto", "Create contact"), contact_form::ask_new;
    Post "/contactos/nuevo", May(Contacts, Create), words("Crear contacto", "Create contact"), contact_form::make;
    Get "/contactos/{id}", May(Contacts, See), words("Contacto", "Contact"), contacts::show;
    Get "/contactos/{id}/editar", May(Contacts, Edit), words("Editar contacto", "Edit contact"), contact_form::ask_edit;
    Post "/contactos/{id}/editar", May(Contacts, Edit), words("Editar contacto", "Edit contact"), contact_form::edit;
    Get "/contactos/{id}/cuentas", May(Contacts, Edit), words("Vincular cuenta", "Link an account"), contacts::choose_account;
    Post "/contactos/{id}/cuentas", May(Contacts, Edit), words("Vincular cuenta", "Link an account"), contacts::tie;

    Get "/cuentas", May(Accounts, See), Words::in_menu(Menu::Customers, "Cuentas", "Accounts"),
        |call| search::show(call, Object::Account);
    Get "/cuentas/nueva", May(Accounts, Create), words("Crear cuenta", "Create account"), account_form::ask_new;
    Post "/cuentas/nueva", May(Accounts, Create), words("Crear cuenta", "Create account"), account_form::make;
    Get "/cuentas/{id}", May(Accounts, See), words("Cuenta", "Account"), accounts::show;
    Get "/cuentas/{id}/editar", May(Accounts, Edit), words("Editar cuenta", "Edit account"), account_form::ask_edit;
    Post "/cuentas/{id}/editar", May(Accounts, Edit), words("Editar cuenta", "Edit account"), account_form::edit;

    Get "/casos", May(Cases, See), Words::in_menu(Menu::Cases, "Casos", "Cases"),
        |call| search::show(call, Object::Case);
    Get "/casos/nuevo", May(Cases, Create), words("Crear caso", "Create case"), case_form::ask_new;
    Post "/casos/nuevo", May(Cases, Create), words("Crear caso", "Create case"), case_form::make;
    Get "/casos/{numero}", May(Cases, See), words("Caso", "Case"), cases::show;
};
