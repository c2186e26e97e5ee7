//! A list of paths as the tree of their folders.

/// A folder, or a file where it has no children.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    pub name: String,
    /// Of the file, or of all files below.
    pub n_bytes: u64,
    /// Files at or below it.
    pub n_files: usize,
    pub about: String,
    /// In the order of the paths.
    pub children: Vec<Node>,
}

/// The roots of the tree of `(path, bytes, about)`, parts of a path parted by `/`. Paths of one folder stand together,
/// as they do when sorted. A path that ends in `/` is an empty folder and left out.
pub fn of_paths<'p>(paths: impl IntoIterator<Item = (&'p str, u64, String)>) -> Vec<Node> {
    let mut root = Node::default();
    for (path, n_bytes, about) in paths {
        if path.ends_with('/') || path.is_empty() {
            continue;
        }
        let mut at = &mut root;
        for name in path.split('/') {
            if at.children.last().is_none_or(|last| last.name != name) {
                at.children.push(Node {
                    name: name.to_string(),
                    ..Node::default()
                });
            }
            let last = at.children.len() - 1;
            at = &mut at.children[last];
            at.n_bytes += n_bytes;
            at.n_files += 1;
        }
        at.about = about;
    }
    root.children
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_sum_up_their_files() {
        let tree = of_paths([
            ("README.md", 10, "how to".into()),
            ("mlruns/1/meta.yaml", 5, String::new()),
            ("mlruns/1/tags/", 0, String::new()),
            ("mlruns/2/meta.yaml", 7, "a run".into()),
        ]);
        let shown: Vec<(&str, u64, usize)> = tree
            .iter()
            .map(|node| (node.name.as_str(), node.n_bytes, node.n_files))
            .collect();
        assert_eq!(shown, [("README.md", 10, 1), ("mlruns", 12, 2)]);
        let runs = &tree[1].children;
        assert_eq!(
            (runs.len(), runs[1].children[0].about.as_str()),
            (2, "a run")
        );
        assert_eq!(of_paths([]), []);
    }
}
