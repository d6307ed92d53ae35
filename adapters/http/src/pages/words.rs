//! The words of the pages, in Spanish and English: one row a word, both languages beside each other, so that a
//! word without its translation does not compile. What a code means is worded in core.

use ba360_core::{
    record::{Field, Object, Total},
    text::Language,
};

/// One row a word: its name, Spanish, English.
macro_rules! words {
    ($(#[$doc:meta])* $type:ident { $($name:ident = $es:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $type {
            /// The language.
            pub(crate) language: Language,
            $(pub(crate) $name: &'static str,)+
        }

        impl $type {
            /// The words of a language.
            pub(crate) const fn of(language: Language) -> &'static Self {
                static ES: $type = $type { language: Language::Spanish, $($name: $es,)+ };
                static EN: $type = $type { language: Language::English, $($name: $en,)+ };
                match language {
                    Language::Spanish => &ES,
                    Language::English => &EN,
                }
            }
        }
    };
}
pub(super) use words;

words! {
    /// Every word of the pages in one language, but those of the views of administration.
    Words {
    // ---- layout ----
    product = "Be Aware 360", "Be Aware 360";
    skip = "Ir al contenido", "Skip to content";
    menu = "Menú", "Menu";
    main_menu = "Menú principal", "Main menu";
    signed_in_as = "Sesión iniciada", "Signed in";
    sign_out = "Salir", "Sign out";
    cancel = "Cancelar", "Cancel";
    save = "Guardar", "Save";
    edit = "Editar", "Edit";
    back = "Volver", "Back";
    absent = "Sin dato", "None";
    no_permission_empty = "No hay vistas disponibles para su rol.", "There are no views for your role.";

    // ---- objects ----
    contacts = "Contactos", "Contacts";
    accounts = "Cuentas", "Accounts";
    cases = "Casos", "Cases";
    contact = "Contacto", "Contact";
    account = "Cuenta", "Account";
    case = "Caso", "Case";
    contact_lower = "contacto", "contact";
    contacts_lower = "contactos", "contacts";
    account_lower = "cuenta", "account";
    accounts_lower = "cuentas", "accounts";
    case_lower = "caso", "case";
    cases_lower = "casos", "cases";
    more_than = "más de", "more than";
    thousand = "1.000", "1,000";

    // ---- fields ----
    identifier = "Identificador", "Identifier";
    name = "Nombre", "Name";
    social_id = "Idrrss", "Social network id";
    email = "Email", "Email";
    phone = "Teléfono", "Phone";
    representative = "Representante", "Representative";
    legal_name = "Razón social", "Legal name";
    business_line = "Giro", "Line of business";
    address = "Dirección", "Address";
    identifier_hint = "Por ejemplo, el RUT.", "For example, the national tax number.";
    name_hint = "Nombre y apellido.", "First and last name.";
    social_id_hint = "Id de la persona en la red social.", "The person's id in the social network.";
    business_line_hint = "También llamado línea de negocio.", "What the company does.";

    // ---- signing in ----
    sign_in = "Iniciar sesión", "Sign in";
    sign_in_lead = "Use su usuario y contraseña de la consola.", "Use your user name and password of the console.";
    user_name = "Usuario", "User name";
    password = "Contraseña", "Password";
    enter = "Ingresar", "Sign in";
    to_go_on = "Para continuar, inicie sesión.", "Sign in to go on.";
    sign_out_ask = "¿Cerrar la sesión?", "Sign out?";
    signed_out = "Sesión cerrada", "Signed out";
    signed_out_lead = "Su sesión en la consola terminó. Ya puede cerrar esta ventana.", "Your session in the console has ended. You can close this window.";
    sign_in_again = "Volver a iniciar sesión", "Sign in again";
    switch_user = "El enlace es de otro usuario", "The link belongs to another user";
    switch_signed_in = "Usted tiene una sesión abierta como", "You are signed in as";
    switch_link_names = "El enlace que abrió inicia sesión como", "The link that you opened signs in as";
    switch_lead = "Si cambia de usuario, la sesión actual se cierra.", "If you switch, your current session ends.";
    switch_yes = "Cambiar a", "Switch to";
    switch_no = "Seguir como", "Stay signed in as";
    no_role = "Usuario sin rol", "No role yet";

    change_password = "Cambiar la contraseña", "Change the password";
    change_password_lead = "Al cambiarla se cierran sus demás sesiones.", "Changing it ends your other sessions.";
    password_current = "Contraseña actual", "Current password";
    password_new = "Contraseña nueva", "New password";
    password_new_hint = "12 caracteres o más; varias palabras sirven bien.", "12 characters or more; several words do well.";
    password_again = "Repita la contraseña nueva", "The new password again";
    done_password = "Se cambió la contraseña.", "The password was changed.";

    // ---- administration ----
    external = "Aplicaciones externas", "External applications";
    external_lead = "Con estas llaves un sistema externo inicia la sesión de sus usuarios y obtiene los tokens de los enlaces.", "With these keys an external system signs its users in and gets the tokens of links.";
    external_keys = "Llaves", "Keys";
    external_use = "Cómo pedir un token", "How to ask for a token";
    external_example = "Ejemplo del cuerpo, en JSON", "Example of the body, in JSON";
    external_answer = "La respuesta trae el token y cuántos segundos dura. Si el usuario no existe, se crea.", "The answer has the token and how many seconds it lasts. A user who does not exist is made.";
    example_user = "nombre.apellido", "first.last";
    example_pass = "contraseña del usuario", "password of the user";
    key_made = "Generada", "Made";
    key_used = "Último uso", "Last used";
    never_used = "nunca", "never";
    regenerate = "Regenerar", "Regenerate";
    regenerate_title = "Regenerar el secretkey", "Regenerate the secretkey";
    regenerate_what = "El secretkey actual deja de servir de inmediato: los sistemas externos que lo usan no podrán pedir tokens hasta que se configure en ellos el nuevo. El clientkey no cambia.", "The current secretkey is refused at once: external systems that use it can get no tokens until they are given the new one. The clientkey stays.";
    revoke_too = "Revocar también los tokens emitidos", "Revoke the issued tokens too";
    revoke_hint = "Sin marcarlo, los tokens ya emitidos sirven hasta que vencen.", "Unless it is ticked, tokens that were issued are good until they expire.";
    done_regenerated = "Se generó un secretkey nuevo. El anterior ya no sirve.", "A new secretkey was made. The old one is refused.";
    done_regenerated_revoked = "Se generó un secretkey nuevo y se revocaron los tokens emitidos.", "A new secretkey was made, and the issued tokens were revoked.";
    sessions = "Sesiones", "Sessions";
    sessions_lead = "Quién tiene una sesión abierta en la consola.", "Who is signed in to the console.";
    sessions_open = "Sesiones abiertas", "Open sessions";
    session_lower = "sesión", "session";
    sessions_lower = "sesiones", "sessions";
    session_since = "Desde", "Since";
    session_seen = "Último uso", "Last used";
    session_until = "Hasta", "Until";
    this_session = "esta sesión", "this session";
    end_session = "Terminar", "End";
    end_session_of = "Terminar la sesión de", "End the session of";
    done_session_ended = "Se terminó la sesión.", "The session was ended.";

    // ---- errors ----
    error_bad_request = "No se pudo leer la solicitud", "The request could not be read";
    error_link = "No se pudo leer el enlace", "The link could not be read";
    error_forbidden = "Sin permiso", "Not permitted";
    error_form = "El formulario venció", "The form has expired";
    error_not_found = "No encontrado", "Not found";
    error_conflict = "La operación se cruzó con otra", "The operation met another";
    error_throttled = "Demasiados intentos", "Too many tries";
    error_unavailable = "El sistema no está disponible", "The system is not available";
    error_internal = "Ocurrió un error", "Something went wrong";
    error_elsewhere = "No se pudo completar la solicitud", "The request could not be completed";
    tracking = "Código de seguimiento", "Tracking code";
    tracking_hint = "Indíquelo si pide ayuda.", "Quote it if you ask for help.";
    place = "Dónde", "Where";
    at_position = "Posición en el enlace", "Position in the link";
    byte = "byte", "byte";
    here = "aquí", "here";
    ends_here = "aquí termina", "it ends here";
    go_home = "Ir al inicio", "Go to the start";

    // ---- searching ----
    search = "Buscar", "Search";
    contacts_search = "Buscar contactos", "Search contacts";
    accounts_search = "Buscar cuentas", "Search accounts";
    cases_search = "Buscar casos", "Search cases";
    contacts_box = "Identificador, nombre, idrrss, email o teléfono", "Identifier, name, social network id, email or phone";
    accounts_box = "Identificador, representante, razón social, giro o dirección", "Identifier, representative, legal name, line of business or address";
    cases_box = "Número de caso", "Case number";
    by_field = "Buscar por campo", "Search by field";
    results = "Resultados", "Results";
    all_cases = "Todos los casos", "All cases";
    contacts_begin = "Escriba un dato del contacto para buscarlo.", "Type something about the contact to find it.";
    accounts_begin = "Escriba un dato de la cuenta para buscarla.", "Type something about the account to find it.";
    cases_none = "Todavía no hay casos.", "There are no cases yet.";
    contacts_empty = "Ningún contacto coincide con la búsqueda.", "No contact matches the search.";
    accounts_empty = "Ninguna cuenta coincide con la búsqueda.", "No account matches the search.";
    cases_empty = "Ningún caso coincide con la búsqueda.", "No case matches the search.";
    empty_next = "Revise lo escrito o cree el registro con los datos de la búsqueda.", "Check what you typed, or create the record with the data of the search.";
    empty_check = "Revise lo escrito e intente de nuevo.", "Check what you typed and try again.";
    lower_found = "Con el otro dato del enlace sí hay resultados:", "The link's other value does find something:";
    lower_see = "ver", "see";
    pages = "Páginas de resultados", "Pages of results";
    page = "Página", "Page";
    previous = "Anterior", "Previous";
    next = "Siguiente", "Next";
    of_total = "de", "of";
    page_size = "Por página", "Per page";
    page_size_rows = "filas por página", "rows per page";
    back_to_contacts = "Volver a la búsqueda de contactos", "Back to the contact search";
    back_to_accounts = "Volver a la búsqueda de cuentas", "Back to the account search";
    back_to_cases = "Volver a la búsqueda de casos", "Back to the case search";

    // ---- records ----
    details = "Datos", "Details";
    new_contact = "Crear contacto", "Create contact";
    new_account = "Crear cuenta", "Create account";
    new_case = "Crear caso", "Create case";
    edit_contact = "Editar contacto", "Edit contact";
    edit_account = "Editar cuenta", "Edit account";
    no_accounts = "Este contacto no pertenece a ninguna cuenta.", "This contact belongs to no account.";
    no_contacts = "Esta cuenta no tiene contactos.", "This account has no contacts.";
    no_cases = "No tiene casos.", "There are no cases.";
    cases_pages = "Páginas de casos", "Pages of cases";
    newer_cases = "Casos más recientes", "Newer cases";
    older_cases = "Casos más antiguos", "Older cases";
    tie = "Vincular cuenta", "Link an account";
    tie_this = "Vincular", "Link";
    untie = "Quitar", "Remove";
    untie_from = "Quitar del contacto la cuenta", "Remove from the contact the account";
    tie_to = "Vincular al contacto la cuenta", "Link to the contact the account";
    tie_lead = "Busque la cuenta a la que pertenece el contacto.", "Find the account that the contact belongs to.";
    tied_already = "Ya vinculada", "Linked already";
    number = "Número", "Number";
    channel = "Canal", "Channel";
    platform = "Plataforma", "Platform";
    interaction = "Interacción", "Interaction";
    interaction_id = "Id de interacción", "Interaction id";
    subject = "Asunto", "Subject";
    no_subject = "Sin asunto", "No subject";
    created = "Creado", "Created";

    // ---- forms ----
    form_errors = "Revise el formulario", "Check the form";
    one_field = "Complete al menos un campo.", "Fill in at least one field.";
    current_value = "Valor actual:", "Current value:";
    current_blank = "(vacío)", "(blank)";
    choose = "Elegir", "Choose";
    choose_contact = "¿De quién es el caso?", "Whose case is it?";
    choose_contact_lead = "Un caso siempre tiene un contacto. Busque uno o créelo.", "A case always has a contact. Find one or create it.";
    choose_this = "Elegir el contacto", "Choose the contact";
    contacts_of = "Contactos de la cuenta", "Contacts of the account";
    change_contact = "Elegir otro contacto", "Choose another contact";
    choose_channel = "Elija un canal", "Choose a channel";
    no_account = "Sin cuenta", "No account";
    account_hint = "La cuenta por la que consulta el contacto, si corresponde.", "The account that the contact asks about, if any.";
    subject_hint = "En una línea, qué necesita el contacto.", "In one line, what the contact needs.";
    from_interaction = "El caso quedará relacionado con esta interacción.", "The case will be related to this interaction.";

    // ---- notices, after something was done ----
    done_saved = "Se guardaron los cambios.", "The changes were saved.";
    done_contact = "Se creó el contacto.", "The contact was created.";
    done_account = "Se creó la cuenta.", "The account was created.";
    done_case = "Se creó el caso.", "The case was created.";
    done_same_case = "La interacción ya tenía este caso; no se creó otro.", "The interaction had this case already; no other was created.";
    done_tied = "Se vinculó la cuenta.", "The account was linked.";
    done_untied = "Se quitó la cuenta.", "The account was removed.";
    }
}

