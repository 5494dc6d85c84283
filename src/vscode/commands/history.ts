import type { Command } from './command';

/** Puts what the clouds list no more below each account. */
export const showHistory: Command = ({ shownHistory }) => shownHistory.show();

export const hideHistory: Command = ({ shownHistory }) => shownHistory.hide();
