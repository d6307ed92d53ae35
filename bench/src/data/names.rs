//! Names as they are given in Chile: two given names and two surnames, mostly; a few of each are very common.

use super::{
    Mix,
    mix::Stream,
    words::{Words, plain},
};
use std::{fmt, sync::LazyLock};

/// Women's names, the most common first.
const WOMEN: &str = "María Ana Rosa Claudia Patricia Carolina Camila Daniela Juana Javiera Francisca Constanza Valentina \
    Fernanda Catalina Paula Andrea Marcela Sandra Carmen Margarita Isabel Antonia Gloria Gabriela Cecilia Paola Elizabeth \
    Jacqueline Verónica Ximena Soledad Tamara Nicole Natalia Macarena Karina Loreto Alejandra Viviana Lorena Mónica \
    Josefa Isidora Martina Florencia Sofía Emilia Agustina Maite Trinidad Amanda Ignacia Bárbara Romina Katherine \
    Pamela Ingrid Jessica Silvia Teresa Luz Marta Elena Olga Raquel Ester Eliana Mirta Norma Nelly Irma Erika Susana \
    Cristina Pilar Magdalena Rocío Yasna Evelyn Marisol Nancy Lidia Luisa Inés Blanca Graciela Flor Violeta Hilda Edith \
    Matilde Aurora Consuelo Amelia Clara Noemí Begoña Rayén Millaray Antü Renata Julieta Colomba Dominga";
/// Men's names, the most common first.
const MEN: &str = "José Juan Luis Carlos Jorge Manuel Víctor Francisco Cristián Pedro Sebastián Matías Diego Nicolás Felipe \
    Ignacio Rodrigo Mauricio Patricio Héctor Raúl Sergio Hernán Gonzalo Álvaro Benjamín Vicente Tomás Miguel Claudio \
    Eduardo Fernando Ricardo Marcelo Daniel Pablo Alejandro Andrés Roberto Mario Javier Alberto Oscar Jaime Hugo \
    Enrique Guillermo Martín Joaquín Maximiliano Cristóbal Alonso Agustín Bastián Esteban Iván Leonardo César Ramón \
    Rafael Julio Arturo Gabriel Fabián René Alfredo Segundo Domingo Osvaldo Gustavo Germán Orlando Ernesto Nelson \
    Wladimir Braulio Camilo Renato Lucas Mateo Emilio Gaspar Máximo León Simón Antonio Samuel Isaac Elías Abraham \
    Octavio Leopoldo Heriberto Nolberto Eliseo Rubén Darío Lautaro Nahuel Caupolicán Alexis Jonathan Kevin Bryan";
/// Surnames, the most common first.
const SURNAMES: &str = "González Muñoz Rojas Díaz Pérez Soto Contreras Silva Martínez Sepúlveda Morales Rodríguez López \
    Fuentes Hernández Torres Araya Flores Espinoza Valenzuela Castillo Tapia Reyes Gutiérrez Castro Pizarro Álvarez \
    Vásquez Sánchez Fernández Ramírez Carrasco Gómez Cortés Herrera Núñez Jara Vergara Rivera Figueroa Riquelme García \
    Miranda Bravo Vera Molina Vega Campos Sandoval Orellana Cárdenas Olivares Alarcón Gallardo Ortiz Garrido Salazar \
    Guzmán Henríquez Saavedra Navarro Aguilera Parra Romero Aravena Vargas Cáceres Yáñez Peña Leiva Escobar Ruiz \
    Valdés Vidal Salinas Jiménez Zúñiga Lagos Godoy Toro Bustos Medina Pino Moreno Palma Cabrera Maldonado Ávila \
    Escobedo Santander Farías Donoso Donoso Guerrero Venegas Bustamante Acuña Poblete Alvarado Barrera Catalán Arias \
    Ibáñez Carvajal Cerda Mella San_Martín Quiroz Inostroza Ulloa Lara Mora Aguilar Osorio Hidalgo Cornejo Ponce Zamora \
    Mendoza Méndez Arancibia Correa Villalobos Pacheco Ojeda Paredes Barría Mansilla Oyarzún Cuevas Retamal Faúndez \
    Quezada Montecinos Troncoso Manríquez Urrutia Candia Ramos Rivas Suárez Duarte Gajardo Sáez Opazo Becerra Arriagada \
    Villarroel Chávez Burgos Lobos Norambuena Meza Neira Astudillo Delgado Pinto Moya Cisternas Leal Arce Segura \
    Concha Fuentealba Pavez Abarca Velásquez Bahamondes Gatica Plaza Rubio Briones Merino Marín Monsalve Montenegro \
    Allende Ossandón Errázuriz Larraín Echeverría Irarrázaval Undurraga Goycoolea Etcheverry Schmidt Müller Weber \
    Mardones Almonacid Cifuentes De_la_Fuente Del_Río O'Higgins Ñancupil Ibarra Zapata Zambrano Trujillo Quispe Mamani \
    Choque Condori Huanca Rapu Tuki Pakarati Yankovic Goic Kusanovic Mihovilovic Simunovic Abumohor Hales Saieh Zaror";
