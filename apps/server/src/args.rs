//! What can be said on the command line: the commands, their own options, and the settings that all share.

mod commands;

pub(crate) use commands::{
    Command, CreateAdmin, CreateInstance, ImportFile, InstanceCommand, KeysCommand, Kind, RegenerateKeys,
    Serve, ShowKeys, UserCommand,
};

use crate::{connections::Connections, proxies::TrustedProxies};
use ba360_core::text::Language;
use clap::{
    Args, CommandFactory, Parser, ValueEnum,
    error::{ContextKind, ContextValue, ErrorKind},
};
use secrecy::SecretString;
use std::{
    convert::Infallible,
    io::{self, Write as _},
    net::SocketAddr,
    path::PathBuf,
};

/// The reference server of Be Aware 360's integrations, and the commands that administer it.
///
/// A setting is taken from its flag, else from its variable, else from the file that `--config` names, else its
/// default holds.
#[derive(Parser)]
#[command(name = "ba360-server", version)]
struct Cli {
    #[command(flatten)]
    given: Given,
    /// Print one JSON object on one line instead of sentences.
    #[arg(long, global = true)]
    json: bool,
    #[command(flatten)]
    serve: Serve,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The settings as they were given by flags and variables.
#[derive(Args, Default)]
#[command(next_help_heading = "Settings")]
pub(crate) struct Given {
    /// A TOML file with settings, each under its variable's name without `BA360_`, in small letters.
    #[arg(long, global = true, env = "BA360_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The address to listen on; port 0 takes any free one [default: 127.0.0.1:8360]
    #[arg(long, global = true, env = "BA360_LISTEN", value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    /// The folder of the database and of the master key; made when it is not there [default: ./data]
    #[arg(long, global = true, env = "BA360_DATA_DIR", value_name = "FOLDER")]
    pub(crate) data_dir: Option<PathBuf>,
    /// The database, `sqlite:PATH` or `postgres://…` [default: the SQLite file ba360.db in the data folder]
    ///
    /// A program that was built without SQLite or without PostgreSQL does not take that one's URLs; without SQLite it
    /// has no default. A SQLite database is brought up to date whenever a command opens it, one on PostgreSQL by
    /// `migrate` and by `serve --demo`.
    #[arg(
        long,
        global = true,
        env = "BA360_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL",
        value_parser = secret
    )]
    pub(crate) database_url: Option<SecretString>,
    /// How many connections to PostgreSQL there are at most, 1 to 1000 [default: 16]
    #[arg(long, global = true, env = "BA360_DATABASE_CONNECTIONS", value_name = "COUNT")]
    pub(crate) database_connections: Option<Connections>,
    /// Whether the connections to PostgreSQL keep prepared statements [default: true]
    ///
    /// `false` is for a pgbouncer in transaction mode that keeps none itself.
    #[arg(
        long,
        global = true,
        env = "BA360_DATABASE_STATEMENT_CACHE",
        value_name = "WHETHER"
    )]
    pub(crate) database_statement_cache: Option<bool>,
    /// The master key, 32 bytes in Base64 [default: the file master.key in the data folder, made at first]
    ///
    /// Better given by the variable: other users of the machine can see flags.
    #[arg(
        long,
        global = true,
        env = "BA360_MASTER_KEY",
        hide_env_values = true,
        value_name = "KEY",
        value_parser = secret
    )]
    pub(crate) master_key: Option<SecretString>,
    /// The path under which a proxy shows the console, `/crm` say [default: /]
    #[arg(long, global = true, env = "BA360_BASE_PATH", value_name = "PATH")]
    pub(crate) base_path: Option<ba360_http::BasePath>,
    /// The networks of the proxies in front, `10.0.0.0/8,fd00::/8` say [default: none]
    ///
    /// Whom a request comes from is read from `X-Forwarded-For` where one of these brings it, and nowhere else.
    #[arg(long, global = true, env = "BA360_TRUSTED_PROXIES", value_name = "NETWORKS")]
    pub(crate) trusted_proxies: Option<TrustedProxies>,
    /// What is logged to standard error, `info,ba360_http=debug` say [default: info for serve, else warn]
    #[arg(long, global = true, env = "BA360_LOG", value_name = "FILTER")]
    pub(crate) log: Option<String>,
    /// How log lines are written [default: text]
    #[arg(long, global = true, env = "BA360_LOG_FORMAT", value_name = "FORMAT")]
    pub(crate) log_format: Option<LogFormat>,
    /// The language of what the commands say, `es` or `en` [default: es]
    ///
    /// In the settings file it is `language`. The flag is short because `instance create` has a `--language`: the
    /// one of that instance's console.
    // By its id too it must differ from the option of `instance create`.
    #[arg(
        long = "lang",
        global = true,
        id = "lang",
        env = "BA360_LANGUAGE",
        value_name = "LANGUAGE"
    )]
    pub(crate) language: Option<Language>,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// A command line, read.
