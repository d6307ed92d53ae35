//! Values as they are kept, and back again.

use crate::fault::{Fault, Outcome};
use ba360_core::{
    access::Label,
    instance::ActivityKind,
    link::{Channel, InteractionId, Platform},
    record::{ContactQuery, Object, Value},
    text::Code,
};
use jiff::Timestamp;

/// A moment as it is kept: microseconds since 1970.
pub(crate) fn micros(moment: Timestamp) -> i64 {
    moment.as_microsecond()
}

pub(crate) fn moment(micros: i64) -> Outcome<Timestamp> {
    Timestamp::from_microsecond(micros).map_err(|_| Fault::damaged("a moment is out of range"))
}

pub(crate) fn channel(word: &str) -> Outcome<Channel> {
    Channel::ALL
        .into_iter()
        .find(|channel| channel.as_str() == word)
        .ok_or_else(|| Fault::damaged("a channel is unknown"))
}

pub(crate) fn platform(name: &str) -> Outcome<Platform> {
    Platform::new(name).map_err(|_| Fault::damaged("a platform's name cannot be one"))
}

pub(crate) fn interaction_id(id: &str) -> Outcome<InteractionId> {
    InteractionId::new(id).map_err(|_| Fault::damaged("an interaction's id cannot be one"))
}

pub(crate) fn object(word: &str) -> Outcome<Object> {
    [Object::Contact, Object::Account, Object::Case]
        .into_iter()
        .find(|object| object.as_str() == word)
        .ok_or_else(|| Fault::damaged("an object is unknown"))
}

/// `None` for what a newer version wrote.
pub(crate) fn kind(word: &str) -> Option<ActivityKind> {
    ActivityKind::ALL.into_iter().find(|kind| kind.as_str() == word)
}

/// `None` for what a newer version wrote.
pub(crate) fn code(word: &str) -> Option<Code> {
    Code::ALL.iter().copied().find(|code| code.as_str() == word)
}

/// What a link searched of a contact, as it is kept: the text for any field and those for each, on lines of their
/// own. A value has no line breaks in it.
pub(crate) fn query(query: &ContactQuery) -> String {
    let mut lines = vec![query.any.as_str()];
    lines.extend(query.each.iter().map(String::as_str));
    lines.join("\n")
}

pub(crate) fn contact_query(text: &str) -> ContactQuery {
    let mut lines = text.split('\n').map(str::to_owned);
    let mut next = || lines.next().unwrap_or_default();
    ContactQuery {
        any: next(),
        each: [next(), next(), next(), next(), next()],
    }
}

/// The value of a field.
pub(crate) fn value(text: Option<String>) -> Outcome<Option<Value>> {
    match text {
        None => Ok(None),
        Some(text) => Value::new(&text).map_err(|_| Fault::damaged("a field's value cannot be one")),
    }
}

/// The name of a role or a group.
pub(crate) fn label(name: &str) -> Outcome<Label> {
    Label::new(name).map_err(|_| Fault::damaged("the name of a role or a group cannot be one"))
}

/// The number behind an opaque key; `None` for a text that was never one of ours.
pub(crate) fn key(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (number > 0 && number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_written_and_no_other_way() {
        assert_eq!(key("7"), Some(7));
        for text in [
            "",
            "07",
            "+7",
            " 7",
            "-7",
            "0",
            "7a",
            "９",
            "99999999999999999999",
        ] {
            assert_eq!(key(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_query_is_read_as_it_was_written() {
        let mut both = ContactQuery::any("Ana \"Soto\" \\n");
        both.each[4] = "998874563".to_owned();
        for written in [both, ContactQuery::default()] {
            assert_eq!(contact_query(&query(&written)), written);
        }
    }
}
