//! What goes along from view to view in the address: the interaction, and the search to come back to. The way back
//! is read as a search and written anew, so it can lead nowhere else.

use crate::{fields::Fields, pages::Pair, refusal::Refusal};
use ba360_core::record::{
    ContactDetails, ContactQuery, InteractionRef, Object, PageRequest, PageSize, RecordRef, SearchRequest,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::form_urlencoded;

const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A search view's address: what is searched for, and the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SearchAddress {
    pub(crate) request: SearchRequest,
    pub(crate) page: PageRequest,
}

/// What goes along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Trail {
    /// The interaction of the link that began it all (`interaccion`).
    pub(crate) interaction: Option<InteractionRef>,
    /// What that link said of the contact, to fill in a new one: known with the interaction, not in the address.
    pub(crate) contact: ContactQuery,
    /// The search to come back to (`volver`).
    pub(crate) back: Option<SearchAddress>,
}

/// An address of ours without the base; what is blank is left out.
pub(crate) fn address(path: &str, pairs: impl IntoIterator<Item = Pair>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        if !value.is_empty() {
            query.append_pair(name, &value);
        }
    }
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// The path of an object's search view.
pub(crate) const fn path_of(object: Object) -> &'static str {
    match object {
        Object::Contact => "/contactos",
        Object::Account => "/cuentas",
        Object::Case => "/casos",
    }
}

/// The path of a record.
pub(crate) fn record_path(record: &RecordRef) -> String {
    let key = record.key();
    format!(
        "{}/{}",
        path_of(record.object()),
        utf8_percent_encode(&key, SEGMENT)
    )
}

/// What contacts are searched for, as the parameters that say so.
pub(crate) fn contact_pairs(query: &ContactQuery) -> Vec<Pair> {
    let each = ContactDetails::FIELDS.into_iter().zip(&query.each);
    std::iter::once(("q", query.any.clone()))
        .chain(each.map(|(field, text)| (field.as_str(), text.clone())))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// Reads what contacts are searched for.
///
/// # Errors
/// A parameter that is given twice.
pub(crate) fn read_contact_query(fields: &Fields) -> Result<ContactQuery, Refusal> {
    let mut query = ContactQuery::any(fields.one("q")?);
    for (field, text) in ContactDetails::FIELDS.into_iter().zip(&mut query.each) {
        fields.one(field.as_str())?.clone_into(text);
    }
    Ok(query)
}

/// Reads which page of a list is asked for.
///
/// # Errors
/// A parameter that is given twice.
pub(crate) fn read_page(fields: &Fields) -> Result<PageRequest, Refusal> {
    let size = PageSize::of_rows(fields.one("size")?);
    Ok(PageRequest::new(fields.one("page")?, size))
}

/// The parameters of a page of a list; none for the first of the usual size.
pub(crate) fn page_pairs(page: PageRequest) -> Vec<Pair> {
    let mut pairs = Vec::new();
    if page.number() > 1 {
        pairs.push(("page", page.number().to_string()));
    }
    if page.size != PageSize::default() {
        pairs.push(("size", page.size.rows().to_string()));
    }
    pairs
}

/// Which pages of a record's lists are in view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RecordPages {
    /// Of a contact's accounts, or an account's contacts (`page`, `size`).
    pub(crate) others: PageRequest,
    /// Of its cases (`casos`).
    pub(crate) cases: PageRequest,
}

impl RecordPages {
    /// Reads them.
    ///
    /// # Errors
    /// A parameter that is given twice.
    pub(crate) fn read(fields: &Fields) -> Result<Self, Refusal> {
        Ok(Self {
            others: read_page(fields)?,
            cases: PageRequest::new(fields.one("casos")?, PageSize::default()),
        })
    }

    /// Their parameters; none for the first pages.
    pub(crate) fn pairs(self) -> Vec<Pair> {
        let mut pairs = page_pairs(self.others);
        if self.cases.number() > 1 {
            pairs.push(("casos", self.cases.number().to_string()));
        }
        pairs
    }
}

impl SearchAddress {
    /// Reads a search of an object.
    ///
    /// # Errors
    /// A parameter that is given twice.
    pub(crate) fn read(object: Object, fields: &Fields) -> Result<Self, Refusal> {
        Ok(Self {
            request: match object {
                Object::Contact => SearchRequest::Contacts(read_contact_query(fields)?),
                Object::Account => SearchRequest::Accounts(fields.one("q")?.to_owned()),
                Object::Case => SearchRequest::Cases(fields.one("q")?.to_owned()),
            },
            page: read_page(fields)?,
        })
    }

    fn parse(local: &str) -> Option<Self> {
        let (path, query) = local.split_once('?').unwrap_or((local, ""));
        let objects = [Object::Contact, Object::Account, Object::Case];
        let object = objects.into_iter().find(|&object| path_of(object) == path)?;
        Self::read(object, &Fields::parse(query).ok()?).ok()
    }

