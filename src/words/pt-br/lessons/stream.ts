import type { stream as english } from '../../en/lessons/stream.ts';
import { numbersIn } from '../../numbers.ts';

const { counted } = numbersIn('pt-BR');
const bytes = (count: number): string => counted(count, 'byte', 'bytes');

export const stream: typeof english = {
  titles: {
    split: 'Um send, vários recv',
    merge: 'Dois send, um recv',
    datagrams: 'Os mesmos dois por UDP',
    length: 'Mensagens de novo: um tamanho antes de cada uma',
    line: 'Mensagens de novo: um sinal depois de cada uma',
  },
  before: {
    split: 'O remetente entrega 4.000 bytes numa só chamada. O enlace é lento, e um segmento leva 1.448.',
    merge: 'O remetente chama send duas vezes. O destinatário está ocupado por um instante antes de ler.',
    datagrams: 'As mesmas duas chamadas, e cada uma faz um datagrama.',
    length: 'Três mensagens em duas chamadas; quatro bytes antes de cada uma dizem seu tamanho.',
    line: 'Três mensagens em duas chamadas; uma quebra de linha termina cada uma.',
  },
  columns: { time: 'tempo', sender: 'remetente', wire: 'no enlace', receiver: 'destinatário' },
  say: {
    send: (count: number) => `send de ${bytes(count)}`,
    segment: (count: number) => `${bytes(count)} →`,
    recv: (count: number) => `recv devolve ${bytes(count)}`,
    message: (count: number, text: string) => `mensagem de ${bytes(count)}: ${text}`,
  },
  after: {
    split: (recvs: number) =>
      `Um send, ${counted(recvs, 'recv', 'recv')}. O TCP leva bytes, não mensagens: recv devolve o que já chegou, pelo menos um byte e no máximo quantos se pediram.`,
    merge: (recvs: number) =>
      `Dois send, ${counted(recvs, 'recv', 'recv')}. O que chega antes de ser lido é lido de uma vez: nada marca onde uma terminou e a outra começou.`,
    datagrams: (recvs: number) =>
      `Dois send, ${counted(recvs, 'recv', 'recv')}. O UDP guarda os limites: cada recv devolve um datagrama. Em troca, um datagrama pode se perder, e o que for maior que o pedido no recv é cortado.`,
    length: (messages: number) =>
      `${counted(messages, 'mensagem', 'mensagens')}, seja como for que os bytes chegaram: o destinatário lê quatro bytes, depois tantos quantos eles dizem, e guarda o que sobra.`,
    line: (messages: number) =>
      `${counted(messages, 'mensagem', 'mensagens')}, seja como for que os bytes chegaram: o destinatário corta em cada quebra de linha e guarda o que vem depois da última. A própria mensagem não pode conter uma.`,
    student: 'O que o seu programa tomou por mensagem, e o que era uma mensagem?',
  },
  questions: 'Pergunta: por que um send pode precisar de 100 recv, e um recv bastar para 100 send?',
  options: {
    step: 'um só passo: split, merge, datagrams, length, line',
    sender: 'um programa seu como remetente; HOST e PORT estão no lugar do que dizem',
    receiver: 'um programa seu como destinatário; ele escuta em HOST e PORT',
  },
  allowed: {
    step: 'split, merge, datagrams, length ou line',
    command: 'um comando, como "python3 servidor.py HOST PORT"',
    only: 'pertence a outra aula',
  },
  printed: (text: string) => `imprime: ${text}`,
};
