// Runs a built main process under plain Node, with the stand-in for Electron: run.mjs <entry>
import { register } from 'node:module'
import { pathToFileURL } from 'node:url'

register('./hooks.mjs', import.meta.url)
process.argv.splice(1, 1)
const entry = process.argv[1]
// A packaged app is started by its own name alone.
if (process.env['STAND_IN_PACKAGED'] === '1') process.argv.splice(1, 1)
await import(pathToFileURL(entry).href)
