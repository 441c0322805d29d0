import { beforeAll, describe, expect, it } from 'vitest'
import { randomMask } from '../../src/engine/data/randomMasks'
import { natsAndGradients } from '../../src/engine/likelihood/gradients'
import { composedHiddenNats } from '../../src/engine/likelihood/hiddenNats'
import { conditionerPrefix } from '../../src/engine/models/conditioner'
import { parted } from '../../src/engine/models/flatWeights'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { Plan } from '../../src/engine/plans/plan'
import { architectures } from '../../src/shared/model/configuration'
import { tinyConfiguration } from '../engine/fixtures'
import { describeWith, optional } from '../support/optional'
import { type PlanCase, subjectOf } from './planCases'
import { composeWithTfjs, everyKernels } from './support'

const cases: PlanCase[] = architectures.flatMap((architecture, i) =>
  ([1, 3] as const).map((channels) => ({
    configuration: {
      ...tinyConfiguration({ architecture, channels, levels: channels === 1 ? 2 : 5, hidden: 5, skip: true }),
      // More blocks than there are distances between taps.
      conditioner: { hidden: 6 + i, layers: 5, outputFeatures: 7 },
    },
    batch: 3,
    height: 6,
    width: 9,
  })),
)

describeWith(optional.kernels, 'a planned conditioning network', () => {
  describe('judges hidden pixels', async () => {
    const tested = await everyKernels([1, 2])
    beforeAll(composeWithTfjs)

    it.each(
      cases.map((one) => [`${one.configuration.architecture}, ${one.configuration.channels}`, one] as const),
    )(
      'gives the nats of hidden pixels, and gradients of its own parameters alone: %s',
      async (_title, one) => {
        const { batch, height, width } = one
        const { network, weights, pixels } = subjectOf(one, 11)
        const unknown = Uint8Array.from(
          Array.from({ length: batch }, (_, image) => [
            ...randomMask({ height, width }, { seed: 1, visit: 0, image }),
          ]).flat(),
        )
        const images = { pixels, count: batch, height, width }
        const expected = await natsAndGradients(network, weights, { ...images, unknown })
        const tensors = toTensors(network, weights)
        const nats = await composedHiddenNats(network, tensors, { ...images, unknown })
        disposeTensors(tensors)
        const all = [...expected.gradients.values()]
        const largest = Math.max(
          ...all.map((values) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0)),
        )
        expect(tested.length).toBeGreaterThan(1)
        for (const { title, on } of tested) {
          const plan = new Plan(on(2), network, { batch, height, width, train: true, conditioned: true })
          plan.setWeights(weights)
          const found = plan.run(pixels, batch, unknown)
          plan.sumGradients()
          const gradients = parted(network, plan.gradients.slice())
          plan.dispose()
          found.forEach((value, i) =>
            expect(Math.abs(value / (nats[i] ?? NaN) - 1), title).toBeLessThan(1e-5),
          )
          for (const [name, values] of gradients) {
            const own = expected.gradients.get(name) ?? values
            if (!name.startsWith(conditionerPrefix)) expect(values.every((v) => v === 0)).toBe(true)
            const apart = values.reduce((most, v, i) => Math.max(most, Math.abs(v - (own[i] ?? NaN))), 0)
            expect(apart / largest, `${title}, ${name}`).toBeLessThan(1e-4)
          }
          const ownGradients = [...gradients].filter(([name]) => name.startsWith(conditionerPrefix))
          expect(ownGradients.every(([, values]) => values.some((v) => v !== 0))).toBe(true)
        }
      },
    )
  })
})
