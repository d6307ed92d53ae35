//! The master key's file.

use crate::{MasterKey, MasterKeyError, SystemRandom};
use ba360_core::ambient::Random;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::ExposeSecret;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};
use zeroize::Zeroizing;

/// No key is longer, so no more is read.
const MAX_BYTES: usize = 1024;

impl MasterKey {
    /// Reads the key of a file; where there is no file, makes a key and keeps it there, for its owner's eyes
    /// alone. Of two programs that start at once one makes the key and both use it. A file that is there is
    /// never changed.
    ///
    /// # Errors
    /// When others may read the file, when it holds no key, and when it could not be read or made: its folder
    /// must be there.
    pub fn load_or_create(path: &Path) -> Result<Self, MasterKeyError> {
        match File::open(path) {
            Ok(file) => load(path, file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                create(path, &Self::generate(&SystemRandom)).map_err(failed(path, "made"))?;
                // Read back, so that all who start at once hold the one that came first.
                load(path, File::open(path).map_err(failed(path, "opened"))?)
            }
            Err(error) => Err(failed(path, "opened")(error)),
        }
    }
}

fn load(path: &Path, file: File) -> Result<MasterKey, MasterKeyError> {
    let told = file.metadata().map_err(failed(path, "opened"))?;
    if !told.is_file() {
        return Err(failed(path, "opened")(io::Error::other("it is not a file")));
    }
    if let Some(mode) = exposed(&told) {
        return Err(MasterKeyError::Exposed {
            path: path.to_owned(),
            mode,
        });
    }
    // With room from the start: a text that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_BYTES + 1));
    file.take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(failed(path, "read"))?;
    key_of(&bytes).map_err(|source| MasterKeyError::Damaged {
        path: path.to_owned(),
        source: Box::new(source),
    })
}

fn key_of(bytes: &[u8]) -> Result<MasterKey, MasterKeyError> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.len() <= MAX_BYTES => MasterKey::from_text(text),
        _ => Err(MasterKeyError::NotAKey),
    }
}

/// Puts a whole file at `path`, unless there is one: it is written beside, and then given its name, which
/// fails when the name is taken.
fn create(path: &Path, key: &MasterKey) -> io::Result<()> {
    let beside = Beside(name_beside(path));
    let mut file = private().write(true).create_new(true).open(&beside.0)?;
    file.write_all(key.to_text().expose_secret().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    match fs::hard_link(&beside.0, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        Ok(()) | Err(_) => {}
    }
    // The name is kept by the folder, not by the file.
    File::open(folder(path))?.sync_all()
}

/// A file that goes when its time is over, however that comes.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn name_beside(path: &Path) -> PathBuf {
    let mut bytes = [0; 12];
    SystemRandom.fill(&mut bytes);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(URL_SAFE_NO_PAD.encode(bytes));
    path.with_file_name(name)
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn failed(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> MasterKeyError {
    let path = path.to_owned();
    move |source| MasterKeyError::File { path, doing, source }
}

#[cfg(unix)]
fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// The permission bits of a file that others than its owner may touch.
#[cfg(unix)]
fn exposed(told: &fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = told.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

// Elsewhere a file has the permissions of its folder, which are for the operator to set.
#[cfg(not(unix))]
fn private() -> OpenOptions {
    OpenOptions::new()
}

#[cfg(not(unix))]
fn exposed(_: &fs::Metadata) -> Option<u32> {
    None
}
