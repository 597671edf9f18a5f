import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { MayServe } from './allowed-teams.ts'
import type { ChannelId, ChatAdapter, DrawScene, Installations, KeptTexts, ListedChannel, Platform } from './chat.ts'
import type { Finding } from './finding.ts'
import type { Message } from './message.ts'
import { type Allowance, UNLIMITED } from './network/allowance.ts'
import type { Destination, PartnerRule } from './setting.ts'

/** A platform, as its folder presents it to the rest: everything but the adapter itself, which `connect` loads. */
export type Setup<Settings = Record<string, unknown>> = {
  platform: Platform
  /** Its name for people: `Slack`. */
  label: string
  traits: Traits
  allowance: Allowance
  /** Each setting by its name in the environment, in the order of `.env.example`. */
  settings: { [Name in keyof Settings]-?: z.ZodType<Settings[Name]> }
  rules: PartnerRule[]
  secrets: (keyof Settings & string)[]
  /** The setting that lists its channels; null: none does. */
  channelsSetting: (keyof Settings & string) | null
  /** How ALLOWED_TEAMS names its teams; null where it has none. */
  teams: { pattern: RegExp; example: string } | null
  destinations: Destination<Settings>[]
  /** What to paste where the platform asks what the bot is; null where it asks nothing. */
  manifest: Manifest<Settings> | null
  /** Loads what draws a page as the platform would show it; null where nothing does. */
  drawer: (() => Promise<DrawScene>) | null
  /** Makes the adapter, which asks nothing of the platform yet. Null: the settings name no such platform. */
  connect(settings: Settings, context: ConnectContext): Promise<Connected | null>
}

export type SettingsOf<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>

/** What a platform is like, where it says nothing else: core goes by that, and never by its name. */
export const USUAL_TRAITS = {
  /** Strangers who find the invitation can join. */
  isOpen: false,
  /** People hold roles, and one can be chosen in a form. */
  hasRoles: false,
  /** What people of elsewhere call one of its teams: `a Slack workspace`. */
  team: 'another team',
  /** What lets it hear what people write, as a sentence for who manages a channel. */
  toHear: 'This platform tells it none.',
  /** How often it may be asked who reacted to a post. */
  voterRate: { perSecond: 2, burst: 20 },
  /** Whether a channel is a conversation with one person. */
  isDirect: (_: ChannelId): boolean => false,
  /** Whether such a conversation belongs to no team. */
  isTeamless: (_: ChannelId): boolean => false,
  /** One person is there: nobody votes, nothing is shared, and direct messages go nowhere. */
  isForOne: false,
  digest: 'posts' as 'letter' | 'posts',
  /** Where somebody reads who asked with a mail address; null: nobody asks so. */
  readerAt: null as ((address: string) => ChannelId) | null,
}
export type Traits = typeof USUAL_TRAITS

/** Of a platform that is not set up here, the worst is believed. */
const UNKNOWN: Traits = { ...USUAL_TRAITS, isOpen: true }

/** For a platform without settings of its own, or without some of these. */
export const noSettings = {
  allowance: UNLIMITED,
  settings: {},
  rules: [],
  secrets: [],
  channelsSetting: null,
  teams: null,
  destinations: [],
  manifest: null,
  drawer: null,
} satisfies Partial<Setup>

export type TraitsOf = (platform: Platform) => Traits

export const traitsAmong =
  (setups: Pick<Setup, 'platform' | 'traits'>[]): TraitsOf =>
  (platform) =>
    setups.find((setup) => setup.platform === platform)?.traits ?? UNKNOWN

/** `url`: the address that events are sent to, null without one. `read` throws when the settings have mistakes. */
export type Manifest<Settings> = { render(url: string | null, read: ReadSettings<Settings>): Promise<string> }

export type ReadSettings<Settings> = () => { settings: Settings; publicUrl: string | null }

export type ConnectContext = {
  log: Logger
  /** The public address of the web server; null: it has none. */
  publicUrl: string | null
  mayServe: MayServe
  /** What teams granted; null without PAPERBOY_SECRET. */
  installations: Installations | null
  kept: KeptTexts
  /** The pages of somebody who reads by mail; null where no links can be made. */
  readerLinks: ((address: string) => ReaderLinks) | null
  /** Makes this process the only one that does something; null while another one is. */
  tryLead(name: string): Promise<Lead | null>
  /** Says in `/readyz` and `doctor` that the platform refuses its token. */
  reportToken(problem: string): void
  /** This program's own terminal. `input` null: nobody types. `quiet`: stdout belongs to JSON. */
  terminal: { input: NodeJS.ReadStream | null; quiet: boolean }
}

export type ReaderLinks = { settings: string; unsubscribe: string }

/** The right to do alone what only one process may do: read the sources, listen to a shard. */
export type Lead = {
  /** Ask before each piece of work: a lead whose database fell silent is over before another process can take it. */
  isHeld(): boolean
  release(): Promise<void>
}

/** A platform that is set up, next to its adapter. */
export type Connection = {
  platform: Platform
  /** Channels that the settings list, by name or id. */
  listed: string[]
  /** The channels that names or ids mean. `isAsked`: somebody is there who can put right what it lacks. */
  findChannels(listed: string[], isAsked?: boolean): Promise<ListedChannel[]>
  /** What `doctor` says about it, its listed channels and those that were subscribed. */
  examine(subscribed: ChannelId[]): Promise<Finding[]>
  /** Whether it hears what people do. */
  isConnected(): boolean
  /** What it answers the platform over HTTP, by path. */
  routes: Record<string, Route>
  /** What it shows to people in a browser, by path. */
  pages: Record<string, Route>
}

export type Connected = Connection & {
  adapter: ChatAdapter
  /** Null where people elsewhere read it. */
  local: LocalPlace | null
}

/** For a platform that has no channels to look up, and nothing to hear. */
export const sendsOnly = {
  listed: [],
  findChannels: async () => [],
  isConnected: () => true,
  routes: {},
  pages: {},
  local: null,
} satisfies Partial<Connected>

/** An adapter that knows its channels, and hears: the rest of `Connected` is its own. */
export type ListeningAdapter = ChatAdapter &
  Omit<Connection, 'listed' | 'examine'> & { examine(channels: string[]): Promise<Finding[]> }

export function connectedBy(adapter: ListeningAdapter, listed: string[] = []): Connected {
  const { platform, findChannels, isConnected, routes, pages } = adapter
  const examine = (subscribed: ChannelId[]) => adapter.examine([...listed, ...subscribed])
  return { adapter, platform, listed, findChannels, examine, isConnected, routes, pages, local: null }
}

/** A place on this machine, which needs no settings. It gets posts only where no other platform is set up. */
export type LocalPlace = {
  channel: { id: ChannelId; name: string }
  /** Shows a message outside of any delivery; what is `inThread` waits until somebody wants more. */
  show(message: Message, inThread: boolean): void
  /** Says in one line what is going on, until it says something else. */
  status(line: string | null): void
  /** Answers wait for `work`; meanwhile `line` says what it is. */
  hold(work: Promise<unknown>, line: string): void
}

/** Answers every request to one path, as a platform does for its own. Why it turned one away; null: it did not. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<string | null>
