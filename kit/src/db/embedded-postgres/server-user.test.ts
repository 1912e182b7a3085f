import { describe, expect, it } from 'vitest';
import { chooseServerUser } from './server-user.ts';

const root = 'root:x:0:0:root:/root:/bin/bash';
const nobody = 'nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin';
const postgres = 'postgres:x:101:104::/var/lib/postgresql:/bin/bash';

describe('the user that runs the database when we are root', () => {
  it('is postgres when there is one', () => {
    expect(chooseServerUser([root, nobody, postgres].join('\n'))).toEqual({
      name: 'postgres',
      uid: 101,
      gid: 104,
    });
  });

  it('is else nobody', () => {
    expect(chooseServerUser([root, nobody].join('\n'))).toMatchObject({ name: 'nobody', uid: 65534 });
  });

  it('is no one when neither is listed: users are never created', () => {
    expect(chooseServerUser(root)).toBeNull();
  });
});
