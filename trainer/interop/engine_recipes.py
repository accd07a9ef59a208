"""Recipes for comparing engines: one for each loss, adapters, rollouts."""

from pathlib import Path
from typing import NamedTuple

from engine_rows import COMMON, PREFERENCE
from hone import checkpoint_of

BASE = Path(__file__).resolve().parent.parent / "base"


class Case(NamedTuple):
    """@param model that a run starts from; @param reward the model that judges, where the recipe's stage asks for one"""

    recipe: dict
    model: Path = BASE
    reward: Path | None = None


SHOWN = {"evaluateEverySteps": 3, "checkpointEverySteps": 3, "sampleCount": 2, "sampleTokensMax": 20}
BATCH = {"batchRows": 8, "microBatchRows": 4}
RECIPES = {
    "sft": {"kind": "sft", **COMMON, **BATCH, **SHOWN, "learningRate": 5e-4},
    "reward": {
        "kind": "reward",
        **COMMON,
        "learningRate": 5e-4,
        "batchGroups": 8,
        "normalizeSamples": 0,
        "checkpointEverySteps": 2,
        "centring": 0.01,
    },
    "dpo": {"kind": "dpo", **COMMON, **BATCH, **SHOWN, **PREFERENCE, "learningRate": 1e-4},
    "dpo-smoothed": {"kind": "dpo", **COMMON, **BATCH, **SHOWN, **PREFERENCE, "labelSmoothing": 0.1, "learningRate": 1e-4},
    "dpo-ipo": {"kind": "dpo", **COMMON, **BATCH, **SHOWN, **PREFERENCE, "loss": "ipo", "learningRate": 1e-4},
}
#: Adapters that both draw from the run's seed: of all matrices, of some, with another scale.
ADAPTERS = {
    "sft-lora": {**RECIPES["sft"], "learningRate": 5e-3, "lora": {"rank": 4, "alpha": 8.0}},
    "reward-lora": {
        **RECIPES["reward"],
        "learningRate": 5e-3,
        "lora": {"rank": 4, "alpha": 4.0, "scaling": "rslora"},
    },
    "dpo-lora": {
        **RECIPES["dpo"],
        "learningRate": 1e-3,
        "lora": {"rank": 8, "alpha": 16.0, "targets": ["q_proj", "v_proj", "mlp.down_proj"]},
    },
}
RECIPES |= ADAPTERS
#: Two steps of the optimizer an iteration, and two passes, so that ratios leave 1.
GRPO = {
    "kind": "grpo",
    "iterations": 12,
    "rolloutsPerIteration": 64,
    "responseTokensMax": 24,
    "temperature": 1.0,
    "groupSize": 8,
    "epochs": 2,
    "minibatchRows": 32,
    "learningRate": 1e-3,
    "gradientNormMax": 1.0,
    "lossType": "dapo",
    "advantage": "group",
    "epsilonLow": 0.2,
    "epsilonHigh": 0.28,
    "beta": 0.02,
    "missingEndPenalty": 1.0,
    "chatTemplate": "auto",
    "checkpointEveryIterations": 2,
}
ROLLOUTS = {
    "grpo": GRPO,
    "grpo-verified": {
        **GRPO,
        "lossType": "bnpo",
        "advantage": "leave-one-out",
        "beta": 0.0,
        "epochs": 1,
        "verifier": {"kind": "first-of", "rules": [{"kind": "arithmetic"}, {"kind": "exact"}]},
    },
    "grpo-on-adapter": GRPO,
    "grpo-lora": {**GRPO, "learningRate": 1e-2, "lossType": "dr_grpo", "lora": {"rank": 4, "alpha": 8.0}},
}
#: Whole weights, and an adapter, on what another run made of an adapter.
ON_ADAPTERS = {"dpo-on-adapter": RECIPES["dpo"], "dpo-lora-on-adapter": ADAPTERS["dpo-lora"]}


def case_of(program, stage):
    """Where a stage begins: at the base, at another run's adapter, or at a model that a reward model has something to say of."""
    if stage in ON_ADAPTERS:
        return Case(ON_ADAPTERS[stage], checkpoint_of(program.place, "sft-lora-hone"))
    if stage in ROLLOUTS:
        policy, reward = ("sft-lora", "reward-lora") if stage.endswith("-on-adapter") else ("sft", "reward")
        return Case(ROLLOUTS[stage], *(checkpoint_of(program.place, f"{earlier}-hone") for earlier in (policy, reward)))
    return Case(RECIPES[stage])
