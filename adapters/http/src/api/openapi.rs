//! `/openapi.json`: the description of the API, made from the table of routes. What has a row there and begins with
//! `/api/` or `/ba360/` is in it.

use super::{
    endpoint::{Doc, Given, Kind, Param, Shape},
    external_login::{self, LOGIN},
};
use crate::{
    BasePath,
    cookies::Jar,
    program, respond,
    routes::{Access, Handler, Input, Method, Route, Words, table},
    seen::Problem,
};
use axum::http::{HeaderValue, header};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// The route.
pub(super) static ROUTES: &[Route] = &[Route {
    method: Method::Get,
    path: "/openapi.json",
    access: Access::Public,
    input: Input::Target,
    handler: Handler::Process(|site, _| {
        Box::pin(async move {
            let mut response = respond::json("application/json", &openapi(&site.settings.base))?;
            let kept = HeaderValue::from_static("public, max-age=300");
            response.headers_mut().insert(header::CACHE_CONTROL, kept);
            Ok(response)
        })
    }),
    words: Words::of("Descripción de la API", "Description of the API"),
}];

/// Everything but where it is.
static DESCRIPTION: LazyLock<Value> = LazyLock::new(describe);

/// The description of the API (OpenAPI 3.1) at a base: every route under `/api/` and `/ba360/`.
#[must_use]
pub fn openapi(base: &BasePath) -> Value {
    let mut description = DESCRIPTION.clone();
    description["servers"] = json!([{ "url": base.cookie_path() }]);
    description["components"]["securitySchemes"]["session"]["name"] = Jar::Session.name(base).into();
    description
}

fn describe() -> Value {
    let mut schemas = Schemas::default();
    schemas.answer(Shape::of::<Problem<'static>>());
    let mut paths = Map::new();
    for route in table() {
        let (name, doc) = match route.handler {
            Handler::Api(endpoint) => (endpoint.name, endpoint.doc),
            Handler::Program(_) if route.path == program::LOGIN_PATH => (LOGIN, external_login::DOC),
            _ => continue,
        };
        let operation = operation(route, name, &doc, &mut schemas);
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.as_str().to_ascii_lowercase()] = operation;
    }
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "ba360",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The records, the cases and the administration of one instance, which the host chooses. \
                            Times are in UTC (RFC 3339).",
        },
        "paths": paths,
        "components": {
            "schemas": schemas.0,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "A token that POST /ba360/apir/v10/login/authexternalsystem answered.",
                },
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "description": "The cookie of somebody who is signed in to the console. What changes something \
                                    comes from a page of the console, or brings X-CSRF-Token.",
                },
            },
        },
    })
}

fn operation(route: &Route, (module, handler): (&str, &str), doc: &Doc, schemas: &mut Schemas) -> Value {
    let in_path = route.path.split('/').filter_map(|segment| {
        let name = segment.strip_prefix('{')?.strip_suffix('}')?;
        Some(json!({
            "name": name,
            "in": "path",
            "required": true,
            "schema": schema_in_path(name),
        }))
    });
    let parameters: Vec<Value> = in_path.chain(doc.query.iter().map(parameter)).collect();
    let resource = module.rsplit("::").next().unwrap_or_default();
    let mut operation = json!({
        "operationId": format!("{resource}_{handler}"),
        "tags": [doc.tag],
        "summary": route.words.english,
        "parameters": parameters,
        "responses": responses(route, doc, schemas),
        "security": security(route, doc),
    });
    let permission = match route.access {
        Access::May(view, action) => format!("Permission: `{}.{}`.", view.as_str(), action.as_str()),
        Access::SignedIn | Access::Public => String::new(),
    };
    let about = [doc.about, &permission].join(" ");
    operation["description"] = about.trim().into();
    if let Some(shape) = doc.takes {
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": schemas.request(shape) } },
        });
    }
    operation
}

fn security(route: &Route, doc: &Doc) -> Value {
    match (route.access, doc.is_for_tokens_alone()) {
        (Access::Public, _) => json!([]),
        (_, true) => json!([{ "token": [] }]),
        (_, false) => json!([{ "token": [] }, { "session": [] }]),
    }
}

