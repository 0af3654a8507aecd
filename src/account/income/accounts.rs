//! From domestic product to national income to the current account, country by country.
//!
//! Questions answered: how much income does a country receive from abroad and pay, what does that make of its national income, and how does
//! its balance of income by final absorption follow from trade and income across borders?
//!
//! With N owner × absorber and F owner × host of the [global income matrix](super::GlobalIncome), TB the trade balance of the table, and
//! VAX balance that of value added by final absorption:
//!
//! ```text
//! GNI_c            = GDP_c + RECEIVED_c − PAID_c = Σ_d N_cd      RECEIVED_c = Σ_{h≠c} F_ch    PAID_c = Σ_{o≠c} F_oc
//! INCOME_BALANCE_c = Σ_d N_cd − Σ_o N_oc = TB_c + RECEIVED_c − PAID_c − OTHER_c
//! ```
//!
//! OTHER is the balance of what is not value added (taxes less subsidies on products, margins, rounding) by final absorption: zero where
//! value added is all that is not an input. TB + RECEIVED − PAID is the current account but for transfers. Domestic product here is
//! value added under the table's concept.
//!
//! # Identities (tested, and checked as the accounts are made)
//! Those above; world income is world product; received is paid over all owners.

use ndarray::{Array1, Array2, Array4, ArrayView1, Axis as Dimension};

use super::global::GlobalIncome;
use crate::account::Identity;
use crate::account::ledger::{About, Column, Ledger, Parts, Seller, Term};
use crate::error::{Error, Result};
use crate::model::{Measure, Unallocated, WorldModel};

/// How far an identity may miss, as a share of the largest account: rounding of double-precision arithmetic.
const ROUNDING: f64 = 1e-9;

/// The accounts of a country, or of another owner.
pub const ACCOUNTS: [Term; 13] = [
    Term::new(
        "GDP",
        "domestic product: value added of the country's producers",
        "Σ_{p in c} va_p",
    ),
    Term::new("RECEIVED", "primary income from abroad", "Σ_{h≠c} F_ch"),
    Term::new("PAID", "primary income paid abroad", "Σ_{o≠c} F_oc"),
    Term::new(
        "NET_INCOME",
        "net primary income from abroad",
        "RECEIVED − PAID",
    ),
    Term::new("GNI", "national income", "GDP + NET_INCOME = Σ_d N_cd"),
    Term::new(
        "ABSORBED",
        "income of all owners from the country's final use",
        "Σ_o N_oc",
    ),
    Term::new(
        "INCOME_BALANCE",
        "national income less income absorbed",
        "Σ_d N_cd − Σ_o N_oc",
    ),
    Term::new(
        "TRADE_BALANCE",
        "gross exports less gross imports",
        "u'E_c* − u'E_*c",
    ),
    Term::new(
        "OTHER_BALANCE",
        "balance of taxes on products, margins and rounding by final absorption",
        "Σ_d o_c (BY)_cd − o (BY)_.c",
    ),
    Term::new(
        "CURRENT_ACCOUNT",
        "trade balance and net primary income: the current account without transfers",
        "TRADE_BALANCE + NET_INCOME",
    ),
    Term::new(
        "FROM_ABROAD",
        "national income from final use abroad: income exports",
        "Σ_{d≠c} N_cd",
    ),
    Term::new(
        "VA_FROM_ABROAD",
        "value added of the country from final use abroad: value-added exports",
        "Σ_{d≠c} V_c (BY)_cd",
    ),
    Term::new(
        "UNABSORBED",
        "income in output that nobody absorbs: zero unless the model ignores what uses miss of output",
        "GNI − Σ_d N_cd",
    ),
];

/// The accounts of all countries and owners, and the equations between them.
#[derive(Debug, Clone)]
pub struct IncomeAccounts {
    ledger: Ledger,
    identities: Vec<(String, Identity)>,
}

