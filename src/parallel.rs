//! Work on several processors: the segments that a query looks at, what a segment is made of, the names of a corpus.
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, OnceLock};
use std::thread::available_parallelism;

/// Most processors that one query, or one task, uses; an index has a dozen large segments at most.
const MOST: usize = 8;

/// The threads that help the one that asks; none if the system gives none.
static HELPERS: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let processors = available_parallelism().map_or(1, usize::from).min(MOST);
    let helpers = processors.checked_sub(1).filter(|helpers| *helpers > 0)?;
    ThreadPoolBuilder::new().num_threads(helpers).build().ok()
});

/// Time in microseconds below which work is done as soon as with helpers, who take up to 150 to wake: several steps of a query would
/// wake them. In tests nothing is.
const SOON: usize = if cfg!(test) { 0 } else { 1500 };

/// What `work` gives for each of some items, in their order; `micros` is a guess of how long all take. The thread that asks works too,
/// takes what no helper has begun, and then waits for the helpers: for one that another query keeps busy until that is done.
pub(crate) fn each<'i, T: Sync, R: Send + Sync>(
    items: &'i [T],
    micros: usize,
    work: impl Fn(&'i T) -> R + Sync,
) -> Vec<R> {
    if items.len() < 2 || !(SOON..).contains(&micros) {
        return items.iter().map(work).collect();
    }
    let Some(helpers) = &*HELPERS else {
        return items.iter().map(work).collect();
    };
    let done: Vec<OnceLock<R>> = items.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let take = || {
        while let Some((item, done)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            items.get(at).zip(done.get(at))
        } {
            // Nobody else has this item.
            let _ = done.set(work(item));
        }
    };
    helpers.in_place_scope(|scope| {
        for _ in 1..items.len().min(helpers.current_num_threads() + 1) {
            scope.spawn(|_| take());
        }
        take();
    });
    done.into_iter().filter_map(OnceLock::into_inner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_side_by_side_comes_in_order() {
        for count in [0, 1, 2, 100] {
            let items: Vec<usize> = (0..count).collect();
            let wanted: Vec<usize> = items.iter().map(|n| n * 2).collect();
            for micros in [0, usize::MAX] {
                assert_eq!(each(&items, micros, |n| n * 2), wanted);
            }
        }
    }
}
