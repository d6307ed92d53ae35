//! `/api/v1/groups`

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
        View::Groups,
        groups::{self, GroupError, GroupId},
    },
    text::{Code, Coded as _},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const DOC: Doc = Doc::of("groups");

/// The routes.
pub(super) static ROUTES: &[Route] = endpoints! {
    Get "/api/v1/groups", May(Groups, See), "Buscar grupos" / "Search groups", search,
        DOC.query(NAMED).lists::<Group>().about("By name.");
    Post "/api/v1/groups", May(Groups, Create), "Crear grupo" / "Make a group", make,
        DOC.takes::<NewGroup>().makes::<Group>();
    Put "/api/v1/groups/default", May(Groups, Edit), "Marcar el grupo por defecto" / "Mark the default group", mark,
        DOC.takes::<DefaultGroup>().about("The group that users get into whom external systems bring; null for none.");
    Get "/api/v1/groups/{group}", May(Groups, See), "Ver grupo" / "Show a group", show, DOC.gives::<Group>();
    Patch "/api/v1/groups/{group}", May(Groups, Edit), "Editar grupo" / "Rename a group", edit,
        DOC.takes::<GroupChange>().gives::<Group>();
    Delete "/api/v1/groups/{group}", May(Groups, Delete), "Eliminar grupo" / "Remove a group", remove,
        DOC.query(VERSION).about("Only one that nobody is in.");
};

/// A group.
#[derive(Serialize, ToSchema)]
struct Group {
    /// Its key.
    id: i64,
    /// Its state, counted up with every change.
    version: i64,
    /// What it is called.
    name: String,
    /// Whether users whom external systems bring get into it.
    is_default: bool,
    /// How many users are in it.
    users: u32,
}

/// A group to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewGroup {
    /// What it is called.
    name: String,
}

/// The new name of a group.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GroupChange {
    /// The version that was seen; another one is a conflict.
    version: i64,
    /// What it is called.
    name: String,
}

/// Which group is the default.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DefaultGroup {
    /// Its key; null for none.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    group_id: Option<i64>,
}

impl From<groups::Group> for Group {
    fn from(group: groups::Group) -> Self {
        Self {
            id: group.id.0,
            version: group.version,
            name: group.name.as_str().to_owned(),
            is_default: group.is_default,
            users: group.users,
        }
    }
}

async fn search(call: ApiCall) -> Result<Response, Refusal> {
    let list = &call.site.app.list_groups;
    let found = list.run(&call.actor, call.query.one("q")?, call.page()?).await?;
    listed(found, Group::from)
}

async fn make(call: ApiCall) -> Result<Response, Refusal> {
    call.require_sight(Groups)?;
    let NewGroup { name } = call.body()?;
    let save = &call.site.app.save_group;
    let id = save.run(&call.actor, None, &name).await.map_err(refuse)?;
    call.created(&path_of("groups", &id.0.to_string()), &one(&call, id).await?)
}

async fn show(call: ApiCall) -> Result<Response, Refusal> {
    shown(&one(&call, id_of(&call)?).await?)
}

async fn edit(call: ApiCall) -> Result<Response, Refusal> {
    call.require_sight(Groups)?;
    let GroupChange { version, name } = call.body()?;
    let id = id_of(&call)?;
    let save = &call.site.app.save_group;
    save.run(&call.actor, Some((id, version)), &name)
        .await
        .map_err(refuse)?;
    shown(&one(&call, id).await?)
}

async fn remove(call: ApiCall) -> Result<Response, Refusal> {
    let delete = &call.site.app.delete_group;
    delete.run(&call.actor, id_of(&call)?, call.version()?).await?;
    Ok(done())
}

async fn mark(call: ApiCall) -> Result<Response, Refusal> {
    let DefaultGroup { group_id } = call.body()?;
    let mark = &call.site.app.mark_default_group;
    mark.run(&call.actor, group_id.map(GroupId)).await?;
    Ok(done())
}

fn id_of(call: &ApiCall) -> Result<GroupId, Refusal> {
    call.number("group", Code::GroupUnknown).map(GroupId)
}

async fn one(call: &ApiCall, id: GroupId) -> Result<Group, Refusal> {
    Ok(call.site.app.list_groups.one(&call.actor, id).await?.into())
}

fn refuse(error: GroupError) -> Refusal {
    match error {
        GroupError::Name(_) | GroupError::Taken => Refusal::of(error.code()).about(["name"]),
        error => error.into(),
    }
}
