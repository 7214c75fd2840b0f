# O cliente dos slides, por TCP: envia 50 mensagens numeradas.
import socket
import sys

with socket.create_connection((sys.argv[1], 5000)) as s:
    for numero in range(50):
        s.sendall(b'%02d\n' % numero)
    s.shutdown(socket.SHUT_WR)  # não vem mais nada daqui
    s.recv(1)  # espera que o servidor feche também
