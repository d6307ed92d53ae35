//! `/api/v1/parameters`

use super::{
    call::{ApiCall, done, listed, path_of, shown},
    endpoint::{Doc, endpoints},
    page::{PAGED, VERSION},
};
use crate::{
    refusal::Refusal,
    routes::{Access::May, Route},
};
use axum::response::Response;
use ba360_core::{
    access::{
        Action::{Create, Delete, Edit, See},
        View::Parameters,
    },
    instance::parameters::{BadParameter, ParameterError, ParameterName, ShownParameter},
    text::{Code, Coded as _},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const DOC: Doc = Doc::of("parameters");

/// The routes.
pub(super) static ROUTES: &[Route] = endpoints! {
    Get "/api/v1/parameters", May(Parameters, See), "Ver parámetros" / "List the parameters", list,
        DOC.query(PAGED).lists::<Parameter>().about("By name; the values of secrets are never told.");
    Post "/api/v1/parameters", May(Parameters, Create), "Crear parámetro" / "Make a parameter", make,
        DOC.takes::<NewParameter>().makes::<Parameter>();
    Get "/api/v1/parameters/{name}", May(Parameters, See), "Ver parámetro" / "Show a parameter", show,
        DOC.gives::<Parameter>();
    Put "/api/v1/parameters/{name}", May(Parameters, Edit), "Cambiar parámetro" / "Change a parameter", edit,
        DOC.takes::<ParameterChange>().gives::<Parameter>().about("A secret stays one.");
    Delete "/api/v1/parameters/{name}", May(Parameters, Delete), "Eliminar parámetro" / "Remove a parameter", remove,
        DOC.query(VERSION);
};

/// A parameter.
#[derive(Serialize, ToSchema)]
struct Parameter {
    /// Its name.
    name: String,
    /// Its value; null for a secret.
    value: Option<String>,
    /// Whether it is a secret, whose value nobody is told.
    secret: bool,
    /// Its state, counted up with every change.
    version: i64,
}

/// A parameter to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewParameter {
    /// Its name: 1 to 60 of `a-z`, `0-9` and `_`.
    name: String,
    /// Its value.
    value: String,
    /// Whether it is a secret.
    #[serde(default)]
    secret: bool,
}

/// The new value of a parameter.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ParameterChange {
    /// The version that was seen; another one is a conflict.
    version: i64,
    /// The value.
    value: String,
}

impl From<ShownParameter> for Parameter {
    fn from(shown: ShownParameter) -> Self {
        Self {
            name: shown.name.as_str().to_owned(),
            secret: shown.value.is_none(),
            value: shown.value,
            version: shown.version,
        }
    }
}

async fn list(call: ApiCall) -> Result<Response, Refusal> {
    let list = &call.site.app.list_parameters;
    listed(list.run(&call.actor, call.page()?).await?, Parameter::from)
}

async fn make(call: ApiCall) -> Result<Response, Refusal> {
    call.require_sight(Parameters)?;
    let new: NewParameter = call.body()?;
    let save = &call.site.app.save_parameter;
    let name = save
        .run(&call.actor, &new.name, &new.value, new.secret, None)
        .await
        .map_err(refuse)?;
    let made = one(&call, &name).await?;
    call.created(&path_of("parameters", name.as_str()), &made)
}

async fn show(call: ApiCall) -> Result<Response, Refusal> {
    shown(&one(&call, &name_of(&call)?).await?)
}

async fn edit(call: ApiCall) -> Result<Response, Refusal> {
    call.require_sight(Parameters)?;
    let change: ParameterChange = call.body()?;
    let name = name_of(&call)?;
    let save = &call.site.app.save_parameter;
    save.run(
        &call.actor,
        name.as_str(),
        &change.value,
        false,
        Some(change.version),
    )
    .await
    .map_err(refuse)?;
    shown(&one(&call, &name).await?)
}

async fn remove(call: ApiCall) -> Result<Response, Refusal> {
    let delete = &call.site.app.delete_parameter;
    delete.run(&call.actor, &name_of(&call)?, call.version()?).await?;
    Ok(done())
}

/// The name in the path; what cannot be one names nothing.
fn name_of(call: &ApiCall) -> Result<ParameterName, Refusal> {
    let unknown = |_| Refusal::of(Code::ParameterUnknown);
    call.param("name").parse().map_err(unknown)
}

async fn one(call: &ApiCall, name: &ParameterName) -> Result<Parameter, Refusal> {
    let list = &call.site.app.list_parameters;
    Ok(list.one(&call.actor, name).await?.into())
}

fn refuse(error: ParameterError) -> Refusal {
    let field = match error {
        ParameterError::Bad(BadParameter::Name) | ParameterError::Taken => "name",
        ParameterError::Bad(_) => "value",
        error => return error.into(),
    };
    Refusal::of(error.code()).about([field])
}
