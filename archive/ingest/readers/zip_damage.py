"""What the standard library raises for an archive that is damaged, or packed in a way that it does not know."""

import struct
import zipfile
import zlib

ZIP_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,  # a negative offset, a name that is no UTF-8 although its flag says so
    OverflowError,
    IndexError,
    # zipfile's for a password; its NotImplementedError, a kind of it, for a method of packing or a version newer than
    # its own ("compression type 9 (deflate64)", "zip file version 6.4")
    RuntimeError,
)
