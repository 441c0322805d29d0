import { describe, expect, it } from 'vitest'
import { start, train, type Position, type SessionParts } from './session'

/** A session over a made-up loss that falls until step `bottom`, with everything it does written down. */
function scripted(changes: Partial<SessionParts> & { bottom?: number } = {}): {
  parts: SessionParts
  log: string[]
  saved: Position[]
} {
  const log: string[] = []
  const saved: Position[] = []
  const bottom = changes.bottom ?? Infinity
  let now = 0
  let trained = 0
  const parts: SessionParts = {
    clock: { milliseconds: () => (now += 5) },
    batch: 4,
    stepsPerEpoch: 5,
    limit: { steps: 20 },
    checkEvery: 8,
    breathe: () => Promise.resolve(),
    cancelled: () => false,
    step(step) {
      trained = step + 1
      return Promise.resolve(100 - step)
    },
    validate: () => Promise.resolve(200 - Math.min(trained, bottom)),
    keepBest(position, nats) {
      log.push(`best ${position.step} ${nats}`)
      return Promise.resolve()
    },
    saveCheckpoint(position) {
      log.push(`save ${position.step}`)
      saved.push(position)
      return Promise.resolve()
    },
    showProgress: () => Promise.resolve(),
    point: (point) => log.push(`point ${point.step} ${point.loss} ${point.validation ?? ''}`.trim()),
    progress: () => undefined,
    ...changes,
  }
  return { parts, log, saved }
}

describe('a training session', () => {
  it('looks, keeps the best and saves at every check and at its end', async () => {
    const { parts, log } = scripted()
    const end = await train(parts, start)
    expect(end).toMatchObject({ because: 'limit', loss: 81, position: { step: 20, best: { step: 20 } } })
    expect(log).toEqual([
      'point 8 96.5 192',
      'best 8 192',
      'save 8',
      'point 10 91.5',
      'point 16 87.5 184',
      'best 16 184',
      'save 16',
      'save 20',
      'point 20 82.5 180',
      'best 20 180',
    ])
  })

  it('resumed from any checkpoint goes on as if it had never stopped', async () => {
    const whole = scripted({ limit: { steps: 40 } })
    const straight = await train(whole.parts, start)
    const first = scripted({ limit: { steps: 21 } })
    await train(first.parts, start)
    const position = first.saved.at(-1)
    if (!position) throw new Error('nothing was saved')
    const second = scripted({ limit: { steps: 40 } })
    const resumed = await train(second.parts, position)
    expect(resumed.position.best).toEqual(straight.position.best)
    expect(second.log).toEqual(whole.log.slice(-second.log.length))
    expect(second.log.length).toBeGreaterThan(3)
  })

  it('without a limit stops when validation no longer falls', async () => {
    const { parts } = scripted({ limit: {}, bottom: 30 })
    const end = await train(parts, start)
    expect(end.because).toBe('validation-no-longer-falls')
    expect(end.position.best?.step).toBe(32)
    expect(end.position.step).toBe(32 + 8 * 8)
  })

  it('stops by epochs and by minutes of training', async () => {
    expect((await train(scripted({ limit: { epochs: 3 } }).parts, start)).position.step).toBe(15)
    // Every reading of the clock is 5 ms later, so a step takes 5 ms.
    const minutes = await train(scripted({ limit: { minutes: 0.048 / 60 } }).parts, start)
    expect(minutes.position.step).toBe(10)
  })

  it('saves what it has when it is cancelled, and looks no more', async () => {
    let steps = 0
    const { parts, log } = scripted({
      cancelled: () => steps > 5,
      breathe() {
        steps++
        return Promise.resolve()
      },
    })
    const end = await train(parts, start)
    expect(end.because).toBe('cancelled')
    expect(log).toEqual(['save 5'])
  })

  it('saves what has only just begun, so that it can go on, and knows no loss of it', async () => {
    const { parts, log, saved } = scripted({ cancelled: () => true })
    const end = await train(parts, start)
    expect(end).not.toHaveProperty('loss')
    expect(end).toMatchObject({ because: 'cancelled', position: { step: 0 } })
    expect(log).toEqual(['save 0'])
    const [position = start] = saved
    expect(await train(scripted().parts, position)).toMatchObject({ loss: 81, position: { step: 20 } })
  })

  it('saves before it pauses', async () => {
    let breaths = 0
    const { parts, log } = scripted({
      limit: { steps: 6 },
      async breathe(beforePause) {
        breaths++
        if (breaths === 4) await beforePause()
      },
    })
    await train(parts, start)
    expect(log[0]).toBe('save 3')
  })

  it('saves before it pauses in the middle of a look, which is then taken anew by whoever goes on from there', async () => {
    const whole = scripted()
    await train(whole.parts, start)
    const looks = [192, 184, 180]
    const { parts, log, saved } = scripted({
      async validate(beforePause) {
        const nats = looks.shift()
        if (nats === 184) await beforePause()
        return nats
      },
    })
    await train(parts, start)
    // What is saved after the look takes the place of what was saved on the way.
    expect(log).toEqual(
      whole.log.flatMap((entry) => (entry.startsWith('point 16') ? ['save 16', entry] : entry)),
    )
    const [, position] = saved
    expect(position).toMatchObject({ step: 16, lookDue: true })
    expect(saved[2]).not.toHaveProperty('lookDue')

    const left = [184, 180]
    const again = scripted({ validate: () => Promise.resolve(left.shift()) })
    await train(again.parts, position ?? start)
    expect(again.log).toEqual(whole.log.slice(whole.log.indexOf('point 16 87.5 184')))
  })

  it('cancelled in the middle of a look leaves it to whoever goes on', async () => {
    let cancelled = false
    const { parts, saved } = scripted({
      cancelled: () => cancelled,
      validate() {
        cancelled = true
        return Promise.resolve(undefined)
      },
    })
    await train(parts, start)
    const [position] = saved
    expect(saved).toHaveLength(1)
    expect(position).toMatchObject({ step: 8, lookDue: true })
    const again = scripted()
    await train(again.parts, position ?? start)
    expect(again.log[0]).toMatch(/^point 8 96\.5/)
  })

  it('is lost where the held-out loss is no number, before anything is kept', async () => {
    const { parts, log } = scripted({ validate: () => Promise.resolve(NaN) })
    await expect(train(parts, start)).rejects.toMatchObject({ code: 'diverged' })
    expect(log).toEqual([])
  })

  it('is lost where the loss goes far off and stays there, and saves nothing on the way', async () => {
    const { parts, log } = scripted({
      limit: { steps: 500 },
      step: (step) => Promise.resolve(step < 20 ? 100 - step : 1e6),
    })
    await expect(train(parts, start)).rejects.toMatchObject({ code: 'diverged' })
    expect(log.filter((entry) => entry.startsWith('save'))).toEqual(['save 8', 'save 16'])
  })
})
