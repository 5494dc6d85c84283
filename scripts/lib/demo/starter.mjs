import { join } from 'node:path';
import { projectRoot } from '../paths.mjs';

/** An extension that starts the demo as soon as the editor stands; no part of the product. */
export const demoStarter = join(projectRoot, 'scripts', 'demo-starter');
