//! What programs of others ask of the installation: a login by an external system (contract 4.6), and the keys that
//! verify our tokens (4.8).

use crate::{
    metrics::LoginKind,
    refusal::Refusal,
    respond,
    routes::{Access, Handler, Input, Method, Route, Words},
    settings::Site,
};
use axum::{
    body::Bytes,
    http::{HeaderValue, header},
    response::Response,
};
use ba360_core::{
    access::external::{ExternalCredentials, ExternalToken, LogInExternallyError},
    instance::CorrelationId,
    text::{Code, Coded as _},
};
use secrecy::ExposeSecret as _;
use serde::{
    Deserialize, Serialize,
    de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor},
};
use std::{collections::HashSet, fmt, net::IpAddr, sync::Arc};

/// Where an external system asks for a token, without the base.
pub(crate) const LOGIN_PATH: &str = "/ba360/apir/v10/login/authexternalsystem";

/// What the handler of a program gets. There is no instance yet: the body names it, whatever the host.
pub(crate) struct Program {
    /// The use cases and the settings.
    pub(crate) site: Arc<Site>,
    /// What ties the answer, the log and the record of activity together.
    pub(crate) correlation: CorrelationId,
    /// The address that the request comes from.
    pub(crate) from: Option<IpAddr>,
    /// The body, which says that it is JSON.
    pub(crate) body: Bytes,
}

/// The routes of programs.
pub(crate) static ROUTES: &[Route] = &[
    Route {
        method: Method::Post,
        path: LOGIN_PATH,
        access: Access::Public,
        input: Input::Target,
        handler: Handler::Program(|program| Box::pin(log_in(program))),
        words: Words::of("Ingreso por sistema externo", "Login by an external system"),
    },
    Route {
        method: Method::Get,
        path: "/.well-known/jwks.json",
        access: Access::Public,
        input: Input::Target,
        handler: Handler::Process(|site, _| Box::pin(async move { keys(&site) })),
        words: Words::of("Llaves públicas de los tokens", "Public keys of the tokens"),
    },
];

/// A text that was sent; nothing where something else was.
#[derive(Default)]
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Sent {
            Text(String),
            Other(IgnoredAny),
        }
        Ok(Self(match Sent::deserialize(deserializer)? {
            Sent::Text(text) => text,
            Sent::Other(IgnoredAny) => String::new(),
        }))
    }
}

/// The five fields of the page. A name that stands twice is an error, whoever would have read which; others are ignored.
#[derive(Default)]
struct Sent {
    user: Text,
    pass: Text,
    company: Text,
    secretkey: Text,
    clientkey: Text,
}

impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Object)
    }
}

struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Sent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sent, A::Error> {
        let (mut sent, mut names) = (Sent::default(), HashSet::new());
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "user" => sent.user = map.next_value()?,
                "pass" => sent.pass = map.next_value()?,
                "company" => sent.company = map.next_value()?,
                "secretkey" => sent.secretkey = map.next_value()?,
                "clientkey" => sent.clientkey = map.next_value()?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            if !names.insert(name) {
                return Err(A::Error::custom("a name stands twice"));
            }
        }
        Ok(sent)
    }
}

#[derive(Serialize)]
struct Token<'t> {
    token: &'t str,
    token_type: &'static str,
    expires_in: u64,
    user_created: bool,
}

/// `POST /ba360/apir/v10/login/authexternalsystem`
async fn log_in(program: Program) -> Result<Response, Refusal> {
    // What serde says of a body may quote it, and is not kept.
    let sent: Sent = serde_json::from_slice(&program.body).map_err(|_| Refusal::of(Code::RequestBad))?;
    let credentials = ExternalCredentials {
        user: &sent.user.0,
        pass: &sent.pass.0,
        company: &sent.company.0,
        secretkey: &sent.secretkey.0,
        clientkey: &sent.clientkey.0,
    };
    let Program {
        site,
        correlation,
        from,
        ..
    } = &program;
    let done = site
        .app
        .log_in_externally
        .run(correlation, *from, credentials)
        .await;
    let outcome = done.as_ref().map_or_else(|error| error.code(), |_| Code::Ok);
    site.metrics.login(LoginKind::External, outcome);
    match done {
        Ok(token) => answer(&token),
        Err(LogInExternallyError::Blank { fields }) => {
            Err(Refusal::of(Code::ExternalFieldsMissing).about(fields))
        }
        Err(error) => Err(error.into()),
    }
}

fn answer(token: &ExternalToken) -> Result<Response, Refusal> {
    let document = Token {
        token: token.token.expose_secret(),
        token_type: "Bearer",
        expires_in: token.expires_in_secs,
        user_created: token.user_created,
    };
    respond::json("application/json", &document)
}

/// A key as RFC 7517 and RFC 8037 write it.
#[derive(Serialize)]
struct Jwk {
    kty: &'static str,
    crv: &'static str,
    x: String,
    #[serde(rename = "use")]
    purpose: &'static str,
    alg: &'static str,
    kid: String,
}

#[derive(Serialize)]
struct JwkSet {
    keys: Vec<Jwk>,
}

/// `GET /.well-known/jwks.json`
fn keys(site: &Site) -> Result<Response, Refusal> {
    let keys = site.app.tokens.public_keys().into_iter();
    let keys = keys.map(|key| Jwk {
        kty: "OKP",
        crv: "Ed25519",
        x: key.x,
        purpose: "sig",
        alg: "EdDSA",
        kid: key.id,
    });
    let mut response = respond::json("application/json", &JwkSet { keys: keys.collect() })?;
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=300"),
    );
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(json: &str) -> Option<String> {
        serde_json::from_str::<Sent>(json).ok().map(|sent| sent.user.0)
    }

    #[test]
    fn e1_what_is_no_text_is_as_good_as_missing() {
        assert_eq!(user(r#"{"user":"a","x":[{}]}"#).as_deref(), Some("a"));
        for nothing in [
            "null",
            "7",
            "-1.5e300",
            "true",
            "[]",
            "[\"a\"]",
            "{\"user\":\"a\"}",
        ] {
            let json = format!(r#"{{"user":{nothing}}}"#);
            assert_eq!(user(&json).as_deref(), Some(""), "{nothing}");
        }
        assert_eq!(user("{}").as_deref(), Some(""));
    }

    #[test]
    fn e15_a_name_that_stands_twice_is_an_error() {
        for bad in [
            r#"{"user":"a","user":"b"}"#,
            r#"{"user":"a","user":"a"}"#,
            r#"{"user":"a","\u0075ser":"b"}"#,
            r#"{"x":1,"x":2}"#,
        ] {
            assert_eq!(user(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_is_no_object_is_an_error() {
        let deep = format!(r#"{{"user":{}1{}}}"#, "[".repeat(200), "]".repeat(200));
        for bad in [
            "",
            "null",
            "[]",
            "\"a\"",
            "{",
            "{}{}",
            "{} x",
            "{'user':'a'}",
            "\u{feff}{}",
            r#"{"user":"\ud800"}"#,
            &deep,
        ] {
            assert_eq!(user(bad), None, "{bad:.40}");
        }
    }
}
