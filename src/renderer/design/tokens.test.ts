import { describe, expect, it } from 'vitest'
import sheet from './tokens.css?raw'

type Theme = 'light' | 'dark'
type Colour = readonly [red: number, green: number, blue: number, alpha: number]

const values = new Map(
  [...sheet.matchAll(/^ {2}--([\w-]+): (.+);$/gm)].map((found) => [found[1] ?? '', found[2] ?? '']),
)

function parsed(text: string): Colour {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/.exec(text)?.[1]
  if (hex !== undefined) {
    const long = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex
    const [red = 0, green = 0, blue = 0] = (long.match(/../g) ?? []).map((pair) => parseInt(pair, 16))
    return [red, green, blue, 1]
  }
  const rgb = /^rgb\((\d+) (\d+) (\d+) \/ (\d+)%\)$/.exec(text)
  if (!rgb) throw new Error(`Not a colour: ${text}`)
  const [red = 0, green = 0, blue = 0, percent = 0] = rgb.slice(1).map(Number)
  return [red, green, blue, percent / 100]
}

function token(name: string, theme: Theme): Colour {
  const text = values.get(name)
  if (text === undefined) throw new Error(`There is no token ${name}`)
  const both = /^light-dark\((#\w+|rgb\([^)]*\)), (#\w+|rgb\([^)]*\))\)$/.exec(text)
  return parsed((theme === 'light' ? both?.[1] : both?.[2]) ?? text)
}

/** What lies on top of what, the lowest first, as one opaque colour. */
function laid(names: readonly string[], theme: Theme): Colour {
  return names
    .map((name) => token(name, theme))
    .reduce(([red, green, blue], [r, g, b, alpha]) => {
      const mixed = (below: number, above: number): number => below + (above - below) * alpha
      return [mixed(red, r), mixed(green, g), mixed(blue, b), 1]
    })
}

/** WCAG 2.2, relative luminance. */
function luminance([red, green, blue]: Colour): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(over: readonly string[], under: readonly string[], theme: Theme): number {
  const pair = [luminance(laid([...under, ...over], theme)), luminance(laid(under, theme))]
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05)
}

/** A colour of letters, and all that they stand on. */
const letters: [ink: string, ...grounds: string[][]][] = [
  [
    'ink',
    ['background'],
    ['surface'],
    ['surface-raised'],
    ['surface-sunken'],
    ['stage'],
    ['surface', 'pressed'],
  ],
  ['ink', ['surface', 'bad-soft'], ['background', 'bad-soft'], ['surface', 'accent-line']],
  [
    'ink-2',
    ['background'],
    ['surface'],
    ['surface-sunken'],
    ['stage'],
    ['surface', 'hover'],
    ['surface', 'pressed'],
  ],
  ['ink-2', ['background', 'pressed'], ['surface', 'bad-soft'], ['background', 'bad-soft']],
  ['ink-3', ['background'], ['surface'], ['surface-sunken'], ['surface', 'hover']],
  ['accent-ink', ['background'], ['surface'], ['surface', 'accent-soft'], ['background', 'accent-soft']],
  ['on-accent', ['accent'], ['accent-hover']],
  ['on-bad', ['bad-strong'], ['bad-strong-hover']],
  ['bad', ['background'], ['surface'], ['surface', 'bad-soft'], ['background', 'bad-soft']],
  ['good', ['background'], ['surface'], ['surface', 'good-soft'], ['background', 'good-soft']],
  ['warn', ['background'], ['surface'], ['surface', 'warn-soft'], ['background', 'warn-soft']],
  // A tooltip is the page turned round.
  ['background', ['ink']],
]

/** What tells what a control is, or that it has the focus. */
const signs: [sign: string, ...grounds: string[][]][] = [
  ['line-control', ['background'], ['surface'], ['surface-sunken']],
  ['accent-ink', ['background'], ['surface'], ['stage'], ['surface-sunken']],
  ['accent', ['background'], ['surface'], ['surface-sunken']],
  ['bad', ['background'], ['surface']],
  ['knob', ['line-control'], ['accent']],
]

const cases = (pairs: typeof letters): [string, string, string[]][] =>
  pairs.flatMap(([over, ...grounds]) =>
    grounds.map((under): [string, string, string[]] => [over, under.join(' + '), under]),
  )

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(cases(letters))('%s can be read on %s', (ink, _ground, under) => {
    expect(contrast([ink], under, theme)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(cases(signs))('%s can be seen on %s', (sign, _ground, under) => {
    expect(contrast([sign], under, theme)).toBeGreaterThanOrEqual(3)
  })

  it('white letters on a photo can be read whatever the photo is', () => {
    for (const photo of ['photo-ink', 'photo-chip']) {
      expect(contrast(['photo-ink'], [photo, 'photo-chip'], theme)).toBeGreaterThanOrEqual(4.5)
    }
  })
})

/** Every source of the window, by its path. */
const sources = import.meta.glob<string>(['../**/*.{ts,vue,css}', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
})

describe('the tokens', () => {
  const written = Object.values(sources).join('\n')

  it('are all there that the sources ask for', () => {
    // Reka's own, and what a component sets for its parts.
    const known = (name: string): boolean =>
      name.startsWith('reka-') || values.has(name) || new RegExp(`--${name}'?:`).test(written)
    const missing = [...written.matchAll(/var\(--([\w-]+)/g)]
      .map((found) => found[1] ?? '')
      .filter((name) => !known(name))
    expect(missing).toEqual([])
  })

  it('are, where they are colours, each used', () => {
    const unused = [...values]
      .filter(([, value]) => /^(light-dark|#|rgb)/.test(value))
      .map(([name]) => name)
      .filter((name) => !written.includes(`var(--${name})`) && !written.includes(`'--${name}'`))
      // Asked for by its number.
      .filter((name) => !name.startsWith('series-'))
      // Not all files that draw on photos are written in tokens yet: stylelint.config.mjs.
      .filter((name) => !name.startsWith('photo-'))
    expect(unused).toEqual([])
  })
})
