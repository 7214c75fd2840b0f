import { typed } from '../../command.ts';
import type { lab as english } from '../../en/commands/lab.ts';
import { numbersIn } from '../../numbers.ts';
import { linkSaid } from '../result/link.ts';

const { counted } = numbersIn('pt-BR');

export const lab: typeof english = {
  description: 'executa qualquer comando como cliente de um enlace emulado, com um servidor do outro lado',
  command:
    'o comando e suas palavras, depois de --; SERVER, também dentro de uma palavra (SERVER:5000), é o endereço do servidor, que está também em $SERVER',
  options: {
    loss: 'parcela de pacotes perdidos em cada sentido (5%, ou up=5%,down=0)',
    burstLoss: 'perda em rajadas: parcela e comprimento médio (5%,8)',
    drop: 'descarta estes pacotes de cada fluxo, contados a partir de 1 (3,4)',
    delay: 'atraso de cada sentido (20ms, ou up=20ms,down=5ms)',
    jitter: 'o atraso varia até este tempo, mantida a ordem (normal: o desvio padrão)',
    jitterShape: 'uniform ou normal (uniform)',
    jitterTime: 'quão devagar o atraso varia: seu tempo de correlação (50ms)',
    reorder: 'parcela de pacotes que o seguinte do mesmo fluxo ultrapassa',
    duplicate: 'parcela de pacotes que chegam duas vezes',
    corrupt: 'parcela de pacotes com um bit trocado (o checksum os denuncia)',
    bandwidth: 'bits por segundo de pacotes IP (10M)',
    queue:
      'o que pode esperar pela banda, em pacotes ou bytes (100, 150kB); o resto é descartado (100; CoDel 1000, FQ-CoDel 10240)',
    aqm: 'o que gerencia essa fila: none, codel (RFC 8289) ou fq-codel (RFC 8290) (none)',
    ecn: 'a fila gerenciada marca os pacotes em vez de descartá-los (RFC 3168), e o TCP das pontas pede isso',
    profile: (names) => `um enlace pronto, que as outras opções alteram: ${names}`,
    seed: 'semente do enlace: a mesma semente dá as mesmas perdas',
    server: 'comando para o lado do servidor em vez do servidor próprio ("python3 servidor.py")',
    congestion: 'controle de congestionamento do TCP de todos os programas no enlace (cubic)',
    fates: 'grava o que aconteceu com cada pacote em linhas JSON',
    pcap: 'grava uma captura (pcapng) com o que aconteceu com cada pacote no comentário',
    engine: 'motor do servidor: auto, portable ou linux',
  },
  allowed: {
    share: 'uma parcela como 5% ou 0.05, ou up=5%,down=0',
    burst: 'uma parcela e um comprimento médio como 5%,8',
    drop: 'números de pacotes a partir de 1 como 3,4',
    time: 'um tempo até 60s como 20ms, ou up=20ms,down=5ms',
    shape: 'uniform ou normal',
    bandwidth: 'bits por segundo a partir de 1k, como 10M',
    queue: 'pacotes de 0 a 1M como 100, ou bytes como 150kB',
    jitterTime: 'um tempo de 1us a 60s como 50ms',
    aqm: 'none, codel ou fq-codel',
    profile: (names) => `um de ${names}`,
    seed: 'um número inteiro a partir de 0',
    command: 'um comando depois de --',
    ownFile: 'um arquivo próprio; a saída padrão e a de erros são do comando (/dev/fd/3 com 3>ARQUIVO)',
    server: 'um comando',
  },
  idle: {
    unlimited: 'um enlace sem --bandwidth',
    queue: 'os pacotes não esperam por mais nada',
    unmanaged: 'uma fila sem --aqm',
    ecn: 'nada marca seus pacotes',
    steady: 'um atraso sem --jitter',
    shape: 'não há o que moldar',
  },
  ownEngine: 'é o motor do servidor próprio do sockbench',
  ready: (server, port, client, link) =>
    `Laboratório: servidor ${server}, porta ${port} (no comando: SERVER); cliente ${client}; enlace: ${link}`,
  behind: (server, client, link) =>
    `Laboratório: lado do servidor ${server} (no comando: SERVER); cliente ${client}; enlace: ${link}`,
  hidden: (port) =>
    `O servidor escuta só em 127.0.0.1:${port}, aonde ninguém no enlace chega. Faça-o escutar em 0.0.0.0 ou no endereço que está em $SERVER.`,
  serverEnded: (how) => `O servidor do laboratório terminou antes do comando (${how}).`,
  overrun: (packets) =>
    `O próprio laboratório perdeu ${counted(packets, 'pacote', 'pacotes')}, porque vieram mais do que ele pôde levar: envie menos, ou use menos programas ao mesmo tempo.`,
  served: (link) => `Tudo o que os outros enviam e recebem atravessa um enlace emulado: ${link}`,
  notice: (link) => `um enlace emulado está na frente deste servidor; ${linkSaid(link)}`,
  examples: `Exemplos:
  ${typed('lab --delay 50ms -- ping -c 3 SERVER')}
  ${typed('lab --loss 2% --delay 30ms -- sockbench udp')}
  ${typed('lab --loss 1% --server', 'iperf3 -s', '--', 'iperf3', '-c', 'SERVER')}
  ${typed('lab --loss 20% --server', 'python3 servidor.py', '--', 'python3', 'cliente.py', 'SERVER')}
  ${typed('lab --bandwidth 10M --queue 150kB --aqm fq-codel -- curl http://SERVER:8000/')}
  ${typed('lab --profile satellite -- bash')}`,
};
