import { typed } from '../../command.ts';
import type { lesson as english } from '../../en/lessons/lesson.ts';
import { type Countable, numbersIn } from '../../numbers.ts';

const { number, counted } = numbersIn('pt-BR');

export const lesson: typeof english = {
  description:
    'aulas no laboratório: arq (como se faz a confiabilidade), stream (mensagens num fluxo de bytes), queue (o que faz uma fila cheia)',
  name: 'qual aula: arq, stream ou queue; nenhuma: o que há',
  examples: `Exemplos:
  ${typed('lesson arq')}                                três protocolos e o TCP correm num mesmo enlace com perdas
  ${typed('lesson arq --protocol go-back-n --delay 500ms --window 4')}
  ${typed('lesson arq --loss 20% --bytes 20k --html corrida.html')}
  ${typed('lesson stream')}                             um send, dois recv; dois send, um recv
  ${typed('lesson queue')}                              uma fila cheia, uma maior e três remédios`,
  list: `Aulas:
  ${typed('lesson arq')}       pare-e-espere, Go-Back-N, repetição seletiva e TCP levam um arquivo por um enlace com perdas
  ${typed('lesson stream')}    um send, dois recv; dois send, um recv; e o que fazer
  ${typed('lesson queue')}     o que uma fila cheia faz com os pacotes de todos, e o que a cura`,
  options: {
    protocol:
      'um só protocolo, com uma frase para cada coisa que acontece: stop-and-wait, go-back-n, selective-repeat, tcp',
    window: 'quantos pacotes podem estar a caminho',
    timeout: 'quanto dura o temporizador (o dobro do tempo de ida e volta de uma janela cheia)',
    bytes: 'tamanho do arquivo',
    seed: 'semente dos enlaces: com o n-ésimo pacote de cada protocolo acontece o mesmo',
    json: 'a aula como um documento JSON na saída padrão',
    jsonStream: 'linhas JSON de tudo o que acontece, depois o documento',
    output: 'salva a aula',
    html: 'salva uma página com os diagramas de sequência lado a lado',
    markdown: 'salva um resumo em Markdown',
    link: 'Se nada for dito, o enlace é --bandwidth 10M --delay 20ms --loss 5%.',
  },
  allowed: {
    name: 'arq, stream ou queue',
    protocol: 'stop-and-wait, go-back-n, selective-repeat ou tcp',
    window: 'pacotes de 1 a 1024',
    timeout: 'um tempo de 1ms a 1m',
    bytes: 'bytes de 0 a 4Mi',
  },
  names: {
    'stop-and-wait': 'pare-e-espere',
    'go-back-n': 'Go-Back-N',
    'selective-repeat': 'repetição seletiva',
    tcp: 'TCP',
  },
  table: {
    protocol: 'protocolo',
    seconds: 's',
    sent: 'env.',
    lost: 'perd.',
    resent: 'retr.',
    needless: 'à toa',
    efficiency: 'efic.',
    predicted: 'previsto',
    textbook: 'livro',
  },
  notes: {
    lost: 'perd.: pacotes e confirmações perdidos. à toa: retransmitidos depois que o destinatário já tinha o pacote.',
    efficiency:
      'efic.: fração do tempo em que o enlace levou cada pacote uma vez. previsto: o que fazem 95 de 100 transferências assim; livro: a fórmula do livro-texto, que não conhece fim de arquivo nem temporizador.',
    changed: 'O enlace foi alterado durante a corrida, por isso não há previsão.',
    notIntact: (name: string) => `${name} não entregou o arquivo inteiro.`,
    unfinished: (name: string) => `${name} não tinha terminado.`,
  },
  asked: (bytes: string, packets: number, window: number, timeout: string) =>
    `${bytes} em ${counted(packets, 'pacote', 'pacotes')}, janela ${number(window)}, temporizador ${timeout}`,
  building: 'Os enlaces estão sendo montados …',
  seed: 'semente',
  screen: {
    title: 'sockbench lesson: como se faz a confiabilidade',
    window: (size: number) => `janela ${number(size)}`,
    packets: (done: number, all: number) => `${number(done)}/${counted(all, 'pacote', 'pacotes')}`,
    seconds: (value: string) => `${value} s`,
    counts: (sent: number, lost: number, again: number, needless: Countable) =>
      `enviados ${number(sent)}   perdidos ${number(lost)}   retransmitidos ${number(again)}   à toa ${number(needless)}`,
    efficiency: (value: string) => `eficiência ${value}`,
    predicted: (low: string, high: string) => `prevista de ${low} a ${high}`,
    finished: 'terminou',
    link: (text: string) => `enlace, em cada sentido: ${text}`,
    legend: {
      acknowledged: 'confirmado',
      arrived: 'chegou',
      underWay: 'a caminho',
      lost: 'perdido',
      toCome: 'a enviar',
    },
    sender: 'remetente',
    receiver: 'destinatário',
    keys: { loss: 'perda', delay: 'atraso', end: 'terminar', leave: 'sair' },
    small: 'O terminal é pequeno demais para esta aula: aumente-o ou use --ui text.',
  },
  say: {
    sent: (packet: string) => `O pacote ${packet} é enviado.`,
    again: (packet: string) => `O pacote ${packet} é retransmitido.`,
    lost: (packet: string) => `O pacote ${packet} se perde.`,
    queueDropped: (packet: string) => `O pacote ${packet} encontra a fila cheia e é descartado.`,
    corrupted: (packet: string) =>
      `O pacote ${packet} chega danificado: a soma de verificação o denuncia, e ele é descartado.`,
    answerLost: (packet: string) => `A confirmação do ${packet} se perde.`,
    answerCorrupted: (packet: string) => `A confirmação do ${packet} chega danificada e é descartada.`,
    accepted: (packet: string) => `O pacote ${packet} chega, é entregue e confirmado.`,
    buffered: (packet: string) => `O pacote ${packet} chega adiantado: é guardado e confirmado.`,
    duplicate: (packet: string) =>
      `O pacote ${packet} chega de novo: é confirmado outra vez, caso a confirmação tenha se perdido.`,
    discarded: (packet: string) =>
      `O pacote ${packet} chega, mas não é o próximo: é jogado fora, e o último em ordem é confirmado de novo.`,
    outside: (packet: string) => `O pacote ${packet} chega muito depois da hora e não é respondido.`,
    timeout: (packet: string) => `O temporizador do pacote ${packet} estoura.`,
    timeoutAll: (packet: string) =>
      `O temporizador estoura: tudo a partir do pacote ${packet} é retransmitido.`,
    acknowledged: (packet: string) => `O pacote ${packet} foi confirmado.`,
    acknowledgedAll: (packet: string) => `Tudo até o pacote ${packet} foi confirmado.`,
    segmentLost: (byte: string) => `O segmento a partir do byte ${byte} se perde.`,
    segmentAgain: (byte: string) => `O segmento a partir do byte ${byte} é retransmitido.`,
    link: (text: string) => `O enlace agora é, em cada sentido: ${text}`,
    ended: (name: string, time: string) => `${name} terminou depois de ${time}.`,
  },
  page: {
    title: 'Como se faz a confiabilidade',
    verdict: (first: string, time: string) => `${first} chegou primeiro, depois de ${time}.`,
    alone: (name: string, time: string) => `${name} levou ${time}.`,
    none: 'Ninguém conseguiu levar o arquivo.',
    diagrams: 'Pacote por pacote, em torno da primeira perda',
    table: 'A corrida',
    packet: (index: string) => `pacote ${index}`,
    ack: (index: string) => `ACK ${index}`,
    bytes: (from: string) => `do byte ${from} em diante`,
    acknowledgedBytes: (count: string) => `ACK ${count} B`,
    control: 'o TCP abre ou fecha',
  },
};
