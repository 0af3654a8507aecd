//! Owners in long tables, files and rectangles.

use leontief::account::decompose::{ContentByOrigin, KoopmanWangWei};
use leontief::account::income::Owners;
use leontief::account::ledger::Column;
use leontief::account::{Ledger, Level, Scope};
use proptest::prelude::*;

use crate::compare::{assert_figures, figures};
use crate::owned::{Owned, any_ownership};
use crate::read::{near, of_owner, over_owners};
use crate::tables::{any_shape, cases};

fn csv(ledger: &Ledger) -> (Vec<String>, Vec<Vec<String>>) {
    let mut text = Vec::new();
    ledger.write_csv(&mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    let mut lines = text
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    (lines.next().unwrap(), lines.collect())
}

proptest! {
    #![proptest_config(cases(15))]

    #[test]
    fn files_have_a_column_of_owners_where_income_has_owners(
        shape in any_shape(8), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let model = owned.model();
        let method = ContentByOrigin(Level::SectorBilateral);
        let terms = model.decompose_by_owner(&method, &Scope::everything(), &Owners::all()).unwrap();
        let (header, lines) = csv(&terms);
        let expected = ["exporter", "group", "sector", "importer", "origin", "owner", "term", "value", "unit"];
        prop_assert_eq!(header, expected);
        prop_assert_eq!(lines.len(), terms.rows().count());
        for (line, row) in lines.iter().zip(terms.rows()) {
            let labels = Column::ALL.map(|column| row.label(column).unwrap_or("").to_owned());
            prop_assert_eq!(&line[..7], &labels[..]);
            prop_assert_eq!(line[7].parse::<f64>().unwrap(), row.value);
            prop_assert_eq!(&line[8], &terms.about().unit);
        }
        let (header, _) = csv(&model.decompose(&KoopmanWangWei::default()).unwrap());
        prop_assert!(!header.contains(&"owner".to_owned()));
        // nor once it is summed over
        let (header, _) = csv(&terms.summed_over(&[Column::Owner]));
        prop_assert!(!header.contains(&"owner".to_owned()));
    }

    #[test]
    fn owners_are_selected_summed_over_and_laid_out_like_any_other_label(
        shape in any_shape(10), ownership in any_ownership(),
    ) {
        let owned = Owned::new(&shape, &ownership);
        let (raw, model) = (&owned.raw, owned.model());
        let global = model.global_income().unwrap();
        let (by_host, matrix) = (global.by_host().unwrap(), global.matrix());
        // over hosts the cells are the matrix, laid out as owner × absorber
        let pivot = by_host.summed_over(&[Column::Exporter]).pivot(Column::Owner, Column::Importer).unwrap();
        prop_assert_eq!(&pivot.rows, &owned.owners);
        prop_assert_eq!(&pivot.columns, &raw.countries);
        for ((o, d), value) in pivot.values.indexed_iter() {
            prop_assert!(near(value.unwrap(), matrix[[o, d]], raw.tolerance()));
        }
        // origins and owners are told apart although they lie beside each other
        let method = ContentByOrigin(Level::Bilateral);
        let terms = model.decompose_by_owner(&method, &Scope::everything(), &Owners::all()).unwrap();
        let origin = &raw.countries[raw.producing()[0]];
        let owner = &owned.owners[owned.owners.len() - 1];
        let once = of_owner(&terms.origin(origin).unwrap(), owner);
        let again = figures(&terms.owner(owner).unwrap().origin(origin).unwrap());
        prop_assert_eq!(&once, &again);
        prop_assert!(once.keys().all(|key| key[4].as_ref() == Some(origin)));
        let over = over_owners(&terms.summed_over(&[Column::Origin]));
        let whole = figures(&terms.summed_over(&[Column::Owner, Column::Origin]));
        assert_figures("sums", &over, &whole, raw.tolerance());
        let two: Vec<&str> = owned.owners.iter().take(2).map(String::as_str).collect();
        let some = terms.select(Column::Owner, &two).unwrap();
        prop_assert_eq!(some.labels(Column::Owner), two);
    }
}
