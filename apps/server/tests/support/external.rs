use super::{Answer, Client, Place, Server, secrets};
use serde_json::{Value, json};

/// Where external systems sign their users in.
pub const LOGIN: &str = "/ba360/apir/v10/login/authexternalsystem";

/// A company and what its external system knows of it.
#[derive(Clone, Debug)]
pub struct Company {
    pub name: String,
    pub secretkey: String,
    pub clientkey: String,
}

impl Company {
    /// Makes a company with those arguments more, and its keys.
    pub fn create(place: &Place, name: &str, args: &[&str]) -> Self {
        place.json(&[&["instance", "create", name], args].concat());
        Self::of(name, &place.json(&["keys", "show", "--instance", name]))
    }

    /// A company by what `keys` printed.
    pub fn of(name: &str, keys: &Value) -> Self {
        let text = |name: &str| keys[name].as_str().unwrap().to_owned();
        Self {
            name: name.to_owned(),
            secretkey: text("secretkey"),
            clientkey: text("clientkey"),
        }
    }

    /// Gives it another secretkey.
    pub fn regenerate(&self, place: &Place, args: &[&str]) -> Self {
        let command = ["keys", "regenerate", "--instance", &self.name];
        Self::of(&self.name, &place.json(&[&command, args].concat()))
    }

    /// What its external system sends for a user.
    pub fn credentials(&self, user: &str, pass: &str) -> Value {
        json!({
            "user": user,
            "pass": pass,
            "company": self.name,
            "secretkey": self.secretkey,
            "clientkey": self.clientkey,
        })
    }

    /// Asks for a user's token.
    pub fn log_in(&self, server: &Server, user: &str, pass: &str) -> Answer {
        server.client().post_json(LOGIN, &self.credentials(user, pass))
    }

    /// A user's token, which has to be given.
    pub fn token(&self, server: &Server, user: &str, pass: &str) -> String {
        let answer = self.log_in(server, user, pass);
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()["token"].as_str().unwrap().to_owned()
    }
}

/// The link that a platform opens for a contact, with a token.
pub fn link(contact: &str, token: &str) -> String {
    format!("/integracionview/genesys/chat/1234567645/%7B%22contacto%22:%22{contact}%22%7D/{token}")
}

impl Client {
    /// Opens a link with that token; answers where it ended.
    pub fn open_link(&mut self, contact: &str, token: &str) -> (String, Answer) {
        self.follow(&link(contact, token))
    }
}

/// Makes an administrator, and signs them in.
pub fn administrator(place: &Place, server: &Server, instance: &str) -> (Client, String) {
    let made = place.json(&["user", "create-admin", "jefa", "--instance", instance]);
    let password = made["password"].as_str().unwrap().to_owned();
    secrets::remember(server.authority(), &password);
    let mut client = server.client();
    let form = client.get("/login");
    assert_eq!(client.sign_in(&form, "jefa", &password).1.status, 200);
    (client, password)
}
