import assert from 'node:assert/strict';
import { clouds } from '../../src/clouds';
import type { Cloud, SimulatorRequest } from '../../src/core/cloud';
import {
  alterAnswer,
  answerWith,
  dropConnection,
  truncateAfter,
  type Fault,
} from '../../src/simulator/faults';
import { inApp, type App, type PretendCloud } from '../harness/app';
import { assertSilent, bearers, Exposure, inHeaders, mark, planted, type Text } from '../harness/exposure';
import { hour, minute, runningFor, scripted, zipFile } from '../harness/worlds';

/** Everything that calls a cloud: reading, following, refreshing, links, files, tracking, a day going by. */
async function useEverything(app: App, server: PretendCloud, exposure: Exposure, credential: Text) {
  const account = await app.add(server, { credential });
  await exposure.attempt(app.refresh());
  for (const task of app.tasks()) {
    await exposure.attempt(app.link(task));
    await exposure.attempt(app.download(task));
  }
  for (const { id, regional } of server.cloud.services) {
    await exposure.attempt(app.find(account, id, regional ? (account.regions[0] ?? '') : '', 'nobody'));
  }
  await app.advance(hour);
  await exposure.attempt(app.refresh());
}

const worldOf = (app: App, { services }: Cloud, credential: Text) => ({
  credentials: [credential],
  tasks: services.flatMap(({ id }) => [
    scripted(id, `${id}-done`, app.now, { file: zipFile() }),
    scripted(id, `${id}-slow`, app.now, { ...runningFor(30 * minute), file: zipFile('slow.zip') }),
  ]),
});

/** Everything that a request told the server, as careless gateways quote it. */
const quoted = ({ method, path, query, headers, body }: SimulatorRequest): string =>
  [
    `${method} ${path}?${query}`,
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    body.toString(),
  ].join('\n');

/** What befalls each request; `secrets` is what a server that is told them could say. */
const faults: Readonly<Record<string, (request: SimulatorRequest, secrets: readonly string[]) => Fault>> = {
  'a connection that is reset': () => dropConnection,
  'a page of a proxy': request =>
    answerWith(502, `<html><h1>Bad Gateway</h1><pre>${quoted(request)}</pre></html>`),
  'an answer that is cut off': () => truncateAfter(20),
  'JSON that is cut off': () =>
    alterAnswer(answer => ({
      ...answer,
      headers: {},
      body: answer.body.subarray(0, answer.body.length / 2),
    })),
  'an XML error that quotes the string to sign': request =>
    answerWith(
      403,
      `<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>no match, server StringToSign is [${quoted(request)}]</Message><StringToSign>${quoted(request)}</StringToSign></Error>`,
      { 'content-type': 'application/xml' },
    ),
  'a JSON error that quotes the canonical request': request =>
    answerWith(403, envelope(`verify aksk signature fail, canonicalRequest:${quoted(request)}`)),
  'a JSON error that quotes the headers': ({ headers }) =>
    answerWith(400, envelope(`bad headers: ${JSON.stringify(headers)}`)),
  'a JSON error that quotes the query': ({ path, query }) =>
    answerWith(400, envelope(`bad ${path}?${query}`)),
  'a JSON error that quotes the body': ({ body }) => answerWith(400, envelope(`bad ${body.toString()}`)),
  'a JSON error that quotes every secret': (_request, secrets) =>
    answerWith(500, envelope(secrets.join(' ; '))),
  'a JSON error that quotes every secret as in a URL': (_request, secrets) =>
    answerWith(500, envelope(secrets.map(encodeURIComponent).join(' ; '))),
  'a JSON error that quotes every secret as in JSON': (_request, secrets) =>
    answerWith(500, envelope(JSON.stringify(secrets))),
  'a success that is none': request => answerWith(200, quoted(request)),
  'a refusal of the key': () => answerWith(401, envelope('no')),
  throttling: () => answerWith(429, envelope('slow down'), { 'retry-after': '1' }),
  'an internal error': () => answerWith(500, ''),
  'no content': () => answerWith(204),
};

