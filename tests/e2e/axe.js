// axe-core, run whole in the page. Its Playwright package sends every passed check of every node through the protocol:
// 9 s of processor a look in Firefox, where this takes half a second.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe-core finds wrong in the page, or in the part that a selector names: one text for each rule that is broken.
 * @param {import('@playwright/test').Page} page
 * @param {string} [within]
 * @returns {Promise<string[]>}
 */
export async function faults(page, within) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await readFile(source, 'utf8'));
  const violations = await page.evaluate(
    async ([tags, selector]) => {
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
  // What lies half under the header or the drawer can be scrolled free: its size is looked at elsewhere.
  const isCovered = (id, { failureSummary }) => id === 'target-size' && /partially obscured/.test(failureSummary);
  return violations
    .map(({ id, help, nodes }) => ({ id, help, nodes: nodes.filter((node) => !isCovered(id, node)) }))
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((n) => `    ${n.html}\n    ${n.failureSummary}`).join('\n')}`);
}
