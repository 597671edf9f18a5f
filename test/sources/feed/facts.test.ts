import { describe, expect, it } from 'vitest'
import { renderBibtex } from '../../../src/papers/citations/bibtex.ts'
import { atom, item, rdf, readFeed, readPapers, rss } from './read.ts'

const first = async (inside: string) => (await readPapers(rss(item(inside))))[0]
const ids = async (xml: string, url?: string) => (await readPapers(xml, undefined, url)).map(({ id }) => id)
const entry = (inside: string, attributes = '') => `<entry${attributes}><title>A</title>${inside}</entry>`

describe('the date of an entry', () => {
  for (const [inside, date] of [
    ['<pubDate>Thu, 01 Jan 2026 00:00:00 +0100</pubDate>', '2026-01-01'],
    ['<dc:date>2026-01-01T00:00:00+09:00</dc:date>', '2026-01-01'],
    ['<pubDate>Fri, 24 Jul 2026 12:00:00 CEST</pubDate>', '2026-07-24'],
    ['<pubDate>1 January 2026</pubDate>', '2026-01-01'],
    ['<dcterms:issued>2026-11-18</dcterms:issued>', '2026-11-18'],
    ['<prism:publicationDate>2026-11-18</prism:publicationDate>', '2026-11-18'],
    ['<atom:published>2026-11-18T10:00:00Z</atom:published>', '2026-11-18'],
    ['<pubDate>soon</pubDate><dc:date>2026-11-18</dc:date>', '2026-11-18'],
    ['<pubDate></pubDate><atom:updated>2026-11-18</atom:updated>', '2026-11-18'],
    ['<dc:date>2026-11</dc:date><prism:publicationDate>2026-11-18</prism:publicationDate>', '2026-11-18'],
    ['<dc:date>2019</dc:date><atom:updated>2026-11-18</atom:updated>', '2019'],
    ['<prism:publicationDate>2026-05</prism:publicationDate>', '2026-05'],
    ['<pubDate>Volume 12</pubDate>', null],
    ['<pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate>', null],
  ] as const)
    it(`is ${date} in ${inside}`, async () => {
      expect((await first(inside))?.publishedAt).toBe(date)
    })

  it('is the day on which it is listed, and the year in which it is cited', async () => {
    const { sightings } = await readFeed(rss(item('<pubDate>Thu, 01 Jan 2026 00:00:00 +0100</pubDate>')))
    expect(sightings[0]?.day).toBe('2026-01-01')
    expect(renderBibtex(sightings.map(({ paper }) => paper))).toMatch(/year = \{2026\}/)
  })

  it('lists an entry on the day it is read when no element knows the day', async () => {
    const { sightings } = await readFeed(rss(item('<dc:date>2019</dc:date>')))
    expect(sightings).toMatchObject([{ day: '2026-11-29', paper: { publishedAt: '2019' } }])
  })
})

