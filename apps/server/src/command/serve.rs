//! `serve`: the console and the integration links, until a signal asks to end.

use crate::{
    args::Serve,
    demo::{self, Demo},
    fault::Fault,
    faults,
    installation::Installation,
    output::Output,
    settings::Settings,
    signals, upkeep, words,
};
use ba360_core::store::StoreError;
use ba360_http::serve::ConnectionLimits;
use serde_json::json;
use std::{net::SocketAddr, process::ExitCode};
use tokio::net::{TcpListener, TcpSocket};

/// Serves until SIGTERM or SIGINT; then answers what was asked before, and ends.
pub(crate) async fn run(settings: &Settings, wanted: Serve, output: Output) -> Result<ExitCode, Fault> {
    // A demonstration is alone: nobody else looks after its database.
    let installation = match wanted.demo {
        true => Installation::open_and_migrate(settings).await?,
        false => Installation::open_to_serve(settings).await?,
    };
    let demo = if wanted.demo {
        Some(Demo::prepare(&installation).await?)
    } else {
        None
    };
    let asked = signals::end_asked()?;
    let shutdown = async move {
        asked.await;
        tracing::info!("ending: requests that came before are answered");
    };
    let listener = listen(settings.listen)?;
    let address = listener
        .local_addr()
        .map_err(|error| not_listening(settings.listen, &error))?;
    let database = installation.database.clone();
    let http = ba360_http::Settings {
        base: settings.base_path.clone(),
        ready: ba360_http::Readiness::new(move || {
            let database = database.clone();
            async move { database.ready().await.is_ok() }
        }),
        trusted_proxies: settings.trusted_proxies.networks().to_vec(),
        ..ba360_http::Settings::default()
    };
    let router = ba360_http::router_at_base(installation.app.clone(), http);
    let mut serving = tokio::spawn(ba360_http::serve::serve(
        listener,
        router,
        ConnectionLimits::default(),
        shutdown,
    ));
    let upkeep = upkeep::run(installation.app.clone(), installation.operator());
    tracing::info!(%address, migrations = installation.migrated.len(), "listening");
    match &demo {
        Some(demo) => {
            let ready = demo::links::ready(&installation, demo, &settings.base_path, address).await?;
            output.result(&ready.object(), &ready.sentences(output.language));
        }
        None => announce(&installation, address, output).await?,
    }
    // The outer error is a panic of the service itself, the inner one the listener's.
    let ended = tokio::select! {
        ended = &mut serving => ended.map_err(std::io::Error::other).flatten(),
        Err(another) = upkeep => {
            serving.abort();
            return Err(another.into());
        }
    };
    tracing::info!("ended");
    match ended {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => Err(faults::serve_failed().because(&error)),
    }
}

async fn announce(installation: &Installation, address: SocketAddr, output: Output) -> Result<(), Fault> {
    let words = words!("Escuchando en http://{address}", "Listening on http://{address}");
    output.result(
        &json!({"listening": format!("http://{address}")}),
        words.say(output.language),
    );
    match installation.instances().await {
        Err(StoreError::Unavailable(_)) => output.aside(&words!(
            "La base de datos no responde todavía. Hasta que responda, se contesta 503.",
            "The database does not answer yet. Until it does, the answer is 503."
        )),
        Ok(some) if !some.is_empty() => {}
        Ok(_) => output.aside(&words!(
            "Todavía no hay ninguna instancia: créela con `ba360-server instance create NOMBRE`, o pruebe con \
             `ba360-server serve --demo`.",
            "There is no instance yet: make one with `ba360-server instance create NAME`, or try \
             `ba360-server serve --demo`."
        )),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// How many connections may wait to be accepted. With less room a burst of them is turned away by the system itself,
/// without an answer that says when to come again.
const WAITING: u32 = 4096;

fn listen(address: SocketAddr) -> Result<TcpListener, Fault> {
    let bound = || {
        let socket = match address {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        // A server that starts again takes the address of the one that has just ended.
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(WAITING)
    };
    bound().map_err(|error| not_listening(address, &error))
}

fn not_listening(address: SocketAddr, error: &std::io::Error) -> Fault {
    faults::not_listening(address).because(error)
}
