"""The one definition of an error: max |a - b| / max(1e-3, max |b|) for each tensor, list and number by itself."""

import torch

# Of these only the places with a 1 in this mask mean something.
MASKS = {"logits": "attention_mask", "logprobs": "mask", "entropy": "mask"}


def largest_error(stored, computed, check=None, tensors=None):
    errors = [0.0]
    for name, value in computed.items():
        if isinstance(value, dict):
            errors.append(largest_error(stored[name], value))
            continue
        a, b = (torch.as_tensor(v, dtype=torch.float64) for v in (stored[name], value))
        if a.shape != b.shape or not b.isfinite().all():
            return float("inf")
        mask = MASKS.get(name)
        if tensors and mask in tensors:
            real = tensors[mask].bool()
            a, b = a[real], b[real]
        if b.numel():
            errors.append(((a - b).abs().max() / b.abs().max().clamp(min=1e-3)).item())
    return max(errors)
