//! The master key's file.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "this is a test")]

use ba360_crypto::{MasterKey, MasterKeyError};
use secrecy::ExposeSecret as _;
use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
    sync::Barrier,
    thread,
};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn text(key: &MasterKey) -> String {
    key.to_text().expose_secret().to_owned()
}

fn put(path: &Path, content: &str, mode: u32) {
    fs::write(path, content).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn files(folder: &TempDir) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[test]
fn the_first_start_makes_a_key_and_the_next_one_finds_it() {
    let folder = folder();
    let path = folder.path().join("master.key");
    let first = MasterKey::load_or_create(&path).unwrap();
    let second = MasterKey::load_or_create(&path).unwrap();
    assert_eq!(text(&first), text(&second));
    assert_eq!(fs::read_to_string(&path).unwrap(), text(&first) + "\n");
    assert_eq!(files(&folder), 1, "nothing is left beside it");
    let another = MasterKey::load_or_create(&folder.path().join("other.key")).unwrap();
    assert_ne!(text(&first), text(&another));
}

#[test]
fn a_new_file_is_for_its_owners_eyes_alone() {
    let folder = folder();
    let path = folder.path().join("master.key");
    MasterKey::load_or_create(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn many_that_start_at_once_get_one_key() {
    const STARTS: usize = 16;
    for _ in 0..10 {
        let folder = folder();
        let path = folder.path().join("master.key");
        let barrier = Barrier::new(STARTS);
        let keys: Vec<String> = thread::scope(|scope| {
            let starts: Vec<_> = (0..STARTS)
                .map(|_| {
                    scope.spawn(|| {
                        barrier.wait();
                        text(&MasterKey::load_or_create(&path).unwrap())
                    })
                })
                .collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0]));
        assert_eq!(files(&folder), 1);
    }
}

#[test]
fn a_file_that_others_may_touch_is_refused() {
    let folder = folder();
    let path = folder.path().join("master.key");
    let key = text(&MasterKey::load_or_create(&path).unwrap());
    for mode in [0o640, 0o604, 0o620, 0o602, 0o644, 0o777] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let error = MasterKey::load_or_create(&path).unwrap_err();
        assert!(
            matches!(error, MasterKeyError::Exposed { mode: told, .. } if told == mode),
            "{error:?}"
        );
        assert!(error.to_string().contains("chmod 600"), "{error}");
    }
    for mode in [0o600, 0o400] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(text(&MasterKey::load_or_create(&path).unwrap()), key);
    }
}

#[test]
fn a_damaged_file_is_told_and_left_as_it_is() {
    let folder = folder();
    let path = folder.path().join("master.key");
    let whole = text(&MasterKey::generate(&ba360_crypto::SystemRandom));
    let cut = whole[..40].to_owned();
    let long = whole.clone() + &"\n".repeat(5000) + "x";
    for damaged in [
        String::new(),
        "\n".to_owned(),
        cut,
        format!("{whole}\n{whole}"),
        long,
    ] {
        put(&path, &damaged, 0o600);
        let error = MasterKey::load_or_create(&path).unwrap_err();
        assert!(matches!(error, MasterKeyError::Damaged { .. }), "{error:?}");
        let told = format!("{error} {error:?}");
        assert!(told.contains("master.key") && told.contains("damaged"), "{told}");
        assert!(!told.contains(&whole[20..30]), "the error tells the key");
        assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
    }
    fs::write(&path, [0xff, 0xfe]).unwrap();
    assert!(matches!(
        MasterKey::load_or_create(&path),
        Err(MasterKeyError::Damaged { .. })
    ));
}

#[test]
fn a_key_of_a_newer_version_is_told_apart() {
    let folder = folder();
    let path = folder.path().join("master.key");
    put(&path, "ba360-master-key-2:xyz", 0o600);
    let error = MasterKey::load_or_create(&path).unwrap_err();
    assert!(error.to_string().contains("newer"), "{error}");
}

#[test]
fn a_key_that_was_mounted_through_a_link_is_read() {
    let folder = folder();
    let (path, real) = (folder.path().join("master.key"), folder.path().join("real"));
    let key = MasterKey::load_or_create(&real).unwrap();
    symlink(&real, &path).unwrap();
    assert_eq!(text(&MasterKey::load_or_create(&path).unwrap()), text(&key));
}

#[test]
fn what_is_no_file_or_has_no_folder_is_an_error_that_names_it() {
    let folder = folder();
    let missing = folder.path().join("no/such/master.key");
    for path in [folder.path(), &missing] {
        let error = MasterKey::load_or_create(path).unwrap_err();
        assert!(matches!(error, MasterKeyError::File { .. }), "{error:?}");
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
    }
    // A link to nowhere: its name is taken, and nothing is behind it.
    let dangling = folder.path().join("dangling");
    symlink(folder.path().join("nowhere"), &dangling).unwrap();
    assert!(MasterKey::load_or_create(&dangling).is_err());
    assert_eq!(files(&folder), 1);
}
