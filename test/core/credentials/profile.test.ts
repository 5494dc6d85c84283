import assert from 'node:assert/strict';
import {
  keyProfile,
  maskedKey,
  refused,
  untilExpiry,
  withSettings,
} from '../../../src/core/credentials/profile';

const origin = { source: '~/file', name: 'work' };
const id = { name: 'ak', value: 'AKIDAKIDAKID' };
const secret = { name: 'sk', value: 'the-secret' };
const token = { name: 'sts', value: 'the-token' };
const none = { name: 'sts', value: '' };
const parts = (...values: (string | undefined)[]) => values;

it('maskedKey shows the ends of an id, of a short one less', () => {
  assert.equal(maskedKey('LTAI56789012'), 'LTAI…12');
  assert.equal(maskedKey('LTAI5678901'), '…01');
});

describe('keyProfile', () => {
  const found = { ...origin, keyHint: 'AKID…ID' };
  for (const [what, key, expected] of [
    ['a key', { id, secret }, { credential: [id.value, secret.value, undefined] }],
    ['an empty token', { id, secret, token: none }, { credential: [id.value, secret.value, undefined] }],
    [
      'a token',
      { id, secret, token },
      { credential: [id.value, secret.value, token.value], isTemporary: true },
    ],
    ['no secret', { id, secret: { ...secret, value: '' } }, { refusal: { kind: 'incomplete', field: 'sk' } }],
    [
      'no token',
      { id, secret, token: none, needsToken: true },
      { refusal: { kind: 'incomplete', field: 'sts' } },
    ],
  ] as const)
    it(`is made of ${what}`, () =>
      assert.deepEqual(keyProfile(origin, key, parts), { ...found, ...expected }));

  it('has no hint without an id', () =>
    assert.deepEqual(keyProfile(origin, { id: { name: 'ak', value: '' }, secret }, parts), {
      ...origin,
      refusal: { kind: 'incomplete', field: 'ak' },
    }));
});

it('a refused profile has no credential', () =>
  assert.deepEqual(refused({ ...origin, credential: 1 }, { kind: 'encrypted' }), {
    ...origin,
    refusal: { kind: 'encrypted' },
  }));

it('a profile whose key has ended is refused', () => {
  const profile = { ...origin, credential: 1 };
  assert.deepEqual(untilExpiry(profile, 2000, 1000), { ...profile, expiresAt: new Date(2000) });
  assert.deepEqual(untilExpiry(profile, 1000, 1000), {
    ...origin,
    refusal: { kind: 'expired', at: new Date(1000) },
  });
  assert.deepEqual(untilExpiry(profile, 1e300, 1000), profile);
  const incomplete = refused(profile, { kind: 'incomplete', field: 'sk' });
  assert.equal(untilExpiry(incomplete, 0, 1000), incomplete);
});

it('a profile has settings when there are any', () => {
  assert.deepEqual(withSettings(origin, { site: 'china' }), { ...origin, settings: { site: 'china' } });
  assert.equal(withSettings(origin, {}), origin);
});
