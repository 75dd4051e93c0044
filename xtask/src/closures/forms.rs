//! How closures capture: the forms of the matrix.
//!
//! A form is a few items that hold a function `made`. In it `MADE` is the return type, `TYPE` and
//! `MAKE` are the captured type and a value of it, and `GIVE(…)` is around the closure: there the
//! constructor goes, and nothing where the compiler is asked about the closure itself.

/// One way to capture a variable.
pub(super) struct Form {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
    /// The closure consumes its capture, which only the constructors for one call take.
    pub(super) once: bool,
    /// Where the choice is more careful than the closure's own type would ask for: why.
    pub(super) fallback: Option<Fallback>,
}

/// Where a closure that is unwind safe may get the aborting constructor, with a warning: see
/// `docs/unwind-safety.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fallback {
    TypeParameter,
    Future,
    ClosureInAnother,
    PointerWithFields,
}

impl Fallback {
    /// As `docs/unwind-safety.md` has it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Fallback::TypeParameter => "a variable whose type is a type parameter without bounds",
            Fallback::Future => "a future in a variable",
            Fallback::ClosureInAnother => {
                "a variable that holds a closure, used in a closure within another"
            }
            Fallback::PointerWithFields => "a field of a type that has fields and dereferences",
        }
    }
}

const fn form(name: &'static str, text: &'static str) -> Form {
    Form {
        name,
        text,
        once: false,
        fallback: None,
    }
}

const fn once(name: &'static str, text: &'static str) -> Form {
    let once = true;
    Form {
        once,
        ..form(name, text)
    }
}

const fn fallback(why: Fallback, name: &'static str, text: &'static str) -> Form {
    let fallback = Some(why);
    Form {
        fallback,
        ..form(name, text)
    }
}

