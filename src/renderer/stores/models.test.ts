import { mount } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { defineComponent, h } from 'vue'
import type { ModelSummary } from '../../shared/contract/entities'
import type { JobSnapshot, ModelCheck } from '../../shared/jobs'
import type { FakeConnection } from '../api/fakeBridge'
import { fakeApp, job, model, photo } from '../testing/fixtures'
import ModelsView from '../views/ModelsView.vue'
import { homeOf } from './app'
import { useJobs } from './jobs'
import { useLibrary } from './library'
import { useModelFiles } from './modelFiles'
import { useModels } from './models'
import { useToasts } from './toasts'

const checks: ModelCheck[] = [
  { name: 'files', state: 'passed', sentence: 'All is whole.' },
  {
    name: 'masks',
    state: 'failed',
    sentence: '"input.kernel" is 3 at [6, 6, 0, 0].',
    subject: 'input.kernel',
  },
]

function verification(id: string, changes: Partial<JobSnapshot> = {}): JobSnapshot {
  return job(id, { kind: 'verify', modelId: 'birds', ...changes })
}

/** An app whose models are these; what is changed of them changes the list. */
function appWith(list: ModelSummary[], handlers: FakeConnection['handlers'] = {}): FakeConnection {
  const connection = fakeApp({
    'models.list': () => ({ models: list, damaged: [] }),
    'models.samples': () => ({ pictures: [] }),
    'jobs.verify': () => verification('v1'),
    ...handlers,
  })
  useJobs().listen()
  useModels().listen()
  useModels().models = [...list]
  return connection
}

/** As the app shows it: tooltips need one around them. */
function mountView() {
  const around = defineComponent(() => () => h(TooltipProvider, () => h(ModelsView)))
  const view = mount(around, { attachTo: document.body })
  onTestFinished(() => view.unmount())
  return view
}

const card = (view: ReturnType<typeof mountView>, id: string) => view.get(`[data-model="${id}"]`)

describe('verifying a model', () => {
  it('shows how far it is on its own card, and can be cancelled', async () => {
    const connection = appWith([model('birds'), model('fish')], {
      'jobs.cancel': () => verification('v1', { state: 'cancelled' }),
    })
    const view = mountView()
    await useModels().verify('birds')
    const progress = { stage: 'Verifying', done: 3, total: 9, unit: 'checks' } as const
    connection.emit('job.changed', { job: verification('v1', { progress }) })
    await expect.poll(() => card(view, 'birds').text()).toContain('Verifying: 3 of 9 checks')
    expect(card(view, 'fish').text()).not.toContain('Verifying')
    await card(view, 'birds').get('[aria-label="Cancel verifying"]').trigger('click')
    await expect.poll(() => card(view, 'birds').text()).not.toContain('Verifying')
    expect(connection.inputs('jobs.cancel')).toEqual([{ jobId: 'v1' }])
  })

  it('tells in words what was found last', async () => {
    const verified = { at: Date.now(), passed: true, checks: checks.slice(0, 1) }
    const failed = { at: Date.now(), passed: false, checks }
    appWith([model('birds', { verified }), model('fish', { verified: failed }), model('new')])
    const view = mountView()
    expect(card(view, 'birds').text()).toContain('Verified today')
    expect(card(view, 'fish').text()).toContain('1 of 2 checks failed')
    expect(card(view, 'new').text()).not.toContain('Verified')
  })

  it('says why it could not be done', async () => {
    const connection = appWith([model('birds')])
    const view = mountView()
    const error = { code: 'unsupported', message: 'This version can’t.' } as const
    connection.emit('job.changed', { job: verification('new', { state: 'failed', error }) })
    await expect.poll(() => view.get('[role=alert]').text()).toContain('This version can’t.')
  })

  it('is at home among the models', () => {
    expect([homeOf('verify'), homeOf('train'), homeOf('complete')]).toEqual(['models', 'train', 'complete'])
  })
})

describe('a card', () => {
  let connection: FakeConnection
  beforeEach(() => {
    connection = appWith([model('birds')], {
      'models.update': ({ modelId, name }) => model(modelId, { name: name ?? modelId }),
    })
  })

  it('is renamed where its name stands', async () => {
    const view = mountView()
    await card(view, 'birds').trigger('keydown', { key: 'F2' })
    const field = view.get<HTMLInputElement>('[aria-label="Name of the model"]')
    await field.setValue('  Garden birds ')
    await field.trigger('keydown', { key: 'Enter' })
    await expect.poll(() => card(view, 'birds').get('h2').text()).toBe('Garden birds')
    expect(connection.inputs('models.update')).toEqual([{ modelId: 'birds', name: 'Garden birds' }])
    await card(view, 'birds').trigger('keydown', { key: 'F2' })
    await view.get('[aria-label="Name of the model"]').trigger('keydown', { key: 'Escape' })
    expect(card(view, 'birds').get('h2').text()).toBe('Garden birds')
    expect(connection.inputs('models.update')).toHaveLength(1)
  })

  it('of a bundled model is neither renamed nor deleted', async () => {
    useModels().models = [model('birds', { bundled: true })]
    const view = mountView()
    for (const key of ['F2', 'Delete']) await card(view, 'birds').trigger('keydown', { key })
    expect(view.find('[aria-label="Name of the model"]').exists()).toBe(false)
    expect(connection.inputs('models.remove')).toEqual([])
  })
})

