import { describe, expect, it } from 'vitest'
import type { Paper } from '../../../src/core/paper.ts'
import { item, rdf, readFeed, readPapers, rss } from './read.ts'

type Said = Partial<Pick<Paper, 'id' | 'title' | 'abstract' | 'authors' | 'publishedAt'>>

/** Invented papers in the shapes that these publishers send. */
const JOURNALS: [name: string, xml: string, said: Said][] = [
  [
    'Nature',
    rdf(`<item rdf:about="https://www.nature.com/articles/s00000-026-00001-1"><title><![CDATA[Tides that count]]></title>
<link>https://www.nature.com/articles/s00000-026-00001-1</link>
<content:encoded><![CDATA[<p>Harbour Letters, Published online: 20 November 2026; <a href="https://www.nature.com/articles/s00000-026-00001-1">doi:10.1038/s00000-026-00001-1</a></p>We count tides.]]></content:encoded>
<dc:title><![CDATA[Tides that count]]></dc:title><dc:creator>Ada Example</dc:creator><dc:creator>Ben Sample</dc:creator>
<dc:identifier>doi:10.1038/s00000-026-00001-1</dc:identifier><dc:source>Harbour Letters, Published online: 2026-11-20; | doi:10.1038/s00000-026-00001-1</dc:source>
<dc:date>2026-11-20</dc:date><prism:publicationName>Harbour Letters</prism:publicationName><prism:doi>10.1038/s00000-026-00001-1</prism:doi></item>`),
    { id: 'doi:10.1038/s00000-026-00001-1', abstract: 'We count tides.', publishedAt: '2026-11-20' },
  ],
  [
    'Science',
    rdf(`<item rdf:about="https://www.science.org/doi/abs/10.1126/science.zz0001?af=R"><title>Tides that count</title>
<link>https://www.science.org/doi/abs/10.1126/science.zz0001?af=R</link><description>Harbour, Volume 390, Issue 6775, Page 100-103, November 2026. &lt;br/&gt;</description>
<dc:title>Tides that count</dc:title><dc:identifier>doi:10.1126/science.zz0001</dc:identifier><dc:source>Harbour</dc:source>
<dc:date>2026-11-20T08:00:00Z</dc:date><dc:creator>Ada Example</dc:creator><dc:creator>Ben Sample</dc:creator></item>`),
    { id: 'doi:10.1126/science.zz0001', abstract: '', publishedAt: '2026-11-20' },
  ],
  [
    'PNAS',
    rdf(`<item rdf:about="https://www.pnas.org/doi/abs/10.1073/pnas.2600000123?af=R"><title>Tides that count</title>
<link>https://www.pnas.org/doi/abs/10.1073/pnas.2600000123?af=R</link><description>Proceedings of the Harbour Academy, Volume 123, Issue 47, November 2026. &lt;br/&gt;SignificanceWe count tides.</description>
<dc:date>2026-11-20T08:00:00Z</dc:date><dc:creator>Ada Example</dc:creator><dc:creator>Ben Sample</dc:creator></item>`),
    { id: 'doi:10.1073/pnas.2600000123', abstract: 'We count tides.' },
  ],
  [
    'PLOS',
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour ONE</title><link rel="self" href="https://journals.plos.org/feed"/><author><name>Harbour</name></author>
<entry><title>Tides that count</title><link rel="alternate" href="https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001" title="Tides"/>
<link rel="related" type="application/pdf" href="https://journals.plos.org/plosone/article/file?id=10.1371/journal.pone.0000001&amp;type=printable"/>
<author><name>Ada Example</name></author><author><name>Ben Sample</name></author><id>10.1371/journal.pone.0000001</id>
<updated>2026-11-20T14:00:00Z</updated><published>2026-11-20T14:00:00Z</published><content type="html">&lt;p&gt;by Ada Example, Ben Sample&lt;/p&gt;

We count tides.</content></entry></feed>`,
    { id: 'doi:10.1371/journal.pone.0000001', abstract: 'We count tides.', publishedAt: '2026-11-20' },
  ],
  [
    'IEEE',
    rss(`<item><title>Tides that count</title><link>http://ieeexplore.ieee.org/document/10000001</link><description>We count tides.</description>
<pubDate>FRI, 20 NOV 2026 13:16:21 -0500</pubDate><volume>14</volume><authors>Ada Example;Ben Sample;</authors></item>`),
    { id: 'url:https://ieeexplore.ieee.org/document/10000001', abstract: 'We count tides.', publishedAt: '2026-11-20' },
  ],
  [
    'ACM',
    rss(`<item><title>Tides that count</title><link>https://dl.acm.org/doi/10.1145/0000001.0000002?af=R</link>
<description>Harbour Computing Surveys, Volume 58, Issue 4, Page 1-36, November 2026. &lt;br/&gt;</description>
<dc:date>2026-11-20</dc:date><dc:creator>Ada Example</dc:creator><dc:creator>Ben Sample</dc:creator></item>`),
    { id: 'doi:10.1145/0000001.0000002', abstract: '' },
  ],
  [
    'Springer',
    rss(`<item><title>Tides that count</title><link>https://link.springer.com/10.1007/s00000-026-00001-2</link><guid isPermaLink="false">10.1007/s00000-026-00001-2</guid>
<description>&lt;h3&gt;Abstract&lt;/h3&gt;&lt;p&gt;We count tides.&lt;/p&gt;</description><pubDate>2026-11-20</pubDate><dc:creator>Ada Example; Ben Sample</dc:creator></item>`),
    { id: 'doi:10.1007/s00000-026-00001-2', abstract: 'We count tides.', publishedAt: '2026-11-20' },
  ],
  [
    'Wiley',
    rss(`<item><title>Tides that count</title><link>https://onlinelibrary.wiley.com/doi/10.1002/har.1?af=R</link><pubDate>Fri, 20 Nov 2026 10:00:00 -0800</pubDate>
<guid isPermaLink="false">10.1002/har.1</guid><description>Harbour Letters, Volume 3, Issue 4, November 2026.</description><dc:description>&lt;h2&gt;ABSTRACT&lt;/h2&gt;&lt;p&gt;We count tides.&lt;/p&gt;</dc:description>
<content:encoded>&lt;h2&gt;ABSTRACT&lt;/h2&gt;&lt;p&gt;We count tides.&lt;/p&gt;</content:encoded><dc:creator>
Ada Example, 
Ben Sample</dc:creator></item>`),
    { id: 'doi:10.1002/har.1', abstract: 'We count tides.' },
  ],
  [
    'ScienceDirect',
    rss(`<item><title>Tides that count</title><link>https://www.sciencedirect.com/science/article/pii/S0000000026000012?dgcid=rss_sd_all</link>
<guid>https://www.sciencedirect.com/science/article/pii/S0000000026000012</guid>
<description><![CDATA[<p>Publication date: March 2027</p><p><b>Source:</b> Harbour Letters, Volume 12, Issue 3</p><p>Author(s): Ada Example, Ben Sample</p>]]></description></item>`),
    { abstract: '', publishedAt: '2027-03' },
  ],
  [
    'bioRxiv',
    rdf(`<item rdf:about="http://biorxiv.org/cgi/content/short/2026.11.20.123456v1?rss=1"><title><![CDATA[Tides that count]]></title>
<link>http://biorxiv.org/cgi/content/short/2026.11.20.123456v1?rss=1</link><description><![CDATA[We count tides.]]></description>
<dc:creator><![CDATA[Example, A., Sample, B.]]></dc:creator><dc:date>2026-11-20</dc:date><dc:identifier>doi:10.1101/2026.11.20.123456</dc:identifier></item>`),
    { id: 'doi:10.1101/2026.11.20.123456', abstract: 'We count tides.', authors: ['A. Example', 'B. Sample'] },
  ],
  [
    'PubMed',
    rss(`<item><title>Tides that count</title><link>https://pubmed.ncbi.nlm.nih.gov/40000001/?utm_source=Other&amp;fc=1</link><description>CONCLUSION: Tides count.</description>
<content:encoded><![CDATA[<div><p style="color: #4aa564;">Harb Lett. 2026 Nov 20:1-9. doi: 10.1000/harb.1. Online ahead of print.</p><p><b>ABSTRACT</b></p><p>BACKGROUND: We count tides.</p><p>CONCLUSION: Tides count.</p><p style="color: lightgray">PMID:<a href="https://pubmed.ncbi.nlm.nih.gov/40000001/">40000001</a> | DOI:<a href="https://doi.org/10.1000/harb.1">10.1000/harb.1</a></p></div>]]></content:encoded>
<guid isPermaLink="false">pubmed:40000001</guid><pubDate>Fri, 20 Nov 2026 06:00:00 -0500</pubDate><dc:creator>Ada Example</dc:creator><dc:creator>Ben Sample</dc:creator><dc:date>2026-11-20</dc:date>
<dc:source>Harbour Letters</dc:source><dc:identifier>pmid:40000001</dc:identifier><dc:identifier>doi:10.1000/harb.1</dc:identifier></item>`),
    { id: 'doi:10.1000/harb.1', abstract: 'BACKGROUND: We count tides. CONCLUSION: Tides count.' },
  ],
  [
    'ScienceDirect, before it is in an issue',
    rss(`<item><title>Tides that count</title><link>https://www.sciencedirect.com/science/article/pii/S0000000026000013?dgcid=rss_sd_all</link>
<description><![CDATA[<p>Publication date: Available online 20 November 2026</p><p><b>Source:</b> Harbour Letters</p><p>Author(s): Ada Example, Ben Sample</p>]]></description></item>`),
    { abstract: '', publishedAt: '2026-11-20' },
  ],
  [
    'ACS',
    rss(`<item><title>[ASAP] Tides that count</title><link>http://dx.doi.org/10.1021/acs.tide.6c00001</link><author>Ada Example and Ben Sample</author>
<description><![CDATA[<p><img alt="TOC Graphic" src="a.gif"/></p><div><cite>Harbour Letters</cite></div><div>DOI: 10.1021/acs.tide.6c00001</div>]]></description></item>`),
    { id: 'doi:10.1021/acs.tide.6c00001', abstract: '' },
  ],
  [
    'APS',
    rdf(`<item rdf:about="http://link.aps.org/doi/10.1103/PhysRevTide.1.010001"><title>Tides that count</title><link>http://link.aps.org/doi/10.1103/PhysRevTide.1.010001</link>
<description>Author(s): Ada Example and Ben Sample&lt;br /&gt;&lt;p&gt;We count tides.&lt;/p&gt;&lt;br /&gt;[Phys. Rev. Tide 1, 010001] Published Fri Nov 20, 2026</description>
<dc:creator>Ada Example and Ben Sample</dc:creator><prism:doi>10.1103/PhysRevTide.1.010001</prism:doi></item>`),
    { id: 'doi:10.1103/physrevtide.1.010001', abstract: 'We count tides.' },
  ],
  [
    'MDPI',
    rdf(`<item rdf:about="https://www.mdpi.com/1424-8220/26/1/1"><title>Harbour, Vol. 26, Pages 1: Tides that count</title><link>https://www.mdpi.com/1424-8220/26/1/1</link>
<description>Harbour, Vol. 26, Pages 1: Tides that count
	Harbour doi: 10.3390/h26010001
	Authors:
		Ada Example
		Ben Sample
		We count tides.</description><dc:creator>Ada Example</dc:creator><dc:creator>Ben Sample</dc:creator><dc:identifier>doi: 10.3390/h26010001</dc:identifier></item>`),
    { id: 'doi:10.3390/h26010001', abstract: 'We count tides.' },
  ],
  [
    'Oxford University Press',
    rss(`<item><title>Tides that count</title><link>https://academic.oup.com/tide/article/1/1/a1/1?rss=1</link><dc:creator>Ada Example</dc:creator><dc:creator>Ben Sample</dc:creator>
<description>&lt;div class="boxTitle"&gt;Abstract&lt;/div&gt;&lt;strong&gt;Motivation&lt;/strong&gt;We count.&lt;strong&gt;Results&lt;/strong&gt;They count.</description><prism:doi>10.1093/tide/a1</prism:doi></item>`),
    { id: 'doi:10.1093/tide/a1', abstract: 'Motivation: We count. Results: They count.' },
  ],
  [
    'JMLR',
    rss(
      `<item><title>Tides that count</title><link>http://jmlr.org/papers/v27/25-0001.html</link><description>Ada Example, Ben Sample; 27(1):1−20, 2026.</description></item>`,
    ),
    { id: 'url:https://jmlr.org/papers/v27/25-0001.html', abstract: '', publishedAt: '2026' },
  ],
  [
    'the ACL Anthology',
    rss(`<item><title>Tides that count</title><link>https://aclanthology.org/2026.acl-long.1/</link><guid>https://aclanthology.org/2026.acl-long.1/</guid>
<description>We count tides.</description><pubDate>Fri, 20 Nov 2026 00:00:00 +0000</pubDate><author>Ada Example and Ben Sample</author></item>`),
    { id: 'url:https://aclanthology.org/2026.acl-long.1', abstract: 'We count tides.' },
  ],
  [
    'arXiv',
    rss(`<item><title>Tides that count</title><link>https://arxiv.org/abs/2511.00001</link><description>arXiv:2511.00001v1 Announce Type: cross 
Abstract: We count tides.</description><guid isPermaLink="false">oai:arXiv.org:2511.00001v1</guid><category>cs.CL</category>
<pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate><arxiv:announce_type>cross</arxiv:announce_type><dc:creator>Ada Example, Ben Sample</dc:creator></item>`),
    { id: 'arxiv:2511.00001', abstract: 'We count tides.', publishedAt: '2026-11-20' },
  ],
]

