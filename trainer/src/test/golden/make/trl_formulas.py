"""The same kinds by TRL's own functions: those of its former PPOTrainer (0.11.4) on the given numbers, without a model."""

from types import SimpleNamespace

import torch
from trl import PPOTrainer
from trl.core import masked_mean, masked_var, masked_whiten
from trl.trainer.utils import AdaptiveKLController

from make.formulas import inputs, plain


def gae(check, *_):
    given = inputs(check)
    mask = given["mask"]
    trainer = SimpleNamespace(config=SimpleNamespace(whiten_rewards=False, gamma=check["gamma"], lam=check["lam"]))
    _, whitened, returns = PPOTrainer.compute_advantages(trainer, given["values"], given["rewards"], mask)
    advantages = returns - given["values"] * mask  # TRL hands out the whitened ones only
    assert torch.allclose(masked_whiten(advantages, mask), whitened)
    return plain({"advantages": advantages * mask, "returns": returns * mask}), {}


def whiten(check, *_):
    given = inputs(check)
    values, mask = given["values"], given["mask"]
    whitened = masked_whiten(values, mask, shift_mean=check["shift_mean"])
    mean, variance = masked_mean(values, mask), masked_var(values, mask)
    return plain({"mean": mean, "variance": variance, "whitened": whitened * mask}), {}


def ppo_loss(check, *_):
    given = inputs(check)
    new, predicted = given["new_logprobs"].requires_grad_(), given["vpreds"].requires_grad_()
    config = SimpleNamespace(ratio_threshold=float("inf"), **{k: check[k] for k in ("cliprange", "cliprange_value", "vf_coef")})
    policy, value, found = PPOTrainer.loss(
        SimpleNamespace(config=config),
        given["old_logprobs"],
        given["values"],
        given["logits"],
        predicted,
        new,
        given["mask"],
        given["advantages"],
        given["returns"],
    )
    loss = policy + value
    loss.backward()
    return plain(
        {
            "policy_loss": policy,
            "value_loss": found["loss/value"],
            "loss": loss,
            "policy_clipfrac": found["policy/clipfrac"],
            "value_clipfrac": found["val/clipfrac"],
            "approxkl": found["policy/approxkl"],
            "entropy": found["policy/entropy"],
            "grad_new_logprobs": new.grad,
            "grad_vpreds": predicted.grad,
        }
    ), {}


def adaptive_kl(check, *_):
    controller, coefficients = AdaptiveKLController(check["initial"], check["target"], check["horizon"]), []
    for found, steps in zip(check["inputs"]["kl"], check["inputs"]["n_steps"]):
        controller.update(found, steps)
        coefficients.append(controller.value)
    return {"coefficients": coefficients}, {}


KINDS = {"gae": gae, "whiten": whiten, "ppo-loss": ppo_loss, "adaptive-kl": adaptive_kl}
