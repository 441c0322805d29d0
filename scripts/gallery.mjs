// npm run gallery: every part of the window in every state, in both themes; reloads what changes.
import { spawn } from 'node:child_process'
import { setUp } from './setup.mjs'
import { commandOf, repositoryRoot } from './support/paths.mjs'

await setUp({ build: false })
const vite = [commandOf('vite'), '--config', 'vite.gallery.config.ts', ...process.argv.slice(2)]
const child = spawn(process.execPath, vite, { cwd: repositoryRoot, stdio: 'inherit' })
child.once('exit', (code) => (process.exitCode = code ?? 1))
