import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../configuration.ts';
import { subgraphNames } from '../subgraph-names.ts';
import { composeVariables } from './compose-env.ts';
import { healthPaths, services, urlVariable } from './plan.ts';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const condition = z.object({ condition: z.string() });
const service = z.object({
  image: z.string(),
  build: z.object({ target: z.string().optional() }).optional(),
  command: z.array(z.string()).optional(),
  entrypoint: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  depends_on: z.record(z.string(), condition).default({}),
  healthcheck: z.object({ test: z.array(z.string()).optional() }).optional(),
  restart: z.string(),
  mem_limit: z.string(),
  stop_grace_period: z.string().optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
});
const text = read('docker-compose.yml');
const compose = z
  .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.unknown()) })
  .parse(parse(text, { merge: true }));

const found = (name: string) => {
  const entry = compose.services[name];
  if (!entry) throw new Error(`docker-compose.yml has no ${name}`);
  return entry;
};

/** What a service reads and a container need not be told. */
const notForContainers = {
  ACCESS_TOKEN_JWKS_URL: 'a subgraph behind somebody else’s router',
  INIT_CWD: 'set by npm for who types a relative path',
  MOIM_ISSUER: 'the name in tokens: the same default everywhere',
  OVERRIDE_LABELS: 'the router by itself: our graph has no labels',
  SHARED_READS: 'for who measures what a request costs',
  SHARES_PORT: 'set by the supervisor, whose processes share a machine',
  SUPERGRAPH: 'the router by itself',
  SUPERGRAPH_POLL_MS: 'the same',
};

/** Names in the schemas that are made for `readConfiguration`, of secrets, and of `process.env`. */
function variablesThatServicesRead(): Set<string> {
  const files = globSync('{kit,supergraph,subgraphs/*}/src/**/*.ts', { cwd: root });
  const texts = files.filter((file) => !/\.(test|contract)\.ts$|testing/.test(file)).map(read);
  const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);
  return new Set(
    texts.flatMap((text) => [
      ...(/readConfiguration\(|variables = z\.object\(/.test(text)
        ? names(text, /^ {2}([A-Z][A-Z0-9_]+):/gm)
        : []),
      ...names(text, /secretOf, '([A-Z_]+)'/g),
      ...names(text, /process\.env\['([A-Z_]+)'\](?! =)/g),
    ]),
  );
}

describe('docker-compose.yml', () => {
  it('runs what the supervisor runs, and what that starts beside it', () => {
    const around = ['postgres', 'postgres-replica', 'redis', 'migrate', 'extensions', 'nginx'];
    expect(Object.keys(compose.services).sort()).toEqual(
      [...services.map(({ name }) => name), ...around].sort(),
    );
  });

  it.each(services)('runs $name by the plan', ({ name, file, port, variables, settings }) => {
    const { command, environment, healthcheck, restart, stop_grace_period } = found(name);
    expect(command).toEqual(['node', 'app/src/distributed/watch.ts', file]);
    expect(Object.keys(environment).sort()).toEqual([...variables, ...settings].sort());
    expect(environment['PORT']).toBe(port);
    expect(healthcheck?.test).toEqual(['CMD', 'node', 'deploy/probe.mjs', healthPaths.readiness]);
    expect({ restart, stop_grace_period }).toEqual({ restart: 'unless-stopped', stop_grace_period: '30s' });
  });

  it('can be told everything that a service reads', () => {
    const told = new Set(
      Object.values(compose.services).flatMap(({ environment }) => Object.keys(environment)),
    );
    const read = variablesThatServicesRead();
    expect(read.size).toBeGreaterThan(25);
    expect([...read].filter((name) => !told.has(name)).sort()).toEqual(Object.keys(notForContainers).sort());
  });

  it('tells everybody where the subgraphs are', () => {
    const { environment } = found('supergraph');
    for (const { name, port } of services.filter((one) => one.name !== 'supergraph'))
      expect(environment[urlVariable(name)]).toBe(`http://${name}:${port}`);
  });

  it('starts in order: database, migrations, subgraphs, supergraph, door', () => {
    const healthy = { condition: 'service_healthy' };
    expect(found('migrate').depends_on).toEqual({ postgres: healthy });
    for (const name of subgraphNames)
      expect(found(name).depends_on).toEqual({
        migrate: { condition: 'service_completed_successfully' },
        postgres: healthy,
        redis: healthy,
      });
    expect(found('supergraph').depends_on).toEqual({
      extensions: { condition: 'service_completed_successfully' },
      ...Object.fromEntries(subgraphNames.map((name) => [name, healthy])),
    });
    expect(found('nginx').depends_on).toEqual({ supergraph: healthy });
  });

  it('composes extensions anew where the supergraph reads them, by a stage that has the composer', () => {
    const { command, environment, volumes, restart, build } = found('extensions');
    expect({ command, environment, restart }).toEqual({
      command: ['node', 'app/src/extensions/main.ts'],
      environment: { MOIM_EXTENSIONS: found('supergraph').environment['MOIM_EXTENSIONS'] },
      restart: 'no',
    });
    expect(found('supergraph').volumes).toEqual(volumes);
    const stages = read('deploy/Dockerfile').split(/^FROM /m);
    const stage = stages.find((one) => one.startsWith(`whole AS ${build?.target ?? ''}\n`));
    expect(stage).toContain('COPY tools tools');
    expect(stages.find((one) => one.includes(' AS whole\n'))).not.toContain('prune');
  });

  it('opens one door, and bounds what each may use', () => {
    for (const [name, { ports, mem_limit: limit }] of Object.entries(compose.services)) {
      expect([name, ports.length]).toEqual([name, name === 'nginx' ? 1 : 0]);
      expect(limit).toMatch(/^\d+[mg]$/);
    }
  });

  it('asks for no secret that compose:env does not make, and mounts files that are there', () => {
    const asked = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    expect(new Set(asked)).toEqual(new Set(Object.keys(composeVariables())));
    const mounts = Object.values(compose.services).flatMap(({ volumes }) => volumes);
    for (const mount of mounts) {
      const [source = ''] = mount.split(':');
      expect(source.startsWith('./') ? existsSync(join(root, source)) : source in compose.volumes).toBe(true);
    }
  });
});

describe('deploy/Dockerfile', () => {
  const stages = read('deploy/Dockerfile')
    .split(/^FROM /m)
    .slice(1);
  const last = stages.at(-1) ?? '';
  const copies = (stage: string) =>
    [...stage.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));

  it('copies files that are there', () => {
    const sources = stages.flatMap(copies);
    expect(sources.length).toBeGreaterThan(20);
    for (const source of sources) expect([source, existsSync(join(root, source))]).toEqual([source, true]);
  });

  it('installs every workspace', () => {
    const { workspaces } = z
      .object({ workspaces: z.array(z.string()) })
      .parse(JSON.parse(read('package.json')));
    const named = workspaces.flatMap((one) =>
      one === 'subgraphs/*' ? subgraphNames.map((name) => `subgraphs/${name}`) : [one],
    );
    for (const one of named) expect(copies(stages[0] ?? '')).toContain(`${one}/package.json`);
  });

  it('runs as nobody in particular, with every folder that a service needs and no build tool', () => {
    expect(last).toMatch(/^USER node$/m);
    const folders = new Set([
      ...services.map(({ file }) => file.split('/')[0] ?? ''),
      'app',
      'kit',
      'schema',
    ]);
    for (const folder of folders) expect(last).toContain(`COPY --from=build /moim/${folder} ${folder}`);
    expect(last).not.toMatch(/^RUN /m);
  });
});
