"""python3 sender.py HOST PORT FILE: sends the file to the receiver. To be made reliable."""
import socket
import sys

from packets import ACK, DATA, END, chunks, pack, unpack

host, port, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
TIMEOUT = 0.25
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def deliver(kind, number, payload=b""):
    sock.sendto(pack(kind, number, payload), (host, port))
    # TODO 1: wait for the acknowledgement of this number (sock.settimeout, sock.recv, unpack).
    # TODO 2: send it again when the timer runs out; not for ever, if nobody is there any more.


packets = chunks(path)
for number, payload in enumerate(packets):
    deliver(DATA, number, payload)
deliver(END, len(packets))
