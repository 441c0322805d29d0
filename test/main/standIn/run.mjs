// Runs a built main process under plain Node, with the stand-in for Electron: run.mjs <entry>
import { register } from 'node:module'
import { pathToFileURL } from 'node:url'

register('./hooks.mjs', import.meta.url)
process.argv.splice(1, 1)
await import(pathToFileURL(process.argv[1]).href)