describe('a paper in a feed of a publisher', () => {
  for (const [name, xml, said] of JOURNALS)
    it(`is read from the one of ${name}`, async () => {
      const papers = await readPapers(xml)
      expect(papers).toMatchObject([{ title: 'Tides that count', authors: ['Ada Example', 'Ben Sample'], ...said }])
    })

  it('leads to the page that its journal names, and else to where its DOI leads', async () => {
    const named = ['http://science.sciencemag.org/cgi/content/short/356/1?rss=1', 'https://blog.example.org/tides']
    const entries = named.map((link, n) => item(`<link>${link}</link><prism:doi>10.1234/harbour.${n}</prism:doi>`))
    const links = (await readPapers(rss(entries.join('')))).map((paper) => paper.links.abstract)
    expect(links).toEqual([
      'https://science.sciencemag.org/cgi/content/short/356/1',
      'https://doi.org/10.1234/harbour.1',
    ])
  })

  it('is not new when arXiv announces another version of it', async () => {
    const entry = (type: string) =>
      `<item><title>A</title><link>https://arxiv.org/abs/2511.00001</link><description>arXiv:2511.00001v2 Announce Type: ${type} Abstract: A.</description><arxiv:announce_type>${type}</arxiv:announce_type></item>`
    const bare = entry('replace').replace(/<arxiv:.*type>/, '')
    const { sightings, skipped } = await readFeed(rss(`${entry('replace')}${entry('replace-cross')}${bare}`))
    expect([sightings, skipped]).toEqual([[], []])
  })
})
