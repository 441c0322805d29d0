// What five minutes of a desk machine teach the bundled photo model of a person's own pictures, and what it forgets.
// Prints docs/results.md's table.
//     node scripts/fine-tune.mjs OWN OTHERS [--minutes 5] [--learning-rate 0.00005] [--work .cache/fine-tune]
// OWN is a folder of 200 or so images of one kind, of which every fifth is held out; OTHERS one of images of other kinds.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pixelloom } from '../resources/models/recipes/shared/pixelloom.mjs'
import { setUp } from './setup.mjs'

const bundled = 'photos-pixelcnn'
const heldOutEvery = 5

const {
  values,
  positionals: [own, others],
} = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '5' },
    'learning-rate': { type: 'string', default: '0.00005' },
    work: { type: 'string', default: join('.cache', 'fine-tune') },
  },
})
if (!own || !others) {
  console.error('Name two folders of images: node scripts/fine-tune.mjs OWN OTHERS')
  process.exit(2)
}
await setUp()

const work = resolve(values.work)
const [training, heldOut, tuned] = ['training', 'held-out', 'model'].map((name) => join(work, name))
if (existsSync(work)) rmSync(work, { recursive: true })
for (const folder of [training, heldOut]) mkdirSync(folder ?? '', { recursive: true })
readdirSync(own)
  .sort()
  .forEach((name, i) => {
    const to = i % heldOutEvery === 0 ? heldOut : training
    copyFileSync(join(own, name), join(to ?? '', name))
  })

const { steps, stoppedBecause } = pixelloom(
  ...['train', '--from', bundled, '--data', training ?? '', '--out', tuned ?? ''],
  ...['--minutes', values.minutes, '--learning-rate', values['learning-rate'], '--optimizer', 'adam'],
  ...[
    '--schedule',
    'cosine',
    '--batch',
    '16',
    '--flip',
    '--average',
    '0.98',
    '--check-every',
    '20',
    '--seed',
    '1',
  ],
)
console.log(`${steps} steps, ended by ${stoppedBecause}`)
console.log('| images | bundled | fine-tuned |')
for (const [words, data] of [
  [`held out of ${basename(own)}`, heldOut],
  [`others`, others],
]) {
  const [before, after] = [bundled, tuned].map((model) => {
    const { bitsPerDim, images } = pixelloom('evaluate', '--model', model ?? '', '--data', data ?? '')
    return `${bitsPerDim.toFixed(4)} (${images})`
  })
  console.log(`| ${words} | ${before} | ${after} |`)
}
