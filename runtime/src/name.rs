//! The name of a boundary, in one word.

/// What marks the names of exports in linear memory: a character for private use, so that
/// JavaScript finds which exports have a boundary, and what each is called.
pub(crate) const MARK: &str = "\u{e0bb}";

/// The name of a boundary: text that ends with a NUL.
///
/// One pointer, because a boundary stores it at each call.
#[derive(Clone, Copy)]
pub struct Name(*const u8);

impl Name {
    /// The name that `text` has up to its NUL.
    ///
    /// # Panics
    ///
    /// If the text does not end with a NUL; for constants at compile time.
    #[inline(always)]
    pub const fn new(text: &'static str) -> Name {
        assert!(text.as_bytes()[text.len() - 1] == 0);
        Name(text.as_ptr())
    }

    /// The text, without the mark.
    pub(crate) fn text(self) -> &'static str {
        // SAFETY: `new` had a `&'static str` that ends with a NUL, so all bytes up to the first
        // NUL belong to it, and a NUL never lies within a character.
        let text = unsafe { std::ffi::CStr::from_ptr(self.0.cast()) };
        // SAFETY: as above.
        let text = unsafe { std::str::from_utf8_unchecked(text.to_bytes()) };
        text.strip_prefix(MARK).unwrap_or(text)
    }

    /// Whether both are the same constant.
    pub(crate) fn is(self, other: Name) -> bool {
        std::ptr::eq(self.0, other.0)
    }

    /// Where the text is in linear memory.
    #[cfg(target_family = "wasm")]
    #[inline(always)]
    pub(crate) fn address(self) -> u32 {
        self.0.expose_provenance() as u32
    }

    /// # Safety
    ///
    /// `address` came from [`address`](Self::address).
    #[cfg(target_family = "wasm")]
    pub(crate) unsafe fn at(address: u32) -> Name {
        Name(std::ptr::with_exposed_provenance(address as usize))
    }
}

// SAFETY: it leads to a constant of the program, which nothing writes.
unsafe impl Send for Name {}
// SAFETY: as above.
unsafe impl Sync for Name {}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn a_name_is_its_text_without_mark_and_end() {
        assert_eq!(Name::new("\u{e0bb}Ledger.close\0").text(), "Ledger.close");
        assert_eq!(Name::new("src/lib.rs:3:5\0").text(), "src/lib.rs:3:5");
    }
}
