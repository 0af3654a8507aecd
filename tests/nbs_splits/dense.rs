//! scratch
use std::time::Instant;
use leontief::build::estimate::Objective;
use leontief::build::*;
use leontief::table::{NationalDraft, PrimaryKind, PrimaryRow};
use ndarray::{Array1, Axis as D};
use crate::{customs::*, divided::Case, raw_data::folder, y2012};

fn hwm() -> String {
    std::fs::read_to_string("/proc/self/status").unwrap().lines().find(|l| l.starts_with("VmHWM")).unwrap().to_owned()
}

#[test]
fn zz_dense() {
    let folder = folder("china-nbs-io").unwrap();
    let sep = ImportSeparation::proportional().of(&y2012::competitive(&folder)).unwrap();
    let t = sep.into_draft().check().unwrap();
    let fill = |m: ndarray::ArrayView2<'_, f64>| m.mapv(|x| if x == 0.0 { 1.0 } else { x });
    let (dom, imp) = (fill(t.domestic()), fill(t.imported()));
    let rows = dom.sum_axis(D(1)) - t.domestic().sum_axis(D(1));
    let cols = dom.sum_axis(D(0)) - t.domestic().sum_axis(D(0)) + imp.sum_axis(D(0)) - t.imported().sum_axis(D(0));
    let flow = &t.exports().flows()[0];
    let e0 = flow.amounts().to_owned();
    let e: Array1<f64> = e0.mapv(|x| if x < 1000.0 { 1000.0 } else { x });
    let mut d = NationalDraft::new(t.producers().clone(), t.products().clone(), t.unit().clone())
        .domestic(dom).imported(imp).export(flow.partner(), flow.kind(), e.clone())
        .output(t.output().to_owned());
    for (k, code) in t.final_uses().codes().iter().enumerate() {
        let mut home = t.domestic_final().column(k).to_owned();
        if k == 0 { home = home - &rows - (&e - &e0); }
        d = d.final_use(code, home, t.imported_final().column(k).to_owned());
    }
    for row in t.primary().rows() {
        let mut r: PrimaryRow = row.clone();
        if r.kind == PrimaryKind::Compensation { r.by_producer = &r.by_producer - &cols; }
        d = d.primary_row(r);
    }
    let table = d.check().unwrap();
    let n = 139;
    let case = Case { name: "dense".into(), table, starting: StartingShares { processing: vec![Some(0.3); n], foreign_processing: vec![Some(0.8); n], foreign_normal: vec![Some(0.2); n] }, controls: IN_2012.controls(Basis::Full), division: Division::RegimeAndOwnership };
    let start = case.start();
    println!("before {}", hwm());
    for objective in [Objective::LeastSquares, Objective::CrossEntropy] {
        let est = SplitEstimation::new(&case.table, &start).unwrap().all_known(case.knowns(start.table()));
        let c = Instant::now();
        match est.estimate(objective) {
            Ok(found) => println!("{objective:?}: {} parts {} cells {} margins, {:?}, {} systems, {} at zero, {}", found.problem().unknowns(), found.problem().cells(), found.problem().margins(), c.elapsed(), found.solution().iterations(), found.at_zero(), hwm()),
            Err(error) => println!("{objective:?}: {:?} {error}", c.elapsed()),
        }
    }
}
