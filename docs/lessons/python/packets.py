"""What sender and receiver agree on: a kind, a number, a checksum, and what is carried."""
import struct
import zlib

DATA, END, ACK = b"D", b"E", b"A"
SIZE = 1000
HEAD = struct.Struct("!cII")


def pack(kind, number, payload=b""):
    checksum = zlib.crc32(kind + struct.pack("!I", number) + payload)
    return HEAD.pack(kind, number, checksum) + payload


def unpack(datagram):
    """Kind, number and payload of a datagram; None where it was damaged on the way."""
    kind, number, checksum = HEAD.unpack_from(datagram)
    payload = datagram[HEAD.size:]
    # TODO 4: a damaged datagram is to be treated as one that was lost.
    return kind, number, payload


def chunks(path):
    with open(path, "rb") as file:
        data = file.read()
    return [data[at:at + SIZE] for at in range(0, len(data), SIZE)]
