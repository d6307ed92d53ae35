//! Searches beside a bare look-up by primary key, on the same data and in the same run.
//!
//! `bare_*` is the floor without and with the hop to a reader thread; what the others cost beyond `bare_hop` is the
//! search itself.
#![allow(missing_docs, reason = "the table's macro documents nothing")]

use ba360_core::{
    Stores,
    access::UserId,
    instance::{InstanceId, NationalLength},
    record::{ContactDetails, FieldSet, PageRequest, PageSize, RecordChange, SearchIndex, SearchPlan, Total},
};
use ba360_diesel::{Database, Options};
use diesel::{Connection as _, SqliteConnection, connection::DefaultLoadingMode, prelude::*};
use divan::{Bencher, counter::ItemsCount};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const ONE: InstanceId = InstanceId(1);
const SIZES: [u32; 2] = [10_000, 100_000];
const SURNAMES: [&str; 8] = [
    "Pérez", "Soto", "Rojas", "Muñoz", "Díaz", "Silva", "Torres", "Vera",
];

diesel::table! {
    contacts (id) {
        id -> BigInt,
        instance_id -> BigInt,
        version -> BigInt,
        name -> Nullable<Text>,
    }
}

struct World {
    stores: Stores,
    runtime: Runtime,
    folder: TempDir,
}

fn contact(n: u32) -> RecordChange {
    let surname = |n: u32| SURNAMES[n as usize % SURNAMES.len()];
    let details = ContactDetails::new([
        &format!("{}-{}", 10_000_000 + n, n % 10),
        &format!("Nombre{n} {} {}", surname(n), surname(n / 8)),
        &format!("@social{n}"),
        &format!("persona{n}@correo.cl"),
        &format!("+56 9 {:08}", 10_000_000 + n),
    ])
    .expect("good details");
    let index = SearchIndex::of_contact(&details, NationalLength::default());
    RecordChange::UpsertContact(details, index)
}

impl World {
    fn new(size: u32) -> Self {
        let folder = TempDir::new().expect("a folder");
        let url = format!("sqlite:{}/ba360.db", folder.path().display());
        let database = Database::open(&url.parse().expect("a good URL"), Options::default()).expect("open");
        database.migrate().expect("migrate");
        let world = Self {
            stores: database.stores(),
            runtime: Runtime::new().expect("a runtime"),
            folder,
        };
        for start in (0..size).step_by(1_000) {
            world.save((start..size.min(start + 1_000)).map(contact).collect());
        }
        world
    }

    fn of(size: u32) -> Arc<Self> {
        static WORLDS: LazyLock<Mutex<HashMap<u32, Arc<World>>>> = LazyLock::new(Mutex::default);
        let mut worlds = WORLDS.lock().expect("no holder panics");
        worlds
            .entry(size)
            .or_insert_with(|| Arc::new(World::new(size)))
            .clone()
    }

    fn save(&self, changes: Vec<RecordChange>) {
        self.runtime
            .block_on(self.stores.records.save(ONE, changes))
            .expect("saved");
    }

    fn total(&self, plan: &SearchPlan) -> Total {
        let page = PageRequest::first(PageSize::Ten);
        let found = self
            .runtime
            .block_on(self.stores.records.find_contacts(ONE, plan, page));
        found.expect("found").total
    }
}

fn main() {
    divan::main();
}

/// One row by its primary key, statement kept, on a connection of its own.
#[divan::bench(args = SIZES)]
fn bare_lookup(bencher: Bencher, size: u32) {
    let world = World::of(size);
    let file = format!("{}/ba360.db", world.folder.path().display());
    let mut c = SqliteConnection::establish(&file).expect("a connection");
    let mut id = 0;
    bencher.bench_local(|| {
        id = (id + 7_919) % i64::from(size);
        contacts::table
            .filter(contacts::id.eq(id + 1))
            .select((contacts::version, contacts::name))
            .load_iter::<(i64, Option<String>), DefaultLoadingMode>(&mut c)
            .expect("a row")
            .next()
    });
}

/// One row that is not there by its primary key, through the port: the hop to a reader thread and back.
#[divan::bench(args = SIZES)]
fn bare_hop(bencher: Bencher, size: u32) {
    let world = World::of(size);
    bencher.bench_local(|| {
        let found = world.runtime.block_on(world.stores.users.by_id(ONE, UserId(1)));
        found.expect("answered")
    });
}

#[divan::bench(args = SIZES)]
fn exact_identifier(bencher: Bencher, size: u32) {
    let world = World::of(size);
    let mut n = 0;
    bencher
        .with_inputs(|| {
            n = (n + 7_919) % size;
            SearchPlan::any_field(
                &format!("{}-{}", 10_000_000 + n, n % 10),
                FieldSet::CONTACT,
                NationalLength::default(),
            )
        })
        .bench_local_values(|plan| assert_eq!(world.total(&plan).count, 1));
}

fn search(bencher: Bencher, size: u32, text: &str, least: u32) {
    let world = World::of(size);
    let plan = SearchPlan::any_field(text, FieldSet::CONTACT, NationalLength::default());
    bencher.bench_local(|| assert!(world.total(&plan).count >= least));
}

/// A name of which there is one, by the beginning of a word.
#[divan::bench(args = SIZES)]
fn rare_word(bencher: Bencher, size: u32) {
    search(bencher, size, "nombre4242", 1);
}

/// A surname that one in four has.
#[divan::bench(args = SIZES)]
fn common_surname(bencher: Bencher, size: u32) {
    search(bencher, size, "perez", 1_000);
}

/// Two surnames that one in four has, one in 32 both.
#[divan::bench(args = SIZES)]
fn two_common_surnames(bencher: Bencher, size: u32) {
    search(bencher, size, "perez soto", 300);
}

/// A part of one e-mail address.
#[divan::bench(args = SIZES)]
fn rare_part(bencher: Bencher, size: u32) {
    search(bencher, size, "sona4242@cor", 1);
}

/// A part of every e-mail address.
#[divan::bench(args = SIZES)]
fn common_part(bencher: Bencher, size: u32) {
    search(bencher, size, "correo", 1_000);
}

#[divan::bench(args = SIZES)]
fn nothing(bencher: Bencher, size: u32) {
    search(bencher, size, "zzzzzz", 0);
}

/// New contacts, so many in one call.
#[divan::bench(args = [1_000, 10_000], sample_count = 10, sample_size = 1)]
fn import(bencher: Bencher, at_once: u32) {
    let world = World::new(SIZES[0]);
    let mut next = SIZES[0];
    bencher
        .counter(ItemsCount::new(at_once))
        .with_inputs(|| {
            next += at_once;
            (next - at_once..next).map(contact).collect::<Vec<_>>()
        })
        .bench_local_values(|changes| world.save(changes));
}
