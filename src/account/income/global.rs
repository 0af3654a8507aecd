//! The global income matrix: owner × absorber, with the country where the income is earned between them.

use ndarray::{Array1, Array2, Array3, Array4, ArrayView2, Axis as Dimension, Slice};

use crate::account::ledger::{About, Ledger, Parts, Seller, Term};
use crate::error::{Error, Result};
use crate::model::{Measure, WorldModel};
use crate::table::PrimaryKind;

/// Where income is earned, seen from its owner o and the country d whose final use calls it forth.
pub const PLACES: [Term; 3] = [
    Term::new(
        "AT_HOME",
        "earned in the owner's own country: exports of income, or income from its own final use",
        "Σ_{p in o} Ω_op v_p (BY)_pd",
    ),
    Term::new(
        "IN_ABSORBER",
        "earned in the absorbing country itself, beyond the border: no trade statistic sees it",
        "Σ_{p in d} Ω_op v_p (BY)_pd, d ≠ o",
    ),
    Term::new(
        "IN_THIRD",
        "earned in third countries (abroad, where the owner's country itself absorbs)",
        "Σ_{p not in o, d} Ω_op v_p (BY)_pd",
    ),
];

const INCOME: Term = Term::new(
    "INCOME",
    "national income of the owner from final use in the absorbing country",
    "N_od = Σ_p Ω_op v_p (BY)_pd",
);

const FLOW: Term = Term::new(
    "INCOME",
    "income of the owner that is earned in the country",
    "F_oh = Σ_{p in h} Ω_op va_p",
);

const EXPORTED: Term = Term::new(
    "INCOME_EXPORTS",
    "income of the owner from final use abroad",
    "Σ_{d≠o} N_od",
);

/// Income of the world by owner, by the country where it is earned, and by the country whose final use calls it forth; by component of
/// value added.
///
/// Shape: components × owners × hosts × absorbers, in the table's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct GlobalIncome {
    about: About,
    owners: Vec<String>,
    hosts: Vec<String>,
    absorbers: Vec<String>,
    components: Vec<PrimaryKind>,
    cells: Array4<f64>,
    /// Income in output, absorbed or not: component × owner × host.
    earned: Array3<f64>,
}

impl WorldModel {
    /// The income of every owner from final use in every country, by the country where it is earned.
    ///
    /// One solve with a right-hand side for each absorbing country, and products of owners × producers with producers × countries; no other
    /// array is larger than the shares.
    ///
    /// # Errors
    /// If the economy is not productive.
    pub fn global_income(&self) -> Result<GlobalIncome> {
        let (table, income) = (self.table(), self.income());
        let absorption = self.absorption()?;
        let components = table.components();
        let (owners, absorbers) = (income.owners().len(), self.countries().len());
        let hosts = self.producers().countries();
        let mut cells = Array4::zeros((components.len(), owners, hosts.len(), absorbers));
        let mut earned = Array3::zeros((components.len(), owners, hosts.len()));
        for (k, &kind) in components.iter().enumerate() {
            let (Some(shares), Some(row)) = (income.of(kind), table.primary().row(kind)) else {
                continue; // a model has shares of every component of its table
            };
            let rates = self.weights(&Measure::Component(kind))?;
            for h in hosts.positions() {
                let range = Slice::from(self.ranges()[h.get()].clone());
                let shares = shares.slice_axis(Dimension(1), range);
                let output = absorption.by.slice_axis(Dimension(0), range);
                let rates = rates.rates().slice_axis_move(Dimension(0), range);
                let generated = &output * &rates.insert_axis(Dimension(1));
                let mut component = cells.index_axis_mut(Dimension(0), k);
                component
                    .index_axis_mut(Dimension(1), h.get())
                    .assign(&shares.dot(&generated));
                let amounts = row.by_producer.slice_axis(Dimension(0), range);
                let mut component = earned.index_axis_mut(Dimension(0), k);
                component
                    .index_axis_mut(Dimension(1), h.get())
                    .assign(&shares.dot(&amounts));
            }
        }
        Ok(GlobalIncome {
            about: About {
                method: "global income by final absorption, N = Ω diag(v) B Y".to_owned(),
                measure: format!("national income: {}", table.concept()),
                unit: table.unit().short(),
                notes: vec![format!("Ownership: {}.", income.note())],
                ..About::of_world(self.table())
            },
            owners: income.owners().codes().to_vec(),
            hosts: hosts.codes().to_vec(),
            absorbers: self.countries().codes().to_vec(),
            components,
            cells,
            earned,
        })
    }

