import { describe, expect, it } from 'vitest'
import type { Defaults } from '../../../src/channels/settings.ts'
import { readFields } from '../../../src/commands/settings/read-fields.ts'
import { defaultMeeting, readMeeting } from '../../../src/commands/team/meeting-form.ts'
import { traitsOf } from '../../fakes/traits.ts'

const defaults: Defaults = {
  timezone: 'UTC',
  postAt: '09:00',
  postDays: [1, 2, 3, 4, 5],
  papersPerDay: 5,
  language: 'en',
  sources: ['huggingface', 'arxiv'],
}
const place = { channel: 'slack:T1/C1' as const, traits: traitsOf('slack'), hasModel: false, hearsMessages: false }
const read = (values: Record<string, string>, able: Partial<typeof place> = {}, own = {}) =>
  readFields(own, values, defaults, { ...place, ...able })

describe('a value that cannot work', () => {
  it.each([
    ['language', 'xx-nonsense', 'no language that is known here'],
    ['language', 'de', 'German needs a model'],
    ['language', 'de-1', 'no language that is known here'],
    ['links', 'on', 'hears no messages here'],
    ['include', '"tool use" OR', 'A word is missing beside OR'],
    ['include', 'OR agents', 'A word is missing beside OR'],
    ['exclude', 'survey (agents OR )', 'A word is missing beside OR'],
    ['exclude', 'survey NOT', 'A word is missing beside NOT'],
    ['include', 'none', 'To have no such rule, say default'],
    ['exclude', 'Nothing', 'To have no such rule, say default'],
    ['include', '*', 'To have no such rule, say default'],
    ['exclude', 'sort:new', 'names nothing that a paper must have'],
    ['sources', 'huggingface, arxive', 'Did you mean arxiv?'],
  ])('is refused with what works: %s %s', (name, text, reason) => {
    expect(read({ [name]: text })).toEqual({ errors: { [name]: expect.stringContaining(reason) } })
  })

  it('is taken where it works', () => {
    expect(read({ language: 'de', links: 'on' }, { hasModel: true, hearsMessages: true })).toEqual({
      settings: { language: 'de', links: 'on' },
    })
    expect(read({ include: 'agents OR "tool use" -survey', exclude: '"none" author:none' })).toHaveProperty('settings')
  })

  it('that is set already does not keep a form from being saved', () => {
    const own = { language: 'de', links: 'on', include: 'none' } as const
    expect(read({ language: 'de', links: 'on', include: 'none', time: '08:00' }, {}, own)).toEqual({
      settings: { ...own, postAt: '08:00' },
    })
  })

  it('is repeated in one short line', () => {
    for (const name of ['time', 'zone', 'managers', 'sources', 'language', 'papers']) {
      const said = read({ [name]: `x\n${'long '.repeat(500)}` })
      const [error = ''] = 'errors' in said ? Object.values(said.errors) : []
      expect(error).not.toContain('\n')
      expect(error.length).toBeLessThan(250)
    }
  })
})

describe('a meeting', () => {
  it.each([
    ['hours', '18:00-09:00', 'ends before it begins'],
    ['off', '2027-01-03..2026-12-21', 'ends before it begins'],
    ['off', '2026-02-30', 'is not days such as'],
  ])('takes no %s that cannot be: %s', (name, text, reason) => {
    const before = defaultMeeting('slack:T1/C1', 'UTC')
    expect(readMeeting(before, { [name]: text })).toEqual({ errors: { [name]: expect.stringContaining(reason) } })
  })
})
