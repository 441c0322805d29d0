import type { Messages } from '../messages'

export const shell: Messages['shell'] = {
  views: 'Vistas',
  nav: {
    library: 'Fototeca',
    complete: 'Completar',
    train: 'Entrenar',
    models: 'Modelos',
    queue: 'Tareas',
    settings: 'Ajustes',
  },
  keyboard: 'Atajos de teclado',
  opening: 'Abriendo Pixelloom',
  couldNotStart: 'Pixelloom no pudo iniciarse',
  messages: 'Mensajes',
  closeMessage: 'Cerrar este mensaje',
  atWork: 'Una tarea en curso | {n} tareas en curso',
  running: 'Tareas en curso',
  goThere: '{title}: {state}. Ir allí.',
  cancelJob: 'Cancelar {title}',
  allJobs: 'Mostrar las tareas',
  dropTitle: 'Suelta fotos o carpetas',
  dropText: 'Solo Pixelloom las ve.',
  connectionLost:
    'Se ha perdido la conexión con Pixelloom. No se ha perdido nada de lo que hiciste; esta página se reconectará sola en cuanto vuelva a funcionar.',
  jobFailed: '{title}: error. {message}',
}
