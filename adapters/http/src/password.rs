//! The change of one's own password.

use crate::{
    call::Call,
    pages::{ErrorList, Notice, PasswordField, PasswordPage, Tone},
    refusal::Refusal,
    respond, return_path,
    routes::{Access::SignedIn, Route, Words, rows},
};
use axum::response::Response;
use ba360_core::{
    access::{Actor, ChangePasswordError},
    text::{Code, Coded as _},
};

const PATH: &str = "/contrasena";

/// The routes of one's own password.
pub(crate) static ROUTES: &[Route] = rows! {
    Get "/contrasena", SignedIn, Words::of("Cambiar la contraseña", "Change the password"), ask;
    Post "/contrasena", SignedIn, Words::of("Cambiar la contraseña", "Change the password"), change;
};

/// The names of the three fields.
const CURRENT: &str = "actual";
const NEW: &str = "nueva";
const AGAIN: &str = "repetida";

/// Where somebody goes on who had to change it, sealed.
const ONWARD: &str = "continuar";

/// `GET /contrasena`
async fn ask(call: Call) -> Result<Response, Refusal> {
    let done = call.query.one("aviso")? == "cambiada";
    let sealed = call.query.one("continuar")?;
    respond::page(&page(&call, sealed, done, None))
}

/// `POST /contrasena`
async fn change(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let (current, new) = (call.form.one(CURRENT)?, call.form.one(NEW)?);
    if call.form.one(AGAIN)? != new {
        return refuse(&call, Code::PasswordsDiffer, Some(AGAIN), None);
    }
    match call.site.app.change_password.run(actor, current, new).await {
        Ok(secret) => {
            // Whoever had to change it goes on to what they came for.
            let path = match actor.must_change_password() {
                true => return_path::open(&call.site, call.visit.instance.id, call.form.one(ONWARD)?)
                    .unwrap_or_else(|| "/".to_owned()),
                false => format!("{PATH}?aviso=cambiada"),
            };
            let mut response = respond::see_other(&call.site.to(&path))?;
            call.start_session(&mut response, &secret);
            Ok(response)
        }
        Err(error) => {
            let field = match &error {
                ChangePasswordError::CurrentRefused => Some(CURRENT),
                ChangePasswordError::New(_) | ChangePasswordError::Unchanged => Some(NEW),
                ChangePasswordError::Throttled(_) => None,
                _ => return Err(error.into()),
            };
            refuse(&call, error.code(), field, error.retry_after_secs())
        }
    }
}

/// The form again, with what is wrong at its field; at none where it is not about what was typed.
fn refuse(
    call: &Call,
    code: Code,
    field: Option<&'static str>,
    retry_after_secs: Option<u32>,
) -> Result<Response, Refusal> {
    let sealed = call.form.one(ONWARD)?;
    let mut response = respond::refused(code, &page(call, sealed, false, Some((code, field))))?;
    respond::retry_after(&mut response, retry_after_secs);
    Ok(response)
}

fn page<'c>(
    call: &'c Call,
    sealed: &'c str,
    done: bool,
    problem: Option<(Code, Option<&'static str>)>,
) -> PasswordPage<'c> {
    let temporary = call.actor.as_ref().is_some_and(Actor::must_change_password);
    let chrome = call.chrome();
    let w = chrome.w();
    let words = |code: Code| code.words(w.language);
    let at = problem.and_then(|(code, field)| Some((field?, words(code))));
    let field = |name, label, hint, autocomplete| PasswordField {
        name,
        label,
        hint,
        error: at.filter(|(at, _)| *at == name).map(|(_, words)| words),
        autocomplete,
    };
    let notice = match problem {
        Some((code, None)) => Some(Notice::of_code(Tone::Bad, code, w)),
        Some(_) => None,
        None if temporary => Some(Notice::of_code(Tone::Warn, Code::PasswordTemporary, w)),
        None => done.then(|| Notice {
            tone: Tone::Good,
            text: w.done_password.to_owned(),
            link: None,
        }),
    };
    PasswordPage {
        address: done.then(|| chrome.to(PATH)),
        notice,
        errors: at.map(|(field, words)| ErrorList {
            title: w.form_errors,
            errors: vec![(field, words.to_owned())],
        }),
        action: chrome.to(PATH),
        cancel: chrome.to(if temporary { "/logout" } else { "/" }),
        return_to: sealed,
        fields: [
            field(CURRENT, w.password_current, None, "current-password"),
            field(NEW, w.password_new, Some(w.password_new_hint), "new-password"),
            field(AGAIN, w.password_again, None, "new-password"),
        ],
        chrome,
    }
}