it('a deletion is undone by its message, and only the last one', async () => {
  const list = [model('birds'), model('fish')]
  const connection = appWith(list, {
    'models.remove': ({ modelId }) => {
      list.splice(
        list.findIndex(({ id }) => id === modelId),
        1,
      )
      return { trashId: `trash-${modelId}` }
    },
    'models.restore': ({ trashId }) => {
      list.push(model(trashId.slice(6)))
      return { modelId: trashId.slice(6) }
    },
  })
  const models = useModels()
  await models.remove({ id: 'birds', name: 'birds' })
  expect(models.models.map(({ id }) => id)).toEqual(['fish'])
  useToasts()
    .toasts.find(({ action }) => action)
    ?.action?.run()
  await expect.poll(() => models.models.map(({ id }) => id)).toEqual(['fish', 'birds'])
  expect(connection.inputs('models.restore')).toEqual([{ trashId: 'trash-birds' }])
  await models.undoRemove()
  expect(connection.inputs('models.restore')).toHaveLength(1)
})

describe('many models', () => {
  const names = ['Zebras', 'apples', 'Model 10', 'Model 9', 'a', 'b', 'c', 'd', 'e']
  const list = names.map((name, i) => model(`m${i}`, { name, parameters: i }))

  it('are searched by all that is told of them', async () => {
    appWith(list.map((one) => (one.id === 'm4' ? { ...one, description: 'Taught in May' } : one)))
    const view = mountView()
    const shown = (): string[] => view.findAll('h2').map((heading) => heading.text())
    expect(shown()).toHaveLength(9)
    await view.get('input[type=search]').setValue('in MAY')
    expect(shown()).toEqual(['a'])
    await view.get('input[type=search]').setValue('nothing like it')
    expect(view.text()).toContain('No model fits “nothing like it”.')
  })

  it('need no search while they are few', () => {
    appWith(list.slice(0, 8))
    expect(mountView().find('input[type=search]').exists()).toBe(false)
  })
})

describe('models that come as files', () => {
  const file = (name: string) => ({ name, read: () => Promise.resolve(Uint8Array.of(1)) })

  it('are those of a folder together, and packed ones each alone', async () => {
    const connection = appWith([model('birds')], {
      'models.importFiles': () => model('birds-2', { name: 'birds' }),
    })
    const files = useModelFiles()
    await files.fromFiles([file('model.json'), file('weights.safetensors'), file('photo.png')], 'My birds')
    await files.fromFiles([file('a.pixelloom'), file('B.PIXELLOOM')])
    const sent = connection.inputs('models.importFiles').map(({ name, files: all }) => [name, all.length])
    expect(sent).toEqual([
      ['My birds', 2],
      ['a.pixelloom', 1],
      ['B.PIXELLOOM', 1],
    ])
    expect(useToasts().toasts[0]?.message).toContain('kept beside it, as birds-2')
  })

  it('are told from what is none', async () => {
    appWith([])
    await expect(useModelFiles().fromFiles([file('photo.png')])).rejects.toThrow('There is no model')
  })
})

describe('the model to begin with', () => {
  it('suits the photo: the smallest are digits, all others mostly in colour', () => {
    fakeApp({})
    const configuration = { ...model('digits').configuration, channels: 3 } as const
    const models = useModels()
    models.models = [
      // Newest first, as they are listed.
      { ...model('photos'), bundled: true, configuration },
      { ...model('digits'), bundled: true },
    ]
    const library = useLibrary()
    library.photos = [
      photo('one', { source: 'sample', width: 28, height: 28 }),
      photo('two', { source: 'sample', width: 29, height: 20 }),
    ]
    library.select('one')
    expect(models.chosen?.id).toBe('digits')
    library.select('two')
    expect(models.chosen?.id).toBe('photos')
    models.choose('digits')
    expect(models.chosen?.id).toBe('digits')
  })
  it('is the one that finds images which it never saw the likeliest', () => {
    fakeApp({})
    const models = useModels()
    const tested = (nats: number) => ({ data: 'test digits', images: 10, nats })
    models.models = [
      model('untested', { bundled: true }),
      model('good', { bundled: true, tested: tested(88) }),
      model('better', { bundled: true, tested: tested(79) }),
    ]
    expect(models.chosen?.id).toBe('better')
  })
})
