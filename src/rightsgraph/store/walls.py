"""Walls around a worker process: no network, no other process, files to be read only.

A process raises them around itself, without any privilege, and cannot take them down again:

    seccomp     refuses the system calls that make or use a connection, start or touch another
                process, open a file for writing, or change the system; what the kernel has newer
                than this list is refused too
    Landlock    leaves of the file system what was named, to be read; where the kernel knows how,
                no TCP connection and no signal to others
    limits      on the size of files; and the kernel, short of memory, ends a worker first

Both work on Linux alone. Elsewhere the walls are reported as missing, each with its reason.
This module is loaded by path into the worker, so it imports little, and nothing of the package.

Source: seccomp(2), landlock(7), and the tables of system calls of Linux 6.18.
"""

from __future__ import annotations

import ctypes
import os
import resource
import stat
import struct
import sys
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

# Names of the walls, as they are reported.
SYSTEM_CALLS: Final = "system-calls"
FILES: Final = "files"

_EPERM, _EACCES, _ENOSYS = 1, 13, 38
_OK, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_CLONE_THREAD: Final = 0x10000
# O_WRONLY, O_RDWR, O_CREAT, O_TRUNC
_OPEN_TO_WRITE: Final = 0o3 | 0o100 | 0o1000
_LAST_KNOWN_CALL: Final = 462
_FILE_BYTES: Final = 1_048_576


class _Architecture(NamedTuple):
    """How a kind of processor numbers its system calls.

    Args:
        token: What the kernel calls it.
        column: Its column in the tables below.
        seccomp: The number of seccomp(2).
    """

    token: int
    column: int
    seccomp: int


_ARCHITECTURES: Final = {
    "x86_64": _Architecture(0xC000003E, 0, 317),
    "aarch64": _Architecture(0xC00000B7, 1, 277),
}
_NONE: Final = -1  # a call that an architecture does not have

# Numbers on x86_64 and aarch64.
_NETWORK: Final = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "bind": (49, 200),
    "connect": (42, 203),
    "sendmsg": (46, 211),
    "recvmsg": (47, 212),
    "recvmmsg": (299, 243),
    "sendmmsg": (307, 269),
}
_REFUSED: Final = {
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "fork": (57, _NONE),
    "vfork": (58, _NONE),
    "execve": (59, 221),
    "execveat": (322, 281),
    "tkill": (200, 130),
    "pidfd_send_signal": (424, 424),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "kcmp": (312, 272),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "syslog": (103, 116),
    "personality": (135, 92),
    "iopl": (172, _NONE),
    "ioperm": (173, _NONE),
    "modify_ldt": (154, _NONE),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
}
_CHANGE_FILES: Final = {
    "creat": (85, _NONE),
    "unlink": (87, _NONE),
    "unlinkat": (263, 35),
    "rename": (82, _NONE),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "mkdir": (83, _NONE),
    "mkdirat": (258, 34),
    "rmdir": (84, _NONE),
    "link": (86, _NONE),
    "linkat": (265, 37),
    "symlink": (88, _NONE),
    "symlinkat": (266, 36),
    "mknod": (133, _NONE),
    "mknodat": (259, 33),
    "chmod": (90, _NONE),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, _NONE),
    "fchown": (93, 55),
    "lchown": (94, _NONE),
    "fchownat": (260, 54),
    "truncate": (76, 45),
    "ftruncate": (77, 46),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
}
# The C library falls back to calls whose arguments can be looked at.
_NOT_THERE: Final = {"clone3": (435, 435), "openat2": (437, 437)}
# Calls on a process, which must be the caller: the place of its id in the arguments.
_ON_ITSELF: Final = {
    "kill": (62, 129),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
}
_CLONE, _SENDTO, _PRLIMIT = (56, 220), (44, 206), (302, 261)
_OPEN, _OPENAT = (2, _NONE), (257, 56)

