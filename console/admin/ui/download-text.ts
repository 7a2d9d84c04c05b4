/** Hands a text to the browser as a file; it never leaves the machine. */
export function downloadText(fileName: string, mediaType: string, parts: readonly string[]): void {
  const url = URL.createObjectURL(new Blob([...parts], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Some browsers begin to read only after the click was handled.
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
