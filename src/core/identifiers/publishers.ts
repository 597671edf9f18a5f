import type { PaperId } from '../paper.ts'
import { canonicalUrl } from './canonical-url.ts'
import { canonicalDoi } from './doi.ts'

/** Hosts, the path and query there, and what that is known as: a DOI or a page. `$1`: the first group. */
type Shape = [hosts: string, place: RegExp, id: string]

/** Proceedings whose abstract, PDF, supplement and reviews lie under one hash. */
const HASHED = /^\/(?:paper_files\/)?paper\/(\d{4})\/(?:hash|file)\/(\w+)-[A-Za-z]+(-\w+)?\.[a-z]+$/
const ACL = 'aclanthology.org/$1'
const CVF = 'openaccess.thecvf.com/$1/html/$2_paper.html'
const ELSEVIER = 'www.sciencedirect.com/science/article/pii/$1'
const IEEE = 'ieeexplore.ieee.org/document/$1'
const PMLR = 'proceedings.mlr.press/$1/$2.html'
const PMC = 'pmc.ncbi.nlm.nih.gov/articles/$1'
const PUBMED = 'pubmed.ncbi.nlm.nih.gov/$1'
const OPENREVIEW = 'openreview.net/forum?id=$1'

const SHAPES: Shape[] = [
  ['aclanthology.org aclweb.org aclanthology.info', /\/([A-Z]\d\d-\d{4,5}|\d{4}\.[\w-]+\.\d+)(?=v\d|[./]|$)/, ACL],
  ['openreview.net', /^\/(?:forum|pdf|attachment|revisions)\?(?:.*&)?id=([\w-]+)/, OPENREVIEW],
  ['papers.cool', /^\/venue\/([\w-]+)@OpenReview/i, OPENREVIEW],
  ['proceedings.mlr.press', /^\/([vr]\d+)\/([\w-]+)(?=\.|\/|$)/, PMLR],
  ['raw.githubusercontent.com', /^\/mlresearch\/([vr]\d+)\/.*\/([\w-]+)\.pdf$/, PMLR],
  ['jmlr.org jmlr.csail.mit.edu', /^\/papers\/v(?:olume)?(\d+)\/([\w-]+)(?=\.|\/|$)/, 'jmlr.org/papers/v$1/$2.html'],
  ['neurips.cc nips.cc', HASHED, 'proceedings.neurips.cc/paper_files/paper/$1/hash/$2-Abstract$3.html'],
  ['iclr.cc', HASHED, 'proceedings.iclr.cc/paper_files/paper/$1/hash/$2-Abstract$3.html'],
  ['mlsys.org', HASHED, 'proceedings.mlsys.org/paper_files/paper/$1/hash/$2-Abstract$3.html'],
  ['papers.nips.cc papers.neurips.cc', /^\/paper\/(\d+-[\w-]+)(?=\.pdf|$)/, 'papers.nips.cc/paper/$1'],
  [
    'openaccess.thecvf.com',
    /^\/(content.*)\/(?:html|papers|supplemental)\/([\w.-]+)_(?:paper|supplemental)\.\w+$/,
    CVF,
  ],
  ['pubmed.ncbi.nlm.nih.gov', /^\/(?:\?term=)?(\d{1,9})(?!\d)/, PUBMED],
  ['ncbi.nlm.nih.gov', /^\/(?:m\/)?pubmed\/(?:\?term=)?(\d{1,9})(?!\d)/, PUBMED],
  ['europepmc.org', /^\/(?:article|abstract)\/MED\/(\d+)/i, PUBMED],
  ['ncbi.nlm.nih.gov europepmc.org', /^\/(?:pmc\/)?articles?\/(?:PMC\/)?(PMC\d+)/i, PMC],
  ['semanticscholar.org', /^\/(?:paper|reader)\/(?:[^/]+\/)?([\da-f]{40})/, 'www.semanticscholar.org/paper/$1'],
  ['ieeexplore.ieee.org', /(?:\/document\/|[?&]arnumber=|\/iel.*\/)0*(\d{4,})(?:\.pdf)?(?=[/?&]|$)/, IEEE],
  ['sciencedirect.com linkinghub.elsevier.com', /\/pii\/([A-Z]\w{15,20})/i, ELSEVIER],
  ['eprint.iacr.org', /^\/(\d{4}\/\d{3,5})/, 'eprint.iacr.org/$1'],
  ['pubs.rsc.org', /\/article(?:landing|html|pdf)\/\d{4}\/\w\w\/(\w+)/i, 'doi:10.1039/$1'],
  ['mdpi.com', /^\/(\d{4}-\d{3}[\dX]\/\d+\/\d+\/\w+)/, 'www.mdpi.com/$1'],
  ['ojs.aaai.org', /^\/index\.php\/(\w+)\/article\/\w+\/(\d+)/, 'ojs.aaai.org/index.php/$1/article/view/$2'],
  ['dl.acm.org portal.acm.org', /\.cfm\?(?:.*&)?id=(\d+\.\d+)/, 'doi:10.1145/$1'],
  ['nature.com', /^\/articles\/((?=[^/?]*[a-z])[^/?]+?)(?=_reference|[/?]|$)/, 'doi:10.1038/$1'],
  ['biorxiv.org medrxiv.org', /\/((?:\d{4}\.\d\d\.\d\d\.)?\d{6,8})(?=v\d|[./?]|$)/, 'doi:10.1101/$1'],
  ['elifesciences.org', /^\/(?:articles|reviewed-preprints)\/(\d{5,6})/, 'doi:10.7554/elife.$1'],
  ['peerj.com', /^\/articles\/(\d+)/, 'doi:10.7717/peerj.$1'],
  ['peerj.com', /^\/articles\/([a-z]+)-(\d+)/, 'doi:10.7717/peerj-$1.$2'],
  ['ssrn.com', /abstract(?:_?id)?=(\d+)/i, 'doi:10.2139/ssrn.$1'],
  ['zenodo.org', /^\/records?\/(\d+)/, 'doi:10.5281/zenodo.$1'],
  ['ijcai.org', /^\/proceedings\/(\d{4})\/0*(\d+)(?=\.pdf|$)/, 'doi:10.24963/ijcai.$1/$2'],
  ['researchsquare.com', /^\/article\/(rs-\d+)\/(v\d+)/, 'doi:10.21203/rs.3.$1/$2'],
]

