import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCommand } from '../../src/commands/table.ts'

const taken = (text: string) => {
  const { verb, args } = parseCommand(text)
  return [verb.name, ...args]
}

describe('/papers', () => {
  it('without a word shows the papers here', () => {
    expect(taken('')).toEqual([''])
    expect(taken('   ')).toEqual([''])
  })

  it('takes any words as a search', () => {
    expect(taken('skills')).toEqual(['search', 'skills'])
    expect(taken('  "tool use" -survey since:2w ')).toEqual(['search', '"tool use" -survey since:2w'])
  })

  it.each(['help desk agents', 'pause tokens', 'resume parsing', 'settings', 'why', 'top-k', 'link prediction'])(
    'never swallows a search: %s',
    (text) => {
      expect(taken(text)[0]).toBe(text === 'settings' ? 'settings' : 'search')
    },
  )

  it('acts on a verb when the whole input fits its form', () => {
    expect(taken('help')).toEqual(['help'])
    expect(taken('PAUSE')).toEqual(['pause'])
    expect(taken('why Attention Is All You Need')).toEqual(['why', 'Attention Is All You Need'])
    expect(taken('settings include "tool use" OR agents')).toEqual(['settings', 'include', '"tool use" OR agents'])
    expect(taken('settings of language models')).toEqual(['search', 'settings of language models'])
  })

  it('always searches after the word search', () => {
    expect(taken('search help')).toEqual(['search', 'help'])
    expect(taken('search pause')).toEqual(['search', 'pause'])
  })

  it('understands every text somehow', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseCommand(text).verb).toBeDefined()
      }),
    )
  })
})
