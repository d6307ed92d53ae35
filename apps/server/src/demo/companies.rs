//! The invented companies, and who belongs to them.

use super::{names, people::Person, rut};

/// A line of business: how its firms are called, and what they do.
const SECTORS: [(&str, &str); 12] = [
    ("Transportes", "Transporte de carga por carretera"),
    ("Panadería", "Elaboración y venta de pan y pasteles"),
    ("Constructora", "Construcción de edificios de uso residencial"),
    ("Viña", "Elaboración de vinos"),
    ("Ferretería", "Venta al por menor de artículos de ferretería"),
    ("Clínica Dental", "Servicios odontológicos"),
    ("Agrícola", "Cultivo de frutales y exportación de fruta fresca"),
    ("Consultora", "Asesoría en gestión empresarial"),
    ("Importadora", "Venta al por mayor de artículos importados"),
    (
        "Servicios Informáticos",
        "Desarrollo y soporte de programas computacionales",
    ),
    ("Pesquera", "Procesamiento y conservación de pescados y mariscos"),
    ("Turismo", "Operación de viajes y excursiones"),
];
/// What firms are named after, beside families.
const PLACES: [&str; 15] = [
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
];
/// How many firms there are of each line of business.
const EACH: usize = 5;

/// A company, with the five values of an account.
pub(super) struct Company {
    pub(super) rut: String,
    representative: String,
    pub(super) legal_name: String,
    business_line: &'static str,
    address: String,
}

impl Company {
    /// The row of the import.
    pub(super) fn row(&self) -> [String; 5] {
        [
            self.rut.clone(),
            self.representative.clone(),
            self.legal_name.clone(),
            self.business_line.to_owned(),
            self.address.clone(),
        ]
    }
}

/// Every company, the same each time; each is represented by one of the people.
pub(super) fn all(people: &[Person]) -> Vec<Company> {
    (0..SECTORS.len() * EACH)
        .map(|n| {
            let (kind, business_line) = SECTORS[n % SECTORS.len()];
            let name = match (n + n / SECTORS.len()) % 3 {
                0 => format!("{} e Hijos Limitada", names::surname(n)),
                1 => format!("{} SpA", PLACES[n * 4 % PLACES.len()]),
                _ => format!("{} {} S.A.", PLACES[n * 7 % PLACES.len()], names::surname(n)),
            };
            let number = u32::try_from(n).unwrap_or_default();
            Company {
                rut: rut::written(76_103_521 + number * 28_643),
                representative: people[representative(n, people.len())].name.clone(),
                legal_name: format!("{kind} {name}"),
                business_line,
                address: names::address(n),
            }
        })
        .collect()
}

/// Who belongs where: the representative and two or three more. Some people belong to several companies.
pub(super) fn ties(people: &[Person], companies: &[Company]) -> Vec<[String; 2]> {
    companies
        .iter()
        .enumerate()
        .flat_map(|(n, company)| {
            let first = representative(n, people.len());
            let others = (1..=2 + n % 2).map(move |k| (first + k * 29) % people.len());
            std::iter::once(first)
                .chain(others)
                .map(|person| [people[person].rut.clone(), company.rut.clone()])
        })
        .collect()
}

fn representative(company: usize, people: usize) -> usize {
    company * 3 % people
}

#[cfg(test)]
mod tests {
    use super::{super::people, *};
    use std::collections::{HashMap, HashSet};

    #[test]
    fn no_two_companies_share_a_rut_or_a_name() {
        let companies = all(&people::all());
        assert_eq!(companies.len(), 60);
        let ruts: HashSet<&str> = companies.iter().map(|it| it.rut.as_str()).collect();
        let names: HashSet<&str> = companies.iter().map(|it| it.legal_name.as_str()).collect();
        assert_eq!((ruts.len(), names.len()), (60, 60));
    }

    #[test]
    fn some_people_belong_to_several_companies_and_nobody_twice_to_one() {
        let people = people::all();
        let ties = ties(&people, &all(&people));
        assert_eq!(ties.iter().collect::<HashSet<_>>().len(), ties.len());
        let mut of = HashMap::<&str, usize>::new();
        for [person, _] in &ties {
            *of.entry(person).or_default() += 1;
        }
        assert!(of.values().filter(|&&count| count > 1).count() > 10);
    }
}