/** Hosts of which each page with a DOI in its address is that paper's own. */
const JOURNALS = new RegExp(
  String.raw`(?:^|\.)(?:${[
    'acm|acs|aip|ametsoc|annualreviews|aps|ascelibrary|asm|atsjournals|biomedcentral|biorxiv|bmj|cambridge',
    'cell|chemrxiv|copernicus|degruyter|doi|elifesciences|emerald|frontiersin|hindawi|ieee|informs|iop',
    'iospress|jamanetwork|karger|liebertpub|mdpi|medrxiv|mitpressjournals|nature|nejm|oup|peerj|plos|pnas',
    'royalsocietypublishing|rsc|rupress|sagepub|scitation|science|sciencedirect|sciencemag|siam|springer',
    'springeropen|tandfonline|thelancet|thieme|uchicago|wiley|worldscientific',
  ].join('|')})\.(?:org|com|net|co\.uk|edu)$`,
)
/** Pages that show the paper whose arXiv identifier stands in their address. */
const PREPRINTS =
  /^(?:[\w-]+\.)*(?:(?:arxiv|alphaxiv|ar5iv)\.org|(?:huggingface|hf)\.co\/papers|papers\.cool|scirate\.com)\//

/** What the shape of a publisher's address says; `isPasted`: also through a library's proxy. */
export function publishersId(host: string, place: string, isPasted: boolean): PaperId | null {
  for (const [hosts, shape, id] of SHAPES) {
    const found = hosts.split(' ').some((own) => isHost(host, own, isPasted)) ? shape.exec(place) : null
    if (!found) continue
    const filled = id.replaceAll(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '')
    const doi = filled.startsWith('doi:') ? canonicalDoi(filled.slice('doi:'.length)) : null
    return doi === null ? `url:https://${filled}` : `doi:${doi}`
  }
  return null
}

export const isJournal = (host: string): boolean => JOURNALS.test(host)

/** The address of a page at a journal’s own host; null elsewhere: no other page stands for a paper that has a DOI. */
export function journalPage(link: string): string | null {
  const url = URL.parse(link)
  return url && isJournal(url.hostname) && !/(?:^|\.)doi\.org$/.test(url.hostname) ? canonicalUrl(url) : null
}

export const isPreprintPage = (page: string): boolean => PREPRINTS.test(page)

/** EZproxy writes `dl.acm.org.proxy.example.edu` or `dl-acm-org.proxy.example.edu`. */
const isHost = (host: string, own: string, isPasted: boolean): boolean =>
  host === own ||
  host.endsWith(`.${own}`) ||
  (isPasted &&
    [own, own.replaceAll('.', '-')].some((name) => `.${host}`.includes(`.${name}.`) || host.startsWith(`www-${name}.`)))
