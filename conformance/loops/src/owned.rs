//! Kinds of values that are consumed.

use crate::drops;

/// A value that is dropped once, however it is consumed.
pub trait Owned: Sized + 'static {
    /// Makes a value with a number of its own.
    fn new() -> Self;
    /// Consumes it; panics if it is its turn.
    fn eat(self);
    /// Looks at it; panics if it is its turn.
    fn look(&self);
}

/// A word, passed in a register.
pub struct Value(u32);

impl Drop for Value {
    fn drop(&mut self) {
        drops::dropped(self.0);
    }
}

impl Owned for Value {
    fn new() -> Value {
        Value(drops::made())
    }

    #[inline(never)]
    fn eat(self) {
        drops::meet(self.0);
    }

    #[inline(never)]
    fn look(&self) {
        drops::meet(self.0);
    }
}

/// Many words, passed by address.
pub struct Large {
    value: Value,
    ballast: [u32; 7],
}

impl Owned for Large {
    fn new() -> Large {
        let value = Value::new();
        let ballast = [value.0; 7];
        Large { value, ballast }
    }

    #[inline(never)]
    fn eat(self) {
        drops::meet(self.value.0.max(self.ballast[6]));
    }

    fn look(&self) {
        drops::meet(self.ballast[0]);
    }
}

/// A value on the heap, whose body is inlined into the loop.
pub struct Boxed(Box<Value>);

impl Owned for Boxed {
    fn new() -> Boxed {
        Boxed(Box::new(Value::new()))
    }

    fn eat(self) {
        self.0.eat();
    }

    fn look(&self) {
        drops::meet(self.0 .0);
    }
}

trait Run {
    fn run(self: Box<Self>);
    fn number(&self) -> u32;
}

impl Run for Value {
    fn run(self: Box<Self>) {
        drops::meet(self.0);
    }

    fn number(&self) -> u32 {
        self.0
    }
}

impl Run for (Value, u32) {
    fn run(self: Box<Self>) {
        drops::meet(self.1);
    }

    fn number(&self) -> u32 {
        self.1
    }
}

/// A value behind a table of functions.
pub struct Dynamic(Box<dyn Run>);

impl Owned for Dynamic {
    fn new() -> Dynamic {
        let value = Value::new();
        match value.0 % 2 {
            0 => Dynamic(Box::new(value)),
            _ => {
                let number = value.0;
                Dynamic(Box::new((value, number)))
            }
        }
    }

    fn eat(self) {
        self.0.run();
    }

    fn look(&self) {
        drops::meet(self.0.number());
    }
}
