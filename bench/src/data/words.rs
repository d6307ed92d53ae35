//! Words of which some are far more common than others.

use super::Mix;

/// Words, each with its share.
pub(super) struct Words {
    words: Vec<String>,
    /// The sum of the shares up to and with each word.
    sums: Vec<u64>,
}

impl Words {
    /// Words in the order of how common they are: the first has a share as `1 / flat`, the next `1 / (flat + 1)` and
    /// so on. The greater `flat`, the less the first ones stand out.
    pub(super) fn falling(words: impl IntoIterator<Item = String>, flat: u64) -> Self {
        let mut all = Self {
            words: Vec::new(),
            sums: Vec::new(),
        };
        for (rank, word) in (flat..).zip(words) {
            all.push(word, 1_000_000_000 / rank);
        }
        all
    }

    /// These words, and rare ones that make up a share in a hundred of the whole together.
    pub(super) fn with_rare(mut self, rare: impl IntoIterator<Item = String>, percent: u64) -> Self {
        let rare: Vec<String> = rare.into_iter().collect();
        let whole = self.total() * percent / (100 - percent);
        let each = whole / (rare.len() as u64).max(1);
        rare.into_iter().for_each(|word| self.push(word, each));
        self
    }

    fn push(&mut self, word: String, share: u64) {
        self.words.push(word);
        self.sums.push(self.total() + share);
    }

    fn total(&self) -> u64 {
        self.sums.last().copied().unwrap_or_default()
    }

    /// One of them.
    pub(super) fn draw(&self, mix: &mut Mix) -> &str {
        let at = mix.below(self.total());
        &self.words[self.sums.partition_point(|&sum| sum <= at)]
    }
}

/// A text without accents, as people type it who do not look for them.
pub(super) fn plain(text: &str) -> String {
    let without = |c: char| match c {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' | 'ü' => 'u',
        'ñ' => 'n',
        'Á' => 'A',
        'É' => 'E',
        'Í' => 'I',
        'Ó' => 'O',
        'Ú' | 'Ü' => 'U',
        'Ñ' => 'N',
        c => c,
    };
    text.chars().map(without).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn the_first_words_are_the_most_common_and_the_rare_ones_have_their_share() {
        let words = Words::falling(["a", "b", "c"].map(String::from), 1)
            .with_rare((0..10).map(|n| format!("r{n}")), 20);
        let mut mix = Mix::new(9);
        let mut counts = HashMap::<&str, u32>::new();
        for _ in 0..10_000 {
            *counts.entry(words.draw(&mut mix)).or_default() += 1;
        }
        assert!(counts["a"] > counts["b"] && counts["b"] > counts["c"] && counts["c"] > counts["r0"]);
        let rare: u32 = counts
            .iter()
            .filter(|(word, _)| word.starts_with('r'))
            .map(|(_, n)| n)
            .sum();
        assert!((1_700..2_300).contains(&rare), "{rare}");
    }

    #[test]
    fn accents_go_and_letters_stay() {
        assert_eq!(plain("Núñez Ávila Agüero"), "Nunez Avila Aguero");
    }
}
