//! Two doors to one house: natively the command line, in the browser the page.

#[cfg(not(target_family = "wasm"))]
fn main() -> std::process::ExitCode {
    dryf::cli::main()
}

#[cfg(target_family = "wasm")]
fn main() {
    dryf::app::mount();
}
