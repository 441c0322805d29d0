import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Runs in the page: what is wider than its place, and words of controls that don't fit into them. */
const tooWide = `(() => {
  const found = []
  const name = (element) => {
    const text = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)
    return element.tagName.toLowerCase() + '.' + [...element.classList].join('.') + ' "' + text + '"'
  }
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  const page = document.documentElement
  if (page.scrollWidth > innerWidth) found.push('the page is ' + page.scrollWidth + ' wide')
  for (const element of document.querySelectorAll('main, main > *, main > * > *, [role=dialog], header, nav')) {
    if (!shown(element)) continue
    const { overflowX } = getComputedStyle(element)
    const { left, right } = element.getBoundingClientRect()
    // A photo may be larger than the place where it is looked at.
    if (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1 && !element.matches('.visually-hidden, .stage, .surroundings')) {
      found.push(name(element) + ' scrolls sideways')
    }
    if (right > innerWidth + 1 || left < -1) found.push(name(element) + ' leaves the window')
  }
  for (const element of document.querySelectorAll('button, summary, [role=tab], .segment, label')) {
    if (!shown(element) || element.closest('.visually-hidden')) continue
    const words = [element, ...element.querySelectorAll('*')].filter((one) =>
      [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''),
    )
    const place = element.getBoundingClientRect()
    for (const word of words) {
      if (!shown(word) || word.closest('.visually-hidden')) continue
      const range = document.createRange()
      range.selectNodeContents(word)
      const { left, right } = range.getBoundingClientRect()
      const clipped = getComputedStyle(word).overflowX !== 'visible' && word.scrollWidth > word.clientWidth + 1
      // What is cut with dots says all of it in its title.
      if (clipped && !word.closest('[title]')) found.push(name(element) + ' is cut')
      else if (!clipped && (left < place.left - 1 || right > place.right + 1)) found.push(name(element) + ' is too narrow')
    }
  }
  return found
})()`

export async function whatIsTooWide(page: Page): Promise<string[]> {
  return page.evaluate(tooWide)
}

/** A tooltip belongs to what it stands beside, to which its words are tied already, and to no region of the page. */
const tooltips = '[data-reka-popper-content-wrapper]:has([role="tooltip"])'

/** What axe finds wrong, each with the elements where. No rule is left out. */
export async function whatAxeFinds(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(axe.source)
  const only = rules ? `{ runOnly: { type: 'rule', values: ${JSON.stringify(rules)} } }` : '{}'
  const found = await page.evaluate(`axe.run({ exclude: [${JSON.stringify(tooltips)}] }, ${only})`)
  return (found as axe.AxeResults).violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' ')}`,
  )
}
