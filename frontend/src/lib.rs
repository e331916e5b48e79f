//! Wakes the islands that the server rendered.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's script once the module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    use app as _;
    leptos::mount::hydrate_islands();
}
