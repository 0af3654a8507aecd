use leontief::build::estimate::{Draft, EstimateOptions, Objective};

use super::cases::{Plain, Uniform, close};

const OPTIONS: fn() -> EstimateOptions = EstimateOptions::default;

#[test]
fn row_and_column_sums_give_what_ras_gives() {
    let mut random = Uniform::new(1);
    let (rows, columns) = (6, 9);
    let prior: Vec<Vec<f64>> = (0..rows)
        .map(|_| (0..columns).map(|_| 0.01 + 10.0 * random.next()).collect())
        .collect();
    let row_sums: Vec<f64> = prior
        .iter()
        .map(|row| row.iter().sum::<f64>() * (0.5 + random.next()))
        .collect();
    let mut column_sums: Vec<f64> = (0..columns)
        .map(|j| prior.iter().map(|row| row[j]).sum::<f64>() * (0.5 + random.next()))
        .collect();
    let (all, by_column) = (
        row_sums.iter().sum::<f64>(),
        column_sums.iter().sum::<f64>(),
    );
    column_sums
        .iter_mut()
        .for_each(|sum| *sum *= all / by_column);

    let mut ras = prior.clone();
    for _ in 0..3000 {
        for (row, target) in ras.iter_mut().zip(&row_sums) {
            let factor = target / row.iter().sum::<f64>();
            row.iter_mut().for_each(|x| *x *= factor);
        }
        for (j, target) in column_sums.iter().enumerate() {
            let factor = target / ras.iter().map(|row| row[j]).sum::<f64>();
            ras.iter_mut().for_each(|row| row[j] *= factor);
        }
    }

    let mut draft = Draft::default();
    let margins: Vec<_> = (column_sums.iter().enumerate())
        .map(|(j, sum)| draft.margin(format!("column {j}"), *sum))
        .collect();
    for (i, row) in prior.iter().enumerate() {
        let cell = draft.cell(format!("row {i}"), row_sums[i]);
        for (prior, margin) in row.iter().zip(&margins) {
            let part = draft.part(cell, *prior, *prior);
            draft.term(*margin, part, 1.0);
        }
    }
    let problem = draft.check().unwrap();
    let found = problem
        .estimate(Objective::CrossEntropy, &OPTIONS())
        .unwrap();
    close(found.values(), &ras.concat(), 1e-10);
    assert_eq!(found.redundant().len(), 1);
    assert!(found.iterations() < 15, "{}", found.iterations());
}

#[test]
fn signs_and_zeros_of_priors_are_kept() {
    let mut draft = Draft::default();
    let cell = draft.cell("profits", 5.0);
    let other = draft.cell("wages", 6.0);
    let parts = [
        (cell, 9.0),
        (cell, -2.0),
        (cell, 0.0),
        (other, 3.0),
        (other, 4.0),
    ];
    let parts =
        parts.map(|(cell, prior): (_, f64)| draft.free_part(cell, prior, prior.abs().max(1.0)));
    let margin = draft.margin("of the first owner", 4.0);
    draft.term(margin, parts[1], 1.0);
    draft.term(margin, parts[4], 1.0);
    let found = draft
        .check()
        .unwrap()
        .estimate(Objective::CrossEntropy, &OPTIONS())
        .unwrap();
    let x = found.values();
    assert!(
        x[0] > 0.0 && x[1] < 0.0 && x[2] == 0.0 && x[3] > 0.0 && x[4] > 0.0,
        "{x:?}"
    );
    assert!(found.largest_residual() < 1e-10);
    // slopes: ln(x/prior) is sign times the sum of duals
    let price = found.cell_duals()[0] + found.margin_duals()[0];
    close(&[(x[1] / -2.0).ln()], &[-price], 1e-9);
}

#[test]
fn a_misfit_is_its_variance_times_its_dual() {
    let mut plain = Plain::random(4, 20, 5, 3.0);
    for margin in &mut plain.margins {
        *margin = (margin.0 * 1.2, 2.0);
    }
    let problem = plain.draft().0.check().unwrap();
    for objective in [Objective::CrossEntropy, Objective::LeastSquares] {
        let found = problem.estimate(objective, &OPTIONS()).unwrap();
        let made: Vec<f64> = found.margin_duals().iter().map(|dual| 4.0 * dual).collect();
        close(found.margin_residuals(), &made, 1e-8);
    }
}
