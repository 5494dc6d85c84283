// Downloads a file with nothing but a request and a write: no sum, no progress, nothing to go on from. `<url> <folder>`.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { request } from 'undici';
import { tellDownload } from '../lib/tellDownload';

void tellDownload(async (url, folder) => {
  const path = join(folder, 'floor.bin');
  const { body } = await request(url);
  const file = await open(path, 'w');
  for await (const chunk of body as AsyncIterable<Buffer>) await file.write(chunk);
  await file.close();
  return path;
});
