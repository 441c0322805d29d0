import { createInterface } from 'node:readline'

/** How lines begin that TensorFlow and its libraries log, and what their logger says about itself. */
const ofTensorflow =
  /^(?:[IWEF]\d{4} \d\d:\d\d:\d\d|[IWEF]0000 00:00:|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IWEF] |WARNING: All log messages before absl::|To enable the following instructions: |Skipping registering GPU devices)/

/** Those of what is between a program and its graphics card: Vulkan's loader and drivers, and what Dawn thinks of these. */
const ofCards =
  /^(?:error: XDG_RUNTIME_DIR |MESA(?:-[A-Z]+)?: |[A-Z]+: +\[Loader Message\] |WARNING: \w+ is not a conformant vulkan |Warning: Vulkan | - While | {4}at \w+ \(.*\.cpp:\d+\)$)/i

/** Hands on what a process writes to standard error, but for what libraries log: nobody asked for that. */
export function passErrors(
  errors: NodeJS.ReadableStream,
  libraryLog: (line: string) => void = () => undefined,
): void {
  let kept = false
  createInterface({ input: errors }).on('line', (line) => {
    // What is logged in several lines may end with an empty one.
    if (kept && line === '') return
    kept = ofTensorflow.test(line) || ofCards.test(line)
    if (kept) libraryLog(line)
    else process.stderr.write(`${line}\n`)
  })
}
