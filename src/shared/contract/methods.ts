import type { z } from 'zod'
import { appMethods } from './methods/app'
import { dialogsMethods } from './methods/dialogs'
import { jobsMethods } from './methods/jobs'
import { libraryMethods } from './methods/library'
import { masksMethods } from './methods/masks'
import { modelsMethods } from './methods/models'
import { resultsMethods } from './methods/results'
import { reportMethods } from './methods/report'
import { trainingMethods } from './methods/training'
import { settingsMethods } from './methods/settings'
import { storageMethods } from './methods/storage'
import { tensorflowMethods } from './methods/tensorflow'
import type { Methods } from './methods/method'

/**
 * Every request of the renderer, by name. Both transports (Electron IPC, HTTP on loopback) check inputs
 * against these before a handler sees them, and outputs before they leave.
 */
export const methods = {
  ...appMethods,
  ...libraryMethods,
  ...masksMethods,
  ...modelsMethods,
  ...jobsMethods,
  ...trainingMethods,
  ...resultsMethods,
  ...dialogsMethods,
  ...settingsMethods,
  ...storageMethods,
  ...reportMethods,
  ...tensorflowMethods,
} as const satisfies Methods

export type MethodName = keyof typeof methods
/** What a caller writes: defaults may be left out. */
export type MethodInput<M extends MethodName> = z.input<(typeof methods)[M]['input']>
/** What a handler receives: defaults filled in. */
export type MethodArguments<M extends MethodName> = z.output<(typeof methods)[M]['input']>
export type MethodOutput<M extends MethodName> = z.output<(typeof methods)[M]['output']>

export const methodNames = Object.keys(methods) as MethodName[]

export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name)
}
