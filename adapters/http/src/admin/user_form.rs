//! Making and editing users.

use super::{
    shared::{error_of, errors, now_of, seen, tell},
    user_texts::{GROUP, NAME, ROLE, Texts, field_name},
    users::{PATH, id_of, path, show_issued},
};
use crate::{
    call::Call,
    chrome::Chrome,
    pages::{FormField, FormPage, Input, Notice, Now, Pair, Select, Tone, choices},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{
        Actor, UserEmail,
        directory::{UserError, UserField, UserFile},
        groups::Group,
        roles::Role,
    },
    text::{Code, Coded as _, Language},
};

/// The form.
struct Form {
    texts: Texts,
    /// The user that is edited, in the state that the administrator saw; none for a new one.
    edited: Option<(UserFile, i64)>,
    /// What there is now, where somebody else changed it meanwhile.
    now: Option<Texts>,
    roles: Vec<Role>,
    groups: Vec<Group>,
}

impl Form {
    async fn new(call: &Call, texts: Texts, edited: Option<(UserFile, i64)>) -> Result<Self, Refusal> {
        let actor = call.actor()?;
        Ok(Self {
            texts,
            edited,
            now: None,
            roles: call.site.app.list_roles.to_choose(actor).await?,
            groups: call.site.app.list_groups.to_choose(actor).await?,
        })
    }

    fn refuse(self, call: &Call, error: UserError) -> Result<Response, Refusal> {
        let code = error.code();
        let at = match &error {
            UserError::Details(bad) => Some(field_name(bad.field)),
            UserError::Name(_) | UserError::Taken => Some(NAME),
            UserError::NoSuchRole | UserError::Exceeds | UserError::LastAdministrator => Some(ROLE),
            UserError::NoSuchGroup => Some(GROUP),
            UserError::Stale => None,
            _ => return Err(error.into()),
        };
        respond::refused(code, &self.page(call.chrome(), Some((at, code))))
    }

