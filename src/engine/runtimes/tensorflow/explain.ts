import { type Missing, missing } from '../missing'

/** What the messages of TensorFlow's own log come to, in sentences that say what is there and what is needed. */
export interface Explanation {
  /** Cards that it computes with, by their makers' names. */
  readonly cards: readonly string[]
  /** Why a card is not used, where one is there or was looked for: a clause without its full stop. */
  readonly reason?: string
}

type Rule = readonly [pattern: RegExp, clause: (match: RegExpMatchArray) => string]

/** The first that matches is the cause; what follows in a log are its consequences. */
const rules: readonly Rule[] = [
  [
    /CUDA_ERROR_NO_DEVICE|no CUDA-capable device is detected/,
    () => "no NVIDIA card was found. TensorFlow's processor kernels are used",
  ],
  [
    /CUDA driver version is insufficient for CUDA runtime version|CUDA_ERROR_SYSTEM_DRIVER_MISMATCH|cudaErrorInsufficientDriver/,
    () =>
      'the NVIDIA driver is older than this TensorFlow needs. Update the driver: CUDA 12 needs version 525 or newer',
  ],
  [
    /kernel version ([\d.]+) does not match DSO version ([\d.]+)/,
    ([, kernel, library]) =>
      `the NVIDIA driver was updated and not yet loaded: ${kernel} runs, ${library} is installed. Restart the computer`,
  ],
  [
    /Loaded runtime CuDNN library: (\d+(?:\.\d+)*) but source was compiled with: (\d+(?:\.\d+)*)/,
    ([, there, needed]) =>
      `cuDNN ${there} is there, but this TensorFlow needs ${needed} or newer of the same major version. Update cuDNN, or take it out of LD_LIBRARY_PATH`,
  ],
  [
    /Ignoring visible gpu device.*?name: ([^,]+),.*?(?:The minimum required Cuda capability is|minimum required Cuda capability|less than)[^\d]*([\d.]+\d)/i,
    ([, card, needed]) => `${card} is too old: this TensorFlow needs compute capability ${needed} or newer`,
  ],
  [
    /TensorFlow was not built with CUDA kernel binaries compatible with compute capability ([\d.]+\w?)\./,
    ([, capability]) =>
      `this TensorFlow has no kernels for compute capability ${capability} and compiles them first, which takes up to half an hour once`,
  ],
  [
    /Could not load dynamic library '([^']+)'/,
    ([, library]) =>
      `${library} is missing. Install TensorFlow with its CUDA libraries: pip install "tensorflow[and-cuda]"`,
  ],
  [
    /Cannot dlopen some GPU libraries/,
    () => 'CUDA or cuDNN are missing. Install TensorFlow with them: pip install "tensorflow[and-cuda]"',
  ],
  [
    /Could not find cuda drivers on your machine|failed call to cuInit|Could not load.*libcuda\.so/,
    () => 'there is no NVIDIA driver. Install one to compute on an NVIDIA card',
  ],
  [
    /CUDA_ERROR_OUT_OF_MEMORY|failed to allocate .* from device/,
    () => "the card's memory is full. Close what uses it and try again",
  ],
]

/** Reads what TensorFlow wrote while it started. */
export function explainLog(log: string): Explanation {
  const cards = [...log.matchAll(/Created device \S*GPU:\d+ with .*?name: ([^,]+),/g)].map(([, name = '']) =>
    name.trim(),
  )
  if (cards.length > 0) return { cards }
  for (const [pattern, clause] of rules) {
    const match = pattern.exec(log)
    if (match) return { cards, reason: clause(match) }
  }
  return { cards }
}

/** Why the addon doesn't load, from what the system's loader says. */
export function explainLoading(message: string): Missing {
  const library = /(lib[\w.+-]+\.(?:so|dylib)[.\d]*|[\w-]+\.dll): cannot open shared object/i.exec(
    message,
  )?.[1]
  if (library) return missing('runtimes.tensorflowGone', { library })
  const glibc = /version `(GLIBC(?:XX)?_[\d.]+)' not found/.exec(message)?.[1]
  if (glibc) return missing('runtimes.tensorflowNewer', { library: glibc })
  if (/undefined symbol/.test(message)) return missing('runtimes.tensorflowReplaced', {})
  const [system = ''] = message.split('\n')
  return missing('runtimes.tensorflowFails', { system })
}
