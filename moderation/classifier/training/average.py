"""Averages checkpoints, weight by weight: `python -m moderation.classifier.training.average`.

Checkpoints of one run, or of passes that went on from one another, lie in one valley: their mean
is often better than each (M. Wortsman et al., "Model soups", 2022), and keeps something of all.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import torch


def main() -> None:
    """Read, average, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, help="the checkpoint to write")
    parser.add_argument("parts", nargs="+", metavar="CHECKPOINT=SHARE", help="such as a.ckpt=0.5")
    chosen = parser.parse_args()
    parts = [part.rpartition("=") for part in chosen.parts]
    torch.save(average({Path(path): float(share) for path, _, share in parts}), chosen.out)


def average(parts: dict[Path, float]) -> dict[str, Any]:
    """One checkpoint in detoxify's format; ValueError unless the shares make 1 in all."""
    if abs(sum(parts.values()) - 1) > 1e-6:
        raise ValueError(f"the shares make {sum(parts.values())} in all, and must make 1")
    read = {path: torch.load(path, map_location="cpu", weights_only=True) for path in parts}
    made = dict(next(iter(read.values())))
    made["state_dict"] = {
        name: sum(
            share * read[path]["state_dict"][name].float() for path, share in parts.items()
        ).half()
        for name in made["state_dict"]
    }
    return made


if __name__ == "__main__":
    main()
