//! What is in the files comes out cell by cell.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use leontief::read::{Gloria, GloriaLayers, Options};
use leontief::run::{Run, Threads};
use leontief::table::{PrimaryKind, Tolerance, WorldTable};
use ndarray::{Array1, Array2, Axis as Dimension};

use crate::mini::{
    CATEGORIES, COMPONENTS, Mini, N, S, SATELLITES, SECTORS, busy, busy_finals, extension, kept,
    name, open, read, text,
};
use crate::published::assert_sources;

fn table(gloria: &Gloria) -> WorldTable {
    let draft = gloria.draft(&Options::new()).unwrap();
    draft.tolerance(Tolerance::EXACT).check().unwrap()
}

fn row(mini: &Mini, components: &[usize]) -> Array1<f64> {
    let rows = mini.value_added.select(Dimension(0), components);
    kept(&rows).sum_axis(Dimension(0))
}

#[track_caller]
fn assert_value_added(table: &WorldTable, mini: &Mini) {
    for (kind, components) in [
        (PrimaryKind::Compensation, &[0][..]),
        (PrimaryKind::NetProductionTax, &[1, 2]),
        (PrimaryKind::OperatingSurplus, &[3, 4]),
        (PrimaryKind::Depreciation, &[5]),
    ] {
        let found = table.primary().row(kind).unwrap();
        assert_eq!(found.by_producer, row(mini, components), "{kind}");
        assert!(found.by_final_use.iter().all(|cell| *cell == 0.0));
    }
}

#[test]
fn basic_prices_and_taxes_come_out_cell_by_cell() {
    let mini = Mini::new(1);
    let folder = mini.folder();
    let table = table(&open(&folder));
    assert_eq!(table.countries().codes(), ["AUS", "AUT", "XAF"]);
    assert_eq!(table.sectors().codes(), SECTORS);
    let codes = ["P.3h", "P.3n", "P.3g", "P.51", "P.52", "P.53"];
    assert_eq!(table.final_uses().codes(), codes);
    let names = table
        .final_uses()
        .positions()
        .map(|at| table.final_uses().name(at));
    assert_eq!(names.collect::<Vec<_>>(), CATEGORIES);
    assert_eq!(table.unit().to_string(), "thousand USD, 2022, basic prices");
    assert_eq!(table.flows(), kept(&mini.uses[0]));
    assert_eq!(table.final_use(), kept(&mini.finals[0]));
    assert_eq!(table.output(), mini.output().select(Dimension(0), &busy()));
    assert_value_added(&table, &mini);
    let taxes = table.primary().row(PrimaryKind::ProductTax).unwrap();
    let net = |layers: &[Array2<f64>; 5]| kept(&(&layers[3] + &layers[4])).sum_axis(Dimension(0));
    assert_eq!(taxes.by_producer, net(&mini.uses));
    assert_eq!(taxes.by_final_use, net(&mini.finals));
    assert_eq!(table.primary().rows().len(), 5);
    assert!(table.extensions().is_empty());
}

#[test]
fn the_provenance_says_what_was_read_and_left_out() {
    let mini = Mini::new(1);
    let folder = mini.folder();
    let table = table(&open(&folder));
    let provenance = table.provenance();
    assert_eq!(provenance.source(), "GLORIA");
    assert_eq!(provenance.edition(), Some("release 059, files of 20240110"));
    let files = [
        ("T", 1),
        ("Y", 1),
        ("V", 1),
        ("T", 4),
        ("Y", 4),
        ("T", 5),
        ("Y", 5),
    ];
    let files = files.map(|(matrix, layer)| folder.as_ref().join(name(matrix, 2022, 59, layer)));
    assert_sources(provenance, &files.each_ref().map(|file| file.as_path()));
    let steps = provenance.steps().join("\n");
    let taxes = mini.uses[3].sum() + mini.finals[3].sum();
    let subsidies = mini.uses[4].sum() + mini.finals[4].sum();
    for words in [
        "supply is diagonal",
        "value added of D.1, D.29, D.39, B.2n, B.3n, K.1",
        "left out, with what they held: DYE (0)",
        "margins (layers 2 and 3) are sales of trade and transport",
        &format!("taxes on products sum to {taxes} in all uses"),
        &format!("subsidies on products sum to {subsidies} in all uses"),
    ] {
        assert!(steps.contains(words), "no `{words}` in {steps}");
    }
}

#[test]
fn layer_one_alone_leaves_a_remainder() {
    let mini = Mini::new(2);
    let folder = mini.folder();
    let table = table(&open(&folder).layers(GloriaLayers::BasicPrices));
    assert_eq!(table.flows(), kept(&mini.uses[0]));
    assert_value_added(&table, &mini);
    let other = table.primary().row(PrimaryKind::Other).unwrap();
    let net = kept(&(&mini.uses[3] + &mini.uses[4])).sum_axis(Dimension(0));
    assert_eq!(other.by_producer, net);
    assert!(table.primary().row(PrimaryKind::ProductTax).is_none());
    assert_eq!(table.provenance().files().len(), 3);
}

