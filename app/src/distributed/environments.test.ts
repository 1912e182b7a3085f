import { describe, expect, it } from 'vitest';
import { environmentsOf } from './environments.ts';
import { type ServiceName, services } from './plan.ts';

const environmentOf = (name: ServiceName, outer: NodeJS.ProcessEnv) => {
  const service = services.find((one) => one.name === name);
  if (!service) throw new Error(`no ${name}`);
  const secrets = {
    ...{ databasePassword: 'p'.repeat(16), roleSecret: 'r'.repeat(16) },
    ...{ insuranceDataKey: 'k'.repeat(16), insurerCallbackSecret: 'c'.repeat(16) },
  };
  const environments = environmentsOf({
    databaseUrlOf: (subgraph) => `postgres://${subgraph}`,
    replicaUrlsOf: () => '',
    ...{ redisUrl: 'redis://r', redisPrefix: 'moim', secrets, portsOf: () => [5_001, 5_002] },
    ...{ trustedProxies: [], webOrigins: [], ownOrigins: 'http://localhost:4000' },
    extensionsFolder: '/moim/extensions',
    ...{ drainWaitMs: 0, logLevel: 'warn', outer },
  });
  return environments(service, '127.0.0.1', 5_001);
};

describe('the environment of a process', () => {
  it('has what the operator set for it, and nothing that another service alone may know', () => {
    const outer = {
      ...{ PATH: '/bin', HTTPS_PROXY: 'http://p', OPERATOR_ALERT_WEBHOOK_URL: 'https://hook' },
      ...{ STRIPE_SECRET_KEY: 'sk', PAYMENT_SANDBOX_SECRET: 'sandbox', DATABASE_URL: 'postgres://owner' },
    };
    const [identity, messaging] = [environmentOf('identity', outer), environmentOf('messaging', outer)];
    const everywhere = { PATH: '/bin', HTTPS_PROXY: 'http://p', OPERATOR_ALERT_WEBHOOK_URL: 'https://hook' };
    expect(identity).toMatchObject({
      ...everywhere,
      STRIPE_SECRET_KEY: 'sk',
      PAYMENT_SANDBOX_SECRET: 'sandbox',
    });
    expect(messaging).toMatchObject(everywhere);
    for (const name of [
      'STRIPE_SECRET_KEY',
      'PAYMENT_SANDBOX_SECRET',
      'DATABASE_URL',
      'DATABASE_URL_IDENTITY',
    ])
      expect(messaging).not.toHaveProperty(name);
  });

  it('says where people open the installation, which is not where the process listens', () => {
    expect(environmentOf('messaging', {})).toMatchObject({
      PORT: '5001',
      MOIM_ORIGINS: 'http://localhost:4000',
    });
    const outer = { MOIM_ORIGINS: 'https://moim.example.com' };
    expect(environmentOf('messaging', outer)).toMatchObject(outer);
  });
});
