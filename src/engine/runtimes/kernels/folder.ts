import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Where compiled kernels lie: the folder that PIXELLOOM_KERNELS names, else out/kernels of the checkout or of
 * the packaged app, whose real files lie beside its archive.
 */
export function kernelFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment['PIXELLOOM_KERNELS']
  if (named) return named
  const here = dirname(fileURLToPath(import.meta.url)).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked')
  // Built code lies in out/main or out/main/chunks, sources in src/engine/runtimes/kernels.
  const places = ['../kernels', '../../kernels', '../../../../out/kernels'].map((place) => join(here, place))
  return places.find((place) => existsSync(join(place, 'wasm'))) ?? join(here, '../kernels')
}

/** The name of a machine's folder in there, such as `linux-x64` or `linux-arm64-musl`. */
export function machineFolder(): string {
  const name = `${process.platform}-${process.arch}`
  if (process.platform !== 'linux') return name
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime ? name : `${name}-musl`
}
