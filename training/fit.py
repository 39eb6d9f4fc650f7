"""Fine-tuning: the loss, the schedule, and a loop that can be taken up again where it stopped."""

import dataclasses
import json
import math
import pathlib
import random
import sys
import time
import typing as t

import torch
from torch import Tensor, nn

from training.batches import LONGEST, Batch, batches, tokenizer
from training.encoder import load
from training.network import Network, Said
from training.rows import Row

_FLOOR: t.Final = 1e-6


@dataclasses.dataclass(frozen=True)
class Plan:
    """How to fine-tune: `rate` for the encoder, ten times that for the heads."""

    base: pathlib.Path
    epochs: int = 4
    rate: float = 1e-4
    budget: int = 2048
    warm: float = 0.06
    seed: int = 1
    frozen: int = 0
    longest: int = LONGEST


def fit(
    plan: Plan,
    rows: t.Sequence[Row],
    out: pathlib.Path,
    soft: dict[str, Tensor] | None = None,
    begin: Network | None = None,
) -> Network:
    """Fine-tune on the rows; state is kept in `out` after each epoch and taken up from there.

    `soft` has a teacher's mark logits by row key, for rows known or not; `begin` is the network to
    begin with, in place of the base with new heads.
    """
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(plan.seed)
    network = begin or Network(load(plan.base))
    pieces = tokenizer(plan.base)
    _freeze(network, plan.frozen)
    optimizer = _optimizer(network, plan.rate)
    kept, first, step = out / "state.pt", 0, 0
    if kept.is_file():
        state = torch.load(kept, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        first, step = state["epoch"], state["step"]
    total = 0
    for epoch in range(first, plan.epochs):
        chance = random.Random(f"{plan.seed}/{epoch}")
        ready = list(batches(pieces, rows, plan.budget, plan.longest, chance))
        total = total or step + len(ready) * (plan.epochs - first)
        network.train()
        begun, sums = time.perf_counter(), 0.0
        for place, batch in enumerate(ready, 1):
            _set_rate(optimizer, plan, step, total)
            loss = _step(network, optimizer, batch, rows, soft)
            sums, step = sums + loss, step + 1
            if place % 50 == 0 or place == len(ready):
                passed = time.perf_counter() - begun
                left = passed / place * (len(ready) - place)
                _tell(
                    f"epoch {epoch + 1}/{plan.epochs}, batch {place}/{len(ready)}: "
                    f"loss {sums / place:.4f}, {left:.0f} s left of this epoch"
                )
        with (out / "log.jsonl").open("a", encoding="utf-8") as log:
            spent = round(time.perf_counter() - begun, 1)
            line = {"epoch": epoch + 1, "loss": round(sums / len(ready), 5), "seconds": spent}
            log.write(json.dumps(line | {"rows": len(rows)}) + "\n")
        state = {"network": network.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save(state | {"epoch": epoch + 1, "step": step}, kept)
    network.eval()
    return network


def _step(
    network: Network,
    optimizer: torch.optim.Optimizer,
    batch: Batch,
    rows: t.Sequence[Row],
    soft: dict[str, Tensor] | None,
) -> float:
    lower = torch.cuda.is_available() or _half()
    device = next(network.parameters()).device
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=lower):
        late, early = network(batch.ids, batch.parts, batch.mask, batch.said)
    loss = _loss(late, batch) + 0.5 * _loss(early, batch)
    if soft:
        known = [soft.get(rows[place].key) for place in batch.places]
        loss = loss + _taught(late, known) + 0.5 * _taught(early, known)
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return float(loss.detach())


def _loss(said: Said, batch: Batch) -> Tensor:
    """Binary cross-entropy a mark, the offence, severity's steps, targets, grounds, where to look.

    Each is averaged over the answers that are known, so that none drowns the others.
    """
    entropy = nn.functional.binary_cross_entropy_with_logits
    marks = entropy(said.marks, batch.marks, batch.counts, reduction="sum")
    loss = 12 * marks / batch.counts.sum().clamp(min=1)
    offence = entropy(said.offence, batch.offence, batch.offence_counts, reduction="sum")
    loss = loss + offence / batch.offence_counts.sum().clamp(min=1)
    steps = (batch.severity[:, None] >= torch.arange(1, 4)).float()
    severe = entropy(said.severity, steps, reduction="none").mean(1) * batch.offence_counts
    loss = loss + severe.sum() / batch.offence_counts.sum().clamp(min=1)
    named = batch.targets.sum(-1)
    chosen = -(said.targets.log_softmax(-1) * batch.targets).sum(-1) / named.clamp(min=1)
    loss = loss + 0.5 * chosen.sum() / (named > 0).sum().clamp(min=1)
    asked = (batch.grounds >= 0).float()
    ground = entropy(said.grounds, batch.grounds.clamp(min=0), asked, reduction="sum")
    loss = loss + 2 * ground / asked.sum().clamp(min=1)
    inside = (said.looks * batch.carried).sum(1)
    marked = batch.carried.any(1)
    where = -torch.log(inside.clamp(min=_FLOOR)) * marked
    loss = loss + 0.2 * where.sum() / marked.sum().clamp(min=1)
    side = entropy(said.sides, batch.sides, batch.side_counts, reduction="sum")
    return loss + 0.5 * side / batch.side_counts.sum().clamp(min=1)


def _taught(said: Said, known: list[Tensor | None]) -> Tensor:
    """Cross-entropy against the teacher's own probabilities, over the rows it has seen."""
    places = [place for place, logits in enumerate(known) if logits is not None]
    if not places:
        return said.marks.sum() * 0
    wished = torch.stack([t.cast(Tensor, known[place]) for place in places])
    ours = torch.cat((said.marks[places], said.offence[places, None]), 1)
    part = wished.isfinite()
    loss = nn.functional.binary_cross_entropy_with_logits(
        ours, torch.sigmoid(wished.nan_to_num()), part.float(), reduction="sum"
    )
    return 12 * loss / part.sum().clamp(min=1)


def _freeze(network: Network, layers: int) -> None:
    """Word pieces are many and rarely seen, so they stay; and the first layers if wished."""
    network.encoder.words.requires_grad_(False)
    for layer in list(network.encoder.layers)[:layers]:
        layer.requires_grad_(False)


def _optimizer(network: Network, rate: float) -> torch.optim.Optimizer:
    encoder = [one for one in network.encoder.parameters() if one.requires_grad]
    heads = [*network.late.parameters(), *network.early.parameters()]
    groups = [{"params": encoder, "share": 1.0}, {"params": heads, "share": 10.0}]
    return torch.optim.AdamW(groups, lr=rate, weight_decay=0.01, fused=True)


def _set_rate(optimizer: torch.optim.Optimizer, plan: Plan, step: int, total: int) -> None:
    """Up in the first steps, then down along a cosine."""
    warm = max(1, int(plan.warm * total))
    share = step / warm if step < warm else (1 + math.cos(math.pi * step / total)) / 2
    for group in optimizer.param_groups:
        group["lr"] = plan.rate * group["share"] * max(share, 0.01)


def _half() -> bool:
    """Whether this CPU multiplies bfloat16 itself."""
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