pub(crate) struct Invocation {
    /// The settings as they were given.
    pub(crate) given: Given,
    /// Whether to print JSON.
    pub(crate) json: bool,
    /// The command.
    pub(crate) command: Command,
}

impl Invocation {
    /// Reads this process's arguments and variables; a mistake in them ends it with status 2.
    pub(crate) fn of_this_process() -> Self {
        let cli = Cli::try_parse().unwrap_or_else(|error| refuse(error));
        let command = match cli.command {
            None => Command::Serve(cli.serve),
            Some(Command::Serve(serve)) => Command::Serve(Serve {
                demo: serve.demo || cli.serve.demo,
            }),
            Some(_) if cli.serve.demo => Cli::command()
                .error(ErrorKind::ArgumentConflict, "--demo goes with serve alone")
                .exit(),
            Some(command) => command,
        };
        Self {
            given: cli.given,
            json: cli.json,
            command,
        }
    }
}

/// Ends the process with status 2 and says why; with status 0 where help was asked for. A mistake in a variable is told
/// in one line by the variable's name, since nobody gave its flag.
fn refuse(mut error: clap::Error) -> ! {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        _ => String::new(),
    };
    let (flag, value) = (
        context(ContextKind::InvalidArg),
        context(ContextKind::InvalidValue),
    );
    let mut cli = Cli::command();
    cli.build();
    let of_flag = |arg: &&clap::Arg| arg.to_string() == flag;
    let Some(variable) = cli.get_arguments().find(of_flag).and_then(clap::Arg::get_env) else {
        error.exit()
    };
    #[expect(clippy::disallowed_methods, reason = "what was read may be this variable")]
    let held = std::env::var_os(variable);
    if held.is_none_or(|held| held != *value) {
        error.exit()
    }
    let variable = variable.to_string_lossy().into_owned();
    error.insert(ContextKind::InvalidArg, ContextValue::String(variable));
    let text = error.render().to_string();
    // Whoever does not read it sees the status.
    let _ = writeln!(io::stderr().lock(), "{}", text.lines().next().unwrap_or_default());
    std::process::exit(error.exit_code())
}

/// Takes a secret without ever repeating it in a message.
fn secret(text: &str) -> Result<SecretString, Infallible> {
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_help_of_import_names_the_columns_of_every_kind() {
        let mut cli = Cli::command();
        let import = cli.find_subcommand_mut("import").unwrap();
        let help = import.render_long_help().to_string();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for kind in Kind::value_variants() {
            let columns = kind.columns().join(",");
            assert!(help.contains(&columns), "{columns} is not in the help");
        }
    }

    #[test]
    fn a_kind_has_one_word() {
        for kind in Kind::value_variants() {
            assert_eq!(kind.to_possible_value().unwrap().get_name(), kind.as_str());
        }
    }

    #[test]
    fn help_names_every_setting_and_shows_no_secret() {
        let mut cli = Cli::command();
        let help = cli.render_long_help().to_string();
        let settings: Vec<_> = cli.get_arguments().filter(|arg| arg.is_global_set()).collect();
        for name in settings.iter().filter_map(|arg| arg.get_env()) {
            let name = name.to_str().unwrap();
            assert!(help.contains(name), "{name} is not in the help");
        }
        // But for the settings, only this is global.
        let without: Vec<_> = settings.iter().filter(|arg| arg.get_env().is_none()).collect();
        assert!(matches!(without[..], [json] if json.get_id() == "json"));
        assert!(help.contains("BA360_LANGUAGE") && settings.len() == 13, "{help}");
    }
}
