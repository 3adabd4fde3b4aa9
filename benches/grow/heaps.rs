//! How many distinct things are seen among so many.

/// Fitted on a collection: distinct = coefficient * drawn ^ exponent (Heaps 1978), and how often each was drawn.
pub struct Heaps {
    coefficient: f64,
    exponent: f64,
    /// How many things were drawn how often.
    spectrum: Vec<(f64, f64)>,
    drawn: f64,
}

impl Heaps {
    /// Of how often each thing was drawn: in half of the collection, and in all of it.
    pub fn fit(counts: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut spectrum = std::collections::BTreeMap::new();
        let (mut distinct, mut distinct_half, mut drawn, mut drawn_half) = (0.0, 0.0, 0.0, 0.0);
        for (half, all) in counts {
            *spectrum.entry(all).or_insert(0.0) += 1.0;
            drawn += f64::from(all);
            drawn_half += f64::from(half);
            distinct += 1.0;
            distinct_half += f64::from(u8::from(half > 0));
        }
        let ratio = |a: f64, b: f64| a.max(1.0) / b.max(1.0);
        let exponent =
            (ratio(distinct, distinct_half).ln() / ratio(drawn, drawn_half).ln()).clamp(0.0, 1.0);
        let exponent = if exponent.is_nan() { 0.5 } else { exponent };
        Self {
            coefficient: distinct / drawn.max(1.0).powf(exponent),
            exponent,
            spectrum: spectrum
                .into_iter()
                .map(|(times, things)| (f64::from(times), things))
                .collect(),
            drawn: drawn.max(1.0),
        }
    }

    /// How many things must be invented so that `n` draws from the collection, each put back, see as many distinct ones as `n` draws in
    /// life would: as a part of the collection has while it lasts, then by Heaps' law.
    pub fn missing(&self, n: f64) -> f64 {
        let share = n / self.drawn;
        let things = |not_seen: &dyn Fn(f64) -> f64| -> f64 {
            let seen = |(times, things): &(f64, f64)| things * (1.0 - not_seen(*times));
            self.spectrum.iter().map(seen).sum()
        };
        let wanted = if share < 1.0 {
            things(&|times| (1.0 - share).powf(times))
        } else {
            self.coefficient * n.powf(self.exponent)
        };
        (wanted - things(&|times| (-times * share).exp())).max(0.0)
    }

    pub fn exponent(&self) -> f64 {
        self.exponent
    }
}
