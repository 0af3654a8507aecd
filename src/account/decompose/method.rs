//! A method is a value.

use crate::account::Scope;
use crate::error::Result;
use crate::model::WorldModel;

/// A way to divide trade flows by what they contain. Each method is a small type that says everything about itself; combinations
/// that have no meaning cannot be written.
pub trait Method {
    /// A [`Ledger`](crate::account::Ledger), whose figures either add up or stand apart.
    type Results;

    /// The name that stands beside every figure: method, perspective, approach, perimeter.
    fn name(&self) -> String;

    /// The figures for some flows.
    ///
    /// # Errors
    /// If a country of the scope is not in the table, or the economy is not productive.
    fn apply(&self, model: &WorldModel, scope: &Scope) -> Result<Self::Results>;
}

impl WorldModel {
    /// All flows of all exporters in value added, divided by this method.
    ///
    /// # Errors
    /// As [`Method::apply`].
    pub fn decompose<M: Method>(&self, method: &M) -> Result<M::Results> {
        method.apply(self, &Scope::everything())
    }

    /// Some flows, in value added or other weights, divided by this method.
    ///
    /// # Errors
    /// As [`Method::apply`].
    pub fn decompose_some<M: Method>(&self, method: &M, scope: &Scope) -> Result<M::Results> {
        method.apply(self, scope)
    }
}
