// Probes of what is drawn, for the tests of the states: texts that overlap, texts that are cut although there is room, and
// focused controls that something else covers. All of them look into shadow roots.

/** Returns the faults of the texts in the page: `{ overlap, cut }`, each a list of descriptions. */
export function texts(page) {
  return page.evaluate(() => {
    // What is meant to cover the page where it is positioned.
    const COVERS = '.td-popover, .td-bell-panel, .td-details, .td-tray-panel, .td-toasts, dialog, [role=dialog], [role=alertdialog], [popover]';
    const parentOf = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
    const name = (element) => {
      const within = [];
      for (let at = element; at && within.length < 3; at = parentOf(at)) {
        if (at.classList.length > 0 || at === element) within.unshift(at.classList.length > 0 ? `.${at.classList[0]}` : at.localName);
      }
      return within.join(' ');
    };

    const intersection = (a, b) => ({
      left: Math.max(a.left, b.left),
      top: Math.max(a.top, b.top),
      right: Math.min(a.right, b.right),
      bottom: Math.min(a.bottom, b.bottom),
    });
    const clipped = (rect, box, { overflowX, overflowY }) => intersection(rect, {
      left: overflowX === 'visible' ? -Infinity : box.left,
      right: overflowX === 'visible' ? Infinity : box.right,
      top: overflowY === 'visible' ? -Infinity : box.top,
      bottom: overflowY === 'visible' ? Infinity : box.bottom,
    });
    const isEmpty = ({ left, top, right, bottom }) => right - left < 1 || bottom - top < 1;

    /** Returns the elements that clip or carry an element, nearest first, and its layer. */
    const surroundings = (element) => {
      const clips = [];
      let layer = null;
      let skipsStatic = false;
      for (let at = element; at; at = parentOf(at)) {
        const style = getComputedStyle(at);
        const box = at.getBoundingClientRect();
        if (style.clipPath === 'inset(50%)' || (style.overflow !== 'visible' && (box.width <= 1 || box.height <= 1))) return null;
        const { position } = style;
        if (layer === null && (position === 'fixed' || position === 'sticky' || (position === 'absolute' && at.matches(COVERS)))) layer = at;
        const isPositioned = position !== 'static';
        if (style.display !== 'contents' && style.display !== 'inline' && (!skipsStatic || isPositioned)) {
          const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
          const cuts = style.overflowX !== 'visible' || style.overflowY !== 'visible';
          if (cuts && at !== document.body && at !== document.documentElement) clips.push({ at, box, style, scrolls });
        }
        if (position === 'fixed') break;
        if (position === 'absolute') skipsStatic = true;
        else if (isPositioned) skipsStatic = false;
      }
      return { clips, layer, scroller: clips.find(({ scrolls }) => scrolls)?.at ?? null };
    };

    const fragments = [];
    const collect = (root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.shadowRoot) collect(node.shadowRoot);
        if (node.nodeType !== Node.TEXT_NODE || node.data.trim() === '') continue;
        const element = node.parentElement ?? node.getRootNode().host;
        if (/^(script|style|title|option|noscript)$/.test(element.localName)) continue;
        if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) continue;
        const style = getComputedStyle(element);
        if (parseFloat(style.fontSize) === 0) continue;
        const around = surroundings(element);
        if (!around) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const { left, top, right, bottom } of range.getClientRects()) {
          // A line that is lower than the font's own height is no fault by itself.
          const spare = Math.max(0, bottom - top - (parseFloat(style.lineHeight) || Infinity)) / 2;
          const drawn = { left, top: top + spare, right, bottom: bottom - spare };
          let inner = drawn;
          let outer = drawn;
          let below = true;
          for (const clip of around.clips) {
            if (clip.at === around.scroller) below = false;
            if (below) inner = clipped(inner, clip.box, clip.style);
            outer = clipped(outer, clip.box, clip.style);
          }
          if (!isEmpty(inner)) fragments.push({ node, element, drawn, inner, outer, ...around, text: node.data.trim().slice(0, 40) });
        }
      }
    };
    collect(document.body);

    const overlap = new Set();
    for (const [index, a] of fragments.entries()) {
      for (const b of fragments.slice(index + 1)) {
        if (a.node === b.node || a.layer !== b.layer) continue;
        const kind = a.scroller === b.scroller ? 'inner' : 'outer';
        const { left, top, right, bottom } = intersection(a[kind], b[kind]);
        const [width, height] = [right - left, bottom - top];
        if (width > 2 && height > 2) {
          overlap.add(`${name(a.element)} “${a.text}” and ${name(b.element)} “${b.text}” by ${Math.round(width)} × ${Math.round(height)}`);
        }
      }
    }

    const cut = new Set();
    // Letters without their upper or lower part, and words that leave their button.
    for (const { element, drawn, inner, text } of fragments) {
      const missing = Math.max(inner.top - drawn.top, drawn.bottom - inner.bottom);
      if (missing > 3) cut.add(`${name(element)} “${text}”: ${Math.round(missing)} px of its height`);
      const control = element.closest('button, [role=tab], [role=option], summary, kbd');
      // The count of a badge is at the corner of its button on purpose.
      if (control && getComputedStyle(element).position !== 'absolute') {
        const box = control.getBoundingClientRect();
        const out = Math.max(box.left - inner.left, inner.right - box.right, box.top - inner.top, inner.bottom - box.bottom);
        if (out > 2) cut.add(`${name(element)} “${text}” sticks out of its control by ${Math.round(out)} px`);
      }
    }
    // Words that end in dots, or are cut without them.
    for (const element of new Set(fragments.map((fragment) => fragment.element).flatMap((at) => [at, parentOf(at)]))) {
      const { textOverflow, overflowX } = getComputedStyle(element);
      const need = element.scrollWidth - element.clientWidth;
      if (need <= 1 || element.clientWidth === 0 || !/hidden|clip/.test(overflowX)) continue;
      const own = fragments.filter((fragment) => element.contains(fragment.element));
      if (own.length === 0) continue;
      if (textOverflow !== 'ellipsis') {
        const lost = own.find(({ drawn, inner }) => drawn.right - inner.right > 2 || inner.left - drawn.left > 2);
        if (lost) cut.add(`${name(element)} “${lost.text}”: ${need} px, without dots`);
        continue;
      }
      // The row is the nearest grid. What is with the text in one cell moves with it.
      let [row, cell] = [parentOf(element), element];
      while (row && getComputedStyle(row).display !== 'grid') [row, cell] = [parentOf(row), row];
      if (!row) continue;
      const line = element.getBoundingClientRect();
      const isBeside = ({ top, bottom }) => Math.min(bottom, line.bottom) - Math.max(top, line.top) > 2;
      const isRtl = getComputedStyle(row).direction === 'rtl';
      const { paddingLeft, paddingRight, columnGap } = getComputedStyle(row);
      const box = row.getBoundingClientRect();
      // Distances to the start of the row, so that both directions are one.
      const span = ({ left, right }) => (isRtl ? [box.right - right, box.right - left] : [left - box.left, right - box.left]);
      /** Returns from where to where something in a cell is drawn. */
      const drawnIn = (at) => {
        const spans = [
          ...fragments.filter((fragment) => at.contains(fragment.element)).map(({ inner }) => inner),
          ...[at, ...at.querySelectorAll('*')]
            .filter((part) => part.matches('button, input, select, a, svg') && part.checkVisibility({ visibilityProperty: true }))
            .map((part) => part.getBoundingClientRect()),
        ].filter((rect) => rect.right - rect.left > 1);
        return { spans: spans.map(span), beside: spans.some(isBeside) };
      };
      const end = Math.max(span(line)[1], ...drawnIn(cell).spans.map(([, to]) => to));
      const later = [...row.children]
        .filter((at) => at !== cell && getComputedStyle(at).position !== 'absolute')
        .map(drawnIn)
        .filter(({ spans, beside }) => beside && Math.min(...spans.map(([from]) => from)) >= end - 2);
      const taken = later.map(({ spans }) => Math.max(...spans.map(([, to]) => to)) - Math.min(...spans.map(([from]) => from)) + (parseFloat(columnGap) || 0));
      const room = box.width - parseFloat(isRtl ? paddingLeft : paddingRight) - end - taken.reduce((sum, width) => sum + width, 0);
      if (room >= need) cut.add(`${name(element)} “${own[0].text}”: ${need} px, with ${Math.round(room)} px of room`);
    }
    return { overlap: [...overlap], cut: [...cut] };
  });
}

