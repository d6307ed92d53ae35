//! `ba360-server`: the reference server of Be Aware 360's integrations, and the commands that administer it.
//!
//! This program reads settings, wires the adapters to the use cases and prints what they answer. It has no rules
//! of its own: those are in `ba360-core`.

mod args;
mod command;
mod connections;
mod demo;
mod fault;
mod faults;
mod folder;
mod import;
mod installation;
mod log;
mod output;
mod proxies;
mod settings;
mod settings_file;
mod signals;
mod upkeep;
mod words;

use args::{Command, Invocation};
use output::Output;
use settings::Settings;
use std::process::ExitCode;

fn main() -> ExitCode {
    let invocation = Invocation::of_this_process();
    // The language of a complaint about the settings is itself a setting: what was given of it has to do.
    let output = Output::new(invocation.given.language.unwrap_or_default(), invocation.json);
    let settings = match Settings::resolve(invocation.given) {
        Ok(settings) => settings,
        Err(fault) if matches!(invocation.command, Command::Doctor) => {
            return command::doctor::without_settings(&fault, output);
        }
        Err(fault) => return output.fault(&fault),
    };
    let output = Output::new(settings.language, invocation.json);
    let done = log::start(&settings, &invocation.command)
        .and_then(|()| runtime())
        .and_then(|runtime| runtime.block_on(run(invocation.command, &settings, output)));
    match done {
        Ok(code) => code,
        Err(fault) => output.fault(&fault),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, fault::Fault> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| faults::runtime().because(&error))
}

async fn run(command: Command, settings: &Settings, output: Output) -> Result<ExitCode, fault::Fault> {
    match command {
        Command::Serve(wanted) => command::serve::run(settings, wanted, output).await,
        Command::Migrate => command::migrate::run(settings, output),
        Command::Instance(args::InstanceCommand::Create(new)) => {
            command::instance::create(settings, new, output).await
        }
        Command::User(args::UserCommand::CreateAdmin(new)) => {
            command::user::create_admin(settings, &new, output).await
        }
        Command::Keys(args::KeysCommand::Show(wanted)) => {
            command::keys::show(settings, &wanted, output).await
        }
        Command::Keys(args::KeysCommand::Regenerate(wanted)) => {
            command::keys::regenerate(settings, &wanted, output).await
        }
        Command::Doctor => command::doctor::run(settings, output).await,
        Command::Import(file) => command::import::run(settings, &file, output).await,
    }
}
