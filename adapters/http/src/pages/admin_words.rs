//! The words of users, roles, groups, parameters and settings.

use super::words::words;
use ba360_core::{
    access::{Action, View},
    text::Language,
};

words! {
    /// Every word of the views of administration in one language, but those of keys and sessions.
    AdminWords {
    // ---- what they share ----
    deeds = "Acciones", "Actions";
    is_default = "Predeterminado", "Default";
    yes = "Sí", "Yes";
    no_one = "Ninguno", "None";
    done_saved = "Se guardaron los cambios.", "The changes were saved.";
    done_deleted = "Se eliminó.", "It was deleted.";
    delete_cannot = "Esto no se puede deshacer.", "This cannot be undone.";

    // ---- users ----
    users = "Usuarios", "Users";
    users_lead = "Quién puede entrar a la consola y con qué rol.", "Who may come in to the console, and with which role.";
    users_search = "Buscar usuarios", "Search users";
    users_box = "Usuario, nombre o email", "User name, name or email";
    users_empty = "Ningún usuario coincide con la búsqueda.", "No user matches the search.";
    users_next = "Revise lo escrito o cree el usuario.", "Check what you typed, or create the user.";
    user = "Usuario", "User";
    user_lower = "usuario", "user";
    users_lower = "usuarios", "users";
    new_user = "Crear usuario", "Create user";
    edit_user = "Editar usuario", "Edit user";
    back_to_users = "Volver a los usuarios", "Back to the users";
    full_name = "Nombre completo", "Full name";
    given_name = "Nombre", "Given name";
    surname = "Apellido", "Surname";
    external_id = "ID externo", "External id";
    external_id_hint = "La clave de la persona en otro sistema, si la tiene.", "The person's key in another system, if any.";
    user_name_hint = "Sin espacios ni comillas. Después no se puede cambiar.", "Without blanks or quotes. It cannot be changed afterwards.";
    email_placeholder_hint = "La dirección actual es de relleno: nadie lee lo que llega a ella.", "The present address only stands in for one: nobody reads what is sent there.";
    email_placeholder = "El email es de relleno: el usuario lo creó un sistema externo, que no informa uno. Nadie lee lo que llega a esa dirección y no sirve para ingresar con Azure. Edite el usuario para poner el verdadero.", "The email only stands in for one: an external system made this user and tells none. Nobody reads what is sent there, and it is no use for signing in by Azure. Edit the user to put the real one.";
    time_zone = "Zona horaria", "Time zone";
    time_zone_hint = "Por ejemplo, America/Santiago. En blanco vale la de la instancia.", "For example America/Santiago. The instance's where it is blank.";
    language_name = "Idioma", "Language";
    of_instance = "El de la instancia", "The instance's";
    zone_of_instance = "La de la instancia", "The instance's";
    spanish = "Español", "Spanish";
    english = "Inglés", "English";
    role_hint = "Lo que la persona puede ver y hacer.", "What the person may see and do.";
    no_role = "Sin rol", "No role";
    no_group = "Sin grupo", "No group";
    state = "Estado", "State";
    active = "Activo", "Active";
    inactive = "Inactivo", "Inactive";
    made_by = "Creado por", "Made by";
    made_externally = "Un sistema externo", "An external system";
    made_here = "Un administrador", "An administrator";
    made_at = "Creado", "Made";
    tokens_before = "Tokens revocados hasta", "Tokens revoked until";
    deactivate = "Desactivar", "Deactivate";
    deactivate_title = "Desactivar el usuario", "Deactivate the user";
    deactivate_about = "Se cierran sus sesiones y sus tokens dejan de servir de inmediato.", "The sessions end and the tokens are refused at once.";
    activate = "Activar", "Activate";
    activate_title = "Activar el usuario", "Activate the user";
    activate_about = "Podrá volver a entrar. Los tokens anteriores no vuelven a servir.", "The user may come in again. Earlier tokens stay refused.";
    revoke = "Revocar", "Revoke";
    revoke_title = "Revocar los tokens", "Revoke the tokens";
    revoke_about = "Los enlaces que los llevan pedirán la contraseña. Las sesiones abiertas siguen.", "Links that carry one will ask for the password. Open sessions go on.";
    reset = "Restablecer", "Reset";
    reset_title = "Restablecer la contraseña", "Reset the password";
    reset_about = "Se genera una provisoria, que se muestra una sola vez y que la persona cambia al entrar.", "A temporary one is made, shown once, which the person changes on coming in.";
    done_user_active = "Se activó el usuario.", "The user was activated.";
    done_user_inactive = "Se desactivó el usuario.", "The user was deactivated.";
    done_revoked = "Se revocaron los tokens del usuario.", "The user's tokens were revoked.";
    done_user = "Se creó el usuario.", "The user was created.";
    done_reset = "Se generó una contraseña nueva. La anterior ya no sirve.", "A new password was made. The old one is refused.";
    issued_title_new = "Usuario creado", "User created";
    issued_title_reset = "Contraseña restablecida", "Password reset";
    issued_hint = "Cópiela ahora y entréguela a la persona: no se volverá a mostrar. Al entrar por primera vez tendrá que cambiarla.", "Copy it now and give it to the person: it will not be shown again. It has to be changed at the first login.";
    issued_done = "Ya la copié: ver el usuario", "I have copied it: show the user";

    // ---- roles ----
    roles = "Roles", "Roles";
    roles_lead = "Qué puede ver y hacer cada usuario. Los usuarios que crean los sistemas externos reciben el predeterminado.", "What each user may see and do. Users whom external systems make get the default one.";
    roles_search = "Buscar roles", "Search roles";
    roles_box = "Nombre del rol", "Name of the role";
    roles_empty = "Ningún rol coincide con la búsqueda.", "No role matches the search.";
    roles_next = "Revise lo escrito o cree el rol.", "Check what you typed, or create the role.";
    role = "Rol", "Role";
    role_lower = "rol", "role";
    roles_lower = "roles", "roles";
    new_role = "Crear rol", "Create role";
    back_to_roles = "Volver a los roles", "Back to the roles";
    permissions = "Permisos", "Permissions";
    permissions_box = "Buscar una vista", "Search a view";
    permissions_none = "Ninguna vista coincide con la búsqueda.", "No view matches the search.";
    permissions_hint = "Todos da los cuatro permisos de la vista al guardar. Los cambios rigen desde la próxima solicitud de cada usuario; las vistas nuevas aparecen en su menú desde el próximo inicio de sesión.", "All gives the four permissions of the view on saving. Changes count from each user's next request on; new views stand in the menu from the next login on.";
    permissions_now = "Permisos actuales:", "Present permissions:";
    view = "Vista", "View";
    every_view = "Todas las vistas", "Every view";
    all = "Todos", "All";
    see = "Ver", "See";
    create = "Crear", "Create";
    edit = "Editar", "Edit";
    delete = "Eliminar", "Delete";
    role_exceeds = "Este rol tiene permisos que usted no tiene, por lo que no puede cambiarlo.", "This role has permissions that you do not have, so you cannot change it.";
    some_exceed = "Las casillas desactivadas son permisos que usted no tiene.", "The boxes that cannot be ticked are permissions that you do not have.";
    role_default_mark = "Marcar por defecto", "Mark as default";
    role_default_about = "Lo recibirán los usuarios que creen los sistemas externos.", "Users whom external systems make will get it.";
    role_default_unmark = "Quitar por defecto", "Unmark as default";
    role_default_unmark_about = "Los usuarios que creen los sistemas externos quedarán sin rol.", "Users whom external systems make will have no role.";
    mark = "Marcar", "Mark";
    unmark = "Quitar", "Unmark";
    role_delete_title = "Eliminar el rol", "Delete the role";
    role_delete_about = "Solo se puede mientras nadie lo tiene.", "Only while nobody has it.";
    done_role = "Se creó el rol.", "The role was created.";
    done_marked = "Quedó marcado por defecto.", "It is the default now.";
    done_unmarked = "Ya no hay uno por defecto.", "There is no default any more.";

    // ---- groups ----
    groups = "Grupos", "Groups";
    groups_lead = "Equipos de usuarios. Los que crean los sistemas externos entran en el predeterminado.", "Teams of users. Those whom external systems make get into the default one.";
    groups_search = "Buscar grupos", "Search groups";
    groups_box = "Nombre del grupo", "Name of the group";
    groups_empty = "Ningún grupo coincide con la búsqueda.", "No group matches the search.";
    groups_none = "Todavía no hay grupos.", "There are no groups yet.";
    groups_next = "Cree un grupo para reunir a los usuarios de un equipo.", "Create a group to bring the users of a team together.";
    group = "Grupo", "Group";
    group_lower = "grupo", "group";
    groups_lower = "grupos", "groups";
    new_group = "Crear grupo", "Create group";
    back_to_groups = "Volver a los grupos", "Back to the groups";
    group_default_about = "Entrarán en él los usuarios que creen los sistemas externos.", "Users whom external systems make will get into it.";
    group_default_unmark_about = "Los usuarios que creen los sistemas externos quedarán sin grupo.", "Users whom external systems make will be in no group.";
    group_delete_title = "Eliminar el grupo", "Delete the group";
    group_delete_about = "Solo se puede mientras nadie está en él.", "Only while nobody is in it.";
    done_group = "Se creó el grupo.", "The group was created.";

    // ---- parameters ----
    parameters = "Parámetros", "Parameters";
    parameters_lead = "Valores con nombre que usa la consola, como los de la conversación de los casos: ext_sys_url, ext_sys_user y ext_sys_pass.", "Named values that the console uses, such as those of the conversation of cases: ext_sys_url, ext_sys_user and ext_sys_pass.";
    parameters_none = "Todavía no hay parámetros.", "There are no parameters yet.";
    parameters_next = "Cree ext_sys_url, ext_sys_user y ext_sys_pass para ver la conversación de un caso.", "Create ext_sys_url, ext_sys_user and ext_sys_pass to see the conversation of a case.";
    parameter = "Parámetro", "Parameter";
    parameter_lower = "parámetro", "parameter";
    parameters_lower = "parámetros", "parameters";
    new_parameter = "Crear parámetro", "Create parameter";
    edit_parameter = "Editar parámetro", "Edit parameter";
    back_to_parameters = "Volver a los parámetros", "Back to the parameters";
    parameter_name = "Nombre", "Name";
    parameter_name_hint = "Letras de la a a la z en minúscula, cifras y _.", "Lower-case letters a to z, digits and _.";
    value = "Valor", "Value";
    value_new = "Valor nuevo", "New value";
    value_secret_hint = "El valor actual no se muestra. Déjelo en blanco para conservarlo.", "The present value is not shown. Leave it blank to keep it.";
    meaning = "Para qué sirve", "What it is for";
    secret = "Secreto", "Secret";
    secret_hint = "Se guarda cifrado y no se vuelve a mostrar. ext_sys_pass siempre es secreto.", "It is kept sealed and never shown again. ext_sys_pass is always a secret.";
    ext_sys_url = "La dirección https del servicio que guarda las conversaciones.", "The https address of the service that keeps conversations.";
    ext_sys_user = "El usuario con que la consola entra a ese servicio.", "The user by which the console comes in to that service.";
    ext_sys_pass = "La contraseña en ese servicio. Siempre es secreta.", "The password at that service. It is always a secret.";
    parameter_delete_title = "Eliminar el parámetro", "Delete the parameter";
    parameter_delete_about = "Lo que lo usa deja de funcionar.", "What uses it stops working.";
    done_parameter = "Se creó el parámetro.", "The parameter was created.";

    // ---- the instance ----
    instance = "Instancia", "Instance";
    instance_lead = "Cómo responde esta instancia y cómo lee teléfonos y fechas.", "How this instance answers, and how it reads phone numbers and dates.";
    instance_name = "Nombre (company)", "Name (company)";
    hosts = "Direcciones", "Hosts";
    hosts_hint = "Una por línea, sin https:// ni ruta. Debe estar la que usa ahora.", "One a line, without https:// or a path. The one that you use now has to be among them.";
    country = "País", "Country";
    country_hint = "Dos letras, como CL.", "Two letters, such as CL.";
    national_length = "Largo del teléfono nacional", "Length of a national phone number";
    national_length_hint = "Cuántos dígitos tiene, de 6 a 15. En Chile son 9.", "How many digits it has, 6 to 15. In Chile they are 9.";
    origins = "Orígenes que pueden enmarcar la consola", "Origins that may show the console in a frame";
    origins_hint = "Uno por línea, hasta 20. El escritorio de Genesys Cloud es https://apps. y el dominio de la región: https://apps.mypurecloud.com, https://apps.usw2.pure.cloud o https://apps.sae1.pure.cloud, por ejemplo.", "One a line, up to 20. The Genesys Cloud desktop is https://apps. and the domain of the region: https://apps.mypurecloud.com, https://apps.usw2.pure.cloud or https://apps.sae1.pure.cloud, for example.";
    activity_days = "Días que se guarda la actividad", "Days that activity is kept";
    activity_days_hint = "De 1 a 3650.", "1 to 3650.";
    instance_zone_hint = "Por ejemplo, America/Santiago. Los números de caso llevan la fecha de esta zona.", "For example America/Santiago. Case numbers carry the date of this zone.";
    reindexing = "Cambió el largo del teléfono nacional: los registros se están reordenando para encontrarlos por el nuevo. Mientras tanto algunos teléfonos pueden no encontrarse.", "The length of a national phone number has changed: records are being gone through to be found by the new one. Meanwhile some phone numbers may not be found.";
    bad_host = "Esta dirección no es válida: escriba solo el nombre del servidor, sin https:// ni ruta.", "This host is not valid: write the name of the server alone, without https:// or a path.";
    bad_country = "El país son dos letras, como CL.", "A country is two letters, such as CL.";
    bad_national_length = "El largo es un número de 6 a 15.", "The length is a number from 6 to 15.";
    bad_activity_days = "Los días son un número de 1 a 3650.", "The days are a number from 1 to 3650.";
    bad_origin = "Un origen es https:// y un servidor, sin ruta, como https://apps.mypurecloud.com.", "An origin is https:// and a host, without a path, such as https://apps.mypurecloud.com.";
    }
}

