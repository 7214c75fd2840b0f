# O mesmo servidor por UDP: conta o que chega até haver um segundo de silêncio.
import socket

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    s.bind(('', 5000))
    mensagens = []
    try:
        while True:
            dados, de = s.recvfrom(1024)
            s.settimeout(1)
            mensagens.append(dados.decode().strip())
    except TimeoutError:
        pass
    faltam = sorted({f'{n:02}' for n in range(50)} - set(mensagens))
    print(len(set(mensagens)), 'de 50 datagramas chegaram; não chegaram:', ' '.join(faltam) or 'nenhum', flush=True)
