// `node deploy/probe.mjs /readyz`: exit code 0 when the service of this container answers 200 there.
const response = await fetch(`http://127.0.0.1:${process.env.PORT}${process.argv[2]}`, {
  signal: AbortSignal.timeout(3_000),
}).catch(() => null);
process.exit(response?.ok ? 0 : 1);
