/** Drops files on the page, as a hand does it: their names and contents in base64. Runs in the browser. */
export function dropFiles(files: readonly (readonly [name: string, content: string])[]): void {
  const dataTransfer = new DataTransfer();
  for (const [name, content] of files) {
    dataTransfer.items.add(new File([Uint8Array.from(atob(content), (byte) => byte.charCodeAt(0))], name));
  }
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}
