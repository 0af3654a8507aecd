//! The same flow under every decomposition, with the map between their terms, checked as it is made.
//!
//! Question answered: what do Koopman-Wang-Wei, Wang-Wei-Zhu, Borin-Mancini and Miroudot-Ye say about the same exports, which terms of one
//! are which terms of another, and where do equal names mean different things?
//!
//! Sources: those of the methods.
//!
//! What holds for every flow: domestic content and foreign content are the same in all four; domestic value added is the same in
//! Borin-Mancini source and both Miroudot-Ye perimeters. What holds only for all exports of a country together: the terms of
//! Koopman, Wang and Wei as sums of those of Wang, Wei and Zhu; sink equals source; value added absorbed abroad equals that of Johnson and
//! Noguera; domestic value added equals extraction. "FVA" is three different things: the crosswalk prints the perimeter beside each.

use ndarray::{ArrayView1, Axis as Dimension};

use super::decompose::borin_mancini::STANDARD;
use super::decompose::{Approach, BorinMancini, KoopmanWangWei, MiroudotYe, WangWeiZhu};
use super::ledger::{Column, Ledger};
use super::{Level, Scope};
use crate::error::{Error, Result};
use crate::model::{Measure, WorldModel};
use crate::table::TableLabel;

/// How far an identity may miss, as a share of the flow: rounding of double-precision arithmetic.
const ROUNDING: f64 = 1e-9;

/// One term of one method.
#[derive(Debug, Clone, PartialEq)]
pub struct CrosswalkRow {
    /// The method with its perspective and perimeter.
    pub method: String,
    /// The term.
    pub term: &'static str,
    /// Its meaning.
    pub meaning: &'static str,
    /// Its amount.
    pub value: f64,
    /// The terms of Koopman, Wang and Wei it belongs to, where it does.
    pub kww: &'static str,
}

/// An equation between terms of different methods, with both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// The equation in words.
    pub statement: &'static str,
    /// Its left side.
    pub left: f64,
    /// Its right side.
    pub right: f64,
}

/// One flow under four methods.
#[derive(Debug, Clone, PartialEq)]
pub struct Crosswalk {
    /// The exporter.
    pub exporter: String,
    /// The importer; none for all exports together.
    pub importer: Option<String>,
    /// The unit of every amount.
    pub unit: String,
    /// The table.
    pub table: TableLabel,
    /// Gross exports.
    pub exports: f64,
    /// All terms of all methods.
    pub rows: Vec<CrosswalkRow>,
    /// The equations that hold between them, all checked.
    pub identities: Vec<Identity>,
}

/// Terms of Wang, Wei and Zhu by term of Koopman, Wang and Wei; 2 and 3 belong together.
const OF_KWW: [(&[&str], &[&str], &str); 8] = [
    (&["KWW1"], &["DVA_FIN"], "KWW1 = DVA_FIN"),
    (
        &["KWW2", "KWW3"],
        &["DVA_INT", "DVA_INTrexI1", "DVA_INTrexF", "DVA_INTrexI2"],
        "KWW2 + KWW3 = DVA_INT + DVA_INTrexI1 + DVA_INTrexF + DVA_INTrexI2",
    ),
    (
        &["KWW4"],
        &["RDV_FIN", "RDV_FIN2"],
        "KWW4 = RDV_FIN + RDV_FIN2",
    ),
    (&["KWW5"], &["RDV_INT"], "KWW5 = RDV_INT"),
    (
        &["KWW6"],
        &["DDC_FIN", "DDC_INT"],
        "KWW6 = DDC_FIN + DDC_INT",
    ),
    (
        &["KWW7"],
        &["OVA_FIN", "MVA_FIN"],
        "KWW7 = OVA_FIN + MVA_FIN",
    ),
    (
        &["KWW8"],
        &["OVA_INT", "MVA_INT"],
        "KWW8 = OVA_INT + MVA_INT",
    ),
    (&["KWW9"], &["ODC", "MDC"], "KWW9 = ODC + MDC"),
];

impl WorldModel {
    /// All exports of a country, or those to one importer, under every decomposition, in value added.
    ///
    /// # Errors
    /// If a country is not in the table, the economy is not productive, or an identity between the methods does not hold (which would be an
    /// error of this crate or of the table's numbers).
    pub fn crosswalk(&self, exporter: &str, importer: Option<&str>) -> Result<Crosswalk> {
        let mut scope = Scope::everything().exporters([exporter]);
        if let Some(importer) = importer {
            scope = scope.importers([importer]);
        }
        let methods = Methods::of(self, &scope)?;
        let exports = self.exports_of(exporter, importer)?;
        let identities = methods.identities(self, exporter, importer)?;
        for identity in &identities {
            if (identity.left - identity.right).abs() > ROUNDING * exports.abs() {
                return Err(
                    Error::identity(format!("{exporter}: {}", identity.statement))
                        .expected(identity.right)
                        .found(identity.left),
                );
            }
        }
        Ok(Crosswalk {
            exporter: exporter.to_owned(),
            importer: importer.map(str::to_owned),
            unit: self.table().unit().to_string(),
            table: self.table().label(),
            exports,
            rows: methods.rows(),
            identities,
        })
    }

