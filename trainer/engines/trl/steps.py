"""What all stages add to a trainer of TRL's: Hone's order of rows, schedule, events, checkpoints and stopping.

A mixin in front of TRL's trainer. It replaces what happens after an optimizer's step (`_maybe_log_save_evaluate`), so that
transformers' own logging, evaluation and saving are never reached. Row weights, which TRL does not have, are in the stages' losses.
"""

from __future__ import annotations

import math
import shutil
from pathlib import Path
from typing import Any, Callable, Iterator

import torch
from hone_engine import order
from hone_engine.checkpoints import Checkpoints, synced
from hone_engine.failure import Paused, RunFailure
from hone_engine.job import Run
from hone_engine.model_files import placed
from hone_engine.plan import Plan
from hone_engine.start import on_a_gpu
from lora import RunAdapter
from torch.optim.lr_scheduler import LambdaLR
from torch.utils.data import Sampler


#: where transformers saves what a run goes on from, below the run's folder
STATES = "state/checkpoint-*"


class HonesOrder(Sampler[int]):
    """Every epoch has all rows in an order of seed and epoch; places of the last batch that are left are the filler's."""

    def __init__(self, plan: Plan, step: Callable[[], int]):
        self.plan, self.step = plan, step

    def __len__(self) -> int:
        together = self.plan.micro * self.plan.processes
        return math.ceil(self.plan.rows / together) * together

    def __iter__(self) -> Iterator[int]:
        places = order.order(self.plan.rows, self.plan.run.seed, self.step() // self.plan.per_epoch)
        return iter(places + [self.plan.rows] * (len(self) - self.plan.rows))


class Steps:
    """@param plan of the run; @param checkpoints where they go; @param contents writes a model's files beside its weights"""

    LOSS = "loss"  # as events name it
    loss_is_scaled_for_ga = True  # every loss is divided by the items of the whole batch

    def begin(
        self, plan: Plan, checkpoints: Checkpoints, contents: Callable[[Path], None], adapter: RunAdapter | None = None
    ) -> None:
        self.plan, self.checkpoints, self.contents, self.run_adapter = plan, checkpoints, contents, adapter
        if adapter is not None:
            adapter.start(self.model)
        self.seen: dict[str, float] = {}
        self.update_losses: list[float] = []
        self.update_norms: list[float] = []
        self.paused = False
        self.told_of = -1

    def _prepare_dataset(self, dataset: Any, *_: Any, **__: Any) -> Any:
        return dataset  # these are token ids already

    def _get_train_sampler(self, *_: Any) -> HonesOrder:
        return HonesOrder(self.plan, lambda: self.state.global_step)

    def get_decay_parameter_names(self, model: torch.nn.Module) -> list[str]:
        return [name for name, parameter in model.named_parameters() if parameter.dim() >= 2]

    def create_scheduler(self, num_training_steps: int, optimizer: Any = None) -> LambdaLR:
        if self.lr_scheduler is None:
            self.lr_scheduler = LambdaLR(optimizer or self.optimizer, self.plan.rate)
            self._created_lr_scheduler = True
        return self.lr_scheduler

    def _get_num_items_in_batch(self, batch_samples: list[Any], device: torch.device) -> torch.Tensor:
        return self.over_all(sum(float(batch["items"]) for batch in batch_samples))

    def over_all(self, number: float) -> torch.Tensor:
        """The sum of all processes' numbers."""
        mine = torch.tensor([number], dtype=torch.float64 if self.args.device.type == "cpu" else torch.float32)
        return self.accelerator.gather(mine.to(self.args.device)).sum()

    def of_batch(self, losses: torch.Tensor, items: torch.Tensor) -> torch.Tensor:
        """The share of this micro-batch in the batch's loss; gradients are averaged over processes afterwards."""
        return losses.sum() / items.to(losses.dtype) * self.accelerator.num_processes

    def see(self, **numbers: float | torch.Tensor) -> None:
        """Sums over a step, for its event."""
        for name, number in numbers.items():
            self.seen[name] = self.seen.get(name, 0.0) + float(number)

    def told(self, seen: dict[str, float]) -> dict[str, float]:
        """A step's metrics from what was seen in it; stages with more than tokens say so."""
        return seen

    def _maybe_log_save_evaluate(self, tr_loss: torch.Tensor, grad_norm: Any, *_: Any, **more: Any) -> None:
        update = self.state.global_step
        if update == self.told_of:
            return  # an epoch's end is told again
        self.told_of = update
        step = math.ceil(update / self.plan.updates)
        processes = self.accelerator.num_processes
        loss = float(self.over_all(float(tr_loss))) / processes
        tr_loss -= tr_loss
        norm = float(grad_norm)
        for what, number in (("loss", loss), ("gradient", norm)):
            if not math.isfinite(number):
                raise RunFailure("nan-loss", f"The {what} was not a number at step {step}. Try a lower learning rate.")
        self.update_losses.append(loss)
        self.update_norms.append(norm)
        if update % self.plan.updates == 0:
            self.step_done(step)

    def step_done(self, step: int) -> None:
        loss, norm = (sum(some) / len(some) for some in (self.update_losses, self.update_norms))
        self.update_losses, self.update_norms = [], []
        seen = {name: float(self.over_all(number)) for name, number in sorted(self.seen.items())}
        self.seen = {}
        run = self.plan.run
        rate = run.recipe["learningRate"] * self.plan.rate((step - 1) * self.plan.updates)
        metrics = {self.LOSS: loss, "grad_norm": norm, "lr": rate, **self.told(seen), **self.plan.metrics, **memory()}
        run.tell("run.step", step=step, steps=self.plan.steps, metrics=metrics)
        every = self.plan.every
        if step == self.plan.steps or (every["evaluate"] and step % every["evaluate"] == 0):
            self.measure(step)
        stopping = float(self.over_all(float(run.stopping()))) > 0
        if step < self.plan.steps and (stopping or (every["save"] and step % every["save"] == 0)):
            self._pause_point(step)
        if step < self.plan.steps and stopping:
            self.paused = True
            self.control.should_training_stop = True

    def measure(self, step: int) -> None:
        """Numbers on rows that the run does not learn from."""

    def _pause_point(self, step: int) -> None:
        """State of the engine's own first, then a checkpoint whose weights are the same files."""
        self._save_checkpoint(self.model, None)
        self.accelerator.wait_for_everyone()
        if self.plan.run.rank == 0:
            state = Path(self.args.output_dir) / f"checkpoint-{self.state.global_step}"
            for file in state.rglob("*"):
                synced(file)
            synced(state.parent)
            name = str(state.relative_to(self.plan.run.folder))
            self.checkpoints.save(step, lambda folder: self._write(folder, state), name)
        self.accelerator.wait_for_everyone()

    def _write(self, folder: Path, weights: Path) -> None:
        for file in weights.iterdir():
            if file.name.endswith(".safetensors") or file.name == "model.safetensors.index.json":
                placed(file, folder / file.name)
        if not any(folder.iterdir()):
            raise RunFailure(
                "bad-configuration",
                "The whole weights were not saved: accelerate's configuration must gather them (FULL_STATE_DICT with FSDP, "
                "stage3_gather_16bit_weights_on_model_save with DeepSpeed).",
            )
        if self.run_adapter is not None:
            self.run_adapter.write(folder)
        self.contents(folder)

    def learned(self, resume: str | None) -> str:
        """Trains to the end; returns the finished model's address."""
        self.train(resume_from_checkpoint=resume)
        if self.paused:
            raise Paused(f"stopped after step {self.state.global_step}; the next start goes on from there")
        weights = Path(self.args.output_dir) / "finished"
        self.before_finish()
        self.save_model(str(weights))
        self.accelerator.wait_for_everyone()
        address = ""
        if self.plan.run.rank == 0:
            address = self.checkpoints.save(self.plan.steps, lambda folder: self._write(folder, weights), None)
            shutil.rmtree(weights)
        return address

    def before_finish(self) -> None:
        """What a stage does between the last step and the finished model."""


def memory() -> dict[str, float]:
    """Resident memory of the process that tells."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return {"memory/resident_mb": float(line.split()[1]) / 1024}
    return {}


def arguments(run: Run, plan: Plan) -> dict[str, Any]:
    """For TRL's configurations; what is not named here is off or Hone's."""
    recipe = run.recipe
    gpu = on_a_gpu(run, torch.cuda.is_available())
    return {
        "output_dir": str(run.folder / "state"),
        "per_device_train_batch_size": plan.micro,
        "gradient_accumulation_steps": plan.accumulated,
        "num_train_epochs": plan.epochs,
        "learning_rate": recipe["learningRate"],
        "weight_decay": recipe.get("weightDecay", 0.0),
        "max_grad_norm": recipe["gradientNormMax"],
        "adam_beta1": 0.9,
        "adam_beta2": 0.95,
        "adam_epsilon": 1e-8,
        "bf16": recipe.get("precision") == "bf16",
        "use_cpu": not gpu,
        "activation_checkpointing": gpu,
        "logging_nan_inf_filter": False,
        "logging_strategy": "no",
        "save_strategy": "no",
        "eval_strategy": "no",
        "report_to": [],
        "disable_tqdm": True,
        "remove_unused_columns": False,
        "seed": run.seed % 2**32,
    }
