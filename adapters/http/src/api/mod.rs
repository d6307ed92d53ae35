//! The JSON API: what the console shows and does, for programs (contract 4.11), and the case of an interaction that
//! another system reports (contract 3.4). `docs/api.md` is its guide and [`openapi`] its description.
//!
//! Bodies are types of this folder, never the domain's. A member that a body should not have is refused, so that
//! nobody believes to have changed what they have not; only the partner's `POST /ba360/apir/v10/cases` passes over it,
//! as `authexternalsystem` does.

mod accounts;
mod activity;
mod call;
mod cases;
mod contacts;
mod endpoint;
mod external_keys;
mod external_login;
mod groups;
mod instance;
mod links;
mod openapi;
mod page;
mod parameters;
mod records;
mod reported_case;
mod roles;
mod sessions;
mod user_bodies;
mod users;

pub(crate) use call::ApiCall;
pub(crate) use endpoint::Endpoint;
pub use openapi::openapi;

use crate::routes::Route;

/// The routes of the API, resource by resource.
pub(crate) fn tables() -> [&'static [Route]; 14] {
    [
        contacts::ROUTES,
        accounts::ROUTES,
        cases::ROUTES,
        links::ROUTES,
        users::ROUTES,
        roles::ROUTES,
        groups::ROUTES,
        parameters::ROUTES,
        activity::ROUTES,
        sessions::ROUTES,
        external_keys::ROUTES,
        instance::ROUTES,
        reported_case::ROUTES,
        openapi::ROUTES,
    ]
}
