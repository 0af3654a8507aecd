//! National tables of Eora read back cell by cell.

use leontief::build::{Construct, SupplyUseDraft};
use leontief::label::TradeKind;
use leontief::read::{EoraNational, EoraSupplyUse, Options, eora_national, eora_national_with};
use leontief::table::{NationalTable, PrimaryKind, PrimaryRow};
use leontief::unit::PriceBasis;
use ndarray::{Array1, Axis};

use crate::mini::{Halves, ITEMS, Rows, cells, lines};
use crate::published::{Folder, assert_sources};

type Label = [&'static str; 4];

/// A table of China: labels and cells of all rows and columns.
pub struct National {
    pub rows: Vec<Label>,
    pub columns: Vec<Label>,
    pub cells: Rows,
}

const HOME: [&str; 2] = ["China", "CHN"];

fn home(group: &'static str, items: &[&'static str]) -> Vec<Label> {
    items
        .iter()
        .map(|item| [HOME[0], HOME[1], group, item])
        .collect()
}

fn partners(group: &'static str) -> Vec<Label> {
    vec![
        ["USA", "USA", group, "Total"],
        ["Rest", "ROW", group, "Total"],
    ]
}

impl National {
    /// Industries alone, or industries and commodities.
    pub fn new(seed: u64, both: bool) -> Self {
        let mut producers = home("Industries", &["Food", "Steel", "Food"]);
        if both {
            producers.extend(home("Commodities", &["Food", "Steel", "Steel", "Trade"]));
        }
        let columns = [
            producers.clone(),
            home(
                "Final Demand",
                &[
                    "Household final consumption P.3h",
                    "Changes in inventories P.52",
                ],
            ),
            partners("ExportsTo"),
        ]
        .concat();
        let satellites = vec![
            ["1", "I-ENERGY", "Energy Usage (TJ)", "Natural Gas"],
            ["2", "I-JOBS", "Employment", "Men"],
        ];
        let rows = [
            producers.clone(),
            home("Primary Inputs", &ITEMS),
            partners("ImportsFrom"),
            satellites,
        ]
        .concat();
        let mut cells = Halves(seed).rows(rows.len(), columns.len(), 60);
        let group = |labels: &[Label], wanted: &str| -> Vec<usize> {
            (0..labels.len())
                .filter(|at| labels[*at][2] == wanted)
                .collect()
        };
        let (industries, commodities) = (group(&rows, "Industries"), group(&rows, "Commodities"));
        let n = producers.len();
        if both {
            // what industries make stands in the columns of commodities, and what they use in their own
            for &i in &industries {
                (0..columns.len())
                    .filter(|j| !commodities.contains(j))
                    .for_each(|j| cells[i][j] = 0.0);
            }
            let makes = |i: &usize| industries.contains(i);
            for (_, row) in cells.iter_mut().enumerate().filter(|(i, _)| !makes(i)) {
                commodities.iter().for_each(|&j| row[j] = 0.0);
            }
            for &k in &commodities {
                // enough is made of every commodity: the first final use takes the rest
                cells[0][k] += 500.0;
                let made: f64 = industries.iter().map(|&i| cells[i][k]).sum();
                let used: f64 = cells[k].iter().sum();
                cells[k][n] += made - used;
            }
            // imports for exports have no place in supply and use
            for at in group(&rows, "ImportsFrom")
                .into_iter()
                .chain(group(&rows, "Energy Usage (TJ)"))
                .chain(group(&rows, "Employment"))
            {
                for j in group(&columns, "ExportsTo") {
                    cells[at][j] = 0.0;
                }
            }
        }
        let first = group(&rows, "Primary Inputs")[0];
        let last = rows.len() - 2;
        for &j in &industries {
            cells[first + 3][j] = 0.0;
            let output: f64 = cells[j].iter().sum();
            let paid: f64 = cells[..last].iter().map(|row| row[j]).sum();
            cells[first + 3][j] = output - paid;
        }
        Self {
            rows,
            columns,
            cells,
        }
    }

    pub fn text(&self) -> String {
        let head = (0..4).map(|line| {
            let corner = if line == 0 {
                "Country: China; Year: 2015; Basic Prices"
            } else {
                ""
            };
            let labels: Vec<&str> = self.columns.iter().map(|label| label[line]).collect();
            format!("{corner}\t\t\t\t{}", labels.join("\t"))
        });
        let rows = self.rows.iter().zip(&self.cells);
        let rows = rows.map(|(label, row)| format!("{}\t{}", label.join("\t"), cells(row)));
        lines(head.chain(rows))
    }

    pub fn at(&self, rows: &str, columns: &str) -> Rows {
        let of = |labels: &[Label], wanted: &str| -> Vec<usize> {
            (0..labels.len())
                .filter(|at| labels[*at][2] == wanted)
                .collect()
        };
        let columns = of(&self.columns, columns);
        let row = |i: usize| columns.iter().map(|&j| self.cells[i][j]).collect();
        of(&self.rows, rows).into_iter().map(row).collect()
    }
}

