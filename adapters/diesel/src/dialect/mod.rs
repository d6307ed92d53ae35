//! What really differs between the backends, side by side: a file each, the same names in both.
//!
//! | name | what it does |
//! | --- | --- |
//! | `first_n!` | reads the first rows of a query whose order an index gives |
//! | `has_table` | tells whether a table is there |
//! | `text` | finds parts of fields |

#[cfg(feature = "sqlite")]
pub(crate) mod sqlite;
