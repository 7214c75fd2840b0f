import { typed, typedAt, typedElsewhere } from '../../command.ts';
import type { errors as english } from '../../en/errors/errors.ts';
import { numbersIn } from '../../numbers.ts';
import type { Details, Sentence } from '../../sentence.ts';
import { serverSaid } from '../../server-said.ts';
import { server } from '../server.ts';
import { fewFiles } from './few-files.ts';
import { fileErrors } from './file-errors.ts';
import { fleetErrors } from './fleet-errors.ts';
import { judgeErrors } from './judge-errors.ts';
import { optionErrors } from './option-errors.ts';
import { resultErrors } from './result-errors.ts';
import { silenceErrors } from './silence-errors.ts';
import { socketErrors } from './socket-errors.ts';
import { wrongAnswers } from './wrong-answers.ts';

const { counted, number } = numbersIn('pt-BR');

const said = (d: Details): string =>
  d['reason'] === undefined || d['reason'] === '' ? '' : `; de lá vem "${d['reason']}"`;

/** @param reason what `unshare` said, in English */
export const namespacesRemedy = (reason: string): string =>
  /No space left/.test(reason)
    ? 'Nenhum, ou nenhum a mais, é permitido aqui: sudo sysctl user.max_user_namespaces=15000 user.max_net_namespaces=15000.'
    : 'No Ubuntu 24.04 e posteriores: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0. Em Debian antigo: sudo sysctl kernel.unprivileged_userns_clone=1. Em um contêiner: inicie-o com --security-opt seccomp=unconfined --cap-add NET_ADMIN --cap-add SYS_ADMIN.';

