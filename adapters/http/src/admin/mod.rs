//! The views of administration, over the use cases of core.

mod activity;
mod chart;
mod csv;
mod external;
mod groups;
mod links;
mod named;
mod parameter_form;
mod parameters;
mod role_form;
mod roles;
mod sessions;
mod settings;
mod shared;
mod token_free;
mod user_form;
mod user_texts;
mod users;

use crate::routes::{Access::May, Menu, Route, Words, rows};
use ba360_core::access::{
    Action::{Create, Delete, Edit, See},
    View::{
        Activity, ExternalApplications, Groups, Instance, LinkInspector, Parameters, Roles, Sessions, Users,
    },
};

const fn words(spanish: &'static str, english: &'static str) -> Words {
    Words::of(spanish, english)
}

/// The routes of administration.
pub(crate) static ROUTES: &[Route] = rows! {
    Get "/admin/usuarios", May(Users, See), Words::in_menu(Menu::Agents, "Usuarios", "Users"), users::list;
    Get "/admin/usuarios/nuevo", May(Users, Create), words("Crear usuario", "Create user"), user_form::ask_new;
    Post "/admin/usuarios/nuevo", May(Users, Create), words("Crear usuario", "Create user"), user_form::make;
    Get "/admin/usuarios/{id}", May(Users, See), words("Usuario", "User"), users::show;
    Get "/admin/usuarios/{id}/editar", May(Users, Edit), words("Editar usuario", "Edit user"), user_form::ask_edit;
    Post "/admin/usuarios/{id}/editar", May(Users, Edit), words("Editar usuario", "Edit user"), user_form::edit;
    Post "/admin/usuarios/{id}/activar", May(Users, Edit), words("Activar el usuario", "Activate the user"),
        |call| users::set_active(call, true);
    Post "/admin/usuarios/{id}/desactivar", May(Users, Edit), words("Desactivar el usuario", "Deactivate the user"),
        |call| users::set_active(call, false);
    Post "/admin/usuarios/{id}/revocar", May(Users, Edit), words("Revocar los tokens", "Revoke the tokens"), users::revoke;
    Post "/admin/usuarios/{id}/contrasena", May(Users, Edit),
        words("Restablecer la contraseña", "Reset the password"), users::reset;

    Get "/admin/roles", May(Roles, See), Words::in_menu(Menu::Agents, "Roles", "Roles"), roles::list;
    Get "/admin/roles/nuevo", May(Roles, Create), words("Crear rol", "Create role"), role_form::ask_new;
    Post "/admin/roles/nuevo", May(Roles, Create), words("Crear rol", "Create role"), role_form::make;
    Get "/admin/roles/{id}", May(Roles, See), words("Permisos del rol", "Permissions of the role"), role_form::show;
    Post "/admin/roles/{id}", May(Roles, Edit), words("Permisos del rol", "Permissions of the role"), role_form::edit;
    Post "/admin/roles/{id}/predeterminado", May(Roles, Edit), words("Rol por defecto", "Default role"), roles::mark_default;
    Get "/admin/roles/{id}/eliminar", May(Roles, Delete), words("Eliminar el rol", "Delete the role"), roles::ask_delete;
    Post "/admin/roles/{id}/eliminar", May(Roles, Delete), words("Eliminar el rol", "Delete the role"), roles::delete;

    Get "/admin/grupos", May(Groups, See), Words::in_menu(Menu::Agents, "Grupos", "Groups"), groups::list;
    Get "/admin/grupos/nuevo", May(Groups, Create), words("Crear grupo", "Create group"), groups::ask_new;
    Post "/admin/grupos/nuevo", May(Groups, Create), words("Crear grupo", "Create group"), |call| groups::save(call, true);
    Get "/admin/grupos/{id}", May(Groups, See), words("Grupo", "Group"), groups::show;
    Post "/admin/grupos/{id}", May(Groups, Edit), words("Editar el grupo", "Edit the group"), |call| groups::save(call, false);
    Post "/admin/grupos/{id}/predeterminado", May(Groups, Edit), words("Grupo por defecto", "Default group"),
        groups::mark_default;
    Get "/admin/grupos/{id}/eliminar", May(Groups, Delete), words("Eliminar el grupo", "Delete the group"), groups::ask_delete;
    Post "/admin/grupos/{id}/eliminar", May(Groups, Delete), words("Eliminar el grupo", "Delete the group"), groups::delete;

    Get "/admin/aplicaciones-externas", May(ExternalApplications, See),
        Words::in_menu(Menu::Others, "Aplicaciones externas", "External applications"), external::show;
    Get "/admin/aplicaciones-externas/regenerar", May(ExternalApplications, Edit),
        Words::of("Regenerar el secretkey", "Regenerate the secretkey"), external::ask;
    Post "/admin/aplicaciones-externas/regenerar", May(ExternalApplications, Edit),
        Words::of("Regenerar el secretkey", "Regenerate the secretkey"), external::regenerate;

    Get "/admin/parametros", May(Parameters, See), Words::in_menu(Menu::Others, "Parámetros", "Parameters"), parameters::list;
    Get "/admin/parametros/nuevo", May(Parameters, Create), words("Crear parámetro", "Create parameter"), parameter_form::ask_new;
    Post "/admin/parametros/nuevo", May(Parameters, Create), words("Crear parámetro", "Create parameter"), parameter_form::make;
    Get "/admin/parametros/{nombre}/editar", May(Parameters, Edit), words("Editar parámetro", "Edit parameter"),
        parameter_form::ask_edit;
    Post "/admin/parametros/{nombre}/editar", May(Parameters, Edit), words("Editar parámetro", "Edit parameter"),
        parameter_form::edit;
    Get "/admin/parametros/{nombre}/eliminar", May(Parameters, Delete), words("Eliminar el parámetro", "Delete the parameter"),
        parameters::ask_delete;
    Post "/admin/parametros/{nombre}/eliminar", May(Parameters, Delete), words("Eliminar el parámetro", "Delete the parameter"),
        parameters::delete;

    Get "/admin/actividad", May(Activity, See), Words::in_menu(Menu::Others, "Actividad", "Activity"), activity::show;

    Get "/admin/enlaces", May(LinkInspector, See), Words::in_menu(Menu::Others, "Inspector de enlaces", "Link inspector"),
        links::ask;

    Get "/admin/instancia", May(Instance, See), Words::in_menu(Menu::Others, "Instancia", "Instance"), settings::show;
    Post "/admin/instancia", May(Instance, Edit), words("Cambiar la instancia", "Change the instance"), settings::change;

    Get "/admin/sesiones", May(Sessions, See),
        Words::in_menu(Menu::Others, "Sesiones", "Sessions"), sessions::show;
    Post "/admin/sesiones/terminar", May(Sessions, Delete),
        Words::of("Terminar una sesión", "End a session"), sessions::end;
};

/// The routes that take a long form.
pub(crate) static LONG_FORMS: &[Route] = &[links::INSPECT, links::DOWNLOAD];
