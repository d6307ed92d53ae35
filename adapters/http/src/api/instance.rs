//! `/api/v1/instance`

use super::{
    call::{ApiCall, shown},
    endpoint::{Doc, endpoints},
};
use crate::{
    refusal::Refusal,
    routes::{Access::May, Route},
};
use axum::response::Response;
use ba360_core::{
    access::{
        Action::{Edit, See},
        View,
    },
    instance::{self, ActivityDays, ChangeSettingsError, InstanceSettings, NationalLength},
    text::{Code, Coded as _},
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use utoipa::ToSchema;

const DOC: Doc = Doc::of("instance");

/// The routes.
pub(super) static ROUTES: &[Route] = endpoints! {
    Get "/api/v1/instance", May(View::Instance, See), "Ver la instancia" / "Show the instance", show,
        DOC.gives::<Instance>();
    Put "/api/v1/instance", May(View::Instance, Edit), "Cambiar la instancia" / "Change the instance", change,
        DOC.takes::<InstanceChange>().gives::<Instance>()
            .about("All of its settings. The host by which this is asked has to stay among the hosts.");
};

/// The company whose console this is.
#[derive(Serialize, ToSchema)]
struct Instance {
    /// Its name, which is the `company` of `authexternalsystem`.
    name: String,
    /// The hosts that it answers; none means every host, while it is the only instance.
    hosts: Vec<String>,
    /// A name of the IANA database.
    time_zone: String,
    /// `es` or `en`.
    language: &'static str,
    /// An ISO 3166-1 code of two letters.
    country: String,
    /// How many digits a national phone number has.
    national_length: u8,
    /// The origins whose pages may show the console in a frame.
    frame_origins: Vec<String>,
    /// How many days its record of activity is kept.
    activity_days: u16,
    /// Whether records are still found by an earlier length of national phone numbers.
    reindexing: bool,
    /// The state of the settings, counted up with every change.
    version: i64,
}

/// The settings as they are to be: all of them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct InstanceChange {
    /// The version that was seen; another one is a conflict.
    version: i64,
    /// The hosts that it answers.
    hosts: Vec<String>,
    /// A name of the IANA database.
    time_zone: String,
    /// `es` or `en`.
    language: String,
    /// An ISO 3166-1 code of two letters.
    country: String,
    /// How many digits a national phone number has: 6 to 15.
    national_length: u8,
    /// The origins whose pages may show the console in a frame: 20 at the most.
    frame_origins: Vec<String>,
    /// How many days its record of activity is kept: 1 to 3,650.
    activity_days: u16,
}

impl From<&instance::Instance> for Instance {
    fn from(instance: &instance::Instance) -> Self {
        Self {
            name: instance.name.as_str().to_owned(),
            hosts: instance.hosts.iter().map(ToString::to_string).collect(),
            time_zone: instance.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            language: instance.language.tag(),
            country: instance.country.as_str().to_owned(),
            national_length: instance.national_length.digits(),
            frame_origins: instance.frame_origins.iter().map(ToString::to_string).collect(),
            activity_days: instance.activity_days.days(),
            reindexing: instance.reindexing,
            version: instance.version,
        }
    }
}

async fn show(call: ApiCall) -> Result<Response, Refusal> {
    shown(&Instance::from(call.actor.instance()))
}

async fn change(call: ApiCall) -> Result<Response, Refusal> {
    call.require_sight(View::Instance)?;
    let change: InstanceChange = call.body()?;
    let version = change.version;
    let settings = change.read()?;
    let app = &call.site.app;
    app.change_settings
        .run(&call.actor, &call.host, version, settings)
        .await
        .map_err(refuse)?;
    // As the next request finds it.
    let correlation = call.actor.visit().correlation.clone();
    let entered = app.enter.run(correlation, &call.host, None, None).await?;
    shown(&Instance::from(&*entered.visit.instance))
}

impl InstanceChange {
    fn read(self) -> Result<InstanceSettings, Refusal> {
        Ok(InstanceSettings {
            hosts: all("hosts", &self.hosts)?,
            time_zone: TimeZone::get(self.time_zone.trim())
                .map_err(|_| Refusal::of(Code::TimeZoneBad).about(["time_zone"]))?,
            language: self
                .language
                .trim()
                .parse()
                .map_err(|_| Refusal::of(Code::LanguageBad).about(["language"]))?,
            country: self.country.parse().map_err(|_| bad("country"))?,
            national_length: NationalLength::new(self.national_length).map_err(|_| bad("national_length"))?,
            frame_origins: all("frame_origins", &self.frame_origins)?,
            activity_days: ActivityDays::new(self.activity_days).map_err(|_| bad("activity_days"))?,
        })
    }
}

/// Every text of a list, as what it says.
fn all<T: FromStr>(field: &'static str, texts: &[String]) -> Result<Vec<T>, Refusal> {
    let read = |text: &String| text.parse().map_err(|_| bad(field));
    texts.iter().map(read).collect()
}

fn bad(field: &'static str) -> Refusal {
    Refusal::of(Code::InstanceSettingBad).about([field])
}

fn refuse(error: ChangeSettingsError) -> Refusal {
    let field = match error {
        ChangeSettingsError::OwnHostMissing | ChangeSettingsError::HostTaken => "hosts",
        ChangeSettingsError::TooManyOrigins => "frame_origins",
        error => return error.into(),
    };
    Refusal::of(error.code()).about([field])
}
