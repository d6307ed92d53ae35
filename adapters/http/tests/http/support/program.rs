use super::{Server, client::Answer, raw, world::World};
use ba360_core::instance::Instance;
use serde_json::{Value, json};
use std::{fmt::Write as _, sync::Arc};

/// Where external systems ask for tokens.
pub(crate) const LOGIN: &str = "/ba360/apir/v10/login/authexternalsystem";

/// An external system of a company.
pub(crate) struct Program<'s> {
    pub(crate) server: &'s Server,
    company: String,
    pub(crate) secretkey: String,
    pub(crate) clientkey: String,
}

impl<'s> Program<'s> {
    pub(crate) fn of(world: &World, server: &'s Server, instance: &Arc<Instance>) -> Self {
        let (secretkey, clientkey) = world.keys_of(instance);
        Self {
            server,
            company: instance.name.to_string(),
            secretkey,
            clientkey,
        }
    }

    pub(crate) fn body(&self, user: &str, pass: &str) -> Value {
        json!({
            "user": user,
            "pass": pass,
            "company": self.company,
            "secretkey": self.secretkey,
            "clientkey": self.clientkey,
        })
    }

    pub(crate) fn log_in(&self, user: &str, pass: &str) -> Answer {
        self.send(&self.body(user, pass))
    }

    /// A login that has to succeed; answers its token.
    pub(crate) fn token(&self, user: &str, pass: &str) -> String {
        let answer = self.log_in(user, pass);
        assert_eq!(answer.status, 200, "{answer:?}");
        let token = answer.json()["token"].clone();
        token.as_str().unwrap().to_owned()
    }

    pub(crate) fn send(&self, body: &Value) -> Answer {
        self.send_with(&[("Content-Type", "application/json")], body.to_string())
    }

    /// Any body, from a host that no company has.
    pub(crate) fn send_with(&self, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answer {
        self.send_to("api.example", headers, body)
    }

    pub(crate) fn send_to(&self, host: &str, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Answer {
        let body = body.as_ref();
        let mut head = format!("POST {LOGIN} HTTP/1.1\r\nHost: {host}\r\n");
        for (name, value) in headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let _ = write!(head, "Content-Length: {}\r\n\r\n", body.len());
        raw(self.server, [head.as_bytes(), body].concat())
    }
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The code of a problem document.
    pub(crate) fn code(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        self.json()["code"].as_str().unwrap().to_owned()
    }
}
