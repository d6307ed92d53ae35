//! `user create-admin`.

use crate::{
    args::CreateAdmin, fault::Fault, installation::Installation, output::Output, settings::Settings, words,
};
use secrecy::ExposeSecret as _;
use serde_json::json;
use std::process::ExitCode;

/// Makes an administrator and prints the password.
pub(crate) async fn create_admin(
    settings: &Settings,
    new: &CreateAdmin,
    output: Output,
) -> Result<ExitCode, Fault> {
    let installation = Installation::open(settings).await?;
    let actor = installation.operator_at(&new.instance).await?;
    let made = installation.app.create_admin.run(&actor, &new.name).await?;
    let (user, password) = (&made.user, made.password.expose_secret());
    let words = words!(
        "Usuario: {user}\nContraseña (se muestra solo esta vez): {password}",
        "User: {user}\nPassword (shown only this once): {password}"
    );
    let object = json!({"user": user, "password": password});
    output.result(&object, words.say(output.language));
    Ok(ExitCode::SUCCESS)
}
