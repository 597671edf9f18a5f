import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkedPapers } from '../../../src/core/identifiers/linked-papers.ts'
import { paperIdOf, sourceIdOf } from '../../../src/core/identifiers/paper-id.ts'

/** What is shown at several addresses, by the identifier that they share. */
const published = (
  [
    ['10.1002/harb.1234', 'https://onlinelibrary.wiley.com/doi/10.1002/harb.1234/abstract', '…/full', '…/epdf?x=1'],
    [
      '10.1021/acs.harb.6c00001',
      'https://pubs.acs.org/doi/suppl/10.1021/acs.harb.6c00001',
      '…/suppl_file/a_si_001.pdf',
    ],
    [
      '10.1007/s10000-026-00001-2',
      'https://link.springer.com/article/10.1007/s10000-026-00001-2',
      'https://link.springer.com/content/pdf/10.1007/s10000-026-00001-2.pdf',
      'https://link.springer.com/article/10.1007%2Fs10000-026-00001-2/fulltext.html',
    ],
    ['10.3389/fharb.2026.00001', 'https://www.frontiersin.org/articles/10.3389/fharb.2026.00001/full', '….pdf'],
    [
      '10.1371/journal.pone.0300001',
      'https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0300001',
      'https://journals.plos.org/plosone/article/file?id=10.1371/journal.pone.0300001&type=printable',
      'https://journals.plos.org/plosone/article/figure?id=10.1371/journal.pone.0300001.g001',
    ],
    [
      '10.1103/physrevlett.130.000001',
      'https://journals.aps.org/prl/abstract/10.1103/PhysRevLett.130.000001',
      'https://link.aps.org/doi/10.1103/PhysRevLett.130.000001',
    ],
    [
      '10.1038/s41586-026-00001-2',
      'https://www.nature.com/articles/s41586-026-00001-2',
      '….pdf',
      '…_reference.pdf',
      '…/figures/1',
      '…?error=cookies_not_supported',
    ],
    ['10.1088/1361-6382/ab1234', 'https://iopscience.iop.org/article/10.1088/1361-6382/ab1234/meta', '…/pdf'],
    [
      '10.7554/elife.12345',
      'https://elifesciences.org/articles/12345',
      'https://elifesciences.org/reviewed-preprints/12345v2',
    ],
    ['10.7717/peerj-cs.123', 'https://peerj.com/articles/cs-123/', 'https://peerj.com/articles/cs-123.pdf'],
    ['10.26434/chemrxiv-2026-abcde', 'https://doi.org/10.26434/chemrxiv-2026-abcde-v2'],
    ['10.2139/ssrn.1234567', 'https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1234567'],
    ['10.5281/zenodo.1234567', 'https://zenodo.org/records/1234567'],
    ['10.24963/ijcai.2026/1', 'https://www.ijcai.org/proceedings/2026/0001.pdf'],
    [
      'https://aclanthology.org/2026.acl-long.1',
      'https://aclanthology.org/2026.acl-long.1/',
      '….pdf',
      '…v2.pdf',
      '….bib',
    ],
    ['https://aclanthology.org/P19-1001', 'https://www.aclweb.org/anthology/P19-1001.pdf'],
    [
      'https://proceedings.mlr.press/v235/example26a.html',
      'https://proceedings.mlr.press/v235/example26a/example26a.pdf',
      'https://raw.githubusercontent.com/mlresearch/v235/main/assets/example26a/example26a.pdf',
    ],
    ['https://jmlr.org/papers/v26/25-0001.html', 'https://www.jmlr.org/papers/volume26/25-0001/25-0001.pdf'],
    [
      'https://proceedings.neurips.cc/paper_files/paper/2026/hash/00ff-Abstract-Conference.html',
      'https://papers.nips.cc/paper_files/paper/2026/file/00ff-Paper-Conference.pdf',
      'https://proceedings.neurips.cc/paper/2026/file/00ff-Supplemental-Conference.pdf',
    ],
    [
      'https://openaccess.thecvf.com/content/CVPR2026/html/Example_Tides_CVPR_2026_paper.html',
      'https://openaccess.thecvf.com/content/CVPR2026/papers/Example_Tides_CVPR_2026_paper.pdf',
    ],
    [
      'https://pubmed.ncbi.nlm.nih.gov/12345678',
      'https://pubmed.ncbi.nlm.nih.gov/12345678/?fc=20260101&ff=1&v=2',
      'https://www.ncbi.nlm.nih.gov/pubmed/12345678',
    ],
    [
      'https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567',
      'https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/pdf/a.pdf',
    ],
    [
      'https://www.semanticscholar.org/paper/0123456789abcdef0123456789abcdef01234567',
      'https://www.semanticscholar.org/paper/Late-Tides-Example/0123456789abcdef0123456789abcdef01234567',
    ],
    [
      'https://ieeexplore.ieee.org/document/1234567',
      'https://ieeexplore.ieee.org/abstract/document/1234567/',
      'https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=01234567',
      'https://ieeexplore-ieee-org.proxy.example.edu/document/1234567',
    ],
    [
      'https://www.sciencedirect.com/science/article/pii/S0140673626000011',
      'https://www.sciencedirect.com/science/article/abs/pii/S0140673626000011?dgcid=rss_sd_all',
      'https://linkinghub.elsevier.com/retrieve/pii/S0140673626000011',
    ],
  ] as const
).map(([id, first, ...more]) => {
  const addresses = [first, ...more.map((address) => address.replace('…', first.replace(/\/$/, '')))]
  return [`published as ${id}`, addresses, id.startsWith('10.') ? `doi:${id}` : `url:${id}`] as const
})

