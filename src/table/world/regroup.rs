//! A world table seen with other borders: countries merged, groups apart, sectors and countries added up.

use ndarray::{Array1, Array2, ArrayView1};

use super::draft::{ExtensionRow, WorldDraft};
use super::table::WorldTable;
use crate::error::{Error, Result};
use crate::label::{Axis, Block, Country, Group, Grouping, Members, Producers, Sector};
use crate::table::primary::PrimaryRow;

impl WorldTable {
    /// Several countries as one: what they trade among themselves becomes domestic. No producer is added to another: each member becomes a
    /// group of the new country (or its groups become groups `MEMBER_GROUP`), so that results by member stay possible. The new
    /// country stands where its first member stood; a processing group loses its regime, because what it sells to other members is
    /// now sold at home.
    ///
    /// # Errors
    /// If a member is not in the table or is named twice, there is none, or another country has the new code.
    pub fn merged(&self, into: &str, members: &[&str]) -> Result<Self> {
        if members.is_empty() {
            return Err(Error::label(format!("`{into}` has no members")));
        }
        let step = format!("{into} = {} as one country", members.join(" + "));
        self.merged_step(into, members, &step)
    }

    /// The members of a group of countries as one country, as [`merged`](Self::merged) does it. Members that the table does not have stay
    /// where they are, in its rest of the world; the provenance names them. For a refusal instead: `merged(into, &members.complete()?)`.
    ///
    /// ```no_run
    /// use leontief::label::CountryGroup;
    /// use leontief::read;
    ///
    /// let world = read::world_csv("wiod13/2011")?.check()?;
    /// let union = world.merged_members("EU", &CountryGroup::EU.in_table(world.countries(), 2011))?;
    /// # Ok::<(), leontief::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`merged`](Self::merged); if the table has none of the members.
    pub fn merged_members(&self, into: &str, members: &Members) -> Result<Self> {
        let present = members.present();
        if present.is_empty() {
            return Err(Error::label(format!("no member of `{into}`: {members}"))
                .expected("at least one in the table"));
        }
        let step = format!(
            "{into} = {} as one country ({members})",
            present.join(" + ")
        );
        self.merged_step(into, &present, &step)
    }

    fn merged_step(&self, into: &str, members: &[&str], step: &str) -> Result<Self> {
        let grouping = Grouping::merging(self.countries(), into, members)?;
        let mut plan = Plan::default();
        for target in grouping.target().positions() {
            let code = grouping.target().code(target);
            for block in self.producers().blocks() {
                if grouping.to(block.country()) == target {
                    let member = self.countries().code(block.country());
                    let group = match code == into {
                        true => member_group(member, block.group())?,
                        false => block.group().clone(),
                    };
                    plan.whole_block(code, group, block);
                }
            }
        }
        let new = self.countries().positions().map(|at| {
            let target = grouping.to(at);
            grouping.target().code(target).to_owned()
        });
        self.rebuilt(plan, new.collect(), step)
    }

    /// Every group of a country as a country of its own, coded `COUNTRY_GROUP`: what the groups sell to each other becomes trade. Final
    /// use stays with the country, which remains as a market without producers, so that sales to it count as exports too.
    ///
    /// For the exports of a group across the border of its country only, select the group in results of the whole country instead.
    ///
    /// # Errors
    /// If the table has no such country, it is not divided, or a new code exists already.
    pub fn groups_apart(&self, country: &str) -> Result<Self> {
        let at = self.countries().at(country)?;
        let blocks = self.producers().blocks();
        if blocks.iter().filter(|block| block.country() == at).count() < 2 {
            return Err(Error::label(format!(
                "`{country}` is not divided into groups of producers"
            )));
        }
        let mut plan = Plan::default();
        for block in blocks {
            let code = self.countries().code(block.country());
            match block.country() == at {
                true => {
                    let new = format!("{code}_{}", block.group());
                    if self.countries().find(&new).is_some() {
                        return Err(Error::label(format!(
                            "a country `{new}` exists already: the group `{}` of `{code}` cannot take its code",
                            block.group()
                        )));
                    }
                    let group = Group::named(
                        block.group().code(),
                        block.group().ownership(),
                        None, // what it sells to the market is sold abroad now
                    )?;
                    plan.whole_block(&new, group, block);
                }
                false => plan.whole_block(code, block.group().clone(), block),
            }
        }
        let step = format!("groups of {country} as countries of their own");
        self.rebuilt(plan, self.countries().codes().to_vec(), &step)
    }

