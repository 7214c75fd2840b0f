import { typed } from '../../command.ts';
import type { serve as english } from '../../en/commands/serve.ts';
import { numbersIn } from '../../numbers.ts';
import { serverSaid } from '../../server-said.ts';
import { server } from '../server.ts';

const { counted, number } = numbersIn('pt-BR');

export const serve: typeof english = {
  description: 'servidor TCP e UDP em uma só porta, para muitos clientes ao mesmo tempo',
  examples: `Exemplos:
  ${typed('serve --lan')}                          um servidor para a turma
  ${typed('serve --port 0 --bind 192.168.0.7')}    um endereço, qualquer porta livre
  ${typed('serve --lan --key-file turma.key')}     só para quem tem a chave
  ${typed('serve --echo')}                         responde também a qualquer cliente de eco (RFC 862)`,
  port: 'porta em que escuta, TCP e UDP; 0: qualquer porta livre',
  bind: 'endereço local em que escuta; pode ser repetido',
  lan: 'escuta em todas as interfaces, IPv4 e IPv6',
  echo: 'responde a quem não é sockbench como servidor de eco comum (UDP: só em loopback)',
  busyPoll: 'deixa clientes pedirem espera ocupada, que toma um processador inteiro para cada um',
  engine: 'como as sondas são respondidas: auto, portable ou linux',
  keyFile: 'arquivo com a chave pré-compartilhada que os clientes precisam ter (ou SOCKBENCH_KEY)',
  ui: 'auto, dashboard, text ou none',
  lang: 'en ou pt-BR',
  noColor: 'sem cores',
  json: 'eventos em linhas JSON na saída padrão',
  output: 'salva em JSON o que a turma mediu',
  html: 'o mesmo como uma página HTML',
  force: 'sobrescreve arquivos que já existem',
  maxSessions: 'sessões ao mesmo tempo',
  maxSessionsPerAddress: 'sessões ao mesmo tempo de um endereço',
  maxPending: 'conexões de um endereço que ainda não são sessão',
  maxClients: 'fluxos de uma sessão',
  maxRate:
    'pacotes por segundo de uma sessão (uma sonda grande são vários), em cada sentido; inundações seguem então esse ritmo',
  maxBitrate:
    'bits de carga por segundo de uma sessão, em cada sentido; inundações passam a seguir esse ritmo',
  maxBuffer: 'buffer de socket que um cliente pode pedir',
  maxSessionMemory: 'memória em que uma sessão, e um endereço, guarda quais sondas chegaram (um bit cada)',
  maxBytes: 'bytes de carga de uma sessão',
  maxSize: 'bytes de uma sonda',
  maxDuration: 'medição mais longa',
  idleTimeout: 'encerra a sessão que não envia nada por tanto tempo',
  handshakeTimeout: 'desliga a conexão que até então não disser o que quer',
  maxMemory:
    'memória do servidor acima da qual nenhuma sessão é admitida; um quarto a mais encerra as maiores',
  allowed: {
    port: 'uma porta de 0 a 65535',
    count: 'um número inteiro a partir de 1',
    bits: 'bits por segundo como 10M',
    bytes: 'bytes como 10M ou 1Gi',
    time: 'um tempo como 500ms, 10s ou 2m',
    address: 'um endereço IP desta máquina',
    engine: 'um de auto, portable, linux',
    ui: 'um de auto, dashboard, text, none',
    linuxOnly: 'só o motor linux faz espera ocupada',
    lanOrBind: '--lan escuta em todos os endereços, --bind nos que são dados',
  },
  listening: (port) => `O sockbench atende TCP e UDP na porta ${port}.`,
  only: (address) =>
    `Só programas desta máquina o alcançam (${address}). Para os outros: ${typed('serve --lan')}`,
  tell: 'Diga aos outros que rodem, por exemplo:',
  stop: 'Ctrl-C encerra.',
  echoOn: 'Também responde como servidor de eco comum (UDP só em loopback).',
  started: (address, what) => `${address}: começou ${what}`,
  ended: (address, what, how, figures) => `${address}: terminou ${what} (${how}); ${figures}`,
  refused: (address, reason) => `${address}: recusado: ${serverSaid(reason, server)}`,
  more: (count) => `(e mais ${number(count)})`,
  what: (transport, mode, clients, size) =>
    `${transport} ${mode}, ${counted(clients, 'cliente', 'clientes')}, ${counted(size, 'byte', 'bytes')}`,
  figures: (received, sent, loss, overLimit) =>
    `${counted(received, 'recebida', 'recebidas')}, ${counted(sent, 'enviada', 'enviadas')}${loss === null ? '' : `, ${loss} perdidas`}${overLimit === 0 ? '' : `, ${number(overLimit)} acima do limite`}`,
  reasons: {
    done: 'concluída',
    gone: 'o cliente sumiu',
    silent: 'o cliente silenciou',
    limit: 'um limite foi atingido',
    stopped: 'o servidor foi parado',
    failed: 'falhou',
  },
  stopped: 'O servidor foi parado.',
};
