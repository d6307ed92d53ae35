//! The description of the API: that it describes every route, and that answers fit it.

use crate::{administration, program::Answer, records, reported, world::World};
use axum::http::StatusCode;
use ba360_http::{Access, BasePath, routes};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};

/// The description, and what of it has answered well so far.
pub(crate) struct Description {
    document: Value,
    done: Mutex<BTreeSet<String>>,
}

impl Description {
    pub(crate) fn of(document: Value) -> Self {
        Self {
            document,
            done: Mutex::default(),
        }
    }

    /// Holds an answer against what is told of it; what is no route of the API is passed over.
    pub(crate) fn check(&self, method: &str, target: &str, sent: &Value, answer: &Answer) {
        let path = target.split('?').next().unwrap();
        let Some((pattern, operations)) = self.path(path) else {
            return;
        };
        let method = method.to_ascii_lowercase();
        let Some(operation) = operations.get(&method) else {
            assert_eq!(
                answer.status,
                StatusCode::METHOD_NOT_ALLOWED,
                "{method} {pattern}"
            );
            return;
        };
        let what = format!("{method} {pattern}: {answer:?}");
        if answer.status.is_success() {
            if let Some(body) = operation.get("requestBody") {
                self.fits(&body["content"]["application/json"]["schema"], sent, false, &what);
            }
            self.done.lock().unwrap().insert(format!("{method} {pattern}"));
        }
        let responses = &operation["responses"];
        let told = match responses.get(answer.status.as_str()) {
            Some(told) => told,
            None if answer.status.is_success() => panic!("not told of: {what}"),
            None => &responses["default"],
        };
        let Some(content) = told.get("content") else {
            assert_eq!(answer.json, Value::Null, "{what}");
            return;
        };
        let schema = &content[answer.header("content-type")]["schema"];
        assert!(schema.is_object(), "another media type: {what}");
        self.fits(schema, &answer.json, true, &what);
    }

    /// What has answered well so far.
    pub(crate) fn done(&self) -> BTreeSet<String> {
        self.done.lock().unwrap().clone()
    }

    /// The path that a target meets, one without parameters before one with them.
    fn path(&self, target: &str) -> Option<(&String, &Value)> {
        let meets = |pattern: &str| {
            let (mut told, mut asked) = (pattern.split('/'), target.split('/'));
            loop {
                match (told.next(), asked.next()) {
                    (None, None) => return true,
                    (Some(told), Some(asked)) if told == asked || told.starts_with('{') => {}
                    _ => return false,
                }
            }
        };
        let paths = self.document["paths"].as_object().unwrap();
        let found = paths.iter().filter(|(pattern, _)| meets(pattern));
        found.min_by_key(|(pattern, _)| pattern.matches('{').count())
    }

    /// Whether a body fits. An answer may not hold anything that is not told of.
    fn fits(&self, schema: &Value, body: &Value, answered: bool, what: &str) {
        let mut components = self.document["components"].clone();
        if answered {
            for schema in components["schemas"].as_object_mut().unwrap().values_mut() {
                if schema.get("properties").is_some() {
                    schema["additionalProperties"] = json!(false);
                }
            }
        }
        let mut whole = schema.clone();
        whole["components"] = components;
        let validator = jsonschema::validator_for(&whole).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(body)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?} in {what}");
    }
}

fn document() -> Value {
    ba360_http::openapi(&"/crm".parse().unwrap())
}

fn operations(document: &Value) -> BTreeMap<String, Value> {
    let paths = document["paths"].as_object().unwrap();
    let each = paths.iter().flat_map(|(path, operations)| {
        let operations = operations.as_object().unwrap();
        operations
            .iter()
            .map(move |(method, operation)| (format!("{method} {path}"), operation.clone()))
    });
    each.collect()
}

#[test]
fn every_route_for_programs_is_described_and_nothing_else() {
    let routes = routes().filter(|it| it.path.starts_with("/api/") || it.path.starts_with("/ba360/"));
    let expected: BTreeSet<String> = routes
        .map(|it| format!("{} {}", it.method.as_str().to_ascii_lowercase(), it.path))
        .collect();
    let described: BTreeSet<String> = operations(&document()).into_keys().collect();
    assert_eq!(described, expected);
    assert!(expected.len() > 40);
}

#[tokio::test]
async fn every_route_that_is_described_answers_well() {
    let mut done = BTreeSet::new();
    for flow in 0..7 {
        let world = World::new().await;
        match flow {
            0 => records::contacts_and_accounts(&world).await,
            1 => records::cases(&world).await,
            2 => records::links(&world).await,
            3 => reported::reports(&world).await,
            4 => administration::users(&world).await,
            5 => administration::parameters(&world).await,
            _ => administration::instance(&world).await,
        }
        done.append(&mut world.description.done());
    }
    // That one has tests of its own, at every host.
    done.insert("post /ba360/apir/v10/login/authexternalsystem".to_owned());
    assert_eq!(done, operations(&document()).into_keys().collect());
}

#[test]
fn it_is_openapi_3_1() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    assert_eq!(document["servers"][0]["url"], "/crm");
    for member in ["title", "version"] {
        assert!(document["info"][member].is_string());
    }
    let mut names = BTreeSet::new();
    for (key, operation) in operations(&document) {
        assert!(
            names.insert(operation["operationId"].as_str().unwrap().to_owned()),
            "{key}"
        );
        assert!(
            operation["summary"].is_string() && operation["tags"].is_array(),
            "{key}"
        );
        let parameters = operation["parameters"].as_array().unwrap();
        let in_path: BTreeSet<String> = parameters
            .iter()
            .filter(|it| it["in"] == "path")
            .map(|it| {
                assert_eq!(it["required"], true, "{key}");
                format!("{{{}}}", it["name"].as_str().unwrap())
            })
            .collect();
        let in_pattern = key.split('/').filter(|segment| segment.starts_with('{'));
        assert_eq!(in_path, in_pattern.map(str::to_owned).collect(), "{key}");
        assert!(parameters.iter().all(|it| it["schema"].is_object()), "{key}");
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{key}");
        assert!(
            responses.values().all(|it| it["description"].is_string()),
            "{key}"
        );
        for security in operation["security"].as_array().unwrap() {
            for scheme in security.as_object().unwrap().keys() {
                assert!(
                    document["components"]["securitySchemes"][scheme].is_object(),
                    "{key}"
                );
            }
        }
    }
    check_references(&document, &document);
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(jsonschema::meta::is_valid(schema), "{name}");
    }
}

fn check_references(document: &Value, part: &Value) {
    match part {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                let pointer = reference.strip_prefix('#').unwrap();
                assert!(document.pointer(pointer).is_some(), "{reference}");
            }
            members.values().for_each(|part| check_references(document, part));
        }
        Value::Array(parts) => parts.iter().for_each(|part| check_references(document, part)),
        _ => {}
    }
}

#[test]
fn no_route_of_the_api_is_public() {
    for route in routes().filter(|route| route.path.starts_with("/api/")) {
        assert!(matches!(route.access, Access::May(..)), "{}", route.path);
    }
    let described = operations(&ba360_http::openapi(&BasePath::default()));
    let login = &described["post /ba360/apir/v10/login/authexternalsystem"];
    assert_eq!(login["security"], json!([]));
}
