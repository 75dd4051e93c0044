//! The books, which know nothing of JavaScript, and where they are kept.

/// What each of the two has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Books {
    pub(crate) ann: i32,
    pub(crate) bob: i32,
}

#[cfg(feature = "bulkhead")]
const KEY: &str = "books";

impl Books {
    const FIRST: Books = Books { ann: 60, bob: 40 };

    /// The books in the vault, which outlasts the instance.
    #[cfg(feature = "bulkhead")]
    pub(crate) fn load() -> Books {
        let kept = wasm_bulkhead::vault::get(KEY);
        let halves = kept.as_deref().and_then(|bytes| bytes.split_at_checked(4));
        let number = |bytes: &[u8]| bytes.try_into().map(i32::from_le_bytes).ok();
        halves
            .and_then(|(ann, bob)| {
                let (ann, bob) = (number(ann)?, number(bob)?);
                Some(Books { ann, bob })
            })
            .unwrap_or(Books::FIRST)
    }

    #[cfg(feature = "bulkhead")]
    pub(crate) fn save(self) {
        let bytes = [self.ann.to_le_bytes(), self.bob.to_le_bytes()].concat();
        wasm_bulkhead::vault::put(KEY, &bytes).expect("the vault has room for eight bytes");
    }

    /// Nothing that is kept in memory outlasts the instance.
    #[cfg(not(feature = "bulkhead"))]
    pub(crate) fn load() -> Books {
        Books::FIRST
    }

    #[cfg(not(feature = "bulkhead"))]
    pub(crate) fn save(self) {}
}
