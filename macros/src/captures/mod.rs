//! Which variables of the body around it a closure captures.
//!
//! [`Walk`] goes through a body once, with all names in scope, and tells a
//! [`Sink`] of each place where a closure is handed to JavaScript. It takes the
//! syntax alone into account: a name is a local variable if the body declares
//! it. What the types have to say, the expansion lets them say.

mod format;
mod macros;
mod places;
mod scope;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::mem;

use proc_macro2::{Ident, TokenStream};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Arm, Block, Expr, ExprAsync, ExprCall, ExprClosure, ExprForLoop, ExprIf, ExprMacro, ExprMatch,
    ExprWhile, Item, Local, Macro, Pat, Signature, Stmt, StmtMacro,
};

use crate::model::closures::{is_macro, Aliases, ClosureMacro, Constructor};
pub(crate) use places::Place;
use scope::{Holds, Scopes};

/// A variable, or a part of one, that a closure captures.
#[derive(Clone, Debug)]
pub(crate) struct Capture {
    pub(crate) source: Source,
    /// What to name, and to underline.
    pub(crate) name: Ident,
    /// Whether it is behind an `Rc`, with the closure that captured it.
    pub(crate) shared: bool,
}

/// How to learn the type of a capture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Source {
    Place {
        place: Place,
        /// Whether it crosses another closure on the way, which would then
        /// capture whatever is mentioned.
        nested: bool,
    },
    /// It is a capture of a closure of the same body, which is looked at where
    /// that closure is.
    Of { closure: usize, capture: usize },
    /// It is such a closure itself, with all that it captures.
    Closure(usize),
    /// There is no way.
    Unknown,
}

/// What a constructor is given.
#[derive(Debug)]
pub(crate) enum Given<'a> {
    /// A closure literal.
    Literal(Captures),
    /// A variable that holds a closure of the same body.
    Variable(&'a Literal, Captures),
    /// Anything else.
    Value,
}

/// What a closure captures that is handed to JavaScript.
#[derive(Debug, Default)]
pub(crate) struct Captures {
    pub(crate) own: Vec<Capture>,
    /// What the closures among them capture, so that the one to blame can be
    /// named. None where that are too many to look at for each closure.
    pub(crate) behind: Option<Vec<Capture>>,
}

/// How many captured closures, and captures of those, are looked at one by one.
const FEW: usize = 16;

/// A closure literal that may be bound to a variable.
#[derive(Debug)]
pub(crate) struct Literal {
    captures: Vec<Capture>,
    /// Without the body.
    pub(crate) head: ExprClosure,
}

/// What becomes of what is found. Everything inside has been through it before.
pub(crate) trait Sink {
    /// A closure is handed to JavaScript by wasm-bindgen's own constructor, or by
    /// another function of the name. Returns what takes the place of the call.
    fn constructor(
        &mut self,
        call: &ExprCall,
        argument: &Expr,
        constructor: Constructor,
        given: Given<'_>,
    ) -> Expr;

    /// A closure is handed to JavaScript by `closure!`.
    fn closure_macro(&mut self, mac: &mut Macro, given: Given<'_>);

    /// The captures of the closure that `statements[at]` binds are asked for.
    fn witnesses(&mut self, statements: &mut Vec<Stmt>, at: usize, asked: &Asked<'_>);

    /// A function inside the body, which has nothing to do with it.
    fn inner_item(&mut self, item: &mut Item);
}

/// A closure whose captures are asked for.
pub(crate) struct Asked<'a> {
    pub(crate) closure: usize,
    pub(crate) captures: &'a [Capture],
    /// Whether another closure captures it.
    pub(crate) is_captured: bool,
}

pub(crate) struct Walk<'a, S> {
    sink: &'a mut S,
    aliases: &'a Aliases,
    scopes: Scopes,
    /// The closures and futures around, with what they capture so far.
    frames: Vec<Frame>,
    /// Every closure literal, in the order in which they begin.
    literals: Vec<Option<Literal>>,
    /// The literal that ended last.
    latest: usize,
    /// Literals whose captures are asked for elsewhere.
    wanted: BTreeSet<usize>,
    /// Those that other literals capture.
    captured: BTreeSet<usize>,
    /// Whether there is more around that was not seen: then any name may be a
    /// variable.
    is_part: bool,
}

struct Frame {
    /// How many variables there were when it began.
    floor: usize,
    uses: Vec<Use>,
}

