//! Published national tables, where they are at hand.

use leontief::read::Layout;
#[cfg(feature = "archives")]
use leontief::{read, table::PrimaryKind};

#[cfg(feature = "archives")]
use crate::raw;

fn shipped(name: &str) -> Layout {
    Layout::open(format!(
        "{}/data/layouts/{name}.toml",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap()
}

#[test]
fn the_shipped_layouts_are_layouts() {
    for name in ["netherlands_2000", "germany_1995", "world_wide"] {
        assert!(!shipped(name).source.is_empty());
    }
}

#[cfg(feature = "archives")]
#[test]
fn netherlands_2000_is_read_as_published() {
    let Some(folder) = raw::folder("other-national-iot") else {
        return;
    };
    let draft = read::described(
        folder.join("netherlands_2000.csv.gz"),
        &shipped("netherlands_2000"),
    )
    .unwrap();
    let table = draft.national().unwrap().check().unwrap();
    println!("{} · {}", table.checked(), table.provenance());
    assert_eq!(table.producers().len(), 6);
    assert_eq!(table.domestic()[[2, 1]], 291.0);
    assert_eq!(table.imported()[[0, 2]], 71117.0);
    assert_eq!(table.output().sum(), 759_501.0);
    assert_eq!(table.value_added().sum(), 358_343.0);
    assert_eq!(table.exports().total(), 184_455.0);
    assert_eq!(table.imported_exports()[0], 81863.0);
    let taxes = table.primary().row(PrimaryKind::ProductTax).unwrap();
    assert_eq!(taxes.by_final_use.to_vec(), [22908.0, -152.0, 10233.0]);
}

#[cfg(feature = "archives")]
#[test]
fn germany_1995_is_read_as_published() {
    let Some(folder) = raw::folder("other-national-iot") else {
        return;
    };
    let draft =
        read::described(folder.join("germany_1995.csv.gz"), &shipped("germany_1995")).unwrap();
    let table = draft.national().unwrap().check().unwrap();
    println!("{} · {}", table.checked(), table.provenance());
    assert_eq!(table.output().sum(), 3_110_430.0);
    assert_eq!(table.value_added().sum(), 1_624_160.0);
    assert_eq!(table.extension_rows().sum(), 36_428.0);
    let steps = table.provenance().steps().join("\n");
    assert!(steps.contains("row `gva`: all 6 totals agree"), "{steps}");
    // the printed total of uses of industry is 46 short of its parts, which agree with its output
    assert!(steps.contains("most `industry_group` by -46"), "{steps}");
    assert_eq!(table.domestic()[[1, 0]], 7930.0);
    assert_eq!(table.exports().total(), 379_293.0);
    assert_eq!(table.final_uses().codes()[3], "inventory_change");
    assert_eq!(table.imported_final()[[0, 3]], -4233.0);
}

#[cfg(feature = "archives")]
#[test]
fn croatia_2010_is_a_competitive_table() {
    let Some(folder) = raw::folder("other-national-iot") else {
        return;
    };
    let layout = Layout::from_toml(
        r#"
kind = "competitive"
country = "HRV"
source = "Eurostat, naio_10_cp1700"
currency = "HRK"
scale = "thousands"
year = 2010
prices = "basic"
tolerance = 2.0
[file]
shape = "long"
value = "values"
where = { unit = "T_NAC", geo = "HR", time = "2010-01-01" }
missing = ["NA"]
blanks = "zero"
[rows]
label = "t_rows2"
prefix = "CPA_"
output = "P1"
imports = "P7"
skip = ["B3G", "P7_S21", "P7_S2111", "P7_S2112", "P7_S22"]
primary = { D21_M_D31 = "product_taxes", D1 = "compensation", D29_M_D39 = "net_production_tax", K1 = "depreciation", B2N_B3N = "operating_surplus" }
[rows.totals]
CPA_TOTAL = "producers"
TOT_CA = ["producers", "D21_M_D31"]
B2G_B3G = ["K1", "B2N_B3N"]
B1G = "value_added"
SUPBP = ["P1", "P7"]
[columns]
label = "t_cols2"
final_use = ["P3_S14", "P3_S15", "P3_S13", "P51", "P53", "P52"]
exports = { P6_S21 = "EU", P6_S22 = "ROW" }
skip = ["P6_S2111", "P6_S2112"]
[columns.totals]
TOTAL = "producers"
P3 = ["P3_S14", "P3_S15", "P3_S13"]
P52_P53 = ["P52", "P53"]
P5 = ["P51", "P52", "P53"]
P6 = "exports"
TFINU = ["final_use", "exports"]
TU = "all"
"#,
    )
    .unwrap();
    let draft = read::described(folder.join("croatia_2010_1700.csv.gz"), &layout).unwrap();
    let table = draft.competitive().unwrap().check().unwrap();
    println!("{} · {}", table.checked(), table.provenance());
    assert_eq!(table.sectors().len(), 65);
    assert!((table.output().sum() - 557_837_122.789).abs() < 1.0);
    assert!((table.imports().sum() - 123_860_817.0).abs() < 1.0);
}

#[cfg(feature = "workbooks")]
#[test]
fn brazil_2020_is_read_from_its_workbook() {
    let Some(folder) = raw::folder("other-national-iot") else {
        return;
    };
    let layout = Layout::from_toml(
        r#"
kind = "national"
country = "BRA"
source = "Universidade Federal do Espírito Santo, from tables of IBGE"
currency = "BRL"
scale = "millions"
year = 2020
prices = "basic"
tolerance = 1.0
[file]
sheet = "MIP"
blanks = "zero"
[rows]
label = "A"
imported = ["Importação"]
output = "Valor Bruto da Produção (VBP)"
skip = ["Imposto de Importação", "IPI", "ICMS", "Outros", "Comércio", "Transporte", "Salários", "Contribuições sociais efetivas", "Previdência oficial /FGTS", "Previdência privada", "Contribuições sociais imputadas"]
[rows.primary]
"Impostos" = "product_taxes"
"Margens" = "transport_margins"
"Remunerações" = "compensation"
"Excedente Operacional Bruto e Rendimento Misto Bruto" = "operating_surplus"
"Outros impostos sobre a produção" = "net_production_tax"
"Outros subsídios à produção" = "net_production_tax"
[rows.extensions]
"Fator Trabalho (Ocupações)" = "persons"
[rows.totals]
"Custo dos Insumos Intermediários Internos" = "producers"
"Consumo Intermediário (CI)" = ["inputs", "Impostos", "Margens"]
"Valor Adicionado a Custo de Fatores" = ["Remunerações", "Excedente Operacional Bruto e Rendimento Misto Bruto"]
"Valor Adicionado Bruto (PIB)" = "value_added"
[columns]
label = [5, 4, 3]
first = 4
final_use = ["Consumo do Governo", "Consumo das ISFLSF", "Consumo das Famílias", "Formação Bruta de Capital Fixo", "Variação de Estoque"]
exports = ["Exportação de Bens", "Exportação de Serviços"]
[columns.totals]
"Total do Produto" = "producers"
"Demanda Total" = "all"
"#,
    )
    .unwrap();
    let draft = read::described(folder.join("brazil_2020_ibge_style.xlsx"), &layout).unwrap();
    let table = draft.national().unwrap().check().unwrap();
    println!("{} · {}", table.checked(), table.provenance());
    assert_eq!(table.producers().len(), 51);
    assert_eq!(table.output().sum(), 13_306_199.0);
    assert_eq!(table.value_added().sum(), 6_594_937.0);
    assert_eq!(table.extension_rows().sum(), 99_254_676.0);
}
