import { typed } from '../../command.ts';
import type { doctor as english } from '../../en/commands/doctor.ts';
import { numbersIn } from '../../numbers.ts';
import { errors, namespacesRemedy } from '../errors/errors.ts';

const { counted, number, time } = numbersIn('pt-BR');
const kib = (bytes: string | number | undefined): string => `${number(Math.round(Number(bytes) / 1024))} KiB`;

export const doctor: typeof english = {
  description: 'o que esta máquina consegue medir, e o que atrapalha',
  json: 'achados como um documento JSON na saída padrão',
  lang: 'en ou pt-BR',
  time: 'por quanto tempo procurar paradas desta máquina',
  example: `Exemplo:
  ${typed('doctor')}`,
  looking: 'Examinando esta máquina …',
  good: 'ok',
  limited: 'limitado',
  missing: 'falta',
  summaryGood: 'Nada atrapalha.',
  summary: (limited, missing) =>
    `${number(limited)} com limites, ${number(missing)} em falta: as linhas acima dizem o que isso significa.`,
  findings: {
    cores: (d) => ({
      title: 'Processadores',
      value: `${d['cores']} (${d['model']})${d['quota'] === undefined ? '' : `, dos quais o grupo de controle pode usar ${number(d['quota'])} (cpu.max)`}`,
      meaning: 'Cliente, servidor e tela querem um cada; com menos, atrapalham-se.',
      remedy:
        d['quota'] === undefined
          ? 'Meça contra outra máquina, e use --ui text.'
          : 'Dê mais tempo de processador a este contêiner.',
    }),
    clock: (d) => ({
      title: 'Relógio',
      value: `resolução de ${time(d['resolutionNs'])}, ${time(d['costNs'])} por leitura`,
      meaning: 'Nenhum tempo de um resultado é mais fino do que esta resolução.',
      remedy: 'Uma máquina virtual pode oferecer uma fonte de relógio melhor (tsc).',
    }),
    timers: (d) => ({
      title: 'Temporizadores',
      value: `atrasam ${time(d['p50Ns'])} (mediana), ${time(d['p99Ns'])} (p99)`,
      meaning:
        'As sondas não dependem só deles: o gerador acorda antes e espera ocupado até a hora de enviar.',
      remedy: 'Feche outros programas; a máquina está ocupada.',
    }),
    loopbackUdp: (d) => ({
      title: 'Loopback, UDP',
      value:
        d['p50Ns'] === undefined
          ? 'sem resposta'
          : `${time(d['p50Ns'])} (mediana), ${time(d['p99Ns'])} (p99)`,
      meaning: 'O piso: latência menor do que esta não se vê com o motor portable.',
      remedy: 'Feche outros programas, ou libere 127.0.0.1 no firewall local.',
    }),
    loopbackTcp: (d) => ({
      title: 'Loopback, TCP',
      value:
        d['p50Ns'] === undefined
          ? 'sem resposta'
          : `${time(d['p50Ns'])} (mediana), ${time(d['p99Ns'])} (p99)`,
      meaning: 'O piso: latência menor do que esta não se vê com o motor portable.',
      remedy: 'Feche outros programas, ou libere 127.0.0.1 no firewall local.',
    }),
    receiveBuffer: (d) => ({
      title: 'Buffer de recepção, UDP',
      value: `${kib(d['standardBytes'])}, no máximo ${kib(d['mostBytes'])}`,
      meaning: 'A rajada que não cabe é descartada por esta máquina; o sockbench distingue essa perda.',
      remedy: 'Para inundações: sudo sysctl -w net.core.rmem_max=16777216, e --receive-buffer 8Mi.',
    }),
    sendBuffer: (d) => ({
      title: 'Buffer de envio, UDP',
      value: `${kib(d['standardBytes'])}, no máximo ${kib(d['mostBytes'])}`,
      meaning: 'O que não cabe espera no sockbench, e conta como atraso de envio.',
      remedy: '',
    }),
    openFiles: (d) => ({
      title: 'Arquivos abertos',
      value: d['files'] === undefined ? 'sem limite informado' : number(d['files']),
      meaning: 'Cada cliente precisa de um, e o servidor em loopback de outro tanto em seu próprio processo.',
      remedy: 'Aumente antes de medir: ulimit -n 20000.',
    }),
    added: (d) => ({
      title: 'O que esta máquina acrescenta',
      value:
        d['stalls'] === undefined
          ? `não medido: ${d['reason']}`
          : [
              d['stalls'] === 0
                ? `nenhuma parada em ${time(d['lookedForNs'])}`
                : `${counted(d['stalls'], 'parada', 'paradas')} em ${time(d['lookedForNs'])}, ${time(d['totalNs'])} ao todo, a mais longa de ${time(d['longestNs'])}`,
              ...(d['lagNs'] === undefined
                ? []
                : [`as sondas saem com até ${time(d['lagNs'])} de atraso (p99)`]),
              ...(d['readingNs'] === undefined
                ? []
                : [`as respostas são lidas com até ${time(d['readingNs'])} de atraso (p99)`]),
            ].join('; '),
      meaning:
        'O que em um atraso é desta máquina aparece à parte em cada resultado ("De quem foi o atraso"); quanto mais for, menos sondas falam da rede.',
      remedy:
        'Feche outros programas, ou dê mais tempo de processador a esta máquina (contêiner, máquina virtual).',
    }),
    drops: (_, status) => ({
      title: 'Descartes no receptor',
      value: status === 'good' ? 'informados pelo kernel' : 'não informados',
      meaning: 'Distinguem perda no buffer de recepção de perda na rede.',
      remedy: 'Este sistema não informa; as causas de perda ficam "desconhecidas".',
    }),
    ffi: (d, status) => ({
      title: 'Chamadas de sistema (koffi)',
      value: status === 'good' ? `versão ${d['version']}` : `não utilizáveis: ${d['reason']}`,
      meaning: 'O motor linux (mais rápido, tempos do kernel, TCP_INFO) e o laboratório precisam delas.',
      remedy:
        'Instale com dependências opcionais: npm ci --include=optional. Enquanto isso serve o motor portable.',
    }),
    namespaces: (d, status) => ({
      title: 'Namespaces',
      value:
        status !== 'good'
          ? `não utilizáveis: ${d['reason']}`
          : d['user'] === 'no'
            ? 'utilizáveis (como root, sem namespace de usuário)'
            : 'utilizáveis',
      meaning: 'O laboratório (--loss, --delay …) faz deles seus dois computadores.',
      remedy: namespacesRemedy(String(d['reason'])),
    }),
    tun: (d, status) => ({
      title: 'Dispositivo TUN',
      value: status === 'good' ? 'utilizável' : `não utilizável: ${d['reason']}`,
      meaning: 'O enlace do laboratório é feito de dois deles.',
      remedy: errors['lab-tun'](d).remedy!,
    }),
    lab: (d, status) => {
      const said = (errors[d['code'] as 'lab-failed'] ?? errors['lab-failed'])(d);
      return {
        title: 'Laboratório',
        value: status === 'good' ? `montado, atravessado e desmontado em ${time(d['tookNs'])}` : said.message,
        meaning: `Um enlace com perdas nesta máquina: ${typed('compare --loss 5% --delay 20ms')}.`,
        remedy: d['code'] === 'lab-failed' ? '' : (said.remedy ?? ''),
      };
    },
  },
};
