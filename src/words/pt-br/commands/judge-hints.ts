import type { hints as english } from '../../en/commands/judge-hints.ts';
import { numbersIn } from '../../numbers.ts';
import type { Details } from '../../sentence.ts';

const { number, counted, plural } = numbersIn('pt-BR');

const THE = { sender: 'O remetente', receiver: 'O destinatário' } as Record<string, string>;
const the = (d: Details): string => THE[String(d['side'])] ?? '';
const said = (d: Details): string => (d['said'] === '' || d['said'] === undefined ? '.' : `: ${d['said']}`);
const bytes = (value: Details[string] | undefined): string => counted(value, 'byte', 'bytes');
const part = (d: Details): string => `${bytes(d['bytes'])} a partir do byte ${number(d['from'])}`;
const short = (d: Details): string =>
  `${plural(d['short'], 'Falta', 'Faltam')} ${bytes(d['short'])} no arquivo:`;
const at = (d: Details): string => `em ${number(d['at'])} s`;
const twice = (d: Details): string =>
  `${capital(part(d))} ${plural(d['bytes'], 'aparece', 'aparecem')} duas vezes`;
const STARTS: Record<string, string> = {
  ENOENT: 'esse programa não existe',
  EACCES: 'ele não pode ser executado (chmod +x?)',
};

