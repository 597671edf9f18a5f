import type { Config } from './config.ts'

/** Somewhere that the bot sends something to. */
export type Destination = {
  name: string
  /** The hosts where nothing is set that names others. */
  hosts: string
  sent: string
  /** What ends it. */
  ends: string
  /** The hosts that these settings lead to; empty: nothing is sent there. */
  where(config: Config): string[]
}

const host = (url: string | undefined): string[] => (url === undefined ? [] : [URL.parse(url)?.host || 'this machine'])

/** Every host that the program connects to: `doctor` prints it, SECURITY.md has it, and a test knows all code that connects. */
export const destinations: Destination[] = [
  {
    name: 'Hugging Face',
    hosts: 'huggingface.co',
    sent: 'days and months, identifiers of suggested papers, HF_TOKEN, and a search when its asker presses “Search Hugging Face”',
    ends: 'HF_URL names a mirror',
    where: ({ HF_URL }) => host(HF_URL),
  },
  {
    name: 'arXiv',
    hosts: 'rss.arxiv.org, export.arxiv.org',
    sent: 'categories, and identifiers of suggested papers',
    ends: 'ARXIV_CATEGORIES (all but suggested papers); ARXIV_URL names a mirror',
    where: ({ ARXIV_URL }) => (ARXIV_URL ? host(ARXIV_URL) : ['rss.arxiv.org', 'export.arxiv.org']),
  },
  {
    name: 'suggested papers',
    hosts: 'doi.org, and the public page that somebody suggests',
    sent: 'a request for that page, when somebody uses /papers add or looks a link up',
    ends: 'nothing',
    where: () => ['doi.org', 'pages that people suggest'],
  },
  {
    name: 'feeds',
    hosts: 'those of FEEDS',
    sent: 'requests for these addresses',
    ends: 'FEEDS',
    where: ({ FEEDS }) => FEEDS.flatMap(host),
  },
  {
    name: 'Slack',
    hosts: 'slack.com, wss-primary.slack.com, wss-backup.slack.com, files.slack.com',
    sent: 'posts, answers, reactions, files that people ask for, questions about channels and members; the tokens',
    ends: 'SLACK_BOT_TOKEN, SLACK_CLIENT_ID',
    where: ({ SLACK_BOT_TOKEN, SLACK_CLIENT_ID, SLACK_API_URL }) =>
      SLACK_BOT_TOKEN || SLACK_CLIENT_ID ? [...host(SLACK_API_URL ?? 'https://slack.com'), '*.slack.com'] : [],
  },
  {
    name: 'Discord',
    hosts: 'discord.com, gateway.discord.gg',
    sent: 'posts, answers, reactions, files that people ask for, questions about channels and members; the token',
    ends: 'DISCORD_TOKEN',
    where: ({ DISCORD_TOKEN, DISCORD_API_URL }) =>
      DISCORD_TOKEN ? [...host(DISCORD_API_URL ?? 'https://discord.com'), 'gateway.discord.gg'] : [],
  },
  {
    name: 'summaries by a model',
    hosts: 'api.openai.com',
    sent: 'titles and abstracts, OPENAI_API_KEY',
    ends: 'OPENAI_MODEL; OPENAI_BASE_URL names another server',
    where: ({ OPENAI_MODEL, OPENAI_BASE_URL }) =>
      OPENAI_MODEL ? host(OPENAI_BASE_URL ?? 'https://api.openai.com') : [],
  },
  {
    name: 'search by meaning',
    hosts: 'api.openai.com',
    sent: 'titles and abstracts, the free words of searches without who asks, OPENAI_API_KEY',
    ends: 'EMBEDDING_MODEL; OPENAI_BASE_URL names another server',
    where: ({ EMBEDDING_MODEL, OPENAI_BASE_URL }) =>
      EMBEDDING_MODEL ? host(OPENAI_BASE_URL ?? 'https://api.openai.com') : [],
  },
  {
    name: 'mail',
    hosts: 'that of SMTP_URL',
    sent: 'letters, and the addresses of their readers',
    ends: 'SMTP_URL',
    where: ({ SMTP_URL }) => host(SMTP_URL),
  },
  {
    name: 'heartbeat',
    hosts: 'that of HEARTBEAT_URL',
    sent: 'one request a day, and nothing in it',
    ends: 'HEARTBEAT_URL',
    where: ({ HEARTBEAT_URL }) => host(HEARTBEAT_URL),
  },
  {
    name: 'database',
    hosts: 'that of DATABASE_URL; none with SQLite',
    sent: 'everything that is stored',
    ends: 'DATABASE_URL',
    where: ({ DATABASE_URL }) => (DATABASE_URL.startsWith('file:') ? [] : host(DATABASE_URL)),
  },
]
