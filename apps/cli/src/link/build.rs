use super::{base_url, report};
use crate::console::{Console, Status};
use ba360_core::link::{Criteria, ErrorSummary, Format, Link, LinkError, LinkParts};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io;

/// Builds a link from its parts, encoded so that every browser passes it unharmed.
///
/// The options are named as the parts are in a link; each has an English name as well.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Build {
    /// The platform that opens the link, such as genesys
    #[arg(long, visible_alias = "platform", value_name = "NAME")]
    plataforma: String,
    /// The channel: Voz, Chat, Email, SMS, TWDirect, Messenger, Facebook, Whatsapp, Telegram, Hangout, Instagram
    #[arg(long, visible_alias = "channel", value_name = "NAME")]
    canal: String,
    /// The platform's id of the interaction
    #[arg(long, value_name = "ID")]
    id: String,
    /// Any of the contact's data (new format)
    #[arg(long, visible_alias = "contact", value_name = "VALUE")]
    contacto: Option<String>,
    /// Any of the account's data
    #[arg(long, visible_alias = "account", value_name = "VALUE")]
    empresa: Option<String>,
    /// The number of the case
    #[arg(long, visible_alias = "case", value_name = "NUMBER")]
    caso: Option<String>,
    /// The contact's identifier (legacy format)
    #[arg(long, visible_alias = "identifier", value_name = "VALUE", help_heading = LEGACY)]
    identificador: Option<String>,
    /// The contact's name (legacy format)
    #[arg(long, visible_alias = "name", value_name = "VALUE", help_heading = LEGACY)]
    nombre: Option<String>,
    /// The contact's id in a social network (legacy format)
    #[arg(long, visible_alias = "social-id", value_name = "VALUE", help_heading = LEGACY)]
    idrrss: Option<String>,
    /// The contact's e-mail address (legacy format)
    #[arg(long, value_name = "VALUE", help_heading = LEGACY)]
    email: Option<String>,
    /// The contact's phone number (legacy format)
    #[arg(long, visible_alias = "phone", value_name = "VALUE", help_heading = LEGACY)]
    telefono: Option<String>,
    /// The token that signs the agent in
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// The address of the console; without it the link begins with its path
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// How the link is written
    #[arg(long, value_enum, default_value_t = Form::Path)]
    form: Form,
}

const LEGACY: &str = "Legacy format";
const EXAMPLES: &str = "\
Examples:
  ba360 link build --plataforma genesys --canal voz --id 12345 --contacto 17.925.916-8 \\
      --base-url https://console.example
  ba360 link build --platform chattigo --channel whatsapp --id 150 --contact 573175180237 --form query";

/// How a link is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// /integracionview/{plataforma}/{canal}/{id}/{criteria}
    Path,
    /// /integracionview?plataforma=&canal=&id=…
    Query,
}

/// The answer in JSON.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Built {
    Link(String),
    Error(ErrorSummary),
}

impl Build {
    pub(super) fn run(&self, console: &mut Console) -> io::Result<Status> {
        let error = match self.link() {
            Ok(link) if console.json => {
                console.json_line(&Built::Link(link))?;
                return Ok(Status::Good);
            }
            Ok(link) => {
                console.line(format_args!("{link}"))?;
                return Ok(Status::Good);
            }
            Err(error) => error,
        };
        if console.json {
            console.json_line(&Built::Error(ErrorSummary::of(&error, console.language)))?;
        } else {
            report::unbuilt(console, &error)?;
        }
        Ok(Status::Bad)
    }

    fn link(&self) -> Result<String, LinkError> {
        let criteria = Criteria {
            contact: self.contacto.as_deref(),
            identifier: self.identificador.as_deref(),
            name: self.nombre.as_deref(),
            social_id: self.idrrss.as_deref(),
            email: self.email.as_deref(),
            phone: self.telefono.as_deref(),
            account: self.empresa.as_deref(),
            case: self.caso.as_deref(),
        };
        let format = match self.form {
            Form::Query => Format::Query,
            Form::Path if criteria.has_legacy_contact() => Format::Legacy,
            Form::Path => Format::New,
        };
        let link = Link::build(&LinkParts {
            format,
            platform: &self.plataforma,
            channel: &self.canal,
            interaction_id: &self.id,
            criteria,
            token: self.token.as_deref(),
        })?;
        let written = link.to_url(self.base_url.as_deref().unwrap_or_default());
        // With its address it may have become too long.
        Link::parse(written.as_bytes()).map(|_| written)
    }
}