export const hints: typeof english = {
  'not-started': (d: Details) => `${the(d)} não foi iniciado: ${STARTS[String(d['reason'])] ?? d['reason']}.`,
  'crashed-status': (d: Details) => `${the(d)} terminou com status ${d['status']}${said(d)}`,
  'crashed-signal': (d: Details) => `${the(d)} foi encerrado por ${d['signal']}${said(d)}`,
  'crashed-refused': (d: Details) =>
    `O remetente abortou porque ninguém mais escutava na porta do destinatário (${d['said']}). O destinatário terminou antes que o remetente soubesse que tudo tinha chegado: ele não deveria ficar mais alguns temporizadores, para responder a um pacote repetido?`,
  memory: (d: Details) =>
    `${the(d)} usou mais de 512 MiB de memória e foi encerrado: uma lista cresce dentro de um laço?`,
  processes: (d: Details) => `${the(d)} criou processos sem parar e foi encerrado.`,
  output: (d: Details) => `${the(d)} imprimiu sem parar (mais de 8 MiB) e foi encerrado.`,
  disk: (d: Details) => `${the(d)} escreveu arquivos até encher o disco (64 MiB).`,
  'nothing-sent': () =>
    'Nem um único pacote do remetente chegou ao enlace. Ele envia para HOST e PORT, como foram passados?',
  'nothing-written': (d: Details) =>
    `O destinatário não gravou nenhum arquivo (deviam chegar ${bytes(d['bytes'])}). Ele grava em FILE, como foi passado?`,
  'nothing-in-it': (d: Details) =>
    `O arquivo do destinatário está vazio; deviam chegar ${bytes(d['short'])}. Ele é gravado, e fechado, antes de o destinatário terminar?`,
  'empty-not-made': () =>
    'O arquivo a enviar estava vazio, e o destinatário não criou nenhum: arquivo vazio também é arquivo.',
  'last-never-resent': (d: Details) =>
    `${short(d)} o último pacote se perdeu (${at(d)}) e nunca foi retransmitido. O seu remetente espera a confirmação do último pacote antes de terminar?`,
  'never-resent': (d: Details) =>
    `${short(d)} o pacote com ${part(d)} se perdeu (${at(d)}) e nunca foi retransmitido. Há um temporizador para ele até chegar a sua própria confirmação, ou a resposta a outro pacote vale por ela?`,
  'damaged-never-resent': (d: Details) =>
    `${short(d)} o pacote com ${part(d)} chegou danificado (${at(d)}) e nunca foi retransmitido. Um pacote danificado é tratado como perdido, isto é, sem confirmação, para que o temporizador o envie de novo?`,
  'gave-up': (d: Details) =>
    `${short(d)} o pacote com ${part(d)} foi enviado ${counted(d['tries'], 'vez', 'vezes')}, perdeu-se em todas, e o remetente desistiu (${at(d)}). As perdas vêm em sequência: é certo desistir depois de tão poucas tentativas?`,
  'acknowledged-not-written': (d: Details) =>
    `${short(d)} o pacote com ${part(d)} chegou (${at(d)}) e foi respondido, mas não está no arquivo. O seu destinatário confirma o que joga fora, como um pacote que não é o próximo?`,
  'arrived-not-written': (d: Details) =>
    `${short(d)} o pacote com ${part(d)} chegou (${at(d)}), mas não está no arquivo. Ele é tomado por cópia de outro (um número usado duas vezes), ou o destinatário terminou antes dele?`,
  'never-sent': (d: Details) =>
    `${short(d)} ${part(d)} nunca foram enviados. O seu remetente entende de uma confirmação mais do que ela diz, ou o laço sobre o arquivo termina cedo demais?`,
  short: (d: Details) => `${short(d)} o primeiro que falta é o byte ${number(d['from'])}.`,
  padded: (d: Details) =>
    `O arquivo tem ${bytes(d['more'])} a mais: a partir do byte ${number(d['from'])} há só zeros. Como o destinatário sabe quantos bytes do último pacote valem?`,
  'more-bytes': (d: Details) =>
    `O arquivo tem ${bytes(d['more'])} a mais: a partir do byte ${number(d['from'])} foi gravado algo que nunca esteve nele. Um cabeçalho, ou a marca de fim, é gravado junto?`,
  'answer-lost-copy-written': (d: Details) =>
    `${twice(d)}: a confirmação se perdeu (${at(d)}), o pacote foi retransmitido, como devia, e o destinatário o gravou outra vez. Como ele reconhece um pacote que já tem?`,
  'link-copy-written': (d: Details) =>
    `${twice(d)}: o enlace entregou o pacote duas vezes (${at(d)}), e o destinatário gravou as duas. Como ele reconhece um pacote que já tem?`,
  'early-copy-written': (d: Details) =>
    `${twice(d)}: o pacote foi retransmitido (${at(d)}) embora já tivesse chegado, e o destinatário gravou os dois. Como ele reconhece um pacote que já tem?`,
  'written-twice': (d: Details) => `${twice(d)}.`,
  'written-as-it-came': (d: Details) =>
    `Há bytes no lugar errado a partir do byte ${number(d['from'])}: chegaram em ordem diferente da do envio. O seu destinatário grava o que chega ou o que é o próximo?`,
  'damage-written': (d: Details) =>
    `${capital(bytes(d['bytes']))} a partir do byte ${number(d['from'])} ${plural(d['bytes'], 'está errado', 'estão errados')}: o pacote chegou com um bit trocado (${at(d)}) e foi gravado. Uma soma de verificação sobre o pacote inteiro é calculada e conferida?`,
  'other-bytes': (d: Details) =>
    `Onde deviam estar ${part(d)} há uma segunda cópia do que começa no byte ${number(d['instead'])}. Um buffer é reutilizado antes da confirmação do seu pacote, ou um mesmo número vale para dois pacotes ao mesmo tempo?`,
  'foreign-bytes': (d: Details) =>
    `${capital(part(d))} não são o que foi enviado. Os bytes mudam no caminho, como texto que é decodificado e codificado, ou fins de linha?`,
  'receiver-does-not-end': () =>
    'O arquivo está inteiro, mas o destinatário não terminou. Como ele fica sabendo que não vem mais nada: por um último pacote, ou por um tamanho no início?',
  'end-lost': (d: Details) =>
    `O arquivo está inteiro, mas o destinatário não terminou: o último pacote do remetente, que o avisaria, se perdeu (${at(d)}) e nunca foi retransmitido. Ele é confirmado e esperado, como os outros?`,
  'sender-does-not-end': () =>
    'O arquivo está inteiro, mas o remetente não terminou: espera uma resposta que não vem. De quem é a última confirmação, que pode se perder para sempre, e até quando vale a pena insistir?',
  'both-do-not-end': () =>
    'O arquivo está inteiro, mas nem o remetente nem o destinatário terminaram. Como cada um fica sabendo que acabou?',
  'nothing-crossed': () =>
    'Nada atravessou o enlace: o remetente envia para HOST e PORT, como foram passados?',
  'waits-for-the-rest': (d: Details) =>
    `O destinatário continuou esperando, mas o remetente já tinha terminado: nada mais atravessou o enlace depois de ${number(d['at'])} s.`,
  'silence-after-lost-data': (d: Details) =>
    `O pacote com ${part(d)} foi enviado ${counted(d['times'], 'vez', 'vezes')} e se perdeu; depois de ${number(d['at'])} s nada mais atravessou o enlace, e os dois ficaram esperando. O temporizador é reiniciado a cada envio?`,
  'silence-after-loss': (d: Details) =>
    `O último pacote do remetente se perdeu; depois de ${number(d['at'])} s nada mais atravessou o enlace, e os dois ficaram esperando. O temporizador é reiniciado a cada envio?`,
  'silence-after-lost-answer': (d: Details) =>
    `A última resposta do destinatário se perdeu; depois de ${number(d['at'])} s nada mais atravessou o enlace, e os dois ficaram esperando. O remetente mantém um temporizador até a resposta chegar?`,
  silence: (d: Details) =>
    `Depois de ${number(d['at'])} s nada mais atravessou o enlace, e cada um ficou esperando o outro. O que cada um espera nesse momento?`,
  'no-progress': (d: Details) =>
    `Depois de ${number(d['seconds'])} s ainda não tinha acabado: ${number(d['repeats'])} de ${counted(d['sent'], 'pacote', 'pacotes')} eram repetições. O remetente reconhece a confirmação que espera?`,
  'too-slow': (d: Details) =>
    `Depois de ${number(d['seconds'])} s não tinha acabado${d['possible'] === '?' ? '' : `; o pare-e-espere leva ${number(d['possible'])} s neste enlace quando nada se perde`}. De quanto é o temporizador?`,
  flooded: (d: Details) =>
    `${capital(counted(d['sent'], 'pacote', 'pacotes'))} para um arquivo que precisa de cerca de ${number(d['needed'])}: ${counted(d['resent'], 'foi retransmitido', 'foram retransmitidos')}, embora só ${counted(d['lost'], 'se perdesse', 'se perdessem')}. O seu remetente espera o temporizador, este é maior que o tempo de ida e volta de ${number(d['roundTrip'])} ms, e uma confirmação repetida o faz retransmitir?`,
  'flooded-answers': (d: Details) =>
    `O destinatário enviou ${counted(d['sent'], 'resposta', 'respostas')} para ${counted(d['packets'], 'pacote', 'pacotes')}. Uma resposta por pacote basta.`,
  outside: (d: Details) =>
    `${capital(counted(d['count'], 'pacote foi', 'pacotes foram'))} para ${d['address']}, que não é a outra ponta. HOST e PORT vêm do comando ou estão escritos no programa?`,
  loopback: (d: Details) =>
    `${capital(counted(d['count'], 'pacote foi', 'pacotes foram'))} para a própria máquina (127.0.0.1, localhost), e nenhum para o destinatário. HOST vem do comando?`,
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