pub const FILE: &str = "IO_CHN_2015_BasicPrice.txt";

fn symmetric(text: &str) -> NationalTable {
    let folder = Folder::new();
    eora_national(folder.put(FILE, text))
        .unwrap()
        .symmetric()
        .unwrap()
        .check()
        .unwrap()
}

fn supply_use(text: &str) -> EoraSupplyUse {
    let folder = Folder::new();
    match eora_national(folder.put(FILE, text)).unwrap() {
        EoraNational::SupplyUse(tables) => *tables,
        EoraNational::Symmetric(_) => panic!("a symmetric table"),
    }
}

fn rows(view: ndarray::ArrayView2<'_, f64>) -> Rows {
    view.rows().into_iter().map(|row| row.to_vec()).collect()
}

fn assert_symmetric(table: &NationalTable, mini: &National) {
    assert_eq!(rows(table.domestic()), mini.at("Industries", "Industries"));
    assert_eq!(rows(table.imported()), mini.at("ImportsFrom", "Industries"));
    assert_eq!(
        rows(table.domestic_final()),
        mini.at("Industries", "Final Demand")
    );
    assert_eq!(
        rows(table.imported_final()),
        mini.at("ImportsFrom", "Final Demand")
    );
}

#[test]
fn every_cell_of_a_symmetric_table_is_read_back() {
    let mini = National::new(3, false);
    let folder = Folder::new();
    let path = folder.put(FILE, mini.text());
    let table = eora_national(&path)
        .unwrap()
        .symmetric()
        .unwrap()
        .check()
        .unwrap();
    assert_symmetric(&table, &mini);
    assert_eq!(table.country(), "CHN");
    assert_eq!(
        table.producers().sectors().codes(),
        ["Food", "Steel", "Food [2]"]
    );
    assert_eq!(table.products().codes(), ["USA", "ROW"]);
    assert_eq!(
        table.products().name(table.products().at("ROW").unwrap()),
        "Rest"
    );
    assert_eq!(table.unit().to_string(), "thousand USD, 2015, basic prices");
    let exports = mini.at("Industries", "ExportsTo");
    for (at, flow) in table.exports().flows().iter().enumerate() {
        assert_eq!(flow.partner(), ["USA", "ROW"][at]);
        assert_eq!(flow.kind(), TradeKind::Undivided);
        assert_eq!(
            flow.amounts().to_vec(),
            exports.iter().map(|row| row[at]).collect::<Vec<_>>()
        );
    }
    let again: Vec<f64> = mini
        .at("ImportsFrom", "ExportsTo")
        .iter()
        .map(|row| row.iter().sum())
        .collect();
    assert_eq!(table.imported_exports().to_vec(), again);
    let paid = mini.at("Primary Inputs", "Industries");
    let on_finals = mini.at("Primary Inputs", "Final Demand");
    let on_exports = mini.at("Primary Inputs", "ExportsTo");
    let taxes: &PrimaryRow = table.primary().row(PrimaryKind::NetProductionTax).unwrap();
    assert_eq!(
        taxes.by_producer.to_vec(),
        (0..3).map(|j| paid[1][j] + paid[2][j]).collect::<Vec<_>>()
    );
    assert_eq!(
        taxes.by_final_use.to_vec(),
        (0..2)
            .map(|j| on_finals[1][j] + on_finals[2][j])
            .collect::<Vec<_>>()
    );
    assert_eq!(
        taxes.on_exports,
        on_exports[1..3].iter().flatten().sum::<f64>()
    );
    assert_eq!(
        table.extensions().codes(),
        ["Energy Usage (TJ): Natural Gas", "Employment: Men"]
    );
    assert_eq!(
        table.extension_rows().row(0).to_vec(),
        mini.at("Energy Usage (TJ)", "Industries")[0]
    );
    let steps = table.provenance().steps().join("\n");
    for words in [
        "the corner of the file says: Country: China; Year: 2015; Basic Prices",
        "1 items have the name of an earlier one",
        "all 3 totals agree",
        "imports are by country of origin",
        "satellite rows outside the producers' columns are left out",
    ] {
        assert!(steps.contains(words), "no `{words}` in {steps}");
    }
    assert_sources(table.provenance(), &[&path]);
}

#[test]
fn commodities_alone_are_a_symmetric_table_too() {
    let mini = National::new(5, false);
    let text = mini.text().replace("Industries", "Commodities");
    assert_symmetric(&symmetric(&text), &mini);
}

