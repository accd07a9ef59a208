"""Kinds that are formulas on a few given numbers, in float64 as the papers write them; gradients by autograd."""

import torch
from transformers import get_scheduler


def inputs(check):
    return {name: torch.tensor(value, dtype=torch.float64) for name, value in check["inputs"].items()}


def plain(values):
    return {name: value.tolist() if torch.is_tensor(value) else value for name, value in values.items()}


def masked_mean(x, mask):
    return (x * mask).sum() / mask.sum()


def estimates(logprobs, ref_logprobs):
    """k1, k2, k3 of KL(policy || reference) a token: Schulman, joschu.net/blog/kl-approx.html."""
    logr = ref_logprobs - logprobs
    return -logr, logr**2 / 2, logr.exp() - 1 - logr


def kl(check, *_):
    given = inputs(check)
    mask = given["mask"]
    expected = {}
    for k, estimate in enumerate(estimates(given["logprobs"], given["ref_logprobs"]), 1):
        expected[f"k{k}"] = estimate * mask
        expected[f"mean_k{k}"] = masked_mean(estimate, mask)
    expected["sequence_k1"] = expected["k1"].sum(1)
    return plain(expected), {}


def ppo_rewards(check, *_):
    given = inputs(check)
    mask = given["mask"]
    k1, _, k3 = estimates(given["logprobs"], given["ref_logprobs"])
    penalty = (k3 if check["estimator"] == "k3" else k1) * mask
    non_score = -check["kl_coef"] * penalty
    missing = (check["missing_eos_penalty"] or 0.0) * (1 - given["contains_eos"])
    rewards = non_score.clone()
    for row, score in enumerate(given["scores"] - missing):
        rewards[row, mask[row].nonzero()[-1]] += score
    return plain({"kl": penalty, "non_score_rewards": non_score, "rewards": rewards}), {}


def gae(check, *_):
    """Schulman et al. 2015, arXiv 1506.02438."""
    given = inputs(check)
    values, rewards = given["values"] * given["mask"], given["rewards"] * given["mask"]
    advantages = torch.zeros_like(values)
    later = torch.zeros(values.shape[0], dtype=values.dtype)
    for t in reversed(range(values.shape[1])):
        following = values[:, t + 1] if t + 1 < values.shape[1] else torch.zeros_like(later)
        later = rewards[:, t] + check["gamma"] * following - values[:, t] + check["gamma"] * check["lam"] * later
        advantages[:, t] = later
    mask = given["mask"]
    return plain({"advantages": advantages * mask, "returns": (advantages + values) * mask}), {}


def whiten(check, *_):
    given = inputs(check)
    values, mask = given["values"], given["mask"]
    mean, n = masked_mean(values, mask), mask.sum()
    variance = masked_mean((values - mean) ** 2, mask) * n / (n - 1)
    whitened = (values - mean) * torch.rsqrt(variance + 1e-8) + (0 if check["shift_mean"] else mean)
    return plain({"mean": mean, "variance": variance, "whitened": whitened * mask}), {}


def ppo_loss(check, *_):
    """Schulman et al. 2017, arXiv 1707.06347; the value's clipping as in OpenAI's baselines."""
    given = inputs(check)
    mask, old, advantages = given["mask"], given["old_logprobs"], given["advantages"]
    new, predicted = given["new_logprobs"].requires_grad_(), given["vpreds"].requires_grad_()
    ratio = (new - old).exp()
    free = -advantages * ratio
    clipped = -advantages * ratio.clamp(1 - check["cliprange"], 1 + check["cliprange"])
    near = predicted.clamp(given["values"] - check["cliprange_value"], given["values"] + check["cliprange_value"])
    free_value, clipped_value = (predicted - given["returns"]) ** 2, (near - given["returns"]) ** 2
    policy = masked_mean(torch.max(free, clipped), mask)
    value = masked_mean(torch.max(free_value, clipped_value), mask) / 2
    loss = policy + check["vf_coef"] * value
    loss.backward()
    logp = given["logits"].log_softmax(-1)
    return plain(
        {
            "policy_loss": policy,
            "value_loss": value,
            "loss": loss,
            "policy_clipfrac": masked_mean((clipped > free).double(), mask),
            "value_clipfrac": masked_mean((clipped_value > free_value).double(), mask),
            "approxkl": masked_mean((new - old) ** 2, mask) / 2,
            "ratio": masked_mean(ratio, mask),
            "entropy": masked_mean(-(logp.exp() * logp).sum(-1), mask),
            "grad_new_logprobs": new.grad,
            "grad_vpreds": predicted.grad,
        }
    ), {}


def adaptive_kl(check, *_):
    """Ziegler et al. 2019, arXiv 1909.08593."""
    coefficient, coefficients = check["initial"], []
    for found, steps in zip(check["inputs"]["kl"], check["inputs"]["n_steps"]):
        error = min(max(found / check["target"] - 1, -0.2), 0.2)
        coefficient *= 1 + error * steps / check["horizon"]
        coefficients.append(coefficient)
    return {"coefficients": coefficients}, {}


def reward_loss(check, *_):
    given = inputs(check)
    chosen, rejected = given["chosen_scores"].requires_grad_(), given["rejected_scores"].requires_grad_()
    losses = -torch.nn.functional.logsigmoid(chosen - rejected - given["margin"])
    loss = (given["weight"] * losses).mean() + check["centring"] * ((chosen + rejected) ** 2).mean()
    loss.backward()
    return plain(
        {
            "losses": losses,
            "loss": loss,
            "accuracy": (chosen > rejected).double().mean(),
            "grad_chosen_scores": chosen.grad,
            "grad_rejected_scores": rejected.grad,
        }
    ), {}


def schedule(check, *_):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=check["lr"])
    made = get_scheduler(check["schedule"], optimizer, check["warmup_steps"], check["total_steps"])
    rates = []
    for _ in check["expected"]["learning_rates"]:
        rates.append(made.get_last_lr()[0])
        optimizer.step()
        made.step()
    return {"learning_rates": rates}, {}


KINDS = {
    "kl": kl,
    "ppo-rewards": ppo_rewards,
    "gae": gae,
    "whiten": whiten,
    "ppo-loss": ppo_loss,
    "adaptive-kl": adaptive_kl,
    "reward-loss": reward_loss,
    "schedule": schedule,
}
