import { typed } from '../../command.ts';
import type { load as english } from '../../en/commands/load.ts';

export const load: typeof english = {
  description: 'latência com a linha ocupada, um sentido de cada vez, comparada à da linha ociosa',
  examples: `Exemplos:
  ${typed('load')}                                      num enlace lento emulado: o que faz uma fila cheia
  ${typed('load --aqm codel')}                          o mesmo enlace com uma fila gerenciada
  ${typed('load --bandwidth 10M --queue 150kB --congestion bbr --streams 1')}
  ${typed('load 192.168.0.7 --direction up')}           até um servidor do sockbench
  ${typed('load --json --assert', 'up.added.p95<50ms')}`,
  options: {
    target: 'um servidor do sockbench: host, host:porta ou [v6]:porta; nenhum: numa linha lenta emulada',
    streams: 'fluxos TCP que enchem um sentido',
    direction: 'o que é carregado: up (subida), down (descida), both (ao mesmo tempo), all (um após o outro)',
    phase: 'duração de cada fase; os 2 primeiros segundos não entram em nenhum número',
    probeRate: 'sondas por segundo de cada transporte, o tempo todo',
    fewer: 'menos num enlace emulado lento',
    congestion: 'controle de congestionamento dos fluxos, nas duas pontas (cubic no enlace emulado)',
    json: 'o documento na saída padrão',
    jsonStream: 'linhas JSON de tudo o que acontece e, no fim, o documento',
    output: 'salva o documento',
    html: 'salva uma página com vazão útil e atraso no mesmo eixo de tempo',
    markdown: 'salva um resumo em Markdown',
    assert:
      'sai com 3 se não valer: up.added.p95<50ms, both.added.p99<…, up.goodput>8M, down.loss<1%, trust=good (pode repetir)',
    link: 'Sem alvo, o enlace é --bandwidth 20M --delay 10ms --queue 300kB, salvo indicação em contrário.',
  },
  allowed: {
    streams: 'de 1 a 256 fluxos',
    direction: 'um de up, down, both, all',
    phase: 'um tempo de 3s a 10m',
    probeRate: (most: string) => `de 1 a 1000 sondas por segundo, no máximo ${most} com fases desta duração`,
    assertForm:
      'uma fase, um número, um operador e um valor: up.added.p95<50ms, both.goodput>8M, down.loss.up<1%; ou trust=good',
    onlyOurs: 'um servidor de eco não pode ser carregado: é preciso um servidor do sockbench',
    noLink: 'o enlace de um laboratório que já existe fica como está',
  },
  phases: { idle: 'ociosa', up: 'subida', down: 'descida', both: 'ambos' },
  asked: (streams: string, phase: string, rate: string) =>
    `${streams} em cada sentido, fases de ${phase}, ${rate} sondas/s por UDP e outras tantas por TCP`,
  streams: { one: 'fluxo TCP', many: 'fluxos TCP' },
  congestion: (name: string) => `controle de congestionamento ${name}`,
  towards: (target: string) => `Até ${target}.`,
  congestionUnknown: 'controle de congestionamento não informado',
  rows: {
    figure: '',
    goodputUp: 'vazão útil na subida',
    goodputDown: 'vazão útil na descida',
    addedUp: 'atraso a mais na subida',
    addedDown: 'atraso a mais na descida',
    addedTrip: 'a mais na ida e volta',
    lostUp: 'sondas perdidas na subida',
    lostDown: 'sondas perdidas na descida',
    queueUp: 'fila da subida',
    queueDown: 'fila da descida',
    dropped: 'descartes da fila',
    marked: 'marcas da fila (ECN)',
    retransmits: 'segmentos retransmitidos',
    rttUp: 'RTT do kernel na subida',
    rttDown: 'RTT do kernel na descida',
    settled: 'estável após',
    never: 'nunca',
    grade: 'nota',
  },
  say: {
    up: (wait: string, queue: string, down: string) =>
      `Enquanto esta linha envia, os pacotes da subida esperam ${wait} a mais${queue}; ${down}.`,
    down: (wait: string, queue: string, up: string) =>
      `Enquanto esta linha recebe, os pacotes da descida esperam ${wait} a mais${queue}; ${up}.`,
    both: (up: string, down: string) =>
      `Com a linha ocupada nos dois sentidos, os pacotes da subida esperam ${up} a mais e os da descida, ${down}.`,
    upHardly: (up: string, down: string) =>
      `Enquanto esta linha envia, os pacotes quase não esperam a mais: ${up} na subida, ${down} na descida.`,
    downHardly: (up: string, down: string) =>
      `Enquanto esta linha recebe, os pacotes quase não esperam a mais: ${up} na subida, ${down} na descida.`,
    upUntouched: 'a subida não é afetada',
    downUntouched: 'a descida não é afetada',
    upToo: (wait: string) => `os pacotes da subida esperam ${wait} a mais`,
    downToo: (wait: string) => `os pacotes da descida esperam ${wait} a mais`,
    queueOf: (bytes: string, room: string) =>
      ` (em metade do tempo a fila guarda ${bytes} de ${room}, ou mais)`,
    packets: (count: string) => `${count} pacotes`,
    grades: (thresholds: string) =>
      `Notas: pelo p95 do atraso a mais no sentido carregado (com ambos, o pior): ${thresholds}.`,
    error: (up: string, down: string) =>
      `O menor atraso depois da carga difere do de antes em até ${up} na subida e ${down} na descida: é o quanto os atrasos a mais podem errar.`,
    ecn: (full: string, other: string) =>
      `O ECN marca em vez de descartar. Mesmo assim foram descartados: ${full} porque a fila estava cheia e ${other} que não podem ser marcados (RFC 3168: os datagramas das sondas, reconhecimentos puros, o que abre uma conexão, o que é retransmitido).`,
    leftOut:
      'Os 2 primeiros segundos de cada fase, em que o TCP procura a sua taxa, não entram nestes números, só nas perdas e nas retransmissões.',
    limits: {
      generator: (phase: string) =>
        `A fase ${phase} fica sem nota: esta máquina não conseguiu enviar ou receber mais, e a linha não encheu.`,
      serverLimit: (phase: string) =>
        `A fase ${phase} fica sem nota: o limite do servidor manteve a carga abaixo do que a linha leva.`,
      serverTime: (phase: string) =>
        `A fase ${phase} fica sem nota: o servidor encerrou a medição antes do fim desta fase; aumente o --max-duration dele ou use uma --phase menor.`,
      loss: (phase: string) =>
        `A fase ${phase} fica sem nota: as perdas impediram o TCP de encher a linha, e nenhuma fila pôde crescer.`,
      window: (phase: string) =>
        `A fase ${phase} fica sem nota: as janelas ou os buffers dos fluxos eram pequenos demais para encher a linha; tente mais --streams ou uma --phase maior.`,
      streams: (phase: string) =>
        `A fase ${phase} fica sem nota: os fluxos não encheram a linha; tente mais --streams ou uma --phase maior.`,
      changed: (phase: string) => `A fase ${phase} fica sem nota: o enlace foi mudado durante ela.`,
      cut: (phase: string) => `A fase ${phase} fica sem nota: foi terminada antes do tempo.`,
      unknown: (phase: string) =>
        `A fase ${phase} fica sem nota: o enlace não tem --bandwidth num sentido carregado, e não há fila para encher.`,
    },
    late: (shares: string) =>
      `Das sondas só estas saíram até 1 ms depois da sua hora: ${shares}. Esta máquina estava ocupada demais, e os maiores atrasos podem ser dela.`,
    unanswered: (phase: string) =>
      `Fase ${phase}: nada se sabe dos seus atrasos, porque nenhuma sonda foi respondida depois dos 2 primeiros segundos.`,
    untold: (phase: string) =>
      `Fase ${phase}: não se conhece o atraso de cada sentido, porque os dois relógios nada dizem.`,
    ofPhase: (phase: string, sentence: string) => `Fase ${phase}: ${sentence}`,
    nothing: 'Nada foi medido.',
  },
  progress: {
    idle: 'ociosa: quão rápida é a linha quando ninguém a usa …',
    up: 'subida: enchendo a linha daqui até o servidor …',
    down: 'descida: enchendo a linha do servidor até aqui …',
    both: 'ambos: enchendo os dois sentidos …',
    carried: (phase: string, up: string, down: string) => `${phase}: ${up} na subida, ${down} na descida`,
  },
  screen: {
    title: 'sockbench load',
    small: 'O terminal é pequeno demais: são precisas ao menos 60 colunas e 16 linhas.',
    building: 'montando a linha …',
    realLine: (host: string) => `a linha até ${host}`,
    over: 'terminado',
    goodput: 'transportado',
    delay: 'atraso a mais',
    drops: (dropped: string, marked: string, sojourn: string) =>
      `descartes ${dropped}, marcas ${marked}, espera ${sojourn}`,
    managers: { none: 'drop-tail', codel: 'CoDel', 'fq-codel': 'FQ-CoDel' },
    planned: 'As sondas medem o tempo todo quanto os pacotes esperam a mais; a linha enche fase a fase.',
    byHand: 'Encha um sentido com u ou d e mude a fila enquanto ela está cheia.',
    keys: {
      end: 'terminar',
      leave: 'sair',
      up: 'encher a subida',
      down: 'encher a descida',
      stop: { up: 'parar a subida', down: 'parar a descida' },
      aqm: 'CoDel …',
      queue: 'fila',
      rate: 'taxa',
      ecn: 'ECN',
    },
  },
  byHand: {
    title: 'À mão',
    about: 'Começado, terminado e mudado à mão depois do que estava planejado; como a tela mostrou.',
    at: 'depois de',
    what: 'o que foi feito',
    begin: { up: 'começa a encher a subida', down: 'começa a encher a descida' },
    end: { up: 'para de encher a subida', down: 'para de encher a descida' },
    on: 'ligado',
    off: 'desligado',
  },
  page: {
    title: 'latência sob carga',
    charts: 'Ao longo do tempo',
    table: 'Fases',
    goodput: 'Vazão útil',
    delay: 'Atraso a mais',
    up: 'subida',
    down: 'descida',
    seconds: 's desde o início das sondas',
    bits: 'Mbit/s',
    ms: 'ms',
    goodputAbout: 'Carga útil que chegou em cada sentido, no momento em que chegou.',
    delayAbout: 'Quanto cada sonda UDP esperou acima do menor atraso do seu sentido.',
  },
};
