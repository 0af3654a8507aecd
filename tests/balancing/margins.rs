use leontief::build::balancing::{Balanced, Balancing, Margin, Method};
use leontief::run::{MemoryLimit, Run, Threads};
use ndarray::{Array2, ArrayView2, Axis, array};

pub fn balanced(
    prior: &Array2<f64>,
    rows: Vec<f64>,
    columns: Vec<f64>,
    method: Method,
) -> leontief::Result<Balanced> {
    let rows = Margin::numbered("row", rows)?;
    let columns = Margin::numbered("column", columns)?;
    Balancing::gras(prior.view(), rows, columns)?
        .method(method)
        .balanced()
}

pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// A prior with zeros, with negative cells where asked, and margins of a matrix with the same signs.
pub fn case(m: usize, n: usize, negative: f64, seed: u64) -> (Array2<f64>, Vec<f64>, Vec<f64>) {
    let mut random = Random(seed);
    let prior = Array2::from_shape_simple_fn((m, n), || {
        let size = 10.0 * random.next() + 0.1;
        match random.next() {
            kind if kind < 0.2 => 0.0,
            kind if kind < 0.2 + negative => -size,
            _ => size,
        }
    });
    let other = prior.mapv(|cell| cell * (0.5 + random.next()));
    let rows = other.sum_axis(Axis(1)).to_vec();
    let columns = other.sum_axis(Axis(0)).to_vec();
    (prior, rows, columns)
}

fn apart(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) -> f64 {
    (&a - &b).iter().fold(0.0_f64, |most, x| most.max(x.abs()))
}

#[test]
fn a_matrix_that_adds_up_is_left_alone() {
    let prior = array![[1.0, 2.0, 0.0], [3.0, -4.0, 5.0]];
    for method in [Method::Alternating, Method::Newton] {
        let found = balanced(&prior, vec![3.0, 4.0], vec![4.0, -2.0, 5.0], method).unwrap();
        assert!(apart(found.matrix(), prior.view()) < 1e-14);
    }
}

#[test]
fn a_product_table_comes_from_ones() {
    // RAS of ones is u v' over the total: 60 × 50 / 100 = 30 and so on
    let found = balanced(
        &Array2::ones((2, 2)),
        vec![60.0, 40.0],
        vec![50.0, 50.0],
        Method::Newton,
    )
    .unwrap();
    assert!(apart(found.matrix(), array![[30.0, 30.0], [20.0, 20.0]].view()) < 1e-9);
}

#[test]
fn two_by_two_keeps_its_cross_product_ratio() {
    // x = [[a, 3 − a], [4 − a, a + 1]] with a (a + 1) / ((3 − a)(4 − a)) = 1 · 4 / (2 · 3): a² + 17 a − 24 = 0
    let found = balanced(
        &array![[1.0, 2.0], [3.0, 4.0]],
        vec![3.0, 5.0],
        vec![4.0, 4.0],
        Method::Alternating,
    )
    .unwrap();
    let a = (-17.0 + 385.0_f64.sqrt()) / 2.0;
    let exact = array![[a, 3.0 - a], [4.0 - a, a + 1.0]];
    assert!(apart(found.matrix(), exact.view()) < 1e-9);
}

#[test]
fn a_negative_cell_follows_the_quadratic() {
    // one row: r (1 + 3) − 2 / r = 0 if columns are free; here columns pin it: x = [[7 t, −3 / t]] with t solving the row
    let prior = array![[8.0, -3.0]];
    // columns 8 q and −3 / q for the one multiplier q = r s: both margins are met by q₁ = 1.5 and q₂ = 0.5
    let found = balanced(&prior, vec![6.0], vec![12.0, -6.0], Method::Newton).unwrap();
    assert!(apart(found.matrix(), array![[12.0, -6.0]].view()) < 1e-9);
    let product = &(found.row_multipliers()[0] * found.column_multipliers());
    assert!((product[0] - 1.5).abs() < 1e-9 && (product[1] - 0.5).abs() < 1e-9);
}

#[test]
fn both_methods_find_the_same_matrix_with_the_given_margins_and_signs() {
    for (seed, (m, n)) in [(5, 5), (12, 7), (6, 31), (40, 40)].into_iter().enumerate() {
        for negative in [0.0, 0.15] {
            let (prior, rows, columns) = case(m, n, negative, seed as u64 + 1);
            let one = balanced(&prior, rows.clone(), columns.clone(), Method::Alternating).unwrap();
            let two = balanced(&prior, rows.clone(), columns.clone(), Method::Newton).unwrap();
            assert!(apart(one.matrix(), two.matrix()) < 1e-6, "{m} × {n}");
            for (sum, target) in two.matrix().sum_axis(Axis(1)).iter().zip(&rows) {
                assert!((sum - target).abs() <= 1.1e-10 * target.abs().max(1.0));
            }
            for (sum, target) in two.matrix().sum_axis(Axis(0)).iter().zip(&columns) {
                assert!((sum - target).abs() <= 1.1e-10 * target.abs().max(1.0));
            }
            for (x, p) in two.matrix().iter().zip(&prior) {
                assert!(*p != 0.0 || *x == 0.0);
                assert!(x * p >= 0.0);
            }
            assert!(two.convergence().largest_miss <= 1e-10);
        }
    }
}

