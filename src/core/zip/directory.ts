import { zipRefusal } from '../refusal';
import type { StoredEntry, ZipEntry } from './entry';
import { entryPath } from './entryName';

/** What stands under a name: a folder has children. It may be a file besides, which is refused then. */
export interface ZipNode {
  readonly file?: StoredEntry;
  readonly children?: ReadonlyMap<string, ZipNode>;
}

interface OpenNode {
  file?: StoredEntry;
  children?: Map<string, OpenNode>;
}

/** More files and folders than any export has; so many still fit into memory. */
export const maxNodes = 200_000;

/** The files and folders of an archive. Folders are there for each path that leads through them. */
export class ZipDirectory {
  private readonly root: OpenNode = { children: new Map() };
  private readonly files: OpenNode[] = [];
  private readonly unsafe: string[] = [];
  private nodes = 0;

  /**
   * @param archive its path
   * @param mtimeMs when the archive was changed
   */
  constructor(
    private readonly archive: string,
    readonly mtimeMs: number,
  ) {}

  /** How many files and folders there are, those that were left out included. */
  get size(): number {
    return this.nodes;
  }

  /** The files in the archive's order, each name once; those that are not opened say why. */
  get entries(): readonly ZipEntry[] {
    return this.files.flatMap(node => fileOf(node) ?? []);
  }

  /** Names that lead out of the archive or to none of its files: they are not listed, and nothing opens them. */
  get leftOut(): readonly string[] {
    return this.unsafe;
  }

  /** The file or folder of a path; the empty one is the archive's root. */
  find(path: string): ZipNode | undefined {
    const names = entryPath(path)?.split('/');
    if (names?.[0] === '') return this.root;
    return names?.reduce<OpenNode | undefined>((node, name) => node?.children?.get(name), this.root);
  }

  /** The file of this name. @throws Refusal of kind `zip` when there is none that may be opened */
  file(name: string): StoredEntry {
    if (entryPath(name) === undefined) throw zipRefusal('unsafeName', name);
    const node = this.find(name);
    const file = node && fileOf(node);
    if (!file) throw zipRefusal('noEntry', name);
    if (file.problem) throw zipRefusal(file.problem, name);
    return file;
  }

  addFolder(name: string): void {
    const path = entryPath(name);
    if (path === undefined) this.leaveOut(name);
    else if (path !== '') this.nodeAt(path).children ??= new Map();
  }

  /** @param entry whose name is as it stands in the archive */
  addFile(entry: StoredEntry): void {
    const name = entryPath(entry.name);
    if (!name) return this.leaveOut(entry.name);
    const node = this.nodeAt(name);
    if (!node.file) this.files.push(node);
    node.file = { ...entry, name, ...(node.file && { problem: 'duplicate' }) };
  }

  private leaveOut(name: string): void {
    this.count();
    this.unsafe.push(name);
  }

  private nodeAt(path: string): OpenNode {
    let node = this.root;
    for (const name of path.split('/')) {
      node.children ??= new Map();
      const child = node.children.get(name) ?? this.count();
      node.children.set(name, child);
      node = child;
    }
    return node;
  }

  /** A new node, as long as there are not too many: a name may lead through thousands of folders. */
  private count(): OpenNode {
    if (++this.nodes > maxNodes) throw zipRefusal('tooMany', this.archive);
    return {};
  }
}

/** A file that is a folder too has no bytes that are meant for sure, as one that is there twice. */
function fileOf({ file, children }: ZipNode): StoredEntry | undefined {
  return file && children ? { ...file, problem: 'duplicate' } : file;
}
