//! World tables whose countries are divided by ownership of firms, and owners of all income, made by a formula.

#[path = "mod.rs"]
mod world;

use leontief::label::{Axis, Group, Ownership, Producers};
use leontief::table::{IncomeShares, PrimaryKind, WorldDraft, WorldTable};
use ndarray::{Array1, Array2};

/// Owners of whom no more is known.
const UNSPECIFIED: &str = "unspecified";

/// A table of so many countries, each of whose sectors has domestic- and foreign-owned firms (groups D and F), with four components of
/// value added.
pub fn table(countries: usize, sectors: usize) -> WorldTable {
    let whole = world::table(countries, 2 * sectors);
    let value_added = whole.value_added();
    let pay = by_formula(&value_added, |j| 0.4 + 0.2 * wave(j, 7));
    let taxes = by_formula(&value_added, |j| 0.06 * wave(j, 11) - 0.01);
    let depreciation = by_formula(&value_added, |j| 0.1 + 0.1 * wave(j, 13));
    let surplus = &value_added - &pay - &taxes - &depreciation;
    let unit = whole.unit().clone();
    WorldDraft::new(producers(&whole, sectors), whole.final_uses().clone(), unit)
        .flows(whole.flows().to_owned())
        .final_use(whole.final_use().to_owned())
        .output(whole.output().to_owned())
        .primary(PrimaryKind::Compensation, pay)
        .primary(PrimaryKind::NetProductionTax, taxes)
        .primary(PrimaryKind::Depreciation, depreciation)
        .primary(PrimaryKind::OperatingSurplus, surplus)
        .check()
        .expect("a balanced table")
}

/// Owners are all countries and one of whom no more is known. Of capital income of foreign-owned firms about so much goes abroad, to every
/// other owner some, of pay a hundredth; other firms and taxes are the own country's.
pub fn shares(table: &WorldTable, abroad: f64) -> IncomeShares {
    let codes = table.countries().codes().iter().map(String::as_str);
    let owners = Axis::new(codes.chain([UNSPECIFIED])).expect("unique codes");
    let components = table.components().into_iter().map(|kind| {
        let part = match kind {
            PrimaryKind::Compensation => 0.01,
            PrimaryKind::NetProductionTax => 0.0,
            _ => abroad,
        };
        (kind, component(table, owners.len(), part))
    });
    let components = components.collect();
    IncomeShares::in_world(table, owners, components).expect("shares that add up")
}

/// Owner × producer; every column adds up to one.
fn component(table: &WorldTable, owners: usize, abroad: f64) -> Array2<f64> {
    let mut shares = Array2::zeros((owners, table.producers().len()));
    for block in table.producers().blocks() {
        let home = block.country().get();
        for j in block.range() {
            let abroad = match block.group().is_foreign() {
                true => abroad * (0.75 + 0.5 * wave(j, 5)),
                false => 0.0,
            };
            let mut column = Array1::from_shape_fn(owners, |o| 1.0 + wave(o * 31 + j * 17, 97));
            column[home] = 0.0;
            column *= abroad / column.sum();
            column[home] = 1.0 - abroad;
            shares.column_mut(j).assign(&column);
        }
    }
    shares
}

fn producers(whole: &WorldTable, sectors: usize) -> Producers {
    let sectors = Axis::new((1..=sectors).map(|k| format!("S{k}"))).expect("unique codes");
    let groups =
        [Ownership::Domestic, Ownership::Foreign].map(|owner| Group::of(Some(owner), None));
    let countries = whole.countries().codes().iter();
    let blocks = countries.flat_map(|country| {
        let block = |group: &Group| (country.clone(), group.clone(), sectors.clone());
        groups.each_ref().map(block)
    });
    Producers::new(blocks).expect("unique codes")
}

fn by_formula(amounts: &Array1<f64>, part: impl Fn(usize) -> f64) -> Array1<f64> {
    Array1::from_shape_fn(amounts.len(), |j| amounts[j] * part(j))
}

/// From 0 to 1, another for each of so many producers.
fn wave(j: usize, length: usize) -> f64 {
    (j % length) as f64 / (length - 1) as f64
}