#[test]
fn purchasers_prices_are_the_sum_of_all_layers() {
    let mini = Mini::new(3);
    let folder = mini.folder();
    let table = table(&open(&folder).layers(GloriaLayers::PurchasersPrices));
    let sum = |layers: &[Array2<f64>; 5]| {
        layers
            .iter()
            .skip(1)
            .fold(layers[0].clone(), |sum, layer| sum + layer)
    };
    assert_eq!(table.flows(), kept(&sum(&mini.uses)));
    assert_eq!(table.final_use(), kept(&sum(&mini.finals)));
    assert_eq!(
        table.unit().to_string(),
        "thousand USD, 2022, purchaser prices"
    );
    let on = |layers: [usize; 2]| {
        let rows = layers
            .map(|k| mini.uses[k].sum_axis(Dimension(1)) + mini.finals[k].sum_axis(Dimension(1)));
        (&rows[0] + &rows[1]).select(Dimension(0), &busy())
    };
    let margins = table.primary().row(PrimaryKind::Margins).unwrap();
    assert_eq!(margins.by_producer, on([1, 2]));
    let taxes = table.primary().row(PrimaryKind::ProductTax).unwrap();
    assert_eq!(taxes.by_producer, on([3, 4]));
    assert_value_added(&table, &mini);
    let basic = mini.output().select(Dimension(0), &busy());
    assert_eq!(
        table.output(),
        basic + &margins.by_producer + &taxes.by_producer
    );
    assert_eq!(table.provenance().files().len(), 11);
}

#[test]
fn a_product_of_several_makers_is_sold_for_them_in_one_proportion() {
    let mini = Mini::with_supply(4, 0.25);
    for layers in [
        GloriaLayers::BasicPricesAndTaxes,
        GloriaLayers::PurchasersPrices,
    ] {
        let folder = mini.folder();
        let table = table(&open(&folder).layers(layers));
        let used = |own: &[Array2<f64>; 5]| match layers {
            GloriaLayers::PurchasersPrices => own
                .iter()
                .skip(1)
                .fold(own[0].clone(), |sum, layer| sum + layer),
            _ => own[0].clone(),
        };
        let sold = |own: Array2<f64>| {
            let mut sold = own.clone();
            for region in 0..4 {
                let (first, second) = (region * S, region * S + 1);
                let shared = own.row(second).mapv(|cell| 0.25 * cell);
                let mut row = sold.row_mut(first);
                row += &shared;
                sold.row_mut(second).mapv_inplace(|cell| 0.75 * cell);
            }
            kept(&sold)
        };
        assert_eq!(table.flows(), sold(used(&mini.uses)), "{layers:?}");
        assert_eq!(table.final_use(), sold(used(&mini.finals)), "{layers:?}");
        let steps = table.provenance().steps().join("\n");
        let off: f64 = mini.supply.iter().map(|made| made[[0, 1]]).sum();
        assert!(
            steps.contains(&format!("3 cells of supply off the diagonal, {off} in all")),
            "{steps}"
        );
    }
}

#[test]
fn satellites_are_read_by_name_and_no_others() {
    let mini = Mini::new(5);
    let folder = mini.folder();
    let gloria = open(&folder).extensions(["Wheat", "Female low-skilled"]);
    let table = table(&gloria);
    assert_eq!(table.extensions().codes(), ["Wheat", "Female low-skilled"]);
    for (code, row) in [("Wheat", 3), ("Female low-skilled", 2)] {
        let at = table.extensions().at(code).unwrap();
        assert_eq!(table.extensions().name(at), SATELLITES[row][2]);
        let own = mini.satellites.row(row).select(Dimension(0), &busy());
        let [by_producer, by_final_use] = extension(&table, code);
        assert_eq!(by_producer, own, "{code}");
        let own = mini.direct.row(row).select(Dimension(0), &busy_finals());
        assert_eq!(by_final_use, own, "{code}");
    }
    assert_eq!(
        table.provenance().edition(),
        Some("release 059, files of 20240110 and 20240211")
    );
    let error = open(&folder)
        .extensions(["co2_total"])
        .draft(&Options::new())
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("more than one satellite `co2_total`"),
        "{error}"
    );
    let error = open(&folder)
        .extensions(["CO2"])
        .draft(&Options::new())
        .unwrap_err();
    assert!(
        error.to_string().contains("no satellite `CO2`") && error.to_string().contains("Wheat"),
        "{error}"
    );
    std::fs::remove_file(folder.as_ref().join(name("YQ", 2022, 59, 1))).unwrap();
    let draft = open(&folder)
        .extensions(["Wheat"])
        .draft(&Options::new())
        .unwrap();
    let steps = draft.check().unwrap().provenance().steps().join("\n");
    assert!(steps.contains("no file YQ"), "{steps}");
}

