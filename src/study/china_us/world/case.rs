//! From sources and one set of parameter values to the balance in the world.

use ndarray::Array1;

use super::WorldSources;
use super::explain::{Tables, explanations};
use super::imports::with_scaled_imports;
use super::income::world_income;
use super::industries::{Composition, sectors};
use super::paths::Inside;
use super::reduced::reduced;
use super::row::{Stage, WorldRow};
use super::sides::{Known, Side, Sides, sheet};
use crate::balance::{BalanceSheet, Direction, Selection};
use crate::error::Result;
use crate::label::{Axis, Sector};
use crate::model::{Measure, WorldModel};
use crate::parameter::Values;
use crate::study::china_us::case::{OVERDRAW, Variant};
use crate::study::china_us::notes::Notes;
use crate::study::china_us::sources::{CHINA, USA};
use crate::table::{Exports, IncomeShares, NationalTable, WorldTable};
use crate::unit::Unit;

/// China's balance with the United States on the way from national tables to a table of the world.
#[derive(Debug, Clone)]
pub struct WorldCase {
    divided: WorldModel,
    whole: WorldModel,
    exports: [Exports; 2],
    sheet: BalanceSheet,
    rows: Vec<WorldRow>,
    notes: Vec<String>,
    tables: Tables,
}

impl WorldCase {
    /// The world with China by regime and ownership and the United States by ownership, and who owns what its producers earn.
    #[must_use]
    pub fn divided(&self) -> &WorldModel {
        &self.divided
    }

    /// The world with both undivided; every producer of an industry has the industry's average foreign share.
    #[must_use]
    pub fn whole(&self) -> &WorldModel {
        &self.whole
    }

    /// Exports of 2012 by kind and producer of the divided world: China's to the United States, and those of the United States to China.
    #[must_use]
    pub fn exports(&self) -> &[Exports; 2] {
        &self.exports
    }

    /// The balance on the divided national tables out of the world table, China first.
    #[must_use]
    pub fn sheet(&self) -> &BalanceSheet {
        &self.sheet
    }

    /// Every way to take the balance, in order of [`Stage`], first with groups, then without.
    #[must_use]
    pub fn rows(&self) -> &[WorldRow] {
        &self.rows
    }

    /// One way to take the balance.
    #[must_use]
    pub fn row(&self, stage: Stage, divided: bool) -> Option<&WorldRow> {
        let mut rows = self.rows.iter();
        rows.find(|row| row.stage == stage && row.divided == divided)
    }

    /// The unit of all amounts. Its year is that of the world table; the flows of the first seven stages are of 2012.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        self.divided.table().unit()
    }

    /// What each stage changes and by how much, one sentence each, from the figures of the divided rows.
    #[must_use]
    pub fn explanations(&self) -> Vec<String> {
        explanations(self)
    }

    /// Caps and oddities, one line each.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    pub(super) fn tables(&self) -> Tables {
        self.tables
    }
}

impl WorldSources {
    /// The balance at these parameter values, on the way from the study's national tables to the final use of the world table.
    ///
    /// # Errors
    /// If a parameter is missing, industries do not fit, or what is known of groups cannot be met.
    pub fn case(&self, values: &Values) -> Result<WorldCase> {
        let mut notes = Notes::default();
        let study = self.sources();
        let mut rows = Vec::new();
        for (variant, divided) in [(Variant::Full, true), (Variant::Unsplit, false)] {
            rows.extend(national_rows(
                study.case(values, variant)?.sheet(),
                divided,
            )?);
        }
        let fewer = self.on_reduced_tables(values)?;
        rows.extend(sheet_rows(Stage::FewerIndustries, &fewer)?);
        let scale = values.get("imported_input_scale")?;
        let (world, odd) = with_scaled_imports(self.world(), CHINA, scale, OVERDRAW)?;
        notes.lines.extend(odd);
        let tables = [CHINA, USA].map(|country| world.national(country));
        let [china, usa] = tables;
        let sides = self
            .known(&china?, &usa?, values, &mut notes)?
            .sides(values, &mut notes)?;
        rows.extend(sheet_rows(Stage::EarlierTables, &sides)?);
        let divided = self.inserted(&world, &sides.divided)?;
        let whole = self.with_owners(&world, &sides.whole)?;
        rows.extend(inside(&divided, true, &sides.divided)?);
        rows.extend(inside(&whole, false, &sides.whole)?);
        rows.sort_by_key(|row| (!row.divided, row.stage));
        let sheet = sheet(&sides.divided)?;
        Ok(WorldCase {
            exports: sides.divided.map(|side| side.exports),
            divided,
            whole,
            sheet,
            rows,
            notes: notes.lines,
            tables: Tables {
                industries: [
                    self.industries().source().len(),
                    self.industries().target().len(),
                ],
                years: [study.china().unit().year(), self.world().unit().year()],
            },
        })
    }

