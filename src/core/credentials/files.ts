import { open, stat, type FileHandle } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { CredentialFile, Environment, FileText, ImportRefusal } from './profile';

/** No file of a vendor's tool comes near it. */
export const maxFileSize = 1024 * 1024;

/** Where tools look for their files. */
export interface Surroundings {
  /** Absolute; the first that has a file is it. */
  readonly homes: readonly string[];
  readonly environment: Environment;
}

export interface UnusableFile {
  readonly source: string;
  readonly refusal: ImportRefusal;
}

/**
 * Where the home of a user may be: on Windows the vendors' tools do not agree which variable names it.
 *
 * @param home what the system says
 */
export function homesOf(home: string, { HOMEDRIVE, HOMEPATH, USERPROFILE }: Environment): string[] {
  const ofDrive = HOMEDRIVE && HOMEPATH ? HOMEDRIVE + HOMEPATH : '';
  return [...new Set([home, ofDrive, USERPROFILE ?? ''])].filter(isAbsolute);
}

/** Reads a file where it stands; undefined where there is none. Never throws. */
export async function readCredentialFile(
  file: CredentialFile,
  surroundings: Surroundings,
): Promise<FileText | UnusableFile | undefined> {
  for (const path of pathsOf(file, surroundings)) {
    const source = shortPath(path, surroundings.homes);
    const read = await readLimited(path);
    if (typeof read === 'string') return { source, text: read.replace(/^\ufeff/, '') };
    if (read) return { source, refusal: read };
  }
  return undefined;
}

/** The file that a variable names takes the place of the usual one, even if it is not there. */
function pathsOf({ path, variable }: CredentialFile, { homes, environment }: Surroundings): string[] {
  const named = (variable && environment[variable]?.trim()) ?? '';
  if (isAbsolute(named)) return [named];
  return homes.map(home => join(home, named === '' ? path : named.replace(/^~[\\/]/, '')));
}

/** `~/.aliyun/config.json`, on every system. */
export function shortPath(path: string, homes: readonly string[]): string {
  const below = homes.map(home => relative(home, path));
  const short = below.find(
    way => way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way),
  );
  return short === undefined ? path : `~/${short.replaceAll(sep, '/')}`;
}

async function readLimited(path: string): Promise<string | ImportRefusal | undefined> {
  try {
    // Before it is opened: that would wait at a pipe for somebody who writes.
    const { size } = await regularFile(path);
    if (size > maxFileSize) return { kind: 'tooLarge' };
    const handle = await open(path);
    try {
      return await readAtMost(handle, maxFileSize);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code = 'EIO' } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : { kind: 'unreadable', code };
  }
}

async function regularFile(path: string) {
  const found = await stat(path);
  if (!found.isFile()) throw Object.assign(new Error('It is no file.'), { code: 'EISDIR' });
  return found;
}

/** A file may grow while it is read. */
async function readAtMost(handle: FileHandle, limit: number): Promise<string | ImportRefusal> {
  const buffer = Buffer.alloc(limit + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    length += bytesRead;
    if (length > limit) return { kind: 'tooLarge' };
    if (bytesRead === 0) return buffer.toString('utf8', 0, length);
  }
}
