import type { Logger } from 'pino'
import type { OAuthConfig } from '../adapters/slack/oauth/oauth.ts'
import { createArchiveLinks } from './access/archive-links.ts'
import { createLetterLinks, type LetterLinks } from './access/letter-links.ts'
import { createSigner } from './access/signed-links.ts'
import { findManagerRole, setChannelState, subscribeChannel } from './channels/channels.ts'
import type { Defaults } from './channels/settings.ts'
import { agendaVerb } from './cli/agenda.ts'
import type { App } from './cli/app.ts'
import { backupVerb, restoreVerb } from './cli/backup.ts'
import { type Config, readConfig } from './cli/config.ts'
import { costVerb } from './cli/cost.ts'
import { doctorVerb } from './cli/doctor.ts'
import { exportVerb } from './cli/export.ts'
import { fetchVerb } from './cli/fetch.ts'
import { importVerb } from './cli/import.ts'
import { manifestVerb } from './cli/manifest.ts'
import { postVerb } from './cli/post.ts'
import { previewVerb } from './cli/preview.ts'
import { runProgram } from './cli/program.ts'
import { reindexVerb } from './cli/reindex.ts'
import { retryVerb } from './cli/retry.ts'
import { searchVerb } from './cli/search.ts'
import { secretsOf } from './cli/secret-settings.ts'
import { startVerb } from './cli/start.ts'
import { summarizeVerb } from './cli/summarize.ts'
import type { CliVerb, OpenOptions } from './cli/verb.ts'
import { votesVerb } from './cli/votes.ts'
import { whyVerb } from './cli/why.ts'
import { type MayServe, serveOnly } from './core/allowed-teams.ts'
import type { ChatAdapter } from './core/chat.ts'
import { createLog } from './core/log.ts'
import type { PaperSource } from './core/paper.ts'
import { parsePostDays } from './core/schedule.ts'
import type { PlatformSetup } from './core/setup.ts'
import { openStore, type Store } from './db/open.ts'
import { withCallMetrics } from './ops/metrics/calls.ts'
import { withRequestMetrics } from './ops/metrics/requests.ts'
import { withSearchMetrics } from './ops/metrics/searches.ts'
import { ALLOWANCES, type Allowance } from './outbox/pace.ts'
import { TIMEOUTS, type Timeouts } from './outbox/timeouts.ts'
import { openSearch } from './search/search.ts'
import type { Vectors } from './search/vectors/vectors.ts'
import { createHttp, type Http } from './sources/http/http.ts'
import { createHuggingFace } from './sources/huggingface/index.ts'
import { recordSends } from './state/record-sends.ts'
import { createState, type State } from './state/state.ts'
import { createSummarizer } from './summaries/summarizer.ts'

const verbs: CliVerb[] = [
  startVerb,
  postVerb,
  fetchVerb,
  importVerb,
  searchVerb,
  summarizeVerb,
  whyVerb,
  costVerb,
  votesVerb,
  agendaVerb,
  retryVerb,
  reindexVerb,
  doctorVerb,
  manifestVerb({
    slack: async (url) => {
      const { createManifest } = await import('../adapters/slack/manifest.ts')
      return JSON.stringify(
        createManifest({ requests: url, redirects: url ?? readConfig().PAPERBOY_URL ?? null }),
        null,
        2,
      )
    },
    discord: async () => {
      const { renderManifest } = await import('../adapters/discord/manifest.ts')
      return renderManifest(readConfig().DISCORD_APPLICATION_ID ?? null)
    },
  }),
  previewVerb({
    slack: async () => (await import('../adapters/slack/preview/draw.ts')).drawSlack,
    discord: async () => (await import('../adapters/discord/preview/draw.ts')).drawDiscord,
  }),
  backupVerb,
  restoreVerb,
  exportVerb,
]

/** What a test adds to the program: a platform of its own, and less timeouts. */
export type Extra = { adapters: ChatAdapter[]; allowances: Record<string, Allowance>; timeouts: Timeouts }

const none: Extra = { adapters: [], allowances: ALLOWANCES, timeouts: TIMEOUTS }

/** Runs one verb of the command line. */
export const main = (argv: string[], extra: Extra = none): Promise<void> =>
  runProgram(verbs, (options, signal) => openApp(readConfig(), options, signal, extra), argv)

