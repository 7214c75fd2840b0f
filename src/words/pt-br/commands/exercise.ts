import { typed } from '../../command.ts';
import type { exercise as english } from '../../en/commands/exercise.ts';
import { numbersIn } from '../../numbers.ts';

const { counted, number, plural, time } = numbersIn('pt-BR');

export const exercise: typeof english = {
  hex: 'mostra os bytes em hexadecimal',
  listen: {
    description: 'o primeiro exercício, lado do servidor: mostra quem conecta e o que chega',
    examples: `Exemplos:
  ${typed('listen --lan')}                  para o colega na máquina ao lado
  ${typed('listen --reply', 'Recebi')}      responde a todos que enviam algo
  ${typed('listen --udp-only --hex')}       datagramas, byte a byte`,
    tcpOnly: 'só TCP',
    udpOnly: 'só UDP',
    reply: 'responde a cada mensagem com este texto (por UDP nunca maior do que o que chegou)',
    once: 'termina depois da primeira conexão que enviou algo, ou do primeiro datagrama',
    oneTransport: 'não sobraria nada para escutar',
    listening: (what, port) => `O sockbench escuta na porta ${port} (${what}).`,
    only: (address) =>
      `Só programas desta máquina o alcançam (${address}). Para os outros: ${typed('listen --lan')}`,
    tell: 'Diga ao colega que rode, por exemplo:',
    connected: (from) => `Conectado por ${from}`,
    received: (text) => `Recebido: ${text}`,
    together: (bytes, lines) =>
      `${counted(bytes, 'byte recebido', 'bytes recebidos')} de uma vez, ${counted(lines, 'linha', 'linhas')}:`,
    line: (which, text) => `  linha ${number(which)}: ${text}`,
    moreLines: (count) => `  … e mais ${counted(count, 'linha', 'linhas')}`,
    long: (head, tail, bytes) => `${head} … ${tail} (${counted(bytes, 'byte', 'bytes')} ao todo)`,
    total: (bytes, arrivals) =>
      bytes === 0
        ? ' Nada tinha vindo de lá.'
        : ` De lá ${plural(bytes, 'tinha vindo', 'tinham vindo')} ${counted(bytes, 'byte', 'bytes')} em ${counted(arrivals, 'chegada', 'chegadas')}.`,
    telnet: (from) => `${from} negocia como o telnet: o que não é texto fica de fora, e o backspace corrige.`,
    from: (from) => `De ${from}:`,
    datagram: (from) => `Datagrama de ${from}:`,
    cut: (from, bytes) =>
      `A resposta a ${from} foi cortada em ${counted(bytes, 'byte', 'bytes')}: por UDP nunca é maior do que o que chegou.`,
    notReplied: {
      'service-port': (from) => `${from} ficou sem resposta: sua porta é de um serviço.`,
      'no-port': (from) => `${from} ficou sem resposta: ninguém recebe na porta 0.`,
      'own-port': (from) => `${from} ficou sem resposta: ele envia da mesma porta deste programa.`,
      failed: (from) => `${from} ficou sem resposta: o sistema não a aceitou.`,
      empty: (from) => `${from} ficou sem resposta: ela seria maior do que o que chegou.`,
      'too-many': (from) => `${from} ficou sem resposta: houve mais de 100 neste segundo.`,
    },
    closed: {
      done: (from) => `${from} fechou a conexão.`,
      ours: (from) => `A conexão com ${from} foi fechada por este lado.`,
      reset: (from) => `${from} rompeu a conexão.`,
      idle: (from) => `${from} ficou 10 minutos em silêncio e foi desligado.`,
      crowded: (from) => `${from} não disse nada e foi desconectado: o lugar era necessário.`,
      slow: (from) => `${from} não lê as respostas e foi desligado.`,
    },
    benchClient: (from) => `${from} quer medir, o que precisa de \`${typed('serve')}\`; foi avisado.`,
    chatClient: (from) =>
      `${from} quer conversar, o que precisa de \`${typed('chat --serve')}\`; foi avisado.`,
    full: (from) => `${from} foi recusado: há 200 conexões abertas.`,
    fault: (from, reason) =>
      `O que ${from} enviou encontrou um erro do próprio sockbench, e a conexão foi encerrada (${reason}). Por favor, relate-o.`,
    turnedAway: (count) =>
      `${counted(count, 'conexão chegou', 'conexões chegaram')} mais rápido do que se podia mostrar e ${plural(count, 'foi encerrada', 'foram encerradas')}.`,
    notShown: (count) =>
      `${counted(count, 'datagrama chegou', 'datagramas chegaram')} mais depressa do que se podia mostrar.`,
    toBenchClient: 'Isto é o sockbench listen; para medir, inicie o sockbench serve aqui.',
    toChatClient: 'Isto é o sockbench listen; para conversar, inicie sockbench chat --serve aqui.',
    toOneTooMany: 'Já há 200 conexões aqui; tente mais tarde.',
  },
  send: {
    description: 'o primeiro exercício, lado do cliente: envia um texto e diz o que aconteceu',
    examples: `Exemplos:
  ${typed('send', 'Ola Mundo', '192.168.0.7')}     por TCP, para a porta 5000
  ${typed('send', 'Ola Mundo', '192.168.0.7:6000', '--udp')}
  echo Ola | ${typed('send -')}               o que vem da entrada padrão, para esta máquina`,
    text: 'o que enviar; -: o que vem da entrada padrão',
    target: 'host, host:porta ou [v6]:porta',
    udp: 'como datagrama UDP',
    wait: 'até quando respostas podem chegar; 0: não espera',
    connected: (where, ms) => `conectado em ${ms} ms (${where})`,
    sent: (bytes) => `${counted(bytes, 'byte enviado', 'bytes enviados')}`,
    handedOver: (bytes) => `${counted(bytes, 'byte entregue', 'bytes entregues')} à rede: ninguém confirma`,
    answer: (text) => `resposta: ${text}`,
    noAnswer: (ms) => `nenhuma resposta em ${time(ms * 1e6)}`,
    closed: 'fechado',
    closedByPeer: 'fechado pelo outro lado',
    closedUnanswered: (ms) => `fechado pelo outro lado depois de ${time(ms * 1e6)}, sem resposta`,
  },
};
