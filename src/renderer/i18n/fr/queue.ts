import type { Messages } from '../messages'

export const queue: Messages['queue'] = {}