describe('the same paper', () => {
  for (const [what, texts, id] of [
    [
      'of arXiv',
      [
        '2511.01234',
        '2511.01234v3',
        ' arXiv:2511.01234v1 ',
        'arxiv.org:2511.01234',
        'oai:arXiv.org:2511.01234v2',
        'https://arxiv.org/abs/2511.01234',
        'http://www.arxiv.org/abs/2511.01234v2',
        'https://arxiv.org/pdf/2511.01234v2.pdf',
        'https://arxiv.org/html/2511.01234v1#S3',
        'https://export.arxiv.org/abs/2511.01234/',
        'https://huggingface.co/papers/2511.01234',
        'https://hf.co/papers/2511.01234?utm_source=x',
        'https://www.alphaxiv.org/overview/2511.01234v1',
        'https://ar5iv.org/abs/2511.01234',
        'https://doi.org/10.48550/arXiv.2511.01234',
        '10.48550/ARXIV.2511.01234',
        'doi: 10.48550/arXiv.2511.01234',
        'arXiv:2511.01234v2 [cs.LG]',
        '2511.01234v1.pdf',
        '2511.01234.',
        '`2511.01234`',
        '“arXiv:2511.01234”',
        '[2511.01234]',
        '<https://arxiv.org/abs/2511.01234>',
        '<https://arxiv.org/abs/2511.01234|the paper>,',
        '[the paper](https://arxiv.org/abs/2511.01234)',
        'arxiv.org/abs/2511.01234',
        'www.arxiv.org/pdf/2511.01234v2',
        'hf.co/papers/2511.01234',
        'https://arxiv.org/e-print/2511.01234v2',
        'https://arxiv.org/src/2511.01234',
        'https://arxiv.org/ps/2511.01234',
        'https://arxiv.org/format/2511.01234',
        'https://arxiv.org/abs/2511.01234?context=cs.LG',
        'https://www.alphaxiv.org/zh/overview/2511.01234v1',
        'https://papers.cool/arxiv/2511.01234',
        'https://scirate.com/arxiv/2511.01234',
        'https://www.semanticscholar.org/arxiv/2511.01234',
        'https://api.semanticscholar.org/graph/v1/paper/arXiv:2511.01234',
        'https://notarxiv.org/abs/2511.01234',
        'https://example.org/read?paper=2511.01234v3',
        'https://example.org/#/paper/2511.01234',
        'https://arxiv-org.proxy.example.edu/abs/2511.01234',
        'https://www.google.com/url?q=https://arxiv.org/abs/2511.01234&sa=D',
        'https://eu.safelinks.protection.outlook.com/?url=https%3A%2F%2Farxiv.org%2Fabs%2F2511.01234&data=05%7C',
        'https://urldefense.com/v3/__https://arxiv.org/abs/2511.01234__;!!AbC$',
        'https://urldefense.proofpoint.com/v2/url?u=https-3A__arxiv.org_abs_2511.01234&d=Dw',
        'https://web.archive.org/web/20260101000000/https://arxiv.org/abs/2511.01234',
      ],
      'arxiv:2511.01234',
    ],
    [
      'of the old arXiv',
      [
        'cs/0112017',
        'cs.CL/0112017',
        'https://arxiv.org/abs/cs/0112017v1',
        'https://arxiv.org/abs/cs%2F0112017',
        'arXiv:cs/0112017v2',
        'https://arxiv.org/ps/cs.CL/0112017',
      ],
      'arxiv:cs/0112017',
    ],
    [
      'with a DOI',
      [
        '10.1145/3477495.3531722',
        'DOI:10.1145/3477495.3531722',
        'https://doi.org/10.1145/3477495.3531722',
        'https://dx.doi.org/10.1145%2F3477495.3531722',
        'https://dl.acm.org/doi/pdf/10.1145/3477495.3531722',
        'https://dl.acm.org/doi/fullHtml/10.1145/3477495.3531722',
        'https://dl.acm.org/citation.cfm?id=3477495.3531722&CFID=1',
        'https://dl-acm-org.proxy.example.edu/doi/10.1145/3477495.3531722',
        'https://doi-org.proxy.example.edu/10.1145/3477495.3531722',
        'doi.org/10.1145/3477495.3531722',
        '10.1145/3477495.3531722,',
        'info:doi/10.1145/3477495.3531722',
        'https://login.proxy.example.edu/login?url=https://dl.acm.org/doi/10.1145/3477495.3531722',
        'https://example.org/resolve?doi=10.1145/3477495.3531722&x=1',
      ],
      'doi:10.1145/3477495.3531722',
    ],
    [
      'on a preprint server',
      [
        'https://www.biorxiv.org/content/10.1101/2024.05.01.591234v2',
        'https://www.biorxiv.org/content/10.1101/2024.05.01.591234v1.full.pdf',
        'https://www.biorxiv.org/content/biorxiv/early/10.1101/2024.05.01.591234',
        'https://www.medrxiv.org/content/10.1101/2024.05.01.591234v1.abstract',
        'https://www.biorxiv.org/content/early/2024/05/01/2024.05.01.591234.full.pdf',
        'https://www.biorxiv.org/cgi/content/short/2024.05.01.591234v1?rss=1',
        'https://doi.org/10.1101/2024.05.01.591234v2',
      ],
      'doi:10.1101/2024.05.01.591234',
    ],
    [
      'in a journal of chemistry',
      ['https://pubs.rsc.org/en/content/articlelanding/2026/td/d6td00001a', 'DOI 10.1039/D6TD00001A'],
      'doi:10.1039/d6td00001a',
    ],
    [
      'under review',
      [
        'https://openreview.net/forum?id=aB_c-1',
        'https://openreview.net/pdf?id=aB_c-1&noteId=x',
        'https://www.openreview.net/forum?noteId=9&id=aB_c-1#top',
      ],
      'url:https://openreview.net/forum?id=aB_c-1',
    ],
    ...published,
    [
      'on the web',
      [
        'https://example.org/paper',
        'http://example.org/paper/',
        'https://me:secret@example.org/paper?utm_medium=rss&ref=x#abstract',
        'https://example.org/paper?source=rss&fbclid=a&mc_cid=b&_hsenc=c',
        'https://web.archive.org/web/2026/http://example.org/paper',
        'url:https://example.org/paper',
      ],
      'url:https://example.org/paper',
    ],
  ] as const)
    for (const text of texts) it(`${what} is meant by ${text}`, () => expect(paperIdOf(text)).toBe(id))

  for (const text of [
    '',
    'attention is all you need',
    '2511.1234',
    '2513.01234',
    'javascript:alert(1)',
    'file:///etc/passwd',
    '10.5',
    'arxiv:abc',
    'item/9711200',
    'cs.CL/new',
    'example.org/paper',
    'see https://arxiv.org/abs/2511.01234',
    'doi:',
    '12:30',
  ])
    it(`is not meant by “${text}”`, () => expect(paperIdOf(text)).toBeNull())

  it('keeps pages apart that only look like papers', () => {
    expect(paperIdOf('https://doi.org/')).toBe('url:https://doi.org')
    expect(paperIdOf('https://arxiv.org/list/cs.CL/new')).toBe('url:https://arxiv.org/list/cs.CL/new')
    expect(paperIdOf('https://example.org/item/9711200')).toBe('url:https://example.org/item/9711200')
    expect(paperIdOf('https://openreview.net/group?id=A/2026')).toBe('url:https://openreview.net/group?id=A/2026')
    expect(paperIdOf('https://doi.org/10.18653/v1/2026.acl-long.1')).toBe('doi:10.18653/v1/2026.acl-long.1')
    expect(paperIdOf('https://example.org/list?id=1')).not.toBe(paperIdOf('https://example.org/list?id=2'))
  })

  it('has one identifier, which means itself', () => {
    const text = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc
        .tuple(fc.constantFrom('10.1000/', 'https://doi.org/10.1000/'), fc.string({ unit: 'binary' }))
        .map((parts) => parts.join('')),
      fc
        .tuple(fc.constantFrom('https://arxiv.org/abs/', 'https://arxiv.org/pdf/', 'arxiv:'), fc.string())
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, (given) => {
        const id = paperIdOf(given)
        if (id) expect(paperIdOf(id)).toBe(id)
      }),
    )
  })
})

