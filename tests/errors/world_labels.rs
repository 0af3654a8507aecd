//! Labels of a world table's files that are missing, unexpected, doubled, or can be read in two ways.

use leontief::Error;

use crate::world_folder::Folder;

/// The folder is refused for its labels, in these words.
#[track_caller]
fn assert_refused(folder: &Folder, message: &str) {
    let error = folder.draft().unwrap_err();
    assert!(Error::is_label(&error), "{error:?}");
    assert_eq!(folder.refused(), message);
}

/// The worked case with one column taken out of a file.
fn without_column(name: &str, label: &str) -> Folder {
    let folder = Folder::worked_case();
    let text = folder.text(name);
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let column = header.iter().position(|found| *found == label).unwrap();
    let lines = text.lines().map(|line| {
        let mut cells: Vec<&str> = line.split(',').collect();
        cells.remove(column);
        cells.join(",")
    });
    let text: Vec<String> = lines.collect();
    folder.with(name, text.join("\n"))
}

#[test]
fn flows_one_column_or_row_short_are_refused() {
    assert_refused(
        &without_column("Z.csv", "B_2"),
        "Z.csv, line 1: the columns do not match the producers, the rows of Z.csv: 1 missing (`B_2`)",
    );
    let folder = Folder::worked_case().replacing("Z.csv", "B,2,3,6,15,60,4,8\n", "");
    assert_refused(
        &folder,
        "Z.csv, line 1, column `B_2`: the columns do not match the producers, the rows of Z.csv: 1 unexpected (`B_2`)",
    );
}

#[test]
fn a_label_that_is_nearly_right_is_pointed_at() {
    let folder = Folder::worked_case().replacing("Z.csv", "A_2", "a_2");
    assert_refused(
        &folder,
        "Z.csv, line 1, column `a_2`: the columns do not match the producers, the rows of Z.csv: 1 missing (`A_2`), \
         1 unexpected (`a_2`); try: `A_2` for `a_2`: labels match exactly",
    );
    let folder = Folder::worked_case().replacing("va_x.csv", "C,2,", "C,02,");
    assert_refused(
        &folder,
        "va_x.csv, line 7: the rows do not match the producers of Z.csv: 1 missing (`C 2`), 1 unexpected (`C 02`)",
    );
}

#[test]
fn many_labels_are_counted_and_the_first_few_are_named() {
    let header: String = (0..12).map(|number| format!(",D_{number}")).collect();
    let zeros = ",0".repeat(12);
    let folder = Folder::worked_case();
    let text = folder.text("Z.csv");
    let lines = text.lines().enumerate();
    let lines =
        lines.map(|(at, line)| line.to_owned() + if at == 0 { &header } else { &zeros } + "\n");
    let text: String = lines.collect();
    assert_refused(
        &folder.with("Z.csv", text),
        "Z.csv, line 1, column `D_0`: the columns do not match the producers, the rows of Z.csv: 12 unexpected \
         (`D_0`, `D_1`, `D_2`, `D_3`, `D_4`, `D_5`, `D_6`, `D_7` and 4 more)",
    );
}

#[test]
fn an_unknown_producer_in_final_use_or_output_is_placed() {
    let folder = Folder::worked_case().replacing("Y.csv", "B,2,", "B,3,");
    assert_refused(
        &folder,
        "Y.csv, line 5: the rows do not match the producers of Z.csv: 1 missing (`B 2`), 1 unexpected (`B 3`)",
    );
    let folder = Folder::worked_case().replacing("va_x.csv", "C,2,36,70\n", "");
    assert_refused(
        &folder,
        "va_x.csv: the rows do not match the producers of Z.csv: 1 missing (`C 2`)",
    );
    let folder = Folder::worked_case();
    let text = folder.text("va_x.csv") + "D,1,5,5\n";
    assert_refused(
        &folder.with("va_x.csv", text),
        "va_x.csv, line 8: the rows do not match the producers of Z.csv: 1 unexpected (`D 1`)",
    );
}

