//! The page of figures: tables, the goals, and a plot.

mod figures;
mod goals;
mod micro;
mod plot;
mod tables;

pub use figures::Figures;

use crate::{Outcome, figure};
use std::{fs, path::Path, path::PathBuf};

/// Between these marks the page is ours to write.
const MARKS: (&str, &str) = ("<!-- figures: begin -->", "<!-- figures: end -->");

/// The file of a folder that has what the small benchmarks print: divan's tables. A text of another name can be named
/// itself.
const MICRO: &str = "micro.txt";

/// Reads figures of files, and of all files of folders, in the order of their names; of two that tell the same thing
/// the later one counts. Texts are the tables of the small benchmarks.
///
/// # Errors
/// When a file cannot be read or holds something else.
pub fn read(paths: &[PathBuf]) -> Outcome<Figures> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut inside = fs::read_dir(path)?
                .map(|entry| Ok(entry?.path()))
                .collect::<Outcome<Vec<PathBuf>>>()?;
            inside.retain(|path| has_extension(path, "jsonl") || path.ends_with(MICRO));
            inside.sort();
            files.append(&mut inside);
        } else {
            files.push(path.clone());
        }
    }
    let mut figures = Figures::default();
    for file in files {
        let read = match has_extension(&file, "txt") {
            true => micro::read(&file)?,
            false => figure::read(&file)?,
        };
        read.into_iter().for_each(|figure| figures.add(figure));
    }
    Ok(figures)
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension == wanted)
}

/// The tables of some figures, in Markdown.
#[must_use]
pub fn tables(figures: &Figures) -> String {
    let parts = [
        goals::table(figures),
        tables::latencies(figures),
        tables::throughputs(figures),
        tables::fills(figures),
        tables::micros(figures),
        tables::machine(figures),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n")
}

/// Puts the tables and the plot between the marks of a page.
///
/// # Errors
/// When the page has no marks, or a file cannot be written.
pub fn write_page(figures: &Figures, page: &Path, plot: &Path) -> Outcome<()> {
    let text = fs::read_to_string(page).map_err(|error| format!("{}: {error}", page.display()))?;
    let (before, rest) = text
        .split_once(MARKS.0)
        .ok_or("the page has no mark of the figures")?;
    let (_, after) = rest
        .split_once(MARKS.1)
        .ok_or("the page has no mark of the figures' end")?;
    let link = plot
        .strip_prefix(page.parent().unwrap_or(Path::new("")))
        .unwrap_or(plot);
    let image = format!(
        "![How long searches take, over the number of contacts]({})",
        link.display()
    );
    if let Some(folder) = plot.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(plot, plot::svg(figures))?;
    fs::write(
        page,
        format!(
            "{before}{}\n\n{image}\n\n{}\n{}{after}",
            MARKS.0,
            tables(figures),
            MARKS.1
        ),
    )?;
    Ok(())
}