/// Beginnings and ends of the surnames of the Mapuche.
const RARE: (&str, &str) = (
    "Anti Ayun Cayu Calfu Caniu Catri Cheu Chihuai Colli Colla Coña Curi Epu Gua Huaiqui Huen Huenchu Huenu Huichal Huina \
     Lef Lepi Levi Leu Lien Lin Llan Llanca Manque Mari Meli Milla Nahuel Neculpan Neicu Ñan Ñanco Pai Paine Pan Pichi \
     Quechu Quide Quila Quin Ranqui Rai Reuque Trangol Trecan Tureo Vidal Weche Yau",
    "aman cal caman cheo co coi cura del fil gual hual huala huanque huen lao laf leo lipe loncoy man manque mil milla \
     mir nao nahuel nir pan pi pil quil queo quimil rayo tripay tur vil vilo",
);

/// Surnames that one in eighteen has or more, for searches of what is common.
pub const COMMON_SURNAMES: [&str; 6] = ["González", "Muñoz", "Rojas", "Díaz", "Pérez", "Soto"];
/// Given names that are as common.
pub const COMMON_GIVEN: [&str; 6] = ["María", "José", "Juan", "Luis", "Ana", "Carlos"];

static WOMENS: LazyLock<Words> = LazyLock::new(|| Words::falling(listed(WOMEN), 6));
static MENS: LazyLock<Words> = LazyLock::new(|| Words::falling(listed(MEN), 6));
static FAMILIES: LazyLock<Words> = LazyLock::new(|| Words::falling(listed(SURNAMES), 9).with_rare(rare(), 8));

fn listed(words: &'static str) -> impl Iterator<Item = String> {
    words.split_whitespace().map(|word| word.replace('_', " "))
}

fn rare() -> impl Iterator<Item = String> {
    let (beginnings, ends) = RARE;
    beginnings.split_whitespace().flat_map(move |beginning| {
        ends.split_whitespace()
            .map(move |end| format!("{beginning}{end}"))
    })
}

/// A surname.
pub(super) fn surname(mix: &mut Mix) -> &'static str {
    FAMILIES.draw(mix)
}

/// A given name.
pub(super) fn given(mix: &mut Mix) -> &'static str {
    if mix.percent(51) {
        WOMENS.draw(mix)
    } else {
        MENS.draw(mix)
    }
}

/// A name in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) given: String,
    second: Option<String>,
    pub(super) father: String,
    pub(super) mother: String,
}

impl Name {
    /// The name of a row; one in seven has one given name.
    pub(super) fn of(seed: u64, n: u64) -> Self {
        let mut mix = Mix::at(seed, Stream::Name, n);
        let names: &Words = if mix.percent(51) { &WOMENS } else { &MENS };
        let (given, second) = (names.draw(&mut mix), names.draw(&mut mix));
        Self {
            given: given.to_owned(),
            second: (given != second && !mix.percent(14)).then(|| second.to_owned()),
            father: surname(&mut mix).to_owned(),
            mother: surname(&mut mix).to_owned(),
        }
    }

    /// As somebody wrote it: mostly in full and right, at times without accents, in capitals or shortened; one in
    /// fifty not at all.
    pub(super) fn written(&self, mix: &mut Mix) -> String {
        match mix.below(100) {
            0..2 => String::new(),
            2..10 => plain(&self.to_string()),
            10..16 => self.to_string().to_uppercase(),
            16..24 => format!("{} {}", self.given, self.father),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            given,
            second,
            father,
            mother,
        } = self;
        match second {
            Some(second) => write!(f, "{given} {second} {father} {mother}"),
            None => write!(f, "{given} {father} {mother}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn counted(of: fn(Name) -> String) -> HashMap<String, u32> {
        let mut counts = HashMap::new();
        for n in 0..50_000 {
            *counts.entry(of(Name::of(3, n))).or_default() += 1;
        }
        counts
    }

    #[test]
    fn the_common_surnames_are_the_most_common_and_many_are_rare() {
        let counts = counted(|name| name.father);
        let mut by_count: Vec<(&String, &u32)> = counts.iter().collect();
        by_count.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        assert_eq!(by_count[0].0, COMMON_SURNAMES[0]);
        assert!((1_200..2_400).contains(by_count[0].1), "{}", by_count[0].1);
        assert!(COMMON_SURNAMES.iter().all(|name| counts[*name] > 800));
        let rare = by_count.iter().filter(|(_, count)| **count < 10).count();
        assert!(rare > 1_000, "{rare}");
    }

    #[test]
    fn given_names_are_skewed_too() {
        let counts = counted(|name| name.given);
        assert!(COMMON_GIVEN.iter().all(|name| counts[*name] > 600));
        assert!(counts.len() > 180, "{}", counts.len());
    }

    #[test]
    fn most_names_have_two_given_names_and_two_surnames() {
        let four = (0..1_000).filter(|&n| Name::of(3, n).second.is_some()).count();
        assert!((780..900).contains(&four), "{four}");
    }
}
