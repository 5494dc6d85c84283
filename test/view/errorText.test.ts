import assert from 'node:assert/strict';
import {
  ArgumentError,
  CloudError,
  errorKinds,
  type ArgumentProblem,
  type ErrorKind,
} from '../../src/core/errors';
import { inOurWords, type Reason } from '../../src/core/reasons';
import { Refusal, type RefusalReason } from '../../src/core/refusal';
import { errorText, problemText, shortProblem } from '../../src/view/errorText';

/** Complete by type. */
const allReasons: Record<Reason, true> = {
  noCredential: true,
  secretStorage: true,
  badEndpoint: true,
  noFile: true,
  goneFromList: true,
  notAnAddress: true,
  linkNotSecure: true,
  linkExpired: true,
  noLink: true,
  foreignAnswer: true,
  undocumentedAnswer: true,
  tooSlow: true,
  tooLarge: true,
  notZip: true,
  cutShort: true,
  noToken: true,
  noProject: true,
  proxyAddress: true,
  proxyDown: true,
  proxyCredential: true,
  proxyRefusal: true,
  proxyCertificate: true,
  badEncoding: true,
  severalProjects: true,
  locked: true,
  clock: true,
  fileChanges: true,
  badChecksum: true,
};
const reasonNames = Object.keys(allReasons) as Reason[];

const where = { account: 'prod', service: 'CDN', region: 'bj' };

const sentences: Record<ErrorKind, readonly [happened: string, next: string]> = {
  network: [
    'the cloud could not be reached',
    'Check the network, the proxy and the account’s endpoint, then refresh.',
  ],
  tls: [
    'the server’s certificate is not trusted',
    'Add the authority’s certificate to the system, or check the account’s endpoint.',
  ],
  proxy: [
    'there is no connection through the proxy',
    'Check the settings “http.proxy” and “http.proxyAuthorization”.',
  ],
  timeout: [
    'the cloud did not answer in time',
    'Refresh to try again; if it lasts, check the proxy and the account’s endpoint.',
  ],
  auth: [
    'the credential was refused',
    'Check the key and the clock of this computer. “Replace Credential…” gives an account another key.',
  ],
  expiredCredential: ['the credential has expired', '“Replace Credential…” gives an account a new one.'],
  permission: [
    'access denied',
    'Ask the cloud’s administrator for the right to read these tasks: “Copy Policy” has it.',
  ],
  notActivated: [
    'the service is not activated for this account',
    'Activate the service in the cloud’s console, or leave it out of the account.',
  ],
  notFound: ['the cloud does not know it (any more)', 'Refresh to see what there is now.'],
  throttled: ['too many calls', 'Wait a little, then refresh.'],
  server: [
    'the cloud has an internal error',
    'Refresh later; if it lasts, give the request id to the cloud’s support.',
  ],
  protocol: ['the answer could not be used', 'Check the account’s endpoint; the log says more.'],
  cancelled: ['cancelled', ''],
};

