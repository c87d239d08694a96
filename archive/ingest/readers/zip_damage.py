"""What the standard library raises for an archive that is damaged, or packed in a way that it does not know."""

import struct
import zipfile
import zlib

DAMAGED_BYTES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,  # a negative offset, a name that is no UTF-8 although its flag says so
    OverflowError,
    IndexError,
    # zipfile's for a password; its NotImplementedError, a kind of it, for a method of packing or a version newer than
    # its own ("compression type 9 (deflate64)", "zip file version 6.4")
    RuntimeError,
)
"""Of a zip on a disk, whose OSError is the disk's."""
ZIP_DAMAGE = (*DAMAGED_BYTES, OSError)
"""Of a zip in memory, where a place before its beginning is an OSError too."""
