//! What really differs between the backends, side by side: a folder each, the same names in both.
//!
//! | name | what it does |
//! | --- | --- |
//! | `first_n!` | reads the first rows of a query whose order an index gives |
//! | `first_free_n!` | the same, of rows that nobody else changes at the moment |
//! | `one_of!` | compares a column with a few texts |
//! | `by_ids!` | reads the rows of some keys |
//! | `snapshot` | reads several times from one state of the database |
//! | `hold_instance`, `hold_administration`, `hold_user`, `hold_keys` | lets nobody else write what follows from the same state meanwhile |
//! | `hold_key!` | reads a key that stays good meanwhile |
//! | `has_table` | tells whether a table is there |
//! | `NewIds` | new keys for records |
//! | `insert_all!` | puts many rows in at once |
//! | `keys` | which records some identifiers mean |
//! | `text` | finds parts of fields |
//! | `there` | which of some records, ties and cases there are |

use crate::schema::cases;
use ba360_core::record::FieldSet;
use diesel::prelude::*;

#[cfg(feature = "postgres")]
pub(crate) mod postgres;
#[cfg(feature = "sqlite")]
pub(crate) mod sqlite;

/// How many texts `one_of!` compares a column with.
pub(crate) const FEW_TEXTS: usize = 8;

/// How many records are looked at where an index cannot tell the matching ones from others. An index gives out at least
/// as many before it says that there are no more.
pub(crate) const LOOKED_AT: usize = 20_000;

/// What a case has that an import may change.
#[derive(Queryable, QueryableByName, Selectable)]
#[diesel(table_name = cases)]
pub(crate) struct KeptCase {
    pub(crate) day: i32,
    pub(crate) sequence: i32,
    pub(crate) contact: String,
    pub(crate) account: Option<String>,
    pub(crate) channel: Option<String>,
    pub(crate) subject: String,
}

/// What a record may have: every one of some texts in one of some fields, not necessarily all in the same. Each text
/// has three characters or more.
pub(crate) struct Wanted<'a> {
    #[cfg_attr(
        not(feature = "sqlite"),
        allow(dead_code, reason = "only SQLite's index tells fields apart")
    )]
    pub(crate) fields: FieldSet,
    pub(crate) texts: &'a [&'a str],
}
