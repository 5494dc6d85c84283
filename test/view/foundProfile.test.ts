import assert from 'node:assert/strict';
import type { ImportRefusal } from '../../src/core/credentials/profile';
import { importRefusalText, profileRow } from '../../src/view/foundProfile';

const locale = { language: 'en', timeZone: 'UTC' };
const now = Date.parse('2026-11-22T10:00:00Z');
const origin = { source: '~/.tool/config', name: 'work' };
const rowOf = (profile: Partial<Parameters<typeof profileRow>[0]>) =>
  profileRow({ ...origin, ...profile }, now, locale);

describe('the row of a profile', () => {
  it('has its name, its place and the ends of its key', () =>
    assert.deepEqual(rowOf({ keyHint: 'LTAI…x7', credential: {} }), {
      label: 'work',
      description: '~/.tool/config · LTAI…x7',
      detail: '',
    }));

  it('has the file in the place of a name', () =>
    assert.deepEqual(rowOf({ name: '', refusal: { kind: 'damaged' } }), {
      label: '~/.tool/config',
      description: '~/.tool/config',
      detail: 'The file is damaged: mend it with the vendor’s tool.',
    }));

  it('says until when a temporary key lives', () => {
    const expiresAt = new Date(now + 3 * 3600_000);
    assert.match(
      rowOf({ isTemporary: true, expiresAt }).detail,
      /^Temporary key, expires in 3 hours \(Nov 22, 2026, 1:00:00\sPM\)$/,
    );
    assert.equal(rowOf({ isTemporary: true }).detail, 'Temporary key; when it expires is not known');
  });

  it('says where else the key is', () =>
    assert.equal(
      rowOf({
        alsoIn: [
          { source: 'KEY', name: 'environment' },
          { source: '~/b', name: 'c' },
        ],
      }).detail,
      'The same key is in KEY · environment, ~/b · c.',
    ));

  it('is plain text', () =>
    assert.deepEqual(rowOf({ name: 'a\nb', source: 'c\u202ed' }), {
      label: 'a b',
      description: 'c d',
      detail: '',
    }));
});

it('each refusal has a sentence of its own that says what is wrong', () => {
  const refusals: ImportRefusal[] = [
    { kind: 'encrypted' },
    { kind: 'mode' },
    { kind: 'mode', mode: 'BearerToken' },
    { kind: 'role' },
    { kind: 'role', base: 'base' },
    { kind: 'cycle' },
    { kind: 'expired', at: new Date(now) },
    { kind: 'signIn' },
    { kind: 'command' },
    { kind: 'metadata' },
    { kind: 'identityProvider' },
    { kind: 'server' },
    { kind: 'incomplete', field: 'sk' },
    { kind: 'invalid', field: 'sk' },
    { kind: 'damaged' },
    { kind: 'tooLarge' },
    { kind: 'unreadable', code: 'EACCES' },
    { kind: 'known', account: 'mine' },
  ];
  const texts = refusals.map(refusal => importRefusalText(refusal, locale));
  assert.equal(new Set(texts).size, refusals.length);
  for (const text of texts) assert.match(text, /\.$/);
  for (const word of ['BearerToken', '“base”', 'Nov 22, 2026', '“sk”', 'EACCES', '“mine”'])
    assert.ok(
      texts.some(text => text.includes(word)),
      word,
    );
});
