//! Settings: flag over variable over file over default, and what becomes of mistakes and secrets.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use support::{Place, Ran};

/// Who asks for an instance that is not there is told so in the program's language.
const ASK: [&str; 5] = ["user", "create-admin", "ana", "--instance", "nobody"];

fn language_of(ran: &Ran) -> &str {
    assert_eq!(ran.code, 1, "{}", ran.err);
    if ran.err.contains("There is no instance") {
        "en"
    } else if ran.err.contains("No existe la instancia") {
        "es"
    } else {
        panic!("{}", ran.err)
    }
}

#[test]
fn a_flag_wins_over_a_variable_a_variable_over_the_file_and_the_file_over_the_default() {
    let place = Place::new();
    let file = place.write("settings.toml", "language = 'en'\ndata_dir = 'from-file'\n");
    let ask = |flag: Option<&str>, variable: Option<&str>, with_file: bool| {
        let mut command = place.bare_command(&ASK);
        if let Some(flag) = flag {
            command.args(["--lang", flag]);
        }
        if let Some(variable) = variable {
            command.env("BA360_LANGUAGE", variable);
        }
        if with_file {
            command.env("BA360_CONFIG", &file);
        }
        language_of(&Ran::of(&command.output().unwrap())).to_owned()
    };
    assert_eq!(ask(None, None, false), "es", "the default");
    assert!(place.data().is_dir(), "the default's data folder");
    assert_eq!(ask(None, None, true), "en", "the file");
    assert!(place.path("from-file").is_dir(), "the file's data folder");
    assert_eq!(ask(None, Some("es"), true), "es", "the variable");
    assert_eq!(ask(Some("en"), Some("es"), true), "en", "the flag");
    assert_eq!(
        ask(Some("es"), Some("en"), false),
        "es",
        "the flag over the variable"
    );
}

#[test]
fn a_setting_may_stand_before_or_behind_the_command() {
    let place = Place::new();
    for args in [["--data-dir", "one", "migrate"], ["migrate", "--data-dir", "two"]] {
        let ran = Ran::of(&place.bare_command(&args).output().unwrap());
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    assert!(place.path("one").is_dir() && place.path("two").is_dir());
}

#[test]
fn an_unknown_name_in_the_file_is_an_error_that_names_it() {
    let place = Place::new();
    place.write("settings.toml", "language = 'en'\nlisten_at = '127.0.0.1:1'\n");
    let ran = place.run(&["migrate", "--config", "settings.toml"]);
    assert_eq!((ran.code, ran.err.lines().count()), (1, 1), "{}", ran.err);
    assert!(
        ran.err.contains("listen_at") && ran.err.contains("line 2"),
        "{}",
        ran.err
    );
    assert!(!place.data().exists(), "nothing was begun");
}

#[test]
fn a_file_that_is_not_there_is_an_error() {
    let place = Place::new();
    let ran = place.run(&["migrate", "--config", "nowhere.toml", "--json"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.object()["error"]["code"], "settings_file_unreadable");
}

#[test]
fn a_usage_error_ends_with_status_2() {
    let place = Place::new();
    for args in [
        &["fly"][..],
        &["migrate", "--listen", "here"],
        &["--demo", "migrate"],
        &["import", "contacts"],
    ] {
        let ran = place.run(args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.err);
        assert_eq!(ran.out, "");
    }
}

#[test]
fn a_bad_or_empty_variable_is_one_line_that_names_it() {
    let place = Place::new();
    for (name, value) in [
        ("BA360_LANGUAGE", ""),
        ("BA360_LANGUAGE", "de"),
        ("BA360_LISTEN", ""),
        ("BA360_LISTEN", "here"),
        ("BA360_CONFIG", ""),
        ("BA360_DATA_DIR", ""),
        ("BA360_LOG_FORMAT", ""),
        ("BA360_LOG_FORMAT", "xml"),
        ("BA360_BASE_PATH", "x y"),
        ("BA360_TRUSTED_PROXIES", "proxy.example"),
        ("BA360_TRUSTED_PROXIES", "10.0.0.0/33"),
        ("BA360_DATABASE_CONNECTIONS", ""),
        ("BA360_DATABASE_CONNECTIONS", "0"),
        ("BA360_DATABASE_CONNECTIONS", "1001"),
        ("BA360_DATABASE_STATEMENT_CACHE", ""),
        ("BA360_DATABASE_STATEMENT_CACHE", "off"),
    ] {
        let ran = Ran::of(
            &place
                .bare_command(&["migrate"])
                .env(name, value)
                .output()
                .unwrap(),
        );
        assert_eq!((ran.code, ran.err.lines().count()), (2, 1), "{name}: {}", ran.err);
        assert!(ran.err.contains(name) && !ran.err.contains("--"), "{}", ran.err);
    }
    let flag = Ran::of(
        &place
            .bare_command(&["migrate", "--listen", "x"])
            .env("BA360_LISTEN", "")
            .output()
            .unwrap(),
    );
    assert!(flag.code == 2 && flag.err.contains("--listen"), "{}", flag.err);
}

#[test]
fn neither_help_nor_an_error_shows_a_secret() {
    let place = Place::new();
    let secrets = [
        ("BA360_MASTER_KEY", "hunter2hunter2"),
        ("BA360_DATABASE_URL", "mysql://u:hunter2@h/x"),
    ];
    for args in [
        &["--help"][..],
        &["migrate", "--help"],
        &["migrate"],
        &["migrate", "--json"],
        &["fly"],
    ] {
        let ran = Ran::of(
            &place
                .command(args)
                .envs(secrets)
                .env("BA360_LOG", "trace")
                .output()
                .unwrap(),
        );
        assert!(
            !ran.out.contains("hunter2") && !ran.err.contains("hunter2"),
            "{args:?}"
        );
        if args.contains(&"--help") {
            assert!(ran.out.contains("BA360_MASTER_KEY"), "{args:?}");
        }
    }
    let ran = Ran::of(
        &place
            .command(&["migrate"])
            .env("BA360_MASTER_KEY", "hunter2")
            .output()
            .unwrap(),
    );
    assert_eq!(ran.code, 1, "a key that is no key");
    assert!(!ran.err.contains("hunter2"), "{}", ran.err);
}

#[test]
fn the_data_folder_and_its_files_are_for_the_owner_alone() {
    let place = Place::new();
    let _serving = place.serve(&["--demo"]);
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(place.data()), 0o700);
    let files: Vec<_> = std::fs::read_dir(place.data())
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    for name in ["master.key", "ba360.db", "ba360.db-wal"] {
        assert!(
            files.contains(&place.data().join(name)),
            "{name} is not among {files:?}"
        );
    }
    for file in files {
        assert_eq!(mode(file.clone()), 0o600, "{}", file.display());
    }
}

#[test]
fn a_master_key_that_was_given_is_written_nowhere() {
    let place = Place::new();
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    let ran = Ran::of(
        &place
            .command(&["instance", "create", "acme"])
            .env("BA360_MASTER_KEY", key)
            .output()
            .unwrap(),
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!place.data().join("master.key").exists());
}
