//! x
use leontief::balance::*;
use leontief::study::china_us::*;
use leontief::uncertainty::MonteCarlo;
fn main() -> leontief::Result<()> {
    let sources = Sources::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/china-us-2012"))?;
    for variant in Variant::ALL {
        let case = sources.case(&sources.parameters().central(), variant)?;
        println!("{variant:?}");
        for m in BalanceMeasure::ALL {
            println!("  {m}: {:.1}", case.sheet().balance(m) / 1000.0);
        }
        for d in Direction::ALL {
            println!(
                "  NI/VA {:?}",
                case.sheet().income_per_value_added(d, Selection::ALL)
            );
            println!(
                "  va {:?}",
                case.sheet()
                    .credit(d, BalanceMeasure::ValueAdded, Selection::ALL)
                    / case
                        .sheet()
                        .credit(d, BalanceMeasure::Gross, Selection::ALL)
            );
        }
        for n in case.notes() {
            println!("  {n}");
        }
    }
    let t = std::time::Instant::now();
    let s = sources.simulate(&MonteCarlo::new(1000, 2012))?;
    println!("{:?}", t.elapsed());
    for f in s.figures() {
        println!("{f}: {} {}", s.central(f)?, s.interval(f)?);
    }
    for x in s.sensitivities("national_income two_sided total")? {
        println!("{x:?}");
    }
    Ok(())
}