/// A use of a variable from inside a frame.
struct Use {
    place: Place,
    /// Which variable it is, from the outside; none if it was not seen.
    variable: Option<usize>,
    holds: Holds,
}

impl<'a, S: Sink> Walk<'a, S> {
    pub(crate) fn new(sink: &'a mut S, aliases: &'a Aliases) -> Self {
        Walk {
            sink,
            aliases,
            scopes: Scopes::default(),
            frames: Vec::new(),
            literals: Vec::new(),
            latest: 0,
            wanted: BTreeSet::new(),
            captured: BTreeSet::new(),
            is_part: false,
        }
    }

    /// A walk through a part of a body, the rest of which is unknown.
    pub(crate) fn of_part(sink: &'a mut S, aliases: &'a Aliases) -> Self {
        let is_part = true;
        Walk {
            is_part,
            ..Walk::new(sink, aliases)
        }
    }

    /// Walks through the body of a function.
    pub(crate) fn body(&mut self, sig: Option<&Signature>, statements: &mut Vec<Stmt>) {
        for input in sig.iter().flat_map(|sig| &sig.inputs) {
            match input {
                syn::FnArg::Receiver(receiver) => {
                    let name = Ident::new("self", receiver.self_token.span);
                    self.scopes.bind(&name, Holds::Value);
                }
                syn::FnArg::Typed(input) => self.scopes.bind_pattern(&input.pat, Holds::Value),
            }
        }
        self.statements(statements);
    }

    /// Walks through an expression, and returns the captures of the closure
    /// literal at its end.
    pub(crate) fn literal(&mut self, expr: &mut Expr) -> Captures {
        self.visit_expr_mut(expr);
        match self.literals.is_empty() {
            true => Captures::default(),
            false => self.with_behind(self.captures(self.latest).to_vec()),
        }
    }

    fn scoped<R>(&mut self, inside: impl FnOnce(&mut Self) -> R) -> R {
        let outside = self.scopes.len();
        let result = inside(self);
        self.scopes.truncate(outside);
        result
    }

    fn statements(&mut self, statements: &mut Vec<Stmt>) {
        self.scoped(|walk| {
            walk.scopes.bind_items(statements);
            let mut bound = Vec::new();
            for (at, statement) in statements.iter_mut().enumerate() {
                let first = walk.literals.len();
                walk.visit_stmt_mut(statement);
                let is_let = matches!(statement, Stmt::Local(_));
                if is_let && walk.literals.len() > first {
                    bound.push((at, first));
                }
            }
            // From the back, for each adds a statement in front.
            for (at, closure) in bound.into_iter().rev() {
                walk.ask(statements, at, closure);
            }
        });
    }

    fn ask(&mut self, statements: &mut Vec<Stmt>, at: usize, closure: usize) {
        let is_captured = self.captured.contains(&closure);
        if !is_captured && !self.wanted.contains(&closure) {
            return;
        }
        let literal = self.literals[closure].as_ref();
        let asked = Asked {
            closure,
            captures: literal.map_or(&[], |literal| &literal.captures),
            is_captured,
        };
        self.sink.witnesses(statements, at, &asked);
    }

    fn captures(&self, closure: usize) -> &[Capture] {
        let literal = self.literals[closure].as_ref();
        literal.map_or(&[], |literal| &literal.captures)
    }

    /// A place is used, and so captured by all closures that began after its
    /// variable.
    fn used(&mut self, place: Place) {
        let found = self.scopes.find(&place.root.to_string());
        let (variable, holds) = match found {
            Some((variable, holds)) => (Some(variable), holds),
            None if self.is_part && self.could_be_outside(&place) => (None, Holds::Value),
            None => return,
        };
        for frame in &mut self.frames {
            if variable.is_none_or(|variable| variable < frame.floor) {
                frame.add(Use {
                    place: place.clone(),
                    variable,
                    holds,
                });
            }
        }
    }

    /// Whether a name that nothing seen declares is a variable, by the custom
    /// that items other than functions begin with a capital letter.
    fn could_be_outside(&self, place: &Place) -> bool {
        let name = place.root.to_string();
        let is_lower_case = !name.starts_with(char::is_uppercase);
        is_lower_case && name != "super" && name != "crate" && !self.scopes.declares(&name)
    }

    /// What is in a closure or future.
    fn framed(&mut self, inside: impl FnOnce(&mut Self)) -> Frame {
        let floor = self.scopes.len();
        let uses = Vec::new();
        self.frames.push(Frame { floor, uses });
        self.scoped(inside);
        self.frames.pop().unwrap_or(Frame {
            floor,
            uses: Vec::new(),
        })
    }