impl Words {
    /// The name of a field, as it stands over its value.
    pub(crate) const fn field(&self, field: Field) -> &'static str {
        match field {
            Field::Identifier => self.identifier,
            Field::Name => self.name,
            Field::SocialId => self.social_id,
            Field::Email => self.email,
            Field::Phone => self.phone,
            Field::Representative => self.representative,
            Field::LegalName => self.legal_name,
            Field::BusinessLine => self.business_line,
            Field::Address => self.address,
        }
    }

    /// What helps to fill in a field.
    pub(crate) const fn field_hint(&self, field: Field) -> Option<&'static str> {
        match field {
            Field::Identifier => Some(self.identifier_hint),
            Field::Name => Some(self.name_hint),
            Field::SocialId => Some(self.social_id_hint),
            Field::BusinessLine => Some(self.business_line_hint),
            Field::Email | Field::Phone | Field::Representative | Field::LegalName | Field::Address => None,
        }
    }

    /// So many of an object: `12 contactos`, `1 cuenta`, `más de 1.000 casos`.
    pub(crate) fn count(&self, total: Total, object: Object) -> String {
        let (one, many) = match object {
            Object::Contact => (self.contact_lower, self.contacts_lower),
            Object::Account => (self.account_lower, self.accounts_lower),
            Object::Case => (self.case_lower, self.cases_lower),
        };
        self.count_of(total, one, many)
    }

    /// So many sessions.
    pub(crate) fn count_of_sessions(&self, total: Total) -> String {
        self.count_of(total, self.session_lower, self.sessions_lower)
    }

    /// So many of something.
    pub(crate) fn count_of(&self, total: Total, one: &str, many: &str) -> String {
        match total.count {
            1 => format!("1 {one}"),
            _ => format!("{} {many}", self.total(total)),
        }
    }

    /// A total: `12`, `1.000`, `más de 1.000`.
    pub(crate) fn total(&self, total: Total) -> String {
        match (total.exact, total.count) {
            (false, _) => format!("{} {}", self.more_than, self.thousand),
            (true, 1000) => self.thousand.to_owned(),
            (true, count) => count.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_worded_exactly_up_to_a_thousand() {
        let (es, en) = (Words::of(Language::Spanish), Words::of(Language::English));
        assert_eq!(es.count(Total::counted(0), Object::Contact), "0 contactos");
        assert_eq!(es.count(Total::counted(1), Object::Account), "1 cuenta");
        assert_eq!(es.count(Total::counted(12), Object::Contact), "12 contactos");
        assert_eq!(es.count(Total::counted(1_000), Object::Case), "1.000 casos");
        assert_eq!(
            es.count(Total::counted(1_001), Object::Case),
            "más de 1.000 casos"
        );
        assert_eq!(
            en.count(Total::counted(1_001), Object::Account),
            "more than 1,000 accounts"
        );
    }
}