#[test]
fn an_unknown_country_in_final_use_is_placed() {
    let folder = Folder::worked_case().replacing("Y.csv", "C_final", "D_final");
    assert_refused(
        &folder,
        "Y.csv, line 1, column `D_final`: the columns are not one `COUNTRY_CATEGORY` for every country and category: \
         1 missing (`C_final`), 1 unexpected (`D_final`)",
    );
    let folder = Folder::worked_case();
    let text = folder
        .text("Y.csv")
        .replace("\n", ",0\n")
        .replacen(",0\n", ",D_final\n", 1);
    assert_refused(
        &folder.with("Y.csv", &text),
        "Y.csv, line 1, column `D_final`: the columns are not one `COUNTRY_CATEGORY` for every country and category: \
         1 unexpected (`D_final`); try: list countries without producers under `markets` in table.toml",
    );
    let folder = Folder::worked_case().with("Y.csv", text.replace("D_final", "total"));
    assert_refused(
        &folder,
        "Y.csv, line 1, column `total`: the columns are not one `COUNTRY_CATEGORY` for every country and category: \
         1 unexpected (`total`)",
    );
}

#[test]
fn a_market_without_columns_is_missing() {
    let folder = Folder::worked_case().with("table.toml", "markets = ['M']");
    assert_refused(
        &folder,
        "Y.csv, line 1: the columns are not one `COUNTRY_CATEGORY` for every country and category: 1 missing (`M_final`)",
    );
}

#[test]
fn final_use_in_columns_that_are_no_multiple_of_the_countries_is_refused() {
    assert_refused(
        &without_column("Y.csv", "C_final"),
        "Y.csv, line 1: the columns are not one `COUNTRY_CATEGORY` for every country and category: 1 missing (`C_final`)",
    );
    let folder = Folder::worked_case();
    let text = folder.text("Y.csv").replace("\n", ",0,0\n");
    let text = text.replacen(",0,0\n", ",A_stocks,C_stocks\n", 1);
    assert_refused(
        &folder.with("Y.csv", text),
        "Y.csv, line 1: the columns are not one `COUNTRY_CATEGORY` for every country and category: 1 missing (`B_stocks`)",
    );
    assert_refused(
        &Folder::worked_case().with("Y.csv", "country,sector\nA,1\nA,2\n"),
        "Y.csv, line 1: no column of final use; found `country`, `sector`; try: a column `COUNTRY_CATEGORY` for every country and category",
    );
}

#[test]
fn too_few_keys_are_refused() {
    for name in ["Z.csv", "Y.csv", "va_x.csv"] {
        let folder = without_column(name, "sector");
        let message = folder.refused();
        let start = format!("{name}, line 1: no column `sector`; found `country`, `");
        assert!(message.starts_with(&start), "{message}");
        let end = "; try: key columns are `country,sector` or `country,group,sector`";
        assert!(message.ends_with(end), "{message}");
    }
    let folder = Folder::worked_case().replacing("Z.csv", "B,1,", "B,,");
    assert_refused(
        &folder,
        "Z.csv, line 4, column `sector`: a row without a sector; expected a code",
    );
    let folder = Folder::worked_case().replacing("Z.csv", "B,1,", " ,1,");
    assert_refused(
        &folder,
        "Z.csv, line 4, column `country`: a row without a country; expected a code",
    );
    let folder = Folder::worked_case().with("Z.csv", "country,sector\n");
    assert_refused(
        &folder,
        "Z.csv: a table needs at least one producer; try: a row and a column for every producer",
    );
    // groups in one file only
    let folder = Folder::worked_case();
    let text = folder
        .text("Y.csv")
        .replace(",1,", ",N,1,")
        .replace(",2,", ",N,2,");
    let text = text.replace("country,", "country,group,");
    assert!(
        folder
            .with("Y.csv", text)
            .refused()
            .contains("6 missing (`A 1`, `A 2`, ")
    );
}

#[test]
fn a_doubled_country_is_refused() {
    // the country B is called A as well
    let folder = Folder::worked_case();
    let text = folder.text("Z.csv").replace("B,", "A,").replace("B_", "A_");
    assert_refused(
        &folder.with("Z.csv", text),
        "Z.csv, line 4: 2 rows occur more than once: `A 1`, `A 2`; found `A 1` in line 2 already; try: leave one, or give the other the label that it should have",
    );
}

