import { deflateSync, gzipSync } from 'node:zlib';
import { clouds } from '../../src/clouds';
import type { Problem } from '../../src/core/errors';
import { alterAnswer, answerWith, type Fault } from '../../src/simulator/faults';
import { tries, watching } from '../harness/watched';
import { servicesOf } from '../harness/worlds';

type Row = readonly [what: string, fault: Fault, expected: Partial<Problem>];

const page = (title: string): string => `<!DOCTYPE html><html><head><title>${title}</title></head></html>`;

const packed = (encoding: string, body: Buffer): Fault => ({
  kind: 'answer',
  answer: {
    status: 200,
    headers: { 'content-type': 'application/json', 'content-encoding': encoding },
    body,
  },
});

/** An error in the shapes of all vendors at once, with the code that each has for a fault of its own. */
const internalError = {
  ...{ success: false, Code: 'InternalError', code: 'InternalError', error_code: 'HSS.0041' },
  ...{ Message: 'try later', message: 'try later', error_msg: 'try later' },
};

/** What may be over a little later. */
const passing: readonly Row[] = [
  ['500', answerWith(500), { kind: 'server', status: 500 }],
  [
    '502 with the page of a proxy',
    answerWith(502, page('502 Bad Gateway')),
    { kind: 'server', status: 502, page: '502 Bad Gateway' },
  ],
  ['503', answerWith(503, {}), { kind: 'server', status: 503 }],
  [
    '503 in XML',
    answerWith(503, '<?xml version="1.0"?><Error><Message>busy</Message></Error>'),
    { kind: 'server', status: 503 },
  ],
  ['504', answerWith(504, ''), { kind: 'server', status: 504 }],
  ['408', answerWith(408, ''), { kind: 'timeout', status: 408 }],
  [
    '200 with the code of an error',
    answerWith(200, internalError),
    { kind: 'server', status: 200, message: 'try later' },
  ],
  ['400 with the code of an internal error', answerWith(400, internalError), { kind: 'server', status: 400 }],
];

const foreign = { kind: 'protocol', status: 200, reason: 'foreignAnswer' } as const;
const large = Buffer.concat([Buffer.from('{'), Buffer.alloc(33 * 1024 * 1024, ' '), Buffer.from('}')]);
const zeros = Buffer.alloc(60_000_000);

/** What will be the same a little later, so that nobody asks again before it is time. */
const lasting: readonly Row[] = [
  ['501', answerWith(501), { kind: 'server', status: 501 }],
  ['505', answerWith(505), { kind: 'server', status: 505 }],
  ['400 without a word', answerWith(400), { kind: 'protocol', status: 400 }],
  [
    '403 with the page of a firewall',
    answerWith(403, page('Blocked')),
    { kind: 'permission', page: 'Blocked' },
  ],
  [
    'the page on which a network asks for a login',
    answerWith(200, page('Hotel Wi-Fi')),
    { ...foreign, page: 'Hotel Wi-Fi' },
  ],
  ['a page without a title', answerWith(200, '<html><body>hello'), foreign],
  [
    'an XML document',
    answerWith(200, '<?xml version="1.0"?><TaskList/>', { 'content-type': 'text/xml' }),
    foreign,
  ],
  ['an empty body', answerWith(200), { kind: 'protocol' }],
  ['no content', answerWith(204), { kind: 'protocol' }],
  ['JSON that is cut off', answerWith(200, '{"TotalCount": 5, "Tasks": [{"Ta'), foreign],
  [
    'bytes that are no text',
    { kind: 'answer', answer: { status: 200, body: Buffer.from([0xff, 0xfe, 0, 0xc3, 0x28]) } },
    foreign,
  ],
  ['JSON inside JSON a million times', answerWith(200, '['.repeat(1_000_000)), foreign],
  [
    'more than 32 MB',
    { kind: 'answer', answer: { status: 200, body: large } },
    { kind: 'protocol', reason: 'tooLarge' },
  ],
  [
    '60 MB of zeros in 60 kB of gzip',
    packed('gzip', gzipSync(zeros)),
    { kind: 'protocol', reason: 'tooLarge' },
  ],
  [
    '60 MB of zeros in deflate',
    packed('deflate', deflateSync(zeros)),
    { kind: 'protocol', reason: 'tooLarge' },
  ],
  [
    'gzip that is none',
    packed('gzip', Buffer.from('{"Tasks":[]}')),
    { kind: 'protocol', reason: 'badEncoding' },
  ],
  ['gzip that is cut off', packed('gzip', gzipSync(zeros).subarray(0, 30_000)), { kind: 'protocol' }],
];

for (const watched of servicesOf(clouds)) {
  const { service } = watched;
  describe(`answers of ${service.id}`, () => {
    for (const [what, fault, expected] of passing) {
      it(
        `that are once ${what} are asked for once more`,
        watching(watched, scene => scene.healsAfter(fault)),
      );
      it(
        `that are ${what} again and again cost no row, and are asked for until they are good`,
        watching(watched, scene => scene.survives(fault, { service: service.id, ...expected }, tries)),
      );
    }

    for (const [what, fault, expected] of lasting) {
      it(
        `that are ${what} cost no row, and are not asked for again at once`,
        watching(watched, scene => scene.survives(fault, { service: service.id, ...expected }, 1)),
      );
    }

    it(
      'that are compressed, though nobody asked for that, are read',
      watching(watched, async scene => {
        const { app, server, rows } = scene;
        server.intercept(() =>
          alterAnswer(({ status, headers, body }) => {
            const compressed = gzipSync(body);
            const length = { 'content-encoding': 'gzip', 'content-length': String(compressed.length) };
            return { status, headers: { ...headers, ...length }, body: compressed };
          }),
        );
        await app.refresh();
        scene.assertGood(rows);
        await scene.ask?.();
      }),
    );
  });
}