    fn exports_of(&self, exporter: &str, importer: Option<&str>) -> Result<f64> {
        let countries = self.countries();
        let range = self.ranges()[countries.at(exporter)?.get()].clone();
        let exports = self.exports();
        Ok(match importer {
            Some(code) => {
                let column = exports.column(countries.at(code)?.get());
                range.map(|i| column[i]).sum()
            }
            None => range.map(|i| exports.row(i).sum()).sum(),
        })
    }
}

/// The results of all methods for one flow, added up over sectors and importers.
struct Methods {
    wwz: Ledger,
    kww: Ledger,
    source: Ledger,
    sink: Ledger,
    country: Ledger,
    world: Ledger,
}

impl Methods {
    fn of(model: &WorldModel, scope: &Scope) -> Result<Self> {
        let bm = |approach| BorinMancini::Exporter(approach, Level::Country);
        Ok(Self {
            wwz: model.decompose_some(&WangWeiZhu(Level::Country), scope)?,
            kww: model.decompose_some(&KoopmanWangWei(Level::Country), scope)?,
            source: model.decompose_some(&bm(Approach::Source), scope)?,
            sink: model.decompose_some(&bm(Approach::Sink), scope)?,
            country: model.decompose_some(&MiroudotYe::Country(Level::Country), scope)?,
            world: model.decompose_some(&MiroudotYe::World(Level::Country), scope)?,
        })
    }

    fn rows(&self) -> Vec<CrosswalkRow> {
        let ledgers = [
            &self.kww,
            &self.wwz,
            &self.source,
            &self.sink,
            &self.country,
            &self.world,
        ];
        let of_kww = |term: &str| {
            let group = OF_KWW
                .iter()
                .find(|(kww, wwz, _)| wwz.contains(&term) || kww.contains(&term));
            group.map_or("", |(.., statement)| statement)
        };
        let mut rows = Vec::new();
        for ledger in ledgers {
            for (row, term) in ledger.rows().zip(ledger.terms()) {
                rows.push(CrosswalkRow {
                    method: ledger.about().method.clone(),
                    term: term.code,
                    meaning: term.meaning,
                    value: row.value,
                    kww: of_kww(term.code),
                });
            }
        }
        rows
    }

    fn identities(
        &self,
        model: &WorldModel,
        exporter: &str,
        importer: Option<&str>,
    ) -> Result<Vec<Identity>> {
        let equal = |statement, left, right| Identity {
            statement,
            left,
            right,
        };
        let source = self.source.combined(&STANDARD)?;
        let sink = self.sink.combined(&STANDARD)?;
        let domestic = sum(
            &self.wwz,
            &[
                "DVA_FIN",
                "DVA_INT",
                "DVA_INTrexI1",
                "DVA_INTrexF",
                "DVA_INTrexI2",
                "RDV_INT",
                "RDV_FIN",
                "RDV_FIN2",
                "DDC_FIN",
                "DDC_INT",
            ],
        )?;
        let foreign = sum(
            &self.wwz,
            &["OVA_FIN", "MVA_FIN", "OVA_INT", "MVA_INT", "ODC", "MDC"],
        )?;
        let mut identities = vec![
            equal(
                "domestic content: WWZ = Borin-Mancini source",
                domestic,
                sum(&source, &["DC"])?,
            ),
            equal(
                "domestic content: Borin-Mancini source = sink",
                sum(&source, &["DC"])?,
                sum(&sink, &["DC"])?,
            ),
            equal(
                "foreign content: WWZ = Borin-Mancini source",
                foreign,
                sum(&source, &["FC"])?,
            ),
            equal(
                "foreign content: Borin-Mancini source = sink",
                sum(&source, &["FC"])?,
                sum(&sink, &["FC"])?,
            ),
            equal(
                "foreign content: Miroudot-Ye, all borders = Borin-Mancini",
                sum(&self.world, &["FDC1", "FDC2"])?,
                sum(&source, &["FC"])?,
            ),
            equal(
                "domestic value added: Miroudot-Ye, all borders = Borin-Mancini source",
                sum(&self.world, &["DVA"])?,
                sum(&source, &["DVA"])?,
            ),
            equal(
                "foreign value added: Miroudot-Ye, exporter's border = Borin-Mancini source",
                sum(&self.country, &["FVA"])?,
                sum(&source, &["FVA"])?,
            ),
        ];
        for (kww, wwz, statement) in OF_KWW {
            identities.push(equal(statement, sum(&self.kww, kww)?, sum(&self.wwz, wwz)?));
        }
        if importer.is_none() {
            identities.extend(self.of_countries(model, exporter, &source, &sink)?);
        }
        Ok(identities)
    }

