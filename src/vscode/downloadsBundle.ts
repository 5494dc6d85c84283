import { speakAsTheEditor } from './language';

export { Downloads } from './downloads';
export { DownloadsView } from './downloadsView';

// These texts are read from a bundle of its own, which has not been told of the language.
speakAsTheEditor();
