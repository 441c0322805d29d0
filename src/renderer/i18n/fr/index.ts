import { canvas } from './canvas'
import { common } from './common'
import { complete } from './complete'
import { errors } from './errors'
import { library } from './library'
import { models } from './models'
import { queue } from './queue'
import { reasons } from './reasons'
import { settings } from './settings'
import { shell } from './shell'
import { shortcuts } from './shortcuts'
import { tensorflow } from './tensorflow'
import { train } from './train'
import type { Messages } from '../messages'

const messages: Messages = {
  common,
  shell,
  shortcuts,
  library,
  canvas,
  complete,
  train,
  models,
  queue,
  settings,
  tensorflow,
  errors,
  reasons,
}
export default messages