    /// The income of one owner by producer and absorbing country: `N_opd = Ω_op v_p (BY)_pd`, one row of the tensor on demand.
    ///
    /// # Errors
    /// If the owner is not known, or the economy is not productive.
    pub fn income_by_producer(&self, owner: &str) -> Result<Ledger> {
        let weights = self.weights(&Measure::income(owner))?;
        let absorption = self.absorption()?;
        let rates = weights.rates().insert_axis(Dimension(1));
        let cells = &absorption.by * &rates;
        let turned = cells.reversed_axes();
        Ledger::new(Parts {
            about: About {
                method: format!("income of {owner} by producer and absorbing country"),
                measure: weights.name().to_owned(),
                unit: weights.unit().to_owned(),
                notes: vec![format!("Ownership: {}.", self.income().note())],
                ..About::of_world(self.table())
            },
            sellers: Seller::all(self.producers()),
            importers: Some(self.countries().codes().to_vec()),
            origins: None,
            terms: vec![INCOME],
            home: true,
            values: turned
                .as_standard_layout()
                .into_owned()
                .insert_axis(Dimension(0))
                .insert_axis(Dimension(0)),
        })
    }
}

impl GlobalIncome {
    /// The owners: countries, others who are named, those of whom no more is known.
    #[must_use]
    pub fn owners(&self) -> &[String] {
        &self.owners
    }

    /// The countries where income is earned.
    #[must_use]
    pub fn hosts(&self) -> &[String] {
        &self.hosts
    }

    /// The countries whose final use calls income forth.
    #[must_use]
    pub fn absorbers(&self) -> &[String] {
        &self.absorbers
    }

    /// The components of value added, in the order of the cells: that of the table's rows.
    #[must_use]
    pub fn components(&self) -> &[PrimaryKind] {
        &self.components
    }

