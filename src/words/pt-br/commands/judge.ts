import { typed, typedElsewhere } from '../../command.ts';
import type { judge as english } from '../../en/commands/judge.ts';
import { numbersIn } from '../../numbers.ts';
import { hints } from './judge-hints.ts';

const { number, counted, plural } = numbersIn('pt-BR');

export const judge: typeof english = {
  description:
    'julga um remetente e um destinatário feitos por você num enlace emulado: o arquivo chega inteiro, faça o enlace o que fizer?',
  examples: `Exemplos:
  ${typed('judge --sender', 'python3 sender.py HOST PORT FILE', '--receiver', 'python3 receiver.py HOST PORT FILE')}
  ${typed('judge --sender', './envia HOST PORT FILE', '--receiver', 'java Recebe PORT FILE', '--case', 'loss-up', '--case', 'clean')}
  ${typed('judge --sender … --receiver … --cases professor.json --html parecer.html --junit parecer.xml')}`,
  options: {
    sender: 'comando do remetente; HOST, PORT e FILE estão no lugar do que dizem, FILE é o arquivo a enviar',
    receiver: 'comando do destinatário; ele grava em FILE e termina sozinho',
    case: 'só este caso (pode se repetir); --list mostra os nomes',
    cases: 'casos e sementes próprios, em JSON',
    list: 'mostra os casos e termina',
    file: 'envia este arquivo em vez de um feito para cada caso',
    long: 'também um arquivo de 1 MiB',
    timeout: 'quanto um caso pode demorar',
    quiet: 'quanto tempo o enlace pode ficar em silêncio antes que o caso seja encerrado',
    seed: 'semente dos enlaces: com a mesma semente acontece o mesmo com o n-ésimo pacote de cada sentido',
    jobs: 'casos ao mesmo tempo',
    ui: 'auto, text ou none: se cada caso é dito assim que é julgado',
    json: 'o parecer como um documento JSON na saída padrão',
    jsonStream: 'uma linha JSON por caso, depois o parecer',
    output: 'salva o parecer',
    html: 'salva uma página com o diagrama da primeira falha',
    markdown: 'salva um resumo em Markdown',
    junit: 'salva os casos como JUnit XML',
  },
  allowed: {
    command: 'um comando, como "python3 sender.py HOST PORT FILE"',
    name: (names: string) => `um de ${names}`,
    jobs: 'um número inteiro de 1 a 16',
    timeout: 'um tempo de 1s a 10m',
    quiet: 'um tempo a partir de 100ms',
    casesFile: (reason: string) =>
      `JSON como {"seeds": [1, 2], "cases": [{"name": "longe", "loss": "5%", "delay": "80ms"}]} (${reason})`,
    file: (reason: string) => `um arquivo de no máximo 16 MiB (${reason})`,
  },
  noLab: `Sem o laboratório não há juiz aqui. No macOS e no Windows: um servidor da turma com \`${typedElsewhere('serve --lan --loss 5%')}\` numa máquina Linux é o enlace com perdas para os programas de todos.`,
  cases: {
    clean: 'nada acontece no caminho',
    empty: 'um arquivo vazio',
    'one-byte': 'um arquivo de um byte',
    multiple: 'um arquivo que enche exatamente o último pacote',
    'loss-up': 'pacotes se perdem',
    'loss-down': 'confirmações se perdem',
    bursts: 'vários seguidos se perdem, nos dois sentidos',
    outage: 'seis pacotes seguidos se perdem',
    duplicates: 'pacotes e confirmações chegam duas vezes',
    reordering: 'pacotes e confirmações se ultrapassam',
    corruption: 'bits são trocados, e a soma de verificação do UDP não percebe',
    slow: 'a resposta demora mais que um temporizador comum',
    everything: 'tudo isso junto',
    'first-packet-lost': 'o primeiro de todos os pacotes se perde',
    'last-data-lost': 'o último pacote com dados se perde',
    'last-packet-lost': 'o último de todos os pacotes se perde',
    'first-ack-lost': 'a primeira confirmação se perde',
    'last-ack-lost': 'a última confirmação se perde',
    long: 'um arquivo de 1 MiB, com algumas perdas',
  },
  reasons: {
    'not-started': 'não começou',
    crashed: 'abortou',
    timeout: 'não terminou',
    short: 'faltam bytes',
    long: 'bytes demais',
    altered: 'bytes errados',
    reordered: 'fora de ordem',
    duplicated: 'bytes repetidos',
    flooded: 'inunda o enlace',
    outside: 'envia para outro lugar',
    memory: 'memória demais',
    processes: 'processos demais',
    output: 'saída demais',
    disk: 'disco cheio',
    unstable: 'instável',
  },
  pass: 'passou',
  fail: 'FALHOU',
  table: {
    case: 'caso',
    verdict: 'parecer',
    seconds: 'segundos',
    possible: 'possível',
    sent: 'enviados',
    lost: 'perdidos',
    resent: 'retr.',
    reasons: 'motivos',
  },
  running: (name: string, about: string) => `${name}: ${about} …`,
  total: (passed: number, all: number) =>
    `${number(passed)} de ${counted(all, 'caso', 'casos')} ${plural(passed, 'passou', 'passaram')}.`,
  skipped: (names: string) => `Não tentados, porque o caso sem perdas não ensinou nada: ${names}.`,
  usesTcp:
    'Os programas usam TCP: quem retransmite é o kernel, e isto nada diz sobre um protocolo feito por vocês.',
  seed: 'semente',
  possibleNote: 'possível: quanto leva o pare-e-espere com pacotes deste tamanho quando nada se perde.',
  again: {
    same: 'Na segunda vez, terminou do mesmo modo.',
    passed:
      'Na segunda vez, com a mesma semente, passou: o resultado depende do acaso nos programas (threads, temporizadores no limite, máquina ocupada).',
    differs: (reasons: string) => `Na segunda vez, com a mesma semente, falhou de outro modo: ${reasons}.`,
  },
  said: { sender: 'O remetente escreveu:', receiver: 'O destinatário escreveu:' },
  junit: 'juiz',
  page: {
    title: 'Parecer',
    diagram: (name: string) => `A primeira falha, pacote por pacote: ${name}`,
    cases: 'Todos os casos',
    what: 'O que deu errado',
    sender: 'remetente',
    receiver: 'destinatário',
  },
  packet: {
    data: (from: string, to: string) => `bytes ${from}–${to}`,
    other: (bytes: string) => `${bytes} B`,
    answer: (bytes: string) => `resposta, ${bytes} B`,
  },
  hints,
};
