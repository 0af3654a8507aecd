//! Tables that no reader knows, read as a layout describes them: published ones where they are at hand, miniatures in several shapes, layouts that
//! do not fit, damaged files.

#[path = "../common/mod.rs"]
mod common;
#[allow(dead_code)]
#[path = "../icio/mini.rs"]
mod icio_mini;
#[path = "../common/published.rs"]
mod published;
#[cfg(feature = "archives")]
#[path = "../common/raw.rs"]
mod raw;

mod mini;

mod bytes;
mod description;
mod faults;
mod real;
mod shapes;
#[cfg(all(feature = "workbooks", feature = "excel"))]
mod sheets;
