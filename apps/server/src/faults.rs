//! Every fault of this program's own, in one table: its stable code and its words in both languages. The faults that
//! use cases answer are core's. `docs/codes-of-the-server.md` is this table; a test holds the two together.

use crate::{fault::Fault, words};
use std::fmt::Display;

macro_rules! faults {
    ($($name:ident($($part:ident),*) = $code:literal, $es:literal, $en:literal;)+) => {
        $(pub(crate) fn $name($($part: impl Display),*) -> Fault {
            Fault::new($code, words!($es, $en))
        })+

        /// Each code with its words, which name the parts that differ.
        #[cfg(test)]
        const TABLE: &[(&str, &str, &str)] = &[$(($code, $es, $en)),+];
    };
}

faults! {
    data_dir_blank() = "setting_bad",
        "La carpeta de datos (data_dir) está vacía.",
        "The data folder (data_dir) is blank.";
    settings_file_unreadable(path) = "settings_file_unreadable",
        "No se puede leer el archivo de configuración {path}.",
        "The settings file {path} cannot be read.";
    settings_file_bad(path, line, problem) = "settings_file_bad",
        "El archivo de configuración {path} tiene un error en la línea {line}: {problem}",
        "The settings file {path} has a mistake on line {line}: {problem}";
    log_filter_bad() = "log_filter_bad",
        "El filtro del registro (BA360_LOG) no es válido.",
        "The log's filter (BA360_LOG) is not valid.";
    data_folder(path) = "data_folder",
        "No se puede crear la carpeta de datos {path}.",
        "The data folder {path} cannot be made.";
    database_url_bad() = "database_url_bad",
        "La base de datos (BA360_DATABASE_URL) no es válida.",
        "The database (BA360_DATABASE_URL) is not valid.";
    database_url_absent() = "database_url_bad",
        "Falta la base de datos (BA360_DATABASE_URL): este programa se construyó sin SQLite, que es la predeterminada.",
        "The database (BA360_DATABASE_URL) is missing: this program was built without SQLite, the default.";
    database_unopened() = "database_unopened",
        "No se pudo abrir la base de datos.",
        "The database could not be opened.";
    database_behind(missing) = "database_behind",
        "A la base de datos le faltan migraciones: {missing}. Aplíquelas con `ba360-server migrate`, con el rol dueño \
         de las tablas.",
        "The database lacks migrations: {missing}. Apply them with `ba360-server migrate`, as the role that owns the \
         tables.";
    database_migration() = "database_migration",
        "No se pudo poner al día la base de datos.",
        "The database could not be brought up to date.";
    master_key_bad() = "master_key_bad",
        "La llave maestra no sirve.",
        "The master key is no good.";
    runtime() = "runtime",
        "No se pudo iniciar el programa.",
        "The program could not start.";
    signals() = "signals",
        "No se pueden recibir señales.",
        "Signals cannot be received.";
    not_listening(address) = "not_listening",
        "No se puede escuchar en {address}.",
        "Cannot listen on {address}.";
    serve_failed() = "serve_failed",
        "El servicio terminó por un error.",
        "The service ended by an error.";
    demo_folder_in_use() = "demo_folder_in_use",
        "La demostración necesita una base de datos propia (BA360_DATA_DIR, BA360_DATABASE_URL): en esta ya hay otras \
         instancias.",
        "The demonstration needs a database of its own (BA360_DATA_DIR, BA360_DATABASE_URL): this one has other \
         instances.";
    demo_bad() = "demo_bad",
        "Los datos de demostración tienen un error.",
        "The demonstration's data has a mistake.";
    import_unreadable(path) = "import_unreadable",
        "No se puede leer {path}.",
        "{path} cannot be read.";
    import_scratch(folder) = "import_scratch",
        "No se puede escribir un archivo temporal en {folder}.",
        "A temporary file in {folder} cannot be written.";
    import_changed(path) = "import_changed",
        "{path} cambió mientras se importaba; impórtelo de nuevo.",
        "{path} changed while it was brought in; bring it in again.";
    import_header_utf16() = "import_header_bad",
        "El archivo está en UTF-16; guárdelo como CSV UTF-8.",
        "The file is in UTF-16; save it as CSV UTF-8.";
    import_header_unreadable() = "import_header_bad",
        "La primera línea no se puede leer.",
        "The first line cannot be read.";
    import_header_unknown(column, expected) = "import_header_bad",
        "La columna «{column}» de la primera línea no se conoce. Se esperan: {expected}.",
        "The column `{column}` of the first line is unknown. Expected: {expected}.";
    import_header_twice(column) = "import_header_bad",
        "La columna «{column}» está dos veces en la primera línea.",
        "The column `{column}` stands twice in the first line.";
    import_header_lacks(absent, expected) = "import_header_bad",
        "A la primera línea le faltan columnas: {absent}. Se esperan: {expected}.",
        "The first line lacks columns: {absent}. Expected: {expected}.";
    import_row_columns(found, expected) = "import_row_columns",
        "La fila tiene {found} columnas y se esperan {expected}.",
        "The row has {found} columns where {expected} are expected.";
    import_row_too_many_columns() = "import_row_columns",
        "La fila tiene demasiadas columnas.",
        "The row has too many columns.";
    import_row_not_utf8() = "import_row_not_utf8",
        "La fila no es UTF-8.",
        "The row is not UTF-8.";
    import_row_quote() = "import_row_quote",
        "La fila tiene una comilla sin cerrar o un salto de línea suelto.",
        "The row has a quote that is not closed or a stray line break.";
    import_row_line_break(last) = "import_row_line_break",
        "Un valor tiene un salto de línea; la fila llega hasta la línea {last}.",
        "A value has a line break; the row goes on to line {last}.";
    import_row_too_long() = "import_row_too_long",
        "La fila es demasiado larga.",
        "The row is too long.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::text::{Code, Language};
    use std::{fmt::Write as _, fs, path::Path};

    /// The page of the table.
    fn page() -> String {
        let mut page = String::from(
            "# Codes of the server\n\nThe codes of `ba360-server`'s own, as its commands answer them with `--json`. What \
             stands in braces differs from time to time, and the cause may follow in brackets. A code may have several \
             wordings. The commands also answer the [codes of links, records and the console](codes.md). This page is \
             made from the table in `apps/server/src/faults.rs`; a test holds the two together.\n\n\
             | code | español | English |\n| --- | --- | --- |\n",
        );
        for (code, es, en) in TABLE {
            let _ = writeln!(page, "| `{code}` | {es} | {en} |");
        }
        page
    }

    #[test]
    fn the_page_of_the_servers_codes_is_the_one_in_docs() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/codes-of-the-server.md");
        #[expect(clippy::disallowed_methods, reason = "a test's switches are variables")]
        if std::env::var_os("BA360_WRITE_PAGES").is_some() {
            fs::write(&path, page()).unwrap();
        }
        assert!(
            page() == fs::read_to_string(&path).unwrap(),
            "the page is old: run `BA360_WRITE_PAGES=1 cargo test -p ba360-server the_page_of_the_servers_codes`"
        );
    }

    #[test]
    fn no_code_of_the_servers_is_one_of_cores() {
        for (code, es, en) in TABLE {
            assert!(!Code::ALL.iter().any(|known| known.as_str() == *code), "{code}");
            assert!(es != en, "{code} lacks words");
        }
    }

    #[test]
    fn the_parts_of_a_fault_stand_in_both_languages() {
        let fault = settings_file_bad("a.toml", 7, "why");
        assert_eq!(fault.code(), "settings_file_bad");
        for language in [Language::Spanish, Language::English] {
            let line = fault.line(language);
            assert!(
                ["a.toml", "7", "why"].iter().all(|part| line.contains(part)),
                "{line}"
            );
        }
    }
}