describe('what a source says of its own entry', () => {
  it('is the paper where its host shows papers, and another page elsewhere', () => {
    for (const [address, id] of [
      ['https://arxiv.org/abs/2511.01234v2', 'arxiv:2511.01234'],
      ['https://huggingface.co/papers/2511.01234', 'arxiv:2511.01234'],
      ['https://www.nature.com/articles/s41586-026-00001-2', 'doi:10.1038/s41586-026-00001-2'],
      ['https://link.springer.com/article/10.1007/s10000-026-00001-2', 'doi:10.1007/s10000-026-00001-2'],
      ['https://www.google.com/url?url=https://arxiv.org/abs/2511.01234&ct=ga', 'arxiv:2511.01234'],
      ['10.1234/harbour.28', 'doi:10.1234/harbour.28'],
      ...[
        'https://blog.example.org/2511.01234',
        'https://blog.example.org/review?of=10.1234/harbour.28',
        'https://blog.example.org/doi/10.1234/harbour.28',
        'https://blog.example.org/?about=https://arxiv.org/abs/2511.01234',
      ].map((review) => [review, `url:${review}`]),
    ] as const)
      expect(sourceIdOf(address ?? '')).toBe(id)
  })
})

describe('the papers in a text', () => {
  const of = (text: string) => linkedPapers(text).map(({ id }) => id)

  for (const [text, ...ids] of [
    ['see https://arxiv.org/abs/2511.01234.', 'arxiv:2511.01234'],
    ['(https://arxiv.org/abs/2511.01234)', 'arxiv:2511.01234'],
    ['(see https://arxiv.org/pdf/2511.01234v2.pdf).', 'arxiv:2511.01234'],
    ['https://arxiv.org/abs/2511.01234, https://arxiv.org/abs/2511.05678!', 'arxiv:2511.01234', 'arxiv:2511.05678'],
    ['https://a.example.org/x,https://a.example.org/y', 'url:https://a.example.org/x', 'url:https://a.example.org/y'],
    ['[the paper](https://arxiv.org/abs/2511.01234)', 'arxiv:2511.01234'],
    ['[https://arxiv.org/abs/2511.01234](https://arxiv.org/abs/2511.01234)', 'arxiv:2511.01234'],
    ['see <https://arxiv.org/abs/2511.01234>.', 'arxiv:2511.01234'],
    ['<https://arxiv.org/abs/2511.01234|the paper>, nice', 'arxiv:2511.01234'],
    ['*https://arxiv.org/abs/2511.01234* _10.1234/harbour.28_', 'arxiv:2511.01234', 'doi:10.1234/harbour.28'],
    ['https://huggingface.co/papers/2511.01234: nice', 'arxiv:2511.01234'],
    ['https://openreview.net/forum?id=AbC123xyz.', 'url:https://openreview.net/forum?id=AbC123xyz'],
    ['(https://doi.org/10.1016/S0140-6736(24)00001-1)', 'doi:10.1016/s0140-6736(24)00001-1'],
    ['https://doi.org/10.1234/harbour.28,', 'doi:10.1234/harbour.28'],
    ['arXiv:2511.01234v2 is out', 'arxiv:2511.01234'],
    ['arXiv:hep-th/9711200 and math.GT/0309136', 'arxiv:hep-th/9711200', 'arxiv:math/0309136'],
    ['doi:10.1234/harbour.28 is out', 'doi:10.1234/harbour.28'],
    ['见https://arxiv.org/abs/2511.01234，论文2511.05678很好', 'arxiv:2511.01234', 'arxiv:2511.05678'],
    ['https://arxiv.org/abs/\n2511.01234', 'arxiv:2511.01234'],
    [
      '10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2.',
      'doi:10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2',
    ],
    ['12511.01234, 2511.012345, v1.2511.01234, 3.10.1234'],
  ] as const)
    it(`are found in “${text.replace('\n', '⏎')}”`, () => expect(of(text)).toEqual(ids))

  it('are found however they are written, whatever stands around them', () => {
    const spellings = fc.oneof(
      fc
        .constantFrom('2511.01234', 'math/0309136', 'hep-th/9711200')
        .chain((id) =>
          fc.constantFrom(
            ...[
              id,
              `arXiv:${id}v2`,
              `https://arxiv.org/abs/${id}`,
              `arxiv.org/pdf/${id}v1`,
              `www.alphaxiv.org/zh/abs/${id}`,
            ].map((text) => ({ id: `arxiv:${id}`, text })),
          ),
        ),
      fc
        .constantFrom('10.1234/harbour.28', '10.1016/s0140-6736(24)00001-1', '10.18653/v1/2026.acl-long.1')
        .chain((id) =>
          fc.constantFrom(
            ...[
              id,
              `doi:${id}`,
              `https://doi.org/${id}`,
              `doi.org/${id}`,
              `https://dl.acm.org/doi/abs/${id}`,
              `https://a.example.org/x?doi=${id}`,
            ].map((text) => ({ id: `doi:${id}`, text })),
          ),
        ),
    )
    const around = fc.constantFrom(
      ['', ''],
      ['(', ')'],
      ['<', '>'],
      ['"', '"'],
      ['“', '”'],
      ['see ', '.'],
      ['', '!?'],
      ['[', ']'],
      ['`', '`'],
      ['见', '。'],
    )
    const written = fc
      .tuple(spellings, around)
      .map(([{ id, text }, [before, after]]) => ({ id, text: before + text + after }))
    fc.assert(
      fc.property(
        fc.array(written, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(' ', '\n', ', ', '; '),
        (all, between) => {
          expect(of(all.map(({ text }) => text).join(between))).toEqual([...new Set(all.map(({ id }) => id))])
          for (const { id, text } of all) if (!text.includes(' ')) expect(paperIdOf(text.replace('见', ''))).toBe(id)
        },
      ),
    )
  })
})
