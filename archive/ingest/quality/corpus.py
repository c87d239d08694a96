"""A folder of texts with their labels in ``truth.jsonl``, read by the pipeline and scored."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.ingest.jsonl import Json, error_json, to_json
from archive.ingest.pipeline import read_file
from archive.ingest.quality.scoring import Score, key_of, score
from archive.ingest.records import UnreadableFile
from archive.regions.authority import Authority

LABELS = "truth.jsonl"


@dataclass(frozen=True, slots=True)
class Corpus:
    """The labels of a folder and the files that they speak of."""

    folder: Path
    labels: tuple[Mapping[str, Any], ...]

    @classmethod
    def load(cls, folder: Path) -> "Corpus":
        """The corpus of a folder. Raises ``FileNotFoundError`` without labels, ``ValueError`` for a broken line."""
        lines = (folder / LABELS).read_text(encoding="utf-8").splitlines()
        return cls(folder, tuple(json.loads(line) for line in lines if line.strip()))

    @property
    def files(self) -> tuple[Path, ...]:
        """The labelled files that are there."""
        named = (self.folder / str(label.get("file") or label["id"]) for label in self.labels)
        return tuple(path for path in named if path.is_file())

    def fingerprint(self) -> str:
        """Hash of the labels and of every labelled file, so that a floor belongs to one corpus."""
        digest = hashlib.sha256((self.folder / LABELS).read_bytes())
        for path in self.files:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:16]

    def read(self, authority: Authority | None = None) -> dict[str, Json]:
        """What the pipeline makes of each file, by the text that it stands for."""
        found: dict[str, Json] = {}
        for path in self.files:
            try:
                item = to_json(read_file(path.read_bytes(), path.name, authority=authority))
            except UnreadableFile as error:
                item = error_json(path.name, error.code, error.message)
            found.setdefault(key_of(path.name), item)
        return found

    def score(self, authority: Authority | None = None) -> Score:
        """Marks for every labelled file."""
        return score(self.labels, self.read(authority))
