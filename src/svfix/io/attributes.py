"""Attributes: whose a file is, who may do what with it, and what else is noted of it.

What replaces a file has all of them that it may have: only root can give a file to another owner.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path


def keep(old: Path, new: Path, same: bool = False) -> None:
    """Give a new file the owner, group, permissions and extended attributes of an old one.

    Where there is no old file, the permissions are those of an ordinary open. `same` says that the
    new one is the old one repaired: then it has its times as well. Raises OSError where not even
    the permissions can be set.
    """
    if not old.exists():
        new.chmod(usual())
        return
    known = old.stat()
    _own(new, known)
    _extend(old, new)  # before it may become one that nobody may write to
    new.chmod(stat.S_IMODE(known.st_mode))
    if same:
        os.utime(new, ns=(known.st_atime_ns, known.st_mtime_ns))


def usual() -> int:
    """The permissions that a file gets from an ordinary open."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _own(new: Path, known: os.stat_result) -> None:
    """Give a file its owner and group, or at least its group."""
    made = new.stat()
    if not hasattr(os, "chown") or (made.st_uid, made.st_gid) == (known.st_uid, known.st_gid):
        return
    for owner in (known.st_uid, -1):
        with suppress(OSError):
            os.chown(new, owner, known.st_gid)
            return


def _extend(old: Path, new: Path) -> None:
    """Copy extended attributes, access lists among them; a disk may have none."""
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):
        for name in os.listxattr(old):
            with suppress(OSError):
                os.setxattr(new, name, os.getxattr(old, name))
