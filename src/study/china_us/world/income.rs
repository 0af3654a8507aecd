//! Owners of income in the world: those of China and the United States as the study knows them, all others at home.

use ndarray::{Array2, ArrayView2};

use crate::error::{Error, Result, first_few};
use crate::label::{Axis, Owner, Producers};
use crate::parameter::Grade;
use crate::study::china_us::owners::REST;
use crate::table::{IncomeShares, IncomeSource, PrimaryKind, WorldTable};

/// The owner of foreign income of which only is known that it is not the partner's. The region `ROW` of the table is another owner:
/// investors of Japan or Hong Kong are among these, too.
pub(super) const UNSPECIFIED: &str = "unspecified";

const KIND: PrimaryKind = PrimaryKind::UndividedValueAdded;

/// Shares of all producers of a world table: those of `national` in their countries, those of `others` elsewhere, or all at home.
pub(super) fn world_income(
    table: &WorldTable,
    national: [&IncomeShares; 2],
    others: Option<&IncomeShares>,
) -> Result<IncomeShares> {
    let at_home = IncomeShares::at_home(table)?;
    let others = others.unwrap_or(&at_home);
    let owners = owners(table, others)?;
    let mut shares = Array2::zeros((owners.len(), table.producers().len()));
    let mut sources = Vec::new();
    for country in table.producers().countries().codes() {
        let own = national.iter().find(|own| hosts_only(own, country));
        let (from, rest) = match own {
            Some(own) => (*own, Some(UNSPECIFIED)),
            None => (others, None),
        };
        place(&mut shares, &owners, table, country, from, rest)?;
        match own {
            Some(own) => sources.extend(assumed(own.producers())),
            None => sources.extend(
                others
                    .sources()
                    .iter()
                    .filter(|s| s.host == *country)
                    .cloned(),
            ),
        }
    }
    Ok(IncomeShares::in_world_alike(table, owners, shares)?.with_sources(sources))
}

/// The countries of the table, other owners that are given, and the rest.
fn owners(table: &WorldTable, others: &IncomeShares) -> Result<Axis<Owner>> {
    let mut codes: Vec<&str> = table
        .countries()
        .codes()
        .iter()
        .map(String::as_str)
        .collect();
    let given = others.owners().codes().iter().map(String::as_str);
    for code in given.chain([UNSPECIFIED]) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    Axis::new(codes)
}

fn hosts_only(shares: &IncomeShares, country: &str) -> bool {
    shares.producers().countries().codes() == [country]
}

/// Copies the shares of one country's producers; `rest` is what the owner of the remainder is called.
fn place(
    shares: &mut Array2<f64>,
    owners: &Axis<Owner>,
    table: &WorldTable,
    country: &str,
    from: &IncomeShares,
    rest: Option<&str>,
) -> Result<()> {
    let to = table.range(table.countries().at(country)?);
    let range = from
        .producers()
        .range(from.producers().countries().at(country)?);
    let labels = |producers: &Producers, range: std::ops::Range<usize>| -> Vec<String> {
        range.map(|at| producers.label(at)).collect()
    };
    let (wanted, found) = (
        labels(table.producers(), to.clone()),
        labels(from.producers(), range.clone()),
    );
    if wanted != found {
        return Err(Error::income(format!(
            "the income shares have other producers of `{country}` than the table"
        ))
        .expected(first_few(&wanted))
        .found(first_few(&found)));
    }
    let given: ArrayView2<'_, f64> = from.of(KIND).ok_or_else(|| {
        Error::income(format!(
            "the income shares of `{country}` are not those of undivided value added"
        ))
        .expected(KIND.code())
    })?;
    for owner in from.owners().positions() {
        let code = match from.owners().code(owner) {
            REST => rest.unwrap_or(REST),
            code => code,
        };
        let row = owners.at(code)?.get();
        for (into, at) in to.clone().zip(range.clone()) {
            shares[[row, into]] += given[[owner.get(), at]];
        }
    }
    Ok(())
}

/// Where the study's shares come from, by group.
fn assumed(producers: &Producers) -> impl Iterator<Item = IncomeSource> + '_ {
    producers.blocks().iter().map(|block| IncomeSource {
        host: producers.countries().code(block.country()).to_owned(),
        group: match block.group() {
            group if group.is_whole() => String::new(),
            group => group.code().to_owned(),
        },
        component: KIND,
        source: "foreign shares by ownership of firms in the parts that compensation and capital income have in primary inputs of 2012 by industry".to_owned(),
        grade: Some(Grade::D),
    })
}
