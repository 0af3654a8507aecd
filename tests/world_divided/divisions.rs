//! Divided national tables: random ones, clones, and drafts that tests bend.

use leontief::label::{Axis, Group, Producers, Product, TradeKind};
use leontief::table::{NationalDraft, NationalTable, PrimaryRow, WorldTable};
use ndarray::{Array1, Array2};

use crate::common::random::Numbers;

/// A divided producer: its group, its sector as a position in the undivided table, and whether it produces.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub group: usize,
    pub sector: usize,
    pub active: bool,
}

/// Groups with sectors of their own, in the order of the divided table.
#[derive(Debug, Clone)]
pub struct Groups {
    pub parts: Vec<Part>,
    pub count: usize,
}

impl Groups {
    /// Two or three groups that lack sectors and produce nothing in others; every other group has its sectors in reversed order.
    pub fn random(own: &NationalTable, numbers: &mut Numbers) -> Self {
        let n = own.producers().len();
        let count = if numbers.chance(0.5) { 2 } else { 3 };
        let mut has = vec![vec![false; n]; count];
        for row in &mut has {
            for cell in row.iter_mut() {
                *cell = numbers.chance(0.75);
            }
        }
        for j in 0..n {
            has[0][j] |= has.iter().all(|row| !row[j]);
        }
        let mut parts = Vec::new();
        for (group, row) in has.iter_mut().enumerate() {
            row[0] |= row.iter().all(|has| !has);
            let mut sectors: Vec<usize> = (0..n).filter(|j| row[*j]).collect();
            if group % 2 == 1 {
                sectors.reverse();
            }
            parts.extend(sectors.into_iter().map(|sector| Part {
                group,
                sector,
                active: own.output()[sector] != 0.0 && numbers.chance(0.9),
            }));
        }
        for j in (0..n).filter(|j| own.output()[*j] != 0.0) {
            let of_sector = |part: &&mut Part| part.sector == j;
            if parts.iter().any(|part| part.sector == j && part.active) {
                continue;
            }
            parts.iter_mut().find(of_sector).unwrap().active = true;
        }
        Self { parts, count }
    }

    /// The same groups with every sector of the undivided table in each.
    pub fn full(own: &NationalTable, count: usize) -> Self {
        let n = own.producers().len();
        let parts = (0..count).flat_map(|group| {
            (0..n).map(move |sector| Part {
                group,
                sector,
                active: true,
            })
        });
        Self {
            parts: parts.collect(),
            count,
        }
    }

    pub fn producers(&self, own: &NationalTable) -> Producers {
        let sectors = own.producers().blocks()[0].sectors().codes();
        let blocks = (0..self.count).map(|group| {
            let parts = self.parts.iter().filter(|part| part.group == group);
            let codes = parts.map(|part| sectors[part.sector].as_str());
            let code = format!("CN{}", group + 1);
            let group = Group::named(&code, None, None).unwrap();
            (own.country(), group, Axis::new(codes).unwrap())
        });
        Producers::new(blocks).unwrap()
    }

    /// The producers of a sector that produce something.
    fn of(&self, sector: usize) -> Vec<usize> {
        let all = 0..self.parts.len();
        all.filter(|at| self.parts[*at].sector == sector && self.parts[*at].active)
            .collect()
    }

    /// Shares of the producers of a sector, none of them small.
    fn shares(&self, sector: usize, numbers: &mut Numbers) -> Vec<(usize, f64)> {
        let members = self.of(sector);
        let weights = numbers.vector(members.len(), 0.3, 1.0);
        let sum = weights.sum();
        members
            .into_iter()
            .zip(weights)
            .map(|(at, weight)| (at, weight / sum))
            .collect()
    }
}

/// Numbers of a divided table in the order of its producers; products and final uses in the order of the undivided table.
pub struct Cells {
    pub domestic: Array2<f64>,
    pub imported: Array2<f64>,
    pub finals: Array2<f64>,
    /// By flow of the undivided table.
    pub exports: Vec<Array1<f64>>,
    pub output: Array1<f64>,
    /// By primary row.
    pub primary: Vec<Array1<f64>>,
    /// By extension.
    pub extensions: Vec<Array1<f64>>,
}

