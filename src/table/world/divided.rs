//! A country of a world table replaced by its groups of producers.

use ndarray::{Array1, Array2, ArrayView1, Axis as Dimension, Slice};

use super::draft::{ExtensionRow, WorldDraft};
use super::group_gaps::require_same_sums;
use super::group_places::{Places, advice};
use super::group_shares::{Kept, Line, Parts, told};
use super::table::WorldTable;
use crate::error::{Error, Result};
use crate::label::Producers;
use crate::table::national::NationalTable;
use crate::table::primary::PrimaryRow;

impl WorldTable {
    /// The same world with one country divided into groups of producers (DN, FN, DP, FP; D, F; CN1, CN2; any).
    ///
    /// Question answered: what do contents, chains and incomes of the whole world look like if the producers of a country are told apart?
    /// `divided` is the divided national table of one country, whose groups add up to [`national`](Self::national) of this
    /// table. Several countries are divided one after another.
    ///
    /// What the world table does not say of groups is taken in proportion. With g the group, i and j sectors of the country, s a
    /// foreign producer of product p(s), r a partner and k one of its columns (a user or a category of final use):
    ///
    /// - sales at home, output, primary rows and extension rows by producer are those of `divided`;
    /// - imported inputs: `Z(s, gj) = Z(s, j) M(p, gj) / Σ_t Z(t, j)`, t running over the foreign producers of p, M the imported inputs
    ///   of `divided`;
    /// - exports: `Z(gi, k) = Z(i, k) e(gi, r) / e(i, r)`, e being exports to r, intermediate and final, all kinds of trade together;
    /// - all else is unchanged: foreign flows, final use of imports, and what final use pays.
    ///
    /// Sums over groups are the cells of this table, sums over the producers of a product are the imported inputs of `divided`, and sums
    /// over the columns of a partner are its exports: `national` of the result is `divided`.
    ///
    /// Where cells of both signs cancel (inventories), a sum may be zero beside cells that are not, and shares of it would tell nothing.
    /// If the groups' amounts have different signs, or come to no more than 10⁻⁶ of the sizes of the cells, the shares θ are those of the
    /// groups in the sector's exports to all partners (in all its imported inputs) or, if these cancel too, in its output;
    /// what the amounts a differ from `θ_g Σ_k c_k` is laid on the cells by their size: `θ_g c_k + (a_g − θ_g Σ_k c_k) |c_k| / Σ_k |c_k|`.
    /// Both kinds of sums stand then as well, but a part may have another sign than its cell. Only amounts without any cell are refused.
    ///
    /// A cell may miss the sum over its groups by the tolerance of this table (its absolute part, and its relative part of the output of
    /// the buyer of an input, of the seller of final goods and exports, of the size of imports that final users buy; extensions by
    /// rounding of double-precision arithmetic only). What is missed by more than one part in 10⁹ is written into the provenance; exports
    /// then add up to the cells of this table, imported inputs to those of `divided`. The result keeps the tolerance of this table.
    ///
    /// ```
    /// # use leontief::label::{Axis, Group, Producers};
    /// # use leontief::table::WorldDraft;
    /// # use leontief::unit::{PriceBasis, Scale, Unit};
    /// # use ndarray::array;
    /// use leontief::build::OwnershipSplit;
    /// # let sectors = Axis::new(["goods"])?;
    /// # let producers = Producers::new([("CHN", Group::whole(), sectors.clone()), ("USA", Group::whole(), sectors)])?;
    /// # let unit = Unit::new("USD", Scale::MILLIONS, 2012, PriceBasis::Basic);
    /// # let world = WorldDraft::new(producers, Axis::new(["final"])?, unit)
    /// #     .flows(array![[30.0, 10.0], [5.0, 40.0]])
    /// #     .final_use(array![[50.0, 10.0], [5.0, 50.0]])
    /// #     .output(array![100.0, 100.0])
    /// #     .residual_value_added()
    /// #     .check()?;
    /// let china = world.national("CHN")?;
    /// // foreign-owned firms: a fifth of value added, half of exports
    /// let split = OwnershipSplit::new(&china, array![0.2], 13.0, 0.5).divided()?;
    /// let divided = world.divided(split.table())?;
    /// assert_eq!(divided.producers().len(), 3); // CHN D, CHN F, USA
    /// let foreign = divided.producers().at("CHN", "F", "goods")?.get();
    /// assert!((divided.exports()[[foreign, 1]] - 10.0).abs() < 1e-9);
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// Source of the layout: Koopman, Wang, Wei (2014), American Economic Review 104(2), 459-494, whose world table holds China and Mexico
    /// with processing and normal producers apart.
    ///
    /// # Errors
    /// If the country is not in the table, has no producers or is divided already; if `divided` has no groups, another unit, other
    /// sectors, products, partners, final uses, primary rows or extensions; if its groups do not add up; if groups export or import
    /// what the undivided sector has no cell for; if what the groups' own sums miss of output is beyond this table's tolerance.
    pub fn divided(&self, divided: &NationalTable) -> Result<Self> {
        let places = Places::new(self, divided)?;
        let missed = require_same_sums(&places)?;
        let markets = self.countries().codes().iter();
        let producing = self.producers().countries();
        let markets = markets.filter(|code| producing.find(code).is_none());
        let mut draft = WorldDraft::new(
            producers(&places)?,
            self.final_uses().clone(),
            self.unit().clone(),
        )
        .with_markets(markets.cloned())?
        .output(by_producer(&places, self.output(), divided.output()))
        .concept(self.concept())
        .tolerance(self.checked().tolerance())
        .provenance(self.provenance().then(step(&places, missed)));
        // filled in place: a second matrix of this size may not fit
        fill_unchanged(&places, &mut draft);
        fill_imports(&places, &mut draft.flows)?;
        fill_exports(&places, &mut draft)?;
        for (row, groups) in self.primary().rows().iter().zip(divided.primary().rows()) {
            draft = draft.primary_row(PrimaryRow {
                by_producer: by_producer(
                    &places,
                    row.by_producer.view(),
                    groups.by_producer.view(),
                ),
                ..row.clone()
            });
        }
        for (at, &groups) in self.extensions().positions().zip(&places.extensions) {
            let (rows, k) = (divided.extension_rows(), at.get());
            draft = draft.extension_row(ExtensionRow {
                code: self.extensions().code(at).to_owned(),
                unit: self.extensions().name(at).to_owned(),
                by_producer: by_producer(&places, self.extension_rows().row(k), rows.row(groups)),
                by_final_use: self.extension_finals().row(k).to_owned(),
            });
        }
        draft.check().map_err(|error| {
            error
                .during(format!("`{}` divided", divided.country()))
                .hint("`world.draft()?.tolerance(…).check()?` with the tolerance of the divided table, if its groups miss their own output by more than the world table allows")
        })
    }
}

