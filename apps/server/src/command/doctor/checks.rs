//! The checks, in the order in which one needs the other.

use super::Findings;
use crate::{
    faults,
    folder::DataFolder,
    installation::{self, Installation},
    settings::Settings,
    words,
};
use ba360_core::instance::{CheckMasterKeyError, Instance};
use ba360_crypto::MasterKey;
use ba360_diesel::{Database, DatabaseFacts};
use jiff::{SignedDuration, Timestamp};
use std::{path::Path, sync::Arc};

/// How far two clocks may be apart. A token of another server may be a minute ahead.
const APART: SignedDuration = SignedDuration::from_secs(10);
/// How far ahead the newest activity may be.
const AHEAD: SignedDuration = SignedDuration::from_secs(60);

/// Every check that can be made.
pub(super) async fn all(settings: &Settings, findings: &mut Findings) {
    told_settings(settings, findings);
    let folder = data_folder(settings, findings);
    let key = master_key(settings, &folder, findings);
    let Some((database, facts)) = database(settings, &folder, findings) else {
        return;
    };
    engine_settings(&facts, findings);
    if !migrations(&database, findings) {
        return;
    }
    let Some(key) = key else { return };
    let installation = Installation::wire(database, &key, Vec::new());
    sealed_under(&installation, findings).await;
    clock(&installation, &facts, findings).await;
}

fn told_settings(settings: &Settings, findings: &mut Findings) {
    let (listen, folder) = (settings.listen, settings.data_dir.display());
    findings.say(
        "settings",
        true,
        &words!(
            "Se leen bien: escucha en {listen}, datos en {folder}.",
            "They can be read: listens on {listen}, data in {folder}."
        ),
    );
}

fn data_folder(settings: &Settings, findings: &mut Findings) -> DataFolder {
    let path = settings.data_dir.as_path();
    let shown = path.display();
    let (ok, words) = if !path.is_dir() {
        (
            false,
            words!(
                "La carpeta {shown} no existe todavía: cualquier otro comando la crea.",
                "The folder {shown} is not there yet: any other command makes it."
            ),
        )
    } else if let Some(open) = open_to_others(path) {
        let open = open.display().to_string();
        (
            false,
            words!(
                "Otros usuarios del sistema pueden leer {open}: quíteles el permiso con `chmod go= {open}`.",
                "Other users of the machine can read {open}: take that from them by `chmod go= {open}`."
            ),
        )
    } else if let Err(error) = tempfile::tempfile_in(path) {
        (
            false,
            words!(
                "No se puede escribir en la carpeta {shown} ({error}).",
                "The folder {shown} cannot be written in ({error})."
            ),
        )
    } else {
        (
            true,
            words!(
                "La carpeta {shown} es solo de su dueño y se puede escribir en ella.",
                "The folder {shown} is its owner's alone and can be written in."
            ),
        )
    };
    findings.say("data_folder", ok, &words);
    DataFolder::at(settings)
}

/// The folder, or the first file in it, that others than its owner may read.
#[cfg(unix)]
fn open_to_others(folder: &Path) -> Option<std::path::PathBuf> {
    use std::os::unix::fs::PermissionsExt as _;
    let open = |path: &Path| std::fs::metadata(path).is_ok_and(|told| told.permissions().mode() & 0o077 != 0);
    if open(folder) {
        return Some(folder.to_owned());
    }
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|file| file.path())
        .collect();
    files.sort();
    files.into_iter().find(|file| open(file))
}

// Elsewhere a file has the permissions of its folder, which are for the operator to set.
#[cfg(not(unix))]
fn open_to_others(_: &Path) -> Option<std::path::PathBuf> {
    None
}

/// The master key, where there is one; whether it is the right one is asked later.
fn master_key(settings: &Settings, folder: &DataFolder, findings: &mut Findings) -> Option<MasterKey> {
    let file = folder.master_key();
    let shown = file.display();
    if settings.master_key.is_none() && !file.exists() {
        findings.say(
            "master_key_file",
            false,
            &words!(
                "No hay llave maestra: falta {shown} y BA360_MASTER_KEY no está puesta. Si la instalación es nueva, \
                 cualquier otro comando la crea; si no, reponga la copia que guardó.",
                "There is no master key: {shown} is missing and BA360_MASTER_KEY is not set. Where the installation is \
                 new any other command makes one; where it is not, put back the copy that you kept."
            ),
        );
        return None;
    }
    match installation::master_key(settings, folder) {
        Ok(key) => {
            let words = match settings.master_key {
                Some(_) => words!("La da la configuración.", "The settings give it."),
                None => words!("Está en {shown}.", "It is in {shown}."),
            };
            findings.say("master_key_file", true, &words);
            Some(key)
        }
        Err(fault) => {
            findings.fault("master_key_file", &fault, &words!("", ""));
            None
        }
    }
}

