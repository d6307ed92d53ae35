//! `instance create`.

use crate::{
    args::CreateInstance, fault::Fault, installation::Installation, output::Output, settings::Settings, words,
};
use ba360_core::instance::{FrameOrigin, HostName, NationalLength, NewInstance};
use serde_json::json;
use std::process::ExitCode;

/// Makes an instance.
pub(crate) async fn create(
    settings: &Settings,
    new: CreateInstance,
    output: Output,
) -> Result<ExitCode, Fault> {
    let installation = Installation::open(settings).await?;
    let made = installation
        .app
        .create_instance
        .run(
            &installation.operator(),
            NewInstance {
                name: new.name,
                hosts: new.hosts,
                time_zone: new.time_zone,
                language: new.language,
                country: new.country,
                national_length: new
                    .national_length
                    .unwrap_or_else(|| NationalLength::usual_in(new.country)),
                frame_origins: new.frame_origins,
            },
        )
        .await?;
    if made.hosts.is_empty() && installation.instances().await?.len() > 1 {
        output.aside(&words!(
            "Atención: una instancia sin hosts no responde mientras haya otra instancia.",
            "Note: an instance without hosts answers nothing while there is another instance."
        ));
    }
    let (name, hosts) = (
        &made.name,
        made.hosts.iter().map(HostName::as_str).collect::<Vec<_>>(),
    );
    let object = json!({
        "instance": name.as_str(),
        "hosts": hosts,
        "time_zone": made.time_zone.iana_name(),
        "language": made.language.tag(),
        "country": made.country.as_str(),
        "national_length": made.national_length.digits(),
        "frame_origins": made.frame_origins.iter().map(FrameOrigin::as_str).collect::<Vec<_>>(),
    });
    let words = words!("Instancia {name} creada.", "Instance {name} made.");
    output.result(&object, words.say(output.language));
    Ok(ExitCode::SUCCESS)
}
