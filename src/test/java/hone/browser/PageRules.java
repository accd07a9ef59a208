package hone.browser;

import java.util.List;

/** What every page owes everybody, whoever looks at it with whatever. */
final class PageRules {
    private PageRules() {}

    /** One sentence for each rule that the page in front of the visitor breaks. */
    static List<String> brokenBy(Visitor visitor) {
        Object broken = visitor.page().evaluate("""
                () => {
                  const broken = [];
                  const shown = (e) => e.checkVisibility({ visibilityProperty: true });
                  const name = (e) => `<${e.tagName.toLowerCase()} ${e.name ? 'name=' + e.name : 'id=' + e.id}>`;
                  const headings = document.querySelectorAll('h1');
                  if (headings.length !== 1) broken.push(`${headings.length} headings h1`);
                  if (!document.title.includes('Hone')) broken.push('the title does not name Hone');
                  if (!document.documentElement.lang) broken.push('no language');
                  for (const field of document.querySelectorAll('input:not([type=hidden]), textarea, select')) {
                    const labelled = field.labels?.length || field.getAttribute('aria-label') || field.getAttribute('aria-labelledby');
                    if (!labelled) broken.push(`no label: ${name(field)}`);
                  }
                  for (const act of document.querySelectorAll('a[href], button, summary')) {
                    const said = (act.getAttribute('aria-label') ?? '') + act.textContent + (act.title ?? '');
                    if (!said.trim()) broken.push(`no name: ${act.outerHTML.slice(0, 120)}`);
                  }
                  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
                  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) broken.push(`id twice: ${id}`);
                  for (const attribute of ['aria-labelledby', 'aria-describedby', 'for']) {
                    for (const e of document.querySelectorAll(`[${attribute}]`)) {
                      for (const id of e.getAttribute(attribute).split(/\\s+/).filter(Boolean)) {
                        if (!document.getElementById(id)) broken.push(`${attribute} names nothing: ${id}`);
                      }
                    }
                  }
                  // axe: label-content-name-mismatch. Who speaks to the page says what they see.
                  const words = (text) => text.toLowerCase().replace(/[^\\p{L}\\p{N}]+/gu, ' ').trim();
                  for (const act of document.querySelectorAll('a[href], button, summary, [role=button]')) {
                    const by = act.getAttribute('aria-labelledby')?.split(/\\s+/).map((id) => document.getElementById(id)?.textContent).join(' ');
                    const said = act.getAttribute('aria-label') ?? by;
                    if (said !== undefined && said !== null && shown(act) && !words(said).includes(words(act.innerText))) {
                      broken.push(`is called “${said}” and reads “${act.innerText}”`);
                    }
                  }
                  // axe: heading-order. No level is left out on the way down.
                  let level = 0;
                  for (const heading of [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(shown)) {
                    const next = Number(heading.tagName[1]);
                    if (level && next > level + 1) broken.push(`h${next} after h${level}: ${heading.textContent.trim().slice(0, 60)}`);
                    level = next;
                  }
                  for (const state of [...document.querySelectorAll('.state:empty')].filter(shown)) {
                    if (getComputedStyle(state, '::before').content !== 'none') broken.push('the sign of a state that is not told');
                  }
                  if (document.querySelector('[style]')) broken.push('style attribute');
                  if (document.querySelector('script:not([src])')) broken.push('inline script');
                  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
                  if (wide > 0) {
                    const culprit = [...document.body.querySelectorAll('*')].find((e) => shown(e) && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1
                        && !e.closest('.table-wrap, pre, .nav, .sr'));
                    broken.push(`scrolls sideways by ${wide} px: ${culprit?.outerHTML.slice(0, 160)}`);
                  }
                  return broken;
                }""");
        return ((List<?>) broken).stream().map(String::valueOf).toList();
    }

    /** Goes through the page with the Tab key: everything that gets the focus must show that it has it. */
    static List<String> withoutVisibleFocus(Visitor visitor, int steps) {
        visitor.page().evaluate("() => { window.unfocused = []; document.activeElement?.blur(); }");
        for (int step = 0; step < steps; step++) {
            visitor.press("Tab");
            visitor.page().evaluate("""
                    () => {
                      const e = document.activeElement;
                      if (!e || e === document.body) return;
                      const rings = [e, e.closest('label'), e.parentElement].filter(Boolean).some((x) => {
                        const s = getComputedStyle(x);
                        return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
                      });
                      if (!rings) window.unfocused.push(e.outerHTML.slice(0, 160));
                    }""");
        }
        return ((List<?>) visitor.page().evaluate("() => window.unfocused"))
                .stream().map(String::valueOf).distinct().toList();
    }
}
