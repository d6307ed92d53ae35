//! `keys show` and `keys regenerate`: the keys by which external systems sign users in.

use crate::{
    args::{RegenerateKeys, ShowKeys},
    fault::Fault,
    installation::Installation,
    output::Output,
    settings::Settings,
    words,
};
use ba360_core::access::external::{ExternalKeyPair, ShownKey};
use serde_json::{Value, json};
use std::process::ExitCode;

/// Prints both keys, and makes them where there are none.
pub(crate) async fn show(settings: &Settings, wanted: &ShowKeys, output: Output) -> Result<ExitCode, Fault> {
    let installation = Installation::open(settings).await?;
    let actor = installation.operator_at(&wanted.instance).await?;
    let keys = installation.app.view_keys.run(&actor).await?;
    print(&keys, output);
    Ok(ExitCode::SUCCESS)
}

/// Replaces the secretkey and prints both keys.
pub(crate) async fn regenerate(
    settings: &Settings,
    wanted: &RegenerateKeys,
    output: Output,
) -> Result<ExitCode, Fault> {
    let installation = Installation::open(settings).await?;
    let actor = installation.operator_at(&wanted.instance).await?;
    let regenerate = &installation.app.regenerate_secret;
    let keys = regenerate.run(&actor, wanted.revoke_tokens).await?;
    print(&keys, output);
    Ok(ExitCode::SUCCESS)
}

fn print(keys: &ExternalKeyPair, output: Output) {
    let (secret, client) = (keys.secret.key.expose(), keys.client.key.expose());
    let words = words!(
        "Secretkey: {secret}\nClientkey: {client}",
        "Secretkey: {secret}\nClientkey: {client}"
    );
    let object = json!({
        "secretkey": secret,
        "clientkey": client,
        "secretkey_times": times(&keys.secret),
        "clientkey_times": times(&keys.client),
    });
    output.result(&object, words.say(output.language));
}

fn times(key: &ShownKey) -> Value {
    json!({
        "made_at": key.made_at.to_string(),
        "used_at": key.used_at.map(|at| at.to_string()),
    })
}
