import { typed, typedAt } from '../../command.ts';
import type { socketErrors as english } from '../../en/errors/socket-errors.ts';
import { numbersIn } from '../../numbers.ts';

const { counted, number } = numbersIn('pt-BR');

export const socketErrors: typeof english = {
  'connection-refused': (d) => ({
    message: `Nada escuta em ${d['address']}: a conexão foi recusada.`,
    remedy: `Inicie um servidor lá com \`${typedAt(d['address'], String(d['start'] ?? 'serve'))}\`, ou confira o endereço e a porta.`,
  }),
  'own-refused': (d) => ({
    message: `Nada escuta em ${d['address']}: a conexão foi recusada.`,
    remedy: 'Inicie lá o seu próprio programa, ou confira o endereço e a porta.',
  }),
  'datagram-refused': (d) => ({
    message: `Nada escuta em ${d['address']} por UDP: a máquina de lá avisou (ICMP port unreachable).`,
    remedy: `Inicie um servidor lá com \`${typedAt(d['address'], String(d['start'] ?? 'serve --echo'))}\`, ou confira o endereço e a porta.`,
  }),
  unreachable: (d) => ({
    message: `${d['address']} não pode ser alcançado a partir daqui.`,
    remedy:
      'Confira se as duas máquinas estão na mesma rede, se o endereço está certo e se nenhum firewall ou rota no caminho o proíbe.',
  }),
  'interface-down': (d) => ({
    message: `A interface que leva a ${d['address']} está desligada.`,
    remedy: 'Confira o cabo ou a rede sem fio; `ip link` mostra quais interfaces estão ativas.',
  }),
  'connect-timeout': (d) => ({
    message: `${d['address']} não respondeu.`,
    remedy: 'Confira o endereço; um firewall pode descartar a conexão em silêncio.',
  }),
  'not-taken': (d) => ({
    message: `${d['address']} aceitou a conexão e não lê nada: a mensagem não pôde ser entregue.`,
    remedy: 'O programa de lá precisa ler o que chega (recv), ou os buffers dele estão cheios.',
  }),
  'peer-silent': (d) => ({
    message: `${d['address']} já não confirma o que lhe é enviado.`,
    remedy: 'A máquina de lá pode estar desligada, ou o caminho até ela, interrompido.',
  }),
  'connection-reset': (d) => ({
    message: `${d['address']} rompeu a conexão.`,
    remedy:
      d['start'] === undefined
        ? 'O servidor pode ter sido parado ou recusado esta carga; veja a tela dele.'
        : 'O programa de lá terminou, ou fechou a conexão antes de ler tudo o que foi enviado.',
  }),
  unresolvable: (d) => ({
    message: `O nome ${d['address']} não corresponde a nenhum endereço.`,
    remedy: 'Confira a grafia, ou use o próprio endereço.',
  }),
  'name-server': (d) => ({
    message: `Nenhum servidor de nomes responde, e ${d['address']} não pode ser traduzido em endereço.`,
    remedy: 'Confira se esta máquina está conectada a uma rede, ou use o próprio endereço.',
  }),
  'name-family': (d) => ({
    message: `O nome ${d['address']} não tem endereço IPv${d['family']}, só IPv${d['family'] === 4 ? 6 : 4}.`,
    remedy: `Tire -${d['family']} ou use -${d['family'] === 4 ? 6 : 4}; --bind recebe um endereço da mesma família.`,
  }),
  'wrong-family': (d) => ({
    message: `${d['address']} não é um endereço IPv${d['family']}.`,
    remedy: `Tire o -${d['family']}, ou dê um endereço IPv${d['family']} ou um nome.`,
  }),
  'port-in-use': (d) => ({
    message: `A porta ${d['port']} já está em uso${d['owner'] === undefined ? '' : ` (provavelmente por ${d['owner']})`}.`,
    remedy: 'Pare o outro programa, ou escolha outra porta com --port.',
  }),
  'address-not-local': (d) => ({
    message: `${d['address']} não é um endereço desta máquina.`,
    remedy:
      d['operation'] === 'listen'
        ? 'Use um dos endereços dela, ou --lan para todos.'
        : 'Dê a --bind um dos endereços dela (`ip address` os mostra), ou deixe a opção de fora.',
  }),
  'bind-family': (d) => ({
    message: `De ${d['bind']} nada pode ser enviado a ${d['address']}: um é um endereço IPv4, o outro IPv6.`,
    remedy: 'Dê a --bind um endereço da mesma família, ou deixe a opção de fora.',
  }),
  'bind-elsewhere': (d) => ({
    message: `De ${d['bind']} só se alcança esta própria máquina, e ${d['address']} é outra.`,
    remedy: 'Dê a --bind o endereço da interface que leva até lá, ou deixe a opção de fora.',
  }),
  'no-local-port': (d) => ({
    message: `Não resta porta local para mais uma conexão com ${d['address']}.`,
    remedy:
      'Espere um minuto até as conexões fechadas serem esquecidas, abra menos de cada vez, ou veja `sysctl net.ipv4.ip_local_port_range`.',
  }),
  'scope-missing': (d) => ({
    message: `${d['host']} é um endereço link-local: não diz qual interface leva até ele.`,
    remedy: `Escreva a interface depois dele: ${d['host']}%${d['example'] ?? 'eth0'}.`,
  }),
  'no-interface': (d) => ({
    message: `${d['host']} cita a interface ${d['zone']}, que esta máquina não tem.`,
    remedy: `Ela tem ${d['interfaces']}.`,
  }),
  'no-congestion-control': (d) => ({
    message: `Esta máquina não oferece o controle de congestionamento ${d['name']}.`,
    remedy:
      d['available'] === undefined
        ? 'Veja quais ela oferece com `sysctl net.ipv4.tcp_available_congestion_control`.'
        : `Ela oferece: ${d['available']}.`,
  }),
  'permission-denied': (d) => ({
    message: `O sistema não permite escutar em ${d['address']}.`,
    remedy:
      Number(d['port']) < 1024
        ? 'Use uma porta acima de 1023.'
        : 'Uma política desta máquina ou do seu contêiner proíbe; fale com quem cuida dela.',
  }),
  forbidden: (d) => ({
    message: `Esta máquina não permite enviar para ${d['address']}.`,
    remedy:
      'O firewall dela ou uma rota proíbe (`nft list ruleset` e `ip route` mostram), ou o endereço é de difusão (broadcast).',
  }),
  'too-many-files': (d) => ({
    message: `O sistema não tem mais descritores de arquivo para um socket (${d['address']}).`,
    remedy: 'Aumente o limite com `ulimit -n 20000`, ou abra menos conexões de cada vez.',
  }),
  'no-memory': (d) => ({
    message: `O sistema não tem mais memória para um socket ou para o que ele envia (${d['address']}, ${d['errno']}).`,
    remedy: 'Feche outros programas, ou peça menos de cada vez.',
  }),
  'datagram-too-large': (d) => ({
    message: `${d['bytes'] === undefined ? 'O que se quer enviar não cabe' : counted(d['bytes'], 'byte não cabe', 'bytes não cabem')} em um datagrama para ${d['address']}.`,
    remedy: `Envie menos (no máximo ${number(65_507)} bytes por IPv4), ou use TCP.`,
  }),
  unsupported: (d) => ({
    message: `Este sistema não cria um socket para ${d['address']} (${d['errno']}): talvez não tenha ${String(d['address']).includes('[') ? 'IPv6' : 'IPv4'}.`,
    remedy: 'Use um endereço da outra família.',
  }),
  'system-refused': (d) => ({
    message: `O sistema recusou o uso de um socket com ${d['address']} (${d['errno']}).`,
    remedy: `Confira o endereço e a porta, e o que esta máquina permite (\`${typed('doctor')}\`).`,
  }),
};
