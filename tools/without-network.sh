#!/bin/sh
# Runs a command where no packet can leave: a network namespace that has a loopback interface and no
# route. Every attempt to connect elsewhere is counted by strace and printed at the end; needs root.
#   tools/without-network.sh npm run start:distributed
set -eu
trace="$(mktemp)"
export MOIM_TRACE="$trace"
code=0
unshare --net sh -c 'ip link set lo up && exec strace --follow-forks --quiet=all --output "$MOIM_TRACE" \
  --trace=connect,sendto,sendmsg --signal=none "$@"' sh "$@" || code=$?
# Addresses of the machine itself do not count, nor do sockets of files.
outbound="$(grep -E 'sin6?_addr|inet_addr|inet_pton' "$trace" \
  | grep -cvE '127\.[0-9.]+|"::1"|"::ffff:127\.|sin_addr=inet_addr\("0\.0\.0\.0"\)' || true)"
echo "outbound attempts: $outbound"
[ "$outbound" -eq 0 ] || grep -E 'sin6?_addr|inet_addr|inet_pton' "$trace" | grep -vE '127\.|"::1"' | head -20
rm -f "$trace"
exit "$code"
