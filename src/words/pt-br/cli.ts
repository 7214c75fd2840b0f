import { typed } from '../command.ts';
import type { cli as english } from '../en/cli.ts';
import { numbersIn } from '../numbers.ts';

const { counted, number } = numbersIn('pt-BR');

export const cli: typeof english = {
  description:
    'Meça TCP e UDP: latência, vazão e perda de datagramas em que se pode acreditar; veja os dois lado a lado.',
  version: 'mostra a versão',
  help: 'mostra esta ajuda',
  examples: `Exemplos:
  ${typed('compare --loss 5% --delay 20ms')}     TCP e UDP por um enlace com perdas nesta máquina
  ${typed('tcp --clients 50')}                   latência TCP com 50 clientes em loopback
  ${typed('serve --lan')}                        um servidor para a turma
  ${typed('udp 192.168.0.7 --rate 1000')}        latência e perda UDP até ele`,
  headings: {
    'Usage:': 'Uso:',
    'Options:': 'Opções:',
    'Commands:': 'Comandos:',
    'Arguments:': 'Argumentos:',
  },
  places: {
    '[options]': '[opções]',
    '[command]': '[comando]',
    '<command...>': '<comando...>',
    '[target]': '[destino]',
    '<text>': '<texto>',
    '<file...>': '<arquivo...>',
  },
  completion: {
    description: 'imprimir o que faz bash, zsh, fish ou PowerShell completarem sockbench',
    shell: 'um de bash, zsh, fish, powershell',
    examples: `Exemplos:
  source <(sockbench completion bash)
  sockbench completion zsh > "\${fpath[1]}/_sockbench"
  sockbench completion fish | source`,
  },
  misuse: {
    'commander.unknownOption': 'Não há opção %s.',
    'commander.unknownCommand': 'Não há comando %s.',
    'commander.excessArguments': 'Há mais palavras do que este comando aceita.',
    'commander.missingArgument': 'Falta %s.',
    'commander.missingMandatoryOptionValue': 'Falta a opção %s.',
    'commander.optionMissingArgument': 'A opção %s precisa de um valor.',
    'commander.help': 'Falta um comando.',
  },
  seeHelp: 'Veja --help.',
  didYouMean: 'Você quis dizer %s?',
  allowed: {
    mode: 'um de echo, up, down, both, connect',
    tcpOnly: 'connect é um modo só de TCP',
    positive: 'um número inteiro a partir de 1',
    upTo: (most) => `um número inteiro de 1 a ${number(most)}`,
    rate: 'sondas por segundo como 500, 10k ou 1M, ou closed, ou max',
    bitrate: 'bits por segundo como 10M',
    either: 'os dois dizem em que ritmo enviar',
    size: 'bytes de 64 (o cabeçalho da sonda) a 16 MiB; por UDP no máximo 65.507',
    duration: 'um tempo como 500ms, 10s ou 2m, no máximo 480h',
    oneFamily: 'uma medição usa uma só família de endereços',
    choice: (choices) => `um de ${choices}`,
    dscp: 'um número de 0 a 63',
    buffer: 'bytes como 4Mi',
    address: 'um endereço IP desta máquina',
    seed: 'um número inteiro a partir de 0',
    noTarget: 'a degradação só funciona sem destino, porque precisa das duas pontas do enlace',
    echoMode: 'um servidor de eco comum só conhece o modo echo',
    sameThing: 'as duas dizem a mesma coisa',
    oneRun: 'ela vale só para uma execução',
    oneOutput: 'a saída padrão leva só um de --json, --json-stream, --csv e uma saída para -',
    withoutJson: 'uma medição sem --json nem --json-stream',
    packets: '--output já traz os pacotes, e nada mais os mostra',
    ownFile: 'cada saída precisa de um arquivo próprio',
    oneOrder: 'ou rodam ao mesmo tempo, ou um depois do outro',
    ownServer: 'um servidor próprio',
    ownServerKnows: 'não há a quem provar nada',
    plainEcho: 'um servidor de eco comum não conhece chaves',
    congestion: 'o nome de um controle de congestionamento, como cubic ou bbr',
  },
  asserts: {
    form: 'NOME<VALOR, NOME>VALOR ou NOME=PALAVRA, como p99<5ms, loss<1% ou retransmits=0 (docs/asserts.md)',
    comparisonForm: 'NOME.change ou NOME.difference e um limite, como p99.change<10% (docs/asserts.md)',
    name: 'não existe tal número (docs/asserts.md traz a lista)',
    equals: '= é para palavras e números inteiros',
    onlyEquals: 'uma palavra se compara com =',
    comparisonOnly: 'uma mudança é entre dois grupos de resultados (report ANTES -- DEPOIS)',
    bare: {
      time: (value) => `${value} o quê? ${value}ms, ${value}s`,
      ratio: (value) => `${value} o quê? ${value}%, ou um número menor que 1 com ponto, como 0.01`,
      bits: (value) => `${value} o quê? ${value}k, ${value}M ou ${value}bit/s`,
      rate: (value) => `${value} não é um número por segundo`,
      count: (value) => `${value} não é um número inteiro`,
    },
    values: {
      time: 'um tempo como 5ms ou 1s',
      ratio: 'uma parcela como 1% ou 0.01',
      bits: 'bits por segundo como 100M',
      rate: 'um número por segundo como 1000 ou 10k',
      count: 'um número inteiro',
      word: 'uma palavra como linux',
    },
  },
  assertHelp: {
    title: 'Números para --assert (docs/asserts.md diz o que é cada um):',
    kinds: {
      time: 'tempos (5ms)',
      ratio: 'parcelas (1%)',
      bits: 'bits por segundo (100M)',
      rate: 'por segundo (10k)',
      count: 'contagens (0, 10k)',
      word: 'palavras (=)',
    },
    sources: (prefixes) => `com ${prefixes} antes`,
    directions: 'com up. down. antes',
  },
  run: {
    tcp: 'carga TCP: latência, vazão ou taxa de conexões',
    udp: 'carga UDP: latência, jitter, perda por direção, duplicatas, reordenação',
    compare: 'TCP e UDP com a mesma carga no mesmo caminho, lado a lado',
    target:
      'host, host:porta ou [v6]:porta; echo://host:porta para um servidor de eco comum; nenhum: um servidor próprio em loopback',
    mode: 'echo: pedido e resposta; up, down, both: fluxos de mão única; connect: uma conexão TCP nova a cada vez',
    clients: 'fluxos ao mesmo tempo',
    rate: 'sondas por segundo oferecidas por todos os fluxos (500, 10k, 1M), max para uma inundação, closed: cada cliente envia de novo ao receber a resposta',
    bitrate: 'o mesmo em bits de carga útil por segundo, em cada sentido (10M)',
    arrivals: 'periodic ou poisson',
    size: 'bytes de carga útil de uma sonda, com o cabeçalho de 64 bytes',
    duration: 'por quanto tempo medir',
    count: 'terminar depois de tantas sondas',
    warmup: 'tempo antes da medição, que não faz parte dela',
    lossThreshold: 'uma sonda sem resposta até então conta como perdida',
    interval: 'duração de um intervalo',
    threads: 'threads geradoras',
    engine: 'auto, portable ou linux',
    busyPoll: 'girar em vez de dormir, nas duas pontas: menor latência, um núcleo inteiro cada',
    bind: 'endereço local de onde enviar',
    ipv4: 'usar IPv4',
    ipv6: 'usar IPv6',
    dscp: 'valor DSCP de cada pacote',
    sendBuffer: 'buffer de envio de cada socket em bytes',
    receiveBuffer: 'buffer de recepção de cada socket em bytes',
    nagle: 'deixar o algoritmo de Nagle ligado',
    congestion: 'controle de congestionamento do TCP',
    repeat: 'fazer tantas execuções, uma após a outra: mediana, dispersão e intervalo de cada medida',
    seed: 'semente do escalonamento de Poisson e do enlace',
    perFlow: 'números de cada fluxo no resultado',
    keyFile: 'arquivo com a chave compartilhada de um servidor que a exige (ou SOCKBENCH_KEY)',
    json: 'resultado como um documento JSON na saída padrão',
    jsonStream: 'linhas JSON durante a medição',
    packets: 'os destinos dos pacotes no enlace emulado também no JSON (--output sempre os traz)',
    csv: 'intervalos em CSV na saída padrão',
    output: 'salvar o resultado',
    html: 'salvar uma página com gráficos',
    markdown: 'salvar um resumo em Markdown',
    markdownAppend: 'acrescentar um resumo em Markdown a um arquivo, como "$GITHUB_STEP_SUMMARY"',
    junit: 'salvar as verificações em XML JUnit',
    prometheus: 'salvar o resultado como texto OpenMetrics',
    force: 'sobrescrever arquivos existentes',
    ui: 'auto, dashboard, text ou none',
    lang: 'en ou pt-BR',
    noColor: 'sem cores',
    assert: 'falhar (estado de saída 3) se não valer, como p99<5ms ou loss<1%; repetível',
    ownNetwork:
      'consentir em inundação, ou em mais de 10k pacotes/s (contados os fragmentos) ou 10 Mbit/s, para um endereço público',
    together: 'os dois ao mesmo tempo',
    sequential: 'um depois do outro',
    groups: {
      load: 'Carga:',
      sent: 'O que é enviado:',
      socket: 'Socket:',
      link: 'Enlace emulado:',
      output: 'Saída:',
      screen: 'Tela:',
      safety: 'Segurança:',
      iperf3: 'Como no iperf3:',
    },
    iperf3: {
      t: '--duration; só um número: em segundos',
      P: '--clients',
      b: '--bitrate; 0: --rate max',
      i: '--interval; só um número: em segundos',
      l: '--size; K e M são 1.024 e 1.024²',
      O: '--warmup; só um número: em segundos',
      C: '--congestion',
      R: '--mode down',
      J: '--json',
    },
    defaults: {
      rate: { tcp: 'closed; mão única: max', udp: '1000', compare: '100' },
      size: {
        tcp: '64; mão única: 128Ki com max, e com --bitrate uma escrita que combina com ela',
        udp: '64; com --bitrate, e em mão única com max: o maior que não é fragmentado',
        compare: '64; com --bitrate: o maior que não é fragmentado',
      },
      duration: '10s; com --count: nenhuma',
      warmup: '1s; com --count: 0',
    },
    tcpExample: `Exemplos:
  ${typed('tcp --clients 50')}
  ${typed('tcp 192.168.0.7 --rate 1000 --assert', 'p99<5ms')}
  ${typed('tcp --mode down --duration 5s')}`,
    udpExample: `Exemplos:
  ${typed('udp --clients 10 --rate 5000')}
  ${typed('udp --loss 5% --seed 7')}
  ${typed('udp echo://192.168.0.7:7')}`,
    compareExample: `Exemplos:
  ${typed('compare --loss 5% --delay 20ms')}
  ${typed('compare 192.168.0.7 --html pagina.html')}`,
  },
  status: {
    connecting: (address) => `Conectando a ${address} …`,
    chosenSize: (size) =>
      `Sem --size: ${counted(size, 'byte', 'bytes')} por sonda, o máximo que viaja em um só pacote.`,
    noTerminal: 'Não há um terminal para o painel: em vez dele, linhas de texto.',
    noRoomForScreen: (reason) =>
      `Não há lugar para o que o painel mostra (${reason}): em vez dele, linhas de texto.`,
    screenLost: 'A tela terminou de repente; a execução continua sem ela (Ctrl-C a encerra).',
    tryLink: (command) => `O mesmo em um enlace com perdas: ${command}`,
    saved: (file) => `Salvo: ${file}`,
    interrupted: 'Interrompido: mostra-se o que foi medido até agora.',
    notice: (text) => `O servidor diz: ${text}`,
  },
};
