//! A connection of our own, beside the store's: for the floors, for the plain table of the naive search, and for what
//! is known of a database.

use crate::{Backend, Outcome, data::Dataset};
use diesel::{
    Connection as _, SqliteConnection,
    connection::{DefaultLoadingMode, SimpleConnection as _},
    prelude::*,
    sql_query,
    sql_types::Text,
};
use std::path::Path;

diesel::table! {
    contacts (id) {
        id -> BigInt,
        version -> BigInt,
        identifier -> Nullable<Text>,
        name -> Nullable<Text>,
        social_id -> Nullable<Text>,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
    }
}

diesel::table! {
    /// The contacts as somebody would keep them who does not think of searching.
    plain_contacts (id) {
        id -> BigInt,
        identifier -> Nullable<Text>,
        name -> Nullable<Text>,
        social_id -> Nullable<Text>,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
    }
}

diesel::table! {
    /// What a database was filled with, once it is complete.
    bench_filled (contacts) {
        contacts -> BigInt,
        seed -> BigInt,
    }
}

/// How many rows the naive search asks for: a page, and one to know whether there is another.
const NAIVE_ROWS: i64 = 11;

type Row = (
    i64,
    i64,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// A connection.
pub(crate) enum Direct {
    Sqlite(SqliteConnection),
    #[cfg(feature = "postgres")]
    Postgres(PgConnection),
}

/// Does the same with whichever connection it is.
macro_rules! each {
    ($direct:expr, $c:ident => $what:expr) => {
        match $direct {
            Direct::Sqlite($c) => $what,
            #[cfg(feature = "postgres")]
            Direct::Postgres($c) => $what,
        }
    };
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = Text)]
    text: String,
}

impl Direct {
    /// Connects to an SQLite file, with a cache as large as the store's.
    pub(crate) fn sqlite(file: &Path) -> Outcome<Self> {
        let path = file.to_str().ok_or("the path is not UTF-8")?;
        let mut c = SqliteConnection::establish(path)?;
        c.batch_execute("pragma busy_timeout = 5000; pragma cache_size = -16000")?;
        Ok(Self::Sqlite(c))
    }

    /// Connects to a PostgreSQL database.
    #[cfg(feature = "postgres")]
    pub(crate) fn postgres(url: &str) -> Outcome<Self> {
        Ok(Self::Postgres(PgConnection::establish(url)?))
    }

    /// Which it is.
    pub(crate) const fn backend(&self) -> Backend {
        match self {
            Self::Sqlite(_) => Backend::Sqlite,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Backend::Postgres,
        }
    }

    /// Runs statements.
    pub(crate) fn run(&mut self, statements: &str) -> Outcome<()> {
        Ok(each!(self, c => c.batch_execute(statements))?)
    }

    /// The text that a query answers in its column `text`.
    pub(crate) fn told(&mut self, query: &str) -> Outcome<String> {
        let told: Told = each!(self, c => sql_query(query).get_result(c))?;
        Ok(told.text)
    }

    /// The server's or library's name and version.
    pub(crate) fn version(&mut self) -> Outcome<String> {
        Ok(match self.backend() {
            Backend::Sqlite => format!("SQLite {}", self.told("select sqlite_version() as text")?),
            Backend::Postgres => {
                let version = self.told("select current_setting('server_version') as text")?;
                format!("PostgreSQL {version}")
            }
        })
    }

    /// Whether the database is complete and has that data.
    pub(crate) fn is_filled_with(&mut self, set: &Dataset) -> bool {
        let (contacts, seed) = marks(set);
        let query = bench_filled::table
            .filter(bench_filled::contacts.eq(contacts))
            .filter(bench_filled::seed.eq(seed))
            .count();
        // A database that is not complete has no such table.
        let count: QueryResult<i64> = each!(self, c => query.get_result(c));
        count.is_ok_and(|count| count == 1)
    }

