//! Monte Carlo runs that cannot be made, fail in a draw, or are stopped.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use leontief::Error;
use leontief::parameter::{Grade, Parameter, ParameterSet, Values};
use leontief::uncertainty::{MonteCarlo, Threads};

use crate::assert_says;

fn parameters() -> ParameterSet {
    ParameterSet::new([
        Parameter::new("price", 2.0, Some((1.0, 3.0)), Grade::B).unwrap(),
        Parameter::new("amount", 10.0, None, Grade::A).unwrap(),
    ])
    .unwrap()
}

fn value(values: &Values) -> leontief::Result<Vec<(String, f64)>> {
    Ok(vec![(
        "value".into(),
        values.get("price")? * values.get("amount")?,
    )])
}

#[test]
fn a_run_has_draws() {
    let error = MonteCarlo::new(0, 1).run(&parameters(), value).unwrap_err();
    assert_says(&error, Error::is_parameter, &["needs at least one draw"]);
}

#[test]
fn a_failing_draw_is_named_with_its_values_whatever_the_threads() {
    let prices: Vec<f64> = {
        let run = MonteCarlo::new(50, 7);
        let prices = run.run(&parameters(), |values| {
            Ok(vec![("price".into(), values.get("price")?)])
        });
        prices.unwrap().draws_of("price").unwrap().to_vec()
    };
    let first = prices.iter().position(|price| *price > 2.5).unwrap();
    let messages = [1, 2, 8].map(|threads| {
        let run = MonteCarlo::new(50, 7).threads(Threads::Count(threads));
        let error = run
            .run(&parameters(), |values| match values.get("price")? {
                price if price > 2.5 => values.get("prize").map(|_| Vec::new()),
                _ => value(values),
            })
            .unwrap_err();
        let draw = format!(
            "draw {first} (price = {:.6}, amount = 10.000000): no parameter `prize`",
            prices[first]
        );
        assert_says(&error, Error::is_parameter, &[&draw]);
        error.to_string()
    });
    assert!(messages.iter().all(|message| *message == messages[0]));
}

#[test]
fn failing_central_values_end_the_run_before_it_begins() {
    let error = MonteCarlo::new(5, 1)
        .run(&parameters(), |values| {
            values.get("prize").map(|_| Vec::new())
        })
        .unwrap_err();
    assert_says(&error, Error::is_parameter, &["no parameter `prize`"]);
    assert!(!error.to_string().contains("draw"), "{error}");
}

#[test]
fn every_draw_gives_the_figures_of_the_central_values() {
    let error = MonteCarlo::new(5, 1)
        .run(&parameters(), |values| {
            let name = if values.get("price")? == 2.0 {
                "central"
            } else {
                "drawn"
            };
            Ok(vec![(name.into(), 1.0)])
        })
        .unwrap_err();
    assert_says(
        &error,
        Error::is_parameter,
        &["draw 0 gives other figures than the central values"],
    );
}

#[test]
fn a_run_that_is_stopped_says_so_and_draws_no_more() {
    for threads in [1, 2, 4] {
        let begun = AtomicUsize::new(0);
        let error = MonteCarlo::new(1000, 1)
            .threads(Threads::Count(threads))
            .run_watched(
                &parameters(),
                |values| {
                    begun.fetch_add(1, Ordering::Relaxed);
                    value(values)
                },
                |finished| {
                    if finished >= 3 {
                        ControlFlow::Break(())
                    } else {
                        ControlFlow::Continue(())
                    }
                },
            )
            .unwrap_err();
        assert_says(
            &error,
            Error::is_cancelled,
            &["the Monte Carlo run was stopped"],
        );
        // the central values, three draws, and what other threads had begun
        let begun = begun.into_inner();
        assert!(
            begun <= 1 + 3 + threads,
            "{begun} draws with {threads} threads"
        );
    }
}

#[test]
fn progress_counts_every_draw_once() {
    let most = AtomicUsize::new(0);
    let calls = AtomicUsize::new(0);
    MonteCarlo::new(64, 1)
        .threads(Threads::Count(4))
        .run_watched(&parameters(), value, |finished| {
            most.fetch_max(finished, Ordering::Relaxed);
            calls.fetch_add(1, Ordering::Relaxed);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((most.into_inner(), calls.into_inner()), (64, 64));
}

#[test]
fn unknown_figures_and_probabilities_are_refused() {
    let simulation = MonteCarlo::new(5, 1).run(&parameters(), value).unwrap();
    let unknown = [
        simulation.central("worth").unwrap_err(),
        simulation.draws_of("worth").unwrap_err(),
        simulation.interval("worth").unwrap_err(),
        simulation.sensitivities("worth").unwrap_err(),
    ];
    for error in unknown {
        assert_says(
            &error,
            Error::is_label,
            &["no figure `worth`; expected one of `value`"],
        );
    }
    for probability in [-0.1, 1.1, f64::NAN] {
        let error = simulation.quantile("value", probability).unwrap_err();
        assert_says(
            &error,
            Error::is_parameter,
            &["a probability lies from 0 to 1", "found"],
        );
    }
}
