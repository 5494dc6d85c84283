import * as vscode from 'vscode';
import type { NoticeLevel } from '../view/noticeText';
import type { Settings } from './contributions';

const key = 'notify.when' satisfies keyof Settings;

/** Says for all windows which endings the user is told of. Rejects when the settings cannot be written. */
export const setNoticeLevel = (level: NoticeLevel): Thenable<void> =>
  vscode.workspace.getConfiguration('cloudTasks').update(key, level, vscode.ConfigurationTarget.Global);
