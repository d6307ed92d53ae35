//! A program that asks the API: every answer that it gets is held against the description.

use crate::world::{HOST, World};
use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

/// Somebody who asks with the same header fields each time.
pub(crate) struct Program<'w> {
    pub(crate) world: &'w World,
    pub(crate) host: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
}

/// What it got.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) json: Value,
}

impl<'w> Program<'w> {
    pub(crate) fn stranger(world: &'w World) -> Self {
        Self {
            world,
            host: HOST,
            headers: Vec::new(),
        }
    }

    pub(crate) fn with_token(world: &'w World, token: &str) -> Self {
        Self::stranger(world).with("authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) fn at(mut self, host: &'static str) -> Self {
        self.host = host;
        self
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, Value::Null).await
    }

    pub(crate) async fn post(&self, target: &str, body: Value) -> Answer {
        self.ask("POST", target, body).await
    }

    pub(crate) async fn put(&self, target: &str, body: Value) -> Answer {
        self.ask("PUT", target, body).await
    }

    pub(crate) async fn patch(&self, target: &str, body: Value) -> Answer {
        self.ask("PATCH", target, body).await
    }

    pub(crate) async fn delete(&self, target: &str) -> Answer {
        self.ask("DELETE", target, Value::Null).await
    }

    /// Asks; `null` is no body.
    pub(crate) async fn ask(&self, method: &str, target: &str, body: Value) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(target)
            .header(header::HOST, self.host);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let sent = match &body {
            Value::Null => Body::empty(),
            body => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
        };
        let response = self
            .world
            .router
            .clone()
            .oneshot(request.body(sent).unwrap())
            .await;
        let (parts, received) = response.unwrap().into_parts();
        let bytes = received.collect().await.unwrap().to_bytes();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            json: if bytes.is_empty() {
                Value::Null
            } else {
                serde_json::from_slice(&bytes).unwrap()
            },
        };
        assert!(answer.headers.contains_key("x-correlation-id"), "{answer:?}");
        self.world.description.check(method, target, &body, &answer);
        answer
    }
}

impl Answer {
    /// The answer, which has to have that status.
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        self
    }

    /// The refusal, which has to be that one, about those fields.
    pub(crate) fn refuses(self, status: u16, code: &str, fields: &[&str]) -> Self {
        let answer = self.is(status);
        assert_eq!(answer.json["code"], code, "{answer:?}");
        let told = answer
            .json
            .get("fields")
            .cloned()
            .unwrap_or(Value::Array(Vec::new()));
        assert_eq!(told, serde_json::json!(fields), "{answer:?}");
        answer
    }

    /// A text of the body.
    pub(crate) fn text(&self, member: &str) -> &str {
        self.json[member].as_str().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}