#[test]
fn cells_are_the_prior_times_or_over_the_multipliers() {
    let (prior, rows, columns) = case(9, 8, 0.2, 3);
    let found = balanced(&prior, rows, columns, Method::Newton).unwrap();
    for ((i, j), &p) in prior.indexed_iter() {
        let scale = found.row_multipliers()[i] * found.column_multipliers()[j];
        let expected = if p >= 0.0 { p * scale } else { p / scale };
        assert!((found.matrix()[[i, j]] - expected).abs() < 1e-12 * (1.0 + expected.abs()));
    }
}

#[test]
fn gras_agrees_with_a_slow_solution_of_its_dual() {
    let (prior, rows, columns) = case(4, 5, 0.25, 11);
    let found = balanced(&prior, rows.clone(), columns.clone(), Method::Newton).unwrap();
    // one multiplier at a time, by bisection on its own margin
    let (mut l, mut m) = (vec![0.0_f64; 4], vec![0.0_f64; 5]);
    let cell = |i: usize, j: usize, y: f64| {
        let p: f64 = prior[[i, j]];
        if p >= 0.0 {
            p * y.exp()
        } else {
            p * (-y).exp()
        }
    };
    let root = |f: &dyn Fn(f64) -> f64| {
        let (mut low, mut high) = (-50.0, 50.0);
        for _ in 0..100 {
            let middle = (low + high) / 2.0;
            if f(middle) < 0.0 {
                low = middle
            } else {
                high = middle
            }
        }
        (low + high) / 2.0
    };
    for _ in 0..3000 {
        for i in 0..4 {
            l[i] = root(&|y| (0..5).map(|j| cell(i, j, y + m[j])).sum::<f64>() - rows[i]);
        }
        for j in 0..5 {
            m[j] = root(&|y| (0..4).map(|i| cell(i, j, y + l[i])).sum::<f64>() - columns[j]);
        }
    }
    let slow = Array2::from_shape_fn((4, 5), |(i, j)| cell(i, j, l[i] + m[j]));
    assert!(apart(found.matrix(), slow.view()) < 1e-7);
}

#[test]
fn units_and_order_do_not_matter() {
    let (prior, rows, columns) = case(10, 6, 0.1, 5);
    let found = balanced(&prior, rows.clone(), columns.clone(), Method::Newton).unwrap();
    let thousand = |x: &[f64]| x.iter().map(|x| 1000.0 * x).collect::<Vec<_>>();
    let scaled = balanced(
        &(1000.0 * &prior),
        thousand(&rows),
        thousand(&columns),
        Method::Newton,
    )
    .unwrap();
    assert!(apart(scaled.matrix(), (1000.0 * &found.matrix()).view()) < 1e-5);
    let turned = prior.select(Axis(0), &[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    let backwards = rows.iter().rev().copied().collect();
    let turned = balanced(&turned, backwards, columns.clone(), Method::Newton).unwrap();
    let back = turned
        .matrix()
        .select(Axis(0), &[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    assert!(apart(back.view(), found.matrix()) < 1e-7);
    let across = balanced(
        &prior.t().to_owned(),
        columns.clone(),
        rows.clone(),
        Method::Newton,
    )
    .unwrap();
    assert!(apart(across.matrix().t(), found.matrix()) < 1e-7);
    // a view that does not lie row by row
    let u = Margin::numbered("row", columns).unwrap();
    let v = Margin::numbered("column", rows).unwrap();
    let view = Balancing::gras(prior.t(), u, v)
        .unwrap()
        .balanced()
        .unwrap();
    assert_eq!(view.matrix(), across.matrix());
}

#[test]
fn a_target_of_zero_empties_its_row() {
    let prior = array![[1.0, 2.0], [3.0, 4.0]];
    for method in [Method::Alternating, Method::Newton] {
        let found = balanced(&prior, vec![0.0, 6.0], vec![2.0, 4.0], method).unwrap();
        assert!(apart(found.matrix(), array![[0.0, 0.0], [2.0, 4.0]].view()) < 1e-9);
        assert_eq!(found.row_multipliers()[0], 0.0);
    }
}

#[test]
fn a_thousand_by_a_thousand_gives_the_same_bits_on_any_number_of_threads() {
    let (prior, rows, columns) = case(1000, 1000, 0.1, 7);
    for method in [Method::Alternating, Method::Newton] {
        let on = |threads| {
            let u = Margin::numbered("row", rows.clone()).unwrap();
            let v = Margin::numbered("column", columns.clone()).unwrap();
            Balancing::gras(prior.view(), u, v)
                .unwrap()
                .method(method)
                .run(Run::default().threads(Threads::Count(threads)))
                .balanced()
                .unwrap()
        };
        let one = on(1);
        eprintln!("{method}: {}", one.convergence());
        assert_eq!(one, on(2));
        assert_eq!(one, on(3));
    }
}

#[test]
fn memory_is_asked_for_and_a_watcher_can_stop() {
    let (prior, rows, columns) = case(30, 30, 0.0, 7);
    let u = Margin::numbered("row", rows).unwrap();
    let v = Margin::numbered("column", columns).unwrap();
    let problem = Balancing::ras(prior.view(), u, v).unwrap();
    let little = Run::default().memory(MemoryLimit::Bytes(100));
    assert!(
        problem
            .clone()
            .run(little)
            .balanced()
            .unwrap_err()
            .is_memory()
    );
    let watched = Run::default().watched(|_| std::ops::ControlFlow::Break(()));
    assert!(problem.run(watched).balanced().unwrap_err().is_cancelled());
}