/// The producers of the world with groups in the place of the undivided block.
fn producers(places: &Places<'_>) -> Result<Producers> {
    let (all, code) = (places.world.producers(), places.divided.country());
    let mut blocks = Vec::new();
    for block in all.blocks() {
        if block.country() == places.country {
            let groups = places.divided.producers().blocks().iter();
            blocks
                .extend(groups.map(|group| (code, group.group().clone(), group.sectors().clone())));
        } else {
            let country = all.countries().code(block.country());
            blocks.push((country, block.group().clone(), block.sectors().clone()));
        }
    }
    Producers::new(blocks)
}

/// What was inserted, and what had been done to it since it left the world table.
fn step(places: &Places<'_>, missed: Option<String>) -> String {
    let (divided, before) = (places.divided.provenance(), places.own.provenance());
    let blocks = places.divided.producers().blocks().iter();
    let groups: Vec<&str> = blocks.map(|block| block.group().code()).collect();
    let mut step = format!(
        "{} divided into {}",
        places.divided.country(),
        groups.join(", ")
    );
    let mut notes = Vec::new();
    if divided.source() != before.source() {
        notes.push(format!("groups from {divided}"));
    } else {
        let known = divided.steps().iter().zip(before.steps());
        let shared = known.take_while(|(step, known)| step == known).count();
        notes.extend(divided.steps()[shared..].iter().cloned());
    }
    notes.extend(missed);
    if !notes.is_empty() {
        step = format!("{step} ({})", notes.join("; "));
    }
    step
}

/// A row over producers with the groups in the place of the undivided producers.
fn by_producer(
    places: &Places<'_>,
    world: ArrayView1<'_, f64>,
    groups: ArrayView1<'_, f64>,
) -> Array1<f64> {
    let (before, rest) = (places.home.start, places.home.end);
    let before = world.iter().take(before);
    before
        .chain(groups.iter())
        .chain(world.iter().skip(rest))
        .copied()
        .collect()
}

/// Trade and use abroad, final use of imports, and all that is sold at home.
fn fill_unchanged(places: &Places<'_>, draft: &mut WorldDraft) {
    let (world, divided) = (places.world, places.divided);
    let home = places.home.start..places.home.start + places.sectors.len();
    for (old, new) in places.foreign() {
        let from = world.flows();
        let from = from.row(old);
        let mut to = draft.flows.row_mut(new);
        to.slice_axis_mut(Dimension(0), Slice::from(..home.start))
            .assign(&from.slice_axis(Dimension(0), Slice::from(..home.start)));
        to.slice_axis_mut(Dimension(0), Slice::from(home.end..))
            .assign(&from.slice_axis(Dimension(0), Slice::from(places.home.end..)));
        draft
            .finals
            .row_mut(new)
            .assign(&world.final_use().row(old));
    }
    let at_home = Slice::from(home.clone());
    draft
        .flows
        .slice_axis_mut(Dimension(0), at_home)
        .slice_axis_mut(Dimension(1), at_home)
        .assign(&divided.domestic());
    let first = places.country.get() * world.final_uses().len();
    let mut finals = draft.finals.slice_axis_mut(Dimension(0), at_home);
    for (k, &at) in places.final_uses.iter().enumerate() {
        let used = divided.domestic_final();
        finals.column_mut(first + k).assign(&used.column(at));
    }
}