_Instruction = tuple[int, int, int, int]
_PR_SET_NO_NEW_PRIVS: Final = 38
_SET_MODE_FILTER, _FLAG_ALL_THREADS = 1, 1


def system_call_filter(machine: str, pid: int, *, network: bool, writing: bool = False) -> bytes:
    """The filter of system calls, as a program of classic BPF.

    Args:
        machine: "x86_64" or "aarch64".
        pid: The process that it is for, which may send signals to itself alone.
        network: Whether connections may be made.
        writing: Whether files may be written, created, renamed and removed.

    Raises:
        KeyError: The architecture is not known here.
    """
    token, column, _ = _ARCHITECTURES[machine]
    refuse, absent = _ERRNO | _EPERM, _ERRNO | _ENOSYS
    program: list[_Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, token),  # calls of another architecture have other numbers
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        # Newer calls than this list, and those of the x32 architecture, which have a high bit.
        (_AT_LEAST, 0, 1, _LAST_KNOWN_CALL + 1),
        (_RETURN, 0, 0, absent),
    ]

    def on(numbers: tuple[int, int], body: Sequence[_Instruction]) -> None:
        """Lets instructions decide about one call; they end in a return on every way."""
        if numbers[column] != _NONE:
            program.append((_EQUAL, 0, len(body), numbers[column]))
            program.extend(body)

    def low(argument: int) -> _Instruction:
        return (_LOAD, 0, 0, _ARGUMENTS + 8 * argument)

    def high(argument: int) -> _Instruction:
        return (_LOAD, 0, 0, _ARGUMENTS + 8 * argument + 4)

    def verdict(error: int) -> list[_Instruction]:
        """Refuses when the jump before it failed, and lets through when it was taken."""
        return [(_RETURN, 0, 0, _ERRNO | error), (_RETURN, 0, 0, _OK)]

    refused = _REFUSED if network else {**_NETWORK, **_REFUSED}
    for numbers in (refused if writing else {**refused, **_CHANGE_FILES}).values():
        on(numbers, [(_RETURN, 0, 0, refuse)])
    for numbers in _NOT_THERE.values():
        on(numbers, [(_RETURN, 0, 0, absent)])
    on(_CLONE, [low(0), (_BITS, 1, 0, _CLONE_THREAD), *verdict(_EPERM)])
    for numbers in _ON_ITSELF.values():
        on(numbers, [low(0), (_EQUAL, 1, 0, pid), *verdict(_EPERM)])
    on(_PRLIMIT, [low(0), (_EQUAL, 1, 0, 0), *verdict(_EPERM)])
    if not network:  # an address given with the data would name another receiver
        on(_SENDTO, [low(4), (_EQUAL, 0, 2, 0), high(4), (_EQUAL, 1, 0, 0), *verdict(_EPERM)])
    for numbers, argument in () if writing else ((_OPEN, 1), (_OPENAT, 2)):
        to_write = [low(argument), (_BITS, 0, 1, _OPEN_TO_WRITE)]
        on(numbers, [*to_write, *verdict(_EACCES)])
    program.append((_RETURN, 0, 0, _OK))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _give_up_privileges() -> None:
    if _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no_new_privs was refused")


