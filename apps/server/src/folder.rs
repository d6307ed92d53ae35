//! The data folder: for the owner alone, because it holds the records and the master key.

use crate::{fault::Fault, faults, settings::Settings};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The database's file in the data folder.
const DATABASE: &str = "ba360.db";
/// The master key's file in the data folder.
const MASTER_KEY: &str = "master.key";

/// The data folder, made when it was not there.
pub(crate) struct DataFolder(PathBuf);

impl DataFolder {
    /// Makes sure that there is one. A folder that is there keeps the mode that its owner gave it.
    pub(crate) fn ensure(settings: &Settings) -> Result<Self, Fault> {
        let path = &settings.data_dir;
        make_private(path).map_err(|error| faults::data_folder(path.display()).because(&error))?;
        Ok(Self(path.clone()))
    }

    /// The folder that the settings name, whether it is there or not.
    pub(crate) fn at(settings: &Settings) -> Self {
        Self(settings.data_dir.clone())
    }

    /// Where the database is kept by default.
    pub(crate) fn database(&self) -> PathBuf {
        self.0.join(DATABASE)
    }

    /// Where the master key is kept by default.
    pub(crate) fn master_key(&self) -> PathBuf {
        self.0.join(MASTER_KEY)
    }
}

fn make_private(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
