import type { Descriptions } from './en.ts';
import { esES } from './es-es.ts';

/** As it is written in Latin America: the words that differ from Spain's. */
export const es419: Descriptions = {
  ...esES,
  papers: 'Artículos de hoy, artículos guardados, configuración y ayuda',
  more: 'Artículos que van más allá de las tarjetas del día',
  schedule: 'Ver o definir cuándo llegan los artículos',
  when: '08:30 weekdays America/Bogota, o now; déjalo vacío para ver el horario actual',
  limit: 'Ver o definir cuántas tarjetas al día llegan aquí',
  notices: 'Si se avisa a este canal cuando una fuente deja de publicar',
  wanted: 'Déjalo vacío para ver la configuración actual',
  export:
    'Las suscripciones y la configuración de este canal, o todas las fuentes web, en un archivo',
  import: 'Recuperar suscripciones y configuración de un archivo de /papers export',
  file: 'El archivo',
  help: 'Qué puede hacer el bot',
};
