/** What stands in the way of a fleet, and what befalls its agents. */
import { typedElsewhere } from '../../command.ts';
import type { fleetErrors as english } from '../../en/errors/fleet-errors.ts';
import { numbersIn } from '../../numbers.ts';
import type { Details, Sentence } from '../../sentence.ts';

const { bits, counted, number, time } = numbersIn('pt-BR');

/** One name, or several with commas. */
const several = (d: Details): boolean => String(d['agent']).includes(', ');
const agents = (d: Details): string => (several(d) ? `Os agentes ${d['agent']}` : `O agente ${d['agent']}`);
const percent = (share: Details[string] | undefined): string =>
  `${number(Math.round(Number(share) * 1000) / 10)} %`;

/** What an agent's owner has limited: what was asked, what is allowed, and how to allow it. */
const limits: Readonly<Record<string, (d: Details) => Sentence>> = {
  target: (d) => ({
    message: `${d['address']} não está entre os destinos que o dono dele permite.`,
    remedy: `Peça ao dono que o inicie com --allow ${d['address']}.`,
  }),
  rate: (d) => ({
    message: `a parte dele é de ${counted(d['amount'], 'sonda/s', 'sondas/s')}, e o dono permite ${number(d['most'])}.`,
    remedy: 'Use mais agentes ou um --rate menor, ou peça ao dono que aumente --max-rate.',
  }),
  bitrate: (d) => ({
    message: `a parte dele é de ${bits(d['amount'])}, e o dono permite ${bits(d['most'])}.`,
    remedy: 'Use mais agentes ou menos carga, ou peça ao dono que aumente --max-bitrate.',
  }),
  duration: (d) => ({
    message: `a medição pode durar ${time(d['amount'])}, e o dono permite ${time(d['most'])}.`,
    remedy: 'Use um --duration menor, ou peça ao dono que aumente --max-duration.',
  }),
  clients: (d) => ({
    message: `a parte dele é de ${counted(d['amount'], 'fluxo', 'fluxos')}, e o dono permite ${number(d['most'])}.`,
    remedy: 'Use mais agentes ou menos --clients, ou peça ao dono que aumente --max-clients.',
  }),
  flood: () => ({
    message: 'uma inundação precisa do consentimento do dono.',
    remedy: 'Dê um número com --rate, ou peça ao dono que o inicie com --allow-flood.',
  }),
};

