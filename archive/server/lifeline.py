"""No process outlives the one that started it: a killed server must not leave others that hold its port."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """Let the kernel kill this process as soon as ``parent``, which started it, is gone, whatever it does then.

    To be called in the child; the wish outlives an ``exec``. Killing is safe: nothing that was answered is lost
    by it, and an unfinished commit was never one. Elsewhere than on Linux nothing happens.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it went before the wish was made
