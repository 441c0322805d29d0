import type { ModelSummary, TrainingSummary } from '../../shared/contract/entities'
import { number, t } from '../i18n'
import { ago, bytes, duration, fileName, nats, network, size, tones } from './words'

/** One line of what is known of a model. */
export interface Fact {
  readonly term: string
  readonly value: string
  readonly hint?: string
}

/** Bits per dimension of so many nats an image. */
function bitsOf(value: number, { configuration }: Pick<ModelSummary, 'configuration'>): number {
  return value / Math.LN2 / (configuration.size ** 2 * configuration.channels)
}

/** Likelihoods by which models can be put in order: bits per dimension, the smaller the better. */
export function bitsPerDimension(model: ModelSummary): number | undefined {
  const value = model.tested?.nats ?? model.training?.bestValidationNats
  return value === undefined ? undefined : bitsOf(value, model)
}

/** "87.8 nats an image, on test images": in nats for two levels, as they are told of; else in bits per dimension. */
export function likelihood(model: ModelSummary): string | undefined {
  const value = model.tested?.nats ?? model.training?.bestValidationNats
  if (value === undefined) return undefined
  const { levels } = model.configuration
  const figure =
    levels === 2
      ? t('models.nats', { value: nats(value) })
      : t('models.bits', { value: number(bitsOf(value, model), { maximumFractionDigits: 2 }) })
  return t(model.tested ? 'models.onTest' : 'models.onHeldOut', { value: figure })
}

export function networkWords({ configuration }: ModelSummary): string {
  const { layers, hidden } = configuration
  return t('models.blocks', { n: layers, network: network(configuration), hidden })
}

export function steps({ steps, seconds }: TrainingSummary): string {
  return t('models.steps', { n: steps, duration: duration(seconds) })
}

/** "Black and white · 28 × 28". */
export function pictures({ configuration }: ModelSummary): string {
  const { size: side } = configuration
  return `${tones(configuration)} · ${size(side, side)}`
}

/** A folder goes by its last part, the words of a bundled one stay whole. */
function learnedFrom({ data }: TrainingSummary): string {
  return /^([/~]|[A-Za-z]:)/.test(data) ? fileName(data) : data
}

/** What a card tells. */
export function cardFacts(model: ModelSummary): Fact[] {
  const { training, bundled } = model
  const fit = likelihood(model)
  return [
    ...(training
      ? [
          { term: t('models.learnedFrom'), value: learnedFrom(training), hint: training.data },
          { term: t('models.trainedFor'), value: steps(training) },
        ]
      : []),
    { term: t('models.network'), value: networkWords(model) },
    ...(fit === undefined ? [] : [{ term: t('models.likelihood'), value: fit }]),
    {
      term: t('models.weights'),
      value: t('models.weightsValue', { n: model.parameters, bytes: bytes(model.bytes) }),
    },
    ...(bundled ? [] : [{ term: t('models.updated'), value: ago(model.updatedAt) }]),
  ]
}

/** What is told of its training, beside what the card tells. */
export function trainingFacts({ training }: ModelSummary): Fact[] {
  if (!training) return []
  const { data, images, batch, learningRate, optimizer, bestStep, validation } = training
  const facts: Fact[] = [{ term: t('models.learnedFrom'), value: data }]
  if (images !== undefined)
    facts.push({ term: t('models.pictures'), value: t('models.images', { n: images }) })
  facts.push({ term: t('models.trainedFor'), value: steps(training) })
  if (optimizer !== undefined && batch !== undefined && learningRate !== undefined) {
    const rate = number(learningRate, { maximumSignificantDigits: 3 })
    const value = t('models.optimizerValue', { name: optimizerNames[optimizer] ?? optimizer, batch, rate })
    facts.push({ term: t('models.optimizer'), value })
  }
  if (bestStep !== undefined) {
    facts.push({ term: t('models.best'), value: t('models.bestValue', { step: number(bestStep) }) })
  }
  if (validation !== undefined) {
    const value = number(validation, { style: 'percent', maximumFractionDigits: 1 })
    facts.push({ term: t('models.heldOut'), value })
  }
  return facts
}

const optimizerNames: Readonly<Record<string, string>> = { rmsprop: 'RMSProp', adam: 'Adam' }

/** What it computes. */
export function networkFacts(model: ModelSummary): Fact[] {
  const { configuration, conditionerTraining } = model
  const { small, conditioner } = configuration
  const facts: Fact[] = [
    { term: t('models.pictures'), value: pictures(model) },
    { term: t('models.network'), value: networkWords(model) },
  ]
  if (small) {
    const value = t('models.drawsFirstValue', {
      n: small.layers,
      size: size(small.size, small.size),
      hidden: small.hidden,
    })
    facts.push({ term: t('models.drawsFirst'), value })
  }
  if (conditioner) {
    const value = t('models.conditionerValue', {
      n: conditioner.layers,
      hidden: conditioner.hidden,
      steps: conditionerTraining ? steps(conditionerTraining) : '–',
    })
    facts.push({ term: t('models.conditioner'), value })
  }
  const fit = likelihood(model)
  if (fit !== undefined) facts.push({ term: t('models.likelihood'), value: fit })
  const value = t('models.weightsValue', { n: model.parameters, bytes: bytes(model.bytes) })
  return [...facts, { term: t('models.weights'), value }]
}

const bundledTexts: Readonly<Record<string, 'digits' | 'rows' | 'diagonals' | 'photos' | 'finer'>> = {
  'mnist-pixelcnn': 'digits',
  'mnist-row-lstm': 'rows',
  'mnist-diagonal-bilstm': 'diagonals',
  'photos-pixelcnn': 'photos',
  'photos-multi-scale': 'finer',
}

/** Bundled ones are described in the person's language, others as their makers wrote. */
export function describeModel({ id, bundled, description }: ModelSummary): string | undefined {
  const about = bundled ? bundledTexts[id] : undefined
  return about === undefined ? description : t(`models.aboutBundled.${about}`)
}

/** "3.2 completions a second", or for slow ones how long one takes. */
export function speedWords(rate: number): string {
  if (rate < 1) return t('models.speedSlow', { duration: duration(1 / rate) })
  return t('models.speedValue', { rate: number(rate, { maximumSignificantDigits: 2 }) })
}
