import type { Messages } from '../messages'

export const complete: Messages['complete'] = {}
