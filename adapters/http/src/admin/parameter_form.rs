//! Making and changing parameters. A secret that was typed is never sent back.

use super::{
    parameters::{PATH, edit_path, look_up, meaning, name_of},
    shared::{error_of, errors, now_of, seen, tell},
};
use crate::{
    call::Call,
    pages::{Deed, FormField, FormPage, Input, Notice, Secret, Tick, Tone, Way},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{Action, View},
    instance::parameters::{BadParameter, ParameterError, ParameterName, SHOWN_SECRET, ShownParameter},
    text::{Code, Coded as _},
};

const NAME: &str = "nombre";
const VALUE: &str = "valor";
const SECRET: &str = "secreto";

/// The field that an error is about.
fn at(error: &ParameterError) -> Option<&'static str> {
    match error {
        ParameterError::Bad(BadParameter::Name) | ParameterError::Taken => Some(NAME),
        ParameterError::Bad(_) => Some(VALUE),
        _ => None,
    }
}

/// `GET /admin/parametros/nuevo`
pub(super) async fn ask_new(call: Call) -> Result<Response, Refusal> {
    let name = call.query.one(NAME)?;
    respond::page(&new_form(&call, (name, ""), false, None))
}

/// The form of a new one. What was typed as a secret is not sent back.
fn new_form<'c>(
    call: &'c Call,
    (name, value): (&str, &str),
    secret: bool,
    problem: Option<(&'static str, Code)>,
) -> FormPage<'c> {
    let chrome = call.chrome();
    let (w, a) = (chrome.w(), chrome.admin());
    let at = problem.map(|(at, code)| (at, code.words(a.language)));
    let input = |name, label, hint, value: &str| {
        FormField::Input(Input {
            name,
            label,
            value: value.to_owned(),
            hint,
            error: error_of(at, name),
            ..Input::default()
        })
    };
    FormPage {
        back: Some((a.back_to_parameters, chrome.to(PATH))),
        title: a.new_parameter.to_owned(),
        lead: Some(a.parameters_lead),
        notice: None,
        errors: errors(w, at),
        action: chrome.to(&format!("{PATH}/nuevo")),
        hidden: Vec::new(),
        fields: vec![
            input(NAME, a.parameter_name, Some(a.parameter_name_hint), name),
            input(VALUE, a.value, None, if secret { "" } else { value }),
            FormField::Tick(Tick {
                name: SECRET,
                label: a.secret,
                hint: Some(a.secret_hint),
                ticked: secret,
            }),
        ],
        submit: a.new_parameter,
        cancel: chrome.to(PATH),
        locked: false,
        deeds: Vec::new(),
        address: None,
        chrome,
    }
}

fn is_ticked(call: &Call) -> Result<bool, Refusal> {
    match call.form.one(SECRET)? {
        "" => Ok(false),
        "si" => Ok(true),
        _ => Err(Refusal::of(Code::RequestBad)),
    }
}

/// `POST /admin/parametros/nuevo`
pub(super) async fn make(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let (name, value) = (call.form.one(NAME)?, call.form.one(VALUE)?);
    let secret = is_ticked(&call)?;
    let save = &call.site.app.save_parameter;
    let Err(error) = save.run(actor, name, value, secret, None).await else {
        return tell(&call, PATH, "creado");
    };
    let Some(at) = at(&error) else {
        return Err(error.into());
    };
    let code = error.code();
    let always = name
        .parse::<ParameterName>()
        .is_ok_and(|name| name.is_always_secret());
    let form = new_form(&call, (name, value), secret || always, Some((at, code)));
    respond::refused(code, &form)
}

/// What the form of one that is there shows.
struct Edited<'e> {
    parameter: &'e ShownParameter,
    value: &'e str,
    secret: bool,
    problem: Option<Code>,
    version: i64,
}

fn edit_form<'c>(call: &'c Call, edited: &Edited<'_>) -> Result<FormPage<'c>, Refusal> {
    let actor = call.actor()?;
    let chrome = call.chrome();
    let (w, a) = (chrome.w(), chrome.admin());
    let stale = edited.problem == Some(Code::RecordStale);
    let words = edited
        .problem
        .filter(|_| !stale)
        .map(|code| code.words(a.language));
    let parameter = edited.parameter;
    let name = &parameter.name;
    let mut fields = vec![FormField::Fixed(a.parameter_name, name.to_string())];
    match &parameter.value {
        None => fields.push(FormField::Secret(Secret {
            name: VALUE,
            label: a.value_new,
            hint: Some(a.value_secret_hint),
            error: words,
        })),
        Some(now) => {
            fields.push(FormField::Input(Input {
                name: VALUE,
                label: a.value,
                value: if edited.secret { "" } else { edited.value }.to_owned(),
                hint: meaning(a, name.as_str()),
                error: words,
                now: now_of(w, edited.value, Some(now.as_str()).filter(|_| stale)),
                ..Input::default()
            }));
            fields.push(FormField::Tick(Tick {
                name: SECRET,
                label: a.secret,
                hint: Some(a.secret_hint),
                ticked: edited.secret,
            }));
        }
    }
    let deletes = actor.may(View::Parameters, Action::Delete);
    Ok(FormPage {
        back: Some((a.back_to_parameters, chrome.to(PATH))),
        title: format!("{}: {name}", a.edit_parameter),
        lead: meaning(a, name.as_str()),
        notice: stale.then(|| Notice::of_code(Tone::Bad, Code::RecordStale, w)),
        errors: errors(w, words.map(|words| (VALUE, words))),
        action: chrome.to(&edit_path(name)),
        hidden: vec![("version", edited.version.to_string())],
        fields,
        submit: w.save,
        cancel: chrome.to(PATH),
        locked: false,
        deeds: deletes
            .then(|| Deed {
                title: a.parameter_delete_title,
                about: a.parameter_delete_about,
                text: a.delete,
                way: Way::Link(chrome.to(&format!("{PATH}/{name}/eliminar"))),
            })
            .into_iter()
            .collect(),
        address: None,
        chrome,
    })
}

/// `GET /admin/parametros/{nombre}/editar`
pub(super) async fn ask_edit(call: Call) -> Result<Response, Refusal> {
    let parameter = look_up(&call).await?;
    let edited = Edited {
        value: parameter.value.as_deref().unwrap_or_default(),
        secret: false,
        problem: None,
        version: parameter.version,
        parameter: &parameter,
    };
    respond::page(&edit_form(&call, &edited)?)
}

/// `POST /admin/parametros/{nombre}/editar`
pub(super) async fn edit(call: Call) -> Result<Response, Refusal> {
    let (name, version) = (name_of(&call)?, seen(&call)?);
    let secret = is_ticked(&call)?;
    let before = look_up(&call).await?;
    // A secret that is left blank stays as it is.
    let value = match call.form.one(VALUE)? {
        "" if before.value.is_none() => SHOWN_SECRET,
        typed => typed,
    };
    let save = &call.site.app.save_parameter;
    let saved = save.run(call.actor()?, name.as_str(), value, secret, Some(version));
    let error = match saved.await {
        Ok(_) => return tell(&call, PATH, "guardado"),
        Err(error @ (ParameterError::Bad(_) | ParameterError::Stale)) => error,
        Err(error) => return Err(error.into()),
    };
    let parameter = look_up(&call).await?;
    let stale = matches!(error, ParameterError::Stale);
    let edited = Edited {
        parameter: &parameter,
        value,
        secret,
        problem: Some(error.code()),
        // Whoever saves again has seen what there is now.
        version: if stale { parameter.version } else { version },
    };
    respond::refused(error.code(), &edit_form(&call, &edited)?)
}