#[test]
fn a_doubled_sector_is_refused() {
    let folder = Folder::worked_case().replacing("Z.csv", "B,2,", "B,1,");
    assert_refused(
        &folder,
        "Z.csv, line 5: the row occurs more than once: `B 1`; found `B 1` in line 4 already; try: leave one, or give the other the label that it should have",
    );
    let folder = Folder::worked_case().replacing("Z.csv", "B_2", "B_1");
    assert_refused(
        &folder,
        "Z.csv, line 1, column `B_1`: the column `B_1` occurs more than once; try: leave one, or give the other the label that it should have",
    );
    let folder = folder.replacing("Z.csv", "C_2", "C_1");
    assert_refused(
        &folder,
        "Z.csv, line 1, column `B_1`: 2 columns occur more than once: `B_1`, `C_1`; try: leave one, or give the other the label that it should have",
    );
    let folder = Folder::worked_case().replacing("va_x.csv", "B,2,", "B,1,");
    assert_refused(
        &folder,
        "va_x.csv, line 5: the row occurs more than once: `B 1`; found `B 1` in line 4 already; try: leave one, or give the other the label that it should have",
    );
    let folder = Folder::worked_case().replacing("Y.csv", "B_final", "A_final");
    assert_refused(
        &folder,
        "Y.csv, line 1, column `A_final`: the column `A_final` occurs more than once; try: leave one, or give the other the label that it should have",
    );
    let folder = Folder::worked_case().replacing("Y.csv", "country,sector", "country,country");
    assert_refused(
        &folder,
        "Y.csv, line 1: the column `country` occurs more than once; try: leave one, or give the other the label that it should have",
    );
}

#[test]
fn two_producers_of_one_label_are_both_named() {
    let folder = Folder::worked_case()
        .replacing("Z.csv", "A,2,10", "A,1_2,10")
        .replacing("Z.csv", "B,1,4", "A_1,2,4");
    assert_refused(
        &folder,
        "Z.csv, line 4: two producers have the same label `A_1_2`; found `A 1_2` in line 3 and `A_1 2` in line 4; try: another \
         code for one of the two: columns are named by the joined keys",
    );
    let grouped = "country,group,sector,A_1_2,B_1\nA,1,2,0,0\nA,,1_2,0,0\n";
    assert_refused(
        &Folder::worked_case().with("Z.csv", grouped),
        "Z.csv, line 3: two producers have the same label `A_1_2`; found `A 1 2` in line 2 and `A 1_2` in line 3; try: another \
         code for one of the two: columns are named by the joined keys",
    );
}

/// A folder of the countries C1 and C1_X, with these columns of final use.
fn alike(columns: &str) -> Folder {
    let zeros = ",0".repeat(columns.matches(',').count() + 1);
    Folder::empty()
        .with(
            "Z.csv",
            "country,sector,C1_s,C1_X_s\nC1,s,0,0\nC1_X,s,0,0\n",
        )
        .with(
            "Y.csv",
            format!("country,sector,{columns}\nC1,s{zeros}\nC1_X,s{zeros}\n"),
        )
        .with("va_x.csv", "country,sector,X\nC1,s,0\nC1_X,s,0\n")
}

#[test]
fn final_use_that_can_be_read_in_two_ways_is_refused() {
    assert_eq!(alike("C1_Y,C1_X_Y").table().final_uses().codes(), ["Y"]);
    assert_eq!(
        alike("C1_X_X_Y,C1_X_Y").table().final_uses().codes(),
        ["X_Y"]
    );
    let message = "Y.csv, line 1, column `C1_X_Y`: the column `C1_X_Y` can be read in two ways; found country `C1` with category \
                   `X_Y` and country `C1_X` with category `Y`; try: another code for one of the countries or categories";
    // the two categories Y and X_Y need this column both
    assert_refused(&alike("C1_Y,C1_X_Y,C1_X_X_Y"), message);
    assert_refused(&alike("C1_Y,C1_X_Y,C1_X_Y,C1_X_X_Y"), message);
}