/// Imported inputs of the groups by foreign producer.
fn fill_imports(places: &Places<'_>, flows: &mut Array2<f64>) -> Result<()> {
    let imported = places.divided.imported();
    let home = places.home.start;
    for (product, suppliers) in places.suppliers.iter().enumerate() {
        let row = imported.row(places.products[product]);
        for (sector, groups) in places.groups.iter().enumerate() {
            let amounts: Vec<f64> = groups.iter().map(|&g| row[g]).collect();
            let bought = places.world.flows();
            let bought = bought.column(home + sector);
            let line = Line::new(suppliers.iter().map(|&s| bought[s]), &amounts);
            if line.is_empty() {
                continue;
            }
            let parts = line.parts(Kept::Amounts, || shares_of_imports(places, sector));
            let parts = parts.ok_or_else(|| {
                let code = &places.own.products().codes()[product];
                unfounded(places, &format!("imported `{code}`"), sector, &amounts)
            })?;
            for &s in suppliers {
                let to = places.moved(s);
                spread(&parts, bought[s], groups, |g, part| {
                    flows[[to, home + g]] = part
                });
            }
        }
    }
    Ok(())
}

/// Sales of the groups to users and final use abroad.
fn fill_exports(places: &Places<'_>, draft: &mut WorldDraft) -> Result<()> {
    let (world, home) = (places.world, places.home.start);
    let categories = world.final_uses().len();
    let abroad = world.countries().positions();
    for partner in abroad.filter(|partner| *partner != places.country) {
        let users = world.range(partner);
        let columns = partner.get() * categories..(partner.get() + 1) * categories;
        for (sector, groups) in places.groups.iter().enumerate() {
            let amounts: Vec<f64> = groups
                .iter()
                .map(|&g| places.exports[[g, partner.get()]])
                .collect();
            let (flows, finals) = (world.flows(), world.final_use());
            let (flows, finals) = (flows.row(home + sector), finals.row(home + sector));
            let inputs = users.clone().map(|j| flows[j]);
            let line = Line::new(inputs.chain(columns.clone().map(|k| finals[k])), &amounts);
            if line.is_empty() {
                continue;
            }
            let parts = line.parts(Kept::Cells, || shares_of_exports(places, sector));
            let parts = parts.ok_or_else(|| {
                let code = world.countries().code(partner);
                unfounded(places, &format!("exports to {code}"), sector, &amounts)
            })?;
            for j in users.clone() {
                let to = places.moved(j);
                spread(&parts, flows[j], groups, |g, part| {
                    draft.flows[[home + g, to]] = part
                });
            }
            for k in columns.clone() {
                spread(&parts, finals[k], groups, |g, part| {
                    draft.finals[[home + g, k]] = part
                });
            }
        }
    }
    Ok(())
}

/// The part of each group in a cell.
fn spread(parts: &Parts, cell: f64, groups: &[usize], mut put: impl FnMut(usize, f64)) {
    for (group, &producer) in groups.iter().enumerate() {
        put(producer, parts.of(group, cell));
    }
}

/// The groups' shares in all imported inputs of a sector, or else in its output.
fn shares_of_imports(places: &Places<'_>, sector: usize) -> Option<Vec<f64>> {
    let imported = places.divided.imported();
    let bought = places.groups[sector].iter().map(|&g| imported.column(g));
    shares(places, sector, bought.collect())
}

/// The groups' shares in the exports of a sector to all partners, or else in its output.
fn shares_of_exports(places: &Places<'_>, sector: usize) -> Option<Vec<f64>> {
    let sold = places.groups[sector].iter().map(|&g| places.exports.row(g));
    shares(places, sector, sold.collect())
}

/// The groups' shares in the sums of these lines, or else in the output of the sector.
fn shares(places: &Places<'_>, sector: usize, lines: Vec<ArrayView1<'_, f64>>) -> Option<Vec<f64>> {
    let sums: Vec<f64> = lines.iter().map(|line| line.sum()).collect();
    let sizes = lines.iter().flatten().map(|cell| cell.abs());
    told(&sums, sizes.sum()).or_else(|| {
        let output = places.divided.output();
        let output: Vec<f64> = places.groups[sector].iter().map(|&g| output[g]).collect();
        told(&output, 0.0)
    })
}

/// Groups that trade what the undivided sector has no cell for.
fn unfounded(places: &Places<'_>, what: &str, sector: usize, amounts: &[f64]) -> Error {
    let code = places.divided.country();
    let groups = places.groups[sector].iter().zip(amounts);
    let groups = groups.map(|(&g, amount)| format!("{} {amount}", places.group_of(g)));
    let groups: Vec<String> = groups.collect();
    let sector = places.own.producers().label(sector);
    Error::table(format!(
        "{what} of {sector} cannot be divided among its groups by the cells of the world table"
    ))
    .expected("amounts of zero where the undivided sector has no cell")
    .found(groups.join(", "))
    .hint(advice(code))
}
