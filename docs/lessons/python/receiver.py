"""python3 receiver.py HOST PORT FILE: writes what the sender sends. To be made reliable."""
import socket
import sys

from packets import ACK, DATA, END, pack, unpack

host, port, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind((host, port))

with open(path, "wb") as file:
    while True:
        datagram, sender = sock.recvfrom(2048)
        packet = unpack(datagram)
        if packet is None:
            continue
        kind, number, payload = packet
        # TODO 3: a packet that was here before is acknowledged again, and not written again.
        sock.sendto(pack(ACK, number), sender)
        if kind == END:
            # TODO 5: what if this acknowledgement is lost? Who answers the sender then?
            break
        file.write(payload)