export const errors: typeof english = {
  'control-lost': (d) => ({
    message: `A conexão de controle com ${d['address']} foi perdida, e a medição foi interrompida.`,
    remedy: 'O servidor parou ou a rede falhou; o que foi medido até então é mostrado.',
  }),
  'load-unfinished': (d) => ({
    message: `A fila da linha não esvaziou a tempo depois de uma fase, e ${counted(d['missing'], 'fase não foi feita', 'fases não foram feitas')}: o que foi medido antes é mostrado.`,
    remedy: 'Carregue um sentido de cada vez, com --direction.',
  }),
  stalled: (d) => ({
    message: `Nada se moveu entre aqui e ${d['address']} por ${number(d['seconds'])} s, e a medição foi encerrada.`,
    remedy:
      'O servidor ou o caminho está travado; o que foi medido até ali é mostrado. Com --duration a medição também acaba pelo tempo.',
  }),
  'not-sockbench': (d) => ({
    message: `${d['address']} não é um servidor sockbench, ou não tem lugar para mais uma conexão.`,
    remedy: `Se for um, tente de novo; para um servidor de eco comum escreva echo://${d['address']}.`,
  }),
  'not-chat': (d) => ({
    message: `Nenhum bate-papo do sockbench responde em ${d['address']}${said(d)}.`,
    remedy: `Inicie um lá com \`${typedAt(d['address'], 'chat --serve --lan')}\`, ou confira o endereço e a porta; para um servidor seu, acrescente --plain.`,
  }),
  'host-only': (d) => ({
    message: `${d['option']} é para quem abre uma sala.`,
    remedy: 'Acrescente --serve para abrir uma, ou deixe a opção de fora.',
  }),
  'chat-over': () => ({
    message: 'O anfitrião encerrou a conversa.',
    remedy: 'A última linha dele diz por quê.',
  }),
  'version-mismatch': (d) => ({
    message: `O servidor em ${d['address']} fala a versão ${d['theirs']} do protocolo, este cliente a ${d['ours']}.`,
    remedy: 'Instale a mesma versão do sockbench nas duas máquinas.',
  }),
  'server-refused': (d) => ({
    message: `O servidor em ${d['address']} recusou: ${serverSaid(String(d['reason']), server)}`,
    remedy: 'Peça menos, ou peça a quem cuida do servidor que aumente os limites.',
  }),
  'server-ended': (d) => ({
    message: `O servidor em ${d['address']} foi encerrado durante a medição: o que ficou sem resposta não se perdeu na rede.`,
    remedy: 'Recomece quando ele estiver de volta.',
  }),
  'server-failed': (d) => ({
    message: `O servidor em ${d['address']} falhou: ${serverSaid(String(d['reason']), server)}`,
    remedy:
      'O que foi medido até então é mostrado. Tente de novo; se acontecer outra vez, por favor, relate.',
  }),
  'key-needed': (d) => ({
    message: `O servidor em ${d['address']} pede uma chave.`,
    remedy: 'Informe-a com --key-file ARQUIVO, ou na variável de ambiente SOCKBENCH_KEY.',
  }),
  'key-unused': (d) => ({
    message: `O servidor em ${d['address']} não pediu a chave, portanto não pode ser o que a conhece.`,
    remedy: 'Inicie o servidor com a mesma chave, ou tire a chave daqui.',
  }),
  'key-wrong': (d) => ({
    message: `O servidor em ${d['address']} não tem a mesma chave.`,
    remedy: 'Use a mesma chave nas duas máquinas.',
  }),
  'file-limit': (d) => ({
    message: `Esta medição precisa de ${counted(d['needed'], 'arquivo aberto', 'arquivos abertos')}, mas o limite é ${number(d['limit'])}.`,
    remedy: `Aumente com \`ulimit -n ${d['needed']}\`, ou use menos --clients.`,
  }),
  'few-files': fewFiles,
  ...judgeErrors,
  ...optionErrors,
  ...resultErrors,
  ...silenceErrors,
  ...wrongAnswers,
  ...socketErrors,
  'bad-key': (d) => ({
    message: `A chave em ${d['source']} tem menos de ${counted(d['least'], 'byte', 'bytes')}.`,
    remedy: 'Crie uma com `head -c 32 /dev/urandom | base64 > turma.key`.',
  }),
  'large-key': (d) => ({
    message: `O arquivo de chave ${d['source']} tem mais de ${counted(d['most'], 'byte', 'bytes')}.`,
    remedy: 'Crie uma com `head -c 32 /dev/urandom | base64 > turma.key`.',
  }),
  'unreadable-key': (d) => ({
    message: `O arquivo de chave ${d['source']} não pode ser lido.`,
    remedy: 'Confira o nome e as permissões.',
  }),
  'bad-target': (d) => ({
    message: `${d['value']} não é um destino.`,
    remedy: 'Escreva host, host:porta ou [v6]:porta, se quiser com sockbench:// ou echo:// na frente.',
  }),
  'worker-died': (d) => ({
    message: `Uma thread parou inesperadamente (${d['reason']}).`,
    remedy: 'O que foi medido até então é mostrado; por favor, relate isto.',
  }),
  'server-start': (d) => ({
    message: `O servidor em loopback não pôde ser iniciado: ${d['reason']}`,
    remedy: `Rode \`${typed('doctor')}\`.`,
  }),
  'lab-platform': (d) => ({
    message: `O laboratório precisa dos namespaces de rede do Linux; este sistema é ${d['platform']}.`,
    remedy: `Use uma máquina Linux (ou WSL 2), ou o \`${typedElsewhere('serve --lan --loss 5%')}\` de um colega.`,
  }),
  'lab-tool': (d) => ({
    message: `O laboratório precisa do programa ${d['tool']}, que não está instalado.`,
    remedy: `Instale o pacote ${d['package']} (Debian, Ubuntu: sudo apt install ${d['package']}).`,
  }),
  'lab-ffi': (d) =>
    d['reason'] === undefined
      ? {
          message:
            'O laboratório precisa do koffi, uma dependência opcional que não está instalada para esta plataforma.',
          remedy: 'Rode `npm install` sem --omit=optional.',
        }
      : {
          message: `O laboratório precisa do koffi, que não pode ser carregado: ${d['reason']}.`,
          remedy:
            'Coloque o sockbench onde programas podem rodar: não em um sistema de arquivos montado com noexec.',
        },
  'lab-tun': (d) => ({
    message: `O laboratório precisa do dispositivo /dev/net/tun, que não pode ser usado: ${d['reason']}.`,
    remedy:
      'Se ele não existe: sudo modprobe tun. Se está fechado: sudo chmod 666 /dev/net/tun. Em um contêiner: inicie-o com --device /dev/net/tun.',
  }),
  'lab-folder': (d) => ({
    message: `O laboratório precisa de uma pasta para os seus sockets, e não foi possível criar nenhuma: ${d['tried']}.`,
    remedy:
      'Indique uma pasta em que se possa gravar, com menos de 70 letras no nome: TMPDIR=/tmp sockbench …',
  }),
  'lab-namespaces': (d) => ({
    message: `O laboratório precisa de namespaces de usuário e de rede, que esta máquina recusa: ${d['reason']}.`,
    remedy: namespacesRemedy(String(d['reason'])),
  }),
  'lab-failed': (d) => ({
    message: `O laboratório não pôde ser montado: ${d['reason']}.`,
    remedy: `Rode \`${typed('doctor')}\`.`,
  }),
  'lab-variable': (d) => ({
    message: `${d['variable']} não contém nada que um laboratório desta versão tenha definido.`,
    remedy: `Remova-a: unset ${d['variable']}.`,
  }),
  'lab-ended': (d) => ({
    message: `O laboratório terminou sozinho: ${{ link: 'o processo do enlace', relay: 'o retransmissor', server: 'o servidor' }[String(d['part'])]} foi encerrado ou falhou.`,
    remedy: 'Inicie-o de novo.',
  }),
  'lab-command': (d) => ({
    message: `O comando ${d['command']} não pôde ser iniciado: ${d['reason']}.`,
    remedy: 'Confira o nome; ele é procurado no PATH.',
  }),
  'nothing-measured': () => ({ message: 'Nada foi medido.', remedy: 'Veja os avisos acima.' }),
  ...fileErrors,
  ...fleetErrors((d) => sentenceOf(d)),
  'file-exists': (d) => ({
    message: `${d['file']} já existe.`,
    remedy: 'Escolha outro nome, ou acrescente --force para sobrescrever.',
  }),
  'disk-full': (d) => ({
    message: `${d['file']} não foi salvo: não há mais espaço lá.`,
    remedy: 'Libere espaço, ou salve em outro disco.',
  }),
  'output-failed': (d) => ({
    message: `O resultado não pôde ser escrito na saída padrão (${d['reason']}).`,
    remedy: 'Libere espaço no destino, ou salve em outro lugar com --output ARQUIVO.',
  }),
  'no-folder': (d) => ({
    message: `${d['file']} não foi salvo: a pasta não existe.`,
    remedy: 'Crie a pasta antes, ou escolha outra.',
  }),
  'not-writable': (d) => ({
    message: `${d['file']} não foi salvo: o sistema não permite (${d['reason']}).`,
    remedy: 'Escolha uma pasta em que você possa escrever.',
  }),
  'no-reader': (d) => ({
    message: `${d['file']} não foi salvo: nenhum programa lê deste pipe.`,
    remedy: 'Inicie o leitor antes, ou salve em um arquivo.',
  }),
  'input-too-large': (d) => ({
    message: `A entrada padrão tem mais de ${number(d['limit'])} MiB.`,
    remedy: 'Envie menos por vez.',
  }),
  'bad-spec': (d) => ({
    message: `Não dá para pedir uma medição assim: ${d['field']}: ${d['reason']}.`,
    remedy: null,
  }),
  internal: (d) => ({
    message: `O sockbench falhou: ${d['reason']}`,
    remedy: 'Isto é um erro do sockbench; por favor, relate-o com o comando que usou.',
  }),
};

/** Of an error that is told within another one; `failure` is its code. */
function sentenceOf(d: Details): Sentence {
  const code = String(d['failure']);
  const all: Readonly<Record<string, (d: Details) => Sentence>> = errors;
  return Object.hasOwn(all, code) ? all[code]!(d) : { message: code, remedy: null };
}
