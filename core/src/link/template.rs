//! What a partner pastes into a platform so that it opens links: Genesys Cloud (the page's "Integración por URL
//! Genesys PureCloud", which it leaves under construction) and Chattigo.
//!
//! The templates follow the public documentation of the platforms and working samples of it. They were not tried
//! against a live organisation of either platform.

use super::Channel;
use crate::text::Language;

/// A platform for which there are templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TemplatePlatform {
    /// Genesys Cloud, once PureCloud.
    Genesys,
    /// Chattigo.
    Chattigo,
}

impl TemplatePlatform {
    /// Every platform with templates.
    pub const ALL: [Self; 2] = [Self::Genesys, Self::Chattigo];

    /// The name by which a link calls it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Genesys => "genesys",
            Self::Chattigo => "chattigo",
        }
    }

    /// The platform that a link calls by this name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|platform| name.trim().eq_ignore_ascii_case(platform.as_str()))
    }
}

/// One way to open links from a platform.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Template {
    /// A short stable name: `genesys-script`, `genesys-widget`, `chattigo`, `chattigo-path`.
    pub name: &'static str,
    /// Where it is pasted.
    pub title: &'static str,
    /// The address to paste, with the platform's placeholders.
    pub url: String,
    /// The same as it arrives for one interaction; it can be read by [`super::Link::parse`].
    pub example: String,
    /// What to know before using it.
    pub notes: Vec<&'static str>,
}

/// The templates of a platform for the console at `base` (`https://console.example`) and one channel.
#[must_use]
pub fn templates(
    platform: TemplatePlatform,
    base: &str,
    channel: Channel,
    language: Language,
) -> Vec<Template> {
    let base = base.trim_end_matches('/');
    match platform {
        TemplatePlatform::Genesys => vec![script(base, channel, language), widget(base, channel, language)],
        TemplatePlatform::Chattigo => {
            vec![
                chattigo_query(base, channel, language),
                chattigo_path(base, channel, language),
            ]
        }
    }
}

const fn say(language: Language, es: &'static str, en: &'static str) -> &'static str {
    match language {
        Language::Spanish => es,
        Language::English => en,
    }
}

const fn untried(language: Language) -> &'static str {
    say(
        language,
        "Basado en documentación pública; no se probó contra una organización real.",
        "Based on public documentation; not tried against a live organisation.",
    )
}

/// Genesys Cloud shows its pages in frames, and the console is shown in those of origins alone that the instance names.
const fn framed(language: Language) -> &'static str {
    say(
        language,
        "Genesys Cloud muestra la consola en un marco: el origen de su escritorio, https://apps.<dominio de la región>, debe estar permitido en Otros > Instancia; sin eso el marco queda en blanco.",
        "Genesys Cloud shows the console in a frame: the origin of its desktop, https://apps.<region domain>, has to be allowed at Otros > Instancia; without it the frame stays blank.",
    )
}

/// Genesys Cloud: a Script with a *Web Page* component.
fn script(base: &str, channel: Channel, language: Language) -> Template {
    let url = |id: &str, contact: &str| {
        format!(
            "{base}/integracionview?plataforma=genesys&canal={channel}&id={id}&contacto={contact}&empresa=&caso="
        )
    };
    Template {
        name: "genesys-script",
        title: say(
            language,
            "Genesys Cloud: Script con un componente Web Page",
            "Genesys Cloud: a Script with a Web Page component",
        ),
        url: url(
            "{{Scripter.Interaction ID}}",
            "{{Scripter.Customer Formatted Number}}",
        ),
        example: url("7d3f2c1e-5b7a-4c0e-9d2f-0a1b2c3d4e5f", "+1%20317-555-0125"),
        notes: vec![
            untried(language),
            say(
                language,
                "Se usa la forma con parámetros porque el Script inserta los valores sin codificar y no ofrece una función para codificarlos.",
                "The query form is used because a Script inserts raw values and offers no function to encode them.",
            ),
            say(
                language,
                "Un número de caso reunido en el IVR necesita una variable de entrada del Script con el nombre exacto del dato del participante: caso={{NumeroCaso}}.",
                "A case number collected by the IVR needs a Script input variable named exactly like the participant data: caso={{NumeroCaso}}.",
            ),
            say(
                language,
                "Para campañas salientes, el prefijo Outbound. lee las columnas de la lista de contactos.",
                "For outbound campaigns the prefix Outbound. reads the columns of the contact list.",
            ),
            framed(language),
        ],
    }
}

