//! The first line of a file: which column is where.

use super::{Row, Rows, lines::Lines};
use crate::{args::Kind, fault::Fault, faults};
use ba360_core::record::{AccountDetails, ContactDetails, Field, ImportRow};
use std::io::{self, BufRead};

/// Which column of a file is which value.
#[derive(Debug)]
pub(crate) struct Header {
    kind: Kind,
    /// How many columns a row has.
    columns: usize,
    /// For each value in the contract's order, its column.
    places: Vec<usize>,
}

/// The byte order mark, which may stand before the first column.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// The columns of a row that names a contact or an account by its identifier.
const CONTACT: &str = "contacto_identificador";
const ACCOUNT: &str = "cuenta_identificador";

impl Kind {
    /// The names of the columns, in the contract's order.
    pub(crate) fn columns(self) -> Vec<&'static str> {
        let named = |fields: [Field; 5]| fields.map(Field::as_str).to_vec();
        match self {
            Self::Contacts => named(ContactDetails::FIELDS),
            Self::Accounts => named(AccountDetails::FIELDS),
            Self::Memberships => vec![CONTACT, ACCOUNT],
            Self::Cases => vec!["numero", CONTACT, ACCOUNT, "canal", "asunto"],
        }
    }
}

impl Header {
    /// Reads the first line of a file that is not blank, and answers it with the rows behind it.
    ///
    /// # Errors
    /// When the file cannot be read; the inner one when the line is no header of that kind.
    pub(crate) fn read<R: BufRead>(kind: Kind, file: R) -> io::Result<Result<(Self, Rows<R>), Fault>> {
        let mut lines = Lines::new(file);
        let Some(mut first) = lines.next()? else {
            return Ok(Err(missing(kind, &kind.columns())));
        };
        let mut delimiter = b',';
        if let Some(bytes) = &mut first.bytes {
            if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
                return Ok(Err(faults::import_header_utf16()));
            }
            if bytes.starts_with(BOM) {
                bytes.drain(..BOM.len());
            }
            // Spreadsheets write semicolons where the comma is the decimal mark, as in Chile.
            if !bytes.contains(&b',') && bytes.contains(&b';') {
                delimiter = b';';
            }
        }
        lines.give_back(vec![first]);
        let mut rows = Rows::new(lines, delimiter);
        let names = match rows.next()? {
            Some(Row {
                values: Ok(names), ..
            }) => names,
            Some(_) => return Ok(Err(faults::import_header_unreadable())),
            None => return Ok(Err(missing(kind, &kind.columns()))),
        };
        Ok(Self::of(kind, &names).map(|header| (header, rows)))
    }

    fn of(kind: Kind, names: &[String]) -> Result<Self, Fault> {
        let names: Vec<String> = names
            .iter()
            .map(|name| name.trim().to_ascii_lowercase())
            .collect();
        let columns = kind.columns();
        for (n, name) in names.iter().enumerate() {
            // A name of the file is repeated here, and it may be anything.
            let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
            if !columns.contains(&name.as_str()) {
                return Err(faults::import_header_unknown(shown, columns.join(",")));
            }
            if names[..n].contains(name) {
                return Err(faults::import_header_twice(shown));
            }
        }
        let place = |column: &&str| names.iter().position(|name| name == column);
        let places: Vec<usize> = columns.iter().filter_map(place).collect();
        if places.len() < columns.len() {
            let absent: Vec<&str> = columns
                .into_iter()
                .filter(|column| place(column).is_none())
                .collect();
            return Err(missing(kind, &absent));
        }
        Ok(Self {
            kind,
            columns: names.len(),
            places,
        })
    }

    /// The row of those values, for the import; or what is wrong with how many there are.
    pub(crate) fn row(&self, mut values: Vec<String>) -> Result<ImportRow, Fault> {
        let (expected, found) = (self.columns, values.len());
        if found != expected {
            return Err(faults::import_row_columns(found, expected));
        }
        let mut value = |n: usize| std::mem::take(&mut values[self.places[n]]);
        Ok(match self.kind {
            Kind::Contacts => ImportRow::Contact(std::array::from_fn(value)),
            Kind::Accounts => ImportRow::Account(std::array::from_fn(value)),
            Kind::Memberships => ImportRow::Membership([value(0), value(1)]),
            Kind::Cases => ImportRow::Case(std::array::from_fn(value)),
        })
    }
}

fn missing(kind: Kind, absent: &[&str]) -> Fault {
    faults::import_header_lacks(absent.join(","), kind.columns().join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::text::Language;

    fn first(kind: Kind, text: &[u8]) -> Result<ImportRow, String> {
        let (header, mut rows) = Header::read(kind, text)
            .unwrap()
            .map_err(|fault| fault.line(Language::English))?;
        let values = rows.next().unwrap().unwrap().values.unwrap();
        header.row(values).map_err(|fault| fault.line(Language::English))
    }

    #[test]
    fn columns_stand_in_any_order_behind_a_byte_order_mark() {
        let text = "\u{feff}Telefono , email,\"nombre\",idrrss,identificador\r\n1,2,3,4,5\r\n";
        let Ok(ImportRow::Contact(values)) = first(Kind::Contacts, text.as_bytes()) else {
            panic!("it was not read");
        };
        assert_eq!(values, ["5", "3", "4", "2", "1"]);
    }

    #[test]
    fn semicolons_are_delimiters_where_there_is_no_comma() {
        let text = b"contacto_identificador;cuenta_identificador\n1;2\n";
        let Ok(ImportRow::Membership(values)) = first(Kind::Memberships, text) else {
            panic!("it was not read");
        };
        assert_eq!(values, ["1", "2"]);
    }

    #[test]
    fn a_first_line_that_is_no_header_is_told_by_name() {
        for (text, told) in [
            (&b""[..], "identificador,nombre,idrrss,email,telefono"),
            (b"identificador,nombre,idrrss,email\n", "lacks columns: telefono"),
            (b"identificador,nombre,idrrss,email,fono\n", "`fono`"),
            (b"identificador,nombre,nombre,idrrss,email,telefono\n", "twice"),
            (b"\xff\xfei\0d\0", "UTF-16"),
            (b"\"identificador\n", "cannot be read"),
        ] {
            let Err(words) = first(Kind::Contacts, text) else {
                panic!("{told}: it was taken");
            };
            assert!(words.contains(told), "{words}");
        }
    }

    #[test]
    fn a_row_of_another_width_is_bad() {
        let text = b"contacto_identificador,cuenta_identificador\n1,2,3\n";
        assert!(first(Kind::Memberships, text).is_err());
    }
}
