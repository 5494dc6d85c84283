import assert from 'node:assert/strict';
import { settingText } from '../../src/view/settingText';

const known = new Set(['newest', 'cloud', 'status', 'bls']);
const text = (value: unknown, home = '/home/alice') => settingText(value, known, home);

describe('settingText', () => {
  const cases: [string, unknown, string][] = [
    ['a switch', false, 'false'],
    ['a number', 3, '3'],
    ['a word of the manifest', 'newest', 'newest'],
    ['a list of such words', ['cloud', 'status'], 'cloud, status'],
    ['an empty list', [], 'none'],
    ['a list with words of the user', ['cloud', 'nightly'], '2 given'],
    ['a list of rules', [{ service: 'bls', name: 'nightly-*' }], '1 given'],
    ['an object', { a: 1 }, 'given'],
    ['nothing', undefined, 'none'],
    ['null', null, 'none'],
    ['a path in the home', '/home/alice/exports', '~/exports'],
    ['the home', '/home/alice', '~'],
    ['a home of another that begins alike', '/home/alice2/x', '/home/alice2/x'],
    ['the name of the home elsewhere', '/mnt/Alice/alice', '/mnt/•••/•••'],
    ['a path with ~', '~/exports', '~/exports'],
    ['a link', 'https://a.example/x?Signature=planted', 'https://a.example/x?…'],
  ];
  for (const [what, value, expected] of cases)
    it(`says of ${what}: ${expected}`, () => assert.equal(text(value), expected));

  it('knows paths of Windows, in either case', () =>
    assert.equal(text('c:\\users\\ALICE\\Exports', 'C:\\Users\\alice'), '~\\Exports'));

  it('does without a home', () => assert.equal(text('/data/x', ''), '/data/x'));
});
