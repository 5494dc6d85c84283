/** Puts a text on the clipboard, soon after the user has asked for it. Resolves to whether it is there. */
export async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return writeByEvent(text); // a browser may want a leave for it that nobody has given
  }
}

/** As if the user had copied a selection. */
function writeByEvent(text: string): boolean {
  let isWritten = false;
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    isWritten = event.clipboardData !== null;
  };
  document.addEventListener('copy', onCopy, { once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', onCopy);
  return isWritten;
}