#[test]
fn an_empty_region_with_a_satellite_stays() {
    let mut mini = Mini::new(6);
    mini.satellites[[3, 2 * S]] = 4.0;
    let folder = mini.folder();
    let table = table(&open(&folder).extensions(["Wheat"]));
    assert_eq!(table.countries().len(), 4);
    assert_eq!(table.flows(), mini.uses[0]);
    let table = self::table(&open(&folder));
    assert_eq!(table.countries().len(), 3);
}

#[test]
fn a_region_is_empty_where_next_to_nothing_is_in_its_cells() {
    let mut mini = Mini::new(7);
    mini.uses[0][[0, 2 * S]] = 0.5;
    mini.finals[0][[2 * S, 0]] = 0.25;
    let folder = mini.folder();
    let draft = read(&folder).unwrap();
    let table = draft.check().unwrap();
    assert_eq!(table.countries().codes(), ["AUS", "AUT", "XAF"]);
    let steps = table.provenance().steps().join("\n");
    assert!(steps.contains("DYE (0.75)"), "{steps}");
    // more than one thousand dollars: the region stays, and the check says what is wrong with it
    mini.uses[0][[2 * S, 0]] = 0.5;
    let folder = mini.folder();
    let error = read(&folder).unwrap().check().unwrap_err();
    assert!(error.to_string().contains("DYE"), "{error}");
}

#[test]
fn value_added_in_rows_of_other_regions_is_the_industrys_and_said() {
    let mini = Mini::new(8);
    let folder = mini.folder();
    let mut v = mini.v();
    // compensation in Australia, moved to the row of Austria
    let moved = std::mem::take(&mut v[0][1]);
    v[COMPONENTS.len()][1] = moved;
    folder.put(&name("V", 2022, 59, 1), text(&v));
    let table = table(&open(&folder));
    assert_value_added(&table, &mini);
    let steps = table.provenance().steps().join("\n");
    assert!(
        steps.contains(&format!(
            "{moved} of value added stands in rows of other regions"
        )),
        "{steps}"
    );
}

#[test]
fn line_ends_and_marks_change_nothing() {
    let mini = Mini::new(9);
    for change in [
        |text: String| text.replace('\n', "\r\n"),
        |text: String| format!("\u{feff}{text}"),
        |text: String| format!("\u{feff}{}\r\n\r\n", text.replace('\n', "\r\n")),
        |text: String| text.trim_end().to_owned(),
        |text: String| text.replace("0.0", "0"),
        |text: String| text.replace(",0.0", ", 0.0e+00"),
    ] {
        let folder = crate::published::Folder::new();
        for (name, text) in mini.files(2022, 59) {
            folder.put(&name, change(text));
        }
        let table = table(&open(&folder));
        assert_eq!(table.flows(), kept(&mini.uses[0]));
        assert_eq!(table.final_use(), kept(&mini.finals[0]));
    }
}

#[test]
fn tables_do_not_depend_on_threads_and_every_row_is_a_step() {
    let mini = Mini::new(10);
    let folder = mini.folder();
    let gloria = open(&folder).layers(GloriaLayers::PurchasersPrices);
    let expected = table(&gloria);
    for count in [1, 2, 5] {
        let run = Run::default().threads(Threads::Count(count));
        let table = gloria
            .draft(&Options::new().run(run))
            .unwrap()
            .check()
            .unwrap();
        assert_eq!(table.flows(), expected.flows());
        assert_eq!(table.primary().rows(), expected.primary().rows());
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let list = Arc::clone(&seen);
    let run = Run::default().watched(move |progress| {
        list.lock()
            .unwrap()
            .push((progress.task, progress.done, progress.steps));
        ControlFlow::Continue(())
    });
    assert!(gloria.draft(&Options::new().run(run)).is_ok());
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 5 * 2 * (2 * N) + 4 * COMPONENTS.len());
    assert_eq!(
        seen[2 * N - 1],
        ("reading supply and use at basic prices", 2 * N, 2 * N)
    );
}

#[test]
fn reading_is_stopped_at_a_row() {
    let mini = Mini::new(11);
    for stop in [1, 30, 100] {
        let run = Run::default().watched(move |progress| match progress.done {
            done if done == stop.min(progress.steps) => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        });
        let folder = mini.folder();
        let error = open(&folder).draft(&Options::new().run(run)).unwrap_err();
        assert!(error.is_cancelled(), "{error}");
    }
}

#[test]
fn memory_that_is_not_there_is_not_taken() {
    let mini = Mini::new(12);
    let run = Run::default().memory(leontief::run::MemoryLimit::Bytes(8 * N * N - 1));
    let folder = mini.folder();
    let error = open(&folder).draft(&Options::new().run(run)).unwrap_err();
    assert!(error.is_memory(), "{error}");
    assert!(error.to_string().contains("12 industries"), "{error}");
}
