import { type Destination, hostOf } from '../../core/setting.ts'
import type { Setup } from '../../core/setup.ts'
import type { Config } from './config.ts'
import { LOCAL } from './shape.ts'

/** Every host that the program connects to, as in SECURITY.md; a test knows all code that connects. */
export const destinationsOf = (setups: Setup[]): Destination<Config>[] => [
  ...own,
  ...setups.flatMap(({ destinations }) =>
    destinations.map((one) => ({ ...one, where: ({ platforms }: Config) => one.where(platforms) })),
  ),
]

const own: Destination<Config>[] = [
  {
    name: 'Hugging Face',
    hosts: 'huggingface.co',
    sent:
      'days and months, identifiers of suggested, posted and asked papers, HF_TOKEN, a request for the model of ' +
      'EMBEDDING_MODEL=local, and a search when its asker presses “Search Hugging Face”',
    ends: 'HF_URL names a mirror',
    where: ({ HF_URL }) => hostOf(HF_URL),
  },
  {
    name: 'jsDelivr',
    hosts: 'cdn.jsdelivr.net',
    sent: 'a request for the two files of ONNX Runtime, once',
    ends: 'EMBEDDING_MODEL, where it is local',
    where: ({ EMBEDDING_MODEL }) => (EMBEDDING_MODEL === LOCAL ? ['cdn.jsdelivr.net'] : []),
  },
  {
    name: 'arXiv',
    hosts: 'rss.arxiv.org, export.arxiv.org',
    sent: 'categories, and identifiers of suggested and posted papers',
    ends: 'ARXIV_CATEGORIES (all but identifiers); ARXIV_URL names a mirror',
    where: ({ ARXIV_URL }) => (ARXIV_URL ? hostOf(ARXIV_URL) : ['rss.arxiv.org', 'export.arxiv.org']),
  },
  {
    name: 'suggested papers',
    hosts: 'doi.org, and the public page that somebody suggests',
    sent: 'a request for that page, when somebody uses /papers add or looks a link up; DOIs of posted papers',
    ends: 'nothing',
    where: () => ['doi.org', 'pages that people suggest'],
  },
  {
    name: 'texts of papers',
    hosts: 'arxiv.org, and that of the PDF of a paper from elsewhere',
    sent: 'a request for a paper that somebody asks (`ask`), without the question and who asks',
    ends: 'PAPER_TEXT',
    where: ({ PAPER_TEXT, ARXIV_URL }) =>
      PAPER_TEXT ? [...hostOf(ARXIV_URL ?? 'https://arxiv.org'), 'hosts of papers’ PDFs'] : [],
  },
  {
    name: 'feeds',
    hosts: 'those of FEEDS',
    sent: 'requests for these addresses',
    ends: 'FEEDS',
    where: ({ FEEDS }) => FEEDS.flatMap(hostOf),
  },
  {
    name: 'pictures of papers',
    hosts: 'those of the pictures of papers',
    sent: 'a request for the picture, before a post or a page of the archive shows it, without who reads',
    ends: 'PAPERBOY_WEB for the archive, another layout for posts',
    where: () => ['hosts of pictures'],
  },
  {
    name: 'summaries by a model',
    hosts: 'api.openai.com',
    sent: 'titles and abstracts, OPENAI_API_KEY',
    ends: 'OPENAI_MODEL; OPENAI_BASE_URL names another server',
    where: ({ OPENAI_MODEL, OPENAI_BASE_URL }) =>
      OPENAI_MODEL ? hostOf(OPENAI_BASE_URL ?? 'https://api.openai.com') : [],
  },
  {
    name: 'search by meaning',
    hosts: 'api.openai.com',
    sent: 'titles and abstracts, the free words of searches without who asks, OPENAI_API_KEY',
    ends: 'EMBEDDING_MODEL, which may be local; OPENAI_BASE_URL names another server',
    where: ({ EMBEDDING_MODEL, OPENAI_BASE_URL }) =>
      EMBEDDING_MODEL && EMBEDDING_MODEL !== LOCAL ? hostOf(OPENAI_BASE_URL ?? 'https://api.openai.com') : [],
  },
  {
    name: 'heartbeat',
    hosts: 'that of HEARTBEAT_URL',
    sent: 'one request a day, and nothing in it',
    ends: 'HEARTBEAT_URL',
    where: ({ HEARTBEAT_URL }) => hostOf(HEARTBEAT_URL),
  },
  {
    name: 'own address',
    hosts: 'that of PAPERBOY_URL',
    sent: 'a request for /healthz every five minutes, whether it leads here',
    ends: 'PAPERBOY_URL',
    where: ({ PAPERBOY_URL }) => hostOf(PAPERBOY_URL),
  },
  {
    name: 'proxy',
    hosts: 'those of HTTP_PROXY and HTTPS_PROXY',
    sent: 'everything for the hosts above and for Slack and Discord; only the hosts can be read of what is encrypted',
    ends: 'HTTP_PROXY and HTTPS_PROXY; NO_PROXY for some hosts',
    where: ({ HTTP_PROXY, HTTPS_PROXY }) => [HTTP_PROXY, HTTPS_PROXY].flatMap(hostOf),
  },
  {
    name: 'database',
    hosts: 'that of DATABASE_URL; none with SQLite',
    sent: 'everything that is stored',
    ends: 'DATABASE_URL',
    where: ({ DATABASE_URL }) => (DATABASE_URL.startsWith('file:') ? [] : hostOf(DATABASE_URL)),
  },
]