/** Returns the focused control and those of its five points (the middle, and near each corner) that are covered. */
function points(page) {
  return page.evaluate(() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    if (!focused || focused === document.body) return { name: null, covered: [] };
    const name = `${focused.localName}.${focused.classList[0] ?? ''} “${(focused.getAttribute('aria-label') ?? focused.textContent.trim()).slice(0, 50)}”`;
    const within = (element, container) => {
      for (let at = element; at; at = at.parentNode ?? at.host) if (at === container) return true;
      return false;
    };
    const at = (x, y) => {
      let found = document.elementFromPoint(x, y);
      while (found?.shadowRoot) {
        const deeper = found.shadowRoot.elementFromPoint(x, y);
        if (!deeper || deeper === found) break;
        found = deeper;
      }
      return found;
    };
    let { left, top, right, bottom } = focused.getBoundingClientRect();
    // A hidden input is drawn by its label.
    if (right - left < 6 || bottom - top < 6) return { name, covered: [] };
    // What is larger than the box that it is scrolled in cannot be in view as a whole. And browsers do not scroll sideways
    // for a control of which 32 px are in view.
    for (let up = focused.parentNode; up; up = up.parentNode ?? up.host) {
      if (!(up instanceof Element) || !/auto|scroll/.test(getComputedStyle(up).overflow)) continue;
      const box = up.getBoundingClientRect();
      const seen = Math.min(right, box.right) - Math.max(left, box.left);
      if (right - left > up.clientWidth || seen >= 32) [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      if (bottom - top > up.clientHeight) [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    if (bottom - top > innerHeight) [top, bottom] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
    const five = [
      [(left + right) / 2, (top + bottom) / 2],
      ...[left + 3, right - 3].flatMap((x) => [top + 3, bottom - 3].map((y) => [x, y])),
    ];
    const labels = [...(focused.labels ?? [])];
    const covered = five.flatMap(([x, y]) => {
      const found = at(x, y);
      if (!found) return [`out of view at ${Math.round(x)}, ${Math.round(y)}`];
      if (within(found, focused) || labels.some((label) => within(found, label))) return [];
      // At a round corner its container is found. A pseudo-element of the container lies over the control.
      if (within(focused, found) && !focused.getRootNode().elementsFromPoint(x, y).includes(focused)) return [];
      return [`under ${found.localName}.${found.getAttribute('class') ?? ''} at ${Math.round(x)}, ${Math.round(y)}`];
    });
    return { name, covered };
  });
}

const frames = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/**
 * Presses Tab until the page ends, and returns the controls that are covered while they have focus, and how many had it.
 * @param {import('@playwright/test').Page} page
 * @param {number} [stops] the most presses
 */
export async function tabThrough(page, stops = 150) {
  const hidden = [];
  let count = 0;
  for (let i = 0; i < stops; i += 1) {
    await page.keyboard.press('Tab');
    let { name, covered } = await points(page);
    if (name === null) break;
    if (covered.length > 0) {
      // Two frames: one in which focus has moved, and one in which the page has scrolled.
      await frames(page);
      ({ name, covered } = await points(page));
    }
    count += 1;
    if (covered.length > 0) hidden.push(`${name} ${covered.join(', ')}`);
  }
  return { hidden, stops: count };
}
