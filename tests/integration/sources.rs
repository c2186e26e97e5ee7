//! Walks the sources and holds them to what `src/lib.rs` promises: the arrows between modules, a pure core, one place
//! that chooses a target, documented modules of a readable length, and a page that loads nothing from elsewhere.
//!
//! Each rule names every place that breaks it. An exception stands in a list here with its reason.

mod code;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use code::{code_only, line_of, modules_named};

/// Lines that a file may have; beyond, it holds more than one idea.
const MAX_LINES: usize = 500;

/// Files that may have more than [`MAX_LINES`], since each holds one idea all the same.
const LONG_FILES: [(&str, &str); 2] = [
    (
        "www/python/dryf_model.py",
        "MLflow copies one module into each model's code folder",
    ),
    (
        "www/styles/components.css",
        "one stylesheet for each layer, and this is the layer of the components",
    ),
];

/// Files that choose a target.
const CHOOSE_TARGET: [&str; 5] = [
    "src/bin/classifier.rs",
    "src/bin/worker.rs",
    "src/cli/system.rs",
    "src/lib.rs",
    "src/main.rs",
];

/// What asks the world, which only a shell may: a pattern over code, and what to do instead.
const WORLD: [(&str, &str); 7] = [
    (
        r"\b(Instant|SystemTime)\b",
        "the time is an argument, `UnixMillis`",
    ),
    (
        r"\bstd\s*::\s*fs\b|\b(File|OpenOptions)\s*::",
        "files come in as `NamedBytes`",
    ),
    (
        r"\bstd\s*::\s*(env|process|net|thread)\b|\bthread\s*::\s*(spawn|sleep|scope)",
        "settings are arguments, and long work is stepped",
    ),
    (
        r"\bstd\s*::\s*io\s*::\s*(stdin|stdout|stderr)\b|\bio\s*::\s*(stdin|stdout|stderr)\b",
        "a shell reads and writes",
    ),
    (
        r"\b(e?println|e?print|dbg)\s*!",
        "results are values, and a run has its log",
    ),
    (
        r"\b(thread_rng|OsRng|getrandom|hash_map\s*::\s*RandomState|from_entropy|from_os_rng)\b",
        "seeds are arguments",
    ),
    (
        r"\b(web_sys|js_sys|wasm_bindgen|gloo|leptos)\b",
        "the browser belongs to `worker` and `app`",
    ),
];

