import type { Architecture, ModelConfiguration } from '../../shared/model/configuration'

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

const small = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

export function inWords(count: number): string {
  return small[count] ?? String(count)
}

export function number(value: number): string {
  return numbers.format(value)
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`
}

/** Nats with as many digits as mean something: one below ten thousand. */
export function nats(value: number): string {
  return Math.abs(value) < 10000 ? value.toFixed(1) : number(Math.round(value))
}

/** "12 s", "3 min", "2 h 10 min", "4 days": never more exact than an estimate is. */
export function duration(seconds: number): string {
  if (seconds < 1) return 'a moment'
  if (seconds < 90) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return `${Math.round(hours / 24)} days`
  const rest = minutes % 60
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

export function bytes(count: number): string {
  if (count < 1000) return `${count} bytes`
  if (count < 1e6) return `${number(Math.round(count / 1e3))} KB`
  return `${number(count / 1e6)} MB`
}

/** "About 1,900 steps an hour here; it needs 0.6 GB, 9 GB are free": two digits, as the next measurement differs. */
export function cost({
  stepsAnHour,
  memoryBytes,
  freeMemoryBytes,
}: {
  stepsAnHour: number
  memoryBytes?: number | undefined
  freeMemoryBytes?: number | undefined
}): string {
  const steps = `About ${counted(Number(stepsAnHour.toPrecision(2)), 'step')} an hour here`
  if (memoryBytes === undefined) return steps
  const needed = memoryBytes < 0.1e9 ? 'less than 0.1 GB' : `${number(memoryBytes / 1e9)} GB`
  const free = freeMemoryBytes === undefined ? '' : `, ${number(freeMemoryBytes / 1e9)} GB are free`
  return `${steps}; it needs ${needed}${free}`
}

export function size(width: number, height: number): string {
  return `${width} × ${height}`
}

const architectures: Record<Architecture, string> = {
  pixelcnn: 'PixelCNN',
  'row-lstm': 'Row LSTM',
  'diagonal-bilstm': 'Diagonal BiLSTM',
}

export function architecture(name: Architecture): string {
  return architectures[name]
}

/** The network by its name in the paper. */
export function network(configuration: Pick<ModelConfiguration, 'architecture' | 'small'>): string {
  const name = architecture(configuration.architecture)
  return configuration.small ? `Multi-Scale ${name}` : name
}

export function tones(configuration: Pick<ModelConfiguration, 'channels' | 'levels'>): string {
  const { channels, levels } = configuration
  if (channels === 1) return levels === 2 ? 'Black and white' : `Grey, ${levels} tones`
  return levels === 2 ? 'Colour, 2 tones each' : `Colour, ${levels} tones each`
}

export function describe(configuration: ModelConfiguration): string {
  return `${tones(configuration)} · ${size(configuration.size, configuration.size)}`
}

/** How many times as likely one picture is as another that costs `difference` more nats. */
export function timesAsLikely(difference: number): string {
  const times = Math.exp(difference)
  if (times < 1.15) return 'about as likely as'
  if (times < 10) return `${times.toFixed(1)} times as likely as`
  if (times < 1e6) return `about ${number(Number(times.toPrecision(1)))} times as likely as`
  return 'more than a million times as likely as'
}

/** When something happened, as a person would say it. */
export function ago(time: number, now = Date.now()): string {
  const seconds = Math.max(0, (now - time) / 1000)
  if (seconds < 60) return 'just now'
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`
  return new Date(time).toLocaleDateString(undefined, { year: 'numeric', month: 'short', day: 'numeric' })
}

export function fileName(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path
}

export function ordinal(place: number): string {
  const last = place % 10
  if (Math.floor((place % 100) / 10) === 1) return `${place}th`
  return `${place}${last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'}`
}

/** A file that was left out and why, as one sentence: most reasons go on from the name ("is empty"). */
export function skipped(file: { readonly path: string; readonly reason: string }): string {
  const goesOn = /^(is|has|leads|ends|can|could|was|does|holds|needs)\b/.test(file.reason)
  return `${fileName(file.path)}${goesOn ? ' ' : ': '}${file.reason}`
}
