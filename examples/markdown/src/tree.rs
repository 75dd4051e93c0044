//! A document as a tree, made and walked by recursion.
//!
//! pulldown-cmark itself is a stream and does not recurse. Trees on top of it are common, and so
//! is forgetting that the author of the document decides how deep they go.

use pulldown_cmark::{html, Event, Parser, TextMergeStream};

use crate::template;

/// A document.
pub struct Tree<'a> {
    nodes: Vec<Node<'a>>,
}

struct Node<'a> {
    event: Event<'a>,
    children: Vec<Node<'a>>,
    end: Option<Event<'a>>,
}

impl<'a> Tree<'a> {
    /// Parses Markdown, and replaces the directives in its texts.
    pub fn parse(markdown: &'a str) -> Tree<'a> {
        let mut events = TextMergeStream::new(Parser::new(markdown));
        let (nodes, _) = children(&mut events);
        Tree { nodes }
    }

    /// Renders HTML.
    pub fn to_html(self) -> String {
        let mut events = Vec::new();
        flatten(self.nodes, &mut events);
        let mut out = String::new();
        html::push_html(&mut out, events.into_iter());
        out
    }
}

/// Everything up to the end of the element that has just begun, and that end.
fn children<'a>(
    events: &mut impl Iterator<Item = Event<'a>>,
) -> (Vec<Node<'a>>, Option<Event<'a>>) {
    let mut nodes = Vec::new();
    while let Some(event) = events.next() {
        let (children, end) = match &event {
            Event::End(_) => return (nodes, Some(event)),
            Event::Start(_) => children(events),
            _ => (Vec::new(), None),
        };
        nodes.push(Node {
            event: expand(event),
            children,
            end,
        });
    }
    (nodes, None)
}

fn expand(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) if text.contains("{{") => Event::Text(template::expand(&text).into()),
        event => event,
    }
}

fn flatten<'a>(nodes: Vec<Node<'a>>, out: &mut Vec<Event<'a>>) {
    for node in nodes {
        out.push(node.event);
        flatten(node.children, out);
        out.extend(node.end);
    }
}

#[cfg(test)]
mod tests {
    use super::Tree;

    #[test]
    fn the_tree_changes_nothing() {
        let markdown = "# One\n\n> two *three*\n\n- {{calc 2+2}}\n";
        let html = Tree::parse(markdown).to_html();
        assert_eq!(
            html,
            "<h1>One</h1>\n<blockquote>\n<p>two <em>three</em></p>\n</blockquote>\n<ul>\n<li>4</li>\n</ul>\n"
        );
    }
}
