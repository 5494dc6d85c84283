// Downloads a file as the extension does: `<url> <folder>`.
import { objectProblem } from '../../src/clouds/alibaba/objectErrors';
import type { FileSource } from '../../src/core/cloud';
import { systemClock } from '../../src/core/clock';
import { download } from '../../src/core/download/download';
import { createTransport } from '../../src/core/http/transport';
import { tellDownload } from '../lib/tellDownload';

void tellDownload((url, folder) => {
  const source: FileSource = {
    request: { method: 'GET', url, headers: {} },
    name: 'ours.bin',
    problem: answer => objectProblem(answer, 'bench'),
  };
  const transport = createTransport({ noProxy: '', verifyTls: true });
  return download(
    { transport, clock: systemClock, random: Math.random },
    { source: () => Promise.resolve(source), target: { folder } },
    new AbortController().signal,
  );
});
