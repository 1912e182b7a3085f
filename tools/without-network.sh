#!/bin/sh
# Runs a command where no packet can leave: a network namespace that has a loopback interface and no
# route. Every attempt to reach another machine is counted by strace and printed at the end, and is a
# failure; needs root, strace and iproute2.
#   tools/without-network.sh npm run start:distributed
#   tools/without-network.sh npm test -- e2e
set -eu
trace="$(mktemp)"
trap 'rm -f "$trace"' EXIT

# Only what names an address of another machine: sockets of files and of this machine do not count.
traced() {
  TRACE="$trace" unshare --net sh -c 'ip link set lo up && exec strace --follow-forks --seccomp-bpf --quiet=all \
    --trace=connect,sendto,sendmsg,sendmmsg --signal=none --string-limit=0 \
    --output="|grep -E \"inet_addr|inet_pton\" \
      | grep -vE \"inet_addr\(.(127\.|0\.0\.0\.0)|inet_pton\(AF_INET6, .(::1|::|::ffff:127\.[0-9.]+).,\" >\"$TRACE\"" \
    "$@"' sh "$@"
}
count() { wc -l <"$trace" | tr -d ' '; }

# A counter that sees nothing would also say 0: one attempt that is known must be counted.
traced node -e 'require("net").connect(9, "192.0.2.1").on("error", () => undefined)'
sleep 1
[ "$(count)" -eq 1 ] || { echo "the counter saw $(count) attempts of the 1 that was made" >&2; exit 1; }

code=0
traced "$@" || code=$?
sleep 1 # the last lines are still on their way through grep
echo "outbound attempts: $(count)"
[ "$(count)" -eq 0 ] || { head -20 "$trace"; code=1; }
exit "$code"
