//! The first reading of a file, before anything is brought in.

use super::{
    Header, Source,
    repeats::{Repeats, RowSet},
    source::{Keys, unwritten},
};
use crate::{args::Kind, fault::Fault};
use indicatif::ProgressBar;
use std::{io::BufReader, path::Path};

/// What the first reading of a file tells.
#[derive(Debug)]
pub(crate) struct Survey {
    /// What the import is known by.
    pub(crate) keys: Keys,
    /// How many rows there are behind the header.
    pub(crate) rows: u64,
    /// The rows, counted from 0, that are about the same record as an earlier one.
    pub(crate) repeated: RowSet,
}

impl Survey {
    /// Reads the whole file; temporary files go into the folder `scratch`.
    pub(crate) fn of(source: &Source, kind: Kind, scratch: &Path, bar: &ProgressBar) -> Result<Self, Fault> {
        let unreadable = |error| source.unreadable(&error);
        let unwritten = |error| unwritten(scratch, &error);
        let mut bytes = source.read(kind)?;
        let file = BufReader::with_capacity(64 * 1024, bar.wrap_read(&mut bytes));
        let (header, mut rows) = Header::read(kind, file).map_err(unreadable)??;
        let mut repeats = Repeats::new(scratch);
        let mut count = 0;
        while let Some(row) = rows.next().map_err(unreadable)? {
            let row = row.values.ok().and_then(|values| header.row(values).ok());
            if let Some(identity) = row.and_then(|row| row.identity()) {
                repeats.add(count, identity).map_err(unwritten)?;
            }
            count += 1;
        }
        drop(rows);
        Ok(Self {
            keys: bytes.keys(),
            rows: count,
            repeated: repeats.find().map_err(unwritten)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn rows_are_counted_as_they_are_brought_in() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.csv");
        let text = b"identificador,nombre,idrrss,email,telefono\n\
                     1-9,Ana,,,\n\
                     \n\
                     too,few\n\
                     ,Nobody,,,\n\
                     \xff,x,,,\n\
                     ,Nobody,,,\n\
                     \"two\nlines\",Eva,,,\n\
                     1.9,Ana,,,";
        fs::write(&path, text).unwrap();
        let source = Source::open(&path, folder.path(), |_| ()).unwrap();
        let bar = ProgressBar::hidden();
        let survey = Survey::of(&source, Kind::Contacts, folder.path(), &bar).unwrap();
        assert_eq!(survey.rows, 7);
        // Rows without an identifier have no identity.
        let repeated: Vec<u64> = (0..10).filter(|row| survey.repeated.contains(*row)).collect();
        assert_eq!(repeated, [6]);
        assert_eq!(bar.position(), text.len() as u64);
    }
}
