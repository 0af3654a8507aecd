//! Production between groups of producers and by ownership.

use crate::common::assert_close;
use crate::common::worlds::t3x2;
use crate::naive::World;
use crate::naive::cases::{any_weights, ragged};
use crate::{DIRECTIONS, figures, naive, unit, value_added};
use leontief::account::Ledger;
use leontief::account::ledger::Column;
use leontief::account::position::Direction;
use leontief::label::{Axis, Group, Ownership, Producers, Regime};
use leontief::model::Weights;
use leontief::table::{WorldDraft, WorldTable};

/// T3x2 in which the first sector of every country is that of domestic, the second that of foreign-owned firms.
fn owned() -> WorldTable {
    let plain = t3x2();
    let group = |ownership| Group::of(Some(ownership), None);
    let sector = |code: &str| Axis::new([code]).unwrap();
    let blocks = ["A", "B", "C"].into_iter().flat_map(|country| {
        [
            (country, group(Ownership::Domestic), sector("1")),
            (country, group(Ownership::Foreign), sector("2")),
        ]
    });
    let producers = Producers::new(blocks).unwrap();
    WorldDraft::new(producers, Axis::new(["final"]).unwrap(), unit())
        .flows(plain.flows().to_owned())
        .final_use(plain.absorption())
        .output(plain.output().to_owned())
        .residual_value_added()
        .check()
        .unwrap()
}

#[test]
fn twelve_terms_by_ownership_agree_with_full_matrices() {
    let model = owned().model().unwrap();
    let added = value_added(&model);
    let case = naive::cases::t3x2();
    let split = naive::production::production_split(&case);
    for direction in DIRECTIONS {
        let pairs = model.production_by_groups(direction, &added).unwrap();
        assert_eq!(pairs.labels(Column::Origin), ["D→D", "D→F", "F→D", "F→F"]);
        for (from, g) in [("D", 0), ("F", 1)] {
            for (to, h) in [("D", 0), ("F", 1)] {
                let pair = pairs.origin(&format!("{from}→{to}")).unwrap();
                for (kind, matrix) in &split {
                    let expected: Vec<f64> = (0..6)
                        .map(|at| {
                            let cells = (0..6).map(|other| match direction {
                                Direction::Forward => (at, other),
                                Direction::Backward => (other, at),
                            });
                            let cells = cells.filter(|(i, j)| i % 2 == g && j % 2 == h);
                            cells.map(|cell| matrix[cell]).sum()
                        })
                        .collect();
                    assert_close(kind, figures(&pair, kind), expected, 1e-12);
                }
            }
        }
    }
}

#[test]
fn pairs_of_groups_add_up_to_the_kinds() {
    // a country of four groups, whose processing firms sell nothing at home, beside one of two and an undivided one
    let case = ragged(&[4, 2, 3], 11);
    let (mut z, mut y) = (case.z.clone(), case.y.clone());
    for i in 2..4 {
        for j in 0..4 {
            z[[i, j]] = 0.0;
        }
        y[[i, 0]] = 0.0;
    }
    let case = World::new(case.ranges.clone(), z, y);
    let group = |ownership, regime| Group::of(Some(ownership), regime);
    let sector = |count: usize| Axis::new((0..count).map(|k| format!("s{k}"))).unwrap();
    let (normal, processing) = (Some(Regime::Normal), Some(Regime::Processing));
    let producers = Producers::new([
        ("A", group(Ownership::Domestic, normal), sector(1)),
        ("A", group(Ownership::Foreign, normal), sector(1)),
        ("A", group(Ownership::Domestic, processing), sector(1)),
        ("A", group(Ownership::Foreign, processing), sector(1)),
        ("B", group(Ownership::Domestic, None), sector(1)),
        ("B", group(Ownership::Foreign, None), sector(1)),
        ("C", Group::whole(), sector(3)),
    ])
    .unwrap();
    let table = WorldDraft::new(producers, Axis::new(["final"]).unwrap(), unit())
        .flows(case.z.clone())
        .final_use(case.y.clone())
        .output(case.x.clone())
        .residual_value_added()
        .check()
        .unwrap();
    let model = table.model().unwrap();
    let weights = Weights::new("jobs", "persons", model.producers(), any_weights(9, 5)).unwrap();
    for direction in DIRECTIONS {
        let kinds = model.production_by_kind(direction, &weights).unwrap();
        let pairs = model.production_by_groups(direction, &weights).unwrap();
        assert_eq!(pairs.labels(Column::Origin).len(), 49);
        let sums = pairs.summed_over(&[Column::Origin]);
        for term in ["PD", "RT", "S", "C"] {
            assert_close(term, figures(&sums, term), figures(&kinds, term), 1e-10);
        }
        let owned = model.production_by_ownership(direction, &weights).unwrap();
        let total = |ledger: &Ledger| figures(&ledger.summed_over(&[Column::Term]), "total");
        assert_close("ownership", total(&owned), total(&kinds), 1e-10);
        assert!(owned.about().notes[0].contains("whole"));
        // foreign-owned at one end or at both
        let foreign = |pair: &str| pair.contains('F');
        let mut expected = 0.0;
        for row in pairs.rows().filter(|row| foreign(row.origin.unwrap())) {
            if matches!(row.term, "S" | "C") {
                expected += row.value;
            }
        }
        let found = owned.term("GVC_TI").unwrap().total();
        assert_close("GVC_TI", [found], [expected], 1e-10);
    }
}

#[test]
fn an_undivided_world_has_one_pair() {
    let model = t3x2().model().unwrap();
    let added = value_added(&model);
    for direction in DIRECTIONS {
        let pairs = model.production_by_groups(direction, &added).unwrap();
        assert_eq!(pairs.labels(Column::Origin), ["whole→whole"]);
        let kinds = model.production_by_kind(direction, &added).unwrap();
        let owned = model.production_by_ownership(direction, &added).unwrap();
        for (kind, own) in [("PD", "PD"), ("RT", "RT")] {
            assert_close(kind, figures(&pairs, kind), figures(&kinds, kind), 1e-12);
            assert_close(kind, figures(&owned, own), figures(&kinds, kind), 1e-12);
        }
        assert_close(
            "GVC_TI",
            [owned.term("GVC_TI").unwrap().total()],
            [0.0],
            0.0,
        );
    }
}

#[test]
fn what_foreign_affiliates_sell_at_home_counts_with_foreign_investment() {
    let model = owned().model().unwrap();
    let added = value_added(&model);
    let by_kind = model
        .production_by_kind(Direction::Forward, &added)
        .unwrap();
    let by_owner = model
        .production_by_ownership(Direction::Forward, &added)
        .unwrap();
    let local = |ledger: &Ledger| {
        let [domestic, traditional] = ["PD", "RT"].map(|kind| figures(ledger, kind));
        domestic
            .iter()
            .zip(&traditional)
            .map(|(d, t)| d + t)
            .collect::<Vec<f64>>()
    };
    let (all, domestic) = (local(&by_kind), local(&by_owner));
    let differences = all
        .iter()
        .zip(&domestic)
        .map(|(all, domestic)| all - domestic);
    assert_close("GVC_I", figures(&by_owner, "GVC_I"), differences, 1e-12);
    // the second sector of every country is foreign-owned: nothing of it is pure domestic
    let foreign = [1, 3, 5].map(|i| figures(&by_owner, "PD")[i]);
    assert_eq!(foreign, [0.0; 3]);
    let at_home = [1, 3, 5].map(|i| figures(&by_kind, "PD")[i]);
    assert!(at_home.iter().all(|amount| *amount > 1.0), "{at_home:?}");
}
