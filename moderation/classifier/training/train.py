"""Fine-tunes a small encoder on the prepared rows: `python -m moderation.classifier.training.train`.

Starts from a Hugging Face folder (all-MiniLM-L6-v2) or goes on from a checkpoint in detoxify's
format, and writes such a checkpoint. Seeded; killed and started again with the same arguments,
it goes on where it last saved. On a CPU it computes in bfloat16 where that is faster.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits
from tqdm import tqdm
from transformers import BertConfig, BertForSequenceClassification

from moderation.classifier.training.sources import JIGSAW

SAVE_EVERY = 250
"""Steps between two states on disk."""

MOST_ROWS = 96
"""In one step, however short they are."""

POOLED_BATCHES = 60
"""So many batches are sorted by length together: little padding, and still much chance."""

TYPICAL_ROWS = 32
"""What the loss of a step is divided by, so that every row counts alike in whatever batch."""

WARM_UP = 0.03
"""The share of the way on which the learning rate rises; afterwards it falls to nothing."""

CHECKPOINT = "checkpoint.ckpt"
STATE = "state.pt"


@dataclass(frozen=True)
class Example:
    """A row as the model takes it; labels that are left open have no weight."""

    ids: tuple[int, ...]
    labels: tuple[float, ...]
    weights: tuple[float, ...]


def main() -> None:
    """Train, with a bar, and write the checkpoint."""
    chosen = _arguments()
    torch.manual_seed(chosen.seed)
    device = torch.device(chosen.device)
    model = opened(chosen.start, chosen.folder).to(device).train()
    examples = read_examples(chosen.rows, chosen.folder / "tokenizer.json", chosen.tokens)
    Training(model, examples, chosen, device).run()
    write_checkpoint(model, chosen.out / CHECKPOINT)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=Path, help="what prepare wrote")
    parser.add_argument("folder", type=Path, help="config.json and tokenizer.json of the encoder")
    parser.add_argument("out", type=Path, help="folder for the checkpoint and the state")
    parser.add_argument(
        "--start", type=Path, help="go on from this checkpoint of detoxify's format"
    )
    parser.add_argument("--epochs", type=float, default=3.0)
    parser.add_argument("--rate", type=float, default=6e-5, help="highest learning rate")
    parser.add_argument("--tokens", type=int, default=192, help="of each text, from its beginning")
    parser.add_argument(
        "--budget", type=int, default=4096, help="tokens in a step, padding included"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    return chosen


def opened(start: Path | None, folder: Path) -> BertForSequenceClassification:
    """The encoder with a head for our labels, without dropout: one pass sees little twice."""
    still = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    if start is None:
        return BertForSequenceClassification.from_pretrained(
            str(folder), num_labels=len(JIGSAW), **still
        )
    config = BertConfig.from_pretrained(str(folder), num_labels=len(JIGSAW), **still)
    model = BertForSequenceClassification(config)
    weights = torch.load(start, map_location="cpu", weights_only=True)["state_dict"]
    model.load_state_dict({name: value.float() for name, value in weights.items()}, strict=False)
    return model


def read_examples(rows: Path, tokenizer: Path, tokens: int) -> list[Example]:
    """All rows, tokenised once; texts are cut at `tokens`."""
    encoder = Tokenizer.from_file(str(tokenizer))
    encoder.no_padding()
    encoder.enable_truncation(tokens)
    with gzip.open(rows, "rt", encoding="utf-8") as file:
        given = [json.loads(line) for line in file]
    encoded = encoder.encode_batch([row["text"] for row in given])
    return [_example(row, encoding.ids) for row, encoding in zip(given, encoded, strict=True)]


def _example(row: dict, ids: Sequence[int]) -> Example:
    labels = tuple(0.0 if label is None else label for label in row["labels"])
    weights = tuple(0.0 if label is None else row["weight"] for label in row["labels"])
    return Example(tuple(ids), labels, weights)


def batches(examples: Sequence[Example], budget: int, seed: int) -> Iterator[list[Example]]:
    """All examples once, in an order of that seed, those of like length together."""
    chance = random.Random(seed)
    order = chance.sample(range(len(examples)), len(examples))
    pool = POOLED_BATCHES * TYPICAL_ROWS
    for start in range(0, len(order), pool):
        nearby = sorted(order[start : start + pool], key=lambda place: len(examples[place].ids))
        groups = list(_within(budget, [examples[place] for place in nearby]))
        chance.shuffle(groups)
        yield from groups


def _within(budget: int, examples: Sequence[Example]) -> Iterator[list[Example]]:
    batch: list[Example] = []
    for example in examples:  # from short to long, so the newest is the width of all
        if batch and ((len(batch) + 1) * len(example.ids) > budget or len(batch) == MOST_ROWS):
            yield batch
            batch = []
        batch.append(example)
    if batch:
        yield batch


class Training:
    """One run over the examples, with all that is needed to go on after a stop."""

    def __init__(self, model, examples, chosen: argparse.Namespace, device) -> None:
        self.model, self.examples, self.chosen, self.device = model, examples, chosen, device
        decayed = [p for name, p in model.named_parameters() if p.ndim > 1]
        others = [p for name, p in model.named_parameters() if p.ndim <= 1]
        self.optimizer = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}],
            lr=chosen.rate,
            fused=True,
        )
        self.in_all = math.ceil(chosen.epochs * len(examples))
        self.epoch = self.step = self.seen = 0
        self.run_of = f"{len(examples)} examples, {_what_it_depends_on(chosen)}"
        self._go_on()

    def run(self) -> None:
        """All steps that are left."""
        bar = tqdm(total=self.in_all, initial=self.seen, unit="row", smoothing=0.02)
        while self.seen < self.in_all:
            for number, batch in enumerate(self._batches()):
                if number < self.step:
                    continue  # seen before the stop
                loss = self._learn(batch)
                self.step, self.seen = number + 1, self.seen + len(batch)
                bar.update(len(batch))
                if self.step % SAVE_EVERY == 0:
                    bar.set_postfix(loss=f"{loss:.4f}", rate=f"{self._rate():.1e}")
                    self._save()
                if self.seen >= self.in_all:
                    break
            else:
                self.epoch, self.step = self.epoch + 1, 0
        bar.close()

    def _batches(self) -> Iterator[list[Example]]:
        return batches(self.examples, self.chosen.budget, self.chosen.seed * 1000 + self.epoch)

    def _rate(self) -> float:
        done = self.seen / self.in_all
        return self.chosen.rate * min(done / WARM_UP, (1 - done) / (1 - WARM_UP))

    def _learn(self, batch: Sequence[Example]) -> float:
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate()
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            logits = self.model(**self._inputs(batch)).logits.float()
        wanted = torch.tensor([example.labels for example in batch], device=self.device)
        weights = torch.tensor([example.weights for example in batch], device=self.device)
        each = binary_cross_entropy_with_logits(logits, wanted, weights, reduction="sum")
        loss = each / (TYPICAL_ROWS * wanted.shape[1])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return loss.item()

    def _inputs(self, batch: Sequence[Example]) -> dict[str, torch.Tensor]:
        width = max(len(example.ids) for example in batch)
        ids = torch.zeros((len(batch), width), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for row, example in enumerate(batch):
            ids[row, : len(example.ids)] = torch.tensor(example.ids)
            mask[row, : len(example.ids)] = 1
        return {"input_ids": ids.to(self.device), "attention_mask": mask.to(self.device)}

    def _save(self) -> None:
        """Whole under another name first, so that a kill while writing costs nothing."""
        draft = self.chosen.out / f"{STATE}.new"
        state = {"model": self.model.state_dict(), "optimizer": self.optimizer.state_dict()}
        place = {"epoch": self.epoch, "step": self.step, "seen": self.seen, "run": self.run_of}
        torch.save(state | place, draft)
        shutil.move(draft, self.chosen.out / STATE)

    def _go_on(self) -> None:
        path = self.chosen.out / STATE
        if path.exists():
            state = torch.load(path, map_location=self.device, weights_only=True)
            other = state.get("run")
            if other != self.run_of:
                raise SystemExit(
                    f"{path} is of another run ({other}): remove it, or write elsewhere."
                )
            self.model.load_state_dict(state["model"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.epoch, self.step, self.seen = state["epoch"], state["step"], state["seen"]


def _what_it_depends_on(chosen: argparse.Namespace) -> str:
    """The arguments that decide which weights come out."""
    names = ("start", "epochs", "rate", "tokens", "budget", "seed")
    return ", ".join(f"{name} {getattr(chosen, name)}" for name in names)


def write_checkpoint(model: BertForSequenceClassification, path: Path) -> None:
    """The weights as detoxify's checkpoints hold them, in half precision."""
    arch = {
        "model_type": ".",  # the folder of the configuration, which the loader fills in
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "BertTokenizer",
        "num_classes": len(JIGSAW),
    }
    config = {"arch": {"args": arch}, "dataset": {"args": {"classes": list(JIGSAW)}}}
    weights = {name: value.half().cpu() for name, value in model.state_dict().items()}
    torch.save({"config": config, "state_dict": weights}, path)


if __name__ == "__main__":
    main()
