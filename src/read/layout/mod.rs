//! Tables that no reader of this crate knows, read as a small description says: a [`Layout`], in TOML or built in code.
//!
//! A layout says where labels stand, what is final use, exports, primary input, output and total, in what unit amounts are and what
//! an empty cell is. Rows and columns that it does not name are producers, and then stand on both sides under one label. **Whatever is
//! neither named nor a producer is an error** that lists it and proposes the line of TOML: nothing is dropped that nobody named.
//!
//! ```toml
//! kind = "national"             # "world" (the default), "national" (imports apart), "competitive" (imports not separated)
//! country = "NLD"               # of a national or competitive table
//! source = "Statistics …"
//! edition = "…"
//! currency = "EUR"              # the unit: all four keys, or none
//! scale = "millions"            # or ones, thousands, billions, a power of ten
//! year = 2000
//! prices = "basic"
//! tolerance = 2.0               # in that unit; relative_tolerance as a share of output
//! concept = "basic_prices"      # or with_product_taxes, all_primary_inputs
//! rest_of_world = "RoW"         # of a world table: the country that is read as ROW
//! output = "uses"               # only where the file has no outputs: the sum of uses
//! value_added = "residual"      # only where the file has none: output less inputs
//!
//! [file]
//! shape = "wide"                # "long": a line for each cell; "numbers": no labels at all
//! file = "table.csv"            # which one of an archive or folder
//! sheet = "MIP"                 # a workbook (with the feature `workbooks`); text without it
//! delimiter = ","               # "\t", ";"
//! decimal = "."                 # a decimal comma is read only where it is stated
//! thousands = " "               # none unless stated
//! blanks = "zero"               # empty cells are errors unless they are said to be zeros
//! missing = ["NA", "-"]         # texts that stand for an empty cell
//! value = "values"              # long: the column of numbers
//! where = { year = "2010" }     # long: the lines that count
//! countries = "countries.csv"   # numbers: a list, or a file beside the numbers with one label a line
//! sectors = ["A", "B"]
//! final_use = ["FD"]
//!
//! [rows]
//! label = 1                     # the column of labels, from 1; "A" in a sheet; a name in a long file; several: the first that is filled
//! country = 1                   # where the country stands apart; then also `group`
//! separator = "_"               # where COUNTRY_SECTOR stands together: divided at the first one
//! prefix = "CPA_"               # what rows have before the codes of columns
//! carry = true                  # an empty country is that of the row before (merged cells)
//! first = 6                     # the line of the first row of numbers, if not right below the labels of columns
//! primary = { D1 = "compensation", B1G = "value_added" }   # codes of `PrimaryKind`; rows of one kind are added up
//! imported = ["imports"]        # national: imported products; or imported_prefix
//! output = "P1"
//! imports = "P7"                # competitive: imports of the column's product
//! extensions = { EMP = "thousand persons" }
//! totals = { TOTAL = "producers", P2 = ["inputs", "D21"] }   # producers, imported, inputs, value_added, all, labels, or several
//! skip = ["a note"]
//!
//! [columns]                     # places, separator, prefix, carry and first as for rows, the other way round
//! label = 1                     # the line of labels, from 1; several, as [5, 4]: the first that is filled
//! final_use = ["HFCE", "GFCF"]  # in world tables categories, the same for all countries; or final_use_prefix = "FU"
//! exports = ["EX"]              # or { EX = "USA" }; a partner in a world table is a country without producers
//! output = "X"
//! imports = "IM"                # competitive; negative_imports where they are printed so; discrepancy
//! totals = { TU = "all" }       # producers, final_use, exports, all, labels, or several
//! skip = ["Note"]
//! ```
//!
//! | question | answer |
//! |---|---|
//! | a name in the layout | a whole label, or the part beside the country, which then stands for all countries |
//! | a row or column without a label | called by its number, `#17`; passed over if all of it is empty |
//! | empty cells | an error; zero where `blanks` says so, counted in the provenance |
//! | totals | compared with their parts in the provenance, empty ones passed over; the row of output is read in columns of producers only |
//! | discrepancies, adjustments | named like everything else: primary input `other`, a category of final use, or `discrepancy` of a competitive table |
//! | final use that only some countries have | zero elsewhere, listed in the provenance |
//! | tolerance | exact unless the layout has one |
//!
//! The shape `numbers` is that of the tables that users give to the program `icio` of Stata: no headings, (countries × sectors) rows,
//! (countries × sectors + countries × categories) columns, without totals or value added; written from a description.
//!
//! Source: none; layouts are the caller's. Belotti, Borin, Mancini (2021), The Stata Journal 21(3), for `icio`.

mod amounts;
mod claims;
mod description;
mod draft;
mod from_toml;
mod lists;
mod long;
mod marks;
mod matrix;
mod order;
mod page;
mod record;
mod roles;

pub use description::{
    Blanks, ColumnLayout, DescribedKind, Heads, LabelList, Layout, OutputFrom, Parts, Place,
    RowLayout, Shape, TextForm, ValueAddedFrom,
};
pub use draft::described;
