//! Timing.
#[path = "../benches/generated/mod.rs"]
mod generated;
use leontief::account::Level;
use leontief::account::decompose::*;
fn main() {
    let table = generated::table(44, 56);
    let which = std::env::args().nth(1).unwrap();
    for _ in 0..6 {
        let m = table.model().unwrap();
        match which.as_str() {
            "wwz" => drop(m.decompose(&WangWeiZhu::default()).unwrap()),
            "tiva" => drop(
                m.decompose(&TivaAmounts::Trade(
                    Level::Country,
                    tiva::TradeAmount::ALL.to_vec(),
                ))
                .unwrap(),
            ),
            "bil" => drop(m.decompose(&OwnFlow::bilateral()).unwrap()),
            "vax" => drop(m.decompose(&JohnsonNoguera(Level::Bilateral)).unwrap()),
            _ => {}
        }
    }
}