    /// What the study knows by the industries of these tables.
    fn known(
        &self,
        china: &NationalTable,
        usa: &NationalTable,
        values: &Values,
        notes: &mut Notes,
    ) -> Result<Known> {
        let (study, industries) = (self.sources(), self.industries());
        let affiliates = values.get("value_added_of_us_affiliates")?;
        let of_all = affiliates / study.usa.table.value_added().sum();
        Ok(Known {
            china: study.china.brought_to(china, industries, notes)?,
            usa: study.usa.brought_to(usa, industries, notes)?,
            parts: [
                Composition::of(&study.china.table, china, industries)?,
                Composition::of(&study.usa.table, usa, industries)?,
            ],
            affiliates: of_all * usa.value_added().sum(),
        })
    }

    /// Both sides on the tables of 2012 by the industries of the world table.
    fn on_reduced_tables(&self, values: &Values) -> Result<Sides> {
        let study = self.sources();
        let sectors =
            |country: &str| -> Result<Axis<Sector>> { sectors(&self.world().national(country)?) };
        let china = reduced(
            &study.china.scaled(values, &mut Notes::default())?,
            self.industries(),
            &sectors(CHINA)?,
        )?;
        let usa = reduced(&study.usa.table, self.industries(), &sectors(USA)?)?;
        // what is odd is said of the tables of the world
        let notes = &mut Notes::default();
        self.known(&china, &usa, values, notes)?
            .sides(values, notes)
    }

    /// The world with both countries divided.
    fn inserted(&self, world: &WorldTable, sides: &[Side; 2]) -> Result<WorldModel> {
        let divided = sides
            .iter()
            .try_fold(world.clone(), |world, side| world.divided(&side.table))?;
        self.with_owners(&divided, sides)
    }

    fn with_owners(&self, world: &WorldTable, sides: &[Side; 2]) -> Result<WorldModel> {
        let national: [&IncomeShares; 2] = sides.each_ref().map(|side| &side.income);
        let income = world_income(world, national, self.others.as_ref())?;
        world.model()?.with_income(income)
    }
}

/// The study's own balance, and the same with all primary inputs as value added of the exporter and income at home.
fn national_rows(sheet: &BalanceSheet, divided: bool) -> Result<[WorldRow; 2]> {
    let row = WorldRow::of_sheet(Stage::NationalTables, divided, sheet);
    let [china, usa] = Direction::ALL
        .map(|direction| sheet.content(direction, &Measure::OtherPrimary, Selection::ALL));
    let more = [china?, usa?];
    Ok([
        row,
        WorldRow {
            stage: Stage::AllPrimaryInputs,
            value_added: row.value_added.plus(more),
            own: row.own.plus(more),
            two_sided: row.two_sided.plus(more),
            ..row
        },
    ])
}

/// The balance of national tables, with groups and without.
fn sheet_rows(stage: Stage, sides: &Sides) -> Result<[WorldRow; 2]> {
    Ok([
        WorldRow::of_sheet(stage, true, &sheet(&sides.divided)?),
        WorldRow::of_sheet(stage, false, &sheet(&sides.whole)?),
    ])
}

/// All ways to take the balance inside one world.
fn inside(model: &WorldModel, divided: bool, sides: &[Side; 2]) -> Result<[WorldRow; 5]> {
    let inside = Inside::new(model)?;
    let flows: [Array1<f64>; 2] = sides.each_ref().map(|side| side.exports.by_producer());
    Ok([
        inside.flows(Stage::InsideWorld, divided, &flows)?,
        inside.flows(Stage::Feedback, divided, &flows)?,
        inside.chains(divided, &flows)?,
        inside.flows(Stage::OwnFlows, divided, &inside.own_flows())?,
        inside.final_use(divided)?,
    ])
}