    /// What stands in the box, and in the fields.
    pub(crate) fn texts(&self) -> Vec<Pair> {
        match &self.request {
            SearchRequest::Contacts(query) => contact_pairs(query),
            SearchRequest::Accounts(text) | SearchRequest::Cases(text) if text.is_empty() => Vec::new(),
            SearchRequest::Accounts(text) | SearchRequest::Cases(text) => vec![("q", text.clone())],
        }
    }

    /// The same search at another page.
    pub(crate) fn at(&self, page: PageRequest) -> Self {
        Self {
            request: self.request.clone(),
            page,
        }
    }

    fn pairs(&self) -> Vec<Pair> {
        let mut pairs = self.texts();
        pairs.extend(page_pairs(self.page));
        pairs
    }

    /// The address alone.
    pub(crate) fn local(&self) -> String {
        address(path_of(self.request.object()), self.pairs())
    }

    /// The address with what goes along.
    pub(crate) fn with(&self, trail: &Trail) -> String {
        let pairs = self.pairs().into_iter().chain(trail.forward());
        address(path_of(self.request.object()), pairs)
    }
}

impl Trail {
    /// Reads what came along. What cannot be read is left behind.
    ///
    /// # Errors
    /// A parameter that is given twice.
    pub(crate) fn read(fields: &Fields) -> Result<Self, Refusal> {
        let interaction = fields.one("interaccion")?;
        Ok(Self {
            interaction: (!interaction.is_empty()).then(|| InteractionRef(interaction.to_owned())),
            contact: ContactQuery::default(),
            back: SearchAddress::parse(fields.one("volver")?),
        })
    }

    /// What goes along to a search: not the way back, since the search is where one comes back to.
    pub(crate) fn forward(&self) -> Vec<Pair> {
        self.interaction
            .iter()
            .map(|interaction| ("interaccion", interaction.0.clone()))
            .collect()
    }

    /// Everything that goes along to a record or a form.
    pub(crate) fn pairs(&self) -> Vec<Pair> {
        let mut pairs = self.forward();
        if let Some(back) = &self.back {
            pairs.push(("volver", back.local()));
        }
        pairs
    }

    /// The same with another search to come back to.
    pub(crate) fn back_to(&self, back: SearchAddress) -> Self {
        Self {
            back: Some(back),
            ..self.clone()
        }
    }

    /// The address of something with everything that goes along.
    pub(crate) fn to(&self, path: &str, more: impl IntoIterator<Item = Pair>) -> String {
        address(path, more.into_iter().chain(self.pairs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::record::ContactId;

    fn read(query: &str) -> Trail {
        Trail::read(&Fields::parse(query).unwrap()).unwrap()
    }

    #[test]
    fn the_way_back_leads_to_a_search_and_nowhere_else() {
        for elsewhere in [
            "https://evil.example/",
            "//evil.example/contactos",
            "/\\evil.example",
            "javascript:alert(1)",
            "/contactos/7",
            "/logout",
            "/contactos#x",
            "contactos",
            "/contactos?q=1&q=2",
        ] {
            let query = address("", [("volver", elsewhere.to_owned())]);
            assert_eq!(read(&query[1..]).back, None, "{elsewhere}");
        }
        let query = address("", [("volver", "/contactos?q=ana&x=//evil".to_owned())]);
        assert_eq!(read(&query[1..]).back.unwrap().local(), "/contactos?q=ana");
    }

    #[test]
    fn a_search_and_its_page_survive_the_way_there_and_back() {
        let local = "/contactos?q=Jos%C3%A9+%26+%22x%22&telefono=%2B56+9&page=3&size=20";
        let search = SearchAddress::parse(local).unwrap();
        assert_eq!(search.local(), local);
        let trail = Trail::default().back_to(search);
        let there = trail.to("/contactos/7", []);
        let (_, query) = there.split_once('?').unwrap();
        assert_eq!(read(query).back.unwrap().local(), local);
    }

    #[test]
    fn the_interaction_goes_along_and_what_its_link_said_does_not() {
        let trail = Trail {
            interaction: Some(InteractionRef("i&1".to_owned())),
            contact: ContactQuery::any("998874563"),
            back: None,
        };
        assert_eq!(trail.to("/casos/nuevo", []), "/casos/nuevo?interaccion=i%261");
        assert_eq!(read("interaccion=i%261").interaction, trail.interaction);
    }

    #[test]
    fn a_page_that_is_none_is_clamped() {
        for (asked, number) in [
            ("1000000000000", 100),
            ("-1", 1),
            ("0", 1),
            ("1e3", 1),
            ("", 1),
            ("２", 1),
        ] {
            let local = format!("/contactos?q=a&page={asked}");
            assert_eq!(
                SearchAddress::parse(&local).unwrap().page.number(),
                number,
                "{asked}"
            );
        }
    }

    #[test]
    fn a_key_cannot_leave_its_segment() {
        let path = record_path(&RecordRef::Contact(ContactId("../../logout?x=\"<".to_owned())));
        assert_eq!(path, "/contactos/..%2F..%2Flogout%3Fx%3D%22%3C");
    }
}
