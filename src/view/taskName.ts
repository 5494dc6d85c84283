import * as l10n from '@vscode/l10n';
import type { Task } from '../core/task';
import { plain } from './escape';

/** A record without any name still needs something to be called by. */
export const taskName = ({ name }: Task): string => plain(name).trim() || l10n.t('Unreadable record');
