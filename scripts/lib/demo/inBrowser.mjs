/** The demo served to the user's own browser. */
import { spawn } from 'node:child_process';
import { hasDisplay } from '../editor/desktop.mjs';
import { startEditor } from '../editor/workbench.mjs';
import { demoStarter } from './starter.mjs';

/** @param {string} vsix */
export async function showInBrowser(vsix) {
  const { url, server, profile } = await startEditor({ vsix, extensionDirs: [demoStarter] });
  console.log(`\nCloud Tasks is at ${url}\nCtrl+C ends it.`);
  if (hasDisplay()) open(url);

  const failure = await Promise.race([interrupted(), server.died]);
  await server.stop();
  profile.remove();
  if (failure) throw failure;
}

/** @returns {Promise<undefined>} */
const interrupted = () =>
  new Promise(done => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => done(undefined));
  });

/** @param {string} url */
function open(url) {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '""', url.replaceAll('&', '^&')]
        : ['xdg-open', url];
  const child = spawn(command ?? '', args, { stdio: 'ignore', detached: true });
  child.once('error', () => {}); // the address is printed, so it can be opened by hand
  child.unref();
}
