//! Where one case keeps its data, on either engine.

use super::Folder;
use ba360_diesel::{Database, DatabaseUrl, Options};
use ba360_testkit::{
    needs::Need,
    postgres::{Cluster, TestDatabase, Way},
};
use diesel::{RunQueryDsl as _, connection::SimpleConnection as _, sql_types::Text};
use std::sync::{Arc, Mutex, PoisonError};

/// A database that those of cases are copied from: what it takes to make it is done once.
type Template = Mutex<Option<Arc<TestDatabase>>>;

static MIGRATED: Template = Mutex::new(None);
static PARTITIONED: Template = Mutex::new(None);
static CHILEAN: Template = Mutex::new(None);

/// A database that compares texts as a dictionary does: ours are compared by bytes all the same.
const IN_CHILE: &str = "encoding 'UTF8' locale_provider icu icu_locale 'es-CL' lc_collate 'C' lc_ctype 'C'";
/// One that cannot hold every text.
const LATIN: &str = "encoding 'LATIN9' lc_collate 'C' lc_ctype 'C'";

/// What the data is kept in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub(crate) const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    /// As it stands in the names of the cases.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    pub(crate) fn need(self) -> Need {
        match self {
            Self::Sqlite => Need::met(),
            Self::Postgres if cfg!(feature = "postgres") => Cluster::need(Way::Direct),
            Self::Postgres => Need::missing("the feature `postgres`", Cluster::is_required()),
        }
    }

    /// A place with nothing in it, not even a schema.
    pub(crate) fn empty(self) -> Place {
        match self {
            Self::Sqlite => Place::Sqlite(Folder::new()),
            Self::Postgres => Place::Postgres(cluster().database()),
        }
    }

    /// A place that has been migrated.
    pub(crate) fn migrated(self) -> Place {
        match self {
            Self::Sqlite => {
                let folder = Folder::new();
                folder.migrated();
                Place::Sqlite(folder)
            }
            Self::Postgres => Place::Postgres(cluster().database_like(&template(&MIGRATED, "", ""))),
        }
    }

    /// A place on PostgreSQL whose big tables are in partitions.
    pub(crate) fn partitioned() -> Place {
        let sql = include_str!("../../../../docs/sql/partition.sql");
        Place::Postgres(cluster().database_like(&template(&PARTITIONED, "", sql)))
    }

    /// A migrated place on PostgreSQL as it is set up in Chile.
    pub(crate) fn in_chile() -> Place {
        Place::Postgres(cluster().database_like(&template(&CHILEAN, IN_CHILE, "")))
    }

    /// A place on PostgreSQL, with nothing in it, that cannot hold every text.
    pub(crate) fn latin() -> Place {
        Place::Postgres(cluster().database_with(LATIN))
    }
}

fn cluster() -> Cluster {
    Cluster::given().expect("BA360_TEST_POSTGRES is not set")
}

fn template(of: &Template, options: &str, sql: &str) -> Arc<TestDatabase> {
    let mut made = of.lock().unwrap_or_else(PoisonError::into_inner);
    let template = made.get_or_insert_with(|| {
        let database = cluster().database_with(options);
        let handle = open(&database.url().parse().unwrap());
        handle.migrate().unwrap();
        // Whoever is connected keeps it from being copied.
        handle.close();
        if !sql.is_empty() {
            database.sql(sql);
        }
        Arc::new(database)
    });
    template.clone()
}

/// Drops what the cases have shared.
pub(super) fn clear() {
    for template in [&MIGRATED, &PARTITIONED, &CHILEAN] {
        template.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

pub(super) fn open(url: &DatabaseUrl) -> Database {
    Database::open(url, options()).unwrap()
}

fn options() -> Options {
    Options {
        readers: 2,
        ..Options::default()
    }
}

/// A database of one case; it goes with the value.
pub(crate) enum Place {
    Sqlite(Folder),
    Postgres(TestDatabase),
}

impl Place {
    pub(crate) fn url(&self) -> DatabaseUrl {
        match self {
            Self::Sqlite(folder) => folder.url(),
            Self::Postgres(database) => database.url().parse().unwrap(),
        }
    }

    /// Another handle on the database, with threads and connections of its own, as another process has.
    pub(crate) fn open(&self) -> Database {
        open(&self.url())
    }

    /// The same, by that way to PostgreSQL.
    pub(crate) fn open_by(&self, way: Way) -> Database {
        let Self::Postgres(database) = self else {
            return self.open();
        };
        let options = Options {
            statement_cache: way != Way::Pgbouncer,
            ..options()
        };
        Database::open(&database.url_by(way).parse().unwrap(), options).unwrap()
    }

    /// Runs SQL behind the adapter's back, and answers why it was refused.
    pub(crate) fn try_sql(&self, sql: &str) -> Result<(), String> {
        match self {
            Self::Sqlite(folder) => folder.raw().batch_execute(sql).map_err(|error| error.to_string()),
            Self::Postgres(database) => database.try_sql(sql).map(drop),
        }
    }

    /// Runs SQL behind the adapter's back.
    pub(crate) fn sql(&self, sql: &str) {
        self.try_sql(sql).unwrap();
    }

    /// The one value, as text, that a query behind the adapter's back gives.
    pub(crate) fn value(&self, query: &str) -> String {
        match self {
            Self::Sqlite(folder) => diesel::dsl::sql::<Text>(&format!("select cast(({query}) as text)"))
                .get_result(&mut folder.raw())
                .unwrap(),
            Self::Postgres(database) => database.sql(query),
        }
    }

    /// The engine's own check of its indexes: FTS5's of the index of parts, and SQLite's of everything else.
    /// PostgreSQL's is not in its core.
    pub(crate) fn assert_sound(&self) {
        let Self::Sqlite(_) = self else { return };
        self.sql("insert into field_text (field_text) values ('integrity-check')");
        let Self::Sqlite(folder) = self else { return };
        let told = diesel::dsl::sql::<Text>("pragma integrity_check").get_result::<String>(&mut folder.raw());
        assert_eq!(told.as_deref(), Ok("ok"));
    }
}