describe('the link of an entry', () => {
  for (const [inside, id] of [
    ['<link>/articles/7</link><guid isPermaLink="false">7</guid>', 'url:https://harbour.example.org/articles/7'],
    ['<link>//harbour.example.org/articles/8</link>', 'url:https://harbour.example.org/articles/8'],
    ['<link>articles/9?a=1&b=2</link>', 'url:https://harbour.example.org/articles/9?a=1&b=2'],
    ['<link> https://a.org/1\n</link>', 'url:https://a.org/1'],
    ['<link><![CDATA[https://a.org/1?a=1&b=2]]></link>', 'url:https://a.org/1?a=1&b=2'],
    ['<link/><guid>https://a.org/1</guid>', 'url:https://a.org/1'],
    ['<guid isPermaLink="true">https://a.org/1</guid>', 'url:https://a.org/1'],
    ['<link>https://harbour.example.org/</link><guid>https://a.org/1</guid>', 'url:https://a.org/1'],
    ['<atom:link rel="self" href="https://a.org/0"/><link>https://a.org/1</link>', 'url:https://a.org/1'],
    ['<atom:link href="https://a.org/1"/>', 'url:https://a.org/1'],
    [
      '<atom:link rel="replies" href="https://a.org/0"/><atom:link rel="alternate" href="/1"/>',
      'url:https://harbour.example.org/1',
    ],
    ['<link xml:base="https://a.org/b/">../1</link>', 'url:https://a.org/1'],
    // An arXiv identifier or a DOI wherever it stands.
    ['<link>https://a.org/1</link><prism:doi>10.1234/harbour.28</prism:doi>', 'doi:10.1234/harbour.28'],
    ['<link>https://a.org/1</link><dc:identifier>doi:10.1234/harbour.28</dc:identifier>', 'doi:10.1234/harbour.28'],
    ['<link>https://a.org/1</link><guid isPermaLink="false">10.1234/harbour.28</guid>', 'doi:10.1234/harbour.28'],
    ['<link>https://a.org/1</link><guid isPermaLink="false">oai:arXiv.org:2511.00001v1</guid>', 'arxiv:2511.00001'],
    ['<link>https://doi.org/10.1234/harbour.28</link>', 'doi:10.1234/harbour.28'],
    ['<link>https://a.org/1</link><dc:identifier>pmid:28</dc:identifier>', 'url:https://a.org/1'],
  ] as const)
    it(`is ${id} in ${inside}`, async () => {
      expect(await first(inside)).toMatchObject({ id })
    })

  for (const inside of [
    '<link/>',
    '<link></link><guid isPermaLink="false">https://a.org/1</guid>',
    '<link>https://harbour.example.org</link>',
    '<link>/</link>',
    '<link>#top</link>',
    '<link>https://harbour.example.org/feed.xml</link>',
    '<link>javascript:alert(1)</link>',
    '<atom:link rel="self" href="https://a.org/1"/><guid isPermaLink="false">7</guid>',
  ])
    it(`is none in ${inside}: a feed’s own page is no paper’s`, async () => {
      const { sightings, skipped } = await readFeed(rss(item(inside)))
      expect(sightings).toEqual([])
      expect(skipped).toEqual([expect.stringMatching(/has an entry without a title or a link/)])
    })

  it('is read against the bases around it', async () => {
    const inner = entry('<link href="pools"/>', ' xml:base="2026/11/"')
    const lab = '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://lab.example.org/notes/">'
    expect(await ids(`${lab}${inner}${entry('<link href="sands"/>')}</feed>`)).toEqual([
      'url:https://lab.example.org/notes/2026/11/pools',
      'url:https://lab.example.org/notes/sands',
    ])
    expect(await ids(rdf('<item rdf:about="https://a.org/1"><title>A</title></item>'))).toEqual(['url:https://a.org/1'])
    expect(await ids(rss(item('<link>7</link>')), 'https://user:secret@a.org/b/feed')).toEqual([
      'url:https://a.org/b/7',
    ])
  })

  it('is the page and not another form of it', async () => {
    const links = [
      '<link rel="self" href="https://a.org/feed/1"/><link rel="enclosure" href="https://a.org/1.mp3"/>',
      '<link rel="related" type="application/pdf" href="https://a.org/1.pdf"/>',
      '<link rel="alternate" type="application/pdf" href="https://a.org/1.pdf"/>',
      '<link rel="alternate" type="text/html" href="https://a.org/1"/>',
    ]
    expect(await ids(atom(entry(links.join(''))))).toEqual(['url:https://a.org/1'])
    expect(await ids(atom(entry('<id>https://a.org/1</id>')))).toEqual(['url:https://a.org/1'])
    expect(await ids(atom(entry('<id>tag:a.org,2026:1</id>')))).toEqual([])
    const home = '<link href="https://lab.example.org/"/>'
    expect(await ids(atom(entry(`${home}<id>https://a.org/1</id>`), home))).toEqual(['url:https://a.org/1'])
  })
})

