"""Gives a command the user of an instance, and its own view of the machine's files: reads a plan from descriptor 4, as root.

The plan is a JSON object: `user`, `command`, `environment`, `workingDir`, and `view`, which is null or has
- `hidden`: folders that are empty in the view, but for what is shown of them;
- `writable`: folders that are one and the same empty folder of the instance, `temporary`;
- `own`: the instance's folder; `shown`: files and folders that are where they were, read-only.
"""

import ctypes
import json
import os

PLAN = 4

CLONE_NEWNS = 0x00020000
CLONE_NEWIPC = 0x08000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
CAPABILITY_VERSION = 0x20080522

libc = ctypes.CDLL(None, use_errno=True)


def main():
    with open(PLAN) as file:
        plan = json.load(file)
    if plan["view"]:
        make_view(**plan["view"])
    become(plan["user"])
    # By its path in the view: what it was before leads out of it.
    os.chdir(plan["workingDir"])
    os.execve(plan["command"][0], plan["command"], plan["environment"])


def make_view(hidden, writable, temporary, own, shown):
    call(libc.unshare, CLONE_NEWNS | CLONE_NEWIPC)
    call(libc.mount, None, b"/", None, MS_REC | MS_PRIVATE, None)
    umask = os.umask(0o022)
    kept = {path: os.open(path, os.O_PATH) for path in [own, temporary, *shown] if os.path.exists(path)}
    for path in sorted([*hidden, *writable], key=len):
        if not os.path.isdir(path) or os.path.islink(path):
            continue
        if path == "/dev/shm":
            call(libc.mount, b"tmpfs", path.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, b"mode=1777")
        elif path in writable:
            bind(kept[temporary], path)
        else:
            call(libc.mount, b"tmpfs", path.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, b"mode=755")
    for path in sorted(kept, key=len):
        if path != temporary and not is_same(kept[path], path):
            make_place(path, kept[path])
            bind(kept[path], path)
            if path != own:
                call(libc.mount, None, path.encode(), None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV, None)
    os.umask(umask)
    for descriptor in kept.values():
        os.close(descriptor)


def is_same(descriptor, path):
    """Whether nothing hides it."""
    try:
        return os.path.samestat(os.stat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def make_place(path, descriptor):
    if os.path.isdir(f"/proc/self/fd/{descriptor}"):
        os.makedirs(path, exist_ok=True)
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "a").close()


def bind(descriptor, path):
    call(libc.mount, f"/proc/self/fd/{descriptor}".encode(), path.encode(), None, MS_BIND | MS_REC, None)


def become(user):
    """From root to a user without any right of root, and with no way back."""
    for capability in range(64):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break  # beyond the last that the kernel knows
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    call(libc.capset, header, (ctypes.c_uint32 * 6)())
    call(libc.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def call(function, *arguments):
    if function(*arguments) != 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), function.__name__)


if __name__ == "__main__":
    main()
