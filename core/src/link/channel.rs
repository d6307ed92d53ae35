use crate::text::Code;
use std::{fmt, str::FromStr};

use super::{Field, LinkError, rules};

/// The channels that a link may name: the page's "Canales aceptados".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Channel {
    /// `Voz`; `Call` is accepted.
    Voice,
    /// `Chat`
    Chat,
    /// `Email`
    Email,
    /// `SMS`
    Sms,
    /// `TWDirect`
    TwDirect,
    /// `Messenger`
    Messenger,
    /// `Facebook`
    Facebook,
    /// `Whatsapp`
    Whatsapp,
    /// `Telegram`
    Telegram,
    /// `Hangout`
    Hangout,
    /// `Instagram`
    Instagram,
}

impl Channel {
    /// Every channel, in the page's order.
    pub const ALL: [Self; 11] = [
        Self::Voice,
        Self::Chat,
        Self::Email,
        Self::Sms,
        Self::TwDirect,
        Self::Messenger,
        Self::Facebook,
        Self::Whatsapp,
        Self::Telegram,
        Self::Hangout,
        Self::Instagram,
    ];

    /// The page's spelling, which is the one on the wire and on the screen.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Voice => "Voz",
            Self::Chat => "Chat",
            Self::Email => "Email",
            Self::Sms => "SMS",
            Self::TwDirect => "TWDirect",
            Self::Messenger => "Messenger",
            Self::Facebook => "Facebook",
            Self::Whatsapp => "Whatsapp",
            Self::Telegram => "Telegram",
            Self::Hangout => "Hangout",
            Self::Instagram => "Instagram",
        }
    }

    /// The channel that `name` means on `platform` (contract 1.2): any case, surrounding blanks ignored,
    /// `Call` for `Voz`, and `WEBCHAT` for `Chat` where the platform is `chattigo`.
    ///
    /// # Errors
    ///
    /// `link_channel_missing`, `link_channel_unfilled` or `link_channel_unknown`.
    pub fn on_platform(name: &str, platform: &str) -> Result<Self, LinkError> {
        let name = name.trim();
        let refused = |code| LinkError::within(Field::Channel, code, 0);
        if let Some(channel) = Self::named(name) {
            return Ok(channel);
        }
        if name.eq_ignore_ascii_case("webchat") && platform.trim().eq_ignore_ascii_case("chattigo") {
            return Ok(Self::Chat);
        }
        Err(refused(if name.is_empty() {
            Code::LinkChannelMissing
        } else if rules::is_unfilled(name) {
            Code::LinkChannelUnfilled
        } else {
            Code::LinkChannelUnknown
        }))
    }

    fn named(name: &str) -> Option<Self> {
        // By length first: at most four comparisons, and most links need one.
        let candidates: &[(&str, Self)] = match name.len() {
            3 => &[("voz", Self::Voice), ("sms", Self::Sms)],
            4 => &[("chat", Self::Chat), ("call", Self::Voice)],
            5 => &[("email", Self::Email)],
            7 => &[("hangout", Self::Hangout)],
            8 => &[
                ("whatsapp", Self::Whatsapp),
                ("facebook", Self::Facebook),
                ("telegram", Self::Telegram),
                ("twdirect", Self::TwDirect),
            ],
            9 => &[("messenger", Self::Messenger), ("instagram", Self::Instagram)],
            _ => &[],
        };
        candidates
            .iter()
            .find(|(known, _)| name.eq_ignore_ascii_case(known))
            .map(|&(_, channel)| channel)
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Channel {
    type Err = LinkError;

    /// As [`Channel::on_platform`] for a platform that has no names of its own.
    fn from_str(name: &str) -> Result<Self, LinkError> {
        Self::on_platform(name, "")
    }
}

impl serde::Serialize for Channel {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn the_words_for_an_unknown_channel_list_every_accepted_one() {
        for language in [Language::Spanish, Language::English] {
            let words = Code::LinkChannelUnknown.words(language);
            for channel in Channel::ALL {
                assert!(words.contains(channel.as_str()), "{channel} in {language}");
            }
        }
    }
}
