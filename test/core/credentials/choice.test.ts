import assert from 'node:assert/strict';
import { accountArgument, isMeant, uniqueLabel } from '../../../src/core/credentials/choice';

const profile = { source: '~/a', name: 'work', alsoIn: [{ source: 'KEY', name: 'environment' }] };

describe('isMeant', () => {
  for (const [query, expected] of [
    [{}, true],
    [{ cloud: 'fake' }, true],
    [{ cloud: 'other' }, false],
    [{ source: '~/a' }, true],
    [{ source: '~/a', profile: 'work' }, true],
    [{ source: '~/a', profile: 'environment' }, false],
    [{ source: 'KEY', profile: 'environment' }, true],
    [{ source: '~/b' }, false],
  ] as const)
    it(`is ${expected} for ${JSON.stringify(query)}`, () =>
      assert.equal(isMeant(query, 'fake', profile), expected));
});

it('a label that is taken gets a number', () => {
  assert.equal(uniqueLabel('a', []), 'a');
  assert.equal(uniqueLabel('a', ['a', 'a (2)']), 'a (3)');
});

it('the argument of an account has what the profile says', () => {
  const found = { ...profile, credential: { kind: 'key' }, settings: { regions: ['r1'] } };
  const argument = { cloud: 'fake', credential: { kind: 'key' }, regions: ['r1'] };
  assert.deepEqual(accountArgument('fake', found, ['work']), { ...argument, label: 'work (2)' });
  assert.deepEqual(accountArgument('fake', { ...found, name: '' }, []), { ...argument, label: '~/a' });
});
