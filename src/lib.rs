//! draft

pub mod account;
pub mod balance;
pub mod build;
pub mod error;
pub mod label;
pub mod linalg;
pub mod model;
pub mod parameter;
pub mod read;
pub mod study;
pub mod table;
pub mod uncertainty;
pub mod unit;

pub use error::{Error, Result};
