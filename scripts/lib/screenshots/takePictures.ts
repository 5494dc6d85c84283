import { menu, overview, showDemo, tooltip, zip } from './demoPictures';
import { downloads } from './downloadPictures';
import { dark, highContrast, light, type Look } from './looks';
import { Studio } from './studio';

type Take = (studio: Studio, name: string) => Promise<void>;

interface Session {
  readonly look: Look;
  readonly prepare?: (studio: Studio) => Promise<void>;
  /** By the names of the pictures, in the order in which they are taken. */
  readonly takes: Readonly<Record<string, Take>>;
}

async function startDemo(studio: Studio): Promise<void> {
  await studio.openView();
  await showDemo(studio);
}

const sessions: readonly Session[] = [
  { look: dark, prepare: startDemo, takes: { tooltip, 'overview-dark': overview, zip } },
  { look: light, prepare: startDemo, takes: { menu, 'overview-light': overview } },
  { look: highContrast, prepare: startDemo, takes: { 'overview-high-contrast': overview } },
  { look: { ...dark, locale: 'zh-cn' }, prepare: startDemo, takes: { 'overview-zh-cn': overview } },
  { look: dark, takes: { downloads } },
];

/** Takes the pictures whose names begin with one of these words; all of them for none. */
export async function takePictures(words: readonly string[]): Promise<void> {
  for (const { look, prepare, takes } of sessions) {
    const chosen = Object.entries(takes).filter(
      ([name]) => words.length === 0 || words.some(word => name.startsWith(word)),
    );
    if (chosen.length === 0) continue;
    const studio = await Studio.open(look);
    try {
      await prepare?.(studio);
      for (const [name, take] of chosen) await take(studio, name);
    } finally {
      await studio.close();
    }
  }
}
