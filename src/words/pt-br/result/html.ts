import type { html as english } from '../../en/result/html.ts';
import { numbersIn } from '../../numbers.ts';
import { live } from '../live/live.ts';

const { counted, number, plural } = numbersIn('pt-BR');

export const html: typeof english = {
  title: (what) => `sockbench: ${what}`,
  theme: 'Claro ou escuro',
  measuredAt: (when) => `Medido em ${when}`,
  verdict: {
    failed: (message) => `A medição falhou: ${message}`,
    nothing: 'Nada foi medido.',
    bothNone: (sent) =>
      `TCP e UDP entregaram ${plural(sent, 'sua única sonda', `todas as suas ${number(sent)} sondas`)}.`,
    contrast: (udpLost, sent, ratio) =>
      `O TCP entregou todas as sondas; o UDP perdeu ${number(udpLost)} de ${number(sent)} (${ratio}).`,
    bothLost: (tcp, udp) => `O TCP perdeu ${tcp} de suas sondas, o UDP ${udp}.`,
    price: (tcp, udp) => `Isso tem um preço: uma resposta TCP em cem levou mais de ${tcp}, com UDP ${udp}.`,
    tails: (tcp, udp) => `Uma resposta em cem levou mais de ${tcp} com TCP e ${udp} com UDP.`,
    resent: (count) =>
      count === 1
        ? 'O TCP retransmitiu um segmento, e o que vinha depois teve de esperar.'
        : `O TCP retransmitiu ${number(count)} segmentos, e o que vinha depois de um perdido teve de esperar por ele.`,
    resentAnyway: (count) =>
      `O TCP retransmitiu ${plural(count, 'um segmento', `${number(count)} segmentos`)}.`,
    shook: (time) => `Antes do primeiro byte, o TCP fez seu aperto de mãos: ${time}.`,
    shookEach: (time) =>
      `Antes do primeiro byte, as conexões TCP fizeram seu aperto de mãos: ${time} cada uma (mediana).`,
    within: (half, most) => `Metade das respostas chegou em até ${half}, 99 % em até ${most}.`,
    connected: (half, most) => `Metade das conexões ficou pronta em até ${half}, 99 % em até ${most}.`,
    lost: (lost, sent, ratio) =>
      `${number(lost)} de ${counted(sent, 'sonda', 'sondas')} ${plural(lost, 'se perdeu', 'se perderam')} (${ratio}).`,
    lostNone: (sent) =>
      sent === 1 ? 'A única sonda foi respondida.' : `Nenhuma de ${number(sent)} sondas se perdeu.`,
    moved: (name, what) => `${name} transportou ${what}.`,
    up: (bits) => `${bits} na subida`,
    down: (bits) => `${bits} na descida`,
    and: ' e ',
  },
  headings: {
    trust: 'Antes de confiar nestes números',
    remedy: 'O que fazer',
    asserts: 'Verificações',
    overTime: 'Ao longo do tempo',
    distribution: 'Quanto as respostas demoraram',
    fates: live.sections.delivery,
    losses: 'Onde as sondas se perderam, e por quê',
    sequence: live.sections.wire,
    data: 'Todos os números',
    about: 'Como foi medido',
    comparison: 'Comparação',
  },
  charts: {
    latency: 'Latência',
    loss: 'Perda',
    throughput: 'Vazão útil',
    percentiles: 'Latência por percentil',
    percentileAxis: 'percentil das sondas respondidas',
    secondsAxis: 'segundos desde o início',
    latencyAxis: 'latência',
    histogram: live.sections.histogram,
    probesAxis: 'sondas',
    describe: (title, series) => `${title}. Linhas: ${series}. Os números seguem em uma tabela.`,
    keys: 'As setas movem o cursor, Home e End saltam, + e − ampliam e reduzem, Escape mostra tudo. Arraste para ampliar.',
    logarithmic: 'escala logarítmica',
    table: 'em tabela',
    thinned: (shown, all) =>
      `Desenhado a partir de ${counted(all, 'intervalo', 'intervalos')}; a tabela mostra ${shown}, os dados salvos têm todos.`,
    stalls: { client: 'esta máquina ficou parada', server: 'o servidor ficou parado' },
    time: 'Segundos',
    up: 'subida',
    down: 'descida',
  },
  strip: {
    describe: (name, count, summary) =>
      `${name}: ${plural(count, 'a primeira sonda', `as primeiras ${number(count)} sondas`)} na ordem de envio. ${summary}`,
    from: (count, name) =>
      `${name}, ${plural(count, 'primeira sonda', `primeiras ${number(count)} sondas`)}, da esquerda para a direita e de cima para baixo`,
  },
  causes: {
    receiverBuffer: 'buffer de recepção cheio',
    notAnswered: 'não respondidas',
    network: 'rede',
    unknown: 'desconhecida',
    arrived: 'chegaram',
    describe: (name, direction, what) => `${name} ${direction}: ${what}`,
  },
  sequence: {
    client: live.wire.client,
    server: live.wire.server,
    lost: live.wire.lost,
    again: live.wire.original,
    queueDropped: live.wire.full,
    corrupted: live.wire.corrupted,
    ack: 'ack',
    probe: (number) => `sonda ${number}`,
    answer: (number) => `resposta ${number}`,
    segment: (seq) => `seq ${seq}`,
    tcp: 'TCP: um segmento se perde, o kernel o retransmite',
    tcpPlain: 'TCP: os primeiros pacotes',
    udp: 'UDP: um datagrama se perde, ninguém o retransmite',
    udpPlain: 'UDP: os primeiros datagramas',
    describe: (title, count) =>
      `${title}. ${counted(count, 'pacote', 'pacotes')}, de cima para baixo no tempo.`,
    gap: (time) => `${time} depois`,
  },
  about: {
    command: 'Comando',
    host: 'Máquina',
    quality: 'Qualidade',
    tool: 'Ferramenta',
    started: 'Início',
    engine: 'Motor',
    server: 'Servidor',
    cores: (count) => counted(count, 'núcleo', 'núcleos'),
    quota: (cores) => `dos quais seu grupo de controle pode usar ${cores} (cpu.max)`,
    memory: (bytes) => `${bytes} de memória`,
    download: 'Baixar os dados (JSON)',
    definitions:
      'Uma sonda é uma mensagem (TCP) ou um datagrama (UDP) com número, e sua resposta; todos os tempos são de idas e voltas. p50, p99: metade e 99 em cada 100 foram mais rápidas. Atraso de envio: quão tarde esta máquina deixou uma sonda sair. O tempo de resposta conta a partir da hora pretendida do envio, o de serviço a partir da real. Percentis são das sondas respondidas. A perda conta sondas perdidas e atrasadas.',
  },
  comparison: {
    before: 'antes',
    after: 'depois',
    runs: 'Medições',
    overlay: 'Latência por percentil, todas as medições',
  },
};