    /// Sectors and countries added up: flows of the members of a group become one flow. Groups of producers stay apart; countries that are
    /// added up must not be divided. Sectors stand in the order of their grouping's target.
    ///
    /// # Errors
    /// If a grouping does not belong to this table's sectors or countries, or divided countries are added up.
    pub fn aggregated(
        &self,
        sectors: &Grouping<Sector>,
        countries: &Grouping<Country>,
    ) -> Result<Self> {
        if sectors.source() != &self.sectors() || countries.source() != self.countries() {
            return Err(Error::label("the grouping belongs to another table")
                .expected(format!("{:?} and {:?}", self.sectors(), self.countries()))
                .found(format!(
                    "{:?} and {:?}",
                    sectors.source(),
                    countries.source()
                )));
        }
        let mut plan = Plan::default();
        for target in countries.target().positions() {
            let several = countries.members(target).count() > 1;
            for block in self.producers().blocks() {
                if countries.to(block.country()) != target {
                    continue;
                }
                if several && !block.group().is_whole() {
                    return Err(Error::label(format!(
                        "`{}` is divided into groups of producers and cannot be added to another country",
                        self.countries().code(block.country())
                    ))
                    .hint("`merged`, which keeps producers apart and makes trade inside domestic"));
                }
                plan.added_block(countries.target().code(target), block, sectors)?;
            }
        }
        plan.order_sectors(sectors.target());
        let new = self.countries().positions().map(|at| {
            let target = countries.to(at);
            countries.target().code(target).to_owned()
        });
        let steps: Vec<String> = sectors
            .merged()
            .into_iter()
            .chain(countries.merged())
            .collect();
        self.rebuilt(
            plan,
            new.collect(),
            &format!("added up: {}", steps.join("; ")),
        )
    }

    /// The table over new producers, `new` holding the new country of every old one.
    fn rebuilt(&self, plan: Plan, new: Vec<String>, step: &str) -> Result<Self> {
        let (producers, to) = plan.finished(self.producers().len())?;
        let producing = producers.countries().clone();
        let mut markets: Vec<String> = Vec::new();
        for code in &new {
            if producing.find(code).is_none() && !markets.contains(code) {
                markets.push(code.clone());
            }
        }
        let n = producers.len();
        let draft = WorldDraft::new(producers, self.final_uses().clone(), self.unit().clone())
            .with_markets(markets)?;
        let categories = self.final_uses().len();
        let mut columns = Vec::with_capacity(new.len() * categories);
        for code in &new {
            let country = draft.countries().at(code)?.get();
            columns.extend((0..categories).map(|k| country * categories + k));
        }
        let width = draft.countries().len() * categories;
        let by_producer = |row: ArrayView1<'_, f64>| gathered(row, &to, n);
        let by_final_use = |row: ArrayView1<'_, f64>| gathered(row, &columns, width);
        let matrix = |from: ndarray::ArrayView2<'_, f64>, places: &[usize], width: usize| {
            let mut sums = Array2::zeros((n, width));
            for (row, &i) in from.rows().into_iter().zip(&to) {
                for (value, &j) in row.iter().zip(places) {
                    sums[[i, j]] += value;
                }
            }
            sums
        };
        let mut draft = draft
            .flows(matrix(self.flows(), &to, n))
            .final_use(matrix(self.final_use(), &columns, width))
            .output(by_producer(self.output()))
            .concept(self.concept())
            .tolerance(self.checked().tolerance().times(self.most_added(&to, n)))
            .provenance(self.provenance().then(step));
        for row in self.primary().rows() {
            draft = draft.primary_row(PrimaryRow {
                kind: row.kind,
                by_producer: by_producer(row.by_producer.view()),
                by_final_use: by_final_use(row.by_final_use.view()),
                on_exports: row.on_exports,
            });
        }
        for extension in self.extensions().positions() {
            let (code, unit) = (
                self.extensions().code(extension),
                self.extensions().name(extension),
            );
            draft = draft.extension_row(ExtensionRow {
                code: code.to_owned(),
                unit: unit.to_owned(),
                by_producer: by_producer(self.extension_rows().row(extension.get())),
                by_final_use: by_final_use(self.extension_finals().row(extension.get())),
            });
        }
        draft.check()
    }

    /// Residuals add up with the rows they belong to, and so does what is tolerated.
    fn most_added(&self, to: &[usize], n: usize) -> f64 {
        let mut members = vec![0_u32; n];
        for &i in to {
            members[i] += 1;
        }
        members.into_iter().max().map_or(1.0, f64::from)
    }
}