async function openApp(
  config: Config,
  { quiet, prompt }: OpenOptions,
  signal: AbortSignal,
  extra: Extra,
): Promise<App> {
  const log = createLog(config.LOG_LEVEL ?? (process.stderr.isTTY ? 'error' : 'info'), secretsOf(config))
  const store = await openStore(config.DATABASE_URL, (what) => log.warn(what))
  const metrics = config.PORT === undefined ? null : (await import('./ops/metrics/metrics.ts')).createMetrics()
  const network = createHttp({ contact: config.CONTACT ?? null, log })
  const http = metrics ? withRequestMetrics(network, metrics) : network
  const huggingFace = createHuggingFace({ url: config.HF_URL, token: config.HF_TOKEN ?? null, http, log })
  const sources = [huggingFace, ...(await openFurtherSources(config, http, log))]
  const { TERMINAL_CHANNEL, createTerminalAdapter } = await import('../adapters/terminal/index.ts')
  const terminal = createTerminalAdapter({ input: prompt ? process.stdin : null, output: process.stdout, quiet })
  const signer = config.PAPERBOY_SECRET === undefined ? null : createSigner(...config.PAPERBOY_SECRET)
  const hasLetters = signer !== null && config.SMTP_URL !== undefined && config.PAPERBOY_URL !== undefined
  const letters = hasLetters ? createLetterLinks(signer, config.PAPERBOY_URL ?? '', Date.now) : null
  const hasArchive = signer !== null && config.PAPERBOY_WEB && config.PORT !== undefined
  const archive = hasArchive ? createArchiveLinks(signer, config.PAPERBOY_URL ?? '', Date.now) : null
  const adapters = new Map<string, ChatAdapter>([['terminal', terminal]])
  for (const adapter of extra.adapters) adapters.set(adapter.platform, adapter)
  const state = createState(store.now)
  const setups = [
    ...(await setUpSlack(config, { log, store, adapters })),
    ...(await setUpDiscord(config, { log, store, state, adapters })),
    ...(await setUpEmail(config, letters, adapters)),
  ]
  // The terminal gets posts of its own only where nobody else does.
  if (setups.length === 0) await subscribeChannel(store.db, TERMINAL_CHANNEL, 'terminal', Date.now())
  else await setChannelState(store.db, TERMINAL_CHANNEL, 'left', null)
  const mayServe = mayServeOf(config)
  for (const [platform, adapter] of adapters) adapters.set(platform, recordSends(serveOnly(adapter, mayServe), state))
  if (metrics) for (const [platform, adapter] of adapters) adapters.set(platform, withCallMetrics(adapter, metrics))
  const vectors = await openVectors(config, { store, log, state, signal })
  const search = await openSearch(store, vectors)
  return {
    config,
    log,
    store,
    sources,
    fetchMonth: huggingFace.fetchMonth,
    fetchMatches: huggingFace.fetchMatches,
    fetchPaper: async (id, signal) => {
      const [{ createArxiv }, { createSubmission }] = await Promise.all([
        import('./sources/arxiv/index.ts'),
        import('./sources/submission/index.ts'),
      ])
      const arxiv = createArxiv({ url: config.ARXIV_URL ?? null, http, log })
      return createSubmission({ http, arxiv: [arxiv.fetchPaper, huggingFace.fetchPaper] })(id, signal)
    },
    defaults: defaultsOf(config, sources),
    adapters,
    setups,
    allowances: extra.allowances,
    timeouts: extra.timeouts,
    alertChannel: config.ALERT_CHANNEL ?? null,
    signer,
    letters,
    archive,
    heartbeatUrl: config.HEARTBEAT_URL ?? null,
    http,
    show: terminal.print,
    summarize: createSummarizer(config, config.SUMMARY_LANGUAGE, { store, log, state }),
    search: metrics ? withSearchMetrics(search, metrics) : search,
    vectors,
    metrics,
    state,
    signal,
    async close() {
      for (const adapter of adapters.values()) await adapter.stop()
      await search.close()
      await store.close()
    },
  }
}

const mayServeOf =
  ({ ALLOWED_TEAMS }: Config): MayServe =>
  (team) =>
    ALLOWED_TEAMS === undefined || ALLOWED_TEAMS.includes(team)

type SettingUp = { log: Logger; store: Store; adapters: Map<string, ChatAdapter> }

async function setUpSlack(config: Config, { log, store, adapters }: SettingUp): Promise<PlatformSetup[]> {
  if (!config.SLACK_BOT_TOKEN && !config.SLACK_CLIENT_ID) return []
  const { createSlackAdapter } = await import('../adapters/slack/index.ts')
  const slack = createSlackAdapter({
    botToken: config.SLACK_BOT_TOKEN ?? null,
    appToken: config.SLACK_APP_TOKEN ?? null,
    signingSecret: config.SLACK_SIGNING_SECRET ?? null,
    oauth: await openSlackOAuth(config, store),
    apiUrl: config.SLACK_API_URL ?? null,
    mayServe: mayServeOf(config),
    log,
  })
  adapters.set('slack', slack)
  const listed = config.SLACK_CHANNELS ?? []
  return [
    {
      platform: 'slack',
      listed,
      findChannels: slack.findChannels,
      examine: () => slack.examine(listed),
      isConnected: slack.isConnected,
      routes: slack.routes,
      pages: slack.pages,
    },
  ]
}

