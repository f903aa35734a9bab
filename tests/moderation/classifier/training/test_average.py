"""The mean of several checkpoints."""

from pathlib import Path

import pytest
import torch

from moderation.classifier.training.average import average


def _checkpoint(path: Path, value: float) -> Path:
    weights = {"a": torch.full((2, 2), value).half(), "b": torch.full((3,), -value).half()}
    torch.save({"config": {"name": path.stem}, "state_dict": weights}, path)
    return path


def test_each_weight_is_the_weighted_mean(tmp_path: Path) -> None:
    """A quarter of 1 and three quarters of 3 make 2.5, in half precision as it came."""
    one, three = _checkpoint(tmp_path / "1.ckpt", 1.0), _checkpoint(tmp_path / "3.ckpt", 3.0)
    made = average({one: 0.25, three: 0.75})
    assert made["config"] == {"name": "1"}
    assert made["state_dict"]["a"].dtype == torch.float16
    assert made["state_dict"]["a"].tolist() == [[2.5, 2.5], [2.5, 2.5]]
    assert made["state_dict"]["b"].tolist() == [-2.5] * 3


def test_shares_that_are_not_a_whole_are_refused(tmp_path: Path) -> None:
    """Shares that make more or less than 1 would stretch every weight."""
    one = _checkpoint(tmp_path / "1.ckpt", 1.0)
    with pytest.raises(ValueError, match=r"0\.9 in all"):
        average({one: 0.9})
