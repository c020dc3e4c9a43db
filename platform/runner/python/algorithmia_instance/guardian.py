"""Sees to it that nothing an algorithm starts outlives its instance, however the platform ends."""

import ctypes
import os
import select
import shutil
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

PLATFORM = 0  # stdin: the platform's end of it closes when the platform dies, also by SIGKILL


def guard_worker(work, private_folder):
    """Runs `work` in a child process; ends with it, on SIGTERM, or with the platform, and takes all descendants along.

    The exit code is the worker's, or 128 + the number of the signal that killed it.
    """
    _prctl(PR_SET_CHILD_SUBREAPER, 1)  # daemons that the algorithm leaves behind become our children
    news = _news_of_signals()
    guardian = os.getpid()
    worker = os.fork()
    if worker == 0:
        _forget_signals(news)
        _die_with(guardian)
        work()
        os._exit(0)
    os.close(3)  # the answers are the worker's
    exit_code = _wait_for_the_end(worker, news)
    _end_descendants()
    shutil.rmtree(private_folder, ignore_errors=True)
    os._exit(exit_code)


def _news_of_signals():
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    return reading, writing


def _forget_signals(news):
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    for descriptor in news:
        os.close(descriptor)


def _die_with(guardian):
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != guardian:  # it died before we asked
        os._exit(1)


def _wait_for_the_end(worker, news):
    poller = select.poll()
    poller.register(PLATFORM, getattr(select, "POLLRDHUP", 0))
    poller.register(news[0], select.POLLIN)
    while True:
        ready = [descriptor for descriptor, _ in poller.poll()]
        numbers = os.read(news[0], 512) if news[0] in ready else b""
        # The worker's own end comes first: it is what the platform reports.
        code = _reap(worker)
        if code is not None:
            return code
        if PLATFORM in ready or signal.SIGTERM in numbers:
            return 128 + signal.SIGTERM


def _reap(worker):
    """Buries dead children and returns the worker's exit code if it is among them."""
    code = None
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return code
        if pid == 0:
            return code
        if pid == worker:
            code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


def _end_descendants():
    """Kills children until there are none: killing one hands us its own children."""
    while True:
        try:
            children = _children()
        except OSError:
            # Without /proc the process group is what can be reached; that includes this process.
            os.killpg(0, signal.SIGKILL)
        killed = [pid for pid in children if _kill(pid)]
        if not killed:
            return
        for pid in killed:
            try:
                os.waitpid(pid, 0)
            except ChildProcessError:
                pass


def _children():
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return [int(pid) for pid in file.read().split()]


def _kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
        return True
    except (ProcessLookupError, PermissionError):
        return False


def _prctl(option, value):
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