/// New blocks, and for every old producer of a block its place in it.
#[derive(Default)]
struct Plan {
    blocks: Vec<NewBlock>,
}

struct NewBlock {
    country: String,
    group: Group,
    sectors: Vec<(String, String)>,
    /// (old producer, position in `sectors`)
    members: Vec<(usize, usize)>,
}

impl Plan {
    fn whole_block(&mut self, country: &str, group: Group, block: &Block) {
        let sectors = block.sectors();
        let entries = sectors.positions().map(|at| {
            let (code, name) = (sectors.code(at), sectors.name(at));
            (code.to_owned(), name.to_owned())
        });
        self.blocks.push(NewBlock {
            country: country.to_owned(),
            group,
            sectors: entries.collect(),
            members: block.range().zip(0..).collect(),
        });
    }

    fn added_block(
        &mut self,
        country: &str,
        block: &Block,
        sectors: &Grouping<Sector>,
    ) -> Result<()> {
        let same =
            |known: &&mut NewBlock| known.country == country && known.group == *block.group();
        if self.blocks.iter_mut().find(same).is_none() {
            self.blocks.push(NewBlock {
                country: country.to_owned(),
                group: block.group().clone(),
                sectors: Vec::new(),
                members: Vec::new(),
            });
        }
        let Some(into) = self.blocks.iter_mut().find(same) else {
            return Ok(());
        };
        for (at, producer) in block.sectors().positions().zip(block.range()) {
            let to = sectors.to(sectors.source().at(block.sectors().code(at))?);
            let code = sectors.target().code(to);
            let known = into.sectors.iter().position(|(known, _)| known == code);
            let place = known.unwrap_or_else(|| {
                let name = sectors.target().name(to);
                into.sectors.push((code.to_owned(), name.to_owned()));
                into.sectors.len() - 1
            });
            into.members.push((producer, place));
        }
        Ok(())
    }

    /// Sectors of every block in the order of an axis, whatever order the added ones came in.
    fn order_sectors(&mut self, axis: &Axis<Sector>) {
        for block in &mut self.blocks {
            let mut order: Vec<usize> = (0..block.sectors.len()).collect();
            order.sort_by_key(|at| axis.find(&block.sectors[*at].0));
            let mut place = vec![0; order.len()];
            for (new, old) in order.iter().enumerate() {
                place[*old] = new;
            }
            block.sectors = order.iter().map(|at| block.sectors[*at].clone()).collect();
            for (_, at) in &mut block.members {
                *at = place[*at];
            }
        }
    }

    /// The new axis, and the new position of each of the `n` old producers.
    fn finished(self, n: usize) -> Result<(Producers, Vec<usize>)> {
        let mut to = vec![0; n];
        let mut start = 0;
        let mut blocks = Vec::with_capacity(self.blocks.len());
        for block in self.blocks {
            for (producer, place) in block.members {
                to[producer] = start + place;
            }
            start += block.sectors.len();
            blocks.push((block.country, block.group, Axis::with_names(block.sectors)?));
        }
        Ok((Producers::new(blocks)?, to))
    }
}

/// Values added up at their new places.
fn gathered(values: ArrayView1<'_, f64>, to: &[usize], len: usize) -> Array1<f64> {
    let mut sums = Array1::zeros(len);
    for (value, &place) in values.iter().zip(to) {
        sums[place] += value;
    }
    sums
}

/// The group of a member of a merged country.
fn member_group(member: &str, group: &Group) -> Result<Group> {
    let code = match group.is_whole() {
        true => member.to_owned(),
        false => format!("{member}_{group}"),
    };
    Group::named(&code, group.ownership(), None)
}
