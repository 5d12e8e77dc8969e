"""Runs one command in a process of its own and says what it cost.

Time and CPU come from the kernel (`wait4`), so they hold for processes of a few
milliseconds too. Helper processes that outlive the one which started them are adopted and
counted (`PR_SET_CHILD_SUBREAPER` of prctl(2); Linux). Memory of a whole run is the sum over
its process tree, sampled from /proc: proportional set size, which counts a page shared by n
processes as 1/n in each, or resident size where the kernel doesn't tell.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_MB = 1_000_000
_PROC = Path("/proc")
_PR_SET_CHILD_SUBREAPER = 36
_ORPHANS_MAY_TAKE = 5.0


class CommandFailed(RuntimeError):
    """The command ended with a status that means more than "issues found"."""


@dataclass(frozen=True)
class Cost:
    """Seconds of wall clock and CPU (with reaped children), megabytes of memory.

    `largest_mb` is the largest single process; `tree_mb` the peak of the sum over the tree,
    0 where it was not sampled.
    """

    wall: float
    cpu: float
    largest_mb: float
    tree_mb: float = 0.0


def run(
    command: list[str], *, cwd: Path, sample_every: float = 0.0, accept: tuple[int, ...] = (0,)
) -> Cost:
    """Runs `command` to its end. Raises `CommandFailed` with its last lines of output.

    `sample_every` seconds: how often the tree is looked at, 0 for never. The kernel's figure
    for the largest process starts from that of the process that started it, so the caller
    must itself be small to measure a small one.
    """
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        peak = 0.0
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG if sample_every else 0)
            if pid:
                break
            peak = max(peak, tree_memory(process.pid))
            time.sleep(sample_every)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in accept:
            output.seek(0)
            tail = output.read().decode("utf-8", "replace")[-1500:]
            raise CommandFailed(f"{' '.join(command)} ended with {process.returncode}:\n{tail}")
    cpu, largest = usage.ru_utime + usage.ru_stime, usage.ru_maxrss
    for orphan in _orphans():
        cpu += orphan.ru_utime + orphan.ru_stime
        largest = max(largest, orphan.ru_maxrss)
    return Cost(wall, cpu, largest * 1024 / _MB, peak)


def _orphans() -> Iterator[resource.struct_rusage]:
    """What each process cost that the command left behind, once it has ended."""
    until = time.perf_counter() + _ORPHANS_MAY_TAKE
    while time.perf_counter() < until:
        try:
            pid, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid:
            yield usage
        else:
            time.sleep(0.01)


def tree_memory(root: int) -> float:
    """Megabytes that the process and its descendants hold now."""
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        total += _memory(pid)
        try:
            for task in (_PROC / str(pid) / "task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return total / _MB


def _memory(pid: int) -> int:
    """Bytes of one process; 0 for one that has gone."""
    for name, key in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            text = (_PROC / str(pid) / name).read_text()
        except OSError:
            continue
        for line in text.splitlines():
            if line.startswith(key):
                return int(line.split()[1]) * 1024
    return 0


def size_of(folder: Path) -> float:
    """Megabytes on disk of the files under `folder`."""
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*")) / _MB