/// Genesys Cloud: an Interaction Widget or client application.
fn widget(base: &str, channel: Channel, language: Language) -> Template {
    let url = |id: &str| {
        format!("{base}/integracionview?plataforma=genesys&canal={channel}&id={id}&contacto=&empresa=&caso=")
    };
    Template {
        name: "genesys-widget",
        title: say(
            language,
            "Genesys Cloud: Interaction Widget (Application URL)",
            "Genesys Cloud: Interaction Widget (Application URL)",
        ),
        url: url("{{gcConversationId}}"),
        example: url("7d3f2c1e-5b7a-4c0e-9d2f-0a1b2c3d4e5f"),
        notes: vec![
            untried(language),
            say(
                language,
                "Ningún marcador del widget lleva el número de quien llama: se abre el buscador de contactos vacío, y el caso queda ligado a la interacción.",
                "No placeholder of the widget carries the caller's number: the empty contact search opens, and the case is tied to the interaction.",
            ),
            say(
                language,
                "Solo HTTPS. Permisos del iframe: allow-scripts,allow-same-origin,allow-forms,allow-popups.",
                "HTTPS only. Sandbox of the iframe: allow-scripts,allow-same-origin,allow-forms,allow-popups.",
            ),
            say(
                language,
                "Un widget por canal: limite cada uno con communicationTypeFilter (por ejemplo call, chat o email).",
                "One widget a channel: limit each with communicationTypeFilter (call, chat or email, say).",
            ),
            framed(language),
        ],
    }
}

/// Chattigo's own name for a channel, where it has one.
const fn chattigo_channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Chat => "WEBCHAT",
        Channel::Whatsapp => "WHATSAPP",
        Channel::Facebook => "FACEBOOK",
        Channel::Messenger => "MESSENGER",
        other => other.as_str(),
    }
}

/// What is the same for both forms of Chattigo.
fn chattigo_notes(language: Language) -> Vec<&'static str> {
    vec![
        untried(language),
        say(
            language,
            "Reemplace ID_CHAT y NUMERO por los datos que Chattigo entregue en su configuración.",
            "Replace ID_CHAT and NUMERO by the data that Chattigo hands over in its configuration.",
        ),
        say(
            language,
            "Chattigo conoce los canales WHATSAPP, FACEBOOK, WEBCHAT y MESSENGER; WEBCHAT es el canal Chat.",
            "Chattigo knows the channels WHATSAPP, FACEBOOK, WEBCHAT and MESSENGER; WEBCHAT is the channel Chat.",
        ),
        say(
            language,
            "Los números llegan sin +, por ejemplo 573175180237.",
            "Numbers come without +, 573175180237 for example.",
        ),
    ]
}

/// Chattigo, the query form.
fn chattigo_query(base: &str, channel: Channel, language: Language) -> Template {
    let name = chattigo_channel(channel);
    let url = |id: &str, contact: &str| {
        format!(
            "{base}/integracionview?plataforma=chattigo&canal={name}&id={id}&contacto={contact}&empresa=&caso="
        )
    };
    Template {
        name: "chattigo",
        title: say(language, "Chattigo: forma con parámetros", "Chattigo: query form"),
        url: url("ID_CHAT", "NUMERO"),
        example: url("150", "573175180237"),
        notes: chattigo_notes(language),
    }
}

/// Chattigo, the page's new format, percent-encoded.
fn chattigo_path(base: &str, channel: Channel, language: Language) -> Template {
    let name = chattigo_channel(channel);
    let url = |id: &str, contact: &str| {
        format!(
            "{base}/integracionview/chattigo/{name}/{id}/%7B%22contacto%22%3A%22{contact}%22%2C%22empresa%22%3Anull%2C%22caso%22%3Anull%7D"
        )
    };
    Template {
        name: "chattigo-path",
        title: say(
            language,
            "Chattigo: nuevo formato de URL",
            "Chattigo: new URL format",
        ),
        url: url("ID_CHAT", "NUMERO"),
        example: url("150", "573175180237"),
        notes: chattigo_notes(language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Link;

    #[test]
    fn the_examples_are_links_without_findings() {
        for platform in TemplatePlatform::ALL {
            for channel in Channel::ALL {
                for template in templates(platform, "https://console.example/", channel, Language::Spanish) {
                    let link: Link = template.example.parse().unwrap();
                    assert_eq!(link.platform(), platform.as_str());
                    assert_eq!(link.channel(), channel);
                    assert!(link.findings().is_empty(), "{}", template.name);
                }
            }
        }
    }

    #[test]
    fn an_example_carries_what_its_template_promises() {
        let read = |platform, at: usize| {
            let example = templates(
                platform,
                "https://console.example",
                Channel::Voice,
                Language::English,
            )[at]
                .example
                .clone();
            example
                .parse::<Link>()
                .unwrap()
                .criteria()
                .contact
                .map(str::to_owned)
        };
        assert_eq!(
            read(TemplatePlatform::Genesys, 0).as_deref(),
            Some("+1 317-555-0125")
        );
        assert_eq!(read(TemplatePlatform::Genesys, 1), None);
        assert_eq!(
            read(TemplatePlatform::Chattigo, 0).as_deref(),
            Some("573175180237")
        );
        assert_eq!(
            read(TemplatePlatform::Chattigo, 1).as_deref(),
            Some("573175180237")
        );
    }
}
