"""Another user of the machine, who wants the datagrams of a port: binds it in every way there is, for so many seconds.

thief.py PORT SECONDS; says "bound ADDRESS OPTIONS" for each way that works, and at the end how often it tried.
"""
import itertools
import socket
import sys
import time

REUSEADDR, REUSEPORT = socket.SO_REUSEADDR, socket.SO_REUSEPORT
ADDRESSES = ('127.0.0.1', '0.0.0.0', '::1', '::')
OPTIONS = ((), (REUSEADDR,), (REUSEPORT,), (REUSEADDR, REUSEPORT))

port, seconds = int(sys.argv[1]), float(sys.argv[2])
until = time.monotonic() + seconds
tried = 0
won = set()
print('ready', flush=True)
while tried < 100 or time.monotonic() < until:
    for address, options in itertools.product(ADDRESSES, OPTIONS):
        family = socket.AF_INET6 if ':' in address else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as thief:
            if address == '::':
                thief.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
            for option in options:
                thief.setsockopt(socket.SOL_SOCKET, option, 1)
            tried += 1
            try:
                thief.bind((address, port))
                won.add((address, options))
            except OSError:
                pass
for address, options in sorted(won):
    # An address where nobody listens is free for everybody.
    print('bound', address, *options)
print('tried', tried)