#[test]
fn packing_line_ends_and_order_do_not_matter() {
    let mini = National::new(7, false);
    let text = mini.text();
    assert_symmetric(
        &symmetric(&format!("\u{feff}{}", text.replace('\n', "\r\n"))),
        &mini,
    );
    assert_symmetric(&symmetric(&text.replace('\n', "\t\n")), &mini);
    // groups of rows in another order, and columns in another order within theirs
    let mut moved: Vec<String> = text.lines().map(str::to_owned).collect();
    moved[4..].rotate_left(6);
    let moved = moved.into_iter().map(|line| {
        let mut cells: Vec<&str> = line.split('\t').collect();
        cells.swap(4, 5);
        cells.join("\t")
    });
    assert_symmetric(&symmetric(&lines(moved)), &mini);
    #[cfg(feature = "archives")]
    {
        let folder = Folder::new();
        for path in [
            folder.gz(&format!("{FILE}.gz"), &text),
            folder.zip("IO_CHN.zip", &[(FILE, &text), ("readme.txt", &text)]),
        ] {
            let table = eora_national(&path)
                .unwrap()
                .symmetric()
                .unwrap()
                .check()
                .unwrap();
            assert_symmetric(&table, &mini);
            assert_sources(table.provenance(), &[&path]);
        }
    }
    let folder = Folder::new();
    let path = folder.put("IO_CHN_2015_PurchasersPrice.txt", &text);
    let options = Options::new().year(2015).extensions(["Employment"]);
    let draft = eora_national_with(&path, &options)
        .unwrap()
        .symmetric()
        .unwrap();
    let table = draft.check().unwrap();
    assert_eq!(table.unit().prices(), PriceBasis::Purchaser);
    assert_eq!(table.extensions().codes(), ["Employment: Men"]);
    assert_eq!(
        table.extension_rows().row(0).to_vec(),
        mini.at("Employment", "Industries")[0]
    );
}

#[test]
fn every_cell_of_supply_and_use_is_read_back() {
    let mini = National::new(9, true);
    let read = supply_use(&mini.text());
    assert_eq!(read.country(), "CHN");
    assert_eq!(read.industries().codes(), ["Food", "Steel", "Food [2]"]);
    assert_eq!(
        read.products().codes(),
        ["Food", "Steel", "Steel [2]", "Trade"]
    );
    assert_eq!(
        rows(read.supply().t()),
        mini.at("Industries", "Commodities")
    );
    assert_eq!(
        rows(read.domestic_use()),
        mini.at("Commodities", "Industries")
    );
    assert_eq!(
        rows(read.final_use()),
        mini.at("Commodities", "Final Demand")
    );
    assert_eq!(rows(read.exports()), mini.at("Commodities", "ExportsTo"));
    assert_eq!(rows(read.imports()), mini.at("ImportsFrom", "Industries"));
    assert_eq!(
        rows(read.imported_finals()),
        mini.at("ImportsFrom", "Final Demand")
    );
    assert_eq!(read.origins().codes(), ["USA", "ROW"]);
    assert_eq!(read.destinations().codes(), ["USA", "ROW"]);
    assert_eq!(
        read.primary()[0].by_producer.to_vec(),
        mini.at("Primary Inputs", "Industries")[0]
    );
    assert_eq!(
        read.extensions()[1].by_producer.to_vec(),
        mini.at("Employment", "Industries")[0]
    );
    assert_eq!(
        read.extensions()[1].by_final_use.to_vec(),
        mini.at("Employment", "Final Demand")[0]
    );
    assert_eq!(read.left_out(), []);
    let error = EoraNational::SupplyUse(Box::new(read))
        .symmetric()
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("the table of CHN is a supply-use table"),
        "{error}"
    );
}

#[test]
fn supply_and_use_become_a_symmetric_table() {
    let read = supply_use(&National::new(11, true).text());
    let mut tables = SupplyUseDraft::new(
        read.country(),
        read.products().clone(),
        read.industries().clone(),
        read.unit().clone(),
    )
    .supply(read.supply())
    .domestic_use(read.domestic_use().to_owned())
    .primary(PrimaryKind::Other, read.imports().sum_axis(Axis(0)))
    .provenance(read.provenance().clone());
    for row in read.primary() {
        tables = tables.primary_row(row.clone());
    }
    for (code, column) in read
        .categories()
        .codes()
        .iter()
        .zip(read.final_use().columns())
    {
        tables = tables.final_use(
            code,
            column.to_owned(),
            Array1::zeros(read.products().len()),
        );
    }
    for (partner, column) in read
        .destinations()
        .codes()
        .iter()
        .zip(read.exports().columns())
    {
        tables = tables.export(partner, TradeKind::Undivided, column.to_owned());
    }
    let table = tables
        .check()
        .unwrap()
        .symmetric(Construct::IndustryTechnology)
        .unwrap();
    let table = table.into_draft().check().unwrap();
    assert_eq!(table.producers().len(), 4);
    assert!((table.output().sum() - read.supply().sum()).abs() < 1e-9);
}

#[test]
fn cells_without_a_place_in_supply_and_use_are_said() {
    let mut mini = National::new(13, true);
    mini.cells[0][1] = -3.5; // an industry that buys from an industry
    mini.cells[0][2] = 2.0;
    let read = supply_use(&mini.text());
    assert_eq!(
        read.left_out(),
        [("Industries × Industries".to_owned(), 5.5)]
    );
    let steps = read.provenance().steps().join("\n");
    assert!(
        steps.contains("Industries × Industries have no place") && steps.contains("5.5"),
        "{steps}"
    );
}
