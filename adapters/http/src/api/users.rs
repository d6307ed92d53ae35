//! `/api/v1/users`

use super::{
    call::{ApiCall, changed, done, listed, path_of, shown},
    endpoint::{Doc, Param, endpoints},
    page::{PAGE, SIZE},
    records::text,
    user_bodies::{Activation, Named, NewPassword, NewUser, User, UserChange, UserRow},
};
use crate::{
    refusal::Refusal,
    routes::{Access::May, Route},
};
use axum::response::Response;
use ba360_core::{
    access::{
        self,
        Action::{Create, Edit, See},
        IssuedPassword, RoleId, UserEmail, UserId,
        View::Users,
        directory::{UserDetails, UserError, UserField, UserTexts},
        groups::GroupId,
    },
    record::Value,
    text::{Code, Coded as _, Language},
};
use secrecy::ExposeSecret as _;

const DOC: Doc = Doc::of("users");

const SEARCH: &[Param] = &[
    Param::text(
        "q",
        "A text that one of the names or the e-mail address holds, without case or accents.",
    ),
    PAGE,
    SIZE,
];

/// The routes.
pub(super) static ROUTES: &[Route] = endpoints! {
    Get "/api/v1/users", May(Users, See), "Buscar usuarios" / "Search users", search,
        DOC.query(SEARCH).lists::<UserRow>().about("By name.");
    Post "/api/v1/users", May(Users, Create), "Crear usuario" / "Make a user", make,
        DOC.takes::<NewUser>().makes::<NewPassword>()
            .about("The password is told here and never again; its user has to change it.");
    Get "/api/v1/users/{user}", May(Users, See), "Ver usuario" / "Show a user", show, DOC.gives::<User>();
    Patch "/api/v1/users/{user}", May(Users, Edit), "Editar usuario" / "Edit a user", edit,
        DOC.takes::<UserChange>().gives::<User>()
            .about("What is not given stays; null takes a value away. Nobody gives a role \
                    that permits more than their own.");
    Put "/api/v1/users/{user}/active", May(Users, Edit),
        "Activar o desactivar usuario" / "Activate or deactivate a user", activate,
        DOC.takes::<Activation>()
            .about("Who is deactivated is out from the next request on, and so are their tokens.");
    Post "/api/v1/users/{user}/password", May(Users, Edit), "Restablecer contraseña" / "Reset a password", reset,
        DOC.gives::<NewPassword>().about("The password is told here and never again; its user has to change it.");
    Post "/api/v1/users/{user}/revoke-tokens", May(Users, Edit), "Revocar tokens" / "Revoke a user's tokens", revoke,
        DOC.about("Those that were issued until now; sessions go on.");
};

async fn search(call: ApiCall) -> Result<Response, Refusal> {
    let list = &call.site.app.list_users;
    let found = list.run(&call.actor, call.query.one("q")?, call.page()?).await?;
    listed(found, |row| UserRow {
        id: row.id.0,
        name: row.name,
        full_name: row.full_name,
        email: row.email,
        role: row.role.map(|role| role.as_str().to_owned()),
        active: row.active,
    })
}

async fn show(call: ApiCall) -> Result<Response, Refusal> {
    shown(&one(&call).await?)
}

async fn make(call: ApiCall) -> Result<Response, Refusal> {
    let new: NewUser = call.body()?;
    let texts = UserTexts {
        given_name: new.given_name.as_deref().unwrap_or_default(),
        surname: new.surname.as_deref().unwrap_or_default(),
        email: new.email.as_deref().unwrap_or_default(),
        external_id: new.external_id.as_deref().unwrap_or_default(),
        time_zone: new.time_zone.as_deref().unwrap_or_default(),
        language: new.language.as_deref().unwrap_or_default(),
        role: new.role_id.map(RoleId),
        group: new.group_id.map(GroupId),
    };
    let create = &call.site.app.create_user;
    let made = create.run(&call.actor, &new.name, texts).await.map_err(refuse)?;
    let path = path_of("users", &made.id.0.to_string());
    call.created(&path, &NewPassword::from(made))
}

