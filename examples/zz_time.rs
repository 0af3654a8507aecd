//! Timing.
#[path = "../benches/generated/mod.rs"]
mod generated;
use leontief::account::Level;
use leontief::account::decompose::*;
use leontief::linalg::{Options, invert};
use std::time::Instant;
fn main() {
    let a: Vec<usize> = std::env::args()
        .skip(1)
        .map(|x| x.parse().unwrap())
        .collect();
    let (g, s): (usize, usize) = (a[0], a[1]);
    let t = Instant::now();
    let table = generated::table(g, s);
    println!("table {:?}", t.elapsed());
    for _ in 0..2 {
        let model = table.model().unwrap();
        let t = Instant::now();
        let c = model.coefficients().unwrap();
        println!("A {:?}", t.elapsed());
        let t = Instant::now();
        let inv = invert(c, &Options::default()).unwrap();
        let i = t.elapsed().as_secs_f64();
        println!("inverse {i:.3}");
        drop(inv);
        let source = BorinMancini::Exporter(Approach::Source, Level::SectorBilateral);
        let sink = BorinMancini::Exporter(Approach::Sink, Level::SectorBilateral);
        let t = Instant::now();
        let m = table.model().unwrap();
        let mut last = 0.0;
        let mut lap = |what: &str| {
            let now = t.elapsed().as_secs_f64();
            println!(
                "  {what}: {:.3} = {:.2} inverses",
                now - last,
                (now - last) / i
            );
            last = now;
        };
        let _ = m.inverse().unwrap();
        lap("inverse");
        let w = m.decompose(&WangWeiZhu::default()).unwrap();
        lap("wwz");
        let k = m.decompose(&KoopmanWangWei::default()).unwrap();
        lap("kww");
        let b = m.decompose(&source).unwrap();
        lap("source");
        let c = m.decompose(&sink).unwrap();
        lap("sink");
        println!("all {:.2}", t.elapsed().as_secs_f64() / i);
        let o = m.decompose(&OwnFlow::bilateral()).unwrap();
        lap("own bil");
        let o2 = m.decompose(&OwnFlow::sector_bilateral()).unwrap();
        lap("own sb");
        let ab = m.decompose(&AbsorbedByImporter::default()).unwrap();
        lap("vaxim");
        drop((w, k, b, c, o, o2, ab));
        let t = Instant::now();
        let m = table.model().unwrap();
        m.decompose(&JohnsonNoguera(Level::Bilateral)).unwrap();
        println!("VAX {:.2}", t.elapsed().as_secs_f64() / i);
        let t = Instant::now();
        let m = table.model().unwrap();
        m.decompose(&TivaAmounts::Trade(
            Level::Country,
            tiva::TradeAmount::ALL.to_vec(),
        ))
        .unwrap();
        println!("TiVA {:.2}", t.elapsed().as_secs_f64() / i);
        let t = Instant::now();
        let m = table.model().unwrap();
        m.decompose(&WangWeiZhu::default()).unwrap();
        println!("WWZ alone {:.2}", t.elapsed().as_secs_f64() / i);
        let t = Instant::now();
        let m = table.model().unwrap();
        m.decompose(&source).unwrap();
        println!("source alone {:.2}", t.elapsed().as_secs_f64() / i);
        let t = Instant::now();
        let m = table.model().unwrap();
        m.decompose(&sink).unwrap();
        println!("sink alone {:.2}", t.elapsed().as_secs_f64() / i);
        let t = Instant::now();
        let m = table.model().unwrap();
        m.decompose(&OwnFlow::bilateral()).unwrap();
        println!("bilateral alone {:.2}", t.elapsed().as_secs_f64() / i);
    }
}
