import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { invokeChannel, type Reply } from '../../src/shared/contract/api'
import type { MethodInput, MethodName, MethodOutput } from '../../src/shared/contract/methods'
import { root } from '../support/optional'

/** The built app; another build than the checkout's own may be named. */
export const built = process.env['PIXELLOOM_OUT'] ?? join(root, 'out')

export type Sender =
  'page' | 'a frame inside it' | 'another page in it' | 'a frame that is gone' | 'another window'

interface Push {
  readonly channel: string
  readonly args: readonly unknown[]
}

/** The built main process, running under Node with a stand-in for Electron. */
export interface MainProcess {
  readonly dataFolder: string
  /** What the main process sent to its window, and that it quit, oldest first. */
  readonly pushes: Push[]
  readonly exited: Promise<number | null>
  /** One of the requests that test/main/standIn/electron.ts answers. */
  ask(name: string, input?: object): Promise<unknown>
  /** A request of the contract, over IPC as the page sends it. */
  invoke<M extends MethodName>(method: M, input: MethodInput<M>): Promise<Reply<MethodOutput<M>>>
  invokeFrom(from: Sender, ...args: unknown[]): Promise<Reply<unknown>>
  /** Payloads of an event of the contract so far. */
  events(name: string): unknown[]
  stop(): Promise<void>
}

interface Start {
  readonly environment?: Record<string, string>
  /** A folder for this run alone where left out. */
  readonly dataFolder?: string
  /** Nobody says where the data are: the app looks for itself, below XDG_DATA_HOME on Linux. */
  readonly unnamed?: boolean
}

export async function startMain({
  environment,
  dataFolder: given,
  unnamed = false,
}: Start = {}): Promise<MainProcess> {
  const entry = join(built, 'main', 'index.js')
  if (!existsSync(entry)) throw new Error('There is no built app: run `npm run build` (npm test does).')
  const temporary = await mkdtemp(join(tmpdir(), 'pixelloom-main-'))
  const dataFolder = given ?? temporary
  const child = fork(
    join(import.meta.dirname, 'standIn', 'run.mjs'),
    unnamed ? [entry] : [entry, `--data-folder=${dataFolder}`],
    {
      serialization: 'advanced',
      execArgv: [],
      env: { ...process.env, ELECTRON_RENDERER_URL: '', ...environment },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    },
  )
  const line = connect(child)
  return {
    dataFolder,
    pushes: line.pushes,
    exited: line.exited,
    ask: line.ask,
    invoke: async (method, input) =>
      (await line.ask('invoke', { channel: invokeChannel, from: 'page', args: [method, input] })) as never,
    invokeFrom: async (from, ...args) =>
      (await line.ask('invoke', { channel: invokeChannel, from, args })) as Reply<unknown>,
    events: (name) => line.pushes.filter(({ args }) => args[0] === name).map(({ args }) => args[1]),
    async stop() {
      child.kill('SIGKILL')
      await line.exited
      await rm(temporary, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

type Answer = { id: number; value?: unknown; error?: string } | { push: Push }

function connect(child: ChildProcess): Pick<MainProcess, 'pushes' | 'exited' | 'ask'> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  const pushes: Push[] = []
  let id = 0
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.on('message', (message) => {
    const answer = message as Answer
    if ('push' in answer) return void pushes.push(answer.push)
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.error !== undefined) asked?.reject(new Error(answer.error))
    else asked?.resolve(answer.value)
  })
  const exited = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => {
      for (const asked of waiting.values()) asked.reject(new Error(`The main process has ended. ${said}`))
      resolve(code)
    })
  })
  const ask: MainProcess['ask'] = (name, input) =>
    new Promise((resolve, reject) => {
      waiting.set(++id, { resolve, reject })
      child.send({ id, name, input })
    })
  return { pushes, exited, ask }
}