    fn page<'p>(self, chrome: Chrome<'p>, problem: Option<(Option<&'static str>, Code)>) -> FormPage<'p> {
        let (w, a) = (chrome.w(), chrome.admin());
        let at = problem.and_then(|(at, code)| Some((at?, code.words(a.language))));
        let stale = matches!(problem, Some((None, _)));
        let mut hidden: Vec<Pair> = Vec::new();
        let (title, submit, action, back) = match &self.edited {
            Some((user, version)) => {
                hidden.push(("version", version.to_string()));
                let path = path(user.id);
                (a.edit_user, w.save, format!("{path}/editar"), path)
            }
            None => (a.new_user, a.new_user, format!("{PATH}/nuevo"), PATH.to_owned()),
        };
        FormPage {
            back: None,
            title: match &self.edited {
                Some((user, _)) => format!("{title}: {}", user.name),
                None => title.to_owned(),
            },
            lead: None,
            notice: stale.then(|| Notice::of_code(Tone::Bad, Code::RecordStale, w)),
            errors: errors(w, at),
            action: chrome.to(&action),
            hidden,
            fields: self.fields(&chrome, at),
            submit,
            cancel: chrome.to(&back),
            locked: false,
            deeds: Vec::new(),
            address: None,
            chrome,
        }
    }

    fn fields(&self, chrome: &Chrome<'_>, at: Option<(&'static str, &'static str)>) -> Vec<FormField> {
        let (w, a) = (chrome.w(), chrome.admin());
        let (texts, now) = (&self.texts, self.now.as_ref());
        let input = |name, label, hint, keyboard, text: &String, now: Option<&String>| {
            FormField::Input(Input {
                name,
                label,
                value: text.clone(),
                hint,
                error: error_of(at, name),
                now: now_of(w, text, now.map(String::as_str)),
                keyboard,
            })
        };
        let line = |field, label, hint, text, now| input(field_name(field), label, hint, "text", text, now);
        let email = self
            .edited
            .as_ref()
            .and_then(|(user, _)| user.details.email.as_ref());
        let placeholder = email.is_some_and(UserEmail::is_placeholder);
        let mut fields = match &self.edited {
            Some((user, _)) => vec![FormField::Fixed(a.user, user.name.clone())],
            None => vec![input(
                NAME,
                a.user,
                Some(a.user_name_hint),
                "text",
                &texts.name,
                None,
            )],
        };
        fields.extend([
            line(
                UserField::GivenName,
                a.given_name,
                None,
                &texts.given_name,
                now.map(|it| &it.given_name),
            ),
            line(
                UserField::Surname,
                a.surname,
                None,
                &texts.surname,
                now.map(|it| &it.surname),
            ),
            input(
                field_name(UserField::Email),
                w.email,
                placeholder.then_some(a.email_placeholder_hint),
                "email",
                &texts.email,
                now.map(|it| &it.email),
            ),
            line(
                UserField::ExternalId,
                a.external_id,
                Some(a.external_id_hint),
                &texts.external_id,
                now.map(|it| &it.external_id),
            ),
            line(
                UserField::TimeZone,
                a.time_zone,
                Some(a.time_zone_hint),
                &texts.time_zone,
                now.map(|it| &it.time_zone),
            ),
        ]);
        fields.extend(self.selects(chrome, at));
        fields
    }

    fn selects(&self, chrome: &Chrome<'_>, at: Option<(&'static str, &'static str)>) -> [FormField; 3] {
        let (w, a) = (chrome.w(), chrome.admin());
        let select =
            |name, label, hint, options: Vec<(String, String)>, text: &String, now: Option<&String>| {
                let now = now.filter(|now| *now != text).map(|now| {
                    let named = options.iter().find(|(value, _)| value == now);
                    Now {
                        label: w.current_value,
                        value: named.map_or(w.current_blank, |(_, words)| words).to_owned(),
                    }
                });
                FormField::Select(Select {
                    name,
                    label,
                    hint,
                    error: error_of(at, name),
                    now,
                    options: choices(options, text),
                })
            };
        let none = |words: &str| (String::new(), words.to_owned());
        let languages = [Language::Spanish, Language::English]
            .map(|each| (each.tag().to_owned(), a.language_of(each).to_owned()));
        let roles = self.roles.iter();
        let roles = roles.map(|role| (role.id.0.to_string(), role.name.as_str().to_owned()));
        let groups = self.groups.iter();
        let groups = groups.map(|group| (group.id.0.to_string(), group.name.as_str().to_owned()));
        let now = self.now.as_ref();
        [
            select(
                field_name(UserField::Language),
                a.language_name,
                None,
                std::iter::once(none(a.of_instance)).chain(languages).collect(),
                &self.texts.language,
                now.map(|it| &it.language),
            ),
            select(
                ROLE,
                a.role,
                Some(a.role_hint),
                std::iter::once(none(a.no_role)).chain(roles).collect(),
                &self.texts.role,
                now.map(|it| &it.role),
            ),
            select(
                GROUP,
                a.group,
                None,
                std::iter::once(none(a.no_group)).chain(groups).collect(),
                &self.texts.group,
                now.map(|it| &it.group),
            ),
        ]
    }
}

/// The texts of a new user: the default role and group are chosen.
fn beginning(form: &mut Form) {
    let role = form.roles.iter().find(|role| role.is_default);
    let group = form.groups.iter().find(|group| group.is_default);
    form.texts.role = role.map_or(String::new(), |role| role.id.0.to_string());
    form.texts.group = group.map_or(String::new(), |group| group.id.0.to_string());
}

/// `GET /admin/usuarios/nuevo`
pub(super) async fn ask_new(call: Call) -> Result<Response, Refusal> {
    let mut form = Form::new(&call, Texts::default(), None).await?;
    beginning(&mut form);
    respond::page(&form.page(call.chrome(), None))
}

/// `POST /admin/usuarios/nuevo`: the answer shows the password, once.
pub(super) async fn make(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let texts = Texts::typed(&call)?;
    let create = &call.site.app.create_user;
    match create
        .run(actor, &texts.name, texts.as_use_case_takes_them()?)
        .await
    {
        Ok(issued) => {
            let a = call.chrome().admin();
            show_issued(&call, a.issued_title_new, a.done_user, &issued)
        }
        Err(error) => Form::new(&call, texts, None).await?.refuse(&call, error),
    }
}

async fn look_up(call: &Call, actor: &Actor) -> Result<UserFile, Refusal> {
    Ok(call.site.app.list_users.one(actor, id_of(call)?).await?)
}

/// `GET /admin/usuarios/{id}/editar`
pub(super) async fn ask_edit(call: Call) -> Result<Response, Refusal> {
    let user = look_up(&call, call.actor()?).await?;
    let version = user.version;
    let form = Form::new(&call, Texts::of(&user), Some((user, version))).await?;
    respond::page(&form.page(call.chrome(), None))
}

/// `POST /admin/usuarios/{id}/editar`
pub(super) async fn edit(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let (id, version) = (id_of(&call)?, seen(&call)?);
    let texts = Texts::typed(&call)?;
    let edit = &call.site.app.edit_user;
    let error = match edit
        .run(actor, (id, version), texts.as_use_case_takes_them()?)
        .await
    {
        Ok(id) => return tell(&call, &path(id), "guardado"),
        Err(error) => error,
    };
    let user = look_up(&call, actor).await?;
    let stale = matches!(error, UserError::Stale).then(|| Texts::of(&user));
    // Whoever saves again has seen what there is now.
    let version = if stale.is_some() { user.version } else { version };
    let mut form = Form::new(&call, texts, Some((user, version))).await?;
    form.now = stale;
    form.refuse(&call, error)
}
