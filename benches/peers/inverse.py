#!/usr/bin/env python3
"""The full inverse beside numpy.linalg.inv and scipy's getrf + getri, in turn on the same machine.

    cargo build --release --example inverse_speed
    python3 benches/peers/inverse.py 1435 2464 3465

Needs numpy (scipy if it is there). Prints medians of RUNS runs in turn and the ratios of each pair.
"""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np

try:
    from scipy.linalg import lapack
except ImportError:
    lapack = None

RUNS = 5
ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "target" / "release" / "examples" / "inverse_speed"


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ours(n):
    """Seconds of one in-place inverse and one product, as the example prints them."""
    out = subprocess.run([EXAMPLE, str(n)], check=True, capture_output=True, text=True).stdout
    row = out.splitlines()[1].split()
    return float(row[3]), float(row[1])


def main(sizes):
    print(f"numpy {np.__version__}")
    for n in sizes:
        rng = np.random.default_rng(1)
        matrix = np.eye(n) - 0.9 / n * rng.random((n, n))
        np.linalg.inv(matrix)
        rows = []
        for _ in range(RUNS):
            inverse, product = ours(n)
            numpy_product = seconds(lambda: matrix @ matrix)
            numpy_inverse = seconds(lambda: np.linalg.inv(matrix))
            scipy_inverse = float("nan")
            if lapack is not None:
                columns = np.asfortranarray(matrix)

                def two_steps():
                    factor, pivots, _ = lapack.dgetrf(columns)
                    lapack.dgetri(factor, pivots, lwork=64 * n)

                scipy_inverse = seconds(two_steps)
            rows.append((inverse, product, numpy_inverse, numpy_product, scipy_inverse))
        inverse, product, numpy_inverse, numpy_product, scipy_inverse = (
            median(column) for column in zip(*rows)
        )
        ratio = median(row[2] / row[0] for row in rows)
        gigaflops = 2e-9 * n**3
        print(
            f"n = {n}: inverse {inverse:.3f} s ({gigaflops / inverse:.0f} GFLOP/s), "
            f"product {product:.3f} s ({gigaflops / product:.0f}); "
            f"numpy.linalg.inv {numpy_inverse:.3f} s, numpy product {numpy_product:.3f} s "
            f"({gigaflops / numpy_product:.0f}), getrf + getri {scipy_inverse:.3f} s; "
            f"numpy.linalg.inv / ours {ratio:.2f}"
        )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1435, 2464, 3465])
