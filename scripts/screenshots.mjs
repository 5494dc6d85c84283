/**
 * `npm run screenshots`: the pictures of the README, in `media/readme`. Made in the real workbench of the extension as
 * it is packaged, with the demo; look at them before you commit them. `npm run screenshots -- menu zip` makes those
 * whose names begin so.
 */
import { packageExtension, vsixPath } from './lib/build.mjs';
import { takePictures } from './lib/screenshots/takePictures';

await packageExtension();
process.env['CLOUD_TASKS_VSIX'] = vsixPath;
await takePictures(process.argv.slice(2));
