# A class: one server behind an emulated link, and guests on two networks of their own (veth), in namespaces.
# Usage: unshare --user --map-root-user --net --pid --fork --kill-child --mount-proc bash lab-class.sh NODE MAIN FOLDER
# Leaves in FOLDER: RESULT.json of each guest, server.out, server.err, left (processes and files that remain).
node=$1 main=$2 folder=$3
export TMPDIR=$folder/tmp
mkdir "$TMPDIR"
ip link set lo up
for n in 1 2; do
  unshare --net sleep 1000 &
  networks[n]=$!
done
for n in 1 2; do
  # Until the namespace is there.
  while [ "$(readlink /proc/${networks[n]}/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
  ip link add guest$n type veth peer name eth0 netns ${networks[n]} || exit 77
  ip addr add 10.9.$n.1/24 dev guest$n
  ip addr add fd09:$n::1/64 dev guest$n nodad
  ip link set guest$n up
  nsenter -t ${networks[n]} -n sh -c "ip link set lo up; ip addr add 10.9.$n.2/24 dev eth0; \
    ip addr add fd09:$n::2/64 dev eth0 nodad; ip link set eth0 up"
done

# until COUNT lines of the server say TEXT
until_said() {
  for _ in $(seq 300); do
    [ "$(grep -c "$2" "$folder/server.err")" -ge "$1" ] && return
    sleep 0.1
  done
  echo "the server never said $1 times: $2" >&2
}

"$node" "$main" serve --lan --loss 8% --delay 5ms --ui text --lang en >"$folder/server.out" 2>"$folder/server.err" &
server=$!
for _ in $(seq 300); do
  grep -q Ctrl-C "$folder/server.out" && break
  sleep 0.1
done

guest() {
  network=$1 name=$2
  shift 2
  nsenter -t ${networks[network]} -n "$node" "$main" "$@" --json --ui none >"$folder/$name.json" 2>"$folder/$name.err"
}
guest 1 udp4 udp 10.9.1.1 --count 150 --rate 200 --loss-threshold 1500ms & guests[1]=$!
guest 2 udp6 udp '[fd09:2::1]' --count 150 --rate 200 --loss-threshold 1500ms & guests[2]=$!
guest 2 tcp4 tcp 10.9.2.1 --count 150 --rate 200 & guests[3]=$!
guest 1 tcp6 tcp '[fd09:1::1]' --count 150 --rate 200 & guests[4]=$!
nsenter -t ${networks[2]} -n "$node" "$main" udp 10.9.2.1 --rate 100 --duration 60s --ui none >"$folder/vanished.out" 2>&1 &
vanishing=$!
until_said 5 started
kill -9 $vanishing
until_said 1 'the client is gone'
wait "${guests[@]}"

kill -INT $server
wait $server
echo "status $?" >>"$folder/server.out"
ls "$TMPDIR" >"$folder/left"
# The shell itself, the two networks, and what lists them are all that may remain.
for process in /proc/[0-9]*; do
  tr '\0' ' ' <"$process/cmdline"
  echo
done 2>/dev/null | grep -v -e '^bash ' -e '^sleep 1000 ' -e '^tr ' -e '^grep ' -e '^$' >>"$folder/left"
exit 0
