"""Statistics of labels by Python's libraries: what `./hone bench stats --peer` is compared with.

Reads the rows, then computes once for each line of standard input and prints one line of JSON: the seconds from a DataFrame in
memory to the result, the resamples that were computed and by how much their time was multiplied, the peak memory of this
process and its children, and the numbers found.
"""

import argparse
import json
import logging
import multiprocessing
import resource
import sys
import time

import pandas as pd

RESAMPLES = 1000
COMPARED_ITEMS = 10_000
# Computed in each window; the time of one is the difference of the two, divided by the resamples between them, so that what
# happens once, starting processes say, is not multiplied.
FEW, MORE = 2, 6
WINNERS = {2: "model_a", 1: "tie", 0: "model_b"}


def main():
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--peer", choices=PEERS, required=True)
    parse.add_argument("--data", required=True)
    given = parse.parse_args()
    window = PEERS[given.peer](pd.read_csv(given.data))
    print(json.dumps({"ready": True}), flush=True)
    for _ in sys.stdin:
        print(json.dumps(window() | {"megabytes": peak_megabytes()}), flush=True)


def peak_megabytes():
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def crowd_kit(rows):
    """EM as its users run it: at most 100 steps, until the gain per label is below 1e-5."""
    from crowdkit.aggregation import DawidSkene

    labels = rows.set_axis(["task", "worker", "label"], axis=1)

    def window():
        began = time.monotonic()
        found = DawidSkene(n_iter=100).fit(labels)
        seconds = time.monotonic() - began
        return {"seconds": seconds, "result": found.labels_.loc[range(COMPARED_ITEMS)].astype(float).tolist()}

    return window


def arena_rank(rows):
    """Bradley-Terry by L-BFGS on votes counted by pair, and a multinomial bootstrap on all processors.

    It starts them by its own choice of multiprocessing's default, and processes forked from JAX's threads wait for ever.
    """
    multiprocessing.set_start_method("spawn")
    from arena_rank.models.bradley_terry import BradleyTerry
    from arena_rank.utils.data_utils import PairDataset

    votes = pd.DataFrame({"model_a": rows["first"], "model_b": rows["second"], "winner": rows["third"].map(WINNERS)})

    def fit():
        dataset = PairDataset.from_pandas(votes)
        model = BradleyTerry(n_competitors=len(dataset.competitors)).fit(dataset)
        return dataset, model, [float(rating) for rating in model.params["ratings"]]

    return bootstrapped(
        fit, lambda fitted, n: fitted[1].compute_ratings_and_cis(fitted[0], ci_method="bootstrap", num_bootstrap=n)
    )


def evalica(rows):
    """Bradley-Terry in Rust by MM, and votes drawn one by one."""
    import evalica as library
    import numpy as np

    names = {2: library.Winner.X, 1: library.Winner.Draw, 0: library.Winner.Y}
    a, b, winners = rows["first"].tolist(), rows["second"].tolist(), rows["third"].map(names).tolist()

    def fit():
        scores = library.bradley_terry(a, b, winners).scores.sort_index()
        return None, None, np.log(scores).tolist()

    return bootstrapped(
        fit,
        lambda _, n: library.bootstrap(
            library.bradley_terry, a, b, winners, n_resamples=n, bootstrap_method="percentile", random_state=1
        ),
    )


def bootstrapped(fit, resample):
    def window():
        began = time.monotonic()
        fitted = fit()
        fitting = time.monotonic() - began
        few, more = timed(resample, fitted, FEW), timed(resample, fitted, MORE)
        each = (more - few) / (MORE - FEW)
        mean = sum(fitted[2]) / len(fitted[2])
        return {
            "seconds": fitting + few + each * (RESAMPLES - FEW),
            "resamples": FEW + MORE,
            "scale": (RESAMPLES - FEW) / (MORE - FEW),
            "seconds_per_resample": each,
            "result": [strength - mean for strength in fitted[2]],
        }

    return window


def timed(resample, fitted, n):
    began = time.monotonic()
    resample(fitted, n)
    return time.monotonic() - began


PEERS = {"crowd-kit": crowd_kit, "arena-rank": arena_rank, "evalica": evalica}

if __name__ == "__main__":
    logging.basicConfig(stream=sys.stderr)
    main()
