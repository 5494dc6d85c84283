import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { readInput } from '../../../src/core/arguments';
import { findProfiles, printOf } from '../../../src/core/credentials/find';
import type { FoundProfile } from '../../../src/core/credentials/profile';
import * as z from 'zod/mini';
import { cloudOf } from '../../fakes/clouds';
import { testFolder } from '../../fakes/folder';

const Credential = z.strictObject({ kind: z.string(), id: z.string().check(z.regex(/^\S+$/)) });

describe('findProfiles', () => {
  const folder = testFolder();
  let answer: readonly FoundProfile[] = [];
  const asked: unknown[] = [];
  const cloud = cloudOf(
    {},
    {
      importer: () =>
        Promise.resolve({
          files: [{ path: 'a' }, { path: 'b' }, { path: 'c' }],
          read: ({ file, environment, now }) => {
            asked.push(file('a'), file('b'), environment, now);
            return [...answer];
          },
        }),
      provider: () =>
        Promise.resolve({
          readCredential: value => readInput(Credential, value, 'credential'),
          connect: () => assert.fail('nothing is called'),
          policy: () => assert.fail('nothing is asked for'),
          consolePage: () => assert.fail('nothing is opened'),
        }),
    },
  );
  const find = async () => {
    asked.length = 0;
    const [found] = await findProfiles([cloud], { homes: [folder.path], environment: { X: 'y' } }, 7);
    return found?.profiles;
  };

  it('hands over files, variables and the time, and says where it has looked', async () => {
    await writeFile(folder.at('a'), 'text');
    const surroundings = { homes: [folder.path], environment: { X: 'y' } };
    asked.length = 0;
    const [found] = await findProfiles([cloud], surroundings, 7);
    assert.deepEqual(asked, [{ source: '~/a', text: 'text' }, undefined, { X: 'y' }, 7]);
    assert.deepEqual(found, { cloud, profiles: [], files: ['~/a', '~/b', '~/c'] });
  });

  it('lists a file that cannot be read', async () => {
    await mkdir(folder.at('b'));
    answer = [];
    assert.deepEqual(await find(), [
      { source: '~/b', name: '', refusal: { kind: 'unreadable', code: 'EISDIR' } },
    ]);
    assert.equal(asked[1], undefined);
  });

  it('refuses a key that the cloud does not take, by the name of the field', async () => {
    const credential = { kind: 'key', id: 'with blank' };
    answer = [{ source: 's', name: 'n', credential }];
    assert.deepEqual(await find(), [{ source: 's', name: 'n', refusal: { kind: 'invalid', field: 'id' } }]);
  });

  it('shows a credential once, with what is known of it from any place', async () => {
    const credential = { kind: 'key', id: 'x' };
    const settings = { regions: ['r1'] };
    answer = [
      { source: 's', name: 'n', credential, settings: { site: 'china' } },
      { source: 't', name: 'm', credential: { id: 'x', kind: 'key' }, settings },
      { source: 'u', name: 'o', credential, expiresAt: new Date(9) },
      { source: 'v', name: 'p', credential: { kind: 'key', id: 'y' } },
      { source: 'v', name: 'p', refusal: { kind: 'encrypted' } },
      { source: 'v', name: 'p', refusal: { kind: 'encrypted' } },
    ];
    assert.deepEqual(await find(), [
      {
        source: 's',
        name: 'n',
        credential,
        settings: { site: 'china', regions: ['r1'] },
        expiresAt: new Date(9),
        alsoIn: [
          { source: 't', name: 'm' },
          { source: 'u', name: 'o' },
        ],
      },
      ...answer.slice(3),
    ]);
  });

  it('shows names that can be shown', async () => {
    answer = [
      { source: 's', name: ' a\u202eb\n', refusal: { kind: 'damaged' } },
      { source: 's', name: 'x'.repeat(1000), refusal: { kind: 'damaged' } },
    ];
    assert.deepEqual(
      (await find())?.map(({ name }) => name),
      ['a b', 'x'.repeat(80)],
    );
  });
});

it('printOf is the same for the same credential', () => {
  assert.equal(printOf({ a: '1', b: '2' }), printOf({ b: '2', a: '1' }));
  assert.notEqual(printOf({ a: '1' }), printOf({ a: '2' }));
});