fn database(
    settings: &Settings,
    folder: &DataFolder,
    findings: &mut Findings,
) -> Option<(Database, DatabaseFacts)> {
    let url = match installation::database_url(settings, folder) {
        Ok(url) => url,
        Err(fault) => {
            findings.fault("database", &fault, &words!("", ""));
            return None;
        }
    };
    // To open a SQLite file makes it, and a look changes nothing.
    if let Some(path) = url.file().filter(|path| !path.exists()) {
        let shown = path.display();
        findings.say(
            "database",
            false,
            &words!(
                "El archivo {shown} no existe todavía: cualquier otro comando lo crea.",
                "The file {shown} is not there yet: any other command makes it."
            ),
        );
        return None;
    }
    let opened = Database::open(&url, installation::options(settings));
    let told = opened.and_then(|database| database.facts().map(|facts| (database, facts)));
    match told {
        Ok((database, facts)) => {
            let (engine, version) = (facts.engine, &facts.version);
            findings.say(
                "database",
                true,
                &words!("{engine} {version} responde.", "{engine} {version} answers."),
            );
            Some((database, facts))
        }
        Err(error) => {
            let advice = match url.file() {
                Some(_) => words!(
                    "Revise que el archivo sea una base de datos SQLite y que este usuario pueda escribirlo.",
                    "Look whether the file is a SQLite database and whether this user may write it."
                ),
                None => words!(
                    "Revise que el servidor esté en marcha, que se llegue a él desde aquí y que el usuario, la \
                     contraseña y la base de BA360_DATABASE_URL sean los suyos.",
                    "Look whether the server runs, whether it can be reached from here, and whether the user, the \
                     password and the database of BA360_DATABASE_URL are its own."
                ),
            };
            findings.fault("database", &faults::database_unopened().because(&error), &advice);
            None
        }
    }
}

fn engine_settings(facts: &DatabaseFacts, findings: &mut Findings) {
    let list = |good: bool| -> String {
        let of = facts.settings.iter().filter(|setting| setting.good == good);
        of.map(|setting| format!("{} = {}", setting.name, setting.value))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (good, bad) = (list(true), list(false));
    let words = match bad.is_empty() {
        true => words!("Como debe ser: {good}.", "As it has to be: {good}."),
        false => words!(
            "No es como debe ser: {bad}. Vea docs/operations.md.",
            "Not as it has to be: {bad}. See docs/operations.md."
        ),
    };
    findings.say("database_settings", bad.is_empty(), &words);
}

fn migrations(database: &Database, findings: &mut Findings) -> bool {
    let missing = match database.pending() {
        Ok(missing) => missing,
        Err(error) => {
            findings.fault(
                "migrations",
                &faults::database_unopened().because(&error),
                &words!("", ""),
            );
            return false;
        }
    };
    let names = missing.join(", ");
    let words = match missing.is_empty() {
        true => words!("La base de datos está al día.", "The database is up to date."),
        false => words!(
            "Faltan migraciones: {names}. Aplíquelas con `ba360-server migrate`.",
            "Migrations are missing: {names}. Apply them with `ba360-server migrate`."
        ),
    };
    findings.say("migrations", missing.is_empty(), &words);
    missing.is_empty()
}

async fn sealed_under(installation: &Installation, findings: &mut Findings) {
    let check = &installation.app.check_master_key;
    match check.look(&installation.operator()).await {
        Ok(true) => findings.say(
            "master_key",
            true,
            &words!(
                "Abre lo que esta instalación tiene cifrado.",
                "It opens what this installation has sealed."
            ),
        ),
        Ok(false) => findings.say(
            "master_key",
            true,
            &words!(
                "Esta instalación todavía no tiene nada cifrado: será la suya desde el primer comando.",
                "This installation has sealed nothing yet: the key will be its own from the first command on."
            ),
        ),
        Err(error) => {
            let advice = match error {
                CheckMasterKeyError::Another => words!(
                    "Ponga la llave con que se inició la instalación: la copia de master.key, o el valor de \
                     BA360_MASTER_KEY.",
                    "Give the key that the installation was begun with: the copy of master.key, or the value of \
                     BA360_MASTER_KEY."
                ),
                _ => words!("", ""),
            };
            findings.fault("master_key", &error.into(), &advice);
        }
    }
}

/// Compares this machine's clock with the database's, and with the moments that the record of activity holds.
async fn clock(installation: &Installation, facts: &DatabaseFacts, findings: &mut Findings) {
    let now = installation.ports.secrets.clock.now();
    if let Some(theirs) = facts.clock {
        let apart = now.duration_since(theirs).abs();
        if apart > APART {
            let secs = apart.as_secs();
            return findings.say(
                "clock",
                false,
                &words!(
                    "El reloj de este equipo y el de la base de datos difieren en {secs} s: sincronícelos por NTP.",
                    "This machine's clock and the database's are {secs} s apart: synchronise them by NTP."
                ),
            );
        }
    }
    let newest = match newest_activity(installation).await {
        Ok(newest) => newest,
        Err(fault) => return findings.fault("clock", &fault, &words!("", "")),
    };
    let ahead = newest.map_or(SignedDuration::ZERO, |newest| newest.duration_since(now));
    let words = if ahead > AHEAD {
        let secs = ahead.as_secs();
        words!(
            "La última actividad es de dentro de {secs} s: el reloj de este equipo está atrasado, o el de otro \
             estuvo adelantado.",
            "The newest activity lies {secs} s ahead: this machine's clock is slow, or another's was fast."
        )
    } else {
        words!(
            "Da la hora que debe: {now}.",
            "It tells the time that it has to: {now}."
        )
    };
    findings.say("clock", ahead <= AHEAD, &words);
}

async fn newest_activity(installation: &Installation) -> Result<Option<Timestamp>, crate::fault::Fault> {
    let mut newest = None;
    let instances: Vec<Arc<Instance>> = installation.instances().await?;
    for instance in instances {
        let lines = installation.ports.stores.activity.recent(instance.id, 1).await?;
        newest = newest.max(lines.first().map(|line| line.at));
    }
    Ok(newest)
}