/// What stands in a path under a name: the names are the same everywhere.
fn schema_in_path(name: &str) -> Value {
    match name {
        "user" | "role" | "group" => json!({ "type": "integer", "format": "int64" }),
        "numero" => json!({ "type": "string", "pattern": "^[0-9]{6}-[0-9]{6}$" }),
        "session" => json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
        "name" => json!({ "type": "string", "pattern": "^[a-z0-9_]{1,60}$" }),
        _ => json!({ "type": "string" }),
    }
}

fn parameter(param: &Param) -> Value {
    let schema = match param.kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Integer => json!({ "type": "integer", "format": "int64" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Moment => json!({ "type": "string", "format": "date-time" }),
        Kind::OneOf(words) => json!({ "type": "string", "enum": words() }),
    };
    json!({
        "name": param.name,
        "in": "query",
        "required": param.name == "version",
        "description": param.about,
        "schema": schema,
    })
}

fn responses(route: &Route, doc: &Doc, schemas: &mut Schemas) -> Value {
    let mut responses = Map::new();
    let good = match doc.gives {
        Given::Nothing => json!({ "description": "It is done." }),
        Given::One(shape) => answer(&schemas.answer(shape)),
        Given::Page(shape) => answer(&schemas.page(shape)),
    };
    for status in std::iter::once(doc.status).chain(doc.or_status) {
        responses.insert(status.to_string(), good.clone());
    }
    let problem = |about: &str| {
        json!({
            "description": about,
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        })
    };
    let mut refuse = |status: &str, about: &str| {
        responses.insert(status.to_owned(), problem(about));
    };
    if doc.takes_body() || !doc.query.is_empty() {
        refuse("400", "What was sent cannot be; `fields` says where.");
    }
    if doc.takes_body() {
        refuse("415", "The body does not say that it is JSON.");
    }
    refuse("401", "Nobody asks, or a token that is not good.");
    if route.access != Access::Public {
        refuse("403", "Who asks may not.");
        refuse("404", "There is no such thing in this instance.");
    }
    if route.method != Method::Get {
        refuse(
            "409",
            "It conflicts with what is there, such as a version that somebody changed.",
        );
    }
    refuse("default", "Anything else, such as 429 or 503 with `Retry-After`.");
    Value::Object(responses)
}

fn answer(schema: &Value) -> Value {
    json!({
        "description": "It went well.",
        "content": { "application/json": { "schema": schema } },
    })
}

/// The types of bodies, by name.
#[derive(Default)]
struct Schemas(Map<String, Value>);

impl Schemas {
    /// A body that is sent.
    fn request(&mut self, shape: Shape) -> Value {
        self.keep(shape, |_| {})
    }

    /// A body that is answered: nothing of it is ever left out, but the fields of a problem.
    fn answer(&mut self, shape: Shape) -> Value {
        self.keep(shape, |schema| {
            let properties = schema["properties"].as_object();
            let names = properties.into_iter().flat_map(|names| names.keys());
            let always: Vec<Value> = names
                .filter(|name| *name != "fields")
                .cloned()
                .map(Value::String)
                .collect();
            if !always.is_empty() {
                schema["required"] = always.into();
            }
        })
    }

    /// A page of bodies that are answered.
    fn page(&mut self, shape: Shape) -> Value {
        let item = self.answer(shape);
        let name = format!("{}Page", (shape.name)());
        self.0.entry(name.clone()).or_insert_with(|| {
            json!({
                "type": "object",
                "description": "One page of a list.",
                "required": ["items", "total", "total_exact", "page", "size"],
                "properties": {
                    "items": { "type": "array", "items": item },
                    "total": { "type": "integer", "minimum": 0, "maximum": 1000,
                               "description": "How many there are in all, 1,000 at the most." },
                    "total_exact": { "type": "boolean", "description": "Whether the total is all." },
                    "page": { "type": "integer", "minimum": 1, "description": "The page's number, from 1." },
                    "size": { "enum": [10, 20, 50], "description": "How many a page." },
                },
            })
        });
        reference(&name)
    }

    fn keep(&mut self, shape: Shape, finish: impl Fn(&mut Value)) -> Value {
        let name = (shape.name)().into_owned();
        let mut parts = vec![(name.clone(), (shape.schema)())];
        (shape.parts)(&mut parts);
        for (name, schema) in parts {
            self.0.entry(name).or_insert_with(|| {
                let mut schema = serde_json::to_value(schema).unwrap_or_default();
                finish(&mut schema);
                schema
            });
        }
        reference(&name)
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}
