//! The file of an import, which is read twice.

use crate::{args::Kind, fault::Fault, faults};
use ba360_core::record::ImportKey;
use sha2::{Digest as _, Sha256};
use std::{
    fs::File,
    io::{self, Read, Seek as _, Take},
    path::{Path, PathBuf},
};

/// What stands before the bytes of a file in the digest that its import is known by. It changes whenever rows would
/// be counted in another way, so that no import goes on at the wrong row.
const KEY_FORM: &str = "ba360 import 2";

/// A file that can be read again from its first byte.
pub(crate) struct Source {
    path: PathBuf,
    file: File,
    bytes: u64,
}

impl Source {
    /// Opens a file, `-` for standard input. What is no regular file can be read once only, so it is copied to a
    /// temporary file in the folder `scratch`, which has no name there; `copied` is told of the copy's bytes.
    pub(crate) fn open(path: &Path, scratch: &Path, copied: impl Fn(u64)) -> Result<Self, Fault> {
        let unreadable = |error: io::Error| faults::import_unreadable(path.display()).because(&error);
        let mut from: Box<dyn Read> = if path.as_os_str() == "-" {
            Box::new(io::stdin())
        } else {
            let file = File::open(path).map_err(unreadable)?;
            let about = file.metadata().map_err(unreadable)?;
            if about.is_file() {
                return Ok(Self {
                    path: path.to_owned(),
                    file,
                    bytes: about.len(),
                });
            }
            Box::new(file)
        };
        let unwritten = |error: io::Error| unwritten(scratch, &error);
        let mut file = tempfile::tempfile_in(scratch).map_err(unwritten)?;
        let mut buffer = [0; 64 * 1024];
        let mut bytes = 0;
        loop {
            let read = match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unreadable(error)),
            };
            io::Write::write_all(&mut file, &buffer[..read]).map_err(unwritten)?;
            bytes += read as u64;
            copied(bytes);
        }
        Ok(Self {
            path: path.to_owned(),
            file,
            bytes,
        })
    }

    /// How many bytes it had when it was opened; what is added later is not read.
    pub(crate) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Its bytes from the first on, for an import of that kind. One reader is used at a time.
    pub(crate) fn read(&self, kind: Kind) -> Result<Digested<'_>, Fault> {
        (&self.file).rewind().map_err(|error| self.unreadable(&error))?;
        let mut digest = Sha256::new();
        digest.update(format!("{KEY_FORM}\n{}\n", kind.as_str()));
        Ok(Digested {
            file: (&self.file).take(self.bytes),
            digest,
        })
    }

    /// It cannot be read.
    pub(crate) fn unreadable(&self, error: &io::Error) -> Fault {
        faults::import_unreadable(self.path.display()).because(error)
    }

    /// It is not what it was when it was read the first time.
    pub(crate) fn changed(&self) -> Fault {
        faults::import_changed(self.path.display())
    }
}

/// A temporary file in that folder cannot be written or read.
pub(super) fn unwritten(scratch: &Path, error: &io::Error) -> Fault {
    faults::import_scratch(scratch.display()).because(error)
}

/// The bytes of a file on their way, and what the import of them is known by.
pub(crate) struct Digested<'s> {
    file: Take<&'s File>,
    digest: Sha256,
}

impl Read for Digested<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.digest.update(&buffer[..read]);
        Ok(read)
    }
}

impl Digested<'_> {
    /// What the import of the bytes that were read is known by.
    pub(crate) fn keys(self) -> Keys {
        let good: [u8; 32] = self.digest.finalize().into();
        let with_bad = Sha256::digest([&b"ba360 import with bad rows\n"[..], &good].concat());
        Keys {
            good: ImportKey(good),
            with_bad: ImportKey(with_bad.into()),
        }
    }
}

/// What an import is known by: one key as long as none of its rows was bad, and another from the first one on. So one
/// note tells how far it has come and whether everything up to there came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Keys {
    /// While none was bad.
    pub(crate) good: ImportKey,
    /// From the first bad one on.
    pub(crate) with_bad: ImportKey,
}

impl Keys {
    /// Both.
    pub(crate) const fn each(self) -> [ImportKey; 2] {
        [self.good, self.with_bad]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn keys(source: &Source, kind: Kind) -> Keys {
        let mut bytes = source.read(kind).unwrap();
        io::copy(&mut bytes, &mut io::sink()).unwrap();
        bytes.keys()
    }

    #[test]
    fn an_import_is_known_by_its_bytes_and_its_kind() {
        let folder = tempfile::tempdir().unwrap();
        let open = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            Source::open(&path, folder.path(), |_| ()).unwrap()
        };
        let one = open("one", "a,b\n1,2\n");
        let known = keys(&one, Kind::Contacts);
        assert_ne!(known.good, known.with_bad);
        assert_eq!(
            keys(&one, Kind::Contacts),
            known,
            "it is read again from its first byte"
        );
        assert_ne!(keys(&one, Kind::Accounts), known);
        assert_eq!(keys(&open("two", "a,b\n1,2\n"), Kind::Contacts), known);
        assert_ne!(keys(&open("two", "a,b\n1,3\n"), Kind::Contacts), known);
    }

    #[test]
    fn what_is_added_later_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one");
        fs::write(&path, "a,b\n").unwrap();
        let source = Source::open(&path, folder.path(), |_| ()).unwrap();
        let before = keys(&source, Kind::Contacts);
        io::Write::write_all(&mut File::options().append(true).open(&path).unwrap(), b"1,2\n").unwrap();
        assert_eq!(keys(&source, Kind::Contacts), before);
        assert_eq!(source.bytes(), 4);
    }
}
