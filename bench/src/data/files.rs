//! The four files of `ba360-server import`.

use super::Dataset;
use crate::Outcome;
use std::{fs, path::Path};

/// Writes `contacts.csv`, `accounts.csv`, `memberships.csv` and `cases.csv` into a folder, which is made where there is
/// none. Nothing is held in memory but the row at hand.
///
/// # Errors
/// When the folder or a file cannot be written.
pub fn write_csv(set: &Dataset, folder: &Path) -> Outcome<()> {
    fs::create_dir_all(folder)?;
    write(
        folder.join("contacts.csv"),
        ["identificador", "nombre", "idrrss", "email", "telefono"],
        (0..set.contacts()).map(|n| set.contact(n).row()),
    )?;
    write(
        folder.join("accounts.csv"),
        [
            "identificador",
            "representante",
            "razon_social",
            "giro",
            "direccion",
        ],
        (0..set.accounts()).map(|n| set.account(n).row()),
    )?;
    write(
        folder.join("memberships.csv"),
        ["contacto_identificador", "cuenta_identificador"],
        (0..set.memberships()).map(|n| set.membership(n)),
    )?;
    write(
        folder.join("cases.csv"),
        [
            "numero",
            "contacto_identificador",
            "cuenta_identificador",
            "canal",
            "asunto",
        ],
        (0..set.cases()).map(|n| set.case(n).row()),
    )
}

fn write<const N: usize>(
    path: impl AsRef<Path>,
    header: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Outcome<()> {
    let mut file = csv::Writer::from_path(path)?;
    file.write_record(header)?;
    for row in rows {
        file.write_record(row)?;
    }
    Ok(file.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_have_the_headers_and_the_rows() {
        let folder = tempfile::tempdir().unwrap();
        let set = Dataset::new(6, 120);
        write_csv(&set, folder.path()).unwrap();
        let read = |name: &str| -> Vec<Vec<String>> {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_path(folder.path().join(name))
                .unwrap();
            let rows = reader.records().map(|row| row.unwrap());
            rows.map(|row| row.iter().map(String::from).collect()).collect()
        };
        let contacts = read("contacts.csv");
        assert_eq!(
            contacts[0].join(","),
            "identificador,nombre,idrrss,email,telefono"
        );
        assert_eq!(contacts.len(), 121);
        assert_eq!(contacts[5], set.contact(4).row());
        assert_eq!(read("accounts.csv").len(), 13);
        assert_eq!(read("memberships.csv")[1], set.membership(0));
        assert_eq!(read("cases.csv")[30], set.case(29).row());
    }
}
