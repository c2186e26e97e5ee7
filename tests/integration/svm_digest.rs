//! The native half of "the same numbers in the browser as on the command line"; the other is in `tests/browser`.

#[path = "../browser/fits.rs"]
mod fits;

#[test]
fn fits_have_the_fingerprints_that_they_have_in_the_browser() {
    let mut differ = Vec::new();
    for (min_df, params, expected) in fits::fits() {
        let (found, convergence) = fits::fingerprint(min_df, &params);
        assert!(convergence.converged(), "{params:?}");
        if found != expected {
            differ.push((found, params));
        }
    }
    assert!(differ.is_empty(), "{differ:#?}");
}
