//! Timing.
use leontief::linalg::product;
use leontief::run::Run;
use ndarray::Array2;
use std::time::Instant;
fn main() {
    let n = 2464;
    let a = Array2::from_shape_fn((n, n), |(i, j)| ((i * 7 + j * 3) % 11) as f64);
    for k in [44, 88, 132, 264] {
        let b = Array2::from_shape_fn((n, k), |(i, j)| ((i * 7 + j * 3) % 13) as f64);
        for _ in 0..2 {
            let t = Instant::now();
            let c = product(a.view(), b.view(), &Run::default()).unwrap();
            let one = t.elapsed();
            let t = Instant::now();
            let d = product(a.t(), b.view(), &Run::default()).unwrap();
            println!(
                "{k}: {:.1} ms, transposed {:.1} ms, ideal {:.1}",
                one.as_secs_f64() * 1e3,
                t.elapsed().as_secs_f64() * 1e3,
                2.0 * (n * n * k) as f64 / 91e9 * 1e3
            );
            std::hint::black_box((c, d));
        }
    }
    let t = Instant::now();
    let s: f64 = a.sum();
    println!("sum {:?} {s}", t.elapsed());
    let t = Instant::now();
    let s = a.sum_axis(ndarray::Axis(1));
    println!("sum axis 1 {:?} {}", t.elapsed(), s[0]);
    let t = Instant::now();
    let s = a.sum_axis(ndarray::Axis(0));
    println!("sum axis 0 {:?} {}", t.elapsed(), s[0]);
}
