// axe-core, run entirely in the page. Its Playwright package sends every passed check of every node through the
// protocol: in Firefox that takes 9 s of processor time per check, and this takes half a second.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Returns the violations that axe-core finds in the page or in the part that `within` selects, one text per rule.
 * @param {import('@playwright/test').Page} page
 * @param {string} [within]
 * @returns {Promise<string[]>}
 */
export async function faults(page, within) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await readFile(source, 'utf8'));
  const violations = await page.evaluate(
    async ([tags, selector]) => {
      // What fades in has its colours only at the end. An animation in a shadow tree belongs to the document too.
      const ends = document.getAnimations().filter((at) => at.effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(ends.map((at) => at.finished));
      const found = await globalThis.axe.run(selector ?? document, {
        runOnly: { type: 'tag', values: tags },
        rules: { 'target-size': { enabled: true }, 'aria-dialog-name': { enabled: true } },
        resultTypes: ['violations'],
      });
      return found.violations.map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
      }));
    },
    [TAGS, within],
  );
  // A target that is half under the header or the drawer can be scrolled into view. Its size is tested elsewhere.
  const isCovered = (id, { failureSummary }) => id === 'target-size' && /partially obscured/.test(failureSummary);
  return violations
    .map(({ id, help, nodes }) => ({ id, help, nodes: nodes.filter((node) => !isCovered(id, node)) }))
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((n) => `    ${n.html}\n    ${n.failureSummary}`).join('\n')}`);
}
