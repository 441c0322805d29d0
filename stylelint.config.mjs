/**
 * Whatever has a token is written by its token (src/renderer/design/tokens.css): colours, type, space, corners,
 * shadows, layers, motion. Widths, heights and lines of one or two pixels are a matter of the layout.
 */
const token = String.raw`var\(--[\w-]+\)`
const calculation = String.raw`calc\((?:[^()]|${token})*${token}(?:[^()]|${token})*\)`
const length = `(?:0|auto|inherit|-?1px|${token}|${calculation})`
/** One to four of them. */
const lengths = new RegExp(`^${length}(?:\\s+${length}){0,3}$`)

/** For people whose system chooses the colours: `@media (forced-colors: active)`. */
const systemColours = ['ButtonText', 'Canvas', 'CanvasText', 'GrayText', 'Highlight', 'HighlightText']

/** @type {import('stylelint').Config} */
export default {
  plugins: ['stylelint-declaration-strict-value'],
  reportNeedlessDisables: true,
  reportDescriptionlessDisables: true,
  rules: {
    'color-named': 'never',
    'color-no-hex': true,
    'function-disallowed-list': [
      ['rgb', 'rgba', 'hsl', 'hsla', 'hwb', 'lab', 'lch', 'oklab', 'oklch', 'light-dark', 'cubic-bezier'],
      { message: 'Colours and curves have tokens.' },
    ],
    'scale-unlimited/declaration-strict-value': [
      [
        '/color$/',
        'fill',
        'stroke',
        'font-size',
        'font-weight',
        'font-family',
        'line-height',
        'letter-spacing',
      ].concat(['box-shadow', 'z-index']),
      {
        ignoreValues: ['inherit', '/^currentcolor$/i', 'transparent', 'none', 'normal', '0'].concat(
          systemColours,
        ),
        disableFix: true,
        ignoreFunctions: false,
      },
    ],
    'declaration-property-value-allowed-list': {
      '/^(padding|margin)/': [lengths],
      '/^(row-|column-)?gap$/': [lengths],
      '/^border-(?:[a-z]+-)*radius$/': [lengths],
      font: ['inherit', new RegExp(`^${token}(?: ${token})? \\/ ${token} ${token}$`)],
    },
    'declaration-property-value-disallowed-list': {
      '/^(transition|animation)/': [/\d+m?s\b/, /\bease|\blinear\b/],
    },
    'block-no-empty': true,
    'declaration-block-no-duplicate-properties': true,
    'declaration-no-important': true,
    'property-no-unknown': true,
    'unit-no-unknown': true,
    'selector-pseudo-class-no-unknown': [true, { ignorePseudoClasses: ['deep', 'global', 'slotted'] }],
  },
  overrides: [
    { files: ['**/*.vue'], customSyntax: 'postcss-html' },
    {
      files: ['src/renderer/design/tokens.css'],
      rules: { 'color-no-hex': null, 'function-disallowed-list': null },
    },
  ],
}
