"""BEFORE THE STUDENT'S CODE. Which system calls a worker may not make, by libseccomp (through pyseccomp).

A list of what is refused, since Python, NumPy and Matplotlib use some two hundred calls that change with their
versions. Refused is what reaches other processes, the network, mounts, namespaces, clocks or the kernel's more
dangerous corners. libseccomp knows the numbers of each architecture and shuts out foreign ones.

A worker is one process and stays one: it may start threads, but neither processes nor programs. The limit on its
address space is then a limit on its memory in all, a killed worker leaves nothing running, and a fork bomb ends at
its first fork. For the same reason it may hold no memory outside its address space: no memfd, no System V segment,
and no file system of its own, which would need a namespace.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from autograde.split import kernel

if TYPE_CHECKING:  # it may not be installed
    from pyseccomp import SyscallFilter

# Processes and programs of its own (threads are made by `clone`, see below).
_PROCESSES = "fork vfork execve execveat "
_REFUSED = (
    # memory that no limit on address space or files counts
    "memfd_create memfd_secret shmget shmat shmctl msgget msgsnd semget "
    # other processes and their memory
    "ptrace process_vm_readv process_vm_writev process_madvise kcmp pidfd_getfd pidfd_open "
    # mounts, namespaces, root
    "mount umount2 pivot_root chroot unshare setns move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr "
    "swapon swapoff quotactl acct open_by_handle_at name_to_handle_at "
    # the network, in every family; socketpair stays, which asyncio needs and which reaches nobody, with small buffers
    "socket connect bind listen accept accept4 setsockopt "
    # kernel: modules, tracing, keys, asynchronous calls past this filter
    "init_module finit_module delete_module kexec_load kexec_file_load reboot syslog bpf perf_event_open "
    "userfaultfd io_uring_setup io_uring_enter io_uring_register keyctl add_key request_key fanotify_init "
    "lookup_dcookie nfsservctl vhangup iopl ioperm modify_ldt "
    # clocks and other settings of the machine
    "settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname mbind migrate_pages move_pages "
)
_NEW_NAMESPACES = (
    kernel.NEWNS, kernel.NEWUTS, kernel.NEWIPC, kernel.NEWUSER, kernel.NEWPID, kernel.NEWNET, 0x02000000,
)  # fmt: skip
_THREAD = 0x00010000


def make_filter(*, processes: bool = False) -> SyscallFilter:
    """The filter, ready to be loaded after a fork: making it takes longer than loading it.

    Parameters
    ----------
    processes : bool
        Whether processes and programs may be started, as notebooks of other courses do (`!ls`).

    Raises
    ------
    ImportError, OSError
        If pyseccomp or libseccomp is not installed.
    """
    try:
        import pyseccomp
    except RuntimeError as error:  # how pyseccomp says that libseccomp is missing
        raise OSError(str(error)) from None
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in (_REFUSED + ("" if processes else _PROCESSES)).split():
        try:
            rules.add_rule(pyseccomp.ERRNO(errno.EPERM), name)
        except (OSError, RuntimeError, ValueError):
            continue  # a call that this architecture or this libseccomp does not have
    for flag in _NEW_NAMESPACES:
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    if not processes:
        rules.add_rule(pyseccomp.ERRNO(errno.EPERM), "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _THREAD, 0))
    # Its flags are in memory, where a filter cannot look; glibc falls back to clone.
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    return rules
