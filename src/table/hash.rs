//! The fingerprints of tables: what is hashed, in which order.

use ndarray::{ArrayBase, ArrayView1, ArrayView2, Axis as Dimension, Data, Ix2};
use sha2::{Digest, Sha256};

use super::{Fingerprint, NationalTable, PrimaryInputs, ValueAddedConcept, WorldTable};
use crate::label::{Axis, AxisKind, Ownership, Producers, Regime};
use crate::run::{Run, map_shared};
use crate::unit::Unit;

/// Operations that a number costs, against which starting threads is judged.
const PER_NUMBER: f64 = 16.0;

impl WorldTable {
    /// The fingerprint of what the table says: a SHA-256 over its labels, unit, price basis, value-added concept and the bits of all its
    /// numbers. The same on every machine and any number of threads. Two tables of the same fingerprint give the same results; where they
    /// come from, what they are called for people (names beside codes) and the tolerance of their checks are not part of it.
    ///
    /// Computed when first asked for, once for all clones, by whoever makes the first result: a result keeps the fingerprint, not the
    /// table. It costs a pass over the table, which a core with instructions for SHA-256 makes at 1.7 GB/s: half a second of one core for
    /// the 768 MB of 9,800 producers, a few per cent of their factorisation.
    ///
    /// # What is hashed
    /// Texts as their length (8 bytes) and UTF-8, lists as their length and items, numbers as their 8 bytes, all least byte first:
    ///
    /// 1. the text `leontief world table 1`;
    /// 2. currency, power of ten of the scale, year and price basis (code); value-added concept (0 basic prices, 1 with taxes on products,
    ///    2 all primary inputs);
    /// 3. blocks of producers: country, group, ownership and regime (0 not known, 1 and 2), sectors; countries; categories of final use;
    ///    extensions with their units;
    /// 4. matrices, each as its two lengths and the SHA-256 of every row: flows, final use, output (one row), then for every primary input
    ///    its code and three matrices of one row (by producer, by final use, on exports), extensions by producer, extensions by final use.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        if let Some(known) = self.known_fingerprint().get() {
            return *known;
        }
        // without a lock: who waits for it within a pool could take up the work that holds it
        let computed = self.hashed();
        *self.known_fingerprint().get_or_init(|| computed)
    }

    fn hashed(&self) -> Fingerprint {
        let mut hash = Hash::of("leontief world table 1", self.unit(), self.concept());
        hash.producers(self.producers());
        hash.axis(self.countries());
        hash.axis(self.final_uses());
        hash.axis(self.extensions());
        hash.names(self.extensions());
        hash.matrix(&self.flows());
        hash.matrix(&self.final_use());
        hash.row(self.output());
        hash.primary(self.primary());
        hash.matrix(&self.extension_rows());
        hash.matrix(&self.extension_finals());
        hash.finish()
    }
}

impl NationalTable {
    /// The fingerprint of what the table says: a SHA-256 over its labels, unit, price basis, value-added concept and the bits of all its
    /// numbers, computed when first asked for, as [`WorldTable::fingerprint`] describes.
    ///
    /// # What is hashed
    /// As there: the text `leontief national table 1`; unit and concept; producers, imported products, categories of final use,
    /// extensions with their units; the matrices domestic inputs, imported inputs, domestic and imported final use, imported exports and
    /// output (one row each), primary inputs; for every flow of exports its partner, kind and amounts (one row); extensions by producer.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let known = &self.contents().fingerprint;
        if let Some(known) = known.get() {
            return *known;
        }
        let computed = self.hashed();
        *known.get_or_init(|| computed)
    }

    fn hashed(&self) -> Fingerprint {
        let mut hash = Hash::of("leontief national table 1", self.unit(), self.concept());
        hash.producers(self.producers());
        hash.axis(self.products());
        hash.axis(self.final_uses());
        hash.axis(self.extensions());
        hash.names(self.extensions());
        hash.matrix(&self.domestic());
        hash.matrix(&self.imported());
        hash.matrix(&self.domestic_final());
        hash.matrix(&self.imported_final());
        hash.row(self.imported_exports());
        hash.row(self.output());
        hash.primary(self.primary());
        hash.length(self.exports().flows().len());
        for flow in self.exports().flows() {
            hash.text(flow.partner());
            hash.text(flow.kind().code());
            hash.row(flow.amounts());
        }
        hash.matrix(&self.extension_rows());
        hash.finish()
    }
}

