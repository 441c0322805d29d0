import type { Messages } from '../messages'

export const tensorflow: Messages['tensorflow'] = {
  title: 'TensorFlow',
  hint: '在 NVIDIA 显卡上计算。它由本机的 Python 获取并在本机编译：需要 C++ 编译器、npm 和几分钟时间。',
  install: '安装 TensorFlow',
  version: '已安装 TensorFlow {version}',
  size: '在数据文件夹中占用 {size}。',
  stages: {
    library: '正在获取 TensorFlow…',
    bindings: '正在获取绑定…',
    compiling: '正在编译…',
    verifying: '正在试训练一步…',
  },
  fetched: '正在获取 TensorFlow：{done}',
  fetchedOf: '正在获取 TensorFlow：{done}，共 {total}',
  installed: 'TensorFlow {version} 已安装，并已训练一步。',
  remove: '移除',
  removed: 'TensorFlow 已移除。',
  restored: 'TensorFlow 已恢复。',
}
