"""Text as vectors: the embedder's interface, and MiniLM on onnxruntime with everything it needs on the disk."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from knowledge.policies.minilm_graph import WIDTH, carried, graph_file
from knowledge.policies.vector_cache import VectorCache

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MAX_TOKENS = 256
_BATCH_TOKENS = 4_096
_REMEMBERED_QUERIES = 1_024


class Embedder(Protocol):
    """Anything that turns texts into vectors of length 1, so that a dot product is the cosine."""

    @property
    def model(self) -> str:
        """The model's name; an index made with one model is never searched with another."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text, in order."""
        ...

    def embed_one(self, text: str) -> NDArray[np.float32]:
        """One text's vector; recent ones are remembered."""
        ...


class MiniLM:
    """all-MiniLM-L6-v2: 384 dimensions, texts cut at 256 tokens, mean pooling.

    Nothing is loaded before the first text. `cache` keeps the built graph and every vector by its text's hash;
    several processes and threads may share it.
    """

    model = "all-MiniLM-L6-v2"

    def __init__(self, cache: Path) -> None:
        self._folder = cache
        self._vectors = VectorCache(cache / "vectors.sqlite3", WIDTH)
        self._recent: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        keys = [hashlib.sha256(f"{self.model}\0{text}".encode("utf-8", "replace")).digest()[:16] for text in texts]
        known = self._vectors.get(keys)
        missing: dict[bytes, int] = {}
        for row, key in enumerate(keys):
            if key in known:
                rows[row] = known[key]
            else:
                missing.setdefault(key, row)
        if missing:
            fresh = self._compute([texts[row] for row in missing.values()])
            computed = dict(zip(missing, fresh, strict=True))
            self._vectors.put(computed)
            for row, key in enumerate(keys):
                if key in computed:
                    rows[row] = computed[key]
        return rows

    def embed_one(self, text: str) -> NDArray[np.float32]:
        with self._lock:
            if text in self._recent:
                self._recent.move_to_end(text)
                return self._recent[text]
        vector = self._compute([text])[0]
        vector.setflags(write=False)
        with self._lock:
            self._recent[text] = vector
            if len(self._recent) > _REMEMBERED_QUERIES:
                self._recent.popitem(last=False)
        return vector

    def token_counts(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has before it is cut, the two that mark its ends left out."""
        tokenizer, _ = self._load()
        encodings = tokenizer.encode_batch_fast([text[:20_000] for text in texts])
        return [len(e.ids) - 2 + sum(len(rest.ids) - 2 for rest in e.overflowing) for e in encodings]

    def _compute(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        tokenizer, session = self._load()
        # MAX_TOKENS tokens rarely take 2,000 characters; what lies far beyond them needs no tokenising.
        encoded = [e.ids for e in tokenizer.encode_batch_fast([text[:20_000] for text in texts])]
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        while order:
            # Texts of like length go together, so little is padded; the longest of a batch bounds its size.
            batch: list[int] = []
            while order and len(encoded[order[0]]) * (len(batch) + 1) <= _BATCH_TOKENS:
                batch.append(order.pop(0))
            longest = max(len(encoded[i]) for i in batch)
            ids = np.zeros((len(batch), longest), dtype=np.int32)
            mask = np.zeros((len(batch), longest), dtype=np.int32)
            for row, i in enumerate(batch):
                ids[row, : len(encoded[i])] = encoded[i]
                mask[row, : len(encoded[i])] = 1
            rows[batch] = np.asarray(session.run(["embedding"], {"ids": ids, "mask": mask})[0])
        return rows

    def _load(self) -> tuple[Tokenizer, InferenceSession]:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = (_tokenizer(), _session(graph_file(self._folder)))
        return self._loaded


def _tokenizer() -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(carried("tokenizer.json")))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _session(graph: Path) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2)
    options.inter_op_num_threads = 1
    # The graph is written fused, so optimising it again would only cost start-up time.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    # Threads that spin between questions would take the processor from everything else on the machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