    /// Component × owner × host × absorber.
    #[must_use]
    pub fn cells(&self) -> ndarray::ArrayView4<'_, f64> {
        self.cells.view()
    }

    /// Unit and ownership.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// N, owner × absorber, all components together.
    #[must_use]
    pub fn matrix(&self) -> Array2<f64> {
        self.by_place().sum_axis(Dimension(1))
    }

    /// F, owner × host: income by where it is earned. Off the diagonal it is primary income between countries.
    #[must_use]
    pub fn flow_matrix(&self) -> Array2<f64> {
        self.earned.sum_axis(Dimension(0))
    }

    /// Income of an owner from all final use of the world.
    ///
    /// # Errors
    /// If the owner is not known.
    pub fn national_income(&self, owner: &str) -> Result<f64> {
        Ok(self.flow_matrix().row(self.owner(owner)?).sum())
    }

    /// N as a ledger: the owner is the `owner`, the absorbing country the `importer`.
    ///
    /// # Errors
    /// None on a model's own income.
    pub fn by_absorber(&self) -> Result<Ledger> {
        let cells = self.matrix().insert_axis(Dimension(0));
        self.ledger(&[INCOME], &cells, true)
    }

    /// The three-way split of N by where the income is earned: at home, in the absorbing country, in third countries.
    ///
    /// # Errors
    /// None on a model's own income.
    pub fn three_ways(&self) -> Result<Ledger> {
        let by_place = self.by_place();
        let mut cells = Array3::zeros((PLACES.len(), self.owners.len(), self.absorbers.len()));
        for ((o, h, d), income) in by_place.indexed_iter() {
            let place = if self.owners[o] == self.hosts[h] {
                0
            } else if self.absorbers[d] == self.hosts[h] {
                1
            } else {
                2
            };
            cells[[place, o, d]] += income;
        }
        self.ledger(&PLACES, &cells, true)
    }

    /// N by component of value added: pay, taxes on production, capital income.
    ///
    /// # Errors
    /// None on a model's own income.
    pub fn by_component(&self) -> Result<Ledger> {
        let terms: Vec<Term> = self
            .components
            .iter()
            .map(|kind| component(*kind))
            .collect();
        self.ledger(&terms, &self.cells.sum_axis(Dimension(2)), true)
    }

    /// Income by owner, host (in the column `exporter`) and absorbing country.
    ///
    /// # Errors
    /// None on a model's own income.
    pub fn by_host(&self) -> Result<Ledger> {
        let by_place = self.by_place();
        let owners = self.owners.iter().enumerate();
        let one = |o: usize| {
            // host × absorber to absorber × host
            let cells = by_place.index_axis(Dimension(0), o).reversed_axes();
            self.plain(
                vec![INCOME],
                self.hosts
                    .iter()
                    .map(|code| Seller::country(code))
                    .collect(),
                Some(self.absorbers.clone()),
                cells.insert_axis(Dimension(0)).to_owned(),
            )
        };
        let ledgers = owners.map(|(o, owner)| Ok((owner.clone(), one(o)?)));
        Ledger::of_owners(self.about.clone(), ledgers)
    }

    /// F as a ledger: the owner is the `owner`, the country where it is earned the `exporter`.
    ///
    /// # Errors
    /// None on a model's own income.
    pub fn flows(&self) -> Result<Ledger> {
        let flows = self.flow_matrix();
        let ledgers = self.owners.iter().zip(flows.rows()).map(|(owner, row)| {
            let cells = row
                .to_owned()
                .insert_axis(Dimension(0))
                .insert_axis(Dimension(0));
            let hosts = self
                .hosts
                .iter()
                .map(|code| Seller::country(code))
                .collect();
            Ok((owner.clone(), self.plain(vec![FLOW], hosts, None, cells)?))
        });
        let about = About {
            method: "income by owner and by the country where it is earned".to_owned(),
            ..self.about.clone()
        };
        Ledger::of_owners(about, ledgers)
    }

    /// Income of every owner from final use outside its own country: income exports. An owner that is no country has all of its income
    /// from abroad.
    ///
    /// # Errors
    /// None on a model's own income.
    pub fn exports(&self) -> Result<Ledger> {
        let matrix = self.matrix();
        let abroad = |o: usize| -> f64 {
            let cells = matrix.row(o).into_iter().zip(&self.absorbers);
            cells
                .filter(|(_, absorber)| **absorber != self.owners[o])
                .map(|(income, _)| income)
                .sum()
        };
        let sums: Array1<f64> = (0..self.owners.len()).map(abroad).collect();
        let cells = sums.insert_axis(Dimension(1)).insert_axis(Dimension(0));
        self.ledger(&[EXPORTED], &cells, false)
    }

    pub(super) fn owner(&self, code: &str) -> Result<usize> {
        let at = self.owners.iter().position(|owner| owner == code);
        at.ok_or_else(|| {
            Error::label(format!("no owner `{code}`"))
                .expected(format!("one of {}", crate::error::first_few(&self.owners)))
        })
    }

    /// Owner × host × absorber, all components together.
    pub(crate) fn by_place(&self) -> Array3<f64> {
        self.cells.sum_axis(Dimension(0))
    }

    /// Term × owner × absorber as a ledger with owners in their own column.
    fn ledger(&self, terms: &[Term], cells: &Array3<f64>, absorbers: bool) -> Result<Ledger> {
        let ledgers = self.owners.iter().enumerate().map(|(o, owner)| {
            let own: ArrayView2<'_, f64> = cells.index_axis(Dimension(1), o);
            let importers = absorbers.then(|| self.absorbers.clone());
            let values = own.to_owned().insert_axis(Dimension(2));
            let ledger = self.plain(terms.to_vec(), vec![Seller::default()], importers, values)?;
            Ok((owner.clone(), ledger))
        });
        Ledger::of_owners(self.about.clone(), ledgers)
    }

    /// Term × importer × seller.
    fn plain(
        &self,
        terms: Vec<Term>,
        sellers: Vec<Seller>,
        importers: Option<Vec<String>>,
        cells: Array3<f64>,
    ) -> Result<Ledger> {
        Ledger::new(Parts {
            about: self.about.clone(),
            sellers,
            importers,
            origins: None,
            terms,
            home: true,
            values: cells.insert_axis(Dimension(1)),
        })
    }
}

/// The term of a component's part of income.
fn component(kind: PrimaryKind) -> Term {
    let (meaning, equation) = match kind {
        PrimaryKind::Compensation => ("income from work", "Ω_w ŵ B Y"),
        PrimaryKind::NetProductionTax => ("taxes less subsidies on production", "Ω_t t̂ B Y"),
        PrimaryKind::Depreciation => ("consumption of fixed capital", "Ω_d d̂ B Y"),
        PrimaryKind::OperatingSurplus => ("income from capital", "Ω_s ŝ B Y"),
        PrimaryKind::UndividedValueAdded => ("value added that is not divided", "Ω_v v̂ B Y"),
        _ => (
            "other primary inputs that count as value added",
            "Ω_k v̂_k B Y",
        ),
    };
    Term::new(kind.code(), meaning, equation)
}
