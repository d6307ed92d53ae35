//! The one table of routes. The router is made from it, and so are the menus, the description of the API
//! and the test that walks every route as a stranger.

use crate::{
    admin,
    api::{self, Endpoint},
    call::Call,
    console, health, link, login, password,
    program::{self, Program},
    refusal::Refusal,
    settings::Site,
};
use axum::response::Response;
use ba360_core::access::{Action, View};
use std::{future::Future, pin::Pin, sync::Arc};

/// What a handler answers.
pub(crate) type Answer = Pin<Box<dyn Future<Output = Result<Response, Refusal>> + Send>>;

/// What goes back to axum when every layer has done its work.
pub(crate) type Answered = Pin<Box<dyn Future<Output = Response> + Send>>;

/// What answers a route.
#[derive(Clone, Copy)]
pub(crate) enum Handler {
    /// Something of an instance: the host, the session and the permission are looked up first.
    Call(fn(Call) -> Answer),
    /// Something of the process, which has neither host nor session: its health, an asset. It gets the raw
    /// target behind the base.
    Process(fn(Arc<Site>, String) -> Answer),
    /// Something that a program asks of the installation by a JSON body, whatever instance the host has.
    Program(fn(Program) -> Answer),
    /// Something of an instance that a program asks for: by a token or a session, as JSON.
    Api(Endpoint),
}

/// A row of the table.
pub(crate) struct Route {
    /// With which method.
    pub(crate) method: Method,
    /// The path as axum writes patterns, without the base.
    pub(crate) path: &'static str,
    /// Who may.
    pub(crate) access: Access,
    /// What of the request the handler reads.
    pub(crate) input: Input,
    /// What answers. In a table: `handler: Handler::Call(|call| Box::pin(show(call)))`.
    pub(crate) handler: Handler,
    /// What it is called, and where it stands in the menus.
    pub(crate) words: Words,
}

/// The methods of the console and of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// `GET`, and `HEAD` with it. It changes nothing.
    Get,
    /// `POST`.
    Post,
    /// `PUT`, of the API alone.
    Put,
    /// `PATCH`, of the API alone.
    Patch,
    /// `DELETE`, of the API alone.
    Delete,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// As it stands in a request.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Who may ask for a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever's role permits it.
    May(View, Action),
}

/// What of a request a handler reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    /// The fields of the query and of the form, and the parameters of the path.
    Fields,
    /// The same, of a form that holds a long text.
    LongFields,
    /// The raw target, which is a link: its query has rules of its own.
    Target,
}

/// What a route is called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    pub(crate) spanish: &'static str,
    pub(crate) english: &'static str,
    /// The menu in which it stands, if any.
    pub(crate) menu: Option<Menu>,
}

impl Words {
    /// The words of a route that stands in no menu.
    pub(crate) const fn of(spanish: &'static str, english: &'static str) -> Self {
        Self {
            spanish,
            english,
            menu: None,
        }
    }

    /// The words of a route that stands in a menu.
    pub(crate) const fn in_menu(menu: Menu, spanish: &'static str, english: &'static str) -> Self {
        Self {
            spanish,
            english,
            menu: Some(menu),
        }
    }
}

/// The menus of the console (contract 5), in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Menu {
    Customers,
    Cases,
    Agents,
    Others,
}

/// Rows of views: method, path, who may, words, handler.
macro_rules! rows {
    ($($method:ident $path:literal, $access:expr, $words:expr, $handler:expr;)+) => {
        &[$(crate::routes::Route {
            method: crate::routes::Method::$method,
            path: $path,
            access: $access,
            input: crate::routes::Input::Fields,
            handler: crate::routes::Handler::Call(|call| Box::pin($handler(call))),
            words: $words,
        },)+]
    };
}
pub(crate) use rows;

/// A route as tests and documents see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RouteInfo {
    /// With which method.
    pub method: Method,
    /// The path as axum writes patterns, without the base.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
}

/// Every route of the router.
pub fn routes() -> impl Iterator<Item = RouteInfo> {
    table().map(|route| RouteInfo {
        method: route.method,
        path: route.path,
        access: route.access,
    })
}

/// Every row.
pub(crate) fn table() -> impl Iterator<Item = &'static Route> {
    [
        health::ROUTES,
        program::ROUTES,
        login::ROUTES,
        link::ROUTES,
        console::ROUTES,
        admin::ROUTES,
        admin::LONG_FORMS,
        password::ROUTES,
    ]
    .into_iter()
    .chain(api::tables())
    .flatten()
}
