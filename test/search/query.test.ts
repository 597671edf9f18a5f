import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../src/search/query/parse.ts'
import { renderQuery } from '../../src/search/query/rendering.ts'

const NOW = Date.UTC(2026, 10, 20)
const parse = (text: string) => parseQuery(text, NOW)
/** The query as it was understood, written out. */
const understood = (text: string) => renderQuery(parse(text))

describe('a query', () => {
  it('takes words, phrases, exclusions, prefixes, alternatives and groups', () => {
    expect(understood('agents  memory')).toBe('agents memory')
    expect(understood('"link prediction" -graph')).toBe('"link prediction" -graph')
    expect(understood('a AND b NOT c')).toBe('a b -c')
    expect(understood('at -20 °C NOT 2024')).toBe('at -20 °C NOT 2024')
    expect(understood('diffus*')).toBe('diffus*')
    expect(understood('a (b c)')).toBe('a b c')
    expect(understood('rlhf agents OR dpo | "a b"')).toBe('rlhf agents OR dpo OR "a b"')
    expect(understood('(rlhf OR dpo) -(math code)')).toBe('(rlhf OR dpo) -(math code)')
  })

  it('keeps hyphens inside words, and words that look like operators in small letters', () => {
    expect(understood('state-of-the-art mixture-of-experts')).toBe('state-of-the-art mixture-of-experts')
    expect(understood('to be or not to be')).toBe('to be or not to be')
  })

  it('understands every field', () => {
    const text =
      'author:lecun title:agents org:"Example Lab" cat:cs.CL source:huggingface since:2026-05 has:code upvotes:>50 votes:>2 posted:#nlp by:me discussed:no sort:votes'
    expect(parse(text).problems).toEqual([])
    expect(understood(text)).toBe(text)
  })

  it('reads dates, months and ages', () => {
    const days = (text: string) => parse(text).where
    expect(days('day:2026-11-20')).toMatchObject({ since: '2026-11-20', until: '2026-11-20' })
    expect(days('day:2026-02')).toMatchObject({ since: '2026-02-01', until: '2026-02-28' })
    expect(days('until:2026')).toMatchObject({ since: null, until: '2026-12-31' })
    expect(days('since:2w')).toMatchObject({ since: '2026-11-06', until: null })
    expect(days('day:yesterday')).toMatchObject({ since: '2026-11-19' })
  })

  it('takes an identifier or a link for the paper it names', () => {
    for (const text of [
      '2511.01234v2',
      'https://huggingface.co/papers/2511.01234',
      '<https://arxiv.org/pdf/2511.01234>',
    ])
      expect(parse(text).paper).toBe('arxiv:2511.01234')
    expect(parse('10.1000/xyz').paper).toBe('doi:10.1000/xyz')
  })

  it('says what is wrong with a value, and searches for the rest', () => {
    const query = parse('agents votes:many')
    expect(query.problems).toEqual(['“votes:many” was left out: votes: takes a number, as in votes:>2.'])
    expect(query.corrected).toBe('agents')
    expect(parse('x day:2026-02-30').problems).toHaveLength(1)
    expect(parse('x sort:loudest').problems[0]).toContain('sort: takes best, new or votes')
  })

  it('corrects a misspelt field and takes an unknown one for words', () => {
    expect(parse('auther:lecun')).toMatchObject({ corrected: 'author:lecun' })
    expect(parse('Gen-Searcher:Reinforcing search').corrected).toBeNull()
    expect(parse('llm:agents')).toMatchObject({ corrected: '"llm agents"' })
  })

  it('says so when there is nothing to search for', () => {
    expect(parse('🤖 !?')).toMatchObject({ where: null, problems: [expect.stringContaining('no word')] })
    expect(parse('')).toMatchObject({ where: null, problems: [] })
  })

  it('shortens what is far too long, and says so', () => {
    expect(parse('word '.repeat(500)).problems).toEqual([])
    expect(parse('x'.repeat(10_000)).problems).toEqual(['Only the first 4,000 characters were searched for.'])
    expect(parse('('.repeat(900)).where).toBeNull()
  })

  it('understands every text somehow, and its own words the same way again', () => {
    const pieces = fc.constantFrom(
      ...'a b "c d" " ( ) - -- | OR AND NOT * c++ a:b author: votes:>2 since:1d “ ” 🤖 \u202e NEAR( \0 title:x'.split(
        ' ',
      ),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map((some) => some.join(' ')),
        ),
        (text) => {
          const written = understood(text)
          expect(understood(written)).toBe(written)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
