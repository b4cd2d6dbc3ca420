// Files that are dragged, dropped or pasted, as the browser would do it.

/**
 * Makes a `DataTransfer` in the page. @param {import('@playwright/test').Page} page @param {[string, string, string |
 * Buffer][]} files each with its name, media type and contents
 */
function transferOf(page, files) {
  const made = files.map(([name, type, contents]) => [name, type, Buffer.from(contents).toString('base64')]);
  return page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const [name, type, text] of all) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type }));
    }
    return transfer;
  }, made);
}

/** Drags files to a place, with these events. Returns for each whether the page prevented the browser's own action. */
export async function drag(page, selector, events, files) {
  const transfer = await transferOf(page, files);
  const prevented = [];
  for (const event of events) {
    prevented.push(
      await page.locator(selector).first().evaluate(
        (target, [name, dataTransfer]) =>
          !target.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, composed: true, dataTransfer })),
        [event, transfer],
      ),
    );
  }
  return prevented;
}

/** Drops files beside all tasks. */
export const drop = (page, files) => drag(page, '.td-runs', ['dragenter', 'dragover', 'drop'], files);

/** Pastes files, and text if it is given, where the focus is. Returns whether the page took them. */
export async function paste(page, files, text) {
  const transfer = await transferOf(page, files);
  return page.evaluate(
    ([clipboardData, words]) => {
      if (words !== undefined) clipboardData.setData('text/plain', words);
      const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, composed: true });
      // Firefox leaves files out of what it is given.
      Object.defineProperty(event, 'clipboardData', { value: clipboardData });
      return !(document.activeElement ?? document.body).dispatchEvent(event);
    },
    [transfer, text],
  );
}
