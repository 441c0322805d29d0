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
}
