import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { Storage } from '../../../engine/host'
import {
  type ConcreteRuntime,
  concreteRuntimeSchema,
  fastest,
  type RuntimeName,
} from '../../../shared/runtimes'
import type { TimedTask } from '../../../shared/timedTasks'
import type { Measure, Measurement } from './measure'
import type { TimedRequest } from './request'

/** What `auto` comes to for a job, and why, in a sentence. */
export interface Choice {
  readonly runtime: RuntimeName
  readonly why: string
}

export interface AutoRuntime {
  /** Whether anything here could be faster than the default; without it nothing is ever measured. */
  hasChoice(): boolean
  /**
   * The fastest runtime for such work: as it was measured before, or measured now, in some seconds; `measuring` is told
   * then. Undefined where nothing but the default runs. Throws `cancelled`.
   */
  choose(
    request: TimedRequest,
    hooks: { readonly signal: AbortSignal; readonly measuring?: () => void },
  ): Promise<Choice | undefined>
}

export interface AutoParts {
  readonly storage: Storage
  /** Below the cache: may be deleted at any time. */
  readonly folder: string
  readonly measure: Measure
  /** What could be faster than the default here, told without starting it. */
  readonly rivals: () => readonly ConcreteRuntime[]
  /** What figures depend on besides the work (machine.ts). */
  readonly identity: () => object
  readonly log?: (message: string) => void
}

const choiceSchema = z.object({ runtime: concreteRuntimeSchema, why: z.string() })
/** Runtimes that don't run here, whatever the model. */
const absentSchema = z.object({ absent: z.array(concreteRuntimeSchema) })

const units: Readonly<Record<TimedTask, string>> = {
  train: 'a step',
  sample: 'to draw',
  forward: 'a batch',
}

export function createAutoRuntime(parts: AutoParts): AutoRuntime {
  const { storage, folder, measure, rivals, identity, log = () => undefined } = parts
  /** Measurements one after another: together they would slow each other down. */
  let last: Promise<unknown> = Promise.resolve()

  const fileOf = (what: object): string => {
    const text = JSON.stringify([identity(), what])
    return join(folder, `${createHash('sha256').update(text).digest('hex').slice(0, 32)}.json`)
  }
  const absentFile = (): string => fileOf({ absent: rivals() })

  async function read<S extends z.ZodType>(file: string, schema: S): Promise<z.output<S> | undefined> {
    if ((await storage.kind(file)) !== 'file') return undefined
    try {
      return schema.parse(JSON.parse(new TextDecoder().decode(await storage.read(file))))
    } catch {
      // Cut short or of another version: measured anew.
      return undefined
    }
  }

  /** What can't be kept is measured again next time. */
  async function keep(file: string, value: object): Promise<void> {
    try {
      await storage.makeFolder(folder)
      await storage.write(file, new TextEncoder().encode(JSON.stringify(value)))
    } catch (error) {
      log(`How fast runtimes are could not be kept: ${String(error)}`)
    }
  }

  async function measured(
    request: TimedRequest,
    candidates: readonly ConcreteRuntime[],
    signal: AbortSignal,
  ): Promise<Choice | undefined> {
    const found = new Map<ConcreteRuntime, Measurement>()
    const timeAll = async (names: readonly ConcreteRuntime[]): Promise<void> => {
      for (const name of names) found.set(name, await measure(name, request, signal))
    }
    await timeAll(candidates)
    const absent = candidates.filter((name) => {
      const measurement = found.get(name)
      return measurement && 'reason' in measurement && measurement.lasting
    })
    if (absent.length > 0) {
      const before = await read(absentFile(), absentSchema)
      await keep(absentFile(), { absent: [...new Set([...(before?.absent ?? []), ...absent])] })
    }
    if (absent.length === candidates.length) return undefined
    await timeAll(['native'])
    const native = found.get('native')
    if (native && 'reason' in native && native.lasting) await timeAll(['wasm'])

    const order: ConcreteRuntime[] = ['native', 'wasm', ...candidates]
    const runtime = fastest(
      order.flatMap((name) => {
        const one = found.get(name)
        return one && 'milliseconds' in one ? [{ name, milliseconds: one.milliseconds }] : []
      }),
    )?.name
    if (runtime === undefined) return undefined
    const told = order.flatMap((name) => {
      const one = found.get(name)
      return one ? [`${name} ${inWords(one)}`] : []
    })
    const why = `${runtime} is taken. Milliseconds ${units[request.what]}: ${told.join(', ')}.`
    return { runtime, why }
  }

  return {
    hasChoice: () => rivals().length > 0,

    async choose(request, { signal, measuring }) {
      const file = fileOf(request)
      const known = await read(file, choiceSchema)
      if (known) return known
      const turn = last.then(async () => {
        const { absent = [] } = (await read(absentFile(), absentSchema)) ?? {}
        const candidates = rivals().filter((name) => !absent.includes(name))
        if (candidates.length === 0) return undefined
        // The one before may have been the same.
        const since = await read(file, choiceSchema)
        if (since) return since
        measuring?.()
        const choice = await measured(request, candidates, signal)
        if (choice) await keep(file, choice)
        return choice
      })
      last = turn.catch(() => undefined)
      return turn
    },
  }
}

function inWords(measurement: Measurement): string {
  if ('milliseconds' in measurement) return String(Number(measurement.milliseconds.toPrecision(3)))
  return `none (${measurement.reason.replace(/\.$/, '')})`
}
