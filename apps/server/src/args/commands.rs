//! The commands and their own options.

use ba360_core::{
    instance::{BadInstanceSetting, Country, FrameOrigin, HostName, InstanceName, NationalLength},
    text::Language,
};
use clap::{Args, Subcommand, ValueEnum};
use jiff::tz::TimeZone;
use std::path::PathBuf;

/// What the program was asked for.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Serve the console and the integration links: the default.
    Serve(Serve),
    /// Bring the database up to date and say which migrations that took.
    ///
    /// A SQLite database is brought up to date by every command anyway; this one does only that. On PostgreSQL it is
    /// run by the role that owns the tables; the other commands then need one that may only read and write.
    Migrate,
    /// Administer instances.
    #[command(subcommand)]
    Instance(InstanceCommand),
    /// Administer users.
    #[command(subcommand)]
    User(UserCommand),
    /// Show or regenerate the keys by which external systems sign users in.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Look over the installation: settings, database, migrations, master key, clock, data folder.
    ///
    /// It changes nothing. The exit status is 1 when any check is not well.
    Doctor,
    /// Bring records in from a CSV file.
    ///
    /// The first line names the columns, in any order: contacts
    /// `identificador,nombre,idrrss,email,telefono`; accounts
    /// `identificador,representante,razon_social,giro,direccion`; memberships
    /// `contacto_identificador,cuenta_identificador`; cases
    /// `numero,contacto_identificador,cuenta_identificador,canal,asunto`. The text is UTF-8, with `,` or `;`
    /// between the columns. A bad row is reported with its line and its reason and hinders no other; bringing a
    /// file in twice changes nothing. The exit status is 1 when any row was bad.
    ///
    /// When an import was interrupted, the same command goes on where it stood. Ctrl-C lets the rows that are under
    /// way finish.
    Import(ImportFile),
}

/// How to serve.
#[derive(Args, Clone, Copy, Default)]
pub(crate) struct Serve {
    /// Serve an instance with sample records, and print an administrator and links that are ready to open.
    #[arg(long)]
    pub(crate) demo: bool,
}

/// The commands about instances.
#[derive(Subcommand)]
pub(crate) enum InstanceCommand {
    /// Make an instance: a company with its own users and records.
    Create(CreateInstance),
}

/// An instance to make.
#[derive(Args)]
pub(crate) struct CreateInstance {
    /// Its name: 1 to 60 of a-z, 0-9, - and _.
    pub(crate) name: InstanceName,
    /// A host that it answers; repeat it for more. Without any it answers every host while it is the only one.
    #[arg(long = "host", value_name = "HOST")]
    pub(crate) hosts: Vec<HostName>,
    /// Its time zone, as the IANA database names it.
    #[arg(long, value_name = "ZONE", default_value = "America/Santiago", value_parser = time_zone)]
    pub(crate) time_zone: TimeZone,
    /// The language of its console, `es` or `en`.
    #[arg(long, default_value = "es")]
    pub(crate) language: Language,
    /// Its country, two letters.
    #[arg(long, default_value = "CL")]
    pub(crate) country: Country,
    /// How many digits a national phone number has [default: what is usual in the country]
    #[arg(long, value_name = "DIGITS", value_parser = national_length)]
    pub(crate) national_length: Option<NationalLength>,
    /// A page that may show its console in a frame, `https://apps.mypurecloud.com` say; repeat it for more.
    ///
    /// Without any no other page may. With one, the console's cookies go into frames of other sites.
    #[arg(long = "frame-origin", value_name = "ORIGIN")]
    pub(crate) frame_origins: Vec<FrameOrigin>,
}

/// The commands about users.
#[derive(Subcommand)]
pub(crate) enum UserCommand {
    /// Make an administrator and print a password, which is shown only this once.
    CreateAdmin(CreateAdmin),
}

/// An administrator to make.
#[derive(Args)]
pub(crate) struct CreateAdmin {
    /// The user's name.
    pub(crate) name: String,
    /// The instance.
    #[arg(long, value_name = "NAME")]
    pub(crate) instance: InstanceName,
}

/// The commands about the keys of external systems.
#[derive(Subcommand)]
pub(crate) enum KeysCommand {
    /// Print the secretkey and the clientkey; both are made when there are none.
    Show(ShowKeys),
    /// Replace the secretkey and print both keys. The old one is refused from then on.
    Regenerate(RegenerateKeys),
}

/// Keys to show.
#[derive(Args)]
pub(crate) struct ShowKeys {
    /// The instance.
    #[arg(long, value_name = "NAME")]
    pub(crate) instance: InstanceName,
}

/// A secretkey to replace.
#[derive(Args)]
pub(crate) struct RegenerateKeys {
    /// The instance.
    #[arg(long, value_name = "NAME")]
    pub(crate) instance: InstanceName,
    /// Refuse the tokens too that were issued before; without it they stay good until they expire.
    #[arg(long)]
    pub(crate) revoke_tokens: bool,
}

/// A file to bring in.
#[derive(Args)]
pub(crate) struct ImportFile {
    /// What the rows are.
    pub(crate) kind: Kind,
    /// The file; `-` is standard input.
    pub(crate) file: PathBuf,
    /// Begin with the first row, also where an import of this file was interrupted.
    #[arg(long)]
    pub(crate) from_start: bool,
    /// The instance.
    #[arg(long, value_name = "NAME")]
    pub(crate) instance: InstanceName,
}

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// People.
    Contacts,
    /// Companies.
    Accounts,
    /// Which people belong to which companies.
    Memberships,
    /// Cases with the numbers that they have elsewhere.
    Cases,
}

impl Kind {
    /// Its word on the command line.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Accounts => "accounts",
            Self::Memberships => "memberships",
            Self::Cases => "cases",
        }
    }
}

fn time_zone(name: &str) -> Result<TimeZone, BadInstanceSetting> {
    TimeZone::get(name).map_err(|_| BadInstanceSetting::TimeZone)
}

fn national_length(digits: &str) -> Result<NationalLength, BadInstanceSetting> {
    digits
        .parse()
        .map_err(|_| BadInstanceSetting::NationalLength)
        .and_then(NationalLength::new)
}
