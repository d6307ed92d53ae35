use super::{ActivityWords, AdminWords, Words, assets};
use crate::chrome::{Chrome, MenuGroup};

impl Chrome<'_> {
    /// The words of the page's language.
    pub(crate) const fn w(&self) -> &'static Words {
        Words::of(self.language)
    }

    /// The words of users, roles, groups, parameters and settings.
    pub(crate) const fn admin(&self) -> &'static AdminWords {
        AdminWords::of(self.language)
    }

    /// The words of the record of activity and of the inspector.
    pub(crate) const fn activity(&self) -> &'static ActivityWords {
        ActivityWords::of(self.language)
    }

    /// The address of an asset: its name carries its contents' fingerprint, so browsers may keep it for good.
    pub(crate) fn asset(&self, name: &str) -> String {
        self.to(&assets::path(name))
    }

    /// Marks the view of that path in the menu, for a page that another route shows.
    pub(crate) fn stand_in(&mut self, path: &str) {
        let href = self.to(path);
        for entry in self.menus.iter_mut().flat_map(|menu| &mut menu.entries) {
            entry.active = entry.href == href;
        }
    }

    /// What stands over the menu and behind every title: the instance, or else the product.
    pub(crate) fn site_title(&self) -> &str {
        match self.instance {
            "" => self.w().product,
            instance => instance,
        }
    }
}

impl MenuGroup {
    /// Whether the menu needs a title over its entries: not when its one entry says the same.
    pub(crate) fn needs_title(&self) -> bool {
        !matches!(&self.entries[..], [only] if only.words == self.words)
    }
}
