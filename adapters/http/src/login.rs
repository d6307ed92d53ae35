//! Signing in and out.

use crate::{
    call::{Call, add_cookie},
    chrome::menu_routes,
    cookies::Jar,
    metrics::LoginKind,
    pages::{LoggedOutPage, LoginPage, LogoutPage, NoRolePage},
    refusal::Refusal,
    respond, return_path,
    routes::{Access, Handler, Input, Method, Route, Words},
};
use axum::response::Response;
use ba360_core::{
    access::{Actor, SignInError, Who},
    text::{Code, Coded as _},
};

/// The routes of signing in and out.
pub(crate) static ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/",
        access: Access::Public,
        input: Input::Fields,
        handler: Handler::Call(|call| Box::pin(root(call))),
        words: Words::of("Inicio", "Home"),
    },
    Route {
        method: Method::Get,
        path: "/login",
        access: Access::Public,
        input: Input::Fields,
        handler: Handler::Call(|call| Box::pin(form(call))),
        words: Words::of("Ingreso", "Sign in"),
    },
    Route {
        method: Method::Post,
        path: "/login",
        access: Access::Public,
        input: Input::Fields,
        handler: Handler::Call(|call| Box::pin(sign_in(call))),
        words: Words::of("Ingresar", "Sign in"),
    },
    Route {
        method: Method::Get,
        path: "/logout",
        access: Access::SignedIn,
        input: Input::Fields,
        handler: Handler::Call(|call| Box::pin(async move { ask_to_sign_out(&call) })),
        words: Words::of("Cerrar sesión", "Sign out"),
    },
    Route {
        method: Method::Post,
        path: "/logout",
        access: Access::Public,
        input: Input::Fields,
        handler: Handler::Call(|call| Box::pin(sign_out(call))),
        words: Words::of("Cerrar sesión", "Sign out"),
    },
];

/// `/`: the first view that the user may open, or the login page.
async fn root(call: Call) -> Result<Response, Refusal> {
    match &call.actor {
        Some(actor) => first_view(&call, actor),
        None => respond::see_other(&call.site.to("/login")),
    }
}

/// Where somebody who has just signed in begins: the first view that they may open. Who has no role gets told whom
/// to ask, and so does who may open nothing.
fn first_view(call: &Call, actor: &Actor) -> Result<Response, Refusal> {
    if actor.must_change_password() {
        return Err(Refusal::of(Code::PasswordTemporary));
    }
    if let Some(route) = menu_routes(actor).next() {
        return respond::see_other(&call.site.to(route.path));
    }
    let code = match actor.who() {
        Who::User { has_role: false, .. } => Code::NoRole,
        _ => Code::NotPermitted,
    };
    let page = NoRolePage {
        chrome: call.chrome(),
        message: code.words(call.language()),
    };
    respond::page(&page)
}

/// The form. Who is signed in already goes on, but not to a link: only one whose token was refused leads here, and
/// that asks for the password whoever is signed in (the page's *Si el token enviado en la URL no es válido*).
async fn form(call: Call) -> Result<Response, Refusal> {
    let sealed = call.query.one("continuar")?.to_owned();
    let path = return_path::open(&call.site, call.visit.instance.id, &sealed);
    let to_link = path.as_deref().is_some_and(return_path::is_link);
    if call.actor.is_some() && !to_link {
        return respond::see_other(&call.site.to(path.as_deref().unwrap_or("/")));
    }
    // Whoever comes from a link is told why they have to sign in.
    let message = to_link.then(|| Code::TokenRefused.words(call.language()));
    let sealed = if path.is_some() { sealed.as_str() } else { "" };
    show_form(call, None, sealed, "", message)
}

fn show_form(
    mut call: Call,
    refused_with: Option<Code>,
    return_to: &str,
    user: &str,
    message: Option<&str>,
) -> Result<Response, Refusal> {
    let new = call.form_token.is_empty().then(|| call.site.app.enter.greet());
    if let Some(secret) = &new {
        call.form_token = secret.form_token();
    }
    let page = LoginPage {
        chrome: call.chrome(),
        return_to,
        user,
        message,
    };
    let mut response = respond::page_or_refused(refused_with, &page)?;
    if let Some(secret) = new {
        let cookie = Jar::Form.set(call.cookie_scope(), &secret);
        add_cookie(&mut response, cookie);
    }
    Ok(response)
}

/// Signs in by password.
async fn sign_in(call: Call) -> Result<Response, Refusal> {
    let user = call.form.one("usuario")?.to_owned();
    let password = call.form.one("contrasena")?;
    let sealed = call.form.one("continuar")?.to_owned();
    let path = return_path::open(&call.site, call.visit.instance.id, &sealed);
    let before = call.actor.as_ref().and_then(Actor::session);
    let done = call
        .site
        .app
        .sign_in
        .run(&call.visit, &user, password, before)
        .await;
    let outcome = done.as_ref().map_or_else(|error| error.code(), |_| Code::Ok);
    call.site.metrics.login(LoginKind::Password, outcome);
    match done {
        Ok((secret, actor)) => {
            let mut response = match path {
                // A temporary password is changed first; what was sealed goes along.
                path if actor.must_change_password() => {
                    let instance = call.visit.instance.id;
                    let path = path.as_deref().unwrap_or_default();
                    respond::see_other(&return_path::password_address(&call.site, instance, path))?
                }
                Some(path) => respond::see_other(&call.site.to(&path))?,
                None => match menu_routes(&actor).next() {
                    Some(route) => respond::see_other(&call.site.to(route.path))?,
                    None => respond::see_other(&call.site.to("/"))?,
                },
            };
            call.start_session(&mut response, &secret);
            add_cookie(&mut response, Jar::Form.clear(call.cookie_scope()));
            Ok(response)
        }
        Err(refused @ (SignInError::Blank | SignInError::Refused | SignInError::Throttled(_))) => {
            let code = refused.code();
            let message = code.words(call.language());
            let sealed = if path.is_some() { sealed.as_str() } else { "" };
            let mut response = show_form(call, Some(code), sealed, &user, Some(message))?;
            respond::retry_after(&mut response, refused.retry_after_secs());
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// The button: asking by `GET` changes nothing.
fn ask_to_sign_out(call: &Call) -> Result<Response, Refusal> {
    respond::page(&LogoutPage {
        chrome: call.chrome(),
    })
}

/// Ends the session; where there is none, the page is the same.
async fn sign_out(mut call: Call) -> Result<Response, Refusal> {
    if let Some(actor) = call.actor.take() {
        call.site.app.sign_out.run(&actor).await?;
    }
    signed_out(call)
}

/// The page after a session has ended, which takes the cookie away.
pub(crate) fn signed_out(mut call: Call) -> Result<Response, Refusal> {
    call.actor = None;
    call.form_token = String::new();
    let mut response = respond::page(&LoggedOutPage {
        chrome: call.chrome(),
    })?;
    call.end_session(&mut response);
    Ok(response)
}