impl WorldModel {
    /// National income and the current account of every country, from this model's owners.
    ///
    /// # Errors
    /// If the economy is not productive, or an identity is missed by more than rounding.
    pub fn income_accounts(&self) -> Result<IncomeAccounts> {
        let global = self.global_income()?;
        let labels = Parties::new(&global);
        let trade = self.trade_balances();
        let other = self.other_balances()?;
        let matrices = Matrices {
            flows: global.flow_matrix(),
            absorbed: global.matrix(),
            added: global.by_place().sum_axis(Dimension(0)),
            global: &global,
        };
        let mut figures = Array2::zeros((ACCOUNTS.len(), labels.codes.len()));
        for (at, mut column) in figures.columns_mut().into_iter().enumerate() {
            let account = labels.account(at, &matrices, &trade, &other);
            column.assign(&Array1::from(account.to_vec()));
        }
        let mut identities = of_the_world(&figures);
        if self.unallocated() == Unallocated::AtHome {
            identities.extend(of_parties(&labels, &figures));
        }
        require_met(&identities, &figures)?;
        let about = About {
            method: "national income and current account from ownership of income".to_owned(),
            ..global.about().clone()
        };
        let ledger = Ledger::new(Parts {
            about,
            sellers: labels
                .codes
                .iter()
                .map(|code| Seller::country(code))
                .collect(),
            importers: None,
            origins: None,
            terms: ACCOUNTS.to_vec(),
            home: false,
            values: Array4::from_shape_fn(
                (ACCOUNTS.len(), 1, 1, labels.codes.len()),
                |(t, _, _, c)| figures[[t, c]],
            ),
        })?;
        Ok(IncomeAccounts { ledger, identities })
    }

    /// Gross exports less gross imports, by country.
    fn trade_balances(&self) -> Array1<f64> {
        let exports = self.exports();
        let imports = exports.sum_axis(Dimension(0));
        let sold = self
            .ranges()
            .iter()
            .map(|range| -> f64 { range.clone().map(|i| exports.row(i).sum()).sum() });
        sold.zip(&imports)
            .map(|(sold, bought)| sold - bought)
            .collect()
    }

    /// What is neither an input nor value added, by country: what its producers' absorbed output holds less what its final use holds.
    fn other_balances(&self) -> Result<Array1<f64>> {
        let rates = self.weights(&Measure::OtherPrimary)?.rates().to_owned()
            + self.weights(&Measure::Discrepancy)?.rates();
        let absorption = self.absorption()?;
        let absorbed = rates.dot(&absorption.by);
        let held = self.ranges().iter().map(|range| -> f64 {
            range
                .clone()
                .map(|i| rates[i] * absorption.by.row(i).sum())
                .sum()
        });
        Ok(held
            .zip(&absorbed)
            .map(|(held, absorbed)| held - absorbed)
            .collect())
    }
}

/// Countries, then owners that are none.
struct Parties {
    codes: Vec<String>,
    countries: usize,
}

/// The matrices that accounts are read from.
struct Matrices<'a> {
    global: &'a GlobalIncome,
    /// F, owner × host.
    flows: Array2<f64>,
    /// N, owner × absorber.
    absorbed: Array2<f64>,
    /// Value added, host × absorber.
    added: Array2<f64>,
}

impl Parties {
    fn new(global: &GlobalIncome) -> Self {
        let mut codes = global.absorbers().to_vec();
        let countries = codes.len();
        let others = global
            .owners()
            .iter()
            .filter(|owner| !global.absorbers().contains(owner));
        codes.extend(others.cloned());
        Self { codes, countries }
    }

