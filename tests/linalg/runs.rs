//! How long work is run: watched, stopped, within a limit of memory, and asked for by many at once.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use leontief::linalg::{
    Cut, Factorised, Failure, Inverse, Options, Solver, System, invert, product,
};
use leontief::run::{MemoryLimit, OutOfMemory, Progress, Run, Threads};
use ndarray::Array2;
use rayon::prelude::*;

use crate::common::random::Numbers;
use crate::economies::{productive, skew};

/// Watches, and notes all that it sees.
fn noted(run: Run) -> (Options, Arc<Mutex<Vec<Progress>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let run = run.watched(move |progress| {
        noted.lock().unwrap().push(progress);
        ControlFlow::Continue(())
    });
    (Options::default().run(run), seen)
}

/// Watches, and stops the work at this step.
fn stopping_at(step: usize) -> Options {
    Options::default().run(Run::default().watched(move |progress| {
        if progress.done == step {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }))
}

/// One task, from its first step to its last.
#[track_caller]
fn assert_steps(seen: &[Progress], more_than: usize) {
    let steps = seen[0].steps;
    assert!(steps > more_than, "{:?}", seen[0]);
    assert_eq!(seen.len(), steps);
    for (k, progress) in seen.iter().enumerate() {
        assert_eq!((progress.done, progress.steps), (k + 1, steps));
        assert_eq!(progress.task, seen[0].task);
    }
    assert_eq!(seen.last().unwrap().fraction(), 1.0);
}

#[track_caller]
fn assert_stopped<T>(answer: Result<T, Failure>, step: usize) {
    match answer {
        Err(Failure::Stopped(stopped)) => assert_eq!(stopped.at.done, step),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not stopped"),
    }
}

#[track_caller]
fn refusal<T>(answer: Result<T, Failure>) -> OutOfMemory {
    match answer {
        Err(Failure::Memory(refusal)) => refusal,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not refused"),
    }
}

fn within(bytes: usize) -> Options {
    Options::default().run(Run::default().memory(MemoryLimit::Bytes(bytes)))
}

fn singles(count: usize) -> Vec<Cut> {
    (0..count).map(|i| Cut::between([i], [i, i + 1])).collect()
}

#[test]
fn elimination_is_watched_from_its_first_step_to_its_last() {
    for threads in [1, 2] {
        let run = Run::default().threads(Threads::Count(threads));
        for (n, at_least) in [(1, 0), (32, 0), (100, 3), (300, 3), (577, 6)] {
            let numbers = &mut Numbers::new(n as u64);
            let a = productive(n, 0.65, numbers);
            let (options, seen) = noted(run.clone());
            invert(a.clone(), &options).unwrap();
            assert_steps(&seen.lock().unwrap(), at_least);
            // one producer has no flows to another, and nothing to eliminate
            let skewed = if n == 1 { a.clone() } else { skew(n, numbers) };
            for a in [a, skewed] {
                let (options, seen) = noted(run.clone());
                Factorised::new(a, &options).unwrap();
                assert_steps(&seen.lock().unwrap(), at_least);
            }
        }
    }
}

#[test]
fn cuts_and_blocks_are_watched_one_by_one() {
    let a = productive(60, 0.65, &mut Numbers::new(1));
    let (options, seen) = noted(Run::default().threads(Threads::Count(2)));
    let system = System::with(a, options).unwrap();
    system.info().unwrap();
    let take = || std::mem::take(&mut *seen.lock().unwrap());
    take();
    let blocks: Vec<Vec<usize>> = (0..7).map(|s| (s..60).step_by(7).collect()).collect();
    system.diagonal_blocks(&blocks).unwrap();
    let blocks = take();
    assert_eq!(blocks.len(), 7);
    assert_steps(&blocks, 6);
    system.each_without(&singles(9), |_, _| Ok(())).unwrap();
    let cuts = take();
    assert_eq!(cuts.len(), 9);
    assert_steps(&cuts, 8);
    let inverse = system.to_inverse().unwrap();
    take();
    inverse
        .each_inverse_without(&singles(5), |_, _| ())
        .unwrap();
    let inverses = take();
    assert_eq!(inverses.len(), 5);
    assert_steps(&inverses, 4);
    assert_eq!(
        inverses[2].to_string(),
        format!("{}: 60 %", inverses[2].task)
    );
}

#[test]
fn whoever_watches_may_stop_the_work() {
    let numbers = &mut Numbers::new(1);
    let (a, skewed) = (productive(300, 0.65, numbers), skew(300, numbers));
    for step in [1, 2, 4] {
        for a in [&a, &skewed] {
            assert_stopped(invert(a.clone(), &stopping_at(step)), step);
            assert_stopped(Factorised::new(a.clone(), &stopping_at(step)), step);
            assert_stopped(Inverse::new(a.clone(), &stopping_at(step)), step);
            let system = System::with(a.clone(), stopping_at(step)).unwrap();
            assert_stopped(system.solve_many(Array2::ones((300, 1)).view()), step);
        }
    }
    assert!(invert(a, &stopping_at(5)).is_ok());
    // an inverse of one step, and many cuts
    let a = productive(20, 0.65, numbers);
    for step in [2, 3, 7] {
        let system = System::with(a.clone(), stopping_at(step)).unwrap();
        let answered = AtomicUsize::new(0);
        let stopped = system.each_without(&singles(19), |_, _| {
            answered.fetch_add(1, Ordering::Relaxed);
            Ok(())
        });
        assert_stopped(stopped, step);
        // no more than were open at the time
        let threads = Run::default().thread_count();
        assert!(answered.into_inner() <= step.next_multiple_of(threads));
        let inverse = system.to_inverse().unwrap();
        let mut shown = 0;
        let stopped = inverse.each_inverse_without(&singles(19), |_, _| shown += 1);
        assert_stopped(stopped, step);
        assert_eq!(shown, step);
    }
}

#[test]
fn a_system_that_was_stopped_once_answers_when_it_is_asked_again() {
    let a = productive(300, 0.65, &mut Numbers::new(1));
    let calls = AtomicUsize::new(0);
    let run = Run::default().watched(move |_| match calls.fetch_add(1, Ordering::Relaxed) {
        0 => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    let system = System::with(a, Options::default().run(run)).unwrap();
    let ones = Array2::ones((300, 1));
    assert_stopped(system.solve_many(ones.view()), 1);
    assert!(system.solve_many(ones.view()).is_ok());
}

#[test]
fn what_needs_more_memory_than_allowed_is_refused_with_the_amount() {
    let n = 300;
    let numbers = &mut Numbers::new(1);
    let a = productive(n, 0.65, numbers);
    let matrix = 8 * n * n;
    // a factor beside A, an inverse beside A
    let system = System::with(a.clone(), within(matrix - 1)).unwrap();
    let found = refusal(system.info());
    assert_eq!((found.needed, found.available), (matrix, matrix - 1));
    let found = refusal(system.to_inverse());
    assert_eq!((found.needed, found.available), (matrix, matrix - 1));
    // right-hand sides are copied, and so are parts of them
    let wide = Array2::zeros((n, 1000));
    let system = System::with(a.clone(), within(20 * n * 1000)).unwrap();
    assert_eq!(
        refusal(system.solve_many(wide.view())).needed,
        3 * 8 * n * 1000
    );
    let found = refusal(system.solve_transposed_many(wide.view()));
    assert_eq!(found.needed, 3 * 8 * n * 1000);
    assert!(system.solve_many(Array2::zeros((n, 10)).view()).is_ok());
    // in place there is little beside A; with row exchanges there is
    let skewed = skew(n, numbers);
    let needed = refusal(invert(skewed.clone(), &within(matrix))).needed;
    assert!(needed > matrix);
    assert!(invert(skewed, &within(needed)).is_ok());
    for options in [within(1000), within(0)] {
        assert!(refusal(invert(a.clone(), &options)).needed > 1000);
        assert!(refusal(Factorised::new(a.clone(), &options)).needed > 1000);
    }
    let large = Array2::zeros((1500, 1500));
    // nothing is eliminated and nothing stands beside the core of nothing
    assert!(invert(large, &within(8 * 1500 * 1500)).is_ok());
}

#[test]
fn memory_for_as_many_cuts_as_are_open_at_a_time_is_asked_for() {
    let (n, threads) = (100, 4);
    let a = productive(n, 0.65, &mut Numbers::new(1));
    // enough for a factor and its panels of some 500 columns
    let limit = MemoryLimit::Bytes(8 * 520 * n);
    let run = Run::default()
        .memory(limit)
        .threads(Threads::Count(threads));
    let system = System::with(a.clone(), Options::default().run(run)).unwrap();
    assert!(system.each_without(&singles(30), |_, _| Ok(())).is_ok());
    let wide = [Cut::out_of(&(0..50).collect::<Vec<_>>(), n)];
    let refused = refusal(system.each_without(&wide, |_, _| Ok(())));
    assert_eq!(refused.needed, 4 * 8 * n * 50 * threads);
    let run = Run::default().memory(MemoryLimit::Bytes(1000));
    assert_eq!(refusal(product(a.view(), a.view(), &run)).needed, 8 * n * n);
}

#[test]
fn a_refusal_says_how_much_is_needed_in_figures_that_are_not_zero() {
    let n = 300;
    let a = productive(n, 0.65, &mut Numbers::new(1));
    let failure = System::with(a, within(1000)).unwrap().info().unwrap_err();
    let text = failure.to_string();
    assert!(
        text.contains("the factor beside its coefficients needs"),
        "{text}"
    );
    assert!(!text.contains("needs 0.00"), "{text}");
}

#[test]
fn a_system_with_a_small_core_takes_memory_for_its_core_only() {
    let n = 400;
    let mut a = Array2::zeros((n, n));
    (a[[0, 1]], a[[1, 0]]) = (0.5, 0.5);
    let system = System::with(a, within(8 * n * n / 2)).unwrap();
    assert_eq!(system.factorised_size(), 2);
    assert!(system.info().is_ok());
}

/// Runs `work` and says whether it ended within a time that is plenty.
fn ends(work: impl FnOnce() + Send + 'static) -> bool {
    let (done, wait) = mpsc::channel();
    std::thread::spawn(move || {
        work();
        // whoever waited too long is gone
        let _ = done.send(());
    });
    wait.recv_timeout(Duration::from_secs(10)).is_ok()
}

/// A watcher that, like elimination on all cores itself, lets its thread take other work of the pool while it waits.
fn yielding() -> Run {
    Run::default().watched(|_| {
        while rayon::yield_now() == Some(rayon::Yield::Executed) {}
        ControlFlow::Continue(())
    })
}

#[test]
fn cuts_of_a_system_that_nobody_has_factorised_yet_are_answered() {
    let a = productive(40, 0.65, &mut Numbers::new(1));
    let ended = ends(move || {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        let run = yielding().threads(Threads::Count(8));
        let system = System::with(a, Options::default().run(run)).unwrap();
        let answers = pool
            .unwrap()
            .install(|| system.each_without(&singles(8), |_, _| Ok(())));
        assert_eq!(answers.unwrap().len(), 8);
    });
    assert!(ended, "a thread waits for itself");
}

#[test]
fn many_who_ask_an_unfactorised_system_at_once_are_answered() {
    // the large one is factorised by one thread for all
    for n in [40, 600] {
        let a = productive(n, 0.65, &mut Numbers::new(1));
        let ended = ends(move || {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build();
            let system = System::with(a, Options::default().run(yielding())).unwrap();
            pool.unwrap().install(|| {
                (0..40_usize).into_par_iter().for_each(|i| {
                    assert!(system.columns(&[i]).unwrap()[[i, 0]] > 1.0);
                });
            });
        });
        assert!(ended, "a thread waits for itself");
    }
}

#[test]
fn cuts_on_more_threads_than_cores_are_answered() {
    let a = productive(400, 0.65, &mut Numbers::new(1));
    let ended = ends(move || {
        for _ in 0..3 {
            let run = Run::default().threads(Threads::Count(8));
            let system = System::with(a.clone(), Options::default().run(run)).unwrap();
            system.each_without(&singles(16), |_, _| Ok(())).unwrap();
        }
    });
    assert!(ended, "a thread waits for itself");
}
