// node scripts/format-kernels.mjs [--check]: lays out the C of src/kernels as .clang-format says, or tells which
// files are not.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from '@wasm-fmt/clang-format'
import { repositoryRoot } from './support/paths.mjs'

const folder = join(repositoryRoot, 'src', 'kernels')
const style = readFileSync(join(repositoryRoot, '.clang-format'), 'utf8')
const check = process.argv.includes('--check')

const changed = readdirSync(folder).filter((name) => {
  const path = join(folder, name)
  const source = readFileSync(path, 'utf8')
  const formatted = format(source, name, style)
  if (formatted !== source && !check) writeFileSync(path, formatted)
  return formatted !== source
})
for (const name of changed) console.log(`${check ? 'Not laid out' : 'Laid out'}: src/kernels/${name}`)
if (check && changed.length > 0) {
  console.log('Run npm run format.')
  process.exitCode = 1
}
