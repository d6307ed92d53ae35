//! The words of the record of activity and of the inspector of links.

use super::words::words;
use ba360_core::{
    instance::ActivityKind,
    link::{Format, SearchObject},
    text::Language,
};

words! {
    /// Every word of the record of activity and of the inspector in one language.
    ActivityWords {
    // ---- the record of activity ----
    activity = "Actividad", "Activity";
    activity_lead = "Cada enlace abierto o rechazado y cada ingreso, sin datos personales ni lo que se buscó.", "Every link opened or refused and every login, without personal data or what was searched for.";
    kept = "Se guarda por {} días.", "It is kept for {} days.";
    activity_empty = "No hay actividad con ese filtro.", "There is no activity with that filter.";
    activity_next = "Quite una condición del filtro, o abra un enlace de prueba y vuelva a mirar.", "Take a condition away from the filter, or open a link to try and look again.";
    line_lower = "línea", "line";
    lines_lower = "líneas", "lines";
    filter = "Filtrar", "Filter";
    filter_do = "Filtrar", "Filter";
    filter_clear = "Quitar el filtro", "Clear the filter";
    kind = "Qué ocurrió", "What happened";
    any_kind = "Todo", "Everything";
    outcome = "Resultado", "Outcome";
    any_outcome = "Todos", "All";
    went_well = "Correcto", "Good";
    went_badly = "Rechazado", "Refused";
    platform_hint = "Como viene en el enlace: genesys, chattigo…", "As it stands in the link: genesys, chattigo…";
    from = "Desde", "From";
    to = "Hasta", "To";
    bad_date = "La fecha no es válida.", "The date is not valid.";
    user = "Usuario", "User";
    search = "Búsqueda", "Search";
    chart = "Enlaces de los últimos 30 días", "Links of the last 30 days";
    chart_empty = "En los últimos 30 días no se abrió ni se rechazó ningún enlace. Aquí se verá cuántos abre cada plataforma.", "No link was opened or refused within the last 30 days. How many each platform opens will be seen here.";
    chart_table = "Ver los datos del gráfico", "Show the figures of the chart";
    chart_most = "El día con más: {}", "The fullest day: {}";
    day = "Día", "Day";
    refused = "Rechazados", "Refused";
    other_platforms = "Otras plataformas", "Other platforms";
    no_platform = "Sin plataforma", "No platform";
    link_lower = "enlace", "link";
    links_lower = "enlaces", "links";

    // ---- the inspector ----
    inspector = "Inspector de enlaces", "Link inspector";
    inspector_lead = "Pegue uno o varios enlaces para ver cómo se leen, qué abrirían y cómo quedan en el formato nuevo. No se abre ninguno ni se guarda nada.", "Paste one or several links to see how they are read, what they would open and how they look in the new format. None is opened and nothing is kept.";
    inspector_box = "Enlaces", "Links";
    inspector_hint = "Uno por línea, hasta 200. En la respuesta, TOKEN ocupa el lugar del token.", "One a line, up to 200. TOKEN stands in the place of the token in the answer.";
    inspect = "Inspeccionar", "Inspect";
    inspect_csv = "Descargar como CSV", "Download as CSV";
    no_links = "Pegue al menos un enlace.", "Paste at least one link.";
    link = "Enlace", "Link";
    verdict_good = "Correcto", "Good";
    verdict_findings = "Con observaciones", "With remarks";
    verdict_bad = "No se puede leer", "Cannot be read";
    format = "Formato", "Format";
    token = "Token", "Token";
    token_present = "Viene uno; no se muestra", "There is one; it is not shown";
    token_absent = "No viene", "There is none";
    searches = "Qué se busca", "What is searched";
    not_consulted = "No se consulta", "Not consulted";
    opens = "Qué abriría", "What it would open";
    opens_nothing = "La búsqueda de contactos, vacía", "The empty search of contacts";
    values = "Valores", "Values";
    field = "Campo", "Field";
    received = "Como llegó", "As received";
    used = "Como se usa", "As used";
    not_used = "no se usa", "not used";
    hidden = "no se muestra", "not shown";
    findings = "Observaciones", "Remarks";
    migrated = "En el formato nuevo, sin token", "In the new format, without a token";
    }
}

impl ActivityWords {
    /// What happened, in words.
    pub(crate) const fn kind_name(&self, kind: ActivityKind) -> &'static str {
        let (spanish, english) = match kind {
            ActivityKind::LinkOpened => ("Enlace abierto", "Link opened"),
            ActivityKind::LinkRefused => ("Enlace rechazado", "Link refused"),
            ActivityKind::SignIn => ("Inicio de sesión", "Login"),
            ActivityKind::SignOut => ("Cierre de sesión", "Sign-out"),
            ActivityKind::ExternalLogin => ("Ingreso por sistema externo", "Login by an external system"),
            ActivityKind::SecretRegenerated => ("Secretkey regenerado", "Secretkey regenerated"),
            ActivityKind::SessionEnded => ("Sesión terminada", "Session ended"),
            ActivityKind::PasswordChanged => ("Cambio de contraseña", "Password change"),
            ActivityKind::CaseReported => {
                ("Caso pedido por otro sistema", "Case asked for by another system")
            }
            _ => ("Otra actividad", "Other activity"),
        };
        self.say(spanish, english)
    }

    /// The name of a link's format.
    pub(crate) const fn format_name(&self, format: Format) -> &'static str {
        match format {
            Format::New => self.say("Nuevo", "New"),
            Format::Legacy => self.say("Anterior", "Legacy"),
            Format::Query => self.say("Parámetros", "Parameters"),
        }
    }

    /// What a link searches.
    pub(crate) const fn object_name(&self, object: SearchObject) -> &'static str {
        match object {
            SearchObject::Case => self.say("Caso", "Case"),
            SearchObject::Account => self.say("Cuenta", "Account"),
            SearchObject::Contact => self.say("Contacto", "Contact"),
            SearchObject::None => self.say("Nada", "Nothing"),
        }
    }

    const fn say(&self, spanish: &'static str, english: &'static str) -> &'static str {
        match self.language {
            Language::Spanish => spanish,
            Language::English => english,
        }
    }
}