async fn edit(call: ApiCall) -> Result<Response, Refusal> {
    let change: UserChange = call.body()?;
    let id = id_of(&call)?;
    let now = call.site.app.list_users.one(&call.actor, id).await?.details;
    let value = |value: &Option<Value>| value.as_ref().map(Value::as_str).map(str::to_owned);
    let [given_name, surname, external_id] = [&now.given_name, &now.surname, &now.external_id].map(value);
    let [given_name, surname, email, external_id, time_zone, language] = [
        (change.given_name, given_name),
        (change.surname, surname),
        (
            change.email,
            now.email.as_ref().map(UserEmail::as_str).map(str::to_owned),
        ),
        (change.external_id, external_id),
        (change.time_zone, zone(&now)),
        (
            change.language,
            now.language.map(Language::tag).map(str::to_owned),
        ),
    ]
    .map(|(change, now)| changed(change, now.as_deref()));
    let texts = UserTexts {
        given_name: &given_name,
        surname: &surname,
        email: &email,
        external_id: &external_id,
        time_zone: &time_zone,
        language: &language,
        role: change.role_id.map_or(now.role, |id| id.map(RoleId)),
        group: change.group_id.map_or(now.group, |id| id.map(GroupId)),
    };
    let edit = &call.site.app.edit_user;
    edit.run(&call.actor, (id, change.version), texts)
        .await
        .map_err(refuse)?;
    shown(&one(&call).await?)
}

async fn activate(call: ApiCall) -> Result<Response, Refusal> {
    let Activation { active } = call.body()?;
    let set = &call.site.app.set_user_active;
    set.run(&call.actor, id_of(&call)?, active).await?;
    Ok(done())
}

async fn reset(call: ApiCall) -> Result<Response, Refusal> {
    // Passwords are reset by name, which is looked up as whoever may see users.
    let user = call.site.app.list_users.one(&call.actor, id_of(&call)?).await?;
    let issued = call.site.app.reset_password.run(&call.actor, &user.name).await?;
    shown(&NewPassword::from(issued))
}

async fn revoke(call: ApiCall) -> Result<Response, Refusal> {
    let revoke = &call.site.app.revoke_tokens;
    revoke.run(&call.actor, id_of(&call)?).await?;
    Ok(done())
}

fn id_of(call: &ApiCall) -> Result<UserId, Refusal> {
    call.number("user", Code::UserUnknown).map(UserId)
}

/// Why a user was not made or edited, with the field where one is at fault.
fn refuse(error: UserError) -> Refusal {
    let field = match &error {
        UserError::Name(_) | UserError::Taken => "name",
        UserError::NoSuchRole => "role_id",
        UserError::NoSuchGroup => "group_id",
        UserError::Details(bad) => match bad.field {
            UserField::GivenName => "given_name",
            UserField::Surname => "surname",
            UserField::Email => "email",
            UserField::ExternalId => "external_id",
            UserField::TimeZone => "time_zone",
            UserField::Language => "language",
        },
        _ => return error.into(),
    };
    Refusal::of(error.code()).about([field])
}

impl From<IssuedPassword> for NewPassword {
    fn from(issued: IssuedPassword) -> Self {
        Self {
            id: issued.id.0,
            name: issued.user,
            password: issued.password.expose_secret().to_owned(),
        }
    }
}

fn zone(details: &UserDetails) -> Option<String> {
    let zone = details.time_zone.as_ref()?;
    zone.iana_name().map(str::to_owned)
}

async fn one(call: &ApiCall) -> Result<User, Refusal> {
    let file = call.site.app.list_users.one(&call.actor, id_of(call)?).await?;
    let named = |id: Option<i64>, name: Option<access::Label>| {
        let name = name.map(|name| name.as_str().to_owned());
        id.zip(name).map(|(id, name)| Named { id, name })
    };
    let details = &file.details;
    let email = details.email.as_ref().filter(|email| !email.is_placeholder());
    Ok(User {
        id: file.id.0,
        version: file.version,
        given_name: text(&details.given_name),
        surname: text(&details.surname),
        email: email.map(|email| email.as_str().to_owned()),
        external_id: text(&details.external_id),
        time_zone: zone(details),
        language: details.language.map(|language| language.tag().to_owned()),
        role: named(details.role.map(|role| role.0), file.role),
        group: named(details.group.map(|group| group.0), file.group),
        active: file.active,
        made_externally: file.made_externally,
        made_at: file.made_at.to_string(),
        tokens_not_before: file.tokens_not_before.map(|at| at.to_string()),
        name: file.name,
    })
}