def _filter_system_calls(*, network: bool, writing: bool = False) -> str:
    """Installs the filter in all threads; empty, or why that cannot be."""
    if sys.platform != "linux":
        return f"{sys.platform} has no seccomp"
    machine = os.uname().machine
    if machine not in _ARCHITECTURES or sys.maxsize < 2**32:
        return f"the system calls of {machine} are not known here"
    code = system_call_filter(machine, os.getpid(), network=network, writing=writing)
    program = _Program(len(code) // 8, code)
    try:
        _give_up_privileges()
    except OSError as error:
        return str(error)
    result = _libc().syscall(
        _ARCHITECTURES[machine].seccomp, _SET_MODE_FILTER, _FLAG_ALL_THREADS, ctypes.byref(program)
    )
    return "" if result == 0 else f"seccomp: {os.strerror(ctypes.get_errno())}"


# Landlock: rights on files, by the version of the interface that brought them.
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_FILE_RIGHTS: Final = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_BIND_TCP, _CONNECT_TCP = 1 << 0, 1 << 1
_NETWORK_VERSION, _SCOPE_VERSION = 4, 6
_SCOPES: Final = 0b11  # abstract Unix sockets and signals
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_BELOW_A_PATH, _TO_A_PORT = 1, 2


def _limit_files(readable: Iterable[str], ports: Iterable[int]) -> str:
    """Leaves of the file system some folders to be read; empty, or why that cannot be.

    It holds for this thread and those that it starts later.
    """
    if sys.platform != "linux":
        return f"{sys.platform} has no Landlock"
    call = _libc().syscall
    version = call(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return "this kernel has no Landlock, or it is switched off"
    rights = sum(bits for since, bits in _FILE_RIGHTS.items() if since <= version)
    attributes = struct.pack("=Q", rights)
    if version >= _NETWORK_VERSION:
        attributes += struct.pack("=Q", _BIND_TCP | _CONNECT_TCP)
    if version >= _SCOPE_VERSION:
        attributes += struct.pack("=Q", _SCOPES)
    rules = call(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    if rules < 0:
        return f"Landlock: {os.strerror(ctypes.get_errno())}"
    try:
        for path in readable:
            _allow_reading(rules, path)
        if version >= _NETWORK_VERSION:
            for port in ports:
                rule = struct.pack("=QQ", _CONNECT_TCP, port)
                if call(_ADD_RULE, rules, _TO_A_PORT, rule, 0) != 0:
                    return f"Landlock: {os.strerror(ctypes.get_errno())}"
        _give_up_privileges()
        if call(_RESTRICT_SELF, rules, 0) != 0:
            return f"Landlock: {os.strerror(ctypes.get_errno())}"
    except OSError as error:
        return str(error)
    finally:
        os.close(rules)
    return ""


def _allow_reading(rules: int, path: str) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return  # what is not there needs no right
    try:
        rights = _READ_FILE | (_READ_FOLDER if stat.S_ISDIR(os.fstat(place).st_mode) else 0)
        rule = struct.pack("=Qi", rights, place)
        if _libc().syscall(_ADD_RULE, rules, _BELOW_A_PATH, rule, 0) != 0:
            raise OSError(ctypes.get_errno(), f"Landlock does not take {path}")
    finally:
        os.close(place)


# What looking up a host and checking a certificate read.
_FOR_THE_NETWORK: Final = ("/etc", "/usr", "/lib", "/lib64", "/run/systemd/resolve", "/dev/urandom")
# The allocator asks how many processors there are.
_FOR_EVERYBODY: Final = ("/sys/devices/system/cpu",)


def raise_walls(readable: Iterable[str], ports: Sequence[int] = ()) -> dict[str, str]:
    """Puts this process behind walls for good; call it before it has other threads.

    Args:
        readable: Folders that it may go on reading.
        ports: TCP ports that it may connect to, on any host; none for no network at all.

    Returns:
        For each wall why it does not stand, and an empty text when it stands.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    most = _FILE_BYTES
    size = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _be_the_first_to_go()
    places = (*readable, *_FOR_EVERYBODY, *(_FOR_THE_NETWORK if ports else ()))
    files = _limit_files(places, ports)
    return {FILES: files, SYSTEM_CALLS: _filter_system_calls(network=bool(ports))}


def refuse_network() -> str:
    """Takes the network and other processes from this process for good; files it may write.

    Returns:
        Why that cannot be, and an empty text when it holds.
    """
    return _filter_system_calls(network=False, writing=True)


def _be_the_first_to_go() -> None:
    """Asks the kernel to end this process, and not its parent, when memory runs out."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:  # noqa: PTH123 quick
            score.write("1000")
    except OSError:
        return  # a container without /proc
