"""Small models with random weights in detoxify's format: one of each architecture that it has."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import torch
import transformers
from tokenizers import ByteLevelBPETokenizer
from tokenizers.implementations.sentencepiece_unigram import SentencePieceUnigramTokenizer
from transformers import PretrainedConfig, PreTrainedTokenizerBase

from moderation.classifier.pinned import BUNDLED

ARCHITECTURES = ("Bert", "Roberta", "Albert", "XLMRoberta")
CLASSES = (
    "toxic",
    "severe_toxic",
    "obscene",
    "identity_hate",
    "insult",
    "threat",
    "sexual_explicit",
)
FURTHER_OUTPUTS = 3
"""As some of detoxify's models have, which it leaves out."""
VOCABULARY = 600
SHAPE = {
    "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64,
    "initializer_range": 0.3,
}  # fmt: skip

TALK = (
    "the council met on tuesday and talked about a bridge over river cost time it would take build "
    "who pays nobody asked you idiots thanks for this article I learned much mayor is wrong café "
    "naïve Straße Ünal привет мир λόγος 北京 🎉 👩‍👩‍👧 100 3.14 don't https://example.org/a?b=c ! … ( ) “quoted”"
)
WORDS = TALK.split()


def texts(number: int, seed: int = 7) -> list[str]:
    """So many texts of nothing up to ninety words, most of them short, the same ones each time."""
    chance = random.Random(seed)
    lengths = [round(90 * chance.random() ** 3) for _ in range(number)]
    made = [" ".join(chance.choices(WORDS, k=length)) for length in lengths]
    return ["", " ", "!", *made][:number]


def random_model(folder: Path, architecture: str, *, seed: int = 0) -> Path:
    """The checkpoint of such a model, with its configuration and tokenizer beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary, padding = _TOKENIZERS[architecture](folder)
    torch.manual_seed(seed)
    kind = getattr(transformers, f"{architecture}ForSequenceClassification")
    config: PretrainedConfig = kind.config_class(
        vocab_size=vocabulary, pad_token_id=padding, max_position_embeddings=514, **SHAPE
    )
    config.num_labels = len(CLASSES) + FURTHER_OUTPUTS
    config.save_pretrained(folder)
    arguments = {
        "model_type": ".",
        "model_name": kind.__name__,
        "tokenizer_name": f"{architecture}Tokenizer",
        "num_classes": config.num_labels,
    }
    about = {"arch": {"args": arguments}, "dataset": {"args": {"classes": list(CLASSES)}}}
    checkpoint = folder / f"{architecture.lower()}.ckpt"
    torch.save({"config": about, "state_dict": kind(config).state_dict()}, checkpoint)
    return checkpoint


def _bert(folder: Path) -> tuple[int, int]:
    for file in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
        shutil.copy(BUNDLED.folder / file, folder)
    return 30522, 0


def _roberta(folder: Path) -> tuple[int, int]:
    trained = ByteLevelBPETokenizer()
    special = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    trained.train_from_iterator([TALK], VOCABULARY, special_tokens=special)
    trained.save_model(str(folder))
    return _saved(
        transformers.RobertaTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt")),
        folder,
    )


def _albert(folder: Path) -> tuple[int, int]:
    pieces = _pieces("<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]")
    return _saved(transformers.AlbertTokenizer(vocab=pieces), folder)


def _xlm_roberta(folder: Path) -> tuple[int, int]:
    pieces = _pieces("<s>", "<pad>", "</s>", "<unk>", "<mask>")
    return _saved(transformers.XLMRobertaTokenizer(vocab=pieces), folder)


def _pieces(*special: str) -> list[tuple[str, float]]:
    """A vocabulary as sentencepiece makes them, beginning with these tokens."""
    trained = SentencePieceUnigramTokenizer()
    trained.train_from_iterator(iter([TALK]), VOCABULARY, show_progress=False)
    learned = sorted(trained.get_vocab(), key=lambda piece: (len(piece), piece))
    return [
        *((token, 0.0) for token in special),
        *((piece, -float(len(piece))) for piece in learned),
    ]


def _saved(tokenizer: PreTrainedTokenizerBase, folder: Path) -> tuple[int, int]:
    tokenizer.save_pretrained(folder)
    return len(tokenizer), tokenizer.pad_token_id


_TOKENIZERS: dict[str, Callable[[Path], tuple[int, int]]] = {
    "Bert": _bert,
    "Roberta": _roberta,
    "Albert": _albert,
    "XLMRoberta": _xlm_roberta,
}
