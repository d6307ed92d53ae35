//! `/api/v1/roles`

use super::{
    call::{ApiCall, done, listed, path_of, shown},
    endpoint::{Doc, endpoints},
    page::{NAMED, VERSION},
};
use crate::{
    refusal::Refusal,
    routes::{Access::May, Route},
};
use axum::response::Response;
use ba360_core::{
    access::{
        Action::{Create, Delete, Edit, See},
        Permission, PermissionSet, RoleId,
        View::Roles,
        roles::{self, RoleError},
    },
    text::{Code, Coded as _},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const DOC: Doc = Doc::of("roles");

/// The routes.
pub(super) static ROUTES: &[Route] = endpoints! {
    Get "/api/v1/roles", May(Roles, See), "Buscar roles" / "Search roles", search,
        DOC.query(NAMED).lists::<Role>().about("By name.");
    Post "/api/v1/roles", May(Roles, Create), "Crear rol" / "Make a role", make,
        DOC.takes::<NewRole>().makes::<Role>().about("Nobody gives a permission that they do not have.");
    Put "/api/v1/roles/default", May(Roles, Edit), "Marcar el rol por defecto" / "Mark the default role", mark,
        DOC.takes::<DefaultRole>().about("The role that users get whom external systems bring; null for none.");
    Get "/api/v1/roles/{role}", May(Roles, See), "Ver rol" / "Show a role", show, DOC.gives::<Role>();
    Patch "/api/v1/roles/{role}", May(Roles, Edit), "Editar rol" / "Edit a role", edit,
        DOC.takes::<RoleChange>().gives::<Role>()
            .about("What is not given stays. Permissions count from the next request of its users on.");
    Delete "/api/v1/roles/{role}", May(Roles, Delete), "Eliminar rol" / "Remove a role", remove,
        DOC.query(VERSION).about("Only one that nobody has.");
};

/// A role.
#[derive(Serialize, ToSchema)]
struct Role {
    /// Its key.
    id: i64,
    /// Its state, counted up with every change.
    version: i64,
    /// What it is called.
    name: String,
    /// What it permits, each a view and an action such as `contacts.see`.
    permissions: Vec<String>,
    /// Whether users whom external systems bring get it.
    is_default: bool,
    /// How many users have it.
    users: u32,
}

/// A role to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewRole {
    /// What it is called.
    name: String,
    /// What it permits.
    permissions: Vec<String>,
}

/// What is to change of a role.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RoleChange {
    /// The version that was seen; another one is a conflict.
    version: i64,
    /// What it is called.
    name: Option<String>,
    /// What it permits: all of it, not only what is added.
    permissions: Option<Vec<String>>,
}

/// Which role is the default.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DefaultRole {
    /// Its key; null for none.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    role_id: Option<i64>,
}

impl From<roles::Role> for Role {
    fn from(role: roles::Role) -> Self {
        Self {
            id: role.id.0,
            version: role.version,
            name: role.name.as_str().to_owned(),
            permissions: role.permissions.iter().map(|it| it.to_string()).collect(),
            is_default: role.is_default,
            users: role.users,
        }
    }
}

async fn search(call: ApiCall) -> Result<Response, Refusal> {
    let list = &call.site.app.list_roles;
    let found = list.run(&call.actor, call.query.one("q")?, call.page()?).await?;
    listed(found, Role::from)
}

async fn make(call: ApiCall) -> Result<Response, Refusal> {
    call.require_sight(Roles)?;
    let new: NewRole = call.body()?;
    let permissions = read(&new.permissions)?;
    let save = &call.site.app.save_role;
    let id = save
        .run(&call.actor, None, &new.name, permissions)
        .await
        .map_err(refuse)?;
    call.created(&path_of("roles", &id.0.to_string()), &one(&call, id).await?)
}

async fn show(call: ApiCall) -> Result<Response, Refusal> {
    shown(&one(&call, id_of(&call)?).await?)
}

async fn edit(call: ApiCall) -> Result<Response, Refusal> {
    let change: RoleChange = call.body()?;
    let id = id_of(&call)?;
    let now = call.site.app.list_roles.one(&call.actor, id).await?;
    let name = change.name.as_deref().unwrap_or(now.name.as_str());
    let permissions = match &change.permissions {
        Some(permissions) => read(permissions)?,
        None => now.permissions,
    };
    let save = &call.site.app.save_role;
    let edited = Some((id, change.version));
    save.run(&call.actor, edited, name, permissions)
        .await
        .map_err(refuse)?;
    shown(&one(&call, id).await?)
}

async fn remove(call: ApiCall) -> Result<Response, Refusal> {
    let delete = &call.site.app.delete_role;
    delete.run(&call.actor, id_of(&call)?, call.version()?).await?;
    Ok(done())
}

async fn mark(call: ApiCall) -> Result<Response, Refusal> {
    let DefaultRole { role_id } = call.body()?;
    let mark = &call.site.app.mark_default_role;
    mark.run(&call.actor, role_id.map(RoleId)).await?;
    Ok(done())
}

fn id_of(call: &ApiCall) -> Result<RoleId, Refusal> {
    call.number("role", Code::RoleUnknown).map(RoleId)
}

async fn one(call: &ApiCall, id: RoleId) -> Result<Role, Refusal> {
    Ok(call.site.app.list_roles.one(&call.actor, id).await?.into())
}

/// The permissions of those words.
fn read(words: &[String]) -> Result<PermissionSet, Refusal> {
    words.iter().try_fold(PermissionSet::NONE, |set, word| {
        let permission: Permission = word
            .parse()
            .map_err(|_| Refusal::of(Code::RequestBad).about(["permissions"]))?;
        Ok(set.with(permission))
    })
}

fn refuse(error: RoleError) -> Refusal {
    match error {
        RoleError::Name(_) | RoleError::Taken => Refusal::of(error.code()).about(["name"]),
        error => error.into(),
    }
}
