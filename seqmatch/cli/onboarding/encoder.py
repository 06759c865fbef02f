"""Loads the sentence encoder that an operator names."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from seqmatch.errors import ArgumentError

if TYPE_CHECKING:
    from seqmatch.features.users.rule_sentences import Encoder


def named_encoder(name: str) -> Encoder:
    """The object that ``MODULE:OBJECT`` names, or what it returns where it is a function or class.

    Raises
    ------
    ArgumentError : there is no such module or object, or it has no ``encode``.
    """
    module, _, attribute = name.partition(":")
    if not (module and attribute):
        raise ArgumentError(f"{name!r} names no encoder. Write MODULE:OBJECT.", path="--embeddings")
    try:
        found: Any = getattr(importlib.import_module(module), attribute)
        if isinstance(found, type) or (callable(found) and not hasattr(found, "encode")):
            found = found()
    except Exception as error:  # a stranger's module may fail in any way
        raise ArgumentError(
            f"{name!r} cannot be loaded ({type(error).__name__}: {error}). Name a module that this Python can import "
            "and an object in it; sentence-transformers comes with: pip install 'seqmatch[embeddings]'",
            path="--embeddings",
        ) from error
    if not callable(getattr(found, "encode", None)):
        raise ArgumentError(f"{name!r} has no `encode` for a list of texts, so it is no encoder.", path="--embeddings")
    encoder: Encoder = found
    return encoder