/// A national table of these cells. Products and final uses are turned round, so that only labels can find them.
pub fn draft(own: &NationalTable, groups: &Groups, cells: Cells) -> NationalDraft {
    let turned: Vec<usize> = (0..own.products().len()).rev().collect();
    let codes = turned.iter().map(|i| own.products().codes()[*i].as_str());
    let products: Axis<Product> = Axis::new(codes).unwrap();
    let imported = cells.imported.select(ndarray::Axis(0), &turned);
    let mut draft = NationalDraft::new(groups.producers(own), products, own.unit().clone())
        .domestic(cells.domestic)
        .imported(imported)
        .output(cells.output)
        .concept(own.concept())
        .tolerance(own.checked().tolerance())
        .provenance(own.provenance().then("divided by dice"));
    let uses: Vec<usize> = (0..own.final_uses().len()).rev().collect();
    for &k in &uses {
        let code = &own.final_uses().codes()[k];
        let bought = own
            .imported_final()
            .column(k)
            .select(ndarray::Axis(0), &turned);
        draft = draft.final_use(code, cells.finals.column(k).to_owned(), bought);
    }
    for (flow, amounts) in own.exports().flows().iter().zip(cells.exports) {
        // kinds of trade are told apart at home only
        let goods = &amounts * 0.75;
        let services = &amounts - &goods;
        draft = draft
            .export(flow.partner(), TradeKind::Goods, goods)
            .export(flow.partner(), TradeKind::Services, services);
    }
    for (row, by_producer) in own.primary().rows().iter().zip(cells.primary) {
        draft = draft.primary_row(PrimaryRow {
            by_producer,
            by_final_use: row.by_final_use.select(ndarray::Axis(0), &uses),
            ..row.clone()
        });
    }
    for (at, row) in own.extensions().positions().zip(cells.extensions) {
        let (code, unit) = (own.extensions().code(at), own.extensions().name(at));
        draft = draft.extension(code, unit, row);
    }
    draft
}

/// Every cell divided by dice of its own; exports to a partner and imports of a product may gain in one group what they lose in another.
pub struct Dice<'a> {
    pub world: &'a WorldTable,
    pub own: &'a NationalTable,
    pub groups: Groups,
    /// What is moved between groups, as a share of the sizes of the cells.
    pub moved: f64,
}

impl Dice<'_> {
    /// The divided table, unless a group would have negative output.
    pub fn thrown(&self, numbers: &mut Numbers) -> Option<NationalTable> {
        let (own, groups) = (self.own, &self.groups);
        let n = own.producers().len();
        let count = groups.parts.len();
        let mut domestic = Array2::zeros((count, count));
        for ((i, j), value) in own.domestic().indexed_iter().filter(|cell| *cell.1 != 0.0) {
            for (seller, sold) in groups.shares(i, numbers) {
                for (buyer, bought) in groups.shares(j, numbers) {
                    domestic[[seller, buyer]] = value * sold * bought;
                }
            }
        }
        let mut finals = Array2::zeros((count, own.final_uses().len()));
        for ((i, k), value) in own.domestic_final().indexed_iter() {
            self.spread(i, *value, 0.0, numbers, |at, part| finals[[at, k]] = part);
        }
        let exports = self.exports(numbers);
        let imported = self.imported(numbers);
        let uses = domestic.sum_axis(ndarray::Axis(1)) + finals.sum_axis(ndarray::Axis(1));
        let uses = exports.iter().fold(uses, |sum, flow| sum + flow);
        // every group misses its output by the same part as its sector
        let mut recorded = Array1::<f64>::zeros(n);
        for (part, used) in groups.parts.iter().zip(&uses) {
            recorded[part.sector] += used;
        }
        let output = Array1::from_shape_fn(count, |at| {
            let sector = groups.parts[at].sector;
            match groups.parts[at].active {
                true => uses[at] * own.output()[sector] / recorded[sector],
                false => 0.0,
            }
        });
        let active = groups.parts.iter().zip(&output);
        if active.clone().any(|(part, x)| part.active && *x <= 0.0) {
            return None;
        }
        let inputs = domestic.sum_axis(ndarray::Axis(0)) + imported.sum_axis(ndarray::Axis(0));
        let primary = self.primary(&output, inputs, numbers);
        let rows = own.extension_rows();
        let extensions = rows.rows().into_iter().map(|row| {
            let mut parts = Array1::zeros(count);
            for (j, value) in row.iter().enumerate() {
                self.spread(j, *value, 0.0, numbers, |at, part| parts[at] = part);
            }
            parts
        });
        let extensions = extensions.collect();
        let cells = Cells {
            domestic,
            imported,
            finals,
            exports,
            output,
            primary,
            extensions,
        };
        Some(draft(own, groups, cells).check().unwrap())
    }

    fn spread(
        &self,
        sector: usize,
        value: f64,
        size: f64,
        numbers: &mut Numbers,
        mut put: impl FnMut(usize, f64),
    ) {
        let shares = self.groups.shares(sector, numbers);
        let moved = numbers.between(-self.moved, self.moved) * size;
        let several = shares.len() > 1 && numbers.chance(0.5);
        for (k, (at, share)) in shares.into_iter().enumerate() {
            let moved = match k {
                0 if several => moved,
                1 if several => -moved,
                _ => 0.0,
            };
            put(at, value * share + moved);
        }
    }

    fn exports(&self, numbers: &mut Numbers) -> Vec<Array1<f64>> {
        let (world, own) = (self.world, self.own);
        let home = world
            .range(world.countries().at(own.country()).unwrap())
            .start;
        let flows = own.exports().flows().iter();
        let flows = flows.map(|flow| {
            let partner = world.countries().at(flow.partner()).unwrap();
            let mut parts = Array1::zeros(self.groups.parts.len());
            for (i, value) in flow.amounts().iter().enumerate() {
                let inputs = world.range(partner).map(|j| world.flows()[[home + i, j]]);
                let finals = world.final_use_in(partner);
                let finals = finals.row(home + i).to_vec();
                let size: f64 = inputs.chain(finals).map(f64::abs).sum();
                self.spread(i, *value, size, numbers, |at, part| parts[at] = part);
            }
            parts
        });
        flows.collect()
    }

    fn imported(&self, numbers: &mut Numbers) -> Array2<f64> {
        let (world, own) = (self.world, self.own);
        let home = world
            .range(world.countries().at(own.country()).unwrap())
            .start;
        let mut parts = Array2::zeros((own.products().len(), self.groups.parts.len()));
        for ((i, j), value) in own.imported().indexed_iter() {
            let suppliers = suppliers(world, own.country(), &own.products().codes()[i]);
            let cells = suppliers.iter().map(|s| world.flows()[[*s, home + j]]);
            let size = cells.map(f64::abs).sum();
            self.spread(j, *value, size, numbers, |at, part| parts[[i, at]] = part);
        }
        parts
    }

    /// All rows but the last by dice, the last what is left.
    fn primary(
        &self,
        output: &Array1<f64>,
        inputs: Array1<f64>,
        numbers: &mut Numbers,
    ) -> Vec<Array1<f64>> {
        let own = self.own;
        let rows = own.primary().rows();
        let recorded = rows.iter().fold(
            own.domestic().sum_axis(ndarray::Axis(0)) + own.imported().sum_axis(ndarray::Axis(0)),
            |sum, row| sum + &row.by_producer,
        );
        let mut paid = inputs;
        let mut parts = Vec::new();
        for row in rows.iter().take(rows.len() - 1) {
            let mut part = Array1::zeros(output.len());
            for (j, value) in row.by_producer.iter().enumerate() {
                self.spread(j, *value, 0.0, numbers, |at, share| part[at] = share);
            }
            paid += &part;
            parts.push(part);
        }
        parts.push(Array1::from_shape_fn(output.len(), |at| {
            let part = self.groups.parts[at];
            match part.active {
                true => output[at] * recorded[part.sector] / own.output()[part.sector] - paid[at],
                false => 0.0,
            }
        }));
        parts
    }
}

