import assert from 'node:assert/strict';
import { retryAfter } from '../../../src/core/http/retryAfter';

const date = 'Fri, 02 Jan 2026 03:04:05 GMT';

describe('retryAfter', () => {
  for (const [headers, ms] of [
    [{ 'retry-after': '120' }, 120_000],
    [{ 'retry-after': 'Fri, 02 Jan 2026 03:05:05 GMT', date }, 60_000],
    // The older form of RFC 9110, whose last word is the year, and a form that begins with it.
    [{ 'retry-after': 'Fri Jan  2 03:05:05 2026', date: 'Fri Jan  2 03:04:05 2026' }, 60_000],
    [{ 'retry-after': '2026-01-02T03:05:05Z', date }, 60_000],
    [{ 'retry-after': 'Fri, 02 Jan 2026 03:05:05 GMT' }, undefined],
    [{ 'retry-after': 'Fri, 02 Jan 2026 03:03:05 GMT', date }, undefined],
    [{ 'retry-after': '0' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after': 'soon', date }, undefined],
    [{}, undefined],
  ] as const) {
    it(`reads ${JSON.stringify(headers)} as ${ms}`, () =>
      assert.equal(retryAfter({ status: 429, headers }), ms));
  }
});
