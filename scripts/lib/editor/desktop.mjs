/** Whether the desktop editor can be fetched and shown here. */

const site = 'https://update.code.visualstudio.com/api/releases/stable';
const probeMs = 3_000;

/** `CLOUD_TASKS_EDITOR=desktop` or `code-server` decides it without looking. */
export async function desktopIsUsable() {
  const chosen = process.env['CLOUD_TASKS_EDITOR'];
  if (chosen) return chosen === 'desktop';
  return hasDisplay() && (await answers(site));
}

export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** @param {string} url */
async function answers(url) {
  try {
    const { ok } = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(probeMs) });
    return ok;
  } catch {
    return false;
  }
}
