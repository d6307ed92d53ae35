//! The invented cases.

use super::{Dataset, Mix, company, mix::Stream, person};
use jiff::{ToSpan as _, civil::date};

/// How many cases a day has.
const A_DAY: u64 = 5_000;
/// Channels, more than once where they are more common.
const CHANNELS: [&str; 10] = [
    "Voz",
    "Voz",
    "Voz",
    "Voz",
    "Whatsapp",
    "Whatsapp",
    "Chat",
    "Email",
    "Instagram",
    "",
];
/// What cases are about.
const TOPICS: [&str; 12] = [
    "Reclamo por cobro duplicado",
    "Consulta por el estado de un despacho",
    "Cambio de domicilio",
    "Solicitud de término de contrato",
    "Falla del servicio",
    "Cotización",
    "Actualización de datos",
    "Devolución de un producto",
    "Visita técnica",
    "Consulta de saldo",
    "Problema con la clave",
    "Felicitación",
];
/// In which words more is said.
const DETAILS: [&str; 6] = [
    "",
    "",
    " de la boleta de marzo",
    ", segundo llamado",
    ": pide que le devuelvan la llamada",
    " (urgente)",
];

/// A case as the import takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case([String; 5]);

impl Case {
    pub(super) fn of(set: &Dataset, n: u64) -> Self {
        let mut mix = Mix::at(set.seed(), Stream::Case, n);
        // The last day of all sets is within the years that a number can tell.
        let days = i64::try_from(n / A_DAY).unwrap_or_default();
        let day = date(2024, 1, 2).saturating_add(days.days());
        let account = if mix.percent(25) {
            company::identifier(set.seed(), mix.below(set.accounts()))
        } else {
            String::new()
        };
        Self([
            format!("{}-{:06}", day.strftime("%y%m%d"), n % A_DAY),
            person::identifier(set.seed(), mix.below(set.contacts())),
            account,
            mix.one_of(&CHANNELS).to_owned(),
            format!("{}{}", mix.one_of(&TOPICS), mix.one_of(&DETAILS)),
        ])
    }

    /// The row of the import, in the order of its columns.
    #[must_use]
    pub fn row(self) -> [String; 5] {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::record::{CaseNumber, Subject};
    use std::collections::HashSet;

    #[test]
    fn every_case_has_a_number_of_its_own_and_a_subject_that_can_be_kept() {
        let set = Dataset::new(1, Dataset::MOST);
        let mut numbers = HashSet::new();
        for n in (0..12_000).chain(set.cases() - 100..set.cases()) {
            let [number, _, _, _, subject] = Case::of(&set, n).0;
            assert!(number.parse::<CaseNumber>().is_ok(), "{number}");
            assert!(Subject::new(&subject).is_ok() && numbers.insert(number));
        }
    }
}
