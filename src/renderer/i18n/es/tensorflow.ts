import type { Messages } from '../messages'

export const tensorflow: Messages['tensorflow'] = {
  title: 'TensorFlow',
  hint: 'Calcula en una tarjeta NVIDIA. Se obtiene con el Python de este ordenador y se compila para él: hacen falta un compilador de C++, npm y unos minutos.',
  install: 'Instalar TensorFlow',
  version: 'TensorFlow {version} está instalado',
  size: 'Ocupa {size} en la carpeta de datos.',
  stages: {
    library: 'Descargando TensorFlow…',
    bindings: 'Descargando sus enlaces…',
    compiling: 'Compilando…',
    verifying: 'Entrenando un paso de prueba…',
  },
  fetched: 'Descargando TensorFlow: {done}',
  fetchedOf: 'Descargando TensorFlow: {done} de {total}',
  installed: 'TensorFlow {version} está instalado y ha entrenado un paso.',
  remove: 'Quitar',
  removed: 'TensorFlow se quitó.',
  restored: 'TensorFlow ha vuelto.',
}
