//! The invented companies.

use super::{
    Mix,
    mix::{self, Stream},
    names, person, rut,
};
use ba360_core::record::ImportRow;

/// Tax numbers of companies begin here, and this many are given out.
const FIRST: u64 = 76_000_000;
const NUMBERS: u64 = 3_989_989;
/// How companies of a line of business are called, and what they do.
const LINES: [(&str, &str); 20] = [
    ("Transportes", "Transporte de carga por carretera"),
    ("Comercial", "Venta al por mayor de otros productos"),
    ("Constructora", "Construcción de edificios de uso residencial"),
    ("Inmobiliaria", "Compra, venta y alquiler de inmuebles"),
    ("Agrícola", "Cultivo de frutales y exportación de fruta fresca"),
    ("Inversiones", "Fondos y sociedades de inversión"),
    ("Sociedad Médica", "Servicios de médicos en forma independiente"),
    ("Panadería", "Elaboración y venta de pan y pasteles"),
    ("Ferretería", "Venta al por menor de artículos de ferretería"),
    ("Clínica Dental", "Servicios odontológicos"),
    ("Consultora", "Asesoría en gestión empresarial"),
    ("Importadora", "Venta al por mayor de artículos importados"),
    (
        "Servicios Informáticos",
        "Desarrollo y soporte de programas computacionales",
    ),
    ("Pesquera", "Procesamiento y conservación de pescados y mariscos"),
    ("Turismo", "Operación de viajes y excursiones"),
    ("Restaurante", "Actividades de restaurantes y servicio de comidas"),
    ("Minera", "Extracción de minerales de cobre"),
    (
        "Taller Mecánico",
        "Mantención y reparación de vehículos motorizados",
    ),
    ("Botillería", "Venta al por menor de bebidas"),
    ("Seguridad", "Servicios de seguridad privada"),
];
/// What companies are named after, beside families.
const PLACES: [&str; 32] = [
    "Cordillera",
    "Los Andes",
    "Aconcagua",
    "Pacífico",
    "Austral",
    "Valle Central",
    "Bío Bío",
    "Elqui",
    "Maipo",
    "Atacama",
    "Llanquihue",
    "Los Ríos",
    "Estrecho",
    "Copihue",
    "Araucaria",
    "Ñuble",
    "Maule",
    "Cachapoal",
    "Limarí",
    "Choapa",
    "Petorca",
    "Colchagua",
    "Curicó",
    "Arauco",
    "Cautín",
    "Osorno",
    "Chiloé",
    "Aysén",
    "Magallanes",
    "Loa",
    "Tarapacá",
    "Huasco",
];
/// Streets that most communes have, and some that one has.
const STREETS: [&str; 28] = [
    "Avenida Libertador Bernardo O'Higgins",
    "Avenida Providencia",
    "Avenida Apoquindo",
    "Arturo Prat",
    "Manuel Montt",
    "Avenida Irarrázaval",
    "Los Aromos",
    "Esmeralda",
    "Avenida Vicuña Mackenna",
    "Balmaceda",
    "San Martín",
    "Avenida Pedro de Valdivia",
    "Lautaro",
    "Colón",
    "Avenida Grecia",
    "Las Acacias",
    "Avenida Tobalaba",
    "Freire",
    "Maipú",
    "Avenida Argentina",
    "Condell",
    "Avenida Alemania",
    "Caupolicán",
    "Blanco Encalada",
    "Camino a Melipilla",
    "Gran Avenida José Miguel Carrera",
    "Pasaje Los Copihues",
    "Los Carrera",
];
/// Communes.
const COMMUNES: [&str; 30] = [
    "Santiago",
    "Providencia",
    "Ñuñoa",
    "Las Condes",
    "Maipú",
    "La Florida",
    "Puente Alto",
    "San Miguel",
    "Quilicura",
    "Peñalolén",
    "Estación Central",
    "San Bernardo",
    "Valparaíso",
    "Viña del Mar",
    "Quilpué",
    "Concepción",
    "Talcahuano",
    "Temuco",
    "La Serena",
    "Coquimbo",
    "Antofagasta",
    "Calama",
    "Iquique",
    "Arica",
    "Rancagua",
    "Talca",
    "Chillán",
    "Valdivia",
    "Puerto Montt",
    "Punta Arenas",
];

