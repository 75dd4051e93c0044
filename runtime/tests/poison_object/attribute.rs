//! What `#[bulkhead]` emits, written out.

/// What the attribute on a struct emits.
macro_rules! subject {
    ($ty:ident { $($field:ident: $field_ty:ty),* } $($policy:tt)*) => {
        const _: () = {
            #[allow(dead_code)]
            const HAS_POISON: bool = {
                #[allow(unused_imports)]
                use rt::AnyField as _;
                false $(|| rt::Field::<$field_ty>::IS_POISON)*
            };
            impl rt::Subject for $ty {
                const INTERIOR: bool = {
                    #[allow(unused_imports)]
                    use rt::AnyField as _;
                    false $(|| rt::Field::<$field_ty>::INTERIOR)*
                };
                const HAS_POISON: bool = HAS_POISON;
                const IS_GUARDED: bool = HAS_POISON || subject!(@has_policy $($policy)*);
                subject!(@policy $ty $($policy)*);
                fn poison(&self) -> Option<&Poison> {
                    #[allow(unused_imports)]
                    use rt::AnyField as _;
                    None$(.or(rt::Field::<$field_ty>::poison(&self.$field)))*
                }
            }
            subject!(@safe $ty, ($($field_ty,)*); $($policy)*);
        };
    };
    (@has_policy) => { false };
    (@has_policy $($policy:tt)+) => { true };
    // Nobody sees anything after a panic, whatever it was.
    (@safe $ty:ident, $fields:ty; abort) => {
        impl UnwindSafe for $ty {}
        impl RefUnwindSafe for $ty {}
    };
    (@safe $ty:ident, $fields:ty; $($policy:tt)*) => {
        impl RefUnwindSafe for $ty where
            for<'a> rt::Owner<'a, HAS_POISON, $fields>: RefUnwindSafe
        {
        }
    };
    (@policy $ty:ident) => {
        type Undo = ();
        #[inline(always)]
        fn snapshot(&self) {}
    };
    (@policy $ty:ident abort) => {
        const ON_PANIC: rt::OnPanic = rt::OnPanic::Abort;
        subject!(@policy $ty);
    };
    (@policy $ty:ident rollback) => {
        const ON_PANIC: rt::OnPanic = rt::OnPanic::Rollback;
        type Undo = rt::PutBack<Self>;
        fn snapshot(&self) -> Self::Undo {
            rt::PutBack::of(self)
        }
    };
    (@policy $ty:ident rollback($function:path)) => {
        const ON_PANIC: rt::OnPanic = rt::OnPanic::Rollback;
        type Undo = Box<dyn FnOnce(&mut Self)>;
        fn snapshot(&self) -> Self::Undo {
            rt::boxed($function(self))
        }
    };
}

/// The name of a boundary.
macro_rules! name {
    ($name:literal) => {
        rt::Name::new(concat!($name, "\0"))
    };
}

/// What the attribute on an `impl` block emits for one method.
macro_rules! entry {
    ($target:path, $object:expr $(, $argument:expr)*; $boundary:literal) => {{
        #[allow(unused_imports)]
        use rt::AnyObject as _;
        if let Some(refusal) = rt::Object(&*$object).check(name!($boundary)) {
            return rt::Answer(Err(refusal));
        }
        entry!(admit $target, $object $(, $argument)*; $boundary)
    }};
    (admit $target:path, $object:expr $(, $argument:expr)*; $boundary:literal) => {
        answer(move || {
            #[allow(unused_imports)]
            use rt::AnyObject as _;
            let mut guard = rt::Object($object).arm(name!($boundary));
            let value = $target(guard.get() $(, $argument)*);
            guard.leave();
            value
        })
    };
}
