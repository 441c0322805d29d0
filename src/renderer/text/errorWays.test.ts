import { beforeEach, describe, expect, it, vi } from 'vitest'
import { errorCodes, PixelloomError } from '../../shared/errors'
import { useErrorWays } from '../composables/useErrorWays'
import { useApp } from '../stores/app'
import { useSettings } from '../stores/settings'
import { useToasts } from '../stores/toasts'
import { fakeApp } from '../testing/fixtures'
import { waysOut } from './errorWays'

describe('the ways out of a failure', () => {
  beforeEach(() => void fakeApp())

  it('are there for every code', () => {
    expect(errorCodes.filter((code) => waysOut[code].length === 0)).toEqual([])
  })

  it('are offered where they lead somewhere, in words', () => {
    const retry = vi.fn()
    const ways = useErrorWays()('internal', { retry })
    expect(ways.map(({ label }) => label)).toEqual(['Try again', 'Save a problem report'])
    ways[0]?.run()
    expect(retry).toHaveBeenCalledOnce()
    expect(useErrorWays()('mask-empty')).toEqual([])
  })

  it('lead to the place where something can be done', () => {
    useErrorWays()('runtime-unavailable')[0]?.run()
    expect([useApp().view, useSettings().place]).toEqual(['settings', 'processor'])
  })
})

describe('a failure in a message', () => {
  it('has the way out that leads elsewhere', () => {
    fakeApp()
    useToasts().report(new PixelloomError('internal', 'A mistake of ours.'))
    useToasts().report(new PixelloomError('mask-empty', 'Nothing is painted.'))
    const [ours, painted] = useToasts().toasts
    expect(painted?.action).toBeUndefined()
    ours?.action?.run()
    expect([useApp().view, useSettings().place]).toEqual(['settings', 'report'])
  })
})
