import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { filledText, readInput } from '../../src/core/arguments';
import { isArgumentError } from '../../src/core/errors';

const Schema = z.strictObject({
  label: filledText(),
  site: z.optional(z.enum(['china', 'international'])),
  regions: z.optional(z.array(filledText())),
  credential: z.optional(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('key'), secret: filledText() }),
      z.strictObject({ kind: z.literal('token'), token: filledText() }),
    ]),
  ),
  target: z.optional(z.union([z.string(), z.array(z.string())])),
  path: z.optional(z.string().check(z.regex(/^\//))),
});

const refusal = (value: unknown, name = '') => {
  try {
    return readInput(Schema, value, name);
  } catch (error) {
    assert.ok(isArgumentError(error));
    return [error.field, error.problem];
  }
};

describe('readInput', () => {
  it('answers the input without the blanks that pasting adds', () =>
    assert.deepEqual(readInput(Schema, { label: ' work\n', regions: ['bj '] }, ''), {
      label: 'work',
      regions: ['bj'],
    }));

  for (const [what, value, field, problem] of [
    ['a missing field', {}, 'label', { kind: 'type', expected: 'string' }],
    ['a field of another type', { label: 7 }, 'label', { kind: 'type', expected: 'string' }],
    ['an empty text', { label: '' }, 'label', { kind: 'empty' }],
    ['blanks alone', { label: ' \t' }, 'label', { kind: 'empty' }],
    ['an element of a list', { label: 'a', regions: ['bj', ''] }, 'regions.1', { kind: 'empty' }],
    ['a field that there is not', { label: 'a', labels: 1 }, 'labels', { kind: 'unknownField' }],
    [
      'a word that is no choice',
      { label: 'a', site: 'moon' },
      'site',
      { kind: 'choice', choices: ['china', 'international'] },
    ],
    [
      'a kind that there is not',
      { label: 'a', credential: { kind: 'x' } },
      'credential.kind',
      { kind: 'choice', choices: ['key', 'token'] },
    ],
    [
      'a field within a field',
      { label: 'a', credential: { kind: 'key', secret: '' } },
      'credential.secret',
      { kind: 'empty' },
    ],
    [
      'an unknown field within a field',
      { label: 'a', credential: { kind: 'key', secret: 's', extra: 1 } },
      'credential.extra',
      { kind: 'unknownField' },
    ],
    ['none of several types', { label: 'a', target: 7 }, 'target', { kind: 'invalid' }],
    ['a text of another form', { label: 'a', path: 'c:' }, 'path', { kind: 'invalid' }],
    ['no object at all', null, 'argument', { kind: 'type', expected: 'object' }],
    ['nothing', undefined, 'argument', { kind: 'type', expected: 'object' }],
  ] as const) {
    it(`names ${what}`, () => assert.deepEqual(refusal(value), [field, problem]));
  }

  it('begins the path with the name of the input', () => {
    assert.deepEqual(refusal({}, 'account'), ['account.label', { kind: 'type', expected: 'string' }]);
    assert.deepEqual(refusal(7, 'account'), ['account', { kind: 'type', expected: 'object' }]);
  });

  it('never holds the value that was wrong', () => {
    const secret = 'hunter2-secret';
    for (const value of [
      secret,
      { label: { secret } },
      { label: 'a', site: secret },
      { label: 'a', path: secret },
      { label: 'a', credential: secret },
      { label: 'a', credential: { kind: secret } },
      { label: 'a', credential: { kind: 'key', secret: [secret] } },
    ]) {
      assert.throws(
        () => readInput(Schema, value, 'account'),
        (error: unknown) => !JSON.stringify([error, String(error)]).includes(secret),
      );
    }
  });
});