/// A company, with the five values of an account; a blank one is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// The RUT, as somebody wrote it.
    pub identifier: String,
    /// Who represents it.
    pub representative: String,
    /// The name in law.
    pub legal_name: String,
    /// What it does.
    pub business_line: &'static str,
    /// Where it is.
    pub address: String,
}

impl Company {
    pub(super) fn of(seed: u64, n: u64) -> Self {
        let mut mix = Mix::at(seed, Stream::Company, n);
        let (kind, business_line) = mix.one_of(&LINES);
        let representative = match mix.below(12) {
            0 => String::new(),
            // Some row of the people, also of a larger set.
            _ => person::full_name(seed, mix.below(1 << 24)),
        };
        Self {
            identifier: identifier(seed, n),
            representative,
            legal_name: legal_name(kind, &mut mix),
            business_line: if mix.percent(90) { business_line } else { "" },
            address: address(&mut Mix::at(seed, Stream::Address, n)),
        }
    }

    /// The row of the import, in the order of its columns.
    #[must_use]
    pub fn row(&self) -> [String; 5] {
        [
            self.identifier.clone(),
            self.representative.clone(),
            self.legal_name.clone(),
            self.business_line.to_owned(),
            self.address.clone(),
        ]
    }

    /// The row as the import takes it.
    #[must_use]
    pub fn import(&self) -> ImportRow {
        ImportRow::Account(self.row())
    }
}

/// The RUT of a row, always written the same.
pub(super) fn identifier(seed: u64, n: u64) -> String {
    let number = FIRST + mix::unique(seed, Stream::CompanyNumber, n, NUMBERS);
    rut::written(number as u32, &mut Mix::at(seed, Stream::CompanyNumber, n + 1))
}

fn legal_name(kind: &str, mix: &mut Mix) -> String {
    let place = mix.one_of(&PLACES);
    let (one, other) = (names::surname(mix), names::surname(mix));
    match mix.below(100) {
        0..25 => format!("{kind} {place} {one} SpA"),
        25..40 => format!("{kind} {one} {other} SpA"),
        40..60 => format!("{kind} {one} y {other} Limitada"),
        60..75 => format!("{kind} {one} e Hijos Ltda."),
        75..90 => format!("{kind} {place} {} S.A.", names::surname(mix)),
        _ => format!("{} {one} {other} {kind} E.I.R.L.", names::given(mix)),
    }
}

fn address(mix: &mut Mix) -> String {
    let (street, commune, number) = (mix.one_of(&STREETS), mix.one_of(&COMMUNES), 10 + mix.below(9_000));
    match mix.below(20) {
        0..5 => format!("{street} {number}, oficina {}, {commune}", 101 + mix.below(1_500)),
        5..8 => format!("{street} {number}, local {}, {commune}", 1 + mix.below(40)),
        8 => String::new(),
        _ => format!("{street} {number}, {commune}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::{
        instance::NationalLength,
        record::{AccountDetails, SearchIndex},
    };
    use std::collections::HashSet;

    #[test]
    fn every_company_can_be_kept_and_has_an_identifier_of_its_own() {
        let mut seen = HashSet::new();
        for n in 0..10_000 {
            let row = Company::of(4, n).row();
            let details = AccountDetails::new(row.each_ref().map(String::as_str)).unwrap();
            let index = SearchIndex::of_account(&details, NationalLength::default());
            let identifier = index.identifier().unwrap();
            assert!(
                identifier.starts_with('7') && seen.insert(identifier.to_owned()),
                "{row:?}"
            );
        }
    }

    #[test]
    fn names_in_law_say_the_form_and_hardly_repeat() {
        let names: HashSet<String> = (0..5_000).map(|n| Company::of(4, n).legal_name).collect();
        assert!(names.len() > 4_500, "{}", names.len());
        let forms = ["SpA", "Limitada", "Ltda.", "S.A.", "E.I.R.L."];
        assert!(
            names
                .iter()
                .all(|name| forms.iter().any(|form| name.ends_with(form)))
        );
    }
}