    /// Says that the database is complete.
    pub(crate) fn mark_filled(&mut self, set: &Dataset) -> Outcome<()> {
        self.run("create table bench_filled (contacts bigint primary key not null, seed bigint not null)")?;
        let (contacts, seed) = marks(set);
        let row = (bench_filled::contacts.eq(contacts), bench_filled::seed.eq(seed));
        each!(self, c => diesel::insert_into(bench_filled::table).values(row).execute(c))?;
        Ok(())
    }

    /// The greatest key of a contact.
    pub(crate) fn greatest_contact(&mut self) -> Outcome<i64> {
        let query = contacts::table
            .select(contacts::id)
            .order(contacts::id.desc())
            .limit(1);
        Ok(each!(self, c => query.get_result(c))?)
    }

    /// Reads one contact by its primary key, by a statement that is kept prepared; whether it is there.
    pub(crate) fn contact(&mut self, id: i64) -> Outcome<bool> {
        let query = contacts::table.filter(contacts::id.eq(id)).select((
            contacts::id,
            contacts::version,
            contacts::identifier,
            contacts::name,
            contacts::social_id,
            contacts::email,
            contacts::phone,
        ));
        let row = each!(self, c => query.load_iter::<Row, DefaultLoadingMode>(c)?.next().transpose())?;
        Ok(row.is_some())
    }

    /// Makes the plain table, unless it is there: for SQLite in a file beside the database.
    pub(crate) fn make_plain(&mut self, plain: &Path) -> Outcome<()> {
        const COPY: &str = "select id, identifier, name, social_id, email, phone from contacts";
        match self {
            Self::Sqlite(c) => {
                let path = plain.to_str().ok_or("the path is not UTF-8")?;
                sql_query("attach database ? as plain")
                    .bind::<Text, _>(path)
                    .execute(c)?;
                c.batch_execute(&format!(
                    "pragma plain.journal_mode = wal;
                     create table if not exists plain.plain_contacts (id integer primary key not null, identifier text,
                       name text, social_id text, email text, phone text);
                     insert into plain.plain_contacts {COPY} where not exists (select 1 from plain.plain_contacts);
                     detach database plain;"
                ))?;
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(c) => c.batch_execute(&format!(
                "create table if not exists plain_contacts (id bigint primary key, identifier text, name text,
                   social_id text, email text, phone text);
                 insert into plain_contacts {COPY} where not exists (select 1 from plain_contacts);
                 analyze plain_contacts;"
            ))?,
        }
        Ok(())
    }

    /// Looks for a text in any of the five fields, row by row; how many have it, at most a page and one. `LIKE` ignores
    /// case on SQLite, `ILIKE` does on PostgreSQL.
    pub(crate) fn naive(&mut self, text: &str) -> Outcome<usize> {
        use plain_contacts::{email, id, identifier, name, phone, social_id, table};
        let pattern = format!("%{text}%");
        let count = match self {
            Self::Sqlite(c) => table
                .filter(
                    identifier
                        .like(&pattern)
                        .or(name.like(&pattern))
                        .or(social_id.like(&pattern))
                        .or(email.like(&pattern))
                        .or(phone.like(&pattern)),
                )
                .select(id)
                .limit(NAIVE_ROWS)
                .load::<i64>(c)?,
            #[cfg(feature = "postgres")]
            Self::Postgres(c) => table
                .filter(
                    identifier
                        .ilike(&pattern)
                        .or(name.ilike(&pattern))
                        .or(social_id.ilike(&pattern))
                        .or(email.ilike(&pattern))
                        .or(phone.ilike(&pattern)),
                )
                .select(id)
                .limit(NAIVE_ROWS)
                .load::<i64>(c)?,
        };
        Ok(count.len())
    }
}

/// The data as the mark has it.
fn marks(set: &Dataset) -> (i64, i64) {
    (
        i64::try_from(set.contacts()).unwrap_or(i64::MAX),
        set.seed().cast_signed(),
    )
}