/** Null where there is one workspace, by token. */
async function openSlackOAuth(
  { SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, PAPERBOY_SECRET, PAPERBOY_URL }: Config,
  store: Store,
): Promise<OAuthConfig | null> {
  if (!SLACK_CLIENT_ID || !SLACK_CLIENT_SECRET || !PAPERBOY_SECRET || !PAPERBOY_URL) return null
  const { createSealer } = await import('./access/sealed-secrets.ts')
  const { createInstallations } = await import('./access/installations.ts')
  const installations = createInstallations(store, createSealer(...PAPERBOY_SECRET))
  return { clientId: SLACK_CLIENT_ID, clientSecret: SLACK_CLIENT_SECRET, url: PAPERBOY_URL, installations }
}

const DISCORD_REFUSED = 'it refuses DISCORD_TOKEN; make a new one, and start again'

async function setUpDiscord(
  config: Config,
  { log, store, state, adapters }: SettingUp & { state: State },
): Promise<PlatformSetup[]> {
  if (!config.DISCORD_TOKEN) return []
  const { createDiscordAdapter } = await import('../adapters/discord/index.ts')
  const shards = Number(config.DISCORD_SHARDS)
  const discord = createDiscordAdapter({
    token: config.DISCORD_TOKEN,
    applicationId: config.DISCORD_APPLICATION_ID,
    apiUrl: config.DISCORD_API_URL,
    shards: shards > 0 ? shards : null,
    messageContent: config.DISCORD_MESSAGE_CONTENT,
    log,
    lead: store.tryLead,
    mayServe: mayServeOf(config),
    onTokenRefused: () => state.record({ kind: 'platform', name: 'discord', step: 'token' }, DISCORD_REFUSED),
    findManagerRole: (team) => findManagerRole(store.db, team),
  })
  adapters.set('discord', discord)
  const listed = config.DISCORD_CHANNELS ?? []
  return [
    {
      platform: 'discord',
      listed,
      findChannels: discord.findChannels,
      examine: () => discord.examine(listed),
      isConnected: discord.isConnected,
      routes: {},
      pages: {},
    },
  ]
}

async function setUpEmail(
  config: Config,
  letters: LetterLinks | null,
  adapters: Map<string, ChatAdapter>,
): Promise<PlatformSetup[]> {
  if (letters === null || config.SMTP_URL === undefined) return []
  const { createEmailAdapter } = await import('../adapters/email/index.ts')
  const email = createEmailAdapter({
    url: config.SMTP_URL,
    from: config.MAIL_FROM ?? '',
    linksFor: (address) => ({ settings: letters.settings(address), unsubscribe: letters.unsubscribe(address) }),
  })
  adapters.set('email', email)
  return [
    {
      platform: 'email',
      listed: [],
      // A mailbox is asked by letter, and says yes itself.
      findChannels: async () => [],
      examine: email.examine,
      isConnected: () => true,
      routes: {},
      pages: {},
    },
  ]
}

/** Loaded only where they are configured. */
async function openFurtherSources(
  { ARXIV_URL, ARXIV_CATEGORIES, FEEDS }: Config,
  http: Http,
  log: Logger,
): Promise<PaperSource[]> {
  const sources: PaperSource[] = []
  if (ARXIV_CATEGORIES.length > 0) {
    const { createArxiv } = await import('./sources/arxiv/index.ts')
    const arxiv = createArxiv({ url: ARXIV_URL ?? null, http, log })
    sources.push(...ARXIV_CATEGORIES.map((category) => arxiv.category(category)))
  }
  if (FEEDS.length > 0) {
    const { createFeed } = await import('./sources/feed/index.ts')
    sources.push(...FEEDS.map((url) => createFeed({ url, http })))
  }
  return sources
}

/** Loaded only where a model for them is set. */
async function openVectors(
  { EMBEDDING_MODEL, OPENAI_API_KEY, OPENAI_BASE_URL, LLM_DAILY_TOKENS }: Config,
  context: { store: Store; log: Logger; state: State; signal: AbortSignal },
): Promise<Vectors | null> {
  if (EMBEDDING_MODEL === undefined) return null
  const { createVectors } = await import('./search/vectors/vectors.ts')
  const server = { model: EMBEDDING_MODEL, apiKey: OPENAI_API_KEY, baseUrl: OPENAI_BASE_URL }
  const heard = (problem: string | null) => context.state.record({ kind: 'model', name: 'meaning' }, problem)
  return createVectors({ ...context, server, dailyTokens: LLM_DAILY_TOKENS }, heard)
}

const defaultsOf = (
  { timezone, POST_AT, POST_DAYS, PAPERS_PER_DAY, SUMMARY_LANGUAGE }: Config,
  sources: PaperSource[],
): Defaults => ({
  timezone,
  postAt: POST_AT,
  postDays: parsePostDays(POST_DAYS) ?? [1, 2, 3, 4, 5],
  papersPerDay: PAPERS_PER_DAY,
  language: SUMMARY_LANGUAGE,
  sources: sources.map(({ name }) => name),
})
