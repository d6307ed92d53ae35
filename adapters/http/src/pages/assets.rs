//! The stylesheet, the script and the icon, embedded in the program.

/// A file that pages link to.
pub(crate) struct Asset {
    stem: &'static str,
    extension: &'static str,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: &'static [u8],
    fingerprint: u64,
}

impl Asset {
    const fn new(
        stem: &'static str,
        extension: &'static str,
        media_type: &'static str,
        bytes: &'static [u8],
    ) -> Self {
        Self {
            stem,
            extension,
            media_type,
            bytes,
            fingerprint: fingerprint(bytes),
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

/// The asset of a file name: by the name with the fingerprint alone, so that a name never has two contents.
pub(crate) fn asset(file: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.file_name() == file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset_of(path: &str) -> &'static [u8] {
        asset(path.strip_prefix("/assets/").unwrap()).unwrap().bytes
    }

    #[test]
    fn every_asset_has_a_name_that_changes_with_its_contents() {
        assert_ne!(fingerprint(b"a"), fingerprint(b"b"));
        for each in &ASSETS {
            let path = path(&format!("{}.{}", each.stem, each.extension));
            assert_eq!(path, format!("/assets/{}", each.file_name()));
            assert_eq!(asset_of(&path), each.bytes);
            let plain = format!("{}.{}", each.stem, each.extension);
            assert!(asset(&plain).is_none());
        }
    }

    #[test]
    fn the_stylesheet_asks_for_nothing_from_elsewhere() {
        let css = str::from_utf8(ASSETS[0].bytes).unwrap();
        assert!(!css.contains("url(") && !css.contains("@import"));
    }
}