/** @param other the sentence of an error that is told within another one */
export const fleetErrors: typeof english = (other) => ({
  'bad-bus': (d) => ({
    message: `${d['given']} não é um endereço de broker.`,
    remedy: 'Escreva nats://HOST ou nats://HOST:4222; tls:// se ele só fala TLS.',
  }),
  'bus-missing': (): Sentence => ({
    message: 'Um agente precisa do endereço de um broker.',
    remedy: 'Dê --bus nats://HOST, ou defina SOCKBENCH_BUS.',
  }),
  'bus-unreachable': (d) => ({
    message: `Nenhum broker responde em ${d['address']}.`,
    remedy:
      'Inicie um lá (nats-server), ou confira o endereço. Agentes só nesta máquina não precisam dele: deixe --bus de fora.',
  }),
  'bus-refused': (d) => ({
    message: `O broker em ${d['address']} não aceita estas credenciais.`,
    remedy:
      'Dê usuário e senha, ou um token, no endereço (nats://USUÁRIO:SENHA@HOST) ou na variável de ambiente SOCKBENCH_BUS.',
  }),
  'bus-failed': (d) => ({
    message: `Não é possível usar o broker em ${d['address']}: ${d['reason']}.`,
    remedy: 'Confira se é NATS, e o que diz o log dele.',
  }),
  'bus-lost': (d) => ({
    message: `O broker ficou fora do ar por mais de ${number(d['seconds'])} s, e a medição foi abandonada.`,
    remedy: 'Os agentes pararam sozinhos. Inicie o broker de novo.',
  }),
  'fleet-taken': (d) => ({
    message: `Outro coordenador conduz a frota ${d['fleet']} neste momento.`,
    remedy: 'Espere que termine, ou dê outro nome aos dois lados com --fleet NOME.',
  }),
  'agents-missing': (d) => ({
    message: `São pedidos ${counted(d['wanted'], 'agente', 'agentes')}, e há ${number(d['found'])}${d['names'] === '' ? '' : ` (${d['names']})`}.`,
    remedy: `Inicie mais com \`${typedElsewhere('agent')}\`, com os mesmos --bus e --fleet, ou diminua --agents.`,
  }),
  'agents-key': (d) => ({
    message: `Respondeu alguém que não tem a mesma chave; de ${counted(d['wanted'], 'agente', 'agentes')}, há ${number(d['found'])}.`,
    remedy: 'Use o mesmo --key-file (ou SOCKBENCH_KEY) em todas as máquinas, ou em nenhuma.',
  }),
  'agent-version': (d) => ({
    message: `O agente ${d['agent']} usa o sockbench ${d['theirs']}, e este é o ${d['ours']}.`,
    remedy: 'Instale a mesma versão em todas as máquinas: os histogramas são somados célula a célula.',
  }),
  'agent-busy': (d) => ({
    message: `${agents(d)} ${several(d) ? 'estão ocupados' : 'está ocupado'} com outra medição.`,
    remedy: 'Espere que termine, ou inicie mais agentes.',
  }),
  'agent-twice': (d) => ({
    message: `Há dois agentes chamados ${d['agent']}.`,
    remedy: 'Dê a cada um o seu --name.',
  }),
  'agent-failed': (d) => {
    const { message, remedy } = other(d);
    return { message: `${agents(d)}: ${message}`, remedy };
  },
  'agent-silent': (d) => ({
    message: `${agents(d)} ficou em silêncio antes de a medição começar.`,
    remedy: 'Olhe o terminal dele: foi encerrado, ou perdeu o caminho até o broker.',
  }),
  'agent-slow': (d) => ({
    message: `${agents(d)} não ficou pronto em ${number(d['seconds'])} s.`,
    remedy: `Olhe o terminal dele; o caminho até ${d['address']} pode estar bloqueado.`,
  }),
  'agents-differ': (d) => ({
    message: `Os agentes ${d['other']} e ${d['agent']} não mediriam o mesmo: ${d['option']} é ${number(d['common'])} em um e ${number(d['amount'])} no outro.`,
    remedy: `Dê ${d['option']} de modo que todos possam tê-lo.`,
  }),
  'agent-lost': (d) => ({
    message: `${agents(d)} (${percent(d['share'])} da carga) ${several(d) ? 'foram perdidos' : 'foi perdido'} aos ${number(d['seconds'])} s da medição: o que ${several(d) ? 'tinham' : 'tinha'} contado até então está incluído, e o resto falta.`,
    remedy:
      'Veja o que houve com essa máquina e com o caminho dela até o broker. Nenhuma condição (--assert) vale para o que está incompleto.',
  }),
  'agent-deserted': (d) => ({
    message: `Ele não ouviu nada do coordenador por ${number(d['seconds'])} s, e parou sozinho.`,
    remedy: 'O caminho até o broker se rompeu, ou o broker ficou fora do ar por tempo demais.',
  }),
  'agent-left': () => ({ message: 'Ele foi encerrado na própria máquina.', remedy: null }),
  'agent-unreadable': () => ({
    message: 'O que ele entregou não pode ser verdade, e foi deixado de fora.',
    remedy:
      'Instale a mesma versão em todas as máquinas; sem --key-file, qualquer um no broker pode falar em nome dele.',
  }),
  'agent-start': (d) => ({
    message: `Não foi possível iniciar um agente nesta máquina: ${d['reason']}.`,
    remedy: 'Use menos --agents, ou feche outros programas.',
  }),
  'not-allowed': (d) =>
    limits[String(d['limit'])]?.(d) ?? { message: 'o dono dele não permite.', remedy: null },
  'fleet-share': (d) => ({
    message: `Não dá para dividir ${d['option']} ${number(d['amount'])} entre ${counted(d['agents'], 'agente', 'agentes')}.`,
    remedy: `Cada um precisa de pelo menos um: aumente ${d['option']}, ou diminua --agents.`,
  }),
  'fleet-local': () => ({
    message: 'Agentes em outras máquinas precisam de um TARGET que possam alcançar.',
    remedy: `Inicie \`${typedElsewhere('serve --lan')}\` em algum lugar, e dê o endereço.`,
  }),
  'fleet-sums': (d) => ({
    message: `As contagens dos agentes (${d['field']}) não somam o total (${number(d['sum'])} e ${number(d['whole'])}).`,
    remedy: 'Isto é um erro do sockbench; por favor, relate-o com o comando que usou.',
  }),
});
