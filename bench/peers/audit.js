// Runs graphql-http's audit of GraphQL over HTTP against a URL, as the holder of AUTHORIZATION, and
// prints one JSON line a rule.
import { serverAudits } from 'graphql-http';

const [, , url] = process.argv;
const authorization = process.env.AUTHORIZATION;
const fetchFn = (input, init = {}) => fetch(input, { ...init, headers: { ...init.headers, authorization } });

for (const audit of serverAudits({ url, fetchFn })) {
  const { id, name, status, ...rest } = await audit.fn();
  const reason = 'reason' in rest ? String(rest.reason) : null;
  console.log(JSON.stringify({ id, name, status, reason }));
}
