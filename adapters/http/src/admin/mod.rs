//! The views of administration, over the use cases of core.

mod external;
mod sessions;

use crate::routes::{Access::May, Menu, Route, Words, rows};
use ba360_core::access::{
    Action::{Delete, Edit, See},
    View::{ExternalApplications, Sessions},
};

/// The routes of administration.
pub(crate) static ROUTES: &[Route] = rows! {
    Get "/admin/aplicaciones-externas", May(ExternalApplications, See),
        Words::in_menu(Menu::Others, "Aplicaciones externas", "External applications"), external::show;
    Get "/admin/aplicaciones-externas/regenerar", May(ExternalApplications, Edit),
        Words::of("Regenerar el secretkey", "Regenerate the secretkey"), external::ask;
    Post "/admin/aplicaciones-externas/regenerar", May(ExternalApplications, Edit),
        Words::of("Regenerar el secretkey", "Regenerate the secretkey"), external::regenerate;

    Get "/admin/sesiones", May(Sessions, See),
        Words::in_menu(Menu::Others, "Sesiones", "Sessions"), sessions::show;
    Post "/admin/sesiones/terminar", May(Sessions, Delete),
        Words::of("Terminar una sesión", "End a session"), sessions::end;
};
