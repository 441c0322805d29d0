import type { Area } from './sentence'

const again = 'Copy the model folder again, or train it anew.'

/** Model folders, archives of them, and what a model can do. */
export const models = {
  missing: ['not-found', '{path} is not there. Check the path of the model.'],
  noFolder: ['not-found', '{path} is no model folder: it has no {file}. Check the path of the model.'],
  noWeights: ['model-damaged', '{path} has no {file}. Get another copy of it.'],
  checksum: [
    'model-damaged',
    "{file} is damaged: it doesn't match the checksum in {document}. Get another copy of it.",
  ],
  weights: [
    'model-damaged',
    "{path} is damaged: its contents don't match its checksum. Get another copy of it.",
  ],
  header: ['model-damaged', '{path} is damaged: {detail}. Get another copy of it.'],
  document: ['model-damaged', '{path} is damaged: {detail}. Mend it or get another copy.'],
  state: ['model-damaged', '{path} is damaged: {detail}.'],
  noVersion: ['model-damaged', '{path} has no known version.'],
  lacksWeights: ['model-damaged', `The model has no weights "{name}". ${again}`],
  otherWeights: ['model-damaged', `The model's weights "{name}" {detail}. ${again}`],
  newer: [
    'unsupported',
    '{path} was written by a newer Pixelloom (version {version:number} of the file, this one knows {known:number}). Update Pixelloom.',
  ],
  newerWeights: [
    'unsupported',
    '{path} was written by a newer Pixelloom (version {version:number} of the file). Update Pixelloom.',
  ],
  newerState: ['unsupported', '{path} was written by a newer Pixelloom. Update it.'],
  newerArchive: ['unsupported', '{path} was written by a newer Pixelloom. Update this one to open it.'],
  noArchive: ['model-damaged', '{path} is no whole model: it is no model file. Get another copy of it.'],
  cutArchive: ['model-damaged', '{path} is no whole model: it is cut off. Get another copy of it.'],
  archive: ['model-damaged', '{path} is no whole model: {detail}. Get another copy of it.'],
  archiveLacks: ['model-damaged', '{path} is no whole model: {file} is missing. Get another copy of it.'],
  archiveChanged: ['model-damaged', '{path} is no whole model: {file} was changed. Get another copy of it.'],
  archiveForeign: [
    'model-damaged',
    '{path} is no whole model: it holds "{file}", which is no part of a model. Get another copy of it.',
  ],
  otherArchive: [
    'unsupported',
    '{path} is an archive of another kind: a model is a folder or a file that ends in .pixelloom.',
  ],
  exists: ['model-exists', '{path} already holds a model. Choose another folder.'],
  unknown: ['not-found', 'There is no model "{id}". Choose one from the list.'],
  bundled: ['unsupported', 'This model came with Pixelloom and stays as it is. Duplicate it to change it.'],
  nameTaken: ['model-exists', 'A bundled model has this name: rename the folder.'],
  inTraining: ['unsupported', 'This model is being trained. Wait until that is done, or stop it first.'],
  deleted: ['not-found', 'This model is deleted for good by now.'],
  noConditioner: [
    'unsupported',
    'This model has no conditioning network. Train one beside it (train --conditioner --from MODEL), or choose another way to complete.',
  ],
  noParticles: [
    'unsupported',
    'Particles can not complete with a Multi-Scale model. Choose another way to complete.',
  ],
  scalesAndConditioner: [
    'unsupported',
    'A Multi-Scale model with a conditioning network is not part of this version. Train one of a single scale.',
  ],
  scales: ['invalid-argument', "A Multi-Scale model can't be made so: {detail}."],
} as const satisfies Area
