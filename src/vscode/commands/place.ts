import * as vscode from 'vscode';
import * as z from 'zod/mini';

/** A Uri, the JSON or the text of one, or an absolute path; undefined for anything else. */
export function toUri(place: unknown): vscode.Uri | undefined {
  if (place instanceof vscode.Uri) return place;
  if (typeof place === 'string' && /^(?:[/\\]|[a-z]:[/\\])/i.test(place)) return vscode.Uri.file(place);
  if (typeof place === 'string' && /^[a-z][a-z0-9+.-]+:/i.test(place)) return vscode.Uri.parse(place, true);
  const parts = z.object({ scheme: z.string(), path: z.string() }).safeParse(place);
  return parts.success ? vscode.Uri.from(place as { scheme: string }) : undefined;
}