describe('the texts of an entry', () => {
  it('keep signs, tokens and raised numbers', async () => {
    const paper = await first(
      '<title>10&lt;sup&gt;5&lt;/sup&gt; tides of CO&lt;sub&gt;2&lt;/sub&gt;</title><description>A rate of 10&lt;sup&gt;-3&lt;/sup&gt;.</description>',
    )
    expect(paper).toMatchObject({ title: '10⁵ tides of CO₂', abstract: 'A rate of 10⁻³.' })
    const tokens =
      '<title type="text">What the &lt;mask&gt; token knows</title><id>https://a.org/1</id><summary>We swap &lt;bos&gt; for &lt;eos&gt;.</summary>'
    expect(await readPapers(atom(`<entry>${tokens}</entry>`))).toMatchObject([
      { title: 'What the <mask> token knows', abstract: 'We swap <bos> for <eos>.' },
    ])
  })

  for (const [name, markup] of [
    ['escaped', '<summary type="html">E. &lt;i&gt;coli&lt;/i&gt; &amp;amp; R&amp;amp;D</summary>'],
    ['in CDATA', '<summary type="html"><![CDATA[E. <i>coli</i> &amp; R&amp;D]]></summary>'],
    [
      'as XHTML',
      '<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">E. <i>coli</i> &amp; R&amp;D</div></summary>',
    ],
    [
      'with a prefix',
      '<summary type="xhtml"><html:div xmlns:html="http://www.w3.org/1999/xhtml">E. <html:i>coli</html:i> &amp; R&amp;D</html:div></summary>',
    ],
    ['as it is', '<summary>E. <i>coli</i> &amp; R&amp;D</summary>'],
    ['in base64', `<summary mode="base64" type="text/html">${btoa('E. <i>coli</i> &amp; R&amp;D')}</summary>`],
  ] as const)
    it(`are read when their markup stands there ${name}`, async () => {
      const [paper] = await readPapers(atom(entry(`<id>https://a.org/1</id>${markup}`)))
      expect(paper?.abstract).toBe('E. coli & R&D')
    })

  it('are those of the entry, of whatever element has one', async () => {
    const media = '<media:thumbnail url="a.png"><title>No</title></media:thumbnail><source><title>No</title></source>'
    expect(
      await first(`${media}<dc:title>A</dc:title><dc:description>B</dc:description><title></title>`),
    ).toMatchObject({
      title: 'A',
      abstract: 'B',
    })
    const { sightings, skipped } = await readFeed(rss(item('<title/><description>No title of its own</description>')))
    expect([sightings, skipped.length]).toEqual([[], 1])
  })

  for (const [name, inside, abstract] of [
    [
      'repeats its last sentence',
      '<description>CONCLUSION: Knees bend.</description><content:encoded>&lt;p&gt;J Tide. 2026 Nov 20. doi: 10.1/1.&lt;/p&gt;&lt;p&gt;&lt;b&gt;ABSTRACT&lt;/b&gt;&lt;/p&gt;&lt;p&gt;BACKGROUND: Knees are joints. CONCLUSION: Knees bend.&lt;/p&gt;&lt;p&gt;PMID:&lt;a href="x"&gt;28&lt;/a&gt; | DOI:10.1/1&lt;/p&gt;</content:encoded>',
      'BACKGROUND: Knees are joints. CONCLUSION: Knees bend.',
    ],
    [
      'is a line about the issue',
      '<description>Harbour Letters, EarlyView.</description><content:encoded>&lt;h2&gt;ABSTRACT&lt;/h2&gt;&lt;p&gt;We measured nine walls.&lt;/p&gt;</content:encoded>',
      'We measured nine walls.',
    ],
    [
      'is cut',
      '<description>We measured nine […]</description><content:encoded>We measured nine walls.</content:encoded>',
      'We measured nine walls.',
    ],
    [
      'sums up a whole article',
      '<description>We measured nine walls.</description><content:encoded>We measured nine walls. It rained.</content:encoded>',
      'We measured nine walls.',
    ],
  ] as const)
    it(`have the fuller abstract where the description ${name}`, async () => {
      expect((await first(inside))?.abstract).toBe(abstract)
    })
})