    /// What holds for all exports of a country together, against forms that use neither of the decompositions.
    fn of_countries(
        &self,
        model: &WorldModel,
        exporter: &str,
        source: &Ledger,
        sink: &Ledger,
    ) -> Result<Vec<Identity>> {
        let equal = |statement, left, right| Identity {
            statement,
            left,
            right,
        };
        let s = model.countries().at(exporter)?.get();
        let range = model.ranges()[s].clone();
        let (use_, content) = (
            model.absorption()?,
            model.content(&model.weights(&Measure::ValueAdded)?)?,
        );
        let dot = |row: ArrayView1<'_, f64>, column: ArrayView1<'_, f64>| -> f64 {
            range.clone().map(|i| row[i] * column[i]).sum()
        };
        let rates = content.rates.view();
        let mut local = content.rates.clone();
        let a = model.locals()?.row_times(
            s,
            range
                .clone()
                .map(|i| rates[i])
                .collect::<ndarray::Array1<f64>>()
                .view(),
        );
        for (k, i) in range.clone().enumerate() {
            local[i] = a[k];
        }
        let again = &content.own - &local;
        let goods = model.final_goods()?;
        let own_use = &goods.used_at_home;
        let all_own_use = own_use.sum_axis(Dimension(1));
        let exports = use_.all_exports.view();
        let absorbed_abroad = dot(rates, model.table().output()) - dot(rates, use_.by.column(s));
        let finals = &use_.y.sum_axis(Dimension(1)) - &use_.y.column(s);
        let kww = |terms: &[&str]| sum(&self.kww, terms);
        Ok(vec![
            equal(
                "domestic value added: source = sink, all exports of a country",
                sum(source, &["DVA"])?,
                sum(sink, &["DVA"])?,
            ),
            equal(
                "foreign value added: source = sink, all exports of a country",
                sum(source, &["FVA"])?,
                sum(sink, &["FVA"])?,
            ),
            equal(
                "domestic value added: Borin-Mancini = extraction, V_s L_ss E_s*",
                sum(source, &["DVA"])?,
                dot(local.view(), exports),
            ),
            equal(
                "value added absorbed abroad: KWW1 + KWW2 + KWW3 = Johnson-Noguera, V_s (X_s − (BY)_ss)",
                kww(&["KWW1", "KWW2", "KWW3"])?,
                absorbed_abroad,
            ),
            equal(
                "value added absorbed abroad: Borin-Mancini source = Johnson-Noguera",
                sum(source, &["VAX"])?,
                absorbed_abroad,
            ),
            equal(
                "value added absorbed abroad: Borin-Mancini sink = Johnson-Noguera",
                sum(sink, &["VAX"])?,
                absorbed_abroad,
            ),
            equal(
                "domestic value added: KWW1 + … + KWW5 = extraction, V_s L_ss E_s*",
                kww(&["KWW1", "KWW2", "KWW3", "KWW4", "KWW5"])?,
                dot(local.view(), exports),
            ),
            equal(
                "KWW1 = b_s Y_s*",
                kww(&["KWW1"])?,
                dot(content.own.view(), finals.view()),
            ),
            equal(
                "KWW2 = V_s ((BD u)_s − BD_ss)",
                kww(&["KWW2"])?,
                dot(rates, all_own_use.view()) - dot(rates, own_use.column(s)),
            ),
            equal(
                "KWW4 = V_s (BY)_ss − b_s Y_ss",
                kww(&["KWW4"])?,
                dot(rates, use_.by.column(s)) - dot(content.own.view(), use_.y.column(s)),
            ),
            equal(
                "KWW5 = (b_s − a_s) Y_ss",
                kww(&["KWW5"])?,
                dot(again.view(), use_.y.column(s)),
            ),
            equal(
                "KWW6 = (b_s − a_s) E_s*",
                kww(&["KWW6"])?,
                dot(again.view(), exports),
            ),
        ])
    }
}

fn sum(ledger: &Ledger, terms: &[&str]) -> Result<f64> {
    let chosen = ledger.select(Column::Term, terms)?;
    Ok(chosen.total())
}
