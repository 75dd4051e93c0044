use super::*;
use rt::Subject;

/// Another library's; no business of ours.
mod game {
    #[derive(Default)]
    pub(super) struct Poison(pub(super) i32);
}

use wasm_bulkhead::Poison as Venom;

#[derive(Default)]
struct Monster {
    health: i32,
    poison: game::Poison,
    brood: Vec<Monster>,
}
subject!(Monster { health: i32, poison: game::Poison, brood: Vec<Monster> });

#[derive(Default)]
struct Renamed {
    state: RefCell<u8>,
    inner: Option<Box<Renamed>>,
    venom: Venom,
}
subject!(Renamed { state: RefCell<u8>, inner: Option<Box<Renamed>>, venom: Venom });

struct Sharing {
    state: Rc<PoisonCell<u8>>,
    poison: Poison,
}
subject!(Sharing { state: Rc<PoisonCell<u8>>, poison: Poison });

struct Leaking {
    state: Rc<RefCell<u8>>,
    poison: Poison,
}
subject!(Leaking { state: Rc<RefCell<u8>>, poison: Poison });

struct Unprotected {
    state: RefCell<u8>,
    poison: game::Poison,
}
subject!(Unprotected { state: RefCell<u8>, poison: game::Poison });

/// Whether a type has a trait, by the means of `rt::Field`.
macro_rules! is {
    ($ty:ty: $trait:ident) => {{
        struct Probe<T>(std::marker::PhantomData<T>);
        #[allow(dead_code)]
        trait Otherwise {
            const IS: bool = false;
        }
        impl<T> Otherwise for Probe<T> {}
        #[allow(dead_code)]
        impl<T: $trait> Probe<T> {
            const IS: bool = true;
        }
        Probe::<$ty>::IS
    }};
}

#[test]
fn it_is_granted_for_what_a_poison_protects() {
    assert!(is!(Ledger: RefUnwindSafe) && is!(Ledger: UnwindSafe));
    assert!(is!(Renamed: RefUnwindSafe) && is!(Renamed: UnwindSafe));
    assert!(is!(Sharing: RefUnwindSafe) && is!(Sharing: UnwindSafe));
}

#[test]
fn it_is_not_for_what_others_can_see() {
    assert!(!is!(Leaking: RefUnwindSafe) && !is!(Leaking: UnwindSafe));
}

#[test]
fn without_a_poison_the_compiler_decides() {
    assert!(is!(Monster: RefUnwindSafe) && is!(Monster: UnwindSafe));
    assert!(!is!(Unprotected: RefUnwindSafe) && is!(Unprotected: UnwindSafe));
}

#[test]
fn a_poison_is_found_under_any_name() {
    assert!(Renamed::default().poison().is_some());
    assert!(Monster::default().poison().is_none());
    let leaking = Leaking {
        state: Rc::default(),
        poison: Poison::new(),
    };
    assert!(leaking.poison().is_some() && *leaking.state.borrow() == 0);
    let sharing = Sharing {
        state: Rc::default(),
        poison: Poison::new(),
    };
    assert!(sharing.poison().is_some() && *sharing.state.borrow() == 0);
    let monster = Monster::default();
    let unprotected = Unprotected {
        state: RefCell::default(),
        poison: monster.poison,
    };
    assert!(unprotected.poison().is_none() && *unprotected.state.borrow() == 0);
    assert!(monster.health == 0 && monster.brood.is_empty() && unprotected.poison.0 == 0);
    let Renamed { state, inner, .. } = Renamed::default();
    assert!(state.into_inner() == 0 && inner.is_none());
}

#[test]
fn interior_mutability_is_known() {
    const { assert!(Renamed::INTERIOR && Unprotected::INTERIOR && Leaking::INTERIOR) };
    const { assert!(!Ledger::INTERIOR && !Monster::INTERIOR && !Sharing::INTERIOR) };
}
