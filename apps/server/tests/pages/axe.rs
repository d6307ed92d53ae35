//! axe-core, and what it finds on a page.

use crate::screen::Screen;
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

/// The rules of WCAG 2.2 AA, and what is held to be good besides.
const TAGS: [&str; 6] = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];

static SOURCE: LazyLock<Option<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../axe");
    let ran = Command::new(root.join("scripts/axe.sh"))
        .arg(folder)
        .output()
        .ok()?;
    let file = PathBuf::from(String::from_utf8(ran.stdout).ok()?.trim());
    std::fs::read_to_string(file).ok()
});

/// The script, where it is or can be installed.
pub(crate) fn source() -> Option<&'static str> {
    SOURCE.as_deref()
}

/// Something that is not as it should be.
pub(crate) struct Finding {
    /// Whether somebody is kept from using the page by it.
    pub(crate) grave: bool,
    pub(crate) text: String,
}

/// What is found on the page.
pub(crate) async fn findings(screen: &Screen) -> Vec<Finding> {
    let script = "const done = arguments[1];\
        axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}, resultTypes: ['violations']})\
        .then(found => done(found.violations.map(it => ({id: it.id, impact: it.impact, help: it.help,\
        nodes: it.nodes.map(node => node.target.join(' ') + ': ' + node.failureSummary)}))),\
        error => done([{id: 'axe', impact: 'critical', help: String(error), nodes: []}]))";
    let found = screen
        .client()
        .execute_async(script, vec![json!(TAGS)])
        .await
        .unwrap();
    found.as_array().unwrap().iter().map(finding).collect()
}

fn finding(found: &Value) -> Finding {
    let impact = found["impact"].as_str().unwrap_or_default();
    let nodes: Vec<&str> = found["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .take(3)
        .collect();
    Finding {
        grave: matches!(impact, "serious" | "critical"),
        text: format!(
            "{impact} {}: {} {}",
            found["id"],
            found["help"],
            nodes.join(" | ")
        ),
    }
}
