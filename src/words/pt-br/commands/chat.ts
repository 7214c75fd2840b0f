import { typed } from '../../command.ts';
import type { chat as english } from '../../en/commands/chat.ts';
import { numbersIn } from '../../numbers.ts';

const { counted, number, plural } = numbersIn('pt-BR');

export const chat: typeof english = {
  command: {
    description: 'o segundo exercício: um bate-papo para muitos; --serve abre uma sala e entra nela',
    examples: `Exemplos:
  ${typed('chat --serve --lan')}                  abre uma sala para a turma e entra nela
  ${typed('chat 192.168.0.7')}                    entra nela (ou, sem sockbench: nc 192.168.0.7 5000)
  ${typed('chat 192.168.0.7 --plain')}            o anfitrião é seu próprio programa, que fala linhas de texto
  ${typed('chat 192.168.0.7 --transport udp')}    fala e ouve por UDP: o que se perde fica perdido
  ${typed('chat --serve --lan --loss 20%')}       o anfitrião perde um quinto dos datagramas que repassa
  echo Olá | ${typed('chat 192.168.0.7 --name Ana')}

Na sala: /who /nick /me /msg /contrast /help /quit`,
    target: 'em que sala entrar: host, host:porta ou [v6]:porta',
    serve: 'abre uma sala',
    headless: 'abre a sala sem entrar: linhas na saída padrão, sem tela',
    name: 'seu nome na sala (padrão: o nome da sua conta)',
    transport: 'tcp: nada se perde; udp: mensagens podem se perder, repetir-se ou sair da ordem',
    plain:
      'o anfitrião é um programa seu: o que você digita vai para lá como está (antes, seu nome, com --name)',
    ui: 'tela, ou linhas de texto: auto, screen, text',
    impairment: 'As opções de um enlace ruim agem nos datagramas que o anfitrião repassa; o TCP fica como é.',
    clash: 'quem abre uma sala entra nela',
    allowed: {
      transport: 'tcp ou udp',
      ui: 'auto, screen ou text',
      plain: 'é para um servidor seu, por TCP',
      name: 'até 20 letras, algarismos e _ - . de um só alfabeto, sem espaços',
    },
  },
  host: {
    listening: (port) => `A sala está aberta na porta ${port} (TCP e UDP).`,
    only: (address) =>
      `Só programas desta máquina a alcançam (${address}). Para os outros: ${typed('chat --serve --lan')}`,
    tell: 'Diga aos colegas que rodem:',
    or: (host, port) => `ou, sem sockbench: nc ${host} ${port}`,
    fault: (address, reason) =>
      address === ''
        ? `A sala encontrou um erro do próprio sockbench e continua aberta (${reason}). Por favor, relate-o.`
        : `O que ${address} enviou encontrou um erro do próprio sockbench, e ninguém mais foi desligado (${reason}). Por favor, relate-o.`,
    orders: 'Digite aqui /mute NOME, /unmute NOME, /kick NOME ou /contrast stop para manter a ordem.',
    closed: 'A sala foi fechada.',
  },
  greeting: 'Uma sala de bate-papo do sockbench. Sua primeira linha é seu nome; /help explica o resto.',
  unended: 'O que você enviou espera pelo seu fim: cada linha termina com uma nova linha, \\n.',
  toBenchClient: 'Isto é um bate-papo do sockbench; para medir, inicie sockbench serve aqui.',
  whatName: 'Qual é o seu nome?',
  welcome: (name) => `Boas-vindas, ${name}.`,
  here: (names) => (names.length === 0 ? 'Ainda não há mais ninguém.' : `Na sala: ${names.join(', ')}`),
  linked: (impairment) =>
    `O que o anfitrião repassa atravessa um enlace ruim (${impairment}): por UDP o que se perde fica perdido, por TCP chega tarde e inteiro.`,
  impaired: (impairment) =>
    `O anfitrião descarta de propósito parte do que repassa por UDP (${impairment}). O que ele diz por TCP não atravessa enlace nenhum aqui: o TCP em um enlace ruim se vê com compare.`,
  joined: (name) => `${name} entrou.`,
  left: {
    quit: (name) => `${name} saiu.`,
    vanished: (name) => `${name} sumiu: a conexão acabou.`,
    slow: (name) => `${name} foi desligado: não lia o que se dizia.`,
    idle: (name) => `${name} ficou tempo demais em silêncio e saiu.`,
    flood: (name) => `${name} foi desligado: enviou coisas demais.`,
    kicked: (name) => `${name} foi posto para fora pelo anfitrião.`,
  },
  renamed: (from, to) => `${from} agora é ${to}.`,
  crowd: {
    names: (names, more) =>
      more === 0
        ? names.join(', ')
        : `${names.join(', ')} e ${counted(more, 'outra pessoa', 'outras pessoas')}`,
    joined: (names) => `${names} entraram.`,
    left: (names) => `${names} saíram.`,
    passed: (people) => `${counted(people, 'pessoa entrou e saiu', 'pessoas entraram e saíram')}.`,
  },
  muted: (name) => `${name} foi silenciado pelo anfitrião.`,
  unmuted: (name) => `${name} pode falar de novo.`,
  fates: { 'in-order': '', 'out-of-order': 'fora de ordem', late: 'chegou tarde', duplicate: 'de novo' },
  privately: (from, to) => `${from} → ${to}`,
  lost: (name, count) =>
    `${counted(count, 'mensagem', 'mensagens')} de ${name} ${plural(count, 'se perdeu', 'se perderam')}.`,
  stopped: 'O anfitrião fechou a sala.',
  contrastElsewhere: (by, of) =>
    `${by} envia ${counted(of, 'linha', 'linhas')} por TCP e por UDP; sockbench chat mostra o que chega.`,
  contrast: {
    starts: (by, of) => `${by} envia ${counted(of, 'linha', 'linhas')} por TCP e por UDP.`,
    tcp: (arrived, of) =>
      `TCP: ${number(arrived)} de ${number(of)} ${plural(arrived, 'chegou', 'chegaram')}, em ordem`,
    udp: (arrived, of, lost, disordered, doubled) =>
      `UDP: ${number(arrived)} de ${number(of)} ${plural(arrived, 'chegou', 'chegaram')}, ${counted(lost, 'perdida', 'perdidas')}${disordered === 0 ? '' : `, ${number(disordered)} fora de ordem`}${doubled === 0 ? '' : `, ${counted(doubled, 'repetida', 'repetidas')}`}`,
    stopped: (by, of) => `O contraste de ${by} foi interrompido após ${counted(of, 'linha', 'linhas')}.`,
    noUdp: 'UDP: nenhum datagrama chega até você',
  },
  refused: {
    'name-empty': () => 'Um nome tem ao menos uma letra.',
    'name-long': () => 'Esse nome tem mais de 20 letras.',
    'name-letters': () => 'Um nome é feito de letras, algarismos e _ - . e começa com letra ou algarismo.',
    'name-scripts': (name) => `${name}: um nome é de um só alfabeto, sem espaços.`,
    'name-reserved': (name) => `${name} não é nome de gente.`,
    'name-taken': (name) => `${name}, ou um nome parecido, já está em uso.`,
    full: () => 'A sala está cheia; tente de novo mais tarde.',
    crowded: () => 'Conexões demais do seu endereço; espere um pouco.',
    'line-long': () => 'Essa linha tinha mais de 1.000 bytes e não chegou a ninguém.',
    'not-utf8': () => 'Essa linha não era texto em UTF-8 e não chegou a ninguém.',
    endless: () => 'Um milhão de bytes sem fim de linha: até logo.',
    'too-fast': (lines) => `Isso não chegou a ninguém: mais de ${lines} linhas por segundo é rápido demais.`,
    command: (command) => `Não existe o comando ${command}; /help mostra quais há.`,
    form: (command) => `${command} se escreve de outro jeito; /help mostra como.`,
    nobody: (name) => `${name} não está aqui.`,
    'contrast-runs': (by) => `Um contraste de ${by} ainda está em curso.`,
    'contrast-rests': (seconds) => `Acabou de haver um contraste; o próximo pode começar em ${seconds} s.`,
    'address-fast': () => 'Isso não chegou a ninguém: seu endereço já disse coisas demais neste segundo.',
    muted: () => 'Isso não chegou a ninguém: o anfitrião silenciou você.',
    kicked: () => 'O anfitrião pôs você para fora; em dez minutos você pode voltar.',
    'host-only': (command) => `${command} é só para o anfitrião da sala.`,
    'host-self': (name) => `${name} é o anfitrião da sala.`,
    slow: () => 'Você não lia o que se dizia: até logo.',
    idle: () => 'Você ficou tempo demais em silêncio: até logo.',
    flood: () => 'Você enviou coisas demais: até logo.',
    silent: () => 'Você não disse um nome: até logo.',
    version: (version) => `O anfitrião fala a versão ${version} do bate-papo; instale o mesmo sockbench.`,
    tries: () => 'Nomes demais que não servem: até logo.',
  },
  plainHelp: [
    '/who mostra quem está aqui; /nick NOME muda seu nome',
    '/me TEXTO diz o que você faz; /msg NOME TEXTO é para uma só pessoa',
    '/contrast 50 envia cinquenta linhas por TCP e UDP; /quit sai',
    '//TEXTO diz um texto que começa com barra',
  ],
  hostHelp: [
    '/mute NOME e /unmute NOME: se os outros ouvem alguém; /kick NOME põe alguém para fora',
    '/contrast stop interrompe um contraste',
  ],
  client: {
    connecting: (host) => `Conectando a ${host} …`,
    reached: (address) => `Quem respondeu foi ${address}.`,
    plainHost: 'Conectado. O que você digita vai para lá como está; o que vem é mostrado como está.',
    lostHost: 'A conexão com o anfitrião se perdeu.',
    waiting: (seconds) => `Nova tentativa em ${seconds} s.`,
    nameWanted: 'Outro nome, por favor:',
    noDatagrams: 'Nenhum datagrama volta do anfitrião: um firewall provavelmente descarta UDP.',
    heardOverTcp: 'Você ouve todos por TCP, mas não pode falar por UDP; entre com --transport tcp.',
    noContrast: 'Um contraste só mostrará aqui sua metade TCP.',
    notSent: (text) => `Não enviado: ${text}`,
    unconfirmed: 'Você fala por UDP: ninguém confirma o que você diz.',
    over: (transport) => `por ${transport}`,
    goodbye: 'Até logo.',
  },
  screen: {
    title: 'sockbench chat',
    people: (count) => `Na sala (${number(count)})`,
    more: (count) => `e mais ${number(count)}`,
    unread: 'novas',
    below: (count) => `${counted(count, 'nova', 'novas')} abaixo · End leva até lá`,
    above: 'End volta às mais novas',
    prompt: 'mensagem',
    promptName: 'nome',
    plain: 'simples',
    you: 'você',
    keys: 'Enter envia · Ctrl-C sai · /help · Tab nomes · ↑↓ histórico · PgUp PgDn rolam',
    keysPlain: 'Enter envia · Ctrl-C sai · ↑↓ histórico · PgUp PgDn rolam',
    length: (bytes, most) => `${number(bytes)}/${number(most)} bytes`,
    state: { connecting: 'conectando', here: 'conectado', gone: 'sem conexão' },
    small: 'O terminal é pequeno demais.',
  },
};
