"""Datagrams whose source is forged, to 127.0.0.1: forge.py PORT COUNT SOURCE:PORT[,SOURCE:PORT...] HEX... sends each in turn."""
import socket
import struct
import sys


def datagram(source, source_port, port, payload):
    udp = struct.pack('!HHHH', source_port, port, 8 + len(payload), 0) + payload
    head = struct.pack(
        '!BBHHHBBH4s4s', 0x45, 0, 20 + len(udp), 0, 0, 64, socket.IPPROTO_UDP, 0,
        socket.inet_aton(source), socket.inet_aton('127.0.0.1'),
    )
    return head + udp


port, count = int(sys.argv[1]), int(sys.argv[2])
places = [place.split(':') for place in sys.argv[3].split(',')]
payloads = [bytes.fromhex(text) for text in sys.argv[4:]]
forged = [datagram(source, int(source_port), port, payload) for source, source_port in places for payload in payloads]
with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW) as raw:
    for number in range(count):
        raw.sendto(forged[number % len(forged)], ('127.0.0.1', 0))
