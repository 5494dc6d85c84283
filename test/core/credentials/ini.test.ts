import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { iniSection, iniValue, readIni } from '../../../src/core/credentials/ini';

const plainOf = (text: string) =>
  readIni(text).map(({ name, values }) => [name, Object.fromEntries(values)] as const);

describe('readIni', () => {
  for (const [what, text, expected] of [
    [
      'sections and values',
      '[a]\nk = v\n[b]\nk=w',
      [
        ['a', { k: 'v' }],
        ['b', { k: 'w' }],
      ],
    ],
    ['colons', '[a]\nk: v', [['a', { k: 'v' }]]],
    ['line ends of any system', '[a]\r\nk=v\rl=w\n', [['a', { k: 'v', l: 'w' }]]],
    ['comments', '# x\n; [y]\n[a] ; z\nk=v ; c\nl=w\t# d\nm=#', [['a', { k: 'v', l: 'w', m: '' }]]],
    ['signs that begin no comment', '[a]\nk=v;w#x=y', [['a', { k: 'v;w#x=y' }]]],
    [
      'quotes',
      `[a]\nk="v # \\"w\\\\" # c\nl='x ; y'\nm=" "\nn="open`,
      [['a', { k: 'v # "w\\', l: 'x ; y', m: '', n: '"open' }]],
    ],
    ['names in any case', '[A]\nKey=v\n[a]\nKEY=w', [['A', { key: 'w' }]]],
    ['names with dots and quotes', '["a.b"]\nk.l=v', [['a.b', { 'k.l': 'v' }]]],
    [
      'what stands before the first section',
      'k=v\n[a]',
      [
        ['', { k: 'v' }],
        ['a', {}],
      ],
    ],
    [
      'what follows a broken head apart',
      '[a]\nk=v\n[b\nk=w',
      [
        ['a', { k: 'v' }],
        ['', { k: 'w' }],
      ],
    ],
    ['nothing of lines that make no sense', '[a]\nHttps\n= v\n\\x=1\n', [['a', {}]]],
    ['names that objects have', '[__proto__]\nconstructor=v', [['__proto__', { constructor: 'v' }]]],
    ['nothing', '', []],
  ] as const)
    it(`reads ${what}`, () => assert.deepEqual(plainOf(text), expected));

  it('reads anything, and quickly', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), text => void readIni(text)));
    for (const piece of [' ', '\t#', '[', '"\\', 'a', '=']) readIni(`[a]\nk=v${piece.repeat(500_000)}w`);
  });
});

it('iniSection and iniValue ask in either case', () => {
  const sections = readIni('[Defaults]\nAk=v');
  assert.equal(iniValue(iniSection(sections, 'defaults'), 'AK'), 'v');
  assert.equal(iniValue(iniSection(sections, 'other'), 'AK'), '');
  assert.equal(iniValue(iniSection(sections, 'defaults'), 'sk'), '');
});
