//! Names that are common in Chile, and ways to choose among them that are the same each time.

/// Women's names.
const WOMEN: [&str; 28] = [
    "María",
    "Camila",
    "Constanza",
    "Javiera",
    "Valentina",
    "Fernanda",
    "Catalina",
    "Francisca",
    "Daniela",
    "Carolina",
    "Paula",
    "Andrea",
    "Claudia",
    "Marcela",
    "Patricia",
    "Rosa",
    "Ana",
    "Isidora",
    "Antonia",
    "Josefa",
    "Macarena",
    "Paulina",
    "Verónica",
    "Ximena",
    "Soledad",
    "Tamara",
    "Gabriela",
    "Ignacia",
];
/// Men's names.
const MEN: [&str; 28] = [
    "José",
    "Juan",
    "Luis",
    "Carlos",
    "Jorge",
    "Manuel",
    "Víctor",
    "Francisco",
    "Cristián",
    "Pedro",
    "Sebastián",
    "Matías",
    "Diego",
    "Nicolás",
    "Felipe",
    "Ignacio",
    "Rodrigo",
    "Mauricio",
    "Patricio",
    "Héctor",
    "Raúl",
    "Sergio",
    "Hernán",
    "Gonzalo",
    "Álvaro",
    "Benjamín",
    "Vicente",
    "Tomás",
];
/// Surnames; the most common ones stand more than once, as they do in a telephone book.
const SURNAMES: [&str; 59] = [
    "González",
    "Muñoz",
    "Rojas",
    "Díaz",
    "Pérez",
    "Soto",
    "Contreras",
    "Silva",
    "Martínez",
    "Sepúlveda",
    "Morales",
    "Rodríguez",
    "López",
    "Fuentes",
    "Hernández",
    "Torres",
    "Araya",
    "Flores",
    "Espinoza",
    "Valenzuela",
    "Castillo",
    "Tapia",
    "Reyes",
    "Gutiérrez",
    "Castro",
    "Pizarro",
    "Álvarez",
    "Vásquez",
    "Sánchez",
    "Fernández",
    "Ramírez",
    "Carrasco",
    "Gómez",
    "Cortés",
    "Herrera",
    "Núñez",
    "Jara",
    "Vergara",
    "Rivera",
    "Figueroa",
    "Riquelme",
    "García",
    "Miranda",
    "Bravo",
    "Vera",
    "Molina",
    "Vega",
    "Campos",
    "Sandoval",
    "Orellana",
    "Cárdenas",
    "Olivares",
    "Alarcón",
    "Gallardo",
    "Ortiz",
    "González",
    "Muñoz",
    "Rojas",
    "González",
];
/// Streets that most communes have, and some that one has.
const STREETS: [&str; 24] = [
    "Avenida Libertador Bernardo O'Higgins",
    "Avenida Providencia",
    "Avenida Apoquindo",
    "Calle Arturo Prat",
    "Calle Manuel Montt",
    "Avenida Irarrázaval",
    "Calle Los Aromos",
    "Calle Esmeralda",
    "Avenida Vicuña Mackenna",
    "Calle Balmaceda",
    "Calle San Martín",
    "Avenida Pedro de Valdivia",
    "Calle Lautaro",
    "Calle Colón",
    "Avenida Grecia",
    "Calle Las Acacias",
    "Avenida Tobalaba",
    "Calle Freire",
    "Calle Maipú",
    "Avenida Argentina",
    "Calle Condell",
    "Avenida Alemania",
    "Calle Caupolicán",
    "Calle Blanco Encalada",
];
/// Communes.
const COMMUNES: [&str; 22] = [
    "Santiago",
    "Providencia",
    "Ñuñoa",
    "Las Condes",
    "Maipú",
    "La Florida",
    "Puente Alto",
    "San Miguel",
    "Valparaíso",
    "Viña del Mar",
    "Concepción",
    "Talcahuano",
    "Temuco",
    "La Serena",
    "Coquimbo",
    "Antofagasta",
    "Iquique",
    "Rancagua",
    "Talca",
    "Chillán",
    "Valdivia",
    "Puerto Montt",
];

/// The name of the person of that number, with one given name or two and both surnames.
pub(super) fn person(n: usize) -> String {
    let given = if n.is_multiple_of(2) { &WOMEN } else { &MEN };
    let first = given[(n / 2 * 5 + n / 56) % given.len()];
    let second = given[(n / 2 * 11 + 3 + n / 28) % given.len()];
    let father = SURNAMES[(n * 17 + n / SURNAMES.len()) % SURNAMES.len()];
    let mother = SURNAMES[(n * 23 + 7 + n / 31) % SURNAMES.len()];
    if n.is_multiple_of(3) || first == second {
        format!("{first} {father} {mother}")
    } else {
        format!("{first} {second} {father} {mother}")
    }
}

/// A family's name, for what a firm is called.
pub(super) fn surname(n: usize) -> &'static str {
    SURNAMES[n * 17 % SURNAMES.len()]
}

/// An address.
pub(super) fn address(n: usize) -> String {
    let (street, commune) = (STREETS[n * 7 % STREETS.len()], COMMUNES[n * 5 % COMMUNES.len()]);
    let number = 100 + n * 137 % 4_800;
    match n % 4 {
        0 => format!("{street} {number}, oficina {}, {commune}", 101 + n * 31 % 1_400),
        1 => format!("{street} {number}, local {}, {commune}", 1 + n % 12),
        _ => format!("{street} {number}, {commune}"),
    }
}

/// A name as it stands in an e-mail address: its words in lower case without accents, with dots between.
pub(super) fn dotted(words: &[&str]) -> String {
    let plain = |c: char| match c {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        c => c,
    };
    words
        .iter()
        .map(|word| word.to_lowercase().chars().map(plain).collect::<String>())
        .collect::<Vec<_>>()
        .join(".")
}
