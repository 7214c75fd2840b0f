import { typed } from '../../command.ts';
import type { warnings as english } from '../../en/result/warnings.ts';
import { numbersIn } from '../../numbers.ts';
import { type Refusal, refusalOf } from '../../refusals.ts';
import type { Details } from '../../sentence.ts';
import { serverSaid } from '../../server-said.ts';
import { server } from '../server.ts';
import { noticeSaid } from './link.ts';

const { counted, number, plural, time } = numbersIn('pt-BR');

const given = (value: string | number | undefined, { option }: Details): string =>
  String(option).endsWith('-buffer') ? counted(value, 'byte', 'bytes') : number(value);

const refusals: Readonly<Record<Refusal, { why: string; remedy: string | null }>> = {
  queueFull: {
    why: ': a fila por onde sairiam estava cheia',
    remedy: 'Diminua --rate ou aumente --send-buffer.',
  },
  noWay: {
    why: ': naquele momento nenhum caminho levava ao outro lado',
    remedy:
      'Confira o cabo ou a rede sem fio desta máquina, suas interfaces (`ip link`) e rotas (`ip route`).',
  },
  forbidden: {
    why: ': uma regra desta máquina os proíbe',
    remedy: 'Veja o firewall (`nft list ruleset`) e as rotas (`ip route`) dela.',
  },
  tooLarge: {
    why: ': são maiores do que o caminho leva em um só pedaço',
    remedy: 'Diminua --size.',
  },
  nobodyThere: {
    why: ': o que saiu antes deles foi rejeitado (ICMP port unreachable)',
    remedy: 'Confira se o servidor ainda roda, a porta, e se nenhum firewall rejeita UDP lá.',
  },
  notReached: {
    why: ': a rede avisou que não se chega ao outro lado (ICMP), ou ninguém aqui tem o endereço dele',
    remedy: 'Olhe a outra máquina, o cabo ou a rede sem fio dela, e os roteadores e firewalls entre as duas.',
  },
  connectionGone: {
    why: ': a conexão já não existia',
    remedy: 'O servidor pode ter sido parado ou recusado esta carga; veja a tela dele.',
  },
  other: { why: '', remedy: null },
};

/** See the English one. */
const byNetwork = (errno: unknown): boolean => ['nobodyThere', 'notReached'].includes(refusalOf(errno));

/** See the English one. */
const idle = ({ busy }: Details): string =>
  Number(busy) < BUSY
    ? `Ele esteve ocupado ${percent(busy)} do tempo: outros programas tomaram os processadores.`
    : '';
const BUSY = 0.5;
const percent = (share: Details[string] | undefined): string =>
  `${number(Number((Number(share) * 100).toPrecision(2)))} %`;

const whyStood = ({ why }: Details): string => {
  if (why === 'quota')
    return ', porque o grupo de controle gastou o tempo de processador que tinha (cpu.max)';
  return why === 'steal' ? ', porque o hipervisor deu os processadores da máquina a outros (steal)' : '';
};
const notNetwork = (d: Details, where: string): string =>
  `Do tempo do 1 % mais lento das respostas, ${percent(d['share'])} (${time(d['time'])} em cada uma) não foram da rede: ${where}.`;