describe('problemText', () => {
  for (const kind of errorKinds) {
    it(`says of ${kind} where it was, what happened, in whose words, and what to do`, () => {
      const [happened, next] = sentences[kind];
      assert.equal(
        problemText({ kind, code: 'C', message: 'their words', requestId: 'R-1' }, where),
        `prod, CDN, bj: ${happened} (C: their words; request id R-1). ${next}`.trim(),
      );
    });
  }

  for (const reason of reasonNames) {
    it(`says “${reason}” in words of ours, not in those of the log`, () => {
      const text = problemText({ kind: 'protocol', reason, message: 'for the log' }, where);
      const [, words] = /^prod, CDN, bj: [\w ]+ \((.*[^.。])\)\. \S/.exec(text) ?? [];
      assert.ok(words && words !== 'for the log', text);
      assert.equal(`${words}.`, inOurWords(reason).message);
    });
  }

  it('says by how much the clock is off', () => {
    const texts = [20.4 * 60_000, -90 * 60_000, 61_000].map(clockSkew =>
      problemText({ kind: 'protocol', reason: 'clock', message: '', clockSkew }, where),
    );
    assert.deepEqual(
      texts.map(text => /\((.*)\)/.exec(text)?.[1]),
      [
        'The clock of this computer is 20 min ahead of the cloud’s',
        'The clock of this computer is 90 min behind the cloud’s',
        'The clock of this computer is 1 min ahead of the cloud’s',
      ],
    );
  });

  it('calls the page by its title that came instead of an answer', () => {
    const page = 'Log in to [Hotel](command:x)';
    const text = problemText({ kind: 'protocol', ...inOurWords('foreignAnswer'), page }, where);
    assert.match(text, /\(The answer is not one of this service: “Log in to \[Hotel\]\(command:x\)”\)/);
  });

  for (const [reason, step] of [
    ['locked', 'Wait until it is unlocked, check the key, then refresh.'],
    ['severalProjects', 'Run the command “Choose Project…”.'],
  ] as const) {
    it(`knows the way out of “${reason}”`, () =>
      assert.ok(problemText({ kind: 'auth', ...inOurWords(reason) }, where).endsWith(` ${step}`)));
  }

  it('explains a redirect, which is not followed', () => {
    const text = problemText({ kind: 'protocol', status: 302, ...inOurWords('foreignAnswer') }, where);
    assert.match(text, /the server points elsewhere, and no credential is taken there\.$/);
    for (const status of [299, 400]) {
      const other = problemText({ kind: 'protocol', status, ...inOurWords('foreignAnswer') }, where);
      assert.match(other, /the log says more\.$/);
    }
  });

  it('sends the user to the clock when it is the clock', () => {
    const text = problemText(
      { kind: 'protocol', reason: 'clock', code: 'RequestExpired', message: '' },
      where,
    );
    assert.match(
      text,
      /\(RequestExpired: The clock of .*\)\. Set the clock of this computer, then refresh\.$/,
    );
  });

  it('leaves out what is not known', () => {
    const text = problemText({ kind: 'throttled', message: 'm' }, { account: 'prod', region: '' });
    assert.equal(text, 'prod: too many calls (m). Wait a little, then refresh.');
  });

  it('keeps to one line, whatever the cloud or the user wrote', () => {
    const text = problemText(
      { kind: 'server', code: 'a\nb', message: 'c\u202ed', requestId: 'e\rf' },
      { account: 'g\nh', service: 'i\u0000j' },
    );
    assert.doesNotMatch(text, /\p{Cc}|\p{Bidi_Control}/u);
    assert.ok(text.startsWith('g h, i j: the cloud has an internal error (a b: c d; request id e f).'));
  });
});

describe('shortProblem', () => {
  it('is one line for a row', () => {
    assert.equal(
      shortProblem({ kind: 'permission', code: 'Forbidden.RAM', message: 'm' }),
      'access denied (Forbidden.RAM)',
    );
    assert.equal(shortProblem({ kind: 'timeout', message: 'm' }), 'the cloud did not answer in time');
    assert.equal(
      shortProblem({ kind: 'auth', code: 'a\nb', message: '' }),
      'the credential was refused (a b)',
    );
  });
});