/// Arithmetic whose last bit depends on the platform's library or on a fused instruction.
const INEXACT: &str = r"(?x)
    \.\s*(mul_add|powi|powf|exp|exp2|exp_m1|ln|ln_1p|log2|log10|cbrt|hypot
         |sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh)\s*\(
    | \bf(32|64)\s*::\s*(mul_add|powi|powf|exp|exp2|exp_m1|ln|ln_1p|log|log2|log10|cbrt|hypot
         |sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh)\b";

/// What would load something from another host: by attribute, by style, by script.
const LOADS_FROM_ELSEWHERE: &str = r#"(?ix)
    \b(src|href|srcset|action|poster|data)\s*=\s*\\?["']?\s*(https?:)?//
    | \burl\(\s*["']?\s*(https?:)?//
    | @import\s+["'](https?:)?//
    | \b(import|from|fetch|importScripts|Worker|SharedWorker|EventSource|WebSocket|open|get|post)\s*\(?\s*["'`](https?:|wss?:)?//
"#;

/// Ways to turn text of a user into markup.
const MARKUP_FROM_TEXT: &str = r"(?i)\b(set_)?inner_?html\b|\b(set_)?outer_?html\b|insert_?adjacent_?html|create_contextual_fragment|document\s*(\.|\(\)\s*\.)\s*write\b";

struct Source {
    /// From the package's folder, with `/`.
    path: String,
    text: String,
}

impl Source {
    /// Modules above and including the file's: `src/jobs/held.rs` is `jobs::held`, 2.
    fn depth(&self) -> usize {
        let inside = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        match inside.strip_suffix("/mod") {
            Some(folder) => folder.split('/').count(),
            None => inside.split('/').count(),
        }
    }

    /// The top-level module that it lies in; none for the crate's root and the binaries.
    fn module(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let (module, _) = inside.split_once('/')?;
        (module != "bin").then_some(module)
    }
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below the folders, or the files themselves, with one of the extensions, sorted by path.
fn sources(places: &[&str], extensions: &[&str]) -> Vec<Source> {
    fn walk(path: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) {
        if path.is_dir() {
            // Installed packages and caches are not ours.
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if ["node_modules", "__pycache__", ".pytest_cache"].contains(&name.as_ref()) {
                return;
            }
            for entry in fs::read_dir(path).expect("a folder of the package can be read") {
                walk(
                    &entry.expect("an entry can be read").path(),
                    extensions,
                    found,
                );
            }
        } else if path
            .extension()
            .is_some_and(|extension| extensions.contains(&extension.to_string_lossy().as_ref()))
        {
            found.push(path.to_path_buf());
        }
    }
    let mut paths = Vec::new();
    for place in places {
        walk(&package().join(place), extensions, &mut paths);
    }
    paths.sort();
    let found: Vec<Source> = paths
        .into_iter()
        .map(|path| Source {
            text: fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display())),
            path: path
                .strip_prefix(package())
                .expect("it lies in the package")
                .to_string_lossy()
                .replace('\\', "/"),
        })
        .collect();
    assert!(!found.is_empty(), "no sources in {places:?}");
    found
}

fn rust_sources() -> Vec<Source> {
    sources(&["src"], &["rs"])
}

/// The sources of the modules that may not ask the world: all that runs natively and in the browser alike.
fn pure_sources() -> Vec<Source> {
    let pure = [
        "message", "pipeline", "mlflow", "document", "render", "jobs", "session", "plot",
    ];
    let found: Vec<Source> = rust_sources()
        .into_iter()
        .filter(|source| source.module().is_some_and(|module| pure.contains(&module)))
        .collect();
    assert!(found.len() > 50, "only {} sources", found.len());
    found
}

/// Of what the same bytes come everywhere.
fn is_core(source: &Source) -> bool {
    matches!(source.module(), Some("pipeline" | "mlflow"))
}

/// The code map of `src/lib.rs`: each module with those that it may use.
fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(package().join("src/lib.rs")).expect("src/lib.rs can be read");
    let row = Regex::new(r"(?m)^//! \| \[?`(\w+)`\]?[^|]*\|[^|]*\|([^|]*)\|$").unwrap();
    let name = Regex::new(r"`(\w+)`").unwrap();
    row.captures_iter(&text)
        .map(|row| {
            let used = name
                .captures_iter(&row[2])
                .map(|name| name[1].to_string())
                .collect();
            (row[1].to_string(), used)
        })
        .collect()
}

#[track_caller]
fn none(broken: &[String], rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n  {}", broken.join("\n  "));
}

/// Each place in the code of `source` that the pattern finds.
fn places(source: &Source, code: &str, pattern: &Regex) -> Vec<String> {
    pattern
        .find_iter(code)
        .map(|found| {
            format!(
                "{}:{}: {}",
                source.path,
                line_of(code, found.start()),
                found.as_str().trim()
            )
        })
        .collect()
}

#[test]
fn the_code_map_names_every_module_and_keeps_the_core_apart() {
    let arrows = arrows();
    let declared = Regex::new(r"(?m)^pub mod (\w+);").unwrap();
    let root = fs::read_to_string(package().join("src/lib.rs")).unwrap();
    let modules: BTreeSet<String> = declared
        .captures_iter(&root)
        .map(|module| module[1].to_string())
        .collect();
    assert_eq!(
        arrows.keys().cloned().collect::<BTreeSet<_>>(),
        modules,
        "the code map of src/lib.rs and its modules"
    );
    assert!(arrows["message"].is_empty(), "messages use nothing of ours");
    assert_eq!(
        arrows["pipeline"],
        BTreeSet::from(["message".to_string()]),
        "the pipeline uses nothing of ours but messages"
    );
    // Who may use a shell: nobody, but that the page names the worker that it starts.
    let users: Vec<(&str, &str)> = arrows
        .iter()
        .flat_map(|(module, used)| {
            used.iter()
                .map(move |used| (module.as_str(), used.as_str()))
        })
        .filter(|(_, used)| ["cli", "worker", "app"].contains(used))
        .collect();
    assert_eq!(users, [("app", "worker")]);
}

#[test]
fn imports_go_along_the_arrows() {
    let arrows = arrows();
    let modules: Vec<String> = arrows.keys().cloned().collect();
    let mut broken = Vec::new();
    for source in rust_sources() {
        let Some(module) = source.module() else {
            continue;
        };
        for used in modules_named(&code_only(&source.text), source.depth(), &modules) {
            if used != module && !arrows[module].contains(&used) {
                broken.push(format!("{}: `{module}` uses `{used}`", source.path));
            }
        }
    }
    none(&broken, "against the arrows of the code map in src/lib.rs");
}

#[test]
fn every_module_says_what_it_is() {
    let broken: Vec<String> = sources(&["src", "tests"], &["rs"])
        .into_iter()
        .filter(|source| {
            let first = source.text.lines().next().unwrap_or_default();
            !first.starts_with("//! ") || first.len() < 15
        })
        .map(|source| source.path)
        .collect();
    none(
        &broken,
        "these files don't begin with a doc of their module",
    );
}

#[test]
fn only_the_doors_choose_a_target() {
    let choice =
        Regex::new(r"\bcfg(_attr)?\s*!?\s*\([^\]\n]*\b(target_\w+|unix|windows)\b").unwrap();
    let mut choosing = BTreeSet::new();
    for source in rust_sources() {
        if choice.is_match(&code_only(&source.text)) {
            choosing.insert(source.path);
        }
    }
    let expected: BTreeSet<String> = CHOOSE_TARGET.map(String::from).into();
    assert_eq!(choosing, expected, "files that choose a target by cfg");
}

#[test]
fn what_runs_everywhere_never_asks_the_world() {
    let mut broken = Vec::new();
    for source in pure_sources() {
        let code = code_only(&source.text);
        for (pattern, instead) in WORLD {
            for place in places(&source, &code, &Regex::new(pattern).unwrap()) {
                broken.push(format!("{place} ({instead})"));
            }
        }
    }
    none(&broken, "the core asks the world");
}

#[test]
fn the_order_of_hashes_decides_nothing() {
    let hashed = Regex::new(r"\b(HashMap|HashSet)\b").unwrap();
    let mut using = Vec::new();
    for source in rust_sources() {
        if is_core(&source) && hashed.is_match(&code_only(&source.text)) {
            using.push(source.path);
        }
    }
    none(
        &using,
        "files of pipeline and archives have a HashMap or HashSet; take a BTreeMap or a TermTable",
    );
}

#[test]
fn the_same_bits_come_out_on_every_platform() {
    let inexact = Regex::new(INEXACT).unwrap();
    let libm = Regex::new(r"\blibm\s*::").unwrap();
    let by_partial_order = Regex::new(r"\bpartial_cmp\b").unwrap();
    let mut broken = Vec::new();
    for source in rust_sources() {
        if !is_core(&source) {
            continue;
        }
        let code = code_only(&source.text);
        broken.extend(places(&source, &code, &inexact));
        broken.extend(places(&source, &code, &by_partial_order));
        if source.path != "src/pipeline/numeric.rs" {
            broken.extend(places(&source, &code, &libm));
        }
    }
    none(
        &broken,
        "take the functions of src/pipeline/numeric.rs, plain products, and `total_cmp`",
    );
}

#[test]
fn no_file_holds_more_than_a_reader_can() {
    let mut long = BTreeMap::new();
    for source in sources(
        &["src", "tests", "www", "index.html"],
        &["rs", "py", "js", "mjs", "css", "html"],
    ) {
        let lines = source.text.lines().count();
        if lines > MAX_LINES && !source.path.starts_with("www/vendor/") {
            long.insert(source.path, lines);
        }
    }
    for (path, reason) in LONG_FILES {
        assert!(
            package().join(path).exists(),
            "{path} is not there any more; take it from the list ({reason})"
        );
        long.retain(|long, _| long != path);
    }
    assert!(
        long.is_empty(),
        "split these into one file for each idea, at most {MAX_LINES} lines: {long:?}"
    );
}

#[test]
fn the_page_loads_nothing_from_elsewhere_and_makes_no_markup_of_texts() {
    let loads = Regex::new(LOADS_FROM_ELSEWHERE).unwrap();
    let markup = Regex::new(MARKUP_FROM_TEXT).unwrap();
    let mut broken = Vec::new();
    for source in sources(
        &["www", "index.html", "src/app", "src/worker"],
        &["html", "js", "mjs", "css", "svg", "rs"],
    ) {
        broken.extend(places(&source, &source.text, &loads));
        if !source.path.starts_with("www/vendor/") {
            broken.extend(places(&source, &source.text, &markup));
        }
    }
    none(&broken, "a load from another host, or markup made of text");
}

/// The rules themselves see what they are for.
#[test]
fn the_patterns_find_what_they_forbid() {
    let loads = Regex::new(LOADS_FROM_ELSEWHERE).unwrap();
    for bad in [
        "<script src=\"https://cdn.example/x.js\">",
        "<link rel=stylesheet href='//cdn.example/x.css'>",
        "@import \"https://fonts.example/x\";",
        "background: url( https://x.example/y.png)",
        "import(\"https://x.example/y.js\")",
        "import x from 'https://x.example/y.js'",
        "fetch(`https://x.example`)",
        "new Worker('//x.example/w.js')",
    ] {
        assert!(loads.is_match(bad), "{bad}");
    }
    for good in [
        "<svg xmlns=\"http://www.w3.org/2000/svg\">",
        "<link data-trunk rel=\"icon\" href=\"www/icon.svg\">",
        "// see https://mlflow.org",
        "url(#gradient)",
    ] {
        assert!(!loads.is_match(good), "{good}");
    }
    let inexact = Regex::new(INEXACT).unwrap();
    for bad in [
        "x.exp()",
        "x.mul_add(y, z)",
        "f64::ln(x)",
        "x\n    .powi(2)",
    ] {
        assert!(inexact.is_match(bad), "{bad}");
    }
    for good in [
        "x.sqrt()",
        "numeric::exp(x)",
        "x.expect(1)",
        "self.log.push(1)",
    ] {
        assert!(!inexact.is_match(good), "{good}");
    }
    let markup = Regex::new(MARKUP_FROM_TEXT).unwrap();
    for bad in ["inner_html=x", "e.set_inner_html(&x)", "e.innerHTML = x"] {
        assert!(markup.is_match(bad), "{bad}");
    }
    for (pattern, bad) in [
        (WORLD[0].0, "std::time::Instant::now()"),
        (WORLD[1].0, "std::fs::read(x)"),
        (WORLD[2].0, "std::env::var(x)"),
        (WORLD[3].0, "io::stdout().lock()"),
        (WORLD[4].0, "println!(x)"),
        (WORLD[5].0, "rand::thread_rng()"),
        (WORLD[6].0, "web_sys::window()"),
    ] {
        assert!(Regex::new(pattern).unwrap().is_match(bad), "{bad}");
    }
}
