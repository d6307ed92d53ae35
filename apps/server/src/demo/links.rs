//! The links that are ready to open: one for each thing that a link can do.

use super::{Demo, impossible};
use crate::{fault::Fault, installation::Installation, words, words::Words};
use ba360_core::{
    link::{Criteria, Format, Link, LinkParts},
    text::Language,
    token::MAX_LIFE,
};
use ba360_http::BasePath;
use jiff::SignedDuration;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// What is printed once the server accepts connections.
pub(crate) struct Ready {
    listening: String,
    instance: String,
    user: String,
    password: secrecy::SecretString,
    links: Vec<ReadyLink>,
}

/// A link that is ready to open.
struct ReadyLink {
    name: &'static str,
    words: Words,
    url: String,
    /// The path at which the browser ends.
    opens: String,
}

/// A link of the demonstration, before it has its token.
struct Sample {
    name: &'static str,
    words: Words,
    parts: LinkParts<'static>,
    /// How long its token lives; one that lives no time ends at the login.
    life: SignedDuration,
}

/// Makes the links, each with a token of the administrator's.
pub(crate) async fn ready(
    installation: &Installation,
    demo: &Demo,
    base: &BasePath,
    address: SocketAddr,
) -> Result<Ready, Fault> {
    let mut links = Vec::new();
    for sample in samples() {
        let token = installation
            .app
            .issue_token
            .run(&demo.actor, demo.admin, sample.life)
            .await?;
        let parts = LinkParts {
            token: Some(token.expose_secret()),
            ..sample.parts
        };
        let link = Link::build(&parts).map_err(|error| impossible(&error))?;
        let mut target = link.to_target();
        if link.format() == Format::Legacy {
            target = without_braces(&target);
        }
        let opens = match sample.life.is_zero() {
            true => "/login".to_owned(),
            false => ba360_http::address_of(&installation.app.open_link.run(&demo.actor, &link).await?),
        };
        links.push(ReadyLink {
            name: sample.name,
            words: sample.words,
            url: format!("http://{}{}", reached(address), base.to(&target)),
            opens: base.to(&opens),
        });
    }
    Ok(Ready {
        listening: format!("http://{address}"),
        instance: demo.actor.instance().name.to_string(),
        user: demo.user.clone(),
        password: demo.password.clone(),
        links,
    })
}

fn samples() -> Vec<Sample> {
    let contact = |contact| Criteria {
        contact: Some(contact),
        ..Criteria::default()
    };
    let parts = |channel, interaction_id, criteria| LinkParts {
        platform: "genesys",
        channel,
        interaction_id,
        criteria,
        ..LinkParts::default()
    };
    vec![
        Sample {
            name: "contact",
            words: words!(
                "la ficha de un contacto, por su teléfono",
                "a contact, by its telephone"
            ),
            parts: parts("chat", "1234567645", contact("998874563")),
            life: MAX_LIFE,
        },
        Sample {
            name: "account",
            words: words!(
                "la ficha de una cuenta, por su RUT",
                "an account, by its tax number"
            ),
            parts: parts(
                "voz",
                "demo-cuenta",
                Criteria {
                    account: Some("76.103.521-5"),
                    ..Criteria::default()
                },
            ),
            life: MAX_LIFE,
        },
        Sample {
            name: "case",
            words: words!(
                "un caso, aunque también venga un contacto",
                "a case, though a contact comes too"
            ),
            parts: parts(
                "email",
                "demo-caso",
                Criteria {
                    case: Some(super::LAST_CASE),
                    ..contact("998874563")
                },
            ),
            life: MAX_LIFE,
        },
        Sample {
            name: "many",
            words: words!(
                "el buscador con muchos resultados",
                "the search view with many results"
            ),
            parts: parts("whatsapp", "demo-muchos", contact("gonzalez")),
            life: MAX_LIFE,
        },
        Sample {
            name: "none",
            words: words!("el buscador sin resultados", "the search view without results"),
            parts: parts("instagram", "demo-ninguno", contact("911111111")),
            life: MAX_LIFE,
        },
        Sample {
            name: "legacy",
            words: words!(
                "un contacto por la URL anterior, sin llaves",
                "a contact by the earlier URL, without braces"
            ),
            parts: LinkParts {
                format: Format::Legacy,
                platform: "chattigo",
                channel: "chat",
                interaction_id: "150",
                criteria: Criteria {
                    phone: Some("993405075"),
                    ..Criteria::default()
                },
                token: None,
            },
            life: MAX_LIFE,
        },
        Sample {
            name: "expired",
            words: words!(
                "el ingreso, porque el token ya venció; después, el contacto",
                "the login, because the token has expired; then the contact"
            ),
            parts: parts("sms", "demo-vencido", contact("998874563")),
            life: SignedDuration::ZERO,
        },
    ]
}

/// The object of the page's own legacy examples stands without its braces. Nothing else in the samples has any.
fn without_braces(target: &str) -> String {
    target.replace("%7B", "").replace("%7D", "")
}

/// The address at which a browser on this machine reaches the server.
fn reached(address: SocketAddr) -> SocketAddr {
    let loopback: IpAddr = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(loopback, address.port())
}

impl Ready {
    /// As the contract writes it.
    pub(crate) fn object(&self) -> Value {
        let links: Vec<Value> = self
            .links
            .iter()
            .map(|link| json!({"name": link.name, "url": link.url, "opens": link.opens}))
            .collect();
        json!({
            "listening": self.listening,
            "instance": self.instance,
            "admin": {"user": self.user, "password": self.password.expose_secret()},
            "links": links,
        })
    }

    /// For a person.
    pub(crate) fn sentences(&self, language: Language) -> String {
        let (listening, instance, user) = (&self.listening, &self.instance, &self.user);
        let password = self.password.expose_secret();
        let words = words!(
            "Escuchando en {listening} (instancia {instance}).\n\nAdministrador: {user}\nContraseña (se muestra \
             solo esta vez): {password}\n\nEnlaces listos, con un token que vale 8 horas:",
            "Listening on {listening} (instance {instance}).\n\nAdministrator: {user}\nPassword (shown only this \
             once): {password}\n\nLinks that are ready, with a token that is good for 8 hours:"
        );
        let mut text = words.say(language).to_owned();
        for link in &self.links {
            let (name, what, url, opens) = (link.name, link.words.say(language), &link.url, &link.opens);
            text.push_str(&format!("\n\n{name}: {what} ({opens})\n  {url}"));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_legacy_sample_without_braces_is_the_same_link() {
        let sample = samples()
            .into_iter()
            .find(|sample| sample.name == "legacy")
            .unwrap();
        let link = Link::build(&sample.parts).unwrap();
        let bare = without_braces(&link.to_target());
        assert!(!bare.contains("%7B") && bare.contains("993405075"), "{bare}");
        assert_eq!(Link::parse(bare.as_bytes()).unwrap(), link);
    }

    #[test]
    fn every_sample_can_be_built() {
        for sample in samples() {
            assert!(Link::build(&sample.parts).is_ok(), "{}", sample.name);
        }
    }

    #[test]
    fn a_server_on_every_address_is_reached_by_the_loopback() {
        assert_eq!(reached("0.0.0.0:80".parse().unwrap()).to_string(), "127.0.0.1:80");
        assert_eq!(reached("[::]:80".parse().unwrap()).to_string(), "[::1]:80");
        assert_eq!(reached("10.0.0.1:80".parse().unwrap()).to_string(), "10.0.0.1:80");
    }
}
