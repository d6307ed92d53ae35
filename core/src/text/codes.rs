use super::Language;
use std::fmt;

/// One row a code: the variant, its wire form, Spanish, English.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $wire:literal, $es:literal, $en:literal;)+) => {
        /// A stable code: what went wrong, or what was noticed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name,)+ }

        impl Code {
            /// Every code there is, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The wire form: what stands in JSON, logs and records of activity.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $wire,)+ }
            }

            /// What a person reads.
            #[must_use]
            pub const fn words(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::Spanish) => $es,
                      (Self::$name, Language::English) => $en,)+
                }
            }
        }
    };
}

codes! {
    // ---- the house ----
    /// Nothing went wrong.
    Ok = "ok", "Correcto.", "Done.";
    /// A store did not answer in time, or its queue is full.
    StoreUnavailable = "store_unavailable",
        "El sistema está ocupado o en mantención. Intente de nuevo en unos segundos.",
        "The system is busy or under maintenance. Try again in a few seconds.";
    /// A store failed in a way that a retry will not mend.
    StoreFailed = "store_failed",
        "Ocurrió un error interno. Si se repite, informe el código de seguimiento.",
        "An internal error occurred. If it happens again, report the tracking code.";
    /// Two changes of the same thing met.
    StoreConflict = "store_conflict",
        "La operación choca con otra que ya se hizo.",
        "The operation conflicts with one that was done already.";

    // ---- links ----
    /// The link is longer than 8,192 bytes.
    LinkTooLong = "link_too_long",
        "El enlace supera los 8.192 bytes.",
        "The link is longer than 8,192 bytes.";
    /// The input is neither an `http` or `https` address with a host nor a path.
    LinkAddress = "link_address",
        "No es un enlace: se espera una dirección http o https, o una ruta que comience con /integracionview.",
        "This is not a link: an http or https address is expected, or a path that begins with /integracionview.";
    /// The path is not that of the integration link.
    LinkPath = "link_path",
        "La ruta no comienza con /integracionview.",
        "The path does not begin with /integracionview.";
    /// Not UTF-8, once decoded.
    LinkNotUtf8 = "link_not_utf8",
        "El enlace contiene bytes que no son UTF-8.",
        "The link holds bytes that are not UTF-8.";
    /// Percent-encoded more than twice.
    LinkEncodedTooOften = "link_encoded_too_often",
        "El objeto de búsqueda viene codificado más de dos veces; debe codificarse una sola vez.",
        "The search object is percent-encoded more than twice; it must be encoded once.";
    /// No platform, or a blank one.
    LinkPlatformMissing = "link_platform_missing",
        "Falta la plataforma.",
        "The platform (plataforma) is missing.";
    /// The platform is a placeholder that nothing filled in.
    LinkPlatformUnfilled = "link_platform_unfilled",
        "El sistema externo no completó la plataforma.",
        "The external system did not fill in the platform (plataforma).";
    /// The platform is longer than 60 characters.
    LinkPlatformTooLong = "link_platform_too_long",
        "La plataforma supera los 60 caracteres.",
        "The platform (plataforma) is longer than 60 characters.";
    /// No channel, or a blank one.
    LinkChannelMissing = "link_channel_missing",
        "Falta el canal.",
        "The channel (canal) is missing.";
    /// The channel is a placeholder that nothing filled in.
    LinkChannelUnfilled = "link_channel_unfilled",
        "El sistema externo no completó el canal.",
        "The external system did not fill in the channel (canal).";
    /// The channel is none of the accepted ones.
    LinkChannelUnknown = "link_channel_unknown",
        "El canal no es válido. Canales aceptados: Voz (se acepta Call), Chat, Email, SMS, TWDirect, Messenger, Facebook, Whatsapp, Telegram, Hangout, Instagram; para la plataforma chattigo también WEBCHAT (Chat).",
        "The channel (canal) is not valid. Accepted channels: Voz (Call is accepted), Chat, Email, SMS, TWDirect, Messenger, Facebook, Whatsapp, Telegram, Hangout, Instagram; for the platform chattigo also WEBCHAT (Chat).";
    /// No interaction id, or a blank one.
    LinkInteractionIdMissing = "link_interaction_id_missing",
        "Falta el id de la interacción.",
        "The interaction id is missing.";
    /// The interaction id is a placeholder that nothing filled in.
    LinkInteractionIdUnfilled = "link_interaction_id_unfilled",
        "El sistema externo no completó el id de la interacción.",
        "The external system did not fill in the interaction id.";
    /// The interaction id is longer than 120 characters.
    LinkInteractionIdTooLong = "link_interaction_id_too_long",
        "El id de la interacción supera los 120 caracteres.",
        "The interaction id is longer than 120 characters.";
    /// Nothing stands where the search object should.
    LinkCriteriaMissing = "link_criteria_missing",
        "Falta el objeto de búsqueda; un objeto vacío se escribe {}.",
        "The search object is missing; an empty one is written {}.";
    /// The search object is not JSON.
    LinkCriteriaSyntax = "link_criteria_syntax",
        "El objeto de búsqueda no es JSON válido.",
        "The search object is not valid JSON.";
    /// The link ends inside the search object.
    LinkCriteriaUnfinished = "link_criteria_unfinished",
        "El enlace termina dentro del objeto de búsqueda. Un ? o un # sin codificar corta el enlace.",
        "The link ends inside the search object. A raw ? or # cuts a link off.";
    /// An ignored value of the search object is nested deeper than the reader goes.
    LinkCriteriaTooDeep = "link_criteria_too_deep",
        "El objeto de búsqueda tiene más de 127 niveles de anidación.",
        "The search object is nested more than 127 levels deep.";
    /// Behind the search object stands something other than the end or a token.
    LinkCriteriaTrailing = "link_criteria_trailing",
        "Después del objeto de búsqueda solo puede venir el final del enlace, o / y el token.",
        "Only the end of the link, or / and the token, may follow the search object.";
    /// The JSON holds half of a surrogate pair.
    LinkLoneSurrogate = "link_lone_surrogate",
        "El objeto de búsqueda contiene un sustituto UTF-16 sin su pareja.",
        "The search object holds a UTF-16 surrogate without its pair.";
    /// A key or a parameter stands twice.
    LinkKeyRepeated = "link_key_repeated",
        "Un parámetro viene dos veces.",
        "A parameter is given twice.";
    /// `contacto` stands beside a key of the legacy format.
    LinkMixedFormats = "link_mixed_formats",
        "El parámetro contacto no puede venir junto a identificador, nombre, idrrss, email o telefono.",
        "The parameter contacto cannot stand beside identificador, nombre, idrrss, email or telefono.";
    /// A value is neither a string nor `null` nor an integer.
    LinkValueType = "link_value_type",
        "Un valor debe ser un texto entre comillas o null.",
        "A value must be a quoted string or null.";
    /// A value is longer than 256 characters.
    LinkValueTooLong = "link_value_too_long",
        "Un valor supera los 256 caracteres.",
        "A value is longer than 256 characters.";
    /// A control character stands inside a value.
    LinkControlCharacter = "link_control_character",
        "Un valor contiene un carácter de control.",
        "A value holds a control character.";
    /// A finding: the link was cut off at a raw `?` or `#`.
    LinkCut = "link_cut",
        "El enlace se cortó en un ? o un # sin codificar; lo que sigue no se usa.",
        "The link was cut off at a raw ? or #; what follows is not used.";
    /// A finding: the search object was percent-encoded twice.
    LinkEncodedTwice = "link_encoded_twice",
        "El objeto de búsqueda viene codificado dos veces; debe codificarse una sola vez.",
        "The search object is percent-encoded twice; it should be encoded once.";
    /// A finding: a key that is not the page's.
    LinkUnknownKey = "link_unknown_key",
        "Se ignoró un parámetro desconocido. Los nombres distinguen mayúsculas de minúsculas.",
        "An unknown parameter was ignored. Names are case-sensitive.";
    /// A finding: an integer where a string should stand.
    LinkIntegerValue = "link_integer_value",
        "Un valor viene como número entero; debe ser un texto entre comillas.",
        "A value is an integer; it should be a quoted string.";
    /// A finding: a value that the external system left unfilled, taken as absent. Refused in a link that is built.
    LinkValueUnfilled = "link_value_unfilled",
        "El sistema externo no completó un valor; se toma como ausente.",
        "The external system did not fill in a value; it is taken as absent.";
    /// A finding: the token is a placeholder that nothing filled in. Refused in a link that is built.
    LinkTokenUnfilled = "link_token_unfilled",
        "El sistema externo no completó el token.",
        "The external system did not fill in the token.";
    /// A finding of migration: the legacy link named a contact in several ways and one was kept.
    LinkMigratedOneOfSeveral = "link_migrated_one_of_several",
        "El enlace traía más de un dato del contacto; se conservó el primero de identificador, email, telefono, idrrss y nombre.",
        "The link named the contact in more than one way; the first of identificador, email, telefono, idrrss and nombre was kept.";
    /// Why a link searches cases.
    LinkSearchCase = "link_search_case",
        "El parámetro caso trae un valor: se busca el caso y los demás parámetros no se consultan.",
        "The parameter caso has a value: the case is searched and the others are not consulted.";
    /// Why a link searches accounts.
    LinkSearchAccount = "link_search_account",
        "El parámetro empresa trae un valor y caso no: se busca la cuenta y el contacto no se consulta.",
        "The parameter empresa has a value and caso has none: the account is searched and the contact is not consulted.";
    /// Why a link searches contacts.
    LinkSearchContact = "link_search_contact",
        "Vienen datos del contacto, y ni caso ni empresa traen un valor: se busca el contacto.",
        "The contact is given and neither caso nor empresa has a value: the contact is searched.";
    /// Why a link searches nothing.
    LinkSearchNone = "link_search_none",
        "Ningún parámetro de búsqueda trae un valor: se muestra el buscador de contactos vacío.",
        "No search parameter has a value: the empty contact search is shown.";

    // ---- the web ----
    /// Something broke that is nobody's fault but ours.
    InternalError = "internal_error",
        "Ocurrió un error interno. Si se repite, informe el código de seguimiento a un administrador.",
        "An internal error occurred. If it happens again, report the tracking code to an administrator.";
    /// The request cannot be understood.
    RequestBad = "request_bad",
        "La solicitud no se puede entender.",
        "The request cannot be understood.";
    /// The body is too large.
    RequestTooLarge = "request_too_large",
        "La solicitud es demasiado grande.",
        "The request is too large.";
    /// The address is too long.
    TargetTooLong = "target_too_long",
        "La dirección es demasiado larga.",
        "The address is too long.";
    /// The header fields are too many or too large.
    HeadersTooLarge = "headers_too_large",
        "Los encabezados de la solicitud son demasiados o demasiado grandes.",
        "The header fields of the request are too many or too large.";
    /// The request took too long to arrive.
    RequestTooSlow = "request_too_slow",
        "La solicitud tardó demasiado en llegar.",
        "The request took too long to arrive.";
    /// The body's media type is not accepted.
    MediaTypeRefused = "media_type_refused",
        "El tipo de contenido de la solicitud no se acepta.",
        "The media type of the request is not accepted.";
    /// There is no such page.
    PageUnknown = "page_unknown",
        "La página no existe.",
        "The page does not exist.";
    /// The page does not take that method.
    MethodRefused = "method_refused",
        "La página no acepta esta operación.",
        "The page does not accept this method.";
    /// Nobody is signed in.
    SignInNeeded = "sign_in_needed",
        "Ingrese con su usuario y contraseña.",
        "Sign in with your user name and password.";
    /// A form was sent without the token of its session, or from another site.
    FormStale = "form_stale",
        "El formulario ya no es válido. Vuelva a la página anterior, recárguela e intente de nuevo.",
        "The form is no longer valid. Go back to the page before, reload it and try again.";

    // ---- instances ----
    /// No instance answers the host.
    HostUnknown = "host_unknown",
        "Ninguna instancia responde en esta dirección.",
        "No instance answers at this address.";
    /// The name of an instance, or one of its hosts, is taken.
    InstanceTaken = "instance_taken",
        "El nombre de la instancia, o uno de sus hosts, ya está en uso.",
        "The instance's name, or one of its hosts, is already in use.";
    /// There is no instance of that name.
    InstanceUnknown = "instance_unknown",
        "No existe la instancia.",
        "There is no instance of that name.";

    // ---- access ----
    /// The user name or the password is missing.
    CredentialsBlank = "credentials_blank",
        "Ingrese su usuario y su contraseña.",
        "Enter your user name and your password.";
    /// The user name or the password is wrong, or the user may not come in.
    CredentialsRefused = "credentials_refused",
        "El usuario o la contraseña no son correctos.",
        "The user name or the password is not correct.";
    /// The link's token lets nobody in.
    TokenRefused = "token_refused",
        "El enlace no trae un token de autenticación vigente. Ingrese con su usuario y contraseña.",
        "The link brings no valid authentication token. Sign in with your user name and password.";
    /// The token of a program lets nobody in.
    AccessTokenRefused = "access_token_refused",
        "El token de acceso no está vigente en esta instancia. Pida otro.",
        "The access token is not good at this instance. Ask for another one.";
    /// The user has no role.
    NoRole = "no_role",
        "Su usuario todavía no tiene un rol. Pida a un administrador de la plataforma que le asigne uno.",
        "Your user has no role yet. Ask an administrator of the platform to assign one.";
    /// The user's role does not permit it.
    NotPermitted = "not_permitted",
        "Su rol no permite esta acción. Si la necesita, pídala a un administrador de la plataforma.",
        "Your role does not permit this. If you need it, ask an administrator of the platform.";
    /// A text that cannot be a user's name.
    UserNameBad = "user_name_bad",
        "El nombre de usuario tiene entre 1 y 120 caracteres, sin espacios, comillas dobles, caracteres de control ni ninguno de < > ( ) , ; : \\ [ ].",
        "A user name has 1 to 120 characters, without blanks, double quotes, control characters or any of < > ( ) , ; : \\ [ ].";
    /// There is a user of that name.
    UserTaken = "user_taken",
        "Ya existe un usuario con ese nombre.",
        "There is already a user of that name.";
    /// There is no such user.
    UserUnknown = "user_unknown",
        "No existe un usuario con ese nombre.",
        "There is no user of that name.";

    /// The current password was wrong.
    PasswordCurrentRefused = "password_current_refused",
        "La contraseña actual no es correcta.",
        "The current password is not correct.";
    /// A password is blank.
    PasswordBlank = "password_blank",
        "Escriba una contraseña.",
        "Type a password.";
    /// A password is longer than 1,024 bytes.
    PasswordTooLong = "password_too_long",
        "La contraseña supera los 1.024 bytes.",
        "The password is longer than 1,024 bytes.";
    /// A password that is chosen is shorter than 12 characters.
    PasswordTooShort = "password_too_short",
        "La contraseña debe tener 12 caracteres o más.",
        "The password must have 12 characters or more.";
    /// A password that is chosen is the first that anybody would guess.
    PasswordGuessable = "password_guessable",
        "La contraseña es fácil de adivinar: no puede ser el nombre de usuario ni repetir unos pocos caracteres.",
        "The password is easy to guess: it cannot be the user name or repeat a few characters.";
    /// The new password is the current one.
    PasswordUnchanged = "password_unchanged",
        "La contraseña nueva es igual a la actual.",
        "The new password is the current one.";
    /// Both times another new password was typed.
    PasswordsDiffer = "passwords_differ",
        "Las dos contraseñas nuevas no son iguales.",
        "The two new passwords are not the same.";
    /// Too many tries failed.
    TooManyTries = "too_many_tries",
        "Hubo demasiados intentos fallidos. Espere un momento e intente de nuevo.",
        "Too many tries failed. Wait a moment and try again.";

    /// The master key is not the one under which the installation's secrets are sealed.
    MasterKeyAnother = "master_key_another",
        "La llave maestra no es la de esta instalación: con ella no se abre lo que está cifrado.",
        "The master key is not this installation's: what is sealed does not open with it.";

    // ---- administration ----
    /// A text that cannot be the name of a role or a group.
    LabelBad = "label_bad",
        "El nombre tiene entre 1 y 60 caracteres, sin caracteres de control.",
        "A name has 1 to 60 characters, without control characters.";
    /// The name of a role or a group is taken.
    LabelTaken = "label_taken",
        "Ya existe otro con ese nombre.",
        "There is already another of that name.";
    /// There is no such role.
    RoleUnknown = "role_unknown",
        "El rol no existe.",
        "The role does not exist.";
    /// Users have the role.
    RoleInUse = "role_in_use",
        "Hay usuarios con este rol. Asígneles otro antes de eliminarlo.",
        "Users have this role. Give them another one before you delete it.";
    /// There is no such group.
    GroupUnknown = "group_unknown",
        "El grupo no existe.",
        "The group does not exist.";
    /// Users are in the group.
    GroupInUse = "group_in_use",
        "Hay usuarios en este grupo. Asígneles otro antes de eliminarlo.",
        "Users are in this group. Move them to another one before you delete it.";
    /// Somebody would give what they do not have.
    PermissionExceeds = "permission_exceeds",
        "No puede dar, cambiar ni quitar permisos que usted no tiene.",
        "You cannot give, change or take away permissions that you do not have.";
    /// Nobody would be left who administers the instance.
    LastAdministrator = "last_administrator",
        "Es el último administrador: nadie más podría administrar usuarios y roles.",
        "This is the last administrator: nobody else could administer users and roles.";
    /// Somebody would lock themselves out.
    OneselfRefused = "oneself_refused",
        "No puede desactivar su propio usuario.",
        "You cannot deactivate your own user.";
    /// A text that cannot be an e-mail address.
    EmailBad = "email_bad",
        "El correo electrónico no es válido.",
        "The e-mail address is not valid.";
    /// A text that is no time zone.
    TimeZoneBad = "time_zone_bad",
        "La zona horaria no existe. Use un nombre como America/Santiago.",
        "There is no such time zone. Use a name such as America/Santiago.";
    /// A text that is no language of the console.
    LanguageBad = "language_bad",
        "El idioma debe ser es o en.",
        "The language must be es or en.";

    /// A text that cannot be the name of a parameter.
    ParameterNameBad = "parameter_name_bad",
        "El nombre de un parámetro tiene entre 1 y 60 caracteres: a-z, 0-9 y _.",
        "A parameter's name is 1 to 60 of the characters a-z, 0-9 and _.";
    /// A text that cannot be the value of a parameter.
    ParameterValueBad = "parameter_value_bad",
        "El valor tiene entre 1 y 2.000 caracteres, sin caracteres de control.",
        "The value has 1 to 2,000 characters, without control characters.";
    /// An address that no service outside can have.
    ParameterAddressBad = "parameter_address_bad",
        "La dirección debe ser https, de un servidor público, sin usuario, contraseña, ? ni #.",
        "The address must be https, of a public host, without user, password, ? or #.";
    /// There is no such parameter.
    ParameterUnknown = "parameter_unknown",
        "El parámetro no existe.",
        "The parameter does not exist.";

    /// The host by which an administrator came would no longer be answered.
    OwnHostMissing = "own_host_missing",
        "Falta la dirección por la que usted ingresó: si la quita, nadie podría volver a entrar por ella.",
        "The address by which you came is missing: without it nobody could come back by it.";
    /// A host is another instance's.
    HostTaken = "host_taken",
        "Una de las direcciones ya está en uso.",
        "One of the addresses is already in use.";
    /// More than 20 origins of frames.
    TooManyOrigins = "too_many_origins",
        "Se aceptan hasta 20 orígenes.",
        "Up to 20 origins are accepted.";
    /// A setting of an instance that cannot be.
    InstanceSettingBad = "instance_setting_bad",
        "El valor no es válido.",
        "The value is not valid.";
    /// A password that an administrator gave has to be changed.
    PasswordTemporary = "password_temporary",
        "Su contraseña es provisoria: cámbiela para continuar.",
        "Your password is a temporary one: change it to go on.";

    /// More links than are inspected at once.
    TooManyLinks = "too_many_links",
        "Se revisan hasta 200 enlaces a la vez.",
        "Up to 200 links are inspected at once.";

    // ---- external systems ----
    /// Fields of a login by an external system are missing or blank.
    ExternalFieldsMissing = "external_fields_missing",
        "Faltan datos: user, pass, company, secretkey y clientkey son obligatorios y no pueden estar vacíos.",
        "Data is missing: user, pass, company, secretkey and clientkey are required and cannot be blank.";
    /// A login by an external system is refused: an unknown company, another key, another password, or a user who may
    /// not come in.
    ExternalLoginRefused = "external_login_refused",
        "Error de autenticación: la empresa, las llaves, el usuario o la contraseña no son correctos.",
        "Authentication error: the company, the keys, the user or the password is not correct.";
    /// In the record of activity: the keys of a login by an external system are not those of the instance.
    ExternalKeysRefused = "external_keys_refused",
        "El secretkey o el clientkey no son los de la instancia.",
        "The secretkey or the clientkey is not the instance's.";
    /// External systems made too many users within an hour.
    TooManyUsersMade = "too_many_users_made",
        "Los sistemas externos crearon demasiados usuarios en la última hora. Intente más tarde.",
        "External systems made too many users within the last hour. Try again later.";

    // ---- records ----
    /// There is no such record.
    RecordUnknown = "record_unknown",
        "El registro no existe.",
        "The record does not exist.";
    /// Somebody else changed the record meanwhile.
    RecordStale = "record_stale",
        "Otra persona cambió este registro mientras lo editaba. Revise los datos actuales y guarde de nuevo.",
        "Somebody else changed this record while you were editing it. Check the current data and save again.";
    /// Not one field has a value.
    DetailsEmpty = "details_empty",
        "Complete al menos un campo.",
        "Fill in at least one field.";
    /// A value is too long.
    ValueTooLong = "value_too_long",
        "El valor supera los 256 caracteres.",
        "The value is longer than 256 characters.";
    /// A value holds a control character.
    ValueControlCharacter = "value_control_character",
        "El valor contiene un carácter de control.",
        "The value holds a control character.";
    /// There is no such contact.
    ContactUnknown = "contact_unknown",
        "El contacto no existe.",
        "The contact does not exist.";
    /// There is no such account.
    AccountUnknown = "account_unknown",
        "La cuenta no existe.",
        "The account does not exist.";
    /// There is no such interaction.
    InteractionUnknown = "interaction_unknown",
        "La interacción no existe.",
        "The interaction does not exist.";
    /// A case without an interaction needs a channel.
    ChannelMissing = "channel_missing",
        "Elija un canal.",
        "Choose a channel.";
    /// A row to import has no identifier.
    RowWithoutIdentifier = "row_without_identifier",
        "La fila no tiene identificador.",
        "The row has no identifier.";
    /// A row to import is about the same record as an earlier one.
    RowRepeated = "row_repeated",
        "Una fila anterior del archivo tiene el mismo identificador o número.",
        "An earlier row of the file has the same identifier or number.";
    /// A text that is no case number.
    CaseNumberBad = "case_number_bad",
        "El número de caso es una fecha y una secuencia, como 210112-000000.",
        "A case number is a date and a sequence, such as 210112-000000.";
    /// A day has no further case number.
    CaseDayFull = "case_day_full",
        "No quedan números de caso para hoy.",
        "There are no case numbers left for today.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_code_has_its_own_wire_form_and_words_in_both_languages() {
        let mut seen = HashSet::new();
        for &code in Code::ALL {
            let wire = code.as_str();
            assert!(seen.insert(wire), "{wire} stands twice");
            assert!(
                wire.bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'),
                "{wire}"
            );
            let (es, en) = (code.words(Language::Spanish), code.words(Language::English));
            assert!(es.len() > 5 && en.len() > 4 && es != en, "{wire} lacks words");
        }
    }

    #[test]
    fn the_page_of_codes_is_the_one_in_docs() {
        let on_disk = include_str!("../../../docs/codes.md");
        assert!(
            super::super::codes_page() == on_disk,
            "docs/codes.md is old: run `cargo run -p ba360-core --example codes > docs/codes.md`"
        );
    }
}
