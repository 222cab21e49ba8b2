"""The machine and the versions that figures belong to."""

import os
import platform
from pathlib import Path

import msgspec
import pydantic

_CPUS = Path("/proc/cpuinfo")


def facts() -> dict[str, str | int]:
    """What to print beside figures."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count() or 1,
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "msgspec": msgspec.__version__,
        "pydantic": pydantic.__version__,
    }


def _cpu() -> str:
    try:
        lines = _CPUS.read_text().splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "unknown"
