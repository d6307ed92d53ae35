//! The demonstration: an instance with a few hundred invented Chilean records, an administrator, and links that
//! are ready to open. Nobody in it exists: e-mail addresses end in `.example`, which nobody can own.

mod cases;
mod clock;
mod companies;
pub(crate) mod links;
mod names;
mod people;
mod rut;

use crate::{fault::Fault, faults, installation::Installation};
use ba360_core::{
    App, Ports,
    access::{Actor, CreateAdminError, IssuedPassword, UserId},
    instance::{Country, Instance, InstanceName, NationalLength, NewInstance},
    record::{CaseNumber, ImportRow, ViewError},
    text::Language,
};
use jiff::tz::TimeZone;
use secrecy::SecretString;
use std::sync::Arc;

/// The instance's name.
const INSTANCE: &str = "demo";
/// The administrator's name.
const ADMIN: &str = "admin";
/// What is brought in last: where it is, everything is.
const LAST_CASE: &str = "210112-000000";

/// The demonstration, ready to be shown.
pub(crate) struct Demo {
    /// The operator at work in the instance.
    actor: Actor,
    /// The administrator.
    admin: UserId,
    user: String,
    password: SecretString,
}

impl Demo {
    /// Makes the instance with its records and its administrator. What is there already stays as it is, but for
    /// the administrator's password: nobody has seen the old one since it was printed.
    pub(crate) async fn prepare(installation: &Installation) -> Result<Self, Fault> {
        let instance = instance(installation).await?;
        let actor = installation.operator().at(instance);
        load(installation, &actor).await?;
        let IssuedPassword { id, user, password } = admin(&installation.app, &actor).await?;
        Ok(Self {
            actor,
            admin: id,
            user,
            password,
        })
    }
}

/// The instance. It has no hosts, so it must be the only one; a database with others is not for playing.
async fn instance(installation: &Installation) -> Result<Arc<Instance>, Fault> {
    let all = installation.instances().await?;
    match all.as_slice() {
        [] => {}
        [only] if only.name.as_str() == INSTANCE => return Ok(only.clone()),
        _ => return Err(faults::demo_folder_in_use()),
    }
    let name: InstanceName = INSTANCE.parse().map_err(|error| impossible(&error))?;
    let time_zone = TimeZone::get("America/Santiago").map_err(|error| impossible(&error))?;
    let new = NewInstance {
        name,
        hosts: Vec::new(),
        time_zone,
        language: Language::Spanish,
        country: Country::CHILE,
        national_length: NationalLength::usual_in(Country::CHILE),
        frame_origins: Vec::new(),
    };
    let made = installation
        .app
        .create_instance
        .run(&installation.operator(), new)
        .await?;
    Ok(made)
}

/// Brings the records in, unless they are all there.
async fn load(installation: &Installation, actor: &Actor) -> Result<(), Fault> {
    let last: CaseNumber = LAST_CASE.parse().map_err(|error| impossible(&error))?;
    match installation.app.view_case.run(actor, last).await {
        Ok(_) => return Ok(()),
        Err(ViewError::Unknown) => {}
        Err(error) => return Err(error.into()),
    }
    let people = people::all();
    let companies = companies::all(&people);
    let app = &installation.app;
    import(
        app,
        actor,
        people.iter().map(|it| ImportRow::Contact(it.row())).collect(),
    )
    .await?;
    import(
        app,
        actor,
        companies.iter().map(|it| ImportRow::Account(it.row())).collect(),
    )
    .await?;
    let ties = companies::ties(&people, &companies);
    import(app, actor, ties.into_iter().map(ImportRow::Membership).collect()).await?;
    let today = installation.ports.secrets.clock.now();
    for day in cases::days(&people, &companies, today, &actor.instance().time_zone) {
        // A case tells when it was made: the clock of the day stands in for today's.
        let mut ports: Ports = installation.ports.clone();
        ports.secrets.clock = Arc::new(clock::DayClock::starting(day.morning));
        let rows = day.rows.into_iter().map(ImportRow::Case).collect();
        import(&App::new(ports), actor, rows).await?;
    }
    Ok(())
}

async fn import(app: &App, actor: &Actor, rows: Vec<ImportRow>) -> Result<(), Fault> {
    for outcome in app.import.run(actor, rows).await? {
        outcome?;
    }
    Ok(())
}

/// The administrator, with a new password.
async fn admin(app: &App, actor: &Actor) -> Result<IssuedPassword, Fault> {
    match app.create_admin.run(actor, ADMIN).await {
        Err(CreateAdminError::Taken) => Ok(app.reset_password.run(actor, ADMIN).await?),
        made => Ok(made?),
    }
}

/// A fault of the demonstration's own data; its tests hold that there is none.
fn impossible(error: &(dyn std::error::Error + 'static)) -> Fault {
    faults::demo_bad().because(error)
}