impl AdminWords {
    /// The name of a view, as the page calls its permission.
    pub(crate) const fn view_name(&self, view: View) -> &'static str {
        let (spanish, english) = match view {
            View::Contacts => ("Contactos", "Contacts"),
            View::Accounts => ("Cuentas", "Accounts"),
            View::Cases => ("Casos", "Cases"),
            View::Users => ("Usuarios", "Users"),
            View::Roles => ("Roles", "Roles"),
            View::Groups => ("Grupos", "Groups"),
            View::ExternalApplications => ("Aplicaciones externas", "External applications"),
            View::Parameters => ("Parámetros", "Parameters"),
            View::AzureSso => ("Administrar SSO Azure", "Administer Azure SSO"),
            View::Activity => ("Actividad", "Activity"),
            View::LinkInspector => ("Inspector de enlaces", "Link inspector"),
            View::Instance => ("Instancia", "Instance"),
            View::Sessions => ("Sesiones", "Sessions"),
        };
        self.say(spanish, english)
    }

    /// The menu in which a view stands.
    pub(crate) const fn menu_of(&self, view: View) -> &'static str {
        match view {
            View::Contacts | View::Accounts => self.say("Clientes", "Customers"),
            View::Cases => self.say("Casos", "Cases"),
            View::Users | View::Roles | View::Groups => self.say("Agente", "Agent"),
            _ => self.say("Otros", "Others"),
        }
    }

    const fn say(&self, spanish: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::Spanish => spanish,
            Language::English => english,
        }
    }

    /// The name of an action.
    pub(crate) const fn action(&self, action: Action) -> &'static str {
        match action {
            Action::See => self.see,
            Action::Create => self.create,
            Action::Edit => self.edit,
            Action::Delete => self.delete,
        }
    }

    /// The names of the actions, in their order.
    pub(crate) fn actions(&self) -> [&'static str; 4] {
        Action::ALL.map(|action| self.action(action))
    }

    /// The name of a language.
    pub(crate) const fn language_of(&self, language: Language) -> &'static str {
        match language {
            Language::Spanish => self.spanish,
            Language::English => self.english,
        }
    }
}
