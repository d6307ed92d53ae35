//! Where a person goes on after signing in: a path that we sealed ourselves, so that nobody can send a person
//! elsewhere by it and nothing of a link stands in the address of the login page.

use crate::{
    routes::{Access, Method, table},
    settings::Site,
};
use ba360_core::{
    instance::InstanceId,
    link,
    seal::{SealPlace, SealedText},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The longest path that is kept, in bytes; with the seal and the base it fits into an address again.
const MAX_BYTES: usize = link::MAX_LINK_BYTES;

/// The address of the login page that leads on to a path of ours; to the login page alone when the path is not
/// one to come back to.
pub(crate) fn login_address(site: &Site, instance: InstanceId, path: &str) -> String {
    address(site, instance, "/login", path)
}

/// The address at which a temporary password is changed, which leads on to a path of ours.
pub(crate) fn password_address(site: &Site, instance: InstanceId, path: &str) -> String {
    address(site, instance, "/contrasena", path)
}

fn address(site: &Site, instance: InstanceId, page: &str, path: &str) -> String {
    match seal(site, instance, path) {
        Some(sealed) => site.to(&format!(
            "{page}?continuar={}",
            utf8_percent_encode(sealed.as_str(), NON_ALPHANUMERIC)
        )),
        None => site.to(page),
    }
}

fn seal(site: &Site, instance: InstanceId, path: &str) -> Option<SealedText> {
    leads_to_a_view(path).then(|| site.app.seal.seal(&place(instance), path))
}

/// The path that was sealed; `None` when it was not, or not for this instance.
pub(crate) fn open(site: &Site, instance: InstanceId, sealed: &str) -> Option<String> {
    if sealed.is_empty() || sealed.len() > 2 * MAX_BYTES {
        return None;
    }
    let path = site
        .app
        .seal
        .open(&place(instance), &SealedText::new(sealed.to_owned()))?;
    leads_to_a_view(&path).then_some(path)
}

/// Whether the path is that of a link.
pub(crate) fn is_link(path: &str) -> bool {
    first_segment(path) == "integracionview"
}

fn place(instance: InstanceId) -> SealPlace {
    SealPlace {
        instance,
        purpose: "return-path",
    }
}

/// Whether a path is one of the views: those that somebody has to be signed in for and that only look, and links.
fn leads_to_a_view(path: &str) -> bool {
    if path.len() > MAX_BYTES || path.bytes().any(|b| b.is_ascii_control()) || !path.starts_with('/') {
        return false;
    }
    let first = first_segment(path);
    is_link(path)
        || table().any(|route| {
            route.method == Method::Get
                && matches!(route.access, Access::May(..))
                && first_segment(route.path) == first
        })
}

fn first_segment(path: &str) -> &str {
    let rest = path.strip_prefix('/').unwrap_or_default();
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r2_only_views_of_our_own_are_returned_to() {
        assert!(leads_to_a_view("/integracionview/genesys/chat/1/%7B%7D"));
        for bad in [
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/%09/evil.example",
            "///evil.example",
            "/./\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/logout",
            "/login",
            "/",
            "",
            "/contactos\r\nSet-Cookie: a=b",
            "evil.example/contactos",
        ] {
            assert!(!leads_to_a_view(bad), "{bad:?}");
        }
        assert!(!leads_to_a_view(&format!(
            "/integracionview/{}",
            "a".repeat(64 * 1024)
        )));
    }
}
