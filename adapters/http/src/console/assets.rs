//! The stylesheet, the script and the icon, embedded in the program.

use crate::{call::Call, refusal::Refusal};
use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::Response,
};
use ba360_core::text::Code;

struct Asset {
    stem: &'static str,
    extension: &'static str,
    media_type: &'static str,
    body: &'static [u8],
    fingerprint: u64,
}

impl Asset {
    const fn new(
        stem: &'static str,
        extension: &'static str,
        media_type: &'static str,
        body: &'static [u8],
    ) -> Self {
        Self {
            stem,
            extension,
            media_type,
            body,
            fingerprint: fingerprint(body),
        }
    }

    fn file_name(&self) -> String {
        format!("{}-{:016x}.{}", self.stem, self.fingerprint, self.extension)
    }
}

static ASSETS: [Asset; 3] = [
    Asset::new(
        "ba360",
        "css",
        "text/css; charset=utf-8",
        include_bytes!("../../assets/ba360.css"),
    ),
    Asset::new(
        "ba360",
        "js",
        "text/javascript; charset=utf-8",
        include_bytes!("../../assets/ba360.js"),
    ),
    Asset::new(
        "ba360",
        "svg",
        "image/svg+xml",
        include_bytes!("../../assets/ba360.svg"),
    ),
];

/// FNV-1a: it tells one release's file from another's, at compile time, and keeps no secret.
const fn fingerprint(bytes: &[u8]) -> u64 {
    let (mut hash, mut n) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while n < bytes.len() {
        hash = (hash ^ bytes[n] as u64).wrapping_mul(0x0100_0000_01b3);
        n += 1;
    }
    hash
}

/// The path of an asset by its plain name, such as `ba360.css`.
pub(crate) fn path(name: &str) -> String {
    ASSETS
        .iter()
        .find(|asset| {
            name.split_once('.')
                .is_some_and(|(stem, extension)| stem == asset.stem && extension == asset.extension)
        })
        .map_or_else(
            || format!("/assets/{name}"),
            |asset| format!("/assets/{}", asset.file_name()),
        )
}

/// `GET /assets/{file}`: by the name with the fingerprint alone, so that a name never has two contents.
pub(super) async fn show(call: Call) -> Result<Response, Refusal> {
    let wanted = call.param("file");
    let asset = ASSETS
        .iter()
        .find(|asset| asset.file_name() == wanted)
        .ok_or_else(|| Refusal::of(Code::PageUnknown))?;
    let mut response = Response::new(Body::from(asset.body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_has_a_name_that_changes_with_its_contents() {
        assert_ne!(fingerprint(b"a"), fingerprint(b"b"));
        for asset in &ASSETS {
            let path = path(&format!("{}.{}", asset.stem, asset.extension));
            assert_eq!(path, format!("/assets/{}", asset.file_name()));
            assert!(!asset.body.is_empty());
        }
    }

    #[test]
    fn the_stylesheet_asks_for_nothing_from_elsewhere() {
        let css = str::from_utf8(ASSETS[0].body).unwrap();
        assert!(!css.contains("url(") && !css.contains("@import"));
    }
}
