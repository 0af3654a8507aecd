//! A change and what each factor contributes to it.

use ndarray::{Array2, Array3, Array4, ArrayView2, Axis as Dimension};

use super::factor::Factor;
use super::log_mean::Treated;
use super::outcome::{Job, Rows};
use super::sums::Sums;
use crate::account::ledger::{About, Column, Ledger, Parts, Seller, Term};
use crate::error::{Error, Result};

/// How far contributions may miss the change, as a share of the largest cell of either year: rounding of double-precision arithmetic.
const ROUNDING: f64 = 1e-9;

/// The outcome of the first year.
const START: Term = Term::new("START", "the first year", "M(none)");
/// The outcome of the second year.
const END: Term = Term::new("END", "the second year", "M(all)");
/// What is divided among factors.
const CHANGE: Term = Term::new("CHANGE", "second year less first year", "M(all) − M(none)");

/// The change of an outcome between two years, and what each factor contributes.
///
/// Rows are producers (or owners, or countries) × absorbing or importing countries. Producers and countries stand in the columns of the
/// exporter, owners in the column `owner`.
#[derive(Debug, Clone)]
pub struct Change {
    factors: Vec<Factor>,
    contributions: Ledger,
    start: Ledger,
    end: Ledger,
    change: Ledger,
    treated: Option<Treated>,
    /// Flows between countries, until balances are drawn.
    flows: Option<Flows>,
}

/// What the rows and columns of cells are called.
struct Labels {
    sellers: Vec<Seller>,
    importers: Vec<String>,
    home: bool,
    /// Whether sellers are owners.
    owned: bool,
}

impl Labels {
    /// term × row × country.
    fn ledger(&self, about: &About, terms: &[Term], cells: &Array3<f64>) -> Result<Ledger> {
        let plain = |sellers: Vec<Seller>, cells: &Array3<f64>| {
            Ledger::new(Parts {
                about: about.clone(),
                sellers,
                importers: Some(self.importers.clone()),
                origins: None,
                terms: terms.to_vec(),
                home: self.home,
                values: turned(cells),
            })
        };
        if !self.owned {
            return plain(self.sellers.clone(), cells);
        }
        let owners = self.sellers.iter().enumerate().map(|(o, owner)| {
            let code = owner.exporter.clone().unwrap_or_default();
            let own = cells.select(Dimension(1), &[o]);
            Ok((code, plain(vec![Seller::default()], &own)?))
        });
        Ledger::of_owners(about.clone(), owners)
    }
}

/// The same sums by country, for countries that are on both sides.
#[derive(Debug, Clone)]
struct Flows {
    codes: Vec<String>,
    sums: Sums,
}

impl Change {
    pub(super) fn new(job: &Job<'_>, sums: Sums, treated: Option<Treated>) -> Result<Self> {
        let countries = job.years[0].countries().codes();
        let about = About {
            method: job.method(),
            measure: job.measure.clone(),
            unit: job.unit.clone(),
            notes: notes(job, &sums, treated),
            ..About::of_worlds(job.years.map(|year| year.table()))
        };
        let flows = Flows::new(&job.sellers, countries, &sums);
        let home = !matches!(job.rows, Rows::Exports);
        let labels = Labels {
            sellers: job.sellers.clone(),
            importers: countries.to_vec(),
            home,
            owned: matches!(job.rows, Rows::Owners(_)),
        };
        // balances are differences of these cells and add up with them
        require_added_up(&about, &labels, &sums)?;
        Self::of(about, job.factors, labels, sums, treated, Some(flows))
    }

    fn of(
        about: About,
        factors: &[Factor],
        labels: Labels,
        sums: Sums,
        treated: Option<Treated>,
        flows: Option<Flows>,
    ) -> Result<Self> {
        let ledger = |terms: Vec<Term>, cells: Array3<f64>| labels.ledger(&about, &terms, &cells);
        let single = |term, cells: Array2<f64>| ledger(vec![term], cells.insert_axis(Dimension(0)));
        Ok(Self {
            factors: factors.to_vec(),
            change: single(CHANGE, &sums.end - &sums.start)?,
            start: single(START, sums.start)?,
            end: single(END, sums.end)?,
            contributions: ledger(
                factors.iter().map(|factor| factor.term()).collect(),
                sums.contributions,
            )?,
            treated,
            flows,
        })
    }

    /// The factors, in the order of the terms.
    #[must_use]
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// What each factor contributes: one term per factor.
    #[must_use]
    pub fn contributions(&self) -> &Ledger {
        &self.contributions
    }

    /// What one factor contributes.
    ///
    /// # Errors
    /// If it is not among the factors.
    pub fn of_factor(&self, factor: Factor) -> Result<Ledger> {
        self.contributions.term(factor.code())
    }

    /// The outcome of the first year.
    #[must_use]
    pub fn start(&self) -> &Ledger {
        &self.start
    }

    /// The outcome of the second year.
    #[must_use]
    pub fn end(&self) -> &Ledger {
        &self.end
    }

    /// The second year less the first.
    #[must_use]
    pub fn change(&self) -> &Ledger {
        &self.change
    }

    /// How much of the change was found by logarithms, by limits for zeros and by Shapley means, for
    /// [`Averaging::Lmdi`](super::Averaging::Lmdi). Shares of the sum of absolute changes of its cells.
    #[must_use]
    pub fn treated(&self) -> Option<Treated> {
        self.treated
    }

