import { describe, expect, it } from 'vitest'
import { qualities } from './completion'
import type { ModelConfiguration } from './model/configuration'
import { choiceOf, hasConditioner, type KnownModel } from './quality'

const configuration: ModelConfiguration = {
  ...{ architecture: 'pixelcnn', channels: 1, levels: 2, size: 28, hidden: 4, layers: 2 },
  ...{ outputFeatures: 4, residual: true, skip: false },
}
const conditioned: ModelConfiguration = {
  ...configuration,
  ...{ conditioner: { hidden: 4, layers: 2, outputFeatures: 4 } },
}

const ways = (model: KnownModel): string[] =>
  qualities.map((quality) => {
    const { inference, particles } = choiceOf(quality, model)
    return `${inference} ${particles}`
  })

describe('what fast, better and best come to', () => {
  it('is all one for a Multi-Scale model', () => {
    const small = { ...configuration, size: 14 }
    expect(new Set(ways({ configuration: { ...configuration, small } }))).toEqual(new Set(['raster 1']))
  })

  it('is particles where a model can do nothing but draw', () => {
    expect(ways({ configuration })).toEqual(['raster 1', 'particles 8', 'particles 32'])
  })

  it('begins from the side where most is known, where a model was trained for that', () => {
    const training = { orient: true }
    expect(ways({ configuration, training })).toEqual(['oriented 1', 'particles 8', 'particles 32'])
    expect(ways({ configuration, training: { orient: false } })[0]).toBe('raster 1')
  })

  it('asks a conditioning network before many tries', () => {
    expect(hasConditioner(configuration)).toBe(false)
    expect(ways({ configuration: conditioned })).toEqual(['raster 1', 'conditioned 1', 'particles 32'])
  })
})
