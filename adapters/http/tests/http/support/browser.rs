use super::{
    client::{Answer, Wire},
    server::Server,
    world::{HOST, PASSWORD},
};
use std::{collections::BTreeMap, fmt::Write as _};

/// What a browser does: it keeps cookies and says where its forms come from.
pub(crate) struct Browser<'s> {
    server: &'s Server,
    host: String,
    pub(crate) cookies: BTreeMap<String, String>,
}

impl<'s> Browser<'s> {
    pub(crate) fn new(server: &'s Server) -> Self {
        Self::at(server, HOST)
    }

    pub(crate) fn at(server: &'s Server, host: &str) -> Self {
        Self {
            server,
            host: host.to_owned(),
            cookies: BTreeMap::new(),
        }
    }

    /// One that has signed in by the form.
    pub(crate) fn signed_in(server: &'s Server, user: &str) -> Self {
        let mut browser = Self::new(server);
        let answer = browser.sign_in(user, PASSWORD, "");
        assert_eq!(answer.status, 303, "{answer:?}");
        browser
    }

    pub(crate) fn sign_in(&mut self, user: &str, password: &str, continuar: &str) -> Answer {
        let form = self.get("/login");
        let token = form.field("_token");
        self.post(
            "/login",
            &[
                ("_token", &token),
                ("usuario", user),
                ("contrasena", password),
                ("continuar", continuar),
            ],
        )
    }

    pub(crate) fn get(&mut self, target: &str) -> Answer {
        self.request("GET", target, &[], "")
    }

    pub(crate) fn get_with(&mut self, target: &str, headers: &[(&str, &str)]) -> Answer {
        self.request("GET", target, headers, "")
    }

    pub(crate) fn head(&mut self, target: &str) -> Answer {
        self.request("HEAD", target, &[], "")
    }

    pub(crate) fn post(&mut self, target: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_with(
            target,
            &[("sec-fetch-site", "same-origin"), ("origin", "null")],
            fields,
        )
    }

    pub(crate) fn post_with(
        &mut self,
        target: &str,
        headers: &[(&str, &str)],
        fields: &[(&str, &str)],
    ) -> Answer {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect::<Vec<_>>()
            .join("&");
        let mut all = vec![("content-type", "application/x-www-form-urlencoded")];
        all.extend(headers);
        self.request("POST", target, &all, &body)
    }

    fn request(&mut self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut text = format!("{method} {target} HTTP/1.1\r\nHost: {}\r\n", self.host);
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let _ = write!(text, "Cookie: {}\r\n", pairs.join("; "));
        }
        for (name, value) in headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        if method == "POST" {
            let _ = write!(text, "Content-Length: {}\r\n", body.len());
        }
        let _ = write!(text, "\r\n{body}");
        let mut wire = Wire::to(self.server.address);
        wire.write(text);
        let answer = wire.answer(method == "HEAD").expect("an answer");
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}

/// A value as a form or a path writes it.
pub(crate) fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
