//! A record's index as it is kept beside it: a line for each key and each part.

use crate::fault::{Fault, Outcome};
use ba360_core::record::{Field, FieldSet, MatchKey, SearchIndex};
use std::fmt::Write as _;

/// `k WHOLE WORD TEXT` is a key, with the bits of the fields that have it as a whole and of the names that have it as
/// a word; `p FIELD TEXT` is a part, with the field's bit. A line break cannot be in a value.
pub(super) fn packed(index: &SearchIndex) -> String {
    let mut packed = String::with_capacity(256);
    for key in &index.keys {
        let (whole, word) = (key.whole.bits(), key.word.bits());
        let _ = writeln!(packed, "k {whole} {word} {}", key.text);
    }
    for (field, text) in &index.parts {
        let field = FieldSet::from(*field).bits();
        let _ = writeln!(packed, "p {field} {text}");
    }
    packed
}

pub(super) fn unpacked(packed: &str) -> Outcome<SearchIndex> {
    let mut index = SearchIndex {
        keys: Vec::new(),
        parts: Vec::new(),
    };
    for line in packed.split_terminator('\n') {
        read(line, &mut index).ok_or_else(|| Fault::damaged("a record's index cannot be read"))?;
    }
    Ok(index)
}

fn read(line: &str, into: &mut SearchIndex) -> Option<()> {
    let fields = |bits: &str| bits.parse().ok().map(FieldSet::from_bits);
    let (what, rest) = line.split_once(' ')?;
    let (bits, rest) = rest.split_once(' ')?;
    match what {
        "k" => {
            let (word, text) = rest.split_once(' ')?;
            into.keys.push(MatchKey {
                text: text.to_owned(),
                whole: fields(bits)?,
                word: fields(word)?,
            });
        }
        "p" => {
            let field: Field = fields(bits)?.iter().next()?;
            into.parts.push((field, rest.to_owned()));
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::{instance::NationalLength, record::ContactDetails};

    #[test]
    fn an_index_is_read_back_as_it_was_written() {
        let details =
            ContactDetails::new(["1-9", " Ana  María \u{2028} k 1 2 ", "@a", "a@x", "1234"]).unwrap();
        let index = SearchIndex::of_contact(&details, NationalLength::default());
        assert!(unpacked(&packed(&index)).unwrap() == index);
    }

    #[test]
    fn a_damaged_index_is_told() {
        for damaged in ["x", "k 1", "k 1 x a\n", "p 0 a\n", "p 1", "\n"] {
            assert!(unpacked(damaged).is_err(), "{damaged:?}");
        }
    }
}
