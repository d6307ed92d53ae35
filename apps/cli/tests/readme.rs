//! The commands that the README shows print what it says.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

use std::process::Command;

#[test]
fn the_readmes_commands_print_what_it_says() {
    let readme = include_str!("../../../README.md");
    let console = readme
        .split("```console\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next());
    let mut shown = 0;
    for block in console {
        let mut lines = block.lines();
        while let Some(command) = lines.next() {
            let words = command
                .strip_prefix("$ ba360 ")
                .expect("a block begins with a command");
            let (command, link) = words.split_once(" '").expect("the link is quoted");
            let link = link.strip_suffix('\'').expect("the link is quoted");
            let ran = Command::new(env!("CARGO_BIN_EXE_ba360"))
                .args(command.split(' '))
                .arg(link)
                .output()
                .unwrap();
            let printed = String::from_utf8(ran.stdout).unwrap();
            assert_eq!(Some(printed.trim_end()), lines.next(), "{command}");
            shown += 1;
        }
    }
    assert_eq!(shown, 2, "the README shows two commands");
}