    /// In the order of [`ACCOUNTS`].
    fn account(
        &self,
        at: usize,
        matrices: &Matrices<'_>,
        trade: &Array1<f64>,
        other: &Array1<f64>,
    ) -> [f64; 13] {
        let code = &self.codes[at];
        let Matrices {
            global,
            flows,
            absorbed,
            added,
        } = matrices;
        let place = |codes: &[String]| codes.iter().position(|known| known == code);
        let (owner, host) = (place(global.owners()), place(global.hosts()));
        let absorber = place(global.absorbers());
        let abroad = |row: ArrayView1<'_, f64>, home: Option<usize>| -> f64 {
            let cells = row.into_iter().enumerate();
            cells
                .filter(|(k, _)| Some(*k) != home)
                .map(|(_, cell)| cell)
                .sum()
        };
        let gdp = host.map_or(0.0, |h| flows.column(h).sum());
        let paid = host.map_or(0.0, |h| abroad(flows.column(h), owner));
        let received = owner.map_or(0.0, |o| abroad(flows.row(o), host));
        let earned = owner.map_or(0.0, |o| flows.row(o).sum());
        let from = owner.map_or(0.0, |o| absorbed.row(o).sum());
        let used = absorber.map_or(0.0, |d| absorbed.column(d).sum());
        let is_country = at < self.countries;
        let of_country = |figures: &Array1<f64>| if is_country { figures[at] } else { 0.0 };
        let net = received - paid;
        [
            gdp,
            received,
            paid,
            net,
            gdp + net,
            used,
            from - used,
            of_country(trade),
            of_country(other),
            of_country(trade) + net,
            owner.map_or(0.0, |o| abroad(absorbed.row(o), absorber)),
            host.map_or(0.0, |h| abroad(added.row(h), absorber)),
            earned - from,
        ]
    }
}

fn figure(figures: &Array2<f64>, code: &str, party: usize) -> f64 {
    let at = ACCOUNTS.iter().position(|term| term.code == code);
    at.map_or(0.0, |at| figures[[at, party]])
}

/// The equations of every party, which hold where all output is absorbed by somebody.
fn of_parties(labels: &Parties, figures: &Array2<f64>) -> Vec<(String, Identity)> {
    let mut found = Vec::new();
    for (c, code) in labels.codes.iter().enumerate() {
        let figure = |account| figure(figures, account, c);
        let mut add = |statement, left, right| {
            let identity = Identity {
                statement,
                left,
                right,
            };
            found.push((code.clone(), identity));
        };
        add(
            "GDP + RECEIVED − PAID = income from all final use",
            figure("GNI"),
            figure("INCOME_BALANCE") + figure("ABSORBED"),
        );
        add(
            "INCOME_BALANCE = TRADE_BALANCE + NET_INCOME − OTHER_BALANCE",
            figure("INCOME_BALANCE"),
            figure("CURRENT_ACCOUNT") - figure("OTHER_BALANCE"),
        );
    }
    found
}

/// The equations of all parties together.
fn of_the_world(figures: &Array2<f64>) -> Vec<(String, Identity)> {
    let world = |code: &str| (0..figures.ncols()).map(|c| figure(figures, code, c)).sum();
    let equation = |statement, left, right| {
        let identity = Identity {
            statement,
            left,
            right,
        };
        ("world".to_owned(), identity)
    };
    vec![
        equation("GNI = GDP", world("GNI"), world("GDP")),
        equation("RECEIVED = PAID", world("RECEIVED"), world("PAID")),
        equation("TRADE_BALANCE = 0", world("TRADE_BALANCE"), 0.0),
    ]
}

fn require_met(identities: &[(String, Identity)], figures: &Array2<f64>) -> Result<()> {
    let largest = figures.fold(0.0, |most: f64, figure| most.max(figure.abs()));
    let missed = identities.iter().find(|(_, identity)| {
        let miss = (identity.left - identity.right).abs();
        miss.is_nan() || miss > ROUNDING * largest
    });
    match missed {
        None => Ok(()),
        Some((party, identity)) => Err(Error::identity(format!(
            "income accounts of {party}: {} does not hold",
            identity.statement
        ))
        .expected(identity.right)
        .found(identity.left)),
    }
}

impl IncomeAccounts {
    /// Party (in the column `exporter`) × account.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The countries, then owners that are none.
    #[must_use]
    pub fn parties(&self) -> Vec<&str> {
        self.ledger.labels(Column::Exporter)
    }

    /// One account of one party.
    ///
    /// # Errors
    /// If the party or the account is not known.
    pub fn figure(&self, party: &str, account: &str) -> Result<f64> {
        self.ledger.exporter(party)?.term(account)?.value()
    }

    /// The equations between accounts with both sides, by party; those of the world first.
    #[must_use]
    pub fn identities(&self) -> &[(String, Identity)] {
        &self.identities
    }
}
