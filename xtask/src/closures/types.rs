//! What closures capture: the types of the matrix.

/// A type of captured values.
pub(super) struct Type {
    pub(super) ty: &'static str,
    /// An expression that makes a value of it.
    pub(super) make: &'static str,
    /// Whether it is `UnwindSafe`; the compiler is asked too, and has to agree.
    pub(super) safe: bool,
}

const fn safe(ty: &'static str, make: &'static str) -> Type {
    let safe = true;
    Type { ty, make, safe }
}

const fn not_safe(ty: &'static str, make: &'static str) -> Type {
    let safe = false;
    Type { ty, make, safe }
}

pub(super) const TYPES: &[Type] = &[
    safe("i32", "1"),
    safe("&'static str", "\"text\""),
    safe("String", "String::new()"),
    safe("Vec<Option<Box<u8>>>", "Vec::new()"),
    safe("(String, [u8; 4])", "Default::default()"),
    safe("HashMap<String, i32>", "HashMap::new()"),
    safe("fn(i32) -> i32", "handler"),
    safe("Cell<i32>", "Cell::new(1)"),
    safe("RefCell<String>", "RefCell::default()"),
    safe("Rc<String>", "Rc::default()"),
    safe("Rc<AtomicI32>", "Rc::default()"),
    safe("Arc<Mutex<Vec<i32>>>", "Arc::default()"),
    safe("Rc<PoisonCell<i32>>", "Rc::new(PoisonCell::new(1))"),
    safe(
        "AssertUnwindSafe<Rc<Cell<i32>>>",
        "AssertUnwindSafe(Rc::default())",
    ),
    safe("Named", "Named::default()"),
    safe(
        "Box<dyn Fn() + UnwindSafe + RefUnwindSafe>",
        "Box::new(|| ())",
    ),
    not_safe("Rc<Cell<i32>>", "Rc::default()"),
    not_safe("Rc<RefCell<Vec<i32>>>", "Rc::default()"),
    not_safe("Weak<RefCell<i32>>", "Weak::new()"),
    not_safe("Arc<Cell<i32>>", "Arc::default()"),
    not_safe("&'static Cell<i32>", "Box::leak(Box::default())"),
    not_safe("&'static mut i32", "Box::leak(Box::default())"),
    not_safe("Option<Rc<Cell<i32>>>", "None"),
    not_safe("Vec<Rc<RefCell<i32>>>", "Vec::new()"),
    not_safe("(String, Rc<Cell<i32>>)", "Default::default()"),
    not_safe("*const Cell<i32>", "std::ptr::null()"),
    not_safe("Shared", "Shared::default()"),
    not_safe("Box<dyn Fn()>", "Box::new(|| ())"),
    not_safe("Box<dyn Any>", "Box::new(1)"),
];
