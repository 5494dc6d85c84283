import fc from 'fast-check';

/** One seed, so that a failure is the same on every machine; fast-check prints it with the path to the failure. */
export const fiveHundred = { seed: 20260102, numRuns: 500 };

/** A character in three is one that encoders get wrong; the rest is anything that has a UTF-8 form. */
const character = fc.oneof(
  fc.constantFrom(...'中文漏洞互é😀🔒 *~+!\'()%&=/?#:;,@$"[]\n.-_'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }),
);
export const text = fc.string({ unit: character, maxLength: 12 });

/** Text of which each character stays as it is when encoded. */
export const plainText = fc.stringMatching(/^[A-Za-z0-9._~-]{1,12}$/);

/** What a header may hold, without blanks at its ends. */
export const headerValue = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);

export const keyText = fc.stringMatching(/^[A-Za-z0-9+/=]{1,40}$/);
export const token = fc.option(keyText, { nil: undefined });
export const host = fc
  .tuple(
    fc.stringMatching(/^[a-z]{1,5}(-[a-z0-9]{1,5})?$/),
    fc.option(fc.integer({ min: 1024, max: 65535 }), { nil: undefined }),
  )
  .map(([label, port]) => `${label}.example.com${port === undefined ? '' : `:${port}`}`);

/** Moments of four-digit years, with milliseconds. */
export const date = fc.date({
  min: new Date('2015-01-01T00:00:00Z'),
  max: new Date('2099-12-31T23:59:59Z'),
  noInvalidDate: true,
});

export const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE');