/// Every producer the same in small: `shares` by part, which add up to one by sector.
pub fn clones(own: &NationalTable, groups: &Groups, shares: &Array1<f64>) -> NationalTable {
    let parts = &groups.parts;
    let by_part = |row: ndarray::ArrayView1<'_, f64>| -> Array1<f64> {
        let values = parts.iter().zip(shares);
        values
            .map(|(part, share)| share * row[part.sector])
            .collect()
    };
    let domestic = Array2::from_shape_fn((parts.len(), parts.len()), |(a, b)| {
        shares[a] * shares[b] * own.domestic()[[parts[a].sector, parts[b].sector]]
    });
    let imported = Array2::from_shape_fn((own.products().len(), parts.len()), |(i, b)| {
        shares[b] * own.imported()[[i, parts[b].sector]]
    });
    let finals = Array2::from_shape_fn((parts.len(), own.final_uses().len()), |(a, k)| {
        shares[a] * own.domestic_final()[[parts[a].sector, k]]
    });
    let flows = own.exports().flows().iter();
    let rows = own.primary().rows().iter();
    let extensions = own.extension_rows();
    let cells = Cells {
        domestic,
        imported,
        finals,
        exports: flows.map(|flow| by_part(flow.amounts())).collect(),
        output: by_part(own.output()),
        primary: rows.map(|row| by_part(row.by_producer.view())).collect(),
        extensions: extensions.rows().into_iter().map(by_part).collect(),
    };
    draft(own, groups, cells).check().unwrap()
}

/// Shares of the parts of every sector; producers that are not active have none.
pub fn random_shares(groups: &Groups, sectors: usize, numbers: &mut Numbers) -> Array1<f64> {
    let mut shares = Array1::zeros(groups.parts.len());
    for sector in 0..sectors {
        for (at, share) in groups.shares(sector, numbers) {
            shares[at] = share;
        }
    }
    shares
}

/// Foreign producers of a product, by their labels.
pub fn suppliers(world: &WorldTable, country: &str, product: &str) -> Vec<usize> {
    let positions = world.producers().positions();
    let keys = positions.map(|at| (at.get(), world.producers().key(at)));
    keys.filter(|(_, key)| key.country != country && key.sector == product)
        .map(|(at, _)| at)
        .collect()
}
