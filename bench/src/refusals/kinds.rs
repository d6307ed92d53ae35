//! What is refused, in pairs whose requests and answers have the same length, so that nothing but the reason differs.

use crate::{
    Outcome,
    site::{COMPANY, PASS, Site, password},
    wire::{self, Wire},
};
use ba360_core::access::{NewUser, UserName};
use serde_json::Value;

/// Where people sign in.
const LOGIN: &str = "/login";
/// How many names each kind is tried with, in turn: what one name happens to cost is not what a kind costs.
pub(super) const NAMES: usize = 50;
/// A wrong password, as long as the right one.
const WRONG_PASS: &str = "otra clave (prueba)";
/// A company that is not there, with a name as long as that of the one that is.
const NO_COMPANY: &str = "chneb";

/// Two kinds of refusal that are not to be told apart.
pub(super) struct Pair {
    /// The attack's id in `docs/attacks.md`; `control` for one kind beside itself, which shows what chance alone does.
    pub(super) attack: &'static str,
    /// Where they are refused.
    pub(super) path: &'static str,
    /// The two.
    pub(super) kinds: [Kind; 2],
}

/// A kind of refusal.
#[derive(Clone)]
pub(super) struct Kind {
    /// What is wrong.
    pub(super) name: &'static str,
    /// A request for each of the names.
    pub(super) requests: Vec<String>,
}

impl Kind {
    fn new(name: &'static str, request: impl Fn(usize) -> String) -> Self {
        Self {
            name,
            requests: (0..NAMES).map(request).collect(),
        }
    }
}

/// Makes the users, and all pairs.
///
/// # Errors
/// Also when what is right is not let in, since then what is wrong would be refused for another reason than it says.
pub(super) fn pairs(site: &Site, wire: &mut Wire) -> Outcome<Vec<Pair>> {
    make_users(site)?;
    let form = Form::fetch(wire)?;
    let external = |n: usize, field: &str, value: &str| {
        let mut credentials = site.credentials(&known(n), PASS);
        credentials[field] = Value::from(value);
        wire::external_login(&credentials)
    };
    admitted(wire, &form.filled(&known(0), PASS), 303)?;
    admitted(wire, &external(0, "company", COMPANY), 200)?;

    let unknown_user = Kind::new("unknown user", |n| form.filled(&unknown(n), WRONG_PASS));
    let wrong_password = Kind::new("wrong password", |n| form.filled(&known(n), WRONG_PASS));
    let unknown_company = Kind::new("unknown company", |n| external(n, "company", NO_COMPANY));
    let (client, secret) = (&site.keys.client.key, &site.keys.secret.key);
    let (wrong_client, wrong_secret) = (another(client.expose()), another(secret.expose()));
    let wrong_client = Kind::new("wrong clientkey", |n| external(n, "clientkey", &wrong_client));
    let wrong_secret = Kind::new("wrong secretkey", |n| external(n, "secretkey", &wrong_secret));
    let pair = |attack, path, first: &Kind, second: &Kind| Pair {
        attack,
        path,
        kinds: [first.clone(), second.clone()],
    };
    Ok(vec![
        pair("M1", LOGIN, &unknown_user, &wrong_password),
        pair("M2", wire::EXTERNAL_LOGIN, &unknown_company, &wrong_client),
        pair("M2", wire::EXTERNAL_LOGIN, &unknown_company, &wrong_secret),
        pair("control", LOGIN, &wrong_password, &wrong_password),
    ])
}

/// A user who is there.
fn known(n: usize) -> String {
    format!("agent{n:02}")
}

/// One who is not, with a name as long.
fn unknown(n: usize) -> String {
    format!("ghost{n:02}")
}

/// A key that differs in its first letter.
fn another(key: &str) -> String {
    let first = if key.starts_with('A') { "B" } else { "A" };
    format!("{first}{}", key.get(1..).unwrap_or_default())
}

/// Makes those who are there. They share one hash, since it is never looked for by.
fn make_users(site: &Site) -> Outcome<()> {
    let ports = &site.ports;
    site.handle().block_on(async {
        let hash = ports.secrets.hasher.hash(&password()?).await?;
        for n in 0..NAMES {
            let new = NewUser {
                name: UserName::new(&known(n))?,
                password: hash.clone(),
                role: None,
                at: ports.secrets.clock.now(),
            };
            ports.stores.users.insert_if_absent(site.instance, new).await?;
        }
        Ok(())
    })
}

/// Makes sure that a request with nothing wrong is let in.
fn admitted(wire: &mut Wire, request: &str, with: u16) -> Outcome<()> {
    match wire.exchange(request)?.status {
        status if status == with => Ok(()),
        status => Err(format!("a right login was answered {status}").into()),
    }
}

/// The sign-in form as a browser has it: with the token that it carries, and the cookie that the token belongs to.
struct Form {
    cookie: String,
    token: String,
}

impl Form {
    fn fetch(wire: &mut Wire) -> Outcome<Self> {
        let page = wire.exchange(&wire::get(LOGIN))?;
        let cookie = page.header("set-cookie").and_then(|set| set.split(';').next());
        let field = page.body.split("name=\"_token\" value=\"").nth(1);
        let token = field.and_then(|rest| rest.split('"').next());
        match (cookie, token) {
            (Some(cookie), Some(token)) => Ok(Self {
                cookie: cookie.to_owned(),
                token: token.to_owned(),
            }),
            _ => Err("the page of the sign-in form has no token".into()),
        }
    }

    /// The request that sends it. A refusal leaves cookie and token good.
    fn filled(&self, user: &str, pass: &str) -> String {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("_token", &self.token)
            .append_pair("continuar", "")
            .append_pair("usuario", user)
            .append_pair("contrasena", pass)
            .finish();
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Cookie", self.cookie.as_str()),
            ("Origin", "null"),
            ("Sec-Fetch-Site", "same-origin"),
        ];
        wire::post(LOGIN, &headers, &body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_requests_of_a_pair_have_one_length() {
        let site = Site::open(|_| ()).unwrap();
        let pairs = pairs(&site, &mut site.connect().unwrap()).unwrap();
        for pair in &pairs {
            let [first, second] = &pair.kinds;
            let length = first.requests[0].len();
            let mut all = first.requests.iter().chain(&second.requests);
            assert!(
                all.all(|request| request.len() == length),
                "{} and {}",
                first.name,
                second.name
            );
        }
    }
}
