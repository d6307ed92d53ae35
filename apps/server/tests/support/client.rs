use super::secrets;
use serde_json::Value;
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

/// As much of a browser as the tests need: cookies, redirects, forms.
pub struct Client {
    authority: String,
    /// What is sent as `Host`.
    pub host: String,
    cookies: Vec<(String, String)>,
    /// How long it waits for an answer.
    pub patience: Duration,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Client {
    pub fn new(authority: &str) -> Self {
        Self {
            authority: authority.to_owned(),
            host: authority.to_owned(),
            cookies: Vec::new(),
            patience: Duration::from_secs(30),
        }
    }

    /// The same browser, whom another server answers: a proxy before both of them chose that one.
    pub fn moved_to(&self, authority: &str) -> Self {
        Self {
            cookies: self.cookies.clone(),
            ..Self::at_host(authority, &self.host)
        }
    }

    /// The same server under another host.
    pub fn at_host(authority: &str, host: &str) -> Self {
        Self {
            host: host.to_owned(),
            ..Self::new(authority)
        }
    }

    pub fn get(&mut self, target: &str) -> Answer {
        self.send("GET", target, &[], None)
    }

    /// Asks for something by any method, with any fields of the head and any body.
    pub fn request(&mut self, method: &str, target: &str, head: &[(&str, &str)], body: &[u8]) -> Answer {
        self.send(method, target, head, Some(body))
    }

    /// Posts an object.
    pub fn post_json(&mut self, target: &str, object: &Value) -> Answer {
        for (name, value) in object.as_object().into_iter().flatten() {
            secrets::remember_field(&self.authority, name, value.as_str().unwrap_or_default());
        }
        let head = [("Content-Type", "application/json")];
        let answer = self.request("POST", target, &head, object.to_string().as_bytes());
        if let Ok(object) = serde_json::from_str::<Value>(&answer.body)
            && let Some(token) = object["token"].as_str()
        {
            secrets::remember(&self.authority, token);
        }
        answer
    }

    /// The session's cookie: its name and its value.
    pub fn session(&self) -> Option<(&str, &str)> {
        let cookie = self.cookies.iter().find(|(name, _)| name.ends_with("-ba360"));
        cookie.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Puts a cookie in, as somebody who writes their own would.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.keep(&format!("{name}={value}"));
    }

    /// Posts a form.
    pub fn post(&mut self, target: &str, fields: &[(&str, &str)]) -> Answer {
        for (name, value) in fields {
            secrets::remember_field(&self.authority, name, value);
        }
        let encode = |text: &str| {
            text.bytes().fold(String::new(), |text, byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                    text + &char::from(byte).to_string()
                }
                byte => text + &format!("%{byte:02X}"),
            })
        };
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let origin = format!("http://{}", self.host);
        let head = [
            ("Origin", origin.as_str()),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        self.send("POST", target, &head, Some(body.join("&").as_bytes()))
    }

    /// Asks, and goes where it is sent. Answers where it ended.
    pub fn follow(&mut self, target: &str) -> (String, Answer) {
        let answer = self.get(target);
        self.go_on(target.to_owned(), answer)
    }

    /// Goes where an answer sends it.
    pub fn go_on(&mut self, mut target: String, mut answer: Answer) -> (String, Answer) {
        for _ in 0..8 {
            if answer.status != 303 {
                return (target, answer);
            }
            target = answer.header("location").unwrap().to_owned();
            answer = self.get(&target);
        }
        panic!("it goes round in circles");
    }

    /// Fills the login form in that an answer shows, and goes on.
    pub fn sign_in(&mut self, form: &Answer, user: &str, password: &str) -> (String, Answer) {
        let fields = [
            ("_token", form.input("_token")),
            ("continuar", form.input("continuar")),
            ("usuario", user.to_owned()),
            ("contrasena", password.to_owned()),
        ];
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let answer = self.post("/login", &fields);
        self.go_on("/login".to_owned(), answer)
    }

    fn send(&mut self, method: &str, target: &str, head: &[(&str, &str)], body: Option<&[u8]>) -> Answer {
        secrets::remember_target(&self.authority, target);
        let mut stream = TcpStream::connect(&self.authority).unwrap();
        stream.set_read_timeout(Some(self.patience)).unwrap();
        let mut request = format!(
            "{method} {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.host
        );
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request.push_str(&format!("Cookie: {}\r\n", cookies.join("; ")));
        }
        for (name, value) in head {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(body) = body {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        // Who is refused by the head alone may be answered before the body has gone out.
        let _ = stream
            .write_all(request.as_bytes())
            .and_then(|()| stream.write_all(body.unwrap_or_default()));
        let mut bytes = Vec::new();
        let read = stream.read_to_end(&mut bytes);
        assert!(read.is_ok() || !bytes.is_empty(), "{method} {target}: {read:?}");
        let answer = Answer::read(&String::from_utf8(bytes).unwrap());
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            self.keep(cookie);
        }
        answer
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        self.cookies.retain(|(kept, _)| kept != name);
        secrets::remember(&self.authority, value);
        if !value.is_empty() {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }
}

impl Answer {
    fn read(text: &str) -> Self {
        let (head, body) = text
            .split_once("\r\n\r\n")
            .unwrap_or_else(|| panic!("no answer: {text:?}"));
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers: Vec<(String, String)> = lines
            .map(|line| line.split_once(':').unwrap())
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        assert!(
            !headers.iter().any(|(name, _)| name == "transfer-encoding"),
            "this client reads no chunks"
        );
        Self {
            status,
            headers,
            body: body.to_owned(),
        }
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{} {}", self.status, self.body))
    }

    /// The stable code of a problem.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Every field of the head of that name.
    pub fn headers(&self, name: &str) -> Vec<&str> {
        let named = self.headers.iter().filter(|(known, _)| known == name);
        named.map(|(_, value)| value.as_str()).collect()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of an input of the page.
    pub fn input(&self, name: &str) -> String {
        let named = format!("name=\"{name}\"");
        let tag = self
            .body
            .split('<')
            .filter_map(|tag| tag.split('>').next())
            .find(|tag| tag.starts_with("input") && tag.contains(&named))
            .unwrap_or_else(|| panic!("no input {name}: {}", self.body));
        let value = tag
            .split("value=\"")
            .nth(1)
            .map_or("", |rest| rest.split('"').next().unwrap());
        unescape(value)
    }

    /// The address that the search view puts into the address bar.
    pub fn canonical(&self) -> Option<String> {
        let value = self.body.split("data-address=\"").nth(1)?.split('"').next()?;
        Some(unescape(value))
    }
}

fn unescape(text: &str) -> String {
    text.replace("&#38;", "&")
        .replace("&#61;", "=")
        .replace("&amp;", "&")
}