    /// Whether a closure around captures the variable too.
    fn is_nested(&self, variable: Option<usize>) -> bool {
        let crosses = |frame: &Frame| variable.is_none_or(|variable| variable < frame.floor);
        self.frames.iter().any(crosses)
    }

    /// The uses in a frame that has just ended, as captures.
    fn captures_of(&mut self, frame: Frame) -> Vec<Capture> {
        let uses = frame.uses.into_iter();
        uses.map(|used| self.capture(used)).collect()
    }

    fn capture(&mut self, used: Use) -> Capture {
        let nested = self.is_nested(used.variable);
        let name = used.place.root.clone();
        let (source, shared) = match used.holds {
            Holds::Closure { id, shared } if !nested => {
                self.captured.insert(id);
                (Source::Closure(id), shared)
            }
            Holds::Closure { .. } | Holds::Future => (Source::Unknown, false),
            Holds::Value | Holds::Item => {
                let place = used.place;
                (Source::Place { place, nested }, false)
            }
        };
        Capture {
            source,
            name,
            shared,
        }
    }

    /// The captures of a closure of the body, as they are asked for elsewhere.
    fn captures_elsewhere(&self, closure: usize) -> Vec<Capture> {
        let captures = self.captures(closure).iter().enumerate();
        let captures = captures.map(|(capture, found)| Capture {
            source: match found.source {
                Source::Place { .. } => Source::Of { closure, capture },
                ref known => known.clone(),
            },
            ..found.clone()
        });
        captures.collect()
    }

    /// What a closure captures, with what is behind the closures among it.
    fn with_behind(&mut self, own: Vec<Capture>) -> Captures {
        let mut behind = Some(Vec::new());
        let mut seen = BTreeSet::new();
        let mut next: Vec<_> = own.iter().filter_map(Capture::closure).collect();
        while let Some((closure, shared)) = next.pop() {
            if seen.len() > FEW {
                behind = None;
            }
            if behind.is_some() && seen.insert((closure, shared)) {
                self.wanted.insert(closure);
                let captures = self.captures_elsewhere(closure).into_iter();
                for mut capture in captures {
                    capture.shared |= shared;
                    match capture.closure() {
                        Some(closure) => next.push(closure),
                        None => push_few(&mut behind, capture),
                    }
                }
            }
        }
        Captures { own, behind }
    }

    /// What a variable will hold that is bound to `init`, before that is walked.
    fn holds(&self, init: &Expr) -> Holds {
        match init {
            Expr::Paren(paren) => self.holds(&paren.expr),
            Expr::Group(group) => self.holds(&group.expr),
            Expr::Closure(_) => Holds::Closure {
                id: self.literals.len(),
                shared: false,
            },
            Expr::Async(_) => Holds::Future,
            Expr::Path(_) => self.holds_variable(init),
            Expr::Reference(reference) => self.holds(&reference.expr),
            Expr::MethodCall(call) if call.method == "clone" => self.holds_variable(&call.receiver),
            Expr::Call(call) => self.holds_call(call),
            _ => Holds::Value,
        }
    }

    fn holds_variable(&self, expr: &Expr) -> Holds {
        let place = Place::of(expr).filter(|place| place.fields.is_empty());
        let found = place.and_then(|place| self.scopes.find(&place.root.to_string()));
        found.map_or(Holds::Value, |(_, holds)| holds)
    }

    /// `Box::new(f)`, `Rc::new(f)`, `Rc::clone(&f)`.
    fn holds_call(&self, call: &ExprCall) -> Holds {
        let Expr::Path(path) = &*call.func else {
            return Holds::Value;
        };
        let mut names = path.path.segments.iter().rev();
        let mut name = || names.next().map(|segment| segment.ident.to_string());
        let (function, owner) = (name(), name().unwrap_or_default());
        let is_shared = matches!(owner.as_str(), "Rc" | "Arc");
        let inner = match (function.as_deref(), call.args.first()) {
            (Some("new" | "clone" | "pin"), Some(argument)) if is_shared || owner == "Box" => {
                self.holds(argument)
            }
            _ => Holds::Value,
        };
        match inner {
            Holds::Closure { id, shared } => Holds::Closure {
                id,
                shared: shared || is_shared,
            },
            other => other,
        }
    }