    /// The change of bilateral balances: what s delivers to r (row s, column r) less what r delivers to s, in both years and by factor.
    /// Content counts where it arises and where it is absorbed, income by its owner, exports by exporter and importer. Owners that are no
    /// countries of the table, and countries that are not among the owners asked for, have no balance.
    ///
    /// # Errors
    /// If these are balances already.
    pub fn balances(&self) -> Result<Self> {
        let Some(Flows { codes, sums }) = &self.flows else {
            return Err(Error::shape("these are balances already"));
        };
        let balance = |cells: ArrayView2<'_, f64>| &cells - &cells.t();
        let mut contributions = sums.contributions.clone();
        for mut cells in contributions.outer_iter_mut() {
            let balances = balance(cells.view());
            cells.assign(&balances);
        }
        let balances = Sums {
            contributions,
            start: balance(sums.start.view()),
            end: balance(sums.end.view()),
            ..*sums
        };
        let mut about = self.contributions.about().clone();
        about.measure = format!("bilateral balance: {}", about.measure);
        let sellers = codes.iter().map(|code| Seller::country(code)).collect();
        let labels = Labels {
            sellers,
            importers: codes.clone(),
            home: false,
            owned: false,
        };
        Self::of(about, &self.factors, labels, balances, self.treated, None)
    }
}

impl Flows {
    fn new(sellers: &[Seller], countries: &[String], sums: &Sums) -> Self {
        // owners may lack countries, and countries without producers deliver nothing
        let owners = sellers.iter().all(|seller| seller.sector.is_none());
        let sells = |code: &String| {
            let mut labels = sellers.iter().map(|seller| seller.label(Column::Exporter));
            labels.any(|label| label == Some(code))
        };
        let both: Vec<usize> = (0..countries.len())
            .filter(|&r| !owners || sells(&countries[r]))
            .collect();
        let place = |seller: &Seller| {
            let code = seller.label(Column::Exporter);
            both.iter()
                .position(|&r| Some(countries[r].as_str()) == code)
        };
        let places: Vec<Option<usize>> = sellers.iter().map(place).collect();
        let by_country = |cells: ArrayView2<'_, f64>| {
            let mut flows = Array2::zeros((both.len(), both.len()));
            for (row, place) in cells.rows().into_iter().zip(&places) {
                if let Some(s) = place {
                    for (to, &r) in both.iter().enumerate() {
                        flows[[*s, to]] += row[r];
                    }
                }
            }
            flows
        };
        let mut contributions = Array3::zeros((sums.contributions.dim().0, both.len(), both.len()));
        for (mut to, from) in contributions
            .outer_iter_mut()
            .zip(sums.contributions.outer_iter())
        {
            to.assign(&by_country(from));
        }
        Self {
            codes: both.iter().map(|&r| countries[r].clone()).collect(),
            sums: Sums {
                contributions,
                start: by_country(sums.start.view()),
                end: by_country(sums.end.view()),
                ..*sums
            },
        }
    }
}

/// term × row × country as a ledger has it: term × (one origin) × country × row.
fn turned(cells: &Array3<f64>) -> Array4<f64> {
    let turned = cells.view().permuted_axes([0, 2, 1]);
    turned
        .as_standard_layout()
        .into_owned()
        .insert_axis(Dimension(1))
}

/// The error of contributions that do not add up to the change.
fn require_added_up(about: &About, labels: &Labels, sums: &Sums) -> Result<()> {
    let cells = sums.start.iter().chain(&sums.end);
    let largest = cells.fold(0.0, |most: f64, cell| most.max(cell.abs()));
    let found = sums.contributions.sum_axis(Dimension(0));
    for ((i, r), &found) in found.indexed_iter() {
        let change = sums.end[[i, r]] - sums.start[[i, r]];
        let miss = (found - change).abs();
        if miss.is_nan() || miss > ROUNDING * largest {
            let seller = &labels.sellers[i];
            let codes = [&seller.exporter, &seller.group, &seller.sector];
            let codes: Vec<&str> = codes.into_iter().flatten().map(String::as_str).collect();
            return Err(Error::identity(format!(
                "{}: the contributions for {} → {} do not add up to the change",
                about.method,
                codes.join(" "),
                labels.importers[r]
            ))
            .expected(change)
            .found(found));
        }
    }
    Ok(())
}

fn notes(job: &Job<'_>, sums: &Sums, treated: Option<Treated>) -> Vec<String> {
    let [first, second] = job.years.map(|model| model.table().unit());
    let mut notes = vec![format!(
        "From {first} to {second}. Unless both tables are in the prices of one year, every factor holds a price effect."
    )];
    if let Rows::Owners(incomes) = &job.rows {
        notes.extend_from_slice(incomes.notes());
    }
    if job.factors.contains(&Factor::Sourcing) && sums.unsourced_inputs > 0 {
        notes.push(format!(
            "Inputs of a sector by a user with cells of both signs: {}; their change counts as technology.",
            sums.unsourced_inputs
        ));
    }
    if job.factors.contains(&Factor::FinalSourcing) && sums.unsourced_finals > 0 {
        notes.push(format!(
            "Final demand for goods of a sector with cells of both signs: {}; its change counts as mix.",
            sums.unsourced_finals
        ));
    }
    if let Some(treated) = treated {
        notes.push(format!(
            "Of the absolute changes of cells {:.4} were found by logarithms, {:.4} by the limit for zeros, {:.4} by Shapley means of cells that change sign.",
            treated.log_mean, treated.limit, treated.shapley
        ));
    }
    notes
}
