import type { MethodArguments, MethodName, MethodOutput } from '../../shared/contract/methods'

type Awaitable<T> = T | Promise<T>

/** Answers one request of the contract: checked arguments in, a value or a thrown PixelloomError out. */
export type Handler<M extends MethodName> = (input: MethodArguments<M>) => Awaitable<MethodOutput<M>>

/** Every request has a handler, or this doesn't compile. */
export type Handlers = { [M in MethodName]: Handler<M> }

/** The requests whose names start with `<group>.`. */
export type HandlersOf<Group extends string> = {
  [M in Extract<MethodName, `${Group}.${string}`>]: Handler<M>
}