describe('errorText', () => {
  const text = (error: unknown) => errorText(error, () => where);

  it('tells a failed call with the place that the error names', () => {
    const error = new CloudError({ kind: 'cancelled', message: 'm', service: 'bls' });
    assert.equal(
      errorText(error, ({ service }) => ({ account: 'a', service })),
      'a, bls: cancelled (m).',
    );
  });

  const problems: [ArgumentProblem, string][] = [
    [{ kind: 'type', expected: 'string' }, 'It must be of type string.'],
    [{ kind: 'choice', choices: ['a', 'b'] }, 'It must be one of a, b.'],
    [{ kind: 'choice', choices: [] }, 'It is not one of the values that are possible here.'],
    [{ kind: 'region', value: 'a\nb' }, '“a b” is not a region id.'],
    [{ kind: 'unknownField' }, 'There is no such field.'],
    [{ kind: 'empty' }, 'It must not be empty.'],
    [{ kind: 'invalid' }, 'It is not valid.'],
    [{ kind: 'address' }, 'It must be a web address such as https://example.com.'],
    [{ kind: 'https' }, 'It must begin with https:// (http:// is for loopback addresses alone).'],
    [{ kind: 'userInfo' }, 'It must not hold a user name or password.'],
    [{ kind: 'origin' }, 'It must be a scheme, a host and a port alone, without a path.'],
    [{ kind: 'taskId' }, 'A task id has 1 to 256 letters, digits, “-” or “_”.'],
    [{ kind: 'filePath' }, 'It must be a Uri or an absolute path.'],
  ];
  for (const [problem, sentence] of problems) {
    it(`names the field of an argument that is wrong: ${problem.kind}`, () =>
      assert.equal(
        text(new ArgumentError('endpoints.hss', problem)),
        `“endpoints.hss” cannot be used. ${sentence}`,
      ));
  }

  const file = (code: string): RefusalReason => ({ kind: 'file', code, path: '/d/a.csv' });
  const zip = (reason: Extract<RefusalReason, { kind: 'zip' }>['reason']): RefusalReason => ({
    kind: 'zip',
    reason,
    name: 'a.zip',
  });
  const refusals: [RefusalReason, string][] = [
    [{ kind: 'unknownTask', key: 'k\n1' }, 'There is no task “k 1”. Refresh, then choose it again.'],
    [{ kind: 'unknownAccount', account: 'a' }, 'There is no account “a”.'],
    [
      { kind: 'disabledAccount', account: 'a' },
      'The account “a” is disabled. Run the command “Enable Account” first.',
    ],
    [
      { kind: 'notFinished', task: 't', status: 'waiting' },
      '“t” is not finished (Waiting). Its file can be had when it is.',
    ],
    [{ kind: 'noFile', task: 't' }, '“t” has no file that can be downloaded.'],
    [
      { kind: 'noLink', task: 't' },
      '“t” has no link that can be shared: this cloud hands its file out to signed-in callers alone. Download it instead.',
    ],
    [
      { kind: 'notTracked', service: 's' },
      'This service lists its tasks by itself: there is no need to track one.',
    ],
    [zip('damaged'), '“a.zip” is damaged or not a zip archive. Download it again.'],
    [zip('split'), '“a.zip” is one part of a split archive. Open it with another program.'],
    [zip('tooMany'), '“a.zip” has too many files to be shown here. Open it with another program.'],
    [zip('noEntry'), 'There is no “a.zip” in the archive.'],
    [zip('unsafeName'), '“a.zip” leads out of the archive, as an attack would. It is not opened.'],
    [
      zip('duplicate'),
      'The archive has more than one “a.zip”: which of them is meant cannot be told. Open the archive with another program.',
    ],
    [
      zip('symlink'),
      '“a.zip” is a link to another file, and links in an archive are not followed. Open that file instead.',
    ],
    [
      zip('encrypted'),
      '“a.zip” is encrypted and cannot be opened here. Open the archive with another program.',
    ],
    [
      zip('unknownMethod'),
      '“a.zip” is compressed in a way that is not known here. Open the archive with another program.',
    ],
    [
      zip('overlap'),
      '“a.zip” shares its bytes with other files of the archive, as a zip bomb does. It is not opened.',
    ],
    [
      zip('bomb'),
      '“a.zip” would unpack to hundreds of times its size, as a zip bomb does. It is not opened.',
    ],
    [zip('tooLarge'), '“a.zip” is too large to be opened here. Open the archive with another program.'],
    [zip('damagedEntry'), '“a.zip” is damaged. Download the archive again.'],
    [zip('empty'), 'The archive “a.zip” is empty.'],
    [{ kind: 'fileGone', path: '/d/a.zip' }, '“/d/a.zip” is not there any more. Download it again.'],
    [{ kind: 'unreadable', code: 'EACCES', path: '/d/a.zip' }, '“/d/a.zip” cannot be read (EACCES).'],
    [file('ENOSPC'), 'The disk is full: “/d/a.csv” was not written. Make room and try again.'],
    [file('EDQUOT'), 'The disk is full: “/d/a.csv” was not written. Make room and try again.'],
    [file('EACCES'), '“/d/a.csv” may not be written (EACCES). Choose another folder.'],
    [file('EPERM'), '“/d/a.csv” may not be written (EPERM). Choose another folder.'],
    [file('EROFS'), '“/d/a.csv” may not be written (EROFS). Choose another folder.'],
    [file('ENOENT'), 'The folder of “/d/a.csv” is not there. Choose another one.'],
    [file('ENOTDIR'), 'The folder of “/d/a.csv” is not there. Choose another one.'],
    [file('EEXIST'), '“/d/a.csv” and all its numbered names are taken. Choose another name.'],
    [file('EIO'), '“/d/a.csv” could not be read or written (EIO).'],
    [{ kind: 'noPage' }, 'There is no page of a large text file in front. Open one first.'],
  ];
  for (const [reason, sentence] of refusals) {
    const what = 'reason' in reason ? reason.reason : 'code' in reason ? reason.code : '';
    it(`gives the reason of a refusal: ${reason.kind} ${what}`.trim(), () =>
      assert.equal(text(new Refusal(reason)), sentence),
    );
  }

  it('says so of what should not happen', () => {
    assert.equal(text(new TypeError('oops')), 'Something went wrong that should not: oops');
    assert.equal(text('oops'), 'Something went wrong that should not: oops');
  });
});
