import * as vscode from 'vscode';
import type { TableTexts } from '../../view/table/texts';

/** What the page says; the places in the texts are filled by the page. @param name of the file */
export const tableTexts = (name: string): TableTexts => ({
  table: vscode.l10n.t('Table of “{0}”', name),
  filter: vscode.l10n.t('Filter rows'),
  filterColumn: vscode.l10n.t('Column to filter by'),
  anyColumn: vscode.l10n.t('Any column'),
  column: vscode.l10n.t('Column {0}'),
  row: vscode.l10n.t('Row'),
  rows: vscode.l10n.t('{0} rows'),
  someRows: vscode.l10n.t('{0} of {1} rows'),
  reading: vscode.l10n.t('Reading… {0}'),
  sorting: vscode.l10n.t('Sorting…'),
  filtering: vscode.l10n.t('Filtering…'),
  ascending: vscode.l10n.t('Sorted by {0}, ascending'),
  descending: vscode.l10n.t('Sorted by {0}, descending'),
  unsorted: vscode.l10n.t('Not sorted'),
  copied: vscode.l10n.t('Copied'),
  notCopied: vscode.l10n.t('The clipboard cannot be written.'),
  empty: vscode.l10n.t('This file has no rows.'),
  noRows: vscode.l10n.t('No row has this text.'),
  headerHelp: vscode.l10n.t('Enter sorts, Shift with the left or right arrow changes the width.'),
});
