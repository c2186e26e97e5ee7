//! The web worker's binary; natively it only says what it is for.

#[cfg(target_family = "wasm")]
fn main() {
    dryf::worker::serve();
}

#[cfg(not(target_family = "wasm"))]
fn main() {
    eprintln!("dryf-worker runs in a browser only; the command line is `dryf`");
    std::process::exit(64);
}
