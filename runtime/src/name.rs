//! The name of a boundary, in one word.

/// What marks the names of exports in linear memory: a byte that no text has, so that JavaScript
/// finds which exports have a boundary, and what each is called.
const MARK: u8 = 0xff;

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

    /// The name of an export: the mark, text, and a NUL, and maybe more behind that.
    ///
    /// # Panics
    ///
    /// If they are not there, or if the text is none; for constants at compile time.
    #[inline(always)]
    pub const fn marked(bytes: &'static [u8]) -> Name {
        assert!(bytes[0] == MARK && bytes[bytes.len() - 1] == 0);
        Name(bytes.as_ptr())
    }

    /// The text, without the mark.
    pub(crate) fn text(self) -> &'static str {
        // SAFETY: behind the pointer is at least a NUL.
        let start = match unsafe { *self.0 } == MARK {
            true => self.0.wrapping_add(1),
            false => self.0,
        };
        // SAFETY: all bytes up to the first NUL belong to what the name was made of.
        let text = unsafe { std::ffi::CStr::from_ptr(start.cast()) };
        // SAFETY: that was text, but for the mark.
        unsafe { std::str::from_utf8_unchecked(text.to_bytes()) }
    }

    /// Whether both are the same constant.
    pub(crate) fn is(self, other: Name) -> bool {
        std::ptr::eq(self.0, other.0)
    }

    /// Where the text is in linear memory.
    #[cfg(target_family = "wasm")]
    #[inline(always)]
    pub(crate) fn address(self) -> u32 {
        self.0 as u32
    }

    /// # Safety
    ///
    /// `address` came from [`address`](Self::address).
    #[cfg(target_family = "wasm")]
    pub(crate) unsafe fn at(address: u32) -> Name {
        Name(address as *const u8)
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
        assert_eq!(Name::marked(b"\xffLedger.close\0").text(), "Ledger.close");
        assert_eq!(Name::new("src/lib.rs:3:5\0").text(), "src/lib.rs:3:5");
    }
}
