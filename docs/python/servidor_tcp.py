# O servidor dos slides, por TCP: mostra o que chega.
import socket

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
    # Sem isto, a segunda vez diz "Address already in use" por um minuto.
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('', 5000))  # '': todos os endereços desta máquina
    s.listen()
    conexao, de = s.accept()
    with conexao:
        print('Conectado por', de[0])
        recebidos = b''
        while dados := conexao.recv(1024):
            recebidos += dados
        mensagens = recebidos.decode().split()
        print(len(mensagens), 'de 50 mensagens chegaram,', 'em ordem' if mensagens == sorted(mensagens) else 'fora de ordem', flush=True)
