//! Sources of income shares, and what they imply against what is recorded.

use std::fmt;

use crate::build::primary_income::CapitalIncome;
use crate::table::IncomeSource;

/// Income between countries of one host or owner: implied by the layers, recorded, and as the shares have it in the end.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlLine {
    /// The country or owner.
    pub code: String,
    /// What the layers imply.
    pub implied: f64,
    /// What the totals say, in the unit of the table and without payments within a region; nothing where there is no figure. Receipts as
    /// they are given, before they are scaled to payments.
    pub control: Option<f64>,
    /// What the shares imply in the end.
    pub after: f64,
}

impl ControlLine {
    /// The control total less what the shares imply in the end.
    #[must_use]
    pub fn residual(&self) -> Option<f64> {
        self.control.map(|control| control - self.after)
    }
}

/// Where income shares come from and how they compare with the balance of payments. Residuals are reported whether the shares were moved
/// or not.
#[derive(Debug, Clone, PartialEq)]
pub struct IncomeReport {
    pub(super) unit: String,
    pub(super) capital: Option<CapitalIncome>,
    pub(super) held: bool,
    pub(super) receipts_factor: Option<f64>,
    pub(super) payments: Vec<ControlLine>,
    pub(super) receipts: Vec<ControlLine>,
    pub(super) sources: Vec<IncomeSource>,
}

impl IncomeReport {
    /// What hosts pay to other countries, in the order of the table.
    #[must_use]
    pub fn payments(&self) -> &[ControlLine] {
        &self.payments
    }

    /// What owners receive from other countries, in their order.
    #[must_use]
    pub fn receipts(&self) -> &[ControlLine] {
        &self.receipts
    }

    /// What receipts were multiplied by to add up to payments; nothing where they were not.
    #[must_use]
    pub fn receipts_factor(&self) -> Option<f64> {
        self.receipts_factor
    }

    /// Whether depreciation is in the sums; it is where nothing was compared.
    #[must_use]
    pub fn capital_income(&self) -> CapitalIncome {
        self.capital.unwrap_or(CapitalIncome::Gross)
    }

    /// Whether shares were moved to totals.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.held
    }

    /// Sources, every host × group × component once.
    #[must_use]
    pub fn sources(&self) -> &[IncomeSource] {
        &self.sources
    }

    /// Sources in words, each with its grade and the cells that it is the source of.
    #[must_use]
    pub fn source_lines(&self) -> Vec<String> {
        let mut told: Vec<&IncomeSource> = Vec::new();
        let mut lines = Vec::new();
        for source in &self.sources {
            let same =
                |other: &IncomeSource| other.source == source.source && other.grade == source.grade;
            if told.iter().any(|known| same(known)) {
                continue;
            }
            told.push(source);
            let cells: Vec<&IncomeSource> = self.sources.iter().filter(|s| same(s)).collect();
            let grade = source
                .grade
                .map_or("-".to_owned(), |grade| grade.to_string());
            lines.push(format!(
                "[{grade}] {}: {}",
                source.source,
                self.cells(&cells)
            ));
        }
        lines
    }

    /// "CHN (D, F), USA: operating surplus, depreciation", hosts with the same components together.
    fn cells(&self, cells: &[&IncomeSource]) -> String {
        let mut parts: Vec<(String, Vec<String>)> = Vec::new();
        for place in self.places(cells) {
            match parts
                .iter_mut()
                .find(|(components, _)| *components == place.1)
            {
                Some((_, hosts)) => hosts.push(place.0),
                None => parts.push((place.1, vec![place.0])),
            }
        }
        let parts = parts
            .into_iter()
            .map(|(components, hosts)| format!("{components} of {}", hosts.join(", ")));
        parts.collect::<Vec<_>>().join("; ")
    }

    /// Hosts with groups, and the components; groups of a host with the same components together.
    fn places(&self, cells: &[&IncomeSource]) -> Vec<(String, String)> {
        let mut places: Vec<(&str, String, Vec<&str>)> = Vec::new();
        for (host, group, components) in self.groups(cells) {
            let known = places
                .iter_mut()
                .find(|(other, same, _)| *other == host && *same == components);
            match known {
                Some((.., groups)) => groups.push(group),
                None => places.push((host, components, vec![group])),
            }
        }
        let places = places.into_iter().map(|(host, components, groups)| {
            let mut all: Vec<&str> = self.of(host).map(|source| source.group.as_str()).collect();
            all.dedup();
            let place = match groups == all {
                true => host.to_owned(),
                false => format!("{host} ({})", groups.join(", ")),
            };
            (place, components)
        });
        places.collect()
    }

    /// Hosts, groups, and their components in words.
    fn groups<'a>(&self, cells: &[&'a IncomeSource]) -> Vec<(&'a str, &'a str, String)> {
        let mut groups: Vec<(&str, &str, Vec<String>)> = Vec::new();
        for cell in cells {
            let name = cell.component.to_string();
            match groups.last_mut() {
                Some((host, group, components)) if *host == cell.host && *group == cell.group => {
                    components.push(name);
                }
                _ => groups.push((&cell.host, &cell.group, vec![name])),
            }
        }
        let groups = groups.into_iter().map(|(host, group, components)| {
            let all = self.of(host).filter(|source| source.group == group).count();
            let components = match components.len() == all && all > 1 {
                true => "all income".to_owned(),
                false => components.join(", "),
            };
            (host, group, components)
        });
        groups.collect()
    }

    fn of<'a>(&'a self, host: &'a str) -> impl Iterator<Item = &'a IncomeSource> {
        self.sources
            .iter()
            .filter(move |source| source.host == host)
    }
}

impl fmt::Display for IncomeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "sources of income shares")?;
        for line in self.source_lines() {
            writeln!(f, "  {line}")?;
        }
        let depreciation = match self.capital_income() {
            CapitalIncome::Gross => "with depreciation",
            CapitalIncome::Net => "net of depreciation",
        };
        let held = match (self.held, self.capital) {
            (true, _) => "shares held to totals",
            (false, Some(_)) => "shares compared with totals, not moved",
            (false, None) => "no totals",
        };
        writeln!(
            f,
            "income between countries, {}, {depreciation}; {held}",
            self.unit
        )?;
        if let Some(factor) = self.receipts_factor {
            writeln!(f, "  receipts × {factor:.6} to add up to payments")?;
        }
        for (name, lines) in [("paid", &self.payments), ("received", &self.receipts)] {
            writeln!(
                f,
                "  {name:<12} {:>14} {:>14} {:>14} {:>14}",
                "implied", "control", "after", "residual"
            )?;
            for line in lines {
                let known = |amount: Option<f64>| match amount {
                    None => "-".to_owned(),
                    // nothing is neither more nor less
                    Some(amount) if amount.abs() < 0.05 => "0.0".to_owned(),
                    Some(amount) => format!("{amount:.1}"),
                };
                writeln!(
                    f,
                    "  {:<12} {:>14.1} {:>14} {:>14.1} {:>14}",
                    line.code,
                    line.implied,
                    known(line.control),
                    line.after,
                    known(line.residual())
                )?;
            }
        }
        Ok(())
    }
}
