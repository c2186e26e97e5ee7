//! What the built page may load and run, as its head says; a browser's part of it is in `tests/e2e/policy.test.mjs`.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

const PAGE: &str = include_str!("../../index.html");
const ENGLISH: [&str; 2] = [
    include_str!("../../www/locales/en/page.ftl"),
    include_str!("../../www/locales/en/page-shell.ftl"),
];
const FRAME: &str = include_str!("../../www/push.html");

fn policy(page: &'static str) -> Vec<&'static str> {
    let (_, rest) = page
        .split_once("Content-Security-Policy\" content=\"")
        .unwrap();
    let (policy, _) = rest.split_once('"').unwrap();
    policy.split("; ").collect()
}

#[test]
fn the_page_has_no_inline_style_but_the_one_that_its_policy_names() {
    let (_, rest) = PAGE.split_once("<style>").unwrap();
    let (style, rest) = rest.split_once("</style>").unwrap();
    assert!(!rest.contains("<style") && !PAGE.contains("style=\""));
    let digest = BASE64_STANDARD.encode(Sha256::digest(style.as_bytes()));
    let policy = policy(PAGE);
    let named = format!("style-src 'self' 'sha256-{digest}'");
    assert!(policy.contains(&named.as_str()), "{policy:?} lacks {named}");
    assert!(policy.contains(&"connect-src 'self'"));
    assert!(!PAGE.contains("unsafe-inline") && !PAGE.contains("'unsafe-eval'"));
}

/// Its script adds what it may reach; a directive here would forbid that for good.
#[test]
fn the_frame_of_a_push_may_do_nothing_but_run_its_script() {
    let policy = policy(FRAME);
    let open = ["default-src", "connect-src"];
    assert!(
        !policy
            .iter()
            .any(|one| open.iter().any(|name| one.starts_with(name)))
    );
    for name in [
        "style", "img", "font", "media", "object", "frame", "worker", "manifest",
    ] {
        assert!(
            policy.contains(&format!("{name}-src 'none'").as_str()),
            "{name}"
        );
    }
    assert!(policy.contains(&"script-src 'self'"));
}

/// What other sites and search engines show of the page is what the page says of itself.
#[test]
fn the_head_has_the_words_of_the_page() {
    let words = |id: &str| {
        let lines = ENGLISH.iter().flat_map(|file| file.lines());
        let start = format!("{id} = ");
        lines
            .filter_map(|line| line.strip_prefix(&start))
            .next()
            .unwrap()
    };
    let (title, tagline) = (words("page-title"), words("page-tagline"));
    for part in [
        format!("<title>{title}</title>"),
        format!("<meta property=\"og:title\" content=\"{title}\">"),
        format!("<meta name=\"description\" content=\"{tagline}\">"),
        format!("<meta property=\"og:description\" content=\"{tagline}\">"),
    ] {
        assert!(PAGE.contains(&part), "{part}");
    }
}
