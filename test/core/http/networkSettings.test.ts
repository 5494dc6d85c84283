import assert from 'node:assert/strict';
import {
  networkKind,
  networkSettings,
  userSetting,
  type EditorSettings,
} from '../../../src/core/http/networkSettings';

const proxyOf = (editor: EditorSettings, env: NodeJS.ProcessEnv) => networkSettings(editor, env).proxy;
const noProxyOf = (editor: EditorSettings, env: NodeJS.ProcessEnv) => networkSettings(editor, env).noProxy;

describe('networkSettings', () => {
  it('are those of a plain network when nobody says anything', () =>
    assert.deepEqual(networkSettings({}, {}), {
      proxy: undefined,
      noProxy: '',
      proxyAuthorization: undefined,
      verifyTls: true,
    }));

  it('take what the editor has by default for nothing', () =>
    assert.deepEqual(
      networkSettings(
        { proxy: '', proxySupport: 'override', noProxy: [], proxyAuthorization: null, proxyStrictSSL: true },
        {},
      ),
      networkSettings({}, {}),
    ));

  const all = { https_proxy: 'a', HTTPS_PROXY: 'b', http_proxy: 'c', HTTP_PROXY: 'd' };
  for (const [proxy, env, expected] of [
    ['http://set', all, 'http://set'],
    [' http://set ', all, 'http://set'],
    ['  ', all, 'a'],
    ['', all, 'a'],
    [undefined, { ...all, https_proxy: '' }, 'b'],
    [undefined, { http_proxy: 'c', HTTP_PROXY: 'd' }, 'c'],
    [undefined, { HTTP_PROXY: 'd' }, 'd'],
    [undefined, {}, undefined],
  ] as const) {
    it(`have the proxy ${expected} of the setting “${proxy}” and ${Object.keys(env).join(', ')}`, () =>
      assert.equal(proxyOf({ proxy }, env), expected));
  }

  for (const [proxySupport, expected] of [
    ['off', undefined],
    ['on', 'http://set'],
    ['fallback', 'http://set'],
    ['override', 'http://set'],
    [undefined, 'http://set'],
  ] as const) {
    it(`have ${expected} with proxySupport ${proxySupport}`, () => {
      assert.equal(proxyOf({ proxySupport, proxy: 'http://set' }, {}), expected);
      assert.equal(proxyOf({ proxySupport }, { HTTPS_PROXY: 'http://set' }), expected);
    });
  }

  for (const [noProxy, env, expected] of [
    [['a', 'b'], { NO_PROXY: 'c' }, 'a,b'],
    [[], { no_proxy: 'c', NO_PROXY: 'd' }, 'c'],
    [[], { NO_PROXY: 'd' }, 'd'],
    [undefined, { NO_PROXY: 'd' }, 'd'],
    [[], {}, ''],
  ] as const) {
    it(`have the exceptions “${expected}” of ${JSON.stringify(noProxy)} and ${JSON.stringify(env)}`, () =>
      assert.equal(noProxyOf({ noProxy }, env), expected));
  }

  it('have the authorization of the editor', () =>
    assert.equal(networkSettings({ proxyAuthorization: 'Basic x' }, {}).proxyAuthorization, 'Basic x'));

  it('check certificates unless the user has turned it off', () =>
    assert.equal(networkSettings({ proxyStrictSSL: false }, {}).verifyTls, false));
});

describe('userSetting', () => {
  it('is the default when the user has not set it, whatever a workspace says', () => {
    const found = { defaultValue: '', workspaceValue: 'evil', workspaceFolderValue: 'evil' };
    assert.equal(userSetting(found, false), '');
    assert.equal(userSetting(found, true), '');
    assert.equal(userSetting({ ...found, globalValue: 'mine' }, false), 'mine');
  });

  it('is that of the machine this runs on, when the window is connected to another one', () => {
    const found = { defaultValue: '', globalValue: 'of the other', globalLocalValue: 'of this' };
    assert.equal(userSetting(found, true), 'of this');
    assert.equal(userSetting({ defaultValue: '', globalValue: 'of the other' }, true), '');
    assert.equal(userSetting(found, false), 'of the other');
  });

  it('may be false', () =>
    assert.equal(userSetting({ defaultValue: true, globalValue: false }, false), false));

  it('is nothing where the editor does not know it', () =>
    assert.equal(userSetting(undefined, false), undefined));
});

describe('networkKind', () => {
  const plain = { proxy: 'none', proxyCredential: false, exceptions: 0, verifyTls: true };
  const cases: [string, EditorSettings, NodeJS.ProcessEnv, object][] = [
    ['a plain network', {}, {}, plain],
    ['a proxy of the settings', { proxy: 'http://p.corp:1' }, { https_proxy: 'x' }, { proxy: 'settings' }],
    ['a proxy of the environment', { proxy: ' ' }, { HTTPS_PROXY: 'http://p' }, { proxy: 'environment' }],
    ['a proxy that is turned off', { proxySupport: 'off' }, { HTTPS_PROXY: 'http://p' }, { proxy: 'off' }],
    ['no proxy that could be turned off', { proxySupport: 'off' }, {}, { proxy: 'none' }],
    [
      'a user name in the address of the proxy',
      { proxy: 'http://me:secret@p.corp' },
      {},
      { proxy: 'settings', proxyCredential: true },
    ],
    [
      'a header for the proxy',
      { proxy: 'http://p', proxyAuthorization: 'Basic eA==' },
      {},
      { proxy: 'settings', proxyCredential: true },
    ],
    ['hosts without proxy', { noProxy: ['a', 'b'] }, {}, { exceptions: 2 }],
    ['those of the environment', {}, { NO_PROXY: 'a, ,b,' }, { exceptions: 2 }],
    ['certificates that are not checked', { proxyStrictSSL: false }, {}, { verifyTls: false }],
  ];
  for (const [what, editor, env, expected] of cases)
    it(`tells ${what} without an address`, () =>
      assert.deepEqual(networkKind(editor, env), { ...plain, ...expected }));
});