describe('the authors of an entry', () => {
  for (const [inside, authors] of [
    ['<dc:creator>Ada Example</dc:creator><dc:creator>Ben Sample</dc:creator>', ['Ada Example', 'Ben Sample']],
    ['<dc:creator>Ada Example; Ben Sample</dc:creator>', ['Ada Example', 'Ben Sample']],
    [
      '<author>Ada Example</author><dc:creator>Ada Example</dc:creator><dc:creator>Ben Sample</dc:creator>',
      ['Ada Example', 'Ben Sample'],
    ],
    [
      '<atom:author><atom:name>Ada Example</atom:name><atom:uri>https://a.org</atom:uri></atom:author>',
      ['Ada Example'],
    ],
    [
      '<dc:creator><![CDATA[Example, A., Sample, B. C., van der Muster, D.]]></dc:creator>',
      ['A. Example', 'B. C. Sample', 'D. van der Muster'],
    ],
    [
      '<dc:creator>Ada Example, Ben Sample and Carla Muster</dc:creator>',
      ['Ada Example', 'Ben Sample', 'Carla Muster'],
    ],
    ['<dc:creator>\nAda Example, \nBen Sample</dc:creator>', ['Ada Example', 'Ben Sample']],
    [
      '<dc:creator>&lt;a href="https://a.org/p/1"&gt;Ada Example&lt;/a&gt;, &lt;a href="https://a.org/p/2"&gt;Ben Sample&lt;/a&gt;</dc:creator>',
      ['Ada Example', 'Ben Sample'],
    ],
    ['<author>ada@example.org (Ada Example)</author>', ['Ada Example']],
    ['<authors>Ada Example;Ben Sample;</authors>', ['Ada Example', 'Ben Sample']],
    ['<itunes:author>Ada Example</itunes:author>', ['Ada Example']],
    ['<author><email>ada@example.org</email></author>', []],
  ] as const)
    it(`are ${authors.join(', ') || 'none'} in ${inside}`, async () => {
      expect((await first(inside))?.authors).toEqual(authors)
    })

  it('are those of its source, else of the feed, when it names none', async () => {
    const person = (name: string) => `<author><name>${name}</name></author>`
    const entries = ['', `<source>${person('Ben Sample')}</source>`, person('Carla Muster')].map((inside, n) =>
      entry(`<id>https://a.org/${n}</id>${inside}`),
    )
    const papers = await readPapers(atom(entries.join(''), person('Ada Example')))
    expect(papers.map(({ authors }) => authors)).toEqual([['Ada Example'], ['Ben Sample'], ['Carla Muster']])
  })
})

describe('a JSON feed', () => {
  const json = (items: unknown[], more = {}) =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      home_page_url: 'https://lab.example.org/',
      items,
      ...more,
    })

  it('is read in both versions, and its damage costs its own entry', async () => {
    const items = [
      {
        id: 7,
        url: '/notes/7',
        title: 'R&D at p < 0.05',
        content_html: '<p>One.</p>',
        authors: [{ name: 'Ada Example' }],
      },
      null,
      {
        id: 'https://doi.org/10.1234/8',
        title: 'Eight',
        content_text: 'Two.',
        author: { name: 'Ben Sample' },
        date_published: '2026-11-20T23:30:00-08:00',
      },
      { id: 'https://lab.example.org/', title: 'Home' },
      { id: 'x', url: 'https://a.org/9', title: ['Nine'] },
    ]
    const { sightings, skipped } = await readFeed(json(items, { author: { name: 'Tide Lab' } }), 'application/json')
    expect(sightings.map(({ day, paper }) => [day, paper.id, paper.title, paper.abstract, ...paper.authors])).toEqual([
      ['2026-11-29', 'url:https://harbour.example.org/notes/7', 'R&D at p < 0.05', 'One.', 'Ada Example'],
      ['2026-11-20', 'doi:10.1234/8', 'Eight', 'Two.', 'Ben Sample'],
    ])
    expect(skipped).toHaveLength(2)
  })

  it('is read item by item, however many it has, whatever they hold and wherever it breaks off', async () => {
    const entry = (n: number) => ({ id: `https://a.org/${n}`, title: `], "${n}\\`, tags: Array(400).fill('"items":[') })
    const whole = json([1, 2, 3].map(entry), { _more: { items: [] } })
    const read = async (text: string) => (await readPapers(text, 'application/json')).map(({ title }) => title)
    expect(await read(whole)).toEqual([1, 2, 3].map((n) => `], "${n}`))
    expect(await read(json(Array.from({ length: 400 }, (_, n) => entry(n))))).toHaveLength(300)
    expect(await read(whole.replace('"id":"https://a.org/2"', '"id":'))).toHaveLength(2)
    expect(await read(whole.slice(0, whole.lastIndexOf('"tags"')))).toHaveLength(2)
  })
})
