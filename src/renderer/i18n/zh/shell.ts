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
  atWork: '{n} 个任务进行中',
  running: '进行中的任务',
  goThere: '{title}：{state}。前往查看。',
  cancelJob: '取消 {title}',
  allJobs: '查看所有任务',
  dropTitle: '拖放照片或文件夹',
  dropText: '只有 Pixelloom 会看到它们。',
  connectionLost: '与 Pixelloom 的连接已断开。您的成果都还在；Pixelloom 重新运行后，此页面会自动重新连接。',
  jobFailed: '{title} 失败。{message}',
}