export const warnings: typeof english = {
  'closed-loop': () => ({
    message:
      'Um de cada vez: cada cliente espera sua resposta, então um servidor parado esconde a própria parada (omissão coordenada).',
    remedy: 'Para tempos de resposta como um usuário os veria, use --rate.',
  }),
  'generator-behind': (d) => ({
    message: `O ${d['side'] === 'server' ? 'servidor' : 'gerador'} ficou para trás: ${number(d['achieved'])} de ${counted(d['offered'], 'sonda/s', 'sondas/s')} ${plural(d['achieved'], 'foi alcançada', 'foram alcançadas')}.`,
    remedy:
      d['side'] === 'server'
        ? 'Diminua --rate, ou veja o que mais roda no servidor.'
        : idle(d)
          ? `${idle(d)} Feche-os ou diminua --rate.`
          : 'Use --threads 2 ou diminua --rate.',
  }),
  'socket-full': (d) => ({
    message: `O socket ficou cheio: ${counted(d['count'], 'sonda esperou', 'sondas esperaram')} por espaço nele, por até ${time(d['longest'])}, porque sai menos desta máquina do que foi oferecido.`,
    remedy: 'Diminua --rate ou --bitrate até o que a interface dela transporta.',
  }),
  'stood-still': (d) => ({
    message: `Este programa ficou parado ${d['count'] === 1 ? '' : `${number(d['count'])} vezes, a mais longa `}por ${number(d['seconds'])} s aos ${number(d['at'])} s: o que devia sair então saiu atrasado, ou não saiu.`,
    remedy: 'Ele foi suspenso, ou esta máquina não teve tempo para ele: repita a medição.',
  }),
  'send-lag': (d) => ({
    message: `As sondas saíram atrasadas: o p99 do atraso de envio foi ${number(d['lag'])} ms, mais que o tempo entre duas sondas.`,
    remedy: idle(d)
      ? `${idle(d)} Feche-os ou diminua --rate.`
      : 'Feche outros programas, diminua --rate ou use --threads 2.',
  }),
  stalls: (d) => ({
    message: `${d['count'] === 1 ? 'Por' : `${counted(d['count'], 'vez', 'vezes')}, ${time(d['total'])} ao todo, este programa ficou parado; a mais longa: por`} ${time(d['longest'])} aos ${number(d['at'])} s esta máquina ficou parada${whyStood(d)}.${d['hit'] === undefined ? '' : ` Isso impediu ${percent(d['hit'])} das sondas de sair, ou de ser lidas, a tempo.`}`,
    remedy:
      d['why'] === 'quota' ? 'Dê mais tempo de processador a este contêiner.' : 'Feche outros programas.',
  }),
  'server-stalls': (d) => ({
    message: `O servidor ficou parado ${counted(d['count'], 'vez', 'vezes')}, ${time(d['total'])} ao todo, no máximo por ${time(d['longest'])} (aos ${number(d['at'])} s)${whyStood(d)}.`,
    remedy:
      d['why'] === 'quota'
        ? 'Dê mais tempo de processador ao contêiner do servidor.'
        : 'Veja o que mais roda na máquina do servidor.',
  }),
  'own-delay': (d) => ({
    message: notNetwork(d, 'a maior parte passou nesta máquina, antes de as sondas saírem'),
    remedy:
      'Feche outros programas ou diminua --rate; um limite de tempo de processador (contêiner, economia de energia) também causa isso.',
  }),
  'blocked-delay': (d) => ({
    message: notNetwork(
      d,
      'na maior parte dele as sondas esperaram, porque a conexão ou o socket estava cheio',
    ),
    remedy: 'Diminua --rate até o que o caminho transporta.',
  }),
  'server-delay': (d) => ({
    message: notNetwork(d, 'a maior parte passou no servidor'),
    remedy: 'Veja o que mais roda na máquina do servidor.',
  }),
  'unknown-delay': (d) => ({
    message: `Do tempo do 1 % mais lento das respostas, ninguém sabe de quem foram ${percent(d['share'])} (${time(d['time'])} em cada uma).`,
    remedy:
      'Isso se sabe onde o kernel marca os instantes de chegada: com o engine linux nos dois lados e, no TCP, com --rate.',
  }),
  refused: (d) => ({
    message: `O sistema recusou ${counted(d['count'], 'envio', 'envios')} (${d['errno']})${refusals[refusalOf(d['errno'])].why}.`,
    remedy: refusals[refusalOf(d['errno'])].remedy,
  }),
  'peer-refused': (d) => ({
    message: `O sistema do servidor recusou ${counted(d['count'], 'envio', 'envios')} (${d['errno']})${byNetwork(d['errno']) ? refusals[refusalOf(d['errno'])].why : ''}.`,
    remedy: byNetwork(d['errno'])
      ? 'Olhe os firewalls e as rotas entre as duas máquinas, e os desta.'
      : 'Olhe o firewall, as rotas e as interfaces daquela máquina.',
  }),
  'interface-drops': (d) => ({
    message: `A fila da própria interface ${d['side'] === 'server' ? 'do servidor' : 'desta máquina'} descartou ${counted(d['count'], 'pacote', 'pacotes')}: essas perdas não são da rede.`,
    remedy:
      d['few'] === 1
        ? null
        : 'Diminua --rate ou --bitrate: foi oferecido mais do que essa interface transporta; ou --size, se o enlace dela não leva pacotes tão grandes.',
  }),
  'link-overrun': (d) => ({
    message: `O próprio enlace emulado perdeu ${counted(d['count'], 'pacote', 'pacotes')}, porque vieram mais do que ele consegue transportar: não é a perda que foi pedida.`,
    remedy: 'Diminua --rate ou feche outros programas.',
  }),
  'link-late': (d) => ({
    message: `Esta máquina estava ocupada demais para o enlace emulado, que entregou pacotes com até ${time(d['time'])} de atraso (p99): ${percent(d['share'])} do tempo das respostas mais lentas pode ser só desta máquina.`,
    remedy: 'Feche outros programas ou diminua --rate.',
  }),
  'receive-buffer': (d) => ({
    message: `${counted(d['count'], 'datagrama foi perdido', 'datagramas foram perdidos')} no buffer de recepção do ${d['side'] === 'server' ? 'servidor' : 'cliente'}, não na rede.`,
    remedy: 'Diminua --rate, ou aumente --receive-buffer.',
  }),
  'all-late': (d) => ({
    message: `${Number(d['count']) === 1 ? 'A única resposta chegou' : `Todas as ${number(d['count'])} respostas chegaram`} depois do limite de perda de ${time(d['threshold'])}, a mais rápida após ${time(d['fastest'])}: nenhuma conta como recebida, por isso a medição termina com status 1.`,
    remedy: `Use --loss-threshold ${Math.round(Number(d['enough']) / 1e9)}s.`,
  }),
  'few-samples': (d) => ({
    message: 'Poucas amostras para um intervalo de confiança.',
    remedy: d['ended'] === 'count' ? 'Use um --count maior.' : 'Use um --duration maior.',
  }),
  'flows-ended': (d) => ({
    message: `${number(d['count'])} de ${counted(d['clients'], 'conexão', 'conexões')} ${plural(d['count'], 'foi encerrada', 'foram encerradas')} pelo outro lado antes do fim da medição.`,
    remedy: 'O servidor pode ter recusado esta carga; veja a tela dele.',
  }),
  'cut-short': (d) => ({
    message: `Quando a espera acabou, ${counted(d['count'], 'sonda ainda era aguardada: não conta como respondida nem como perdida', 'sondas ainda eram aguardadas: não contam como respondidas nem como perdidas')}, porque ninguém sabe.`,
    remedy: null,
  }),
  'counts-late': (d) => ({
    message: `As contagens do servidor chegaram tarde: ${number(d['seconds'])} s depois de pedidas, porque a conexão de controle esperou atrás de outros pacotes.`,
    remedy: null,
  }),
  'counts-missing': () => ({
    message:
      'As contagens do servidor ainda não tinham chegado quando a espera terminou: o que elas diriam não se conhece.',
    remedy: null,
  }),
  'over-limit': (d) => ({
    message: `O servidor descartou ${counted(d['count'], 'sonda que veio', 'sondas que vieram')} mais rápido do que ele permite: ${plural(d['count'], 'conta como perdida', 'contam como perdidas')}, de causa desconhecida.`,
    remedy: 'Diminua --rate.',
  }),
  'ledger-contradicts': () => ({
    message:
      'As contagens do servidor contradizem o que foi enviado e recebido aqui e foram deixadas de fora: as perdas por sentido são desconhecidas.',
    remedy: 'Não confie neste servidor antes de saber a causa: ele tem um defeito ou não é o que diz ser.',
  }),
  'times-contradict': (d) => ({
    message: `Os tempos em ${number(d['count'])} de ${counted(d['of'], 'resposta', 'respostas')} não podem ser verdadeiros (o servidor as teria retido por mais tempo do que estiveram fora): ficaram fora do tempo dele e do da rede.`,
    remedy: 'Veja o relógio do servidor; se está certo, não confie neste servidor antes de saber a causa.',
  }),
  'clocks-contradict': () => ({
    message:
      'Os relógios dos dois lados se contradizem, como se um deles tivesse sido acertado durante a medição: não se pode dizer nada de um sentido sozinho.',
    remedy:
      'Repita a medição; se continuar assim, veja os relógios (máquinas virtuais, relógio da interface de rede).',
  }),
  'residence-unknown': () => ({
    message:
      'O servidor não informa por quanto tempo reteve as sondas: não se sabe de quem foram os atrasos.',
    remedy: 'Use a mesma versão do sockbench nos dois lados.',
  }),
  'arrival-times-unknown': () => ({
    message:
      'O servidor é de uma versão anterior e não informa quando os bytes chegaram: a vazão útil de subida conta mensagens inteiras no tempo planejado.',
    remedy: 'Use a mesma versão do sockbench nos dois lados.',
  }),
  fragments: (d) => ({
    message: `Cada datagrama de ${counted(d['size'], 'byte', 'bytes')} viaja em ${counted(d['count'], 'fragmento', 'fragmentos')} (o MTU do caminho é ${number(d['mtu'])}) e se perde com qualquer um deles.`,
    remedy: 'Diminua --size para medir pacotes inteiros.',
  }),
  'option-ignored': (d) => ({
    message: `${d['option']} não teve efeito: o motor ${d['engine']} não sabe ajustá-lo.`,
    remedy: `Use --engine linux onde estiver disponível (${typed('doctor')}).`,
  }),
  'option-differs': (d) => ({
    message: `Foi pedido ${d['option']} ${given(d['asked'], d)}, mas o sistema do ${d['side'] === 'server' ? 'servidor' : 'cliente'} deu ${given(d['given'], d)}.`,
    remedy:
      String(d['option']).endsWith('-buffer') && Number(d['given']) < Number(d['asked'])
        ? `Peça menos, ou faça quem cuida dessa máquina aumentar o limite dela (Linux: sysctl net.core.${d['option'] === '--send-buffer' ? 'w' : 'r'}mem_max).`
        : null,
  }),
  'agent-behind': (d) => ({
    message: `O agente ${d['agent']} ficou para trás: ${number(d['achieved'])} das suas ${counted(d['offered'], 'sonda/s', 'sondas/s')} ${plural(d['achieved'], 'foi alcançada', 'foram alcançadas')}.`,
    remedy: 'Use mais agentes ou um --rate menor, ou veja o que mais essa máquina faz.',
  }),
  'agent-late': (d) => ({
    message: `O agente ${d['agent']} começou ${time(d['late'])} depois dos outros: a ordem de começar chegou tarde.`,
    remedy: 'O caminho dele até o broker perde mensagens, ou a máquina estava ocupada.',
  }),
  'start-uncertain': (d) => ({
    message: `O relógio do agente ${d['agent']} só é conhecido com ±${time(d['error'])}, então os agentes podem ter começado com essa distância.`,
    remedy: 'O caminho dele até o broker é longo, ou um dos dois está ocupado.',
  }),
  limited: (d) => ({
    message: `O servidor concedeu menos: ${serverSaid(String(d['what']), server)}`,
    remedy: null,
  }),
  notice: (d) => ({ message: `O servidor diz: ${noticeSaid(String(d['text']))}`, remedy: null }),
};
