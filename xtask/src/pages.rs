//! That links lead somewhere: in pages, and from sources into the repository.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::workspace;

/// How pages of packages, and messages of the compiler, name a file of the repository.
const REPOSITORY: &str = "https://github.com/wasm-bulkhead/wasm-bulkhead/";
const PICTURES: &str = "https://raw.githubusercontent.com/wasm-bulkhead/wasm-bulkhead/main/";

/// What crates.io and docs.rs show, where a relative link leads nowhere.
const OF_PACKAGES: &[&str] = &[
    "README.md",
    "cli/README.md",
    "finish/README.md",
    "macros/README.md",
    "verify/README.md",
    "worker/README.md",
];

#[test]
fn links_of_pages_lead_somewhere() {
    let root = workspace::root();
    let mut problems = Vec::new();
    for file in files(root, &["md"]) {
        let name = file.strip_prefix(root).expect("files are below the root");
        let page = Page::read(&file);
        let of_package = OF_PACKAGES.iter().any(|page| name == Path::new(page));
        for link in &page.links {
            let problem = match link {
                Link::Undefined(reference) => Some(format!("[{reference}] is not defined")),
                Link::To(to) => problem(&file, to, of_package),
            };
            problems.extend(problem.map(|problem| format!("{}: {problem}", name.display())));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn links_of_sources_lead_somewhere() {
    let root = workspace::root();
    let mut problems = Vec::new();
    for file in files(
        root,
        &["rs", "toml", "js", "mjs", "ts", "yml", "txt", "stderr"],
    ) {
        let Ok(text) = fs::read_to_string(&file) else {
            continue;
        };
        for (at, _) in text.match_indices(REPOSITORY) {
            let link = text[at..].split(ends_link).next().unwrap_or_default();
            let link = link.trim_end_matches(['.', ',']);
            let found = problem(&file, link, true);
            problems.extend(found.map(|problem| format!("{}: {problem}", file.display())));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Whether a link in a source is over: at what surrounds it, and at what is filled in later.
fn ends_link(character: char) -> bool {
    character.is_whitespace() || "\"'`<>(){}[]\\".contains(character)
}

/// What is wrong with a link in `file`.
fn problem(file: &Path, link: &str, of_package: bool) -> Option<String> {
    let (to, anchor) = link.split_once('#').unwrap_or((link, ""));
    let file = match in_repository(to) {
        Some(path) => workspace::root().join(path),
        None if to.contains("://") || to.starts_with("mailto:") => return None,
        None if to.is_empty() => file.to_owned(),
        None if of_package => return Some(format!("{link} is relative, on a page of a package")),
        None => plain(&file.parent()?.join(to)),
    };
    if !file.exists() {
        return Some(format!("{link} does not exist"));
    }
    let is_page = file.extension().is_some_and(|extension| extension == "md");
    let missing = !anchor.is_empty() && is_page && !Page::read(&file).anchors.contains(anchor);
    missing.then(|| format!("{link} has no such anchor"))
}

/// The path below the root that an address of the repository has.
fn in_repository(to: &str) -> Option<&str> {
    if let Some(path) = to.strip_prefix(PICTURES) {
        return Some(path);
    }
    let path = to.strip_prefix(REPOSITORY)?;
    let kinds = ["blob/main/", "tree/main/"];
    kinds.iter().find_map(|kind| path.strip_prefix(kind))
}

/// A path without `..`, as links are looked up.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// All files below `dir` with one of these extensions, but for what is built or installed.
fn files(dir: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).expect("a directory that can be read") {
        let path = entry.expect("an entry that can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            let is_source = !["target", "node_modules", ".git"].contains(&&*name);
            files.extend(
                is_source
                    .then(|| self::files(&path, extensions))
                    .into_iter()
                    .flatten(),
            );
        } else if extensions
            .iter()
            .any(|extension| path.extension() == Some(extension.as_ref()))
        {
            files.push(path);
        }
    }
    files
}

/// Where a page links to, and what can be linked to in it.
#[derive(Default)]
struct Page {
    links: BTreeSet<Link>,
    anchors: BTreeSet<String>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Link {
    To(String),
    /// By a reference that the page does not define.
    Undefined(String),
}

impl Page {
    fn read(file: &Path) -> Page {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file:?}: {error}"));
        Page::parse(&text)
    }

    fn parse(text: &str) -> Page {
        let mut page = Page::default();
        let mut undefined = Vec::new();
        let note = |link: BrokenLink<'_>| {
            // `[x]` alone is as good as text.
            if link.link_type != LinkType::Shortcut {
                undefined.push(Link::Undefined(link.reference.to_string()));
            }
            None
        };
        let parser =
            Parser::new_with_broken_link_callback(text, Options::ENABLE_TABLES, Some(note));
        let mut heading: Option<String> = None;
        for event in parser {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.insert(Link::To(dest_url.to_string()));
                }
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    let title = heading.take().unwrap_or_default();
                    page.add_anchor(&slug(&title));
                }
                Event::Text(words) | Event::Code(words) => {
                    heading.iter_mut().for_each(|title| title.push_str(&words));
                }
                Event::InlineHtml(html) | Event::Html(html) => {
                    let id = html
                        .strip_prefix("<a id=\"")
                        .and_then(|rest| rest.split('"').next());
                    page.anchors.extend(id.map(str::to_owned));
                }
                _ => {}
            }
        }
        page.links.extend(undefined);
        page
    }

    /// Adds a heading's; one that is there already gets a number.
    fn add_anchor(&mut self, slug: &str) {
        let numbered = (1..).map(|number| format!("{slug}-{number}"));
        let mut candidates = std::iter::once(slug.to_owned()).chain(numbered);
        let free = candidates.find(|anchor| !self.anchors.contains(anchor));
        self.anchors.extend(free);
    }
}

/// A heading as an anchor, as GitHub makes it.
fn slug(title: &str) -> String {
    let kept = title.chars().filter_map(|character| match character {
        ' ' => Some('-'),
        '-' | '_' => Some(character),
        _ if character.is_alphanumeric() => Some(character),
        _ => None,
    });
    kept.flat_map(char::to_lowercase).collect()
}

#[test]
fn links_and_anchors_are_found() {
    let page = Page::parse(
        "# What `x` is, and why\n\n## Twice\n\n## Twice\n\n| <a id=\"p1\"></a>P1 | [a](b.md#c) |\n\
         |---|---|\n\n[one][two] [three] ![d](e.png)\n\n[three]: f.md\n\n```md\n[no](link.md)\n```\n",
    );
    let anchors: Vec<_> = page.anchors.iter().map(String::as_str).collect();
    assert_eq!(anchors, ["p1", "twice", "twice-1", "what-x-is-and-why"]);
    let to = |link: &str| Link::To(link.into());
    let undefined = Link::Undefined("two".into());
    let links = [to("b.md#c"), to("e.png"), to("f.md"), undefined];
    assert_eq!(page.links, BTreeSet::from(links));
}

#[test]
fn what_leads_nowhere_is_told() {
    let readme = workspace::root().join("README.md");
    let told = |link: &str, of_package| problem(&readme, link, of_package);
    let in_docs = format!("{REPOSITORY}blob/main/docs/contract.md");
    for good in ["docs/contract.md#p1", &in_docs, "https://example.com/x"] {
        assert_eq!(told(good, false), None, "{good}");
    }
    assert_eq!(told(&in_docs, true), None);
    for bad in [
        "docs/none.md",
        "docs/contract.md#none",
        &format!("{in_docs}#none"),
    ] {
        assert!(told(bad, false).is_some(), "{bad}");
    }
    assert!(told("docs/contract.md", true).is_some());
}