/// A hash in the making.
struct Hash(Sha256);

impl Hash {
    fn of(what: &str, unit: &Unit, concept: ValueAddedConcept) -> Self {
        let mut hash = Self(Sha256::new());
        hash.text(what);
        hash.text(unit.currency());
        hash.number(i64::from(unit.scale().power()));
        hash.number(i64::from(unit.year()));
        hash.text(unit.prices().code());
        hash.number(match concept {
            ValueAddedConcept::BasicPrices => 0,
            ValueAddedConcept::WithProductTaxes => 1,
            ValueAddedConcept::AllPrimaryInputs => 2,
        });
        hash
    }

    fn number(&mut self, number: i64) {
        self.0.update(number.to_le_bytes());
    }

    fn length(&mut self, length: usize) {
        self.0.update((length as u64).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.update(text.as_bytes());
    }

    fn axis<K: AxisKind>(&mut self, axis: &Axis<K>) {
        self.length(axis.len());
        axis.codes().iter().for_each(|code| self.text(code));
    }

    fn names<K: AxisKind>(&mut self, axis: &Axis<K>) {
        axis.positions().for_each(|at| self.text(axis.name(at)));
    }

    fn producers(&mut self, producers: &Producers) {
        self.length(producers.blocks().len());
        for block in producers.blocks() {
            self.text(producers.countries().code(block.country()));
            self.text(block.group().code());
            self.number(match block.group().ownership() {
                None => 0,
                Some(Ownership::Domestic) => 1,
                Some(Ownership::Foreign) => 2,
            });
            self.number(match block.group().regime() {
                None => 0,
                Some(Regime::Normal) => 1,
                Some(Regime::Processing) => 2,
            });
            self.axis(block.sectors());
        }
    }

    fn primary(&mut self, primary: &PrimaryInputs) {
        self.length(primary.rows().len());
        for row in primary.rows() {
            self.text(row.kind.code());
            self.row(row.by_producer.view());
            self.row(row.by_final_use.view());
            self.row(ndarray::aview1(&[row.on_exports]));
        }
    }

    fn row(&mut self, row: ArrayView1<'_, f64>) {
        self.matrix(&row.insert_axis(Dimension(0)));
    }

    /// A hash of the hashes of rows, which do not depend on who computes them.
    fn matrix<S: Data<Elem = f64>>(&mut self, matrix: &ArrayBase<S, Ix2>) {
        let matrix: ArrayView2<'_, f64> = matrix.view();
        self.length(matrix.nrows());
        self.length(matrix.ncols());
        let work = PER_NUMBER * matrix.len() as f64;
        let rows = matrix.rows();
        let hashes = Run::default().install(work, || map_shared(rows, hash_of_row));
        hashes.iter().for_each(|hash| self.0.update(hash));
    }

    fn finish(self) -> Fingerprint {
        Fingerprint::from_bytes(self.0.finalize().into())
    }
}

fn hash_of_row(row: ArrayView1<'_, f64>) -> [u8; 32] {
    const PIECE: usize = 512;
    let mut hash = Sha256::new();
    let mut bytes = [0_u8; 8 * PIECE];
    let mut filled = 0;
    for number in row {
        bytes[filled..filled + 8].copy_from_slice(&number.to_le_bytes());
        filled += 8;
        if filled == bytes.len() {
            hash.update(bytes);
            filled = 0;
        }
    }
    hash.update(&bytes[..filled]);
    hash.finalize().into()
}
