"""What an export computes; that its scores are detoxify's is shown in test_parity.py."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest

from moderation.classifier.export import INPUTS, write_export
from moderation.classifier.manifest import MODEL
from moderation.classifier.plain import load_plain
from tests.moderation.classifier.random_models import SHAPE, random_model


@pytest.mark.parametrize("architecture", ["Bert", "Roberta", "XLMRoberta"])
def test_the_last_layer_is_computed_for_the_first_token_alone(
    architecture: str, tmp_path: Path
) -> None:
    """Nothing reads what it would make of the others, so that work is spared."""
    write_export(load_plain(str(random_model(tmp_path, architecture))), tmp_path)
    model = onnx.load(tmp_path / MODEL)
    after_last = [node for node in model.graph.node if node.op_type == "LayerNormalization"][-1]
    model.graph.output.append(onnx.ValueInfoProto(name=after_last.output[0]))

    session = onnxruntime.InferenceSession(model.SerializeToString())
    ids = np.arange(5, 15).reshape(2, 5)
    given = dict(zip(INPUTS, (ids, np.ones_like(ids)), strict=True))
    probabilities, states = session.run(None, given)

    assert states.shape == (2, 1, SHAPE["hidden_size"])
    assert probabilities.shape[0] == 2
