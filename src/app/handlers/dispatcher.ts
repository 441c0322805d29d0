import type { z } from 'zod'
import type { Reply } from '../../shared/contract/api'
import { isMethodName, methods, type MethodName } from '../../shared/contract/methods'
import { failure, PixelloomError, toErrorValue } from '../../shared/errors'
import type { Handlers } from './types'

/**
 * Turns a raw request into a reply: the input is checked before a handler sees it, the output before it
 * leaves, and whatever goes wrong on the way is an error value. Never rejects.
 */
export function createDispatcher(
  handlers: Handlers,
  log: (message: string) => void,
): (method: string, input: unknown) => Promise<Reply<unknown>> {
  return async (method, input) => {
    try {
      if (!isMethodName(method)) {
        throw new PixelloomError('invalid-argument', `There is no request named "${method}".`, method)
      }
      return { ok: true, value: await answer(handlers, method, input) }
    } catch (error) {
      const value = toErrorValue(error)
      if (value.code === 'internal') log(`${method}: ${describe(error)}`)
      return { ok: false, error: value }
    }
  }
}

async function answer(handlers: Handlers, method: MethodName, input: unknown): Promise<unknown> {
  const schemas = methods[method]
  const checked = schemas.input.safeParse(input ?? {})
  if (!checked.success) throw invalidArgument(checked.error)
  // The map of handlers pairs each name with its own argument type; indexed by a union of names it can't.
  const handler = handlers[method] as (input: unknown) => unknown
  const output = schemas.output.safeParse(await handler(checked.data))
  if (!output.success) {
    const { message, subject } = invalidArgument(output.error)
    throw new PixelloomError(
      'internal',
      `The answer to ${method} doesn't fit the contract: ${message}`,
      subject,
    )
  }
  return output.data
}

/** The first thing wrong with an input, named by its path: `mask.width`. */
function invalidArgument(error: z.ZodError): PixelloomError {
  const issue = error.issues[0]
  const parameter = issue?.path.map(String).join('.') || 'input'
  const detail = (issue?.message ?? 'not valid').replace(/\.$/, '')
  if (issue?.code === 'too_small' && issue.origin === 'number') {
    return failure('app.tooSmall', { parameter, detail, least: Number(issue.minimum) }, parameter)
  }
  if (issue?.code === 'too_big' && issue.origin === 'number') {
    return failure('app.tooLarge', { parameter, detail, most: Number(issue.maximum) }, parameter)
  }
  return failure('app.value', { parameter, detail }, parameter)
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
