import type { FileServer, Site } from './fileServer';
import { Nginx } from './nginx';
import { SendServer } from './sendServer';

/** nginx where it can be had, else a server from npm. To be halted at the end. */
export async function startFileServer(folder: string, site: Site): Promise<FileServer> {
  try {
    return await Nginx.start(folder, port => configuration(site, port));
  } catch (error) {
    console.log(`The tests go on without nginx. ${(error as Error).message}`);
    return SendServer.start(site);
  }
}

/** Nothing is found by the filters; but as it might be, nobody knows the length beforehand. */
const filtered = `sub_filter '<nowhere>' ''; sub_filter_types *;`;

const configuration = ({ root, headers }: Site, port: number): string => `
  server {
    listen 127.0.0.1:${port};
    location ~ /\\. { deny all; }
    location /files/ { alias ${root}/; }
    location /summed/ { alias ${root}/; ${Object.entries(headers)
      .map(([name, value]) => `add_header ${name} "${value}";`)
      .join(' ')} }
    location /slow/ { alias ${root}/; limit_rate 20m; }
    location /narrow/ { alias ${root}/; limit_rate 2m; }
    location /whole/ { alias ${root}/; max_ranges 0; limit_rate 20m; }
    location /closing/ { alias ${root}/; keepalive_timeout 0; }
    location /packed/ { alias ${root}/; gzip on; gzip_types *; gzip_min_length 0; }
    location /chunked/ { alias ${root}/; limit_rate 20m; ${filtered} }
    location /unmeasured/ { alias ${root}/; chunked_transfer_encoding off; ${filtered} }
    location /500/ { return 500; }
    location /502/ { proxy_pass http://127.0.0.1:1/; }
    location /503/ { return 503; }
  }`;
