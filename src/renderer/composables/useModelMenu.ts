import { computed, type ComputedRef } from 'vue'
import type { ModelSummary } from '../../shared/contract/entities'
import { isFinal } from '../../shared/jobs'
import { call } from '../api'
import type { MenuItem } from '../design'
import { t } from '../i18n'
import { useApp } from '../stores/app'
import { useModelFiles } from '../stores/modelFiles'
import { useModels } from '../stores/models'
import { useSampleForm } from '../stores/sampleForm'
import { useToasts } from '../stores/toasts'
import { useTrainForm } from '../stores/trainForm'
import { useTraining } from '../stores/training'

/** What a card does itself. */
export interface CardActions {
  readonly rename: () => void
  readonly details: () => void
}

export function useModelActions(): {
  use: (modelId: string) => void
  goOn: (modelId: string) => Promise<void>
  fork: (model: ModelSummary) => void
  drawSamples: (modelId: string) => void
  copy: (text: string) => Promise<void>
} {
  const app = useApp()
  return {
    use(modelId) {
      useModels().choose(modelId)
      app.go('complete')
    },
    async goOn(modelId) {
      await useTraining().goOn(modelId)
      app.go('train')
    },
    fork(model) {
      useTrainForm().forkFrom(model, undefined)
      useTraining().selectedId = undefined
      app.go('train')
    },
    drawSamples(modelId) {
      const form = useSampleForm()
      form.modelId = modelId
      form.open = true
      app.go('queue')
    },
    async copy(text) {
      await navigator.clipboard.writeText(text)
      useToasts().show({ tone: 'good', message: t('models.copied') })
    },
  }
}

/** Everything that can be done with a model, as one menu. */
export function useModelMenu(model: () => ModelSummary, card: CardActions): ComputedRef<MenuItem[]> {
  const app = useApp()
  const models = useModels()
  const files = useModelFiles()
  const { attempt } = useToasts()
  const { use, goOn, fork, drawSamples, copy } = useModelActions()

  return computed(() => {
    const { id, bundled, resumable, path } = model()
    const job = models.verifications.get(id)
    const verifying = job !== undefined && !isFinal(job.state)
    const later = (action: () => Promise<unknown>) => () => void attempt(action)
    const folder: MenuItem =
      app.info?.shell === 'window'
        ? {
            label: t('models.showFolder'),
            icon: 'folder',
            run: later(() => call('models.show', { modelId: id })),
          }
        : { label: t('models.copyPath'), icon: 'folder', run: later(() => copy(path)) }
    return [
      { label: t('models.use'), icon: 'complete', run: () => use(id) },
      ...(resumable && !bundled
        ? [{ label: t('models.goOn'), icon: 'play', run: later(() => goOn(id)) } as const]
        : []),
      { label: t('models.fork'), icon: 'fork', run: () => fork(model()) },
      { label: t('models.drawSamples'), icon: 'grid', run: () => drawSamples(id) },
      { label: t('models.details'), icon: 'info', keys: '↵', run: card.details },
      'separator',
      ...(bundled
        ? []
        : [{ label: t('models.rename'), icon: 'pencil', keys: 'F2', run: card.rename } as const]),
      { label: t('models.duplicate'), icon: 'copy', run: later(() => models.duplicate(model())) },
      { label: t('models.export'), icon: 'upload', run: later(() => files.save(id)) },
      { label: t('models.verify'), icon: 'check', disabled: verifying, run: later(() => models.verify(id)) },
      folder,
      ...(bundled
        ? []
        : ([
            'separator',
            {
              label: t('models.delete'),
              icon: 'clear',
              keys: 'Del',
              danger: true,
              run: later(() => models.remove(model())),
            },
          ] as const)),
    ]
  })
}
