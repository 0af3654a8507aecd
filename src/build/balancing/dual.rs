//! The minimum of a convex function of multipliers, by Newton steps found with conjugate gradients.

/// Minus the dual of a balancing problem. Its gradient is what the constraints miss.
pub(super) trait Dual: Sync {
    /// What a Hessian product needs at a point.
    type State;

    /// The function, its gradient, the diagonal of its Hessian, and what products with the Hessian need.
    fn at(&self, multipliers: &[f64]) -> Point<Self::State>;

    /// The Hessian times a direction.
    fn hessian(&self, state: &Self::State, direction: &[f64]) -> Vec<f64>;

    /// What the miss of a constraint is measured in.
    fn size(&self, k: usize) -> f64;

    /// The part of a direction that may be gone at once.
    fn longest(&self, direction: &[f64]) -> f64;
}

/// Steps towards the minimum.
pub(super) trait Iteration {
    /// The largest miss in units of the sizes.
    fn miss(&self) -> f64;

    /// One step. Answers whether it got anywhere.
    fn step(&mut self) -> bool;

    /// Where it stands.
    fn multipliers(&self) -> &[f64];

    /// What the last step added.
    fn last(&self) -> &[f64];

    /// Passes through the cells so far.
    fn passes(&self) -> usize;
}

/// A function at a point.
pub(super) struct Point<S> {
    pub(super) value: f64,
    pub(super) gradient: Vec<f64>,
    pub(super) diagonal: Vec<f64>,
    pub(super) state: S,
}

/// Where an iteration stands.
pub(super) struct Newton<'a, D: Dual> {
    dual: &'a D,
    multipliers: Vec<f64>,
    /// What the last step added.
    last: Vec<f64>,
    point: Point<D::State>,
    passes: usize,
}

/// No cell changes by more than about a factor of e^8 in one step.
pub(super) const LONGEST_STEP: f64 = 8.0;

/// Added to the Hessian, relative to its diagonal: along directions that change no cell a step is long, but not infinite.
const RIDGE: f64 = 1e-12;

impl<'a, D: Dual> Newton<'a, D> {
    pub(super) fn new(dual: &'a D, multipliers: Vec<f64>) -> Self {
        Self {
            dual,
            last: vec![0.0; multipliers.len()],
            point: dual.at(&multipliers),
            multipliers,
            passes: 1,
        }
    }

    /// H d = −g by conjugate gradients with the diagonal of H as preconditioner, as exactly as the miss deserves.
    fn direction(&mut self) -> Vec<f64> {
        let Point {
            gradient, diagonal, ..
        } = &self.point;
        let by_diagonal: Vec<f64> = diagonal
            .iter()
            .map(|&h| if h > f64::MIN_POSITIVE { 1.0 / h } else { 0.0 })
            .collect();
        let mut found = vec![0.0; gradient.len()];
        let mut rest: Vec<f64> = gradient.iter().map(|g| -g).collect();
        let mut conditioned = times(&rest, &by_diagonal);
        let mut direction = conditioned.clone();
        let mut norm = dot(&rest, &conditioned);
        let wanted = self.miss().clamp(1e-8, 0.01).powi(2) * norm;
        let limit = (2 * gradient.len() + 20).min(1000);
        for _ in 0..limit {
            if norm <= wanted || !norm.is_finite() {
                break;
            }
            let mut image = self.dual.hessian(&self.point.state, &direction);
            self.passes += 1;
            for ((image, d), h) in image.iter_mut().zip(&direction).zip(diagonal) {
                *image += RIDGE * h * d;
            }
            let curvature = dot(&direction, &image);
            if curvature.is_nan() || curvature <= 0.0 {
                break;
            }
            let length = norm / curvature;
            for k in 0..found.len() {
                found[k] += length * direction[k];
                rest[k] -= length * image[k];
            }
            conditioned = times(&rest, &by_diagonal);
            let next = dot(&rest, &conditioned);
            for (d, c) in direction.iter_mut().zip(&conditioned) {
                *d = c + next / norm * *d;
            }
            norm = next;
        }
        found
    }
}

impl<D: Dual> Iteration for Newton<'_, D> {
    fn miss(&self) -> f64 {
        largest_miss(self.dual, &self.point)
    }

    fn step(&mut self) -> bool {
        let direction = self.direction();
        let slope = dot(&direction, &self.point.gradient);
        if slope.is_nan() || slope >= 0.0 {
            return false;
        }
        let mut length = self.dual.longest(&direction).min(1.0);
        let miss = self.miss();
        for _ in 0..40 {
            let there: Vec<f64> = self
                .multipliers
                .iter()
                .zip(&direction)
                .map(|(y, d)| y + length * d)
                .collect();
            let point = self.dual.at(&there);
            self.passes += 1;
            let lower = point.value <= self.point.value + 1e-4 * length * slope;
            // near the end the function's own rounding hides its decrease
            if point.value.is_finite() && (lower || largest_miss(self.dual, &point) < 0.9 * miss) {
                self.last = direction.iter().map(|d| length * d).collect();
                self.multipliers = there;
                self.point = point;
                return true;
            }
            length /= 2.0;
        }
        false
    }

    fn multipliers(&self) -> &[f64] {
        &self.multipliers
    }

    fn last(&self) -> &[f64] {
        &self.last
    }

    fn passes(&self) -> usize {
        self.passes
    }
}

fn largest_miss<D: Dual>(dual: &D, point: &Point<D::State>) -> f64 {
    let mut most = 0.0_f64;
    for (k, g) in point.gradient.iter().enumerate() {
        let miss = g.abs() / dual.size(k);
        if miss.is_nan() {
            return f64::INFINITY;
        }
        most = most.max(miss);
    }
    most
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn times(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}
