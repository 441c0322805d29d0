import type { Messages } from '../messages'

export const common: Messages['common'] = {
  close: '关闭',
  cancel: '取消',
  undo: '撤销',
  show: '显示',
  tryAgain: '重试',
  more: '增加',
  less: '减少',
}
