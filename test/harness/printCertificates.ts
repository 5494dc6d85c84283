import { systemCertificates } from '../../src/core/http/certificates';

/** Run as a process, whose environment decides what the system trusts. Its argument is what an older editor has read. */
const [read] = process.argv.slice(2);
const older = () =>
  read === undefined ? Promise.reject(new Error('Not to be read.')) : Promise.resolve([read]);
void systemCertificates(older, process.env).then(found => process.stdout.write(JSON.stringify(found)));
