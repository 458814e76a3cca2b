//! A template as it was read.

/// A place in the template's text, from 1; columns are characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// What stands there is what comes out.
    Text(String),
    /// A reference whose value comes out.
    Reference(Reference),
    /// A reference behind backslashes, so many of them.
    Escaped(usize, Reference),
    /// `#set`.
    Set(Position, Reference, Expression),
    /// `#if`, with each `#elseif`, and what stands behind `#else`.
    If(Vec<(Position, Expression, Vec<Self>)>, Vec<Self>),
    /// `#foreach`: the variable, the list and the body.
    Foreach(Position, String, Expression, Vec<Self>),
    /// `#define`: the variable, and the number of its block.
    Define(String, usize),
    /// `#break`.
    Break,
    /// `#stop`.
    Stop,
}

/// A reference: `$name` and what is asked of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// Where its `$` stands.
    pub at: Position,
    /// As it is written, which is what comes out when it has no value.
    pub source: String,
    /// Whether nothing comes out instead: `$!name`.
    pub quiet: bool,
    /// The variable.
    pub name: String,
    /// What is asked of it, from left to right.
    pub steps: Vec<Step>,
}

/// One link of a reference's chain.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// `.name`
    Property(String),
    /// `.name(arguments)`
    Method(String, Vec<Expression>),
    /// `[index]`
    Index(Expression),
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// `12`
    Integer(i64),
    /// `1.5`
    Decimal(f64),
    /// A text without references.
    Text(String),
    /// A text in double quotation marks with references or directives.
    Interpolated(Vec<Node>),
    /// `$name…`
    Reference(Box<Reference>),
    /// `[a, b]`
    List(Vec<Self>),
    /// `[from..to]`
    Range(Box<(Self, Self)>),
    /// `{"key": value}`
    Map(Vec<(Self, Self)>),
    /// `!a`
    Not(Box<Self>),
    /// `-a`
    Minus(Box<Self>),
    /// Operators of one precedence, from left to right. A chain is one node however long it is, so that the depth
    /// of the tree is the depth of the nesting.
    Chain(Box<Self>, Vec<(Operator, Self)>),
}

/// An operator between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
    /// `%`
    Modulo,
}
