//! The console: the views of contacts, accounts and cases.

use crate::routes::Route;

/// The routes of the console.
pub(crate) static ROUTES: &[Route] = &[];