    /// What a constructor is given, right after that was walked through.
    fn given<R>(&mut self, core: &Expr, then: impl FnOnce(&mut S, Given<'_>) -> R) -> R {
        match core {
            Expr::Closure(_) => {
                let captures = self.captures(self.latest).to_vec();
                let captures = self.with_behind(captures);
                then(self.sink, Given::Literal(captures))
            }
            Expr::Path(_) => self.given_variable(core, then),
            _ => then(self.sink, Given::Value),
        }
    }

    fn given_variable<R>(&mut self, core: &Expr, then: impl FnOnce(&mut S, Given<'_>) -> R) -> R {
        let place = Place::of(core);
        let found = place.and_then(|place| self.scopes.find(&place.root.to_string()));
        let Some((variable, Holds::Closure { id, shared: false })) = found else {
            return then(self.sink, Given::Value);
        };
        let mut captures = self.captures_elsewhere(id);
        if self.is_nested(Some(variable)) {
            captures
                .iter_mut()
                .for_each(|capture| capture.source = Source::Unknown);
        } else {
            self.wanted.insert(id);
        }
        let captures = self.with_behind(captures);
        match &self.literals[id] {
            Some(literal) => then(self.sink, Given::Variable(literal, captures)),
            None => then(self.sink, Given::Value),
        }
    }

    /// What takes the place of a call, if it hands a closure to JavaScript.
    fn call(&mut self, call: &mut ExprCall) -> Option<Expr> {
        match &*call.func {
            // A function can be generic, and then has no type to ask.
            Expr::Path(path) if self.is_part && path.path.get_ident().is_some() => {
                if let Some(place) = Place::of(&call.func) {
                    if self.scopes.find(&place.root.to_string()).is_some() {
                        self.used(place);
                    }
                }
            }
            _ => self.visit_expr_mut(&mut call.func),
        }
        for argument in &mut call.args {
            self.visit_expr_mut(argument);
        }
        let constructor = Constructor::of(call, self.aliases)?;
        let argument = call.args.first()?;
        let core = constructor.core(argument);
        Some(self.given(core, |sink, given| {
            sink.constructor(call, argument, constructor, given)
        }))
    }

    fn macro_tokens(&mut self, mac: &mut Macro) {
        match macros::read(mac) {
            macros::Reading::Inert => {}
            macros::Reading::Tokens => self.scan(mac.tokens.clone()),
            macros::Reading::Expressions(_, false) if self.is_part => self.scan(mac.tokens.clone()),
            macros::Reading::Expressions(mut list, is_known) => {
                let texts = macros::format_strings(&list);
                let given: Vec<_> = list
                    .iter()
                    .filter_map(macros::argument_name)
                    .cloned()
                    .collect();
                for expr in &mut list {
                    match expr {
                        Expr::Assign(assign) if is_known => self.visit_expr_mut(&mut assign.right),
                        expr => self.visit_expr_mut(expr),
                    }
                }
                for text in texts {
                    let named = macros::named_in(&text).into_iter();
                    let named = named.filter(|place| !given.contains(&place.root));
                    named.for_each(|place| self.used(place));
                }
                if is_known {
                    mac.tokens = quote::ToTokens::into_token_stream(list);
                }
            }
        }
    }

    fn scan(&mut self, tokens: TokenStream) {
        for place in macros::places(tokens) {
            // What is no variable of the body may be anything at all.
            if self.scopes.find(&place.root.to_string()).is_some() {
                self.used(place);
            }
        }
    }

    fn any_macro(&mut self, mac: &mut Macro) {
        if is_macro(mac) {
            if let Some(mut parsed) = ClosureMacro::read(mac) {
                self.visit_expr_mut(&mut parsed.closure);
                mac.tokens = parsed.with(&parsed.closure);
                let core = parsed.constructor().core(&parsed.closure);
                return self.given(core, |sink, given| {
                    sink.closure_macro(mac, given);
                });
            }
        }
        self.macro_tokens(mac);
    }
}

impl Capture {
    /// The closure that it is, and whether that is shared.
    fn closure(&self) -> Option<(usize, bool)> {
        match self.source {
            Source::Closure(closure) => Some((closure, self.shared)),
            _ => None,
        }
    }
}

/// Adds to a list of captures, as long as they are few.
fn push_few(list: &mut Option<Vec<Capture>>, capture: Capture) {
    match list {
        Some(few) if few.len() < FEW => few.push(capture),
        _ => *list = None,
    }
}

impl Frame {
    fn add(&mut self, new: Use) {
        let same = |one: &Use| one.variable == new.variable;
        let known = |one: &Use| same(one) && one.place.includes(&new.place);
        if self.uses.iter().any(known) {
            return;
        }
        self.uses
            .retain(|one| !(same(one) && new.place.includes(&one.place)));
        self.uses.push(new);
    }
}

/// A closure without its body, which may be long.
fn head(closure: &mut ExprClosure) -> ExprClosure {
    let empty = Box::new(Expr::Verbatim(TokenStream::new()));
    let body = mem::replace(&mut closure.body, empty);
    let head = closure.clone();
    closure.body = body;
    head
}

impl<S: Sink> VisitMut for Walk<'_, S> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.statements(&mut block.stmts);
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        self.sink.inner_item(item);
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        let mut holds = Holds::Value;
        if let Some(init) = &mut local.init {
            // A written type is one that can be asked.
            if matches!(local.pat, Pat::Ident(_)) {
                holds = self.holds(&init.expr);
            }
            match Place::of(&init.expr).filter(|_| init.diverge.is_none()) {
                Some(place) => {
                    let parts = place.parts(&local.pat);
                    parts.into_iter().for_each(|part| self.used(part));
                }
                None => self.visit_expr_mut(&mut init.expr),
            }
            if let Some((_, diverge)) = &mut init.diverge {
                self.scoped(|walk| walk.visit_expr_mut(diverge));
            }
        }
        self.scopes.bind_pattern(&local.pat, holds);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match (Place::of(expr), &mut *expr) {
            (Some(place), _) => self.used(place),
            (None, Expr::Call(call)) => {
                if let Some(made) = self.call(call) {
                    *expr = made;
                }
            }
            (None, Expr::Verbatim(tokens)) => self.scan(tokens.clone()),
            (None, expr) => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        let id = self.literals.len();
        self.literals.push(None);
        let frame = self.framed(|walk| {
            for input in &closure.inputs {
                walk.scopes.bind_pattern(input, Holds::Value);
            }
            walk.visit_expr_mut(&mut closure.body);
        });
        let captures = self.captures_of(frame);
        let head = head(closure);
        self.literals[id] = Some(Literal { captures, head });
        self.latest = id;
    }

    fn visit_expr_async_mut(&mut self, future: &mut ExprAsync) {
        self.framed(|walk| walk.visit_block_mut(&mut future.block));
    }

    fn visit_expr_if_mut(&mut self, expr: &mut ExprIf) {
        self.scoped(|walk| {
            walk.visit_expr_mut(&mut expr.cond);
            walk.visit_block_mut(&mut expr.then_branch);
        });
        if let Some((_, otherwise)) = &mut expr.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, expr: &mut ExprWhile) {
        self.scoped(|walk| {
            walk.visit_expr_mut(&mut expr.cond);
            walk.visit_block_mut(&mut expr.body);
        });
    }

    fn visit_expr_let_mut(&mut self, expr: &mut syn::ExprLet) {
        self.visit_expr_mut(&mut expr.expr);
        self.scopes.bind_pattern(&expr.pat, Holds::Value);
    }

    fn visit_expr_for_loop_mut(&mut self, expr: &mut ExprForLoop) {
        self.visit_expr_mut(&mut expr.expr);
        self.scoped(|walk| {
            walk.scopes.bind_pattern(&expr.pat, Holds::Value);
            walk.visit_block_mut(&mut expr.body);
        });
    }

    fn visit_expr_match_mut(&mut self, expr: &mut ExprMatch) {
        self.visit_expr_mut(&mut expr.expr);
        for arm in &mut expr.arms {
            self.visit_arm_mut(arm);
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        self.scoped(|walk| {
            walk.scopes.bind_pattern(&arm.pat, Holds::Value);
            walk.visit_pat_mut(&mut arm.pat);
            walk.visit_expr_mut(&mut arm.body);
        });
    }

    fn visit_expr_macro_mut(&mut self, expr: &mut ExprMacro) {
        self.any_macro(&mut expr.mac);
    }

    fn visit_stmt_macro_mut(&mut self, statement: &mut StmtMacro) {
        self.any_macro(&mut statement.mac);
    }

    /// A type has no captures, and what computes its lengths is constant.
    fn visit_type_mut(&mut self, _: &mut syn::Type) {}

    fn visit_expr_const_mut(&mut self, _: &mut syn::ExprConst) {}
}
