//! The pages: one askama structure each.

use crate::chrome::Chrome;
use askama::Template;
use ba360_core::record::SearchView;

/// An error: what happened, whom to ask, under which tracking code.
#[derive(Template)]
#[template(
    source = "<h1>{{ status }}</h1><p>{{ message }}</p><p>{{ chrome.correlation }}</p>{% if let Some(link) = link %}<p>{{ link.position }}</p><pre>{{ link.before }}<mark>{{ link.at }}</mark>{{ link.after }}</pre>{% endif %}",
    ext = "html"
)]
pub(crate) struct ErrorPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) status: u16,
    /// The stable code, as it stands on the wire.
    pub(crate) code: &'p str,
    /// The code's words.
    pub(crate) message: &'p str,
    /// For a bad link: where in it.
    pub(crate) link: Option<LinkPlace>,
}

/// Where a link is bad: the text around the place, the token replaced.
pub(crate) struct LinkPlace {
    /// The byte offset, from 0.
    pub(crate) position: usize,
    /// What stands before the place; an ellipsis first where it was cut.
    pub(crate) before: String,
    /// The character at the place; empty at the end of the link.
    pub(crate) at: String,
    /// What stands behind it.
    pub(crate) after: String,
}

/// The sign-in form; `POST` to `/login` with `usuario`, `contrasena`, `continuar`, `_token`.
#[derive(Template)]
#[template(
    source = r#"<form method="post" action="{{ chrome.to("/login") }}"><input type="hidden" name="_token" value="{{ chrome.form_token }}"><input type="hidden" name="continuar" value="{{ return_to }}"><input name="usuario" value="{{ user }}"><input type="password" name="contrasena"><p>{{ message.unwrap_or_default() }}</p><button>{{ chrome.say("Ingresar", "Sign in") }}</button></form>"#,
    ext = "html"
)]
pub(crate) struct LoginPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    /// The sealed return path, or empty.
    pub(crate) return_to: &'p str,
    /// The user name that was typed.
    pub(crate) user: &'p str,
    /// Why nobody was signed in, or what brought the person here.
    pub(crate) message: Option<&'p str>,
}

/// `GET /logout`: the button, `POST` to `/logout`.
#[derive(Template)]
#[template(
    source = r#"<form method="post" action="{{ chrome.to("/logout") }}"><input type="hidden" name="_token" value="{{ chrome.form_token }}"><button>{{ chrome.say("Cerrar sesión", "Sign out") }}</button></form>"#,
    ext = "html"
)]
pub(crate) struct LogoutPage<'p> {
    pub(crate) chrome: Chrome<'p>,
}

/// After signing out.
#[derive(Template)]
#[template(
    source = r#"<p>{{ chrome.say("Sesión cerrada.", "Signed out.") }}</p><a href="{{ chrome.to("/login") }}">{{ chrome.say("Ingresar", "Sign in") }}</a>"#,
    ext = "html"
)]
pub(crate) struct LoggedOutPage<'p> {
    pub(crate) chrome: Chrome<'p>,
}

/// For a user without a role: whom to ask.
#[derive(Template)]
#[template(source = "<p>{{ message }}</p>", ext = "html")]
pub(crate) struct NoRolePage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) message: &'p str,
}

/// A link's token names somebody else than who is signed in: `POST` to `/login/cambiar` with `enlace` and
/// `_token` switches; `stay` is the address to go on as who one is.
#[derive(Template)]
#[template(
    source = r#"<p>{{ signed_in }} {{ named }}</p><form method="post" action="{{ chrome.to("/login/cambiar") }}"><input type="hidden" name="_token" value="{{ chrome.form_token }}"><input type="hidden" name="enlace" value="{{ sealed_link }}"><button>{{ named }}</button></form><a href="{{ stay }}">{{ signed_in }}</a>"#,
    ext = "html"
)]
pub(crate) struct SwitchUserPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) signed_in: &'p str,
    pub(crate) named: &'p str,
    pub(crate) sealed_link: &'p str,
    /// The address, base included.
    pub(crate) stay: &'p str,
}

/// The search view. A link opens it with `canonical` and an interaction; the console's own views make it of a
/// request.
#[derive(Template)]
#[template(
    source = r#"<main data-canonical="{{ canonical }}">{{ view.found.total().count }}</main>"#,
    ext = "html"
)]
pub(crate) struct SearchPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) view: &'p SearchView,
    /// The console's own address of this search, base included, which a small script puts into the address bar.
    pub(crate) canonical: &'p str,
}

/// A file that pages link to under `/assets/{file}`.
pub(crate) struct Asset {
    pub(crate) media_type: &'static str,
    pub(crate) bytes: &'static [u8],
}

/// The asset of that name.
pub(crate) fn asset(_file: &str) -> Option<Asset> {
    None
}