pub(super) const FORMS: &[Form] = &[
    form(
        "a variable",
        "fn made() -> MADE { let x: TYPE = MAKE; GIVE(move |n: i32| -> i32 { hit(); look(&x); n }) }",
    ),
    form(
        "a parameter of the function",
        "fn made() -> MADE { of(MAKE) }
         fn of(x: TYPE) -> MADE { GIVE(move |n: i32| { hit(); look(&x); n }) }",
    ),
    form(
        "a copy made in a block",
        "fn made() -> MADE { let original: TYPE = MAKE;
           GIVE({ let x = original; move |n: i32| { hit(); look(&x); n } }) }",
    ),
    form(
        "a variable that shadows an unsafe one",
        "fn made() -> MADE { let x = Rc::new(Cell::new(1)); look(&x); let x: TYPE = MAKE;
           GIVE(move |n: i32| { hit(); look(&x); n }) }",
    ),
    form(
        "a variable shadowed later",
        "fn made() -> MADE { let x: TYPE = MAKE;
           GIVE(move |n: i32| { hit(); look(&x); let x = Rc::new(Cell::new(n)); x.get() }) }",
    ),
    form(
        "nothing, a local has its name",
        "fn made() -> MADE { let x: TYPE = MAKE; look(&x);
           GIVE(move |n: i32| { hit(); let x = Cell::new(n); look(&x); n }) }",
    ),
    form(
        "nothing, a parameter has its name",
        "fn made() -> MADE { let x: TYPE = MAKE; look(&x); GIVE(move |x: i32| { hit(); look(&x); x }) }",
    ),
    form(
        "nothing, an item has its name",
        "fn made() -> MADE { let x: TYPE = MAKE; look(&x);
           GIVE(move |n: i32| { fn x() -> i32 { 1 } hit(); x() + n }) }",
    ),
    form(
        "nothing, it is matched with a wildcard",
        "fn made() -> MADE { let x: TYPE = MAKE; GIVE(move |n: i32| { hit(); let _ = x; n }) }",
    ),
    form(
        "two variables",
        "fn made() -> MADE { let name = String::new(); let x: TYPE = MAKE;
           GIVE(move |n: i32| { hit(); look(&name); look(&x); n }) }",
    ),
    form(
        "a pattern of let",
        "fn made() -> MADE { let (x, Pair { other, .. }): (TYPE, _) = (MAKE, pair(1)); look(&other);
           GIVE(move |n: i32| { hit(); look(&x); n }) }",
    ),
    form(
        "let else",
        "fn made() -> MADE { let Some(x): Option<TYPE> = Some(MAKE) else { unreachable!() };
           GIVE(move |n: i32| { hit(); look(&x); n }) }",
    ),
    form(
        "if let",
        "fn made() -> MADE { let found: Option<TYPE> = Some(MAKE);
           if let Some(x) = found { GIVE(move |n: i32| { hit(); look(&x); n }) } else { unreachable!() } }",
    ),
    form(
        "an arm of a match",
        "fn made() -> MADE { let found: Option<TYPE> = Some(MAKE);
           match found { Some(x) => GIVE(move |n: i32| { hit(); look(&x); n }), None => unreachable!() } }",
    ),
    form(
        "a loop",
        "fn made() -> MADE { let all: [TYPE; 1] = [MAKE];
           for x in all { return GIVE(move |n: i32| { hit(); look(&x); n }); } unreachable!() }",
    ),
    form(
        "a field alone",
        "fn made() -> MADE { let it: Pair<TYPE> = pair(MAKE);
           let made = GIVE(move |n: i32| { hit(); look(&it.field); n }); look(&it.other); made }",
    ),
    form(
        "a field of a field",
        "fn made() -> MADE { let it: (u8, Pair<TYPE>) = (1, pair(MAKE));
           GIVE(move |n: i32| { hit(); look(&it.1.field); n }) }",
    ),
    form(
        "a field behind a Box",
        "fn made() -> MADE { let it: Box<Pair<TYPE>> = Box::new(pair(MAKE));
           GIVE(move |n: i32| { hit(); look(&it.field); n }) }",
    ),
    form(
        "a field behind an Rc",
        "fn made() -> MADE { let it: Rc<Plain<TYPE>> = Rc::new(Plain { field: MAKE });
           GIVE(move |n: i32| { hit(); look(&it.field); n }) }",
    ),
    form(
        "a reference, without `move`",
        "fn made() -> MADE { let x: &'static TYPE = Box::leak(Box::<TYPE>::new(MAKE));
           GIVE(|n: i32| { hit(); look(x); n }) }",
    ),
    form(
        "a field behind a reference, without `move`",
        "fn made() -> MADE { let it: &'static Plain<TYPE> = Box::leak(Box::<Plain<TYPE>>::new(Plain { field: MAKE }));
           GIVE(|n: i32| { hit(); look(&it.field); n }) }",
    ),
    form(
        "a field that is matched",
        "fn made() -> MADE { let it: (Pair<TYPE>, u8) = (pair(MAKE), 1);
           GIVE(move |n: i32| { hit(); match &it.0.field { y => look(y) }; n }) }",
    ),
    form(
        "a field behind an assertion",
        "fn made() -> MADE { let it: AssertUnwindSafe<Pair<TYPE>> = AssertUnwindSafe(pair(MAKE));
           GIVE(move |n: i32| { hit(); look(&it.field); n }) }",
    ),
    fallback(
        Fallback::PointerWithFields,
        "a field behind a pointer of one's own",
        "fn made() -> MADE { let it: Handle<TYPE> = Handle { own: Plain { field: MAKE }, target: Default::default() };
           GIVE(move |n: i32| { hit(); look(&it.own.field); n }) }",
    ),
    form(
        "self",
        "fn made() -> MADE { Plain::<TYPE> { field: MAKE }.method() }
         impl Method for Plain<TYPE> {
           fn method(self) -> MADE { GIVE(move |n: i32| { hit(); look(&self); n }) } }
         trait Method { fn method(self) -> MADE; }",
    ),
    form(
        "a field of self",
        "fn made() -> MADE { pair::<TYPE>(MAKE).method() }
         impl Method for Pair<TYPE> {
           fn method(self) -> MADE { GIVE(move |n: i32| { hit(); look(&self.field); n }) } }
         trait Method { fn method(self) -> MADE; }",
    ),
    form(
        "a closure inside",
        "fn made() -> MADE { let x: TYPE = MAKE;
           GIVE(move |n: i32| { let inner = || look(&x); hit(); inner(); n }) }",
    ),
    form(
        "a future inside",
        "fn made() -> MADE { let x: TYPE = MAKE;
           GIVE(move |n: i32| { drop(async { look(&x) }); hit(); n }) }",
    ),
    form(
        "a closure in a closure",
        "fn made() -> MADE { let x: TYPE = MAKE; let outer = move || GIVE(move |n: i32| { hit(); look(&x); n });
           outer() }",
    ),
    form(
        "a format string",
        "fn made() -> MADE { let x: Shown<TYPE> = Shown(MAKE);
           GIVE(move |n: i32| { hit(); drop(format!(\"{n} {x:?}\")); n }) }",
    ),
    form(
        "an argument of a known macro",
        "fn made() -> MADE { let x: Shown<TYPE> = Shown(MAKE);
           GIVE(move |n: i32| { hit(); drop(format!(\"{:?} {}\", x, vec![n; 2].len())); n }) }",
    ),
    form(
        "an argument of any macro",
        "fn made() -> MADE { let it: Pair<TYPE> = pair(MAKE);
           GIVE(move |n: i32| { hit(); looked!(at => it.field); n }) }",
    ),
    form(
        "a variable that holds a closure",
        "fn made() -> MADE { let x: TYPE = MAKE; let inner = move || look(&x);
           GIVE(move |n: i32| { hit(); inner(); n }) }",
    ),
    form(
        "the closure is in a variable",
        "fn made() -> MADE { let x: TYPE = MAKE; let it = move |n: i32| -> i32 { hit(); look(&x); n };
           GIVE(it) }",
    ),
    form(
        "a closure behind an Rc",
        "fn made() -> MADE { let x: TYPE = MAKE; let inner = Rc::new(move || look(&x)); let inner = inner.clone();
           GIVE(move |n: i32| { hit(); inner(); n }) }",
    ),
    fallback(
        Fallback::ClosureInAnother,
        "a variable that holds a closure, through another",
        "fn made() -> MADE { let x: TYPE = MAKE; let inner = move || look(&x);
           let outer = move || GIVE(move |n: i32| { hit(); inner(); n }); outer() }",
    ),
    fallback(
        Fallback::TypeParameter,
        "a type parameter",
        "fn made() -> MADE { of::<TYPE>(MAKE) }
         fn of<T: 'static>(x: T) -> MADE { GIVE(move |n: i32| { hit(); look(&x); n }) }",
    ),
    fallback(
        Fallback::Future,
        "a future in a variable",
        "fn made() -> MADE { let x: TYPE = MAKE; let future = async move { look(&x) };
           GIVE(move |n: i32| { hit(); look(&future); n }) }",
    ),
    once(
        "consumed",
        "fn made() -> MADE { let x: TYPE = MAKE; GIVE(move |n: i32| { hit(); drop(x); n }) }",
    ),
    once(
        "consumed without `move`",
        "fn made() -> MADE { let x: Plain<TYPE> = Plain { field: MAKE }; GIVE(|n: i32| { hit(); eat(x); n }) }",
    ),
    once(
        "taken apart",
        "fn made() -> MADE { let it: Pair<TYPE> = pair(MAKE);
           GIVE(move |n: i32| { hit(); let Pair { field, .. } = it; eat(field); n }) }",
    ),
    once(
        "consumed by a future",
        "fn made() -> MADE { let x: TYPE = MAKE; GIVE(move |n: i32| { hit(); drop(async move { eat(x) }); n }) }",
    ),
    once(
        "consumed by a closure for JavaScript inside",
        "fn made() -> MADE { let x: TYPE = MAKE;
           GIVE(move |n: i32| { hit(); let inner = move || eat(x); inner(); n }) }",
    ),
];
