# O mesmo cliente por UDP: ninguém confirma nada.
import socket
import sys
import time

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    for numero in range(50):
        s.sendto(b'%02d\n' % numero, (sys.argv[1], 5000))
        time.sleep(0.01)
    # No laboratório, o servidor termina com o cliente: que ainda possa contar.
    time.sleep(2)