#[test]
fn columns_of_output_and_primary_inputs_are_known() {
    let header =
        |header: &str| Folder::worked_case().replacing("va_x.csv", "country,sector,VA,X", header);
    assert_refused(
        &header("country,sector,wages,X"),
        "va_x.csv, line 1, column `wages`: unknown columns `wages`; expected only `X`, `VA`, `product_tax`, `margins`, \
         `compensation`, `net_production_tax`, `depreciation`, `operating_surplus`, `value_added`, `product_taxes`, \
         `transport_margins`, `other`",
    );
    assert_refused(
        &header("country,sector,VA,compensation"),
        "va_x.csv, line 1: no column `X` (output); found `country`, `sector`, `VA`, `compensation`; try: a column `X` with the output of producers",
    );
    let folder = Folder::worked_case();
    let text = folder.text("va_x.csv").replace("\n", ",0\n");
    for (column, message) in [
        (
            "value_added",
            "va_x.csv, line 1, column `value_added`: the columns `VA` and `value_added` are the same primary input; try: leave one out",
        ),
        (
            "compensation",
            "va_x.csv, line 1, column `VA`: value added stands whole (`VA`) and in parts (`compensation`); try: leave one out",
        ),
        (
            "",
            "va_x.csv, line 1: column number 5 has no name; try: a name, or no cells in this column",
        ),
    ] {
        let text = text.replacen("X,0\n", &format!("X,{column}\n"), 1);
        assert_refused(&Folder::worked_case().with("va_x.csv", text), message);
    }
}

#[test]
fn extensions_are_rows_of_their_own_with_the_columns_of_the_table() {
    let with = |rows: &str, finals: &str| {
        let folder = Folder::worked_case().with("F.csv", rows);
        if finals.is_empty() {
            folder
        } else {
            folder.with("F_Y.csv", finals)
        }
    };
    let rows =
        "extension,unit,A_1,A_2,B_1,B_2,C_1,C_2\njobs,persons,0,0,0,0,0,0\nCO2,t,0,0,0,0,0,0\n";
    let finals = "extension,unit,A_final,B_final,C_final\nCO2,t,0,0,0\njobs,persons,0,0,0\n";
    assert!(with(rows, finals).draft().is_ok());
    for (rows, finals, message) in [
        (
            rows.replace("extension", "name"),
            String::new(),
            "F.csv, line 1: no column `extension` (or `stressor`); found `name`, `unit`, `A_1`, `A_2`, `B_1`, `B_2`, `C_1`, `C_2`",
        ),
        (
            rows.replace("unit", "stressor"),
            String::new(),
            "F.csv, line 1: the columns `extension` and `stressor` are the same: leave one out",
        ),
        (
            rows.replace("CO2", "jobs"),
            String::new(),
            "F.csv, line 3: the row `jobs` occurs more than once; found `jobs` in line 2 already; try: leave one of them out",
        ),
        (
            rows.replace("CO2", ""),
            String::new(),
            "F.csv, line 3: a row without an extension; expected a code",
        ),
        (
            rows.replace("C_2", "C_3"),
            String::new(),
            "F.csv, line 1, column `C_3`: the columns do not match the producers, the rows of Z.csv: 1 missing (`C_2`), \
             1 unexpected (`C_3`)",
        ),
        (
            rows.to_owned(),
            finals.replace("CO2", "CO3"),
            "F_Y.csv, line 2: the rows do not match the extensions of F.csv: 1 missing (`CO2`), 1 unexpected (`CO3`)",
        ),
        (
            rows.to_owned(),
            finals.replace("B_final", "B_stocks"),
            "F_Y.csv, line 1, column `B_stocks`: the columns do not match those of Y.csv: 1 missing (`B_final`), \
             1 unexpected (`B_stocks`)",
        ),
    ] {
        assert_refused(&with(&rows, &finals), message);
    }
    let folder = with(rows, &finals.replace(",t,", ",kt,"));
    assert!(folder.draft().unwrap_err().is_unit());
    assert_eq!(
        folder.refused(),
        "F_Y.csv, line 2, column `unit`: `CO2` has another unit in F.csv; expected `t`; found `kt`"
    );
}
