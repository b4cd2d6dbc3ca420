// The page as its user sees it, by role and name. Tests depend only on these.

import { expect } from '@playwright/test';
import { faults } from './axe.js';

export class Deck {
  /** @param {import('@playwright/test').Page} page */
  constructor(page) {
    this.page = page;
    this.tasks = page.getByRole('region', { name: 'Tasks', exact: true });
    this.runs = page.getByRole('region', { name: 'Runs', exact: true });
    this.notifications = page.getByRole('region', { name: /^Notifications/ });
    this.modal = page.getByRole('alertdialog');
    this.header = page.getByRole('banner');
    this.schedules = page.getByRole('region', { name: 'Schedules', exact: true });
    this.lanes = page.getByRole('region', { name: 'Queues', exact: true });
    this.details = page.getByRole('region', { name: /^Details of / });
  }

  /** Opens the page and waits until the program has mounted. `search` is for example `?lab`. */
  async open(search = '') {
    await this.page.goto(`/${search}`);
    await this.ready();
  }

  /** Waits until the program has replaced the skeleton. */
  async ready() {
    await expect(this.page.locator('#skeleton')).toHaveCount(0);
  }

  /** Shows the tasks or the runs, which are behind a tab where the page is narrow. @param {'Tasks' | RegExp} name */
  async showTab(name) {
    const tab = this.page.getByRole('tab', { name });
    if (await tab.isVisible()) await tab.click();
  }

  /** Opens the form of a task, and returns its card. */
  async form(title) {
    await this.showTab('Tasks');
    const opener = this.card(title).getByRole('button', { name: `Form of ${title}`, exact: true });
    if ((await opener.getAttribute('aria-expanded')) === 'false') await opener.click();
    return this.card(title);
  }

  /** Opens the panel of the header's button *Queue*, and returns it: limits, performance, commands, keys. */
  async openQueue() {
    const button = this.header.getByRole('button', { name: /^Queue/ });
    if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
    return this.header.locator('.td-popover:visible');
  }

  /** Does the first command of the palette that has this name. */
  async command(name) {
    await this.page.keyboard.press('Control+k');
    await this.page.getByRole('combobox', { name: 'Commands' }).fill(name);
    await this.page.keyboard.press('Enter');
  }

  /** Returns the card of a task. */
  card(title) {
    return this.tasks.getByRole('listitem', { name: title, exact: true });
  }

  /** Returns a schedule by the title of its runs. */
  schedule(title) {
    return this.schedules.getByRole('listitem', { name: title, exact: true });
  }

  /**
   * Returns the rows of the runs with this title (or whose titles match), newest first. @param {string | RegExp}
   * [title]
   */
  rows(title) {
    return this.runs.getByRole('listitem', title === undefined ? {} : { name: title, exact: true });
  }

  /** Returns the row of the newest run with this title. */
  row(title) {
    return this.rows(title).first();
  }

  /** Starts a task from its card. */
  async run(title) {
    await this.showTab('Tasks');
    await this.card(title).getByRole('button', { name: `Run ${title}`, exact: true }).click();
  }

  /** Cancels the newest run with this title. */
  async cancel(title) {
    await this.row(title).getByRole('button', { name: /^Cancel/ }).click();
  }

  async retry(title) {
    await this.row(title).getByRole('button', { name: /^Retry/ }).click();
  }

  progress(title) {
    return this.row(title).getByRole('progressbar');
  }

  /** Waits until the newest run with this title has this status, given as its word on screen. */
  async expectStatus(title, word, options) {
    await expect(this.row(title).getByText(word, { exact: true })).toBeVisible(options);
  }

  /** Returns the control of a field of a task, after opening the form and unfolding the options. */
  async field(task, label) {
    const field = (await this.form(task)).getByLabel(label, { exact: true });
    if (!(await field.isVisible())) await this.card(task).getByText('Options', { exact: true }).click();
    return field;
  }

  /** Replaces the number in a field by typing. In Firefox `fill` does not select the old number. */
  async fillNumber(field, number) {
    await field.focus();
    await field.press('ControlOrMeta+a');
    await field.pressSequentially(number);
    await expect(field).toHaveValue(number);
  }

  /** Chooses files for a task; each is a path or `{ name, mimeType, buffer }`. */
  async choose(task, files, label = 'Files') {
    await (await this.form(task)).getByLabel(label, { exact: true }).setInputFiles(files);
  }

  /** Moves pointer and focus out of the list of runs, so that new rows are shown at once. */
  async lookAway() {
    await this.page.mouse.move(2, 2);
    await this.page.evaluate(() => document.activeElement?.blur());
  }

  /** Unfolds the children of the newest run with this title. */
  async unfold(title) {
    await expect(this.row(title)).toBeAttached();
    const fold = this.row(title).locator('button[aria-expanded="false"]').filter({ visible: true });
    if ((await fold.count()) > 0) await fold.click();
  }

  async openDetails(title) {
    await this.row(title).getByRole('button', { name: `Details of ${title}`, exact: true }).click();
    await expect(this.details).toBeVisible();
  }

  /** Returns a part of the details by its heading. */
  section(heading) {
    return this.details.locator('.td-section').filter({ has: this.page.getByRole('heading', { name: heading }) });
  }

  /** Returns the status region whose announcement contains `text`. */
  announcement(text) {
    return this.page.getByRole('status').filter({ hasText: text });
  }

  /** Waits without a limit until the newest run has ended, and returns its status. @returns {Promise<string>} */
  async ended(title) {
    const row = this.row(title).filter({ hasText: /Completed|Done with problems|Failed|Cancelled/ });
    await row.waitFor({ timeout: 0 });
    return row.innerText();
  }

  /**
   * Does something while the window counts as being in the background. A failure is then a toast although its row is in
   * view.
   */
  async unwatched(action) {
    await this.page.evaluate(() => dispatchEvent(new Event('blur')));
    await action();
    await this.page.evaluate(() => dispatchEvent(new Event('focus')));
  }

  /** Returns the toast with this text. */
  toast(text) {
    return this.notifications.getByRole('listitem').filter({ hasText: text });
  }

  /** Expects that axe finds no violation in the page, or in the part that `within` selects. */
  async expectAccessible(within) {
    expect(await faults(this.page, within), 'axe-core').toEqual([]);
  }

  /** Expects that nothing is wider than the window. */
  async expectNoSidewaysScroll() {
    const { content, room } = await this.page.evaluate(() => ({
      content: document.documentElement.scrollWidth,
      room: document.documentElement.clientWidth,
    }));
    expect(content, 'the page scrolls sideways').toBeLessThanOrEqual(room);
  }

  /** Returns the focused element as "role or tag: name", also inside a shadow root. */
  async focused() {
    return this.page.evaluate(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      if (!at || at === document.body) return 'nothing';
      const name = at.getAttribute('aria-label') ?? at.textContent?.trim() ?? '';
      return `${at.getAttribute('role') ?? at.localName}: ${name}`;
    });
  }
}
