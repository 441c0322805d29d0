import type { Messages } from '../messages'

export const shell: Messages['shell'] = {
  views: '视图',
  nav: {
    library: '图库',
    complete: '补全',
    train: '训练',
    models: '模型',
    queue: '任务',
    settings: '设置',
  },
  keyboard: '键盘快捷键',
  opening: '正在打开 Pixelloom',
  couldNotStart: 'Pixelloom 无法启动',
  messages: '消息',
  closeMessage: '关闭此消息',
}