/** An error in the shapes of all vendors at once; its code and request id quote what its message does. */
const envelope = (said: string) => ({
  Code: said,
  Message: said,
  RequestId: said,
  code: said,
  message: said,
  requestId: said,
  error_code: said,
  error_msg: said,
  request_id: said,
});

for (const cloud of clouds) {
  for (const form of cloud.credentials) {
    const credential = inHeaders(planted(form));
    const secrets = form.fields.filter(({ secret }) => secret).map(({ name }) => credential[name] ?? '');
    describe(`secrets of ${cloud.id} with ${form.fields.map(({ name }) => name).join(', ')}`, () => {
      it(
        'stand nowhere when all goes well',
        inApp(async app => {
          const server = await app.simulate(cloud, worldOf(app, cloud, credential));
          const exposure = new Exposure(app);
          await useEverything(app, server, exposure, credential);
          assert.ok(app.tasks().every(({ status }) => status === 'succeeded'));
          assert.ok(bearers(server).size > 0);
          assertSilent(exposure, server);
        }),
      );

      it(
        'stand nowhere when the key is wrong',
        inApp(async app => {
          const other = Object.fromEntries(
            Object.entries(credential).map(([name, value]) => [name, value.replace(mark, 'another')]),
          );
          const server = await app.simulate(cloud, worldOf(app, cloud, other));
          const exposure = new Exposure(app);
          await useEverything(app, server, exposure, credential);
          assertSilent(exposure, server);
        }),
      );

      for (const [what, fault] of Object.entries(faults)) {
        it(
          `stand nowhere after ${what}, at first or later`,
          inApp(async app => {
            for (const later of [false, true]) {
              const server = await app.simulate(cloud, worldOf(app, cloud, credential));
              const exposure = new Exposure(app);
              const befall = () => server.intercept(request => fault(request, secrets));
              if (later) await app.add(server, { credential });
              befall();
              await useEverything(app, server, exposure, credential);
              assertSilent(exposure, server);
            }
          }),
        );
      }

      it(
        'stand nowhere when only files and links fail',
        inApp(async app => {
          for (const fault of Object.values(faults)) {
            const server = await app.simulate(cloud, worldOf(app, cloud, credential));
            const account = await app.add(server, { credential });
            const exposure = new Exposure(app);
            server.intercept(request =>
              /^\/(?:oss|bos)\/|\/download\/(?:link\/|[0-9a-f-]{36})/.test(request.path)
                ? fault(request, [...secrets, ...bearers(server)])
                : undefined,
            );
            for (const task of app.tasks(account)) {
              await exposure.attempt(app.link(task));
              await exposure.attempt(app.download(task));
            }
            assertSilent(exposure, server);
          }
        }),
      );

      it(
        'are sent to no other address, wherever an answer points',
        inApp(async app => {
          for (const status of [301, 302, 303, 307, 308]) {
            const server = await app.simulate(cloud, worldOf(app, cloud, credential));
            const elsewhere = await app.simulate(cloud);
            const exposure = new Exposure(app);
            const location = `${elsewhere.origin}/?Signature=${mark}&token=${mark}`;
            server.intercept(() => answerWith(status, `see ${location}`, { location }));
            await useEverything(app, server, exposure, credential);
            assert.equal(elsewhere.requests.length, 0);
            assertSilent(exposure, server);
          }
        }),
      );

      it(
        'stand in no error about their own form',
        inApp(async app => {
          const server = await app.simulate(cloud);
          const exposure = new Exposure(app);
          const odd = [mark, [mark], { ...credential, kind: mark }, { ...credential, [`x${mark}`]: mark }];
          for (const value of [
            ...odd,
            ...Object.keys(credential).map(name => ({ ...credential, [name]: [mark] })),
          ]) {
            const account = await app.add(server, { credential: value });
            await exposure.attempt(app.refresh(account));
          }
          assert.equal(server.requests.length, 0);
          // The name of a field that nobody knows may be told; its value may not.
          const named = exposure.texts().map(text => text.replaceAll(`x${mark}`, 'x'));
          assert.ok(named.every(text => !text.includes(mark)));
        }),
      );
    });
  }
}
