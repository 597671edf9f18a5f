import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { longestStretch } from '../../fakes/stretch.ts'
import { atom, item, rdf, readFeed, readPapers, rss } from './read.ts'

const titles = async (xml: string) => (await readPapers(xml)).map(({ title }) => title)
/** In RSS and in Atom, between two sound entries. */
const neighbours = (broken: string) => [
  rss(`${item('', 1)}${broken}${item('', 3)}`),
  atom(
    `${entry(1)}${broken
      .replaceAll('item>', 'entry>')
      .replaceAll('description>', 'summary>')
      .replace(/<link>(.*?)<\/link>/, '<link href="$1"/>')}${entry(3)}`,
  ),
]
const entry = (n: number) =>
  `<entry><title>Paper ${n}</title><link href="https://harbour.example.org/a/${n}"/><id>tag:${n}</id></entry>`

describe('a damaged feed', () => {
  for (const [name, title, text] of [
    ['a less-than sign', 'Tides at p <0.05', 'Tides at p <0.05'],
    ['a less-than sign before a letter', 'Tides where a<b and c', 'Tides where a<b and c'],
    ['an ampersand', 'Tides & Co, R&D', 'Tides & Co, R&D'],
    ['an entity that nobody knows', 'Tides &nosuch; now', 'Tides &nosuch; now'],
    ['an entity of HTML', 'Gr&ouml;&szlig;e&nbsp;der Flut', 'Größe der Flut'],
    ['a reference to no character', 'Tides &#0; &#xFFFFFFF;', 'Tides � �'],
    ['a control character', 'Tides \u000b\u0001 now', 'Tides now'],
    ['an element that is not closed', 'Tides <b>now', /^Tides (<b>)?now$/],
    ['an element that is closed twice', 'Tides <b>now</b></b>', 'Tides now'],
    ['elements that overlap', '<b>Tides <i>now</b></i>', 'Tides now'],
    ['a comment that is not closed', 'Tides <!-- now', 'Tides now'],
    ['CDATA that is not closed', 'Tides <![CDATA[now', 'Tides now'],
    ['CDATA that speaks of the end of an entry', '<![CDATA[Tides &amp; </item> </entry> <item>]]>', /^Tides &/],
    ['a comment with an entry in it', 'Tides<!-- <item><title>No</title></item> </entry> --> now', 'Tides now'],
  ] as const)
    it(`keeps the neighbours of an entry with ${name} in its title, and the title`, async () => {
      const broken = `<item><title>${title}</title><link>https://harbour.example.org/a/2</link></item>`
      for (const xml of neighbours(broken))
        expect(await titles(xml)).toEqual([
          'Paper 1',
          text instanceof RegExp ? expect.stringMatching(text) : text,
          'Paper 3',
        ])
    })

  for (const [name, broken] of [
    ['a comment that is not closed, with comments after it', '<item><!-- a <title>B</title></item><!-- c -->'],
    [
      'CDATA that is not closed, with more after it',
      '<item><description><![CDATA[a</description></item><item><description><![CDATA[b]]></description></item>',
    ],
    ['no end', '<item><title>Lost</title><description>a'],
    ['no end inside an element', '<item><title>Lost'],
    ['a tag that breaks off', '<item><title>Lost</title><link href="https:'],
    ['an end without a beginning', '</item></description></b>'],
    ['elements 5,000 deep', `<item><description>${'<div>'.repeat(5_000)}</item>`],
    [
      'elements 5,000 deep that are closed',
      `<item><description>${'<div>'.repeat(5_000)}a${'</div>'.repeat(5_000)}</description></item>`,
    ],
    ['an attribute without an end', '<item><description><a href="x>a</description></item>'],
    ['a document in it', '<item><description><?xml version="1.0"?><!DOCTYPE html><html><body>a</description></item>'],
  ] as const)
    it(`keeps the neighbours of an entry with ${name}`, async () => {
      for (const xml of neighbours(broken))
        expect(await titles(xml)).toEqual(expect.arrayContaining(['Paper 1', 'Paper 3']))
    })

  it('keeps the neighbours of whatever an entry holds', async () => {
    const pieces = [
      '<',
      '>',
      '&',
      '<b>',
      '</b>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<p a="',
      '"',
      "'",
      '<?',
      '</title>',
    ]
    const text = fc.array(fc.constantFrom(...pieces, 'a', ' ', '<title>', '</description>', '<br/>', '&lt;'))
    await fc.assert(
      fc.asyncProperty(text, async (parts) => {
        const all = await titles(
          rss(`${item('', 1)}${item(`<description>${parts.join('')}</description>`, 2)}${item('', 3)}`),
        )
        // What opens a section or an attribute may be ended by nothing but the next.
        expect(all).toEqual(expect.arrayContaining(['Paper 1', 'Paper 3']))
      }),
      { numRuns: 100 },
    )
  })

  it('that breaks off loses the entry that breaks off', async () => {
    const xml = rss([1, 2, 3].map((n) => item(`<description>Text ${n}</description>`, n)).join(''))
    const third = xml.lastIndexOf('<item>')
    for (let length = third; length < xml.indexOf('</item>', third); length += 1)
      expect(await titles(xml.slice(0, length))).toEqual(['Paper 1', 'Paper 2'])
  })

  it('is read without its channel’s end, with junk around it and with prefixes nobody declared', async () => {
    expect(await titles(`\n\n  <br>Warning: <b>tides</b>${rss(item(''))}<script>x</script>`)).toEqual(['Paper 1'])
    expect(await titles(`\uFEFF <!-- made by hand -->${rss(item('')).replace('</channel></rss>', '')}`)).toEqual([
      'Paper 1',
    ])
    expect(
      await titles(
        '<rss><channel><item><dc:title>A</dc:title><atom:link href="https://a.org/1"/></item></channel></rss>',
      ),
    ).toEqual(['A'])
    expect(await titles(rdf(item('')).replaceAll(/(<\/?)rdf:/g, '$1RDF:'))).toEqual(['Paper 1'])
  })

  it('is read in slices that cut through no section', async () => {
    const text = `${'tide '.repeat(480)}An entry ends with </item>, as we know. <!-- `
    const many = Array.from({ length: 60 }, (_, n) => item(`<description><![CDATA[${text}]]></description>`, n))
    const papers = await readPapers(rss(many.join('\n')))
    expect(papers.map(({ title }) => title)).toEqual(Array.from({ length: 60 }, (_, n) => `Paper ${n}`))
    expect(papers.every(({ abstract }) => abstract.includes('An entry ends with'))).toBe(true)
  })

  it('of 8 MB is read while everybody else is answered', async () => {
    const many = Array.from({ length: 8_000 }, (_, n) =>
      item(`<description>${'tide &amp; '.repeat(80)}</description>`, n),
    )
    await readFeed(rss(many.slice(0, 300).join('')))
    const large = Buffer.from(rss(many.join('')))
    const { result, share } = await longestStretch(() => readFeed(large))
    expect(result.sightings).toHaveLength(300)
    expect(share).toBeLessThan(0.2)
  })

  for (const body of [
    '',
    'tides',
    '<!doctype html><html><body><rss><channel><item></item></channel></rss></body></html>',
    '<rss version="0.92"><![CDATA[]]>',
    '<opml><body><outline text="a"/></body></opml>',
    '<sitemap><url><loc>https://a.org</loc></url></sitemap>',
    '<a>'.repeat(10_000),
    '{"error":"no"}',
    '{"items":[{"title":"A","url":"https://a.org/1"}]}',
    '[]',
    '{',
  ])
    it(`is none when it is ${body.slice(0, 40) || 'empty'}`, async () => {
      await expect(readFeed(body)).rejects.toThrow(/is not a feed/)
    })
})
