//! The invented cases of the last working days, and the ones of the vendor's links.

use super::{companies::Company, people::Person};
use ba360_core::record::{CaseNumber, Day};
use jiff::{Timestamp, ToSpan as _, civil::Weekday, tz::TimeZone};

/// What people call about.
const SUBJECTS: [&str; 20] = [
    "Consulta por el estado de un despacho",
    "Solicita copia de la factura de marzo",
    "Reclamo por cobro duplicado",
    "Pide cambiar la dirección de entrega",
    "No puede ingresar al portal de clientes",
    "Cotización de servicio para tres sucursales",
    "Producto recibido con daños",
    "Solicita hora de visita técnica",
    "Consulta por medios de pago disponibles",
    "Actualización de datos de contacto",
    "Pide devolución de un producto",
    "Intermitencia en el servicio desde el lunes",
    "Consulta por plazos de garantía",
    "Felicita a la ejecutiva que la atendió",
    "Solicita término de contrato",
    "Problema con el código de verificación",
    "Pide certificado tributario",
    "Atraso en la instalación comprometida",
    "Consulta por promoción vigente",
    "Reclamo por atención en sucursal",
];
/// By which channels they come.
const CHANNELS: [&str; 6] = ["Voz", "Whatsapp", "Chat", "Email", "Instagram", "Messenger"];
/// On how many working days, and how many on each.
const DAYS: usize = 8;
const A_DAY: usize = 5;
/// When the day's work begins.
const OPENS_AT: i8 = 9;

/// A day and its cases.
pub(super) struct DayOfCases {
    /// When it begins.
    pub(super) morning: Timestamp,
    /// The rows of the import.
    pub(super) rows: Vec<[String; 5]>,
}

/// The days, the newest first. The last has the case that the vendor's own links name, whose number tells
/// [`super::load`] that nothing is missing.
pub(super) fn days(
    people: &[Person],
    companies: &[Company],
    now: Timestamp,
    zone: &TimeZone,
) -> Vec<DayOfCases> {
    let case = |number: CaseNumber, n: usize| {
        let account = match n % 3 {
            0 => companies[n * 7 % companies.len()].rut.clone(),
            _ => String::new(),
        };
        [
            number.to_string(),
            people[n * 11 % people.len()].rut.clone(),
            account,
            CHANNELS[n % CHANNELS.len()].to_owned(),
            SUBJECTS[n * 3 % SUBJECTS.len()].to_owned(),
        ]
    };
    let mut days: Vec<DayOfCases> = working_days_before(now, zone)
        .enumerate()
        .map(|(d, morning)| {
            let day = Day::at(morning, zone);
            let numbers = (0..A_DAY as u32).filter_map(|sequence| CaseNumber::new(day, sequence));
            DayOfCases {
                morning,
                rows: numbers
                    .enumerate()
                    .map(|(k, number)| case(number, d * A_DAY + k))
                    .collect(),
            }
        })
        .collect();
    let vendors = [("201201-000005", 2020, 12, 1), (super::LAST_CASE, 2021, 1, 12)];
    for (n, (number, year, month, day)) in vendors.into_iter().enumerate() {
        let moment = jiff::civil::date(year, month, day).at(OPENS_AT, 30, 0, 0);
        if let (Ok(number), Ok(moment)) = (number.parse(), moment.to_zoned(zone.clone())) {
            days.push(DayOfCases {
                morning: moment.timestamp(),
                rows: vec![case(number, DAYS * A_DAY + n)],
            });
        }
    }
    days
}

/// The mornings of the last working days before today, the newest first.
fn working_days_before(now: Timestamp, zone: &TimeZone) -> impl Iterator<Item = Timestamp> {
    let today = now.to_zoned(zone.clone()).date();
    (1..)
        .map_while(move |back: i64| today.checked_sub(back.days()).ok())
        .filter(|date| !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday))
        .filter_map(move |date| date.at(OPENS_AT, 0, 0, 0).to_zoned(zone.clone()).ok())
        .map(|morning| morning.timestamp())
        .take(DAYS)
}

#[cfg(test)]
mod tests {
    use super::{
        super::{companies, people},
        *,
    };
    use ba360_core::link::Channel;
    use std::collections::HashSet;

    #[test]
    fn forty_cases_lie_on_working_days_before_today_and_two_are_the_vendors() {
        let people = people::all();
        let companies = companies::all(&people);
        let zone = TimeZone::get("America/Santiago").unwrap();
        let now: Timestamp = "2026-03-16T15:00:00Z".parse().unwrap();
        let days = days(&people, &companies, now, &zone);
        let numbers: HashSet<&str> = days
            .iter()
            .flat_map(|day| &day.rows)
            .map(|row| row[0].as_str())
            .collect();
        assert_eq!(numbers.len(), DAYS * A_DAY + 2);
        assert!(numbers.contains("260313-000004") && !numbers.contains("260314-000000"));
        assert_eq!(days.last().unwrap().rows[0][0], super::super::LAST_CASE);
        assert!(days.iter().all(|day| day.morning < now));
        assert!(
            CHANNELS
                .iter()
                .all(|channel| Channel::on_platform(channel, "").is_ok())
        );
    }
}
