//! Which rows of a file are about the same record as an earlier row, found without holding all of their identities.
//!
//! An identity and its row go into one of many temporary files, the same one for the same identity. Then only one
//! file's identities are held at a time: of a million rows about eight thousand. Rows that repeat one identity all
//! lie in one file and add nothing to what is held. The number that chooses the file differs at each run, so that no
//! identities can be made up that all lie in one.

use std::{
    collections::HashSet,
    fs::File,
    hash::{BuildHasher as _, RandomState},
    io::{self, BufReader, Read, Seek as _, Write as _},
    path::Path,
};

/// How many files there are: far fewer than the least number of files that a process may open anywhere, 256.
const BUCKETS: usize = 128;
/// How many bytes of a file wait in memory, a whole number of entries. A short import writes no file at all.
const WAITING: usize = 8 * 1024;
/// The bytes of an identity and of a row's number.
const ENTRY: usize = 16;

/// Takes identities row by row.
pub(crate) struct Repeats<'s> {
    scratch: &'s Path,
    chooser: RandomState,
    buckets: Vec<Bucket>,
}

/// The entries of some of the identities, in the order of their rows.
#[derive(Default)]
struct Bucket {
    file: Option<File>,
    /// The entries behind those of the file.
    waiting: Vec<u8>,
}

impl<'s> Repeats<'s> {
    /// Takes none yet. The files are made in the folder `scratch` and have no names there.
    pub(crate) fn new(scratch: &'s Path) -> Self {
        Self {
            scratch,
            chooser: RandomState::new(),
            buckets: (0..BUCKETS).map(|_| Bucket::default()).collect(),
        }
    }

    /// Takes the identity of a row; rows come in their order.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub(crate) fn add(&mut self, row: u64, identity: u64) -> io::Result<()> {
        let chosen = self.chooser.hash_one(identity) % BUCKETS as u64;
        let bucket = &mut self.buckets[chosen as usize];
        if bucket.waiting.len() == WAITING {
            bucket.write(self.scratch)?;
        }
        bucket.waiting.extend_from_slice(&identity.to_le_bytes());
        bucket.waiting.extend_from_slice(&row.to_le_bytes());
        Ok(())
    }

    /// The rows whose identity an earlier row had.
    ///
    /// # Errors
    /// When a temporary file cannot be read.
    pub(crate) fn find(self) -> io::Result<RowSet> {
        let mut found = RowSet::default();
        let mut seen = HashSet::new();
        for bucket in self.buckets {
            seen.clear();
            bucket.each(|identity, row| {
                if !seen.insert(identity) {
                    found.insert(row);
                }
            })?;
        }
        Ok(found)
    }
}

impl Bucket {
    fn write(&mut self, scratch: &Path) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile_in(scratch)?),
        };
        file.write_all(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }

    fn each(self, mut take: impl FnMut(u64, u64)) -> io::Result<()> {
        let mut entry = [0; ENTRY];
        if let Some(mut file) = self.file {
            let entries = file.stream_position()? / ENTRY as u64;
            file.rewind()?;
            let mut file = BufReader::new(file);
            for _ in 0..entries {
                file.read_exact(&mut entry)?;
                split(&entry, &mut take);
            }
        }
        for entry in self.waiting.as_chunks().0 {
            split(entry, &mut take);
        }
        Ok(())
    }
}

fn split(entry: &[u8; ENTRY], take: &mut impl FnMut(u64, u64)) {
    let both = u128::from_le_bytes(*entry);
    take(both as u64, (both >> 64) as u64);
}

/// Numbers of rows: a bit for each row up to the highest of them.
#[derive(Debug, Default)]
pub(crate) struct RowSet {
    bits: Vec<u64>,
}

impl RowSet {
    /// Whether that row is one of them.
    pub(crate) fn contains(&self, row: u64) -> bool {
        let (word, bit) = place(row);
        self.bits.get(word).is_some_and(|word| word & bit != 0)
    }

    fn insert(&mut self, row: u64) {
        let (word, bit) = place(row);
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        self.bits[word] |= bit;
    }
}

fn place(row: u64) -> (usize, u64) {
    ((row / 64) as usize, 1 << (row % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The repeated rows among identities, one a row.
    fn found(identities: impl Iterator<Item = u64>) -> Vec<u64> {
        let scratch = tempfile::tempdir().unwrap();
        let mut repeats = Repeats::new(scratch.path());
        let mut rows = 0;
        for (row, identity) in (0..).zip(identities) {
            repeats.add(row, identity).unwrap();
            rows = row + 1;
        }
        let named = std::fs::read_dir(scratch.path()).unwrap().count();
        assert_eq!(named, 0, "a temporary file can be seen");
        let found = repeats.find().unwrap();
        (0..rows + 200).filter(|row| found.contains(*row)).collect()
    }

    #[test]
    fn a_short_file_and_an_empty_one_need_no_temporary_file() {
        let nowhere = Path::new("/nowhere/at/all");
        let mut repeats = Repeats::new(nowhere);
        for (row, identity) in [(0, 7), (3, u64::MAX), (5, 7), (64, 0), (65, 7)] {
            repeats.add(row, identity).unwrap();
        }
        let found = repeats.find().unwrap();
        let rows: Vec<u64> = (0..200).filter(|row| found.contains(*row)).collect();
        assert_eq!(rows, [5, 65]);
        assert!(!Repeats::new(nowhere).find().unwrap().contains(0));
    }

    #[test]
    fn what_went_through_files_is_found_as_what_did_not() {
        // Three rows in four have identities of their own; each fourth repeats one of 1,001 rows before.
        let rows = 200_000_u64;
        let identity = |row: u64| match row % 4 {
            3 if row > 1_001 => row - 1_001,
            _ => row,
        };
        let mut seen = HashSet::new();
        let expected: Vec<u64> = (0..rows).filter(|&row| !seen.insert(identity(row))).collect();
        assert!(expected.len() > 1_000, "{}", expected.len());
        assert_eq!(found((0..rows).map(identity)), expected);
    }

    #[test]
    fn rows_that_are_all_the_same_repeat_the_first() {
        let rows = 100_000;
        assert_eq!(found((0..rows).map(|_| 42)), (1..rows).collect::<Vec<_>>());
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told() {
        let mut repeats = Repeats::new(Path::new("/nowhere/at/all"));
        assert!((0..1_000_000).any(|row| repeats.add(row, row).is_err()));
    }
}
