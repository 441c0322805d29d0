// npm run pictures: goes through every state of the app in Chromium, over `serve`, and writes what is seen, light and
// dark, to docs/images/views, and the page that shows it, docs/views.md.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as prettier from 'prettier'
import { runnerImport } from 'vite'
import { requireNode } from './support/node-version.mjs'
import { repositoryRoot } from './support/paths.mjs'

requireNode()

const chromium = process.env['PIXELLOOM_CHROMIUM'] ?? '/usr/bin/chromium'
if (!existsSync(chromium)) {
  console.error('There is no Chromium here: install one, or name it with PIXELLOOM_CHROMIUM.')
  process.exit(1)
}
if (!existsSync(join(repositoryRoot, 'out', 'main', 'cli.js'))) {
  console.error('Nothing is built yet: run `npm run build` first.')
  process.exit(1)
}

const path = join(repositoryRoot, 'test', 'browser', 'states', 'pictures.ts')
const { module } = await runnerImport(path, { root: repositoryRoot, configFile: false })
/** @type {typeof import('../test/browser/states/pictures')} */
const { takePictures } = /** @type {any} */ (module)
const docs = join(repositoryRoot, 'docs')
const shown = await takePictures(chromium, join(docs, 'images', 'views'), ({ name, bytes }) =>
  console.log(`${name}: ${Math.round(bytes / 1024)} KB`),
)
const total = shown.reduce((sum, { bytes }) => sum + bytes, 0)
console.log(`${2 * shown.length} pictures, ${(total / 2 ** 20).toFixed(2)} MB in all.`)

/** @param {string} file */
const picture = (file) => `<img src="images/views/${file}.png" width="420" alt="">`
const rows = shown.map(
  ({ name, caption }) => `| ${caption} | ${picture(`${name}-light`)} | ${picture(`${name}-dark`)} |`,
)
const page = `# Every view

What the app looks like in each of its states, light and dark, at 1280 × 800. \`npm run pictures\` takes these pictures of the
running app; \`test/browser/states.test.ts\` goes the same way, and looks for what is hard to read or doesn't fit.

| | Light | Dark |
| --- | --- | --- |
${rows.join('\n')}
`
const written = join(docs, 'views.md')
const style = await prettier.resolveConfig(written)
writeFileSync(written, await prettier.format(page, { ...style, filepath: written }))
