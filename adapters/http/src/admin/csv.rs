//! Tables to download, as RFC 4180 writes them.

/// A line of a table.
pub(super) fn line<const N: usize>(cells: [&str; N]) -> String {
    let cells = cells.map(cell);
    format!("{}\r\n", cells.join(","))
}

/// A cell. A spreadsheet would take one that begins with one of these marks for a formula: an apostrophe makes it text.
fn cell(text: &str) -> String {
    let guard = match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => "'",
        _ => "",
    };
    let text = format!("{guard}{text}");
    match text.contains(['"', ',', '\r', '\n', ';']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a14_no_cell_is_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"] {
            assert_eq!(cell(formula), format!("'{formula}"));
        }
        assert_eq!(cell("\r=1"), "\"'\r=1\"");
        assert_eq!(cell("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
    }

    #[test]
    fn a_cell_keeps_what_it_holds() {
        assert_eq!(line(["a", "b,c", "d\"e", ""]), "a,\"b,c\",\"d\"\"e\",\r\n");
    }
}
