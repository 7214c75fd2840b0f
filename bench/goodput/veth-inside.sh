# As root of a user namespace: a server in a network namespace of its own, a narrow way to it, a sampler, and the run.
set -e
mount -t tmpfs none /run
ip link set lo up
ip netns add far
ip link add near type veth peer name there netns far
ip addr add 10.99.0.1/24 dev near
ip link set near up
ip -n far addr add 10.99.0.2/24 dev there
ip -n far link set there up
ip -n far link set lo up
tc qdisc add dev near root tbf rate "$RATE" burst 256kb latency 20ms
tc -n far qdisc add dev there root tbf rate "$RATE" burst 256kb latency 20ms

samples=$(mktemp)
said=$(mktemp)
server=
sampling=
trap 'kill $server $sampling 2>/dev/null; rm -f "$samples" "$said"' EXIT
ip netns exec far "$NODE" "$MAIN" serve --bind 10.99.0.2 --ui text >"$said" 2>&1 &
server=$!
turns=0
until grep -q 10.99.0.2 "$said" || [ $turns -eq 200 ]; do
  sleep 0.1
  turns=$((turns + 1))
done
sampler='
const { readFileSync } = require("node:fs");
const read = (name) => readFileSync(`/proc/self/net/dev`, "latin1").split("\n").find((line) => line.trim().startsWith(name));
const next = () => {
  const fields = read(process.argv[1] + ":").split(":")[1].trim().split(/\s+/);
  console.log(`${process.hrtime.bigint()} ${fields[0]} ${fields[1]}`);
};
setInterval(next, 5);
'
if [ "$MODE" = up ]; then
  ip netns exec far "$NODE" -e "$sampler" there >"$samples" &
else
  "$NODE" -e "$sampler" near >"$samples" &
fi
sampling=$!
result=$("$NODE" "$MAIN" tcp 10.99.0.2 "$@" --json --ui none)
cat "$samples"
printf -- '---\n%s\n' "$result"
