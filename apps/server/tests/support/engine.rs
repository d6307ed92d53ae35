use super::{Place, Ran};
use ba360_testkit::{
    needs::Need,
    postgres::{Cluster, TestDatabase, Way},
};
use std::sync::{Arc, Mutex, PoisonError};

/// What the program keeps its data in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// The migrated database that those of the cases on PostgreSQL are copied from.
static MIGRATED: Mutex<Option<Arc<TestDatabase>>> = Mutex::new(None);

impl Engine {
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    /// As it stands in the names of the cases.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    pub fn need(self) -> Need {
        match self {
            Self::Sqlite if cfg!(feature = "sqlite") => Need::met(),
            Self::Sqlite => Need::missing("the feature `sqlite`", false),
            Self::Postgres if cfg!(feature = "postgres") => Cluster::need(Way::Direct),
            Self::Postgres => Need::missing("the feature `postgres`", Cluster::is_required()),
        }
    }

    /// A place where every command works at once.
    pub fn place(self) -> Place {
        match self {
            Self::Sqlite => Place::new(),
            Self::Postgres => Place::with(cluster().database_like(&template())),
        }
    }

    /// A place whose database holds nothing, not even a schema.
    pub fn empty(self) -> Place {
        match self {
            Self::Sqlite => Place::new(),
            Self::Postgres => Place::with(cluster().database()),
        }
    }
}

fn cluster() -> Cluster {
    Cluster::given().unwrap()
}

fn template() -> Arc<TestDatabase> {
    let mut migrated = MIGRATED.lock().unwrap_or_else(PoisonError::into_inner);
    let template = migrated.get_or_insert_with(|| {
        let database = cluster().database();
        let url = database.url();
        let ran = Place::new().command_on(&["migrate"], &url).output().unwrap();
        let ran = Ran::of(&ran);
        assert_eq!(ran.code, 0, "{}", ran.err);
        Arc::new(database)
    });
    template.clone()
}

/// Drops what the cases have shared.
pub(super) fn clear() {
    MIGRATED.lock().unwrap_or_else(PoisonError::into_inner).take();
}
