import { createInterface } from 'node:readline'

/** Lines as the logger of TensorFlow and its libraries begins them, and what it says about itself. */
const ofLibraries =
  /^(?:[IWEF]\d{4} \d\d:\d\d:\d\d|[IWEF]0000 00:00:|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IWEF] |WARNING: All log messages before absl::|To enable the following instructions: |Skipping registering GPU devices)/

/** Hands on what a process writes to standard error, but for what libraries log: nobody asked for that. */
export function passErrors(
  errors: NodeJS.ReadableStream,
  libraryLog: (line: string) => void = () => undefined,
): void {
  createInterface({ input: errors }).on('line', (line) => {
    if (ofLibraries.test(line)) libraryLog(line)
    else process.stderr.write(`${line}\n`)
  })
}
