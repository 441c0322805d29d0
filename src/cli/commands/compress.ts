import { resolve } from 'node:path'
import type { Command } from 'commander'
import { PixelloomError } from '../../shared/errors'
import { addComputeOptions, type Cli, type ComputeOptions, report } from '../cli'
import { runJob } from '../jobs'
import { byteCount, duration } from '../words'

interface CodecOptions extends ComputeOptions {
  readonly model: string
}

const compressHelp = `
The file holds the image's pixels bit for bit, and can be restored with the same model alone, on any machine: it is computed in one fixed order, so that --runtime and --threads change nothing.

Examples:
  pixelloom compress --model birds bird.png bird.plm
  pixelloom decompress --model birds bird.plm bird-again.png`

export function addCompressCommand(program: Command, cli: Cli): void {
  const command = program
    .command('compress')
    .summary('Compress an image without loss, with a model.')
    .description("Compresses an image without loss, to the size that the model's own likelihood of it says.")
    .argument('<in>', 'The image: 8 bits, no transparency, no more levels than the model has.')
    .argument('<out>', 'The compressed file to write.')
    .requiredOption('--model <model>', 'Folder or id of the model.')
    .addHelpText('after', compressHelp)
  addComputeOptions(command).action((image: string, out: string, options: CodecOptions) =>
    report(cli, options, async (services) => {
      const { cwd } = cli.terminal
      const model = await services.modelFolder(options.model)
      const specification = {
        kind: 'compress' as const,
        model,
        image: resolve(cwd, image),
        out: resolve(cwd, out),
      }
      const result = await runJob(specification, options, services, cli.terminal)
      const { bytes, overhead, bitsPerDim, nats, seconds } = result
      return {
        json: { bytes, overhead, bitsPerDim, nats, seconds },
        lines: [
          `${byteCount(bytes)}, ${bitsPerDim.toFixed(4)} bits per dimension, ${nats.toFixed(3)} nats; ${byteCount(overhead)} are header and checksums.`,
          `${result.file} in ${duration(seconds)}.`,
        ],
      }
    }),
  )
}

export function addDecompressCommand(program: Command, cli: Cli): void {
  const command = program
    .command('decompress')
    .summary('Restore an image that `compress` made.')
    .description('Restores an image that `pixelloom compress` made, as a PNG with the very same pixels.')
    .argument('<in>', 'The compressed file.')
    .argument('<out>', 'The PNG to write.')
    .requiredOption('--model <model>', 'Folder or id of the model that compressed it.')
  addComputeOptions(command).action((file: string, out: string, options: CodecOptions) =>
    report(cli, options, async (services) => {
      const { cwd } = cli.terminal
      if (!/\.png$/i.test(out)) {
        throw new PixelloomError('invalid-argument', `${out} must end in .png: that is what is written.`, out)
      }
      const model = await services.modelFolder(options.model)
      const specification = {
        kind: 'decompress' as const,
        model,
        file: resolve(cwd, file),
        out: resolve(cwd, out),
      }
      const result = await runJob(specification, options, services, cli.terminal)
      const { width, height, seconds } = result
      return {
        json: { file: result.file, width, height, seconds },
        lines: [`${result.file}, ${width} x ${height}, in ${duration(seconds)}.`],
      }
    }),
  )
}
