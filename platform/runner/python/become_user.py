"""Gives a command the user of an instance, and its own view of the machine's files: reads a plan from descriptor 4, as root.

The plan is `name=value` entries, each ended by a NUL: `user`, `workingDir`, `argument` of the command and `variable` of its environment,
as many as there are. With a view there are further
- `hidden`: a folder that is empty in the view, but for what is shown of it;
- `writable`: a folder that is the instance's own `temporary` one;
- `passwd`: a file that takes the place of /etc/passwd, if any;
- `own`: the instance's folder; `shown`: a file or folder that is where it was, read-only.

It is on the way of every instance: no module is imported that could take long, such as json.
"""

import ctypes
import os
import sys

PLAN = 4

CLONE_NEWNS = 0x00020000
CLONE_NEWIPC = 0x08000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
CAPABILITY_VERSION = 0x20080522

libc = ctypes.CDLL(None, use_errno=True)


def main():
    plan = read_plan()
    if b"own" in plan:
        make_view(plan[b"hidden"], plan[b"writable"], plan[b"temporary"][0], plan[b"own"][0], plan[b"shown"], *plan.get(b"passwd", []))
    become(int(plan[b"user"][0]))
    # By its path in the view: what it was before leads out of it.
    os.chdir(plan[b"workingDir"][0])
    command = plan[b"argument"]
    os.execve(command[0], command, dict(variable.split(b"=", 1) for variable in plan[b"variable"]))


def read_plan():
    with open(PLAN, "rb") as file:
        entries = file.read().split(b"\0")
    plan = {}
    for entry in entries[:-1]:
        name, value = entry.split(b"=", 1)
        plan.setdefault(name, []).append(value)
    return plan


def make_view(hidden, writable, temporary, own, shown, passwd=None):
    call(libc.unshare, CLONE_NEWNS | CLONE_NEWIPC)
    call(libc.mount, None, b"/", None, MS_REC | MS_PRIVATE, None)
    umask = os.umask(0o022)
    kept = {path: os.open(path, os.O_PATH) for path in [own, temporary, *shown] if os.path.exists(path)}
    for path in sorted([*hidden, *writable], key=len):
        # What is gone already was in a folder that is hidden itself.
        if not os.path.isdir(path) or os.path.islink(path):
            continue
        if path == b"/dev/shm":
            mount_empty(path, b"mode=1777")
        elif path in writable:
            bind(kept[temporary], path)
        else:
            mount_empty(path, b"mode=755")
    for path in sorted(kept, key=len):
        if path == temporary or is_there(path, kept[path]):
            continue
        make_place(path, kept[path])
        bind(kept[path], path)
        if path != own:
            make_read_only(path)
    if passwd:
        call(libc.mount, passwd, b"/etc/passwd", None, MS_BIND, None)
        make_read_only(b"/etc/passwd")
    os.umask(umask)
    for descriptor in kept.values():
        os.close(descriptor)


def mount_empty(path, options):
    call(libc.mount, b"tmpfs", path, b"tmpfs", MS_NOSUID | MS_NODEV, options)


def bind(descriptor, path):
    call(libc.mount, link(descriptor), path, None, MS_BIND | MS_REC, None)


def make_read_only(path):
    call(libc.mount, None, path, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV, None)


def is_there(path, descriptor):
    try:
        return os.path.samestat(os.stat(descriptor), os.stat(path))
    except OSError:
        return False


def make_place(path, descriptor):
    if os.path.isdir(link(descriptor)):
        os.makedirs(path, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, "a").close()


def link(descriptor):
    return b"/proc/self/fd/%d" % descriptor


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
    try:
        main()
    except OSError as error:
        sys.exit(f"The instance could not be given a user and a view of its own: {error}")
