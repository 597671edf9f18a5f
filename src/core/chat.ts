import type { Feature } from './feature.ts'
import type { Form, Message } from './message.ts'

/** A chat platform, mail or the terminal, by the name that ids begin with: `slack`. */
export type Platform = string

/** `<platform>:<team>/<its own name>`, or without a team. The kind is for the compiler alone: any literal fits. */
type Id<Kind extends string> = `${Platform}:${string}` & { readonly _kind?: Kind }

/** A place to post: `slack:T1/C1`, `discord:G1/C1`, `email:<address>`, `terminal:local`. */
export type ChannelId = Id<'channel'>

/** An account on a platform: `slack:T1/U1`, `discord:U1`, `email:<address>`, `terminal:you`. */
export type PersonId = Id<'person'>

/** People who vote together: `slack:T1`, `discord:G1`, `email:<address>`. */
export type TeamId = string & { readonly _kind?: 'team' }

export type DeliveryId = string
export type Place = { channel: ChannelId } | { person: PersonId }

export const idOf = (place: Place): ChannelId | PersonId => ('channel' in place ? place.channel : place.person)

/** A message on a platform: `id` is Slack's ts, Discord's message id, a Message-ID. */
export type PostRef = { channel: ChannelId; id: string }

export type TextFile = { name: string; type: string; text: string }

export type Outgoing = {
  id: DeliveryId
  to: Place
  /** The post whose thread this belongs in. */
  thread: PostRef | null
  message: Message
  files: TextFile[]
  /** Milliseconds: when this was first attempted, by the database’s clock; it bounds the look for it. */
  firstAttemptAt: number
}

export type SendOutcome =
  | { kind: 'sent'; ref: PostRef }
  /** Certainly not sent. Permanent: the place takes nothing until somebody changes something there; it is paused. */
  | { kind: 'refused'; reason: string; permanent: boolean }
  /** Certainly not sent: a rate limit of this scope, or the platform could not be reached. */
  | { kind: 'wait'; seconds: number; scope: 'place' | 'team' | 'platform' }
  /** The default for anything not understood. */
  | { kind: 'uncertain'; reason: string }

export type FindOutcome =
  | { kind: 'found'; ref: PostRef }
  /** Not there now; believed the second time. */
  | { kind: 'absent' }
  /** The platform itself would recognise a second send (a nonce it still remembers): it is sent again at once. */
  | { kind: 'repeatable' }
  | { kind: 'cannot-tell'; reason: string }

export type Vote = { person: PersonId; emoji: string }

/** `window`: a page of its own that only the asker sees, where the platform has such; elsewhere as `asker`. */
export type Reply = { message: Message; to: 'asker' | 'channel' | 'window' } | { form: Form }

type Interaction = { channel: ChannelId; person: PersonId }

/** `thread`: the post in whose thread it was typed, where the platform takes commands there. */
export type Command = Interaction & { text: string; thread?: PostRef | null }
/** `post` has the button; null: it stands in an answer that only the asker sees. */
export type Action = Interaction & { action: string; value: string; post: PostRef | null }
export type Submission = Interaction & { form: string; values: Record<string, string> }
export type Reaction = {
  post: PostRef
  person: PersonId
  emoji: string
  change: 'added' | 'removed'
  /** Platform time in milliseconds, which orders changes: of both, or of none. Slack tells it, Discord does not. */
  at: number | null
}
/** `asked`: somebody chose the message to look it up. `seen`: it was written in the channel, and nobody asked. */
export type PaperLink = Interaction & { cause: 'asked' | 'seen'; text: string; post: PostRef }
/** A message that somebody wants kept with its paper. `thread`: the post it answers, or in whose thread it stands. */
export type Keeping = Interaction & { text: string; post: PostRef; author: PersonId | null; thread: PostRef | null }
/** `detail`: the new name of a renamed channel, the new id of a moved one. */
export type Lifecycle =
  | { channel: ChannelId; change: 'archived' | 'removed' | 'renamed' | 'moved'; detail: string }
  /** In a workspace or guild as a whole: there, or there again; its token refused; removed. */
  | { team: TeamId; change: 'installed' | 'revoked' | 'uninstalled' }

export type Suggestion = { text: string; label: string }

/** What a platform says of somebody who sees a channel. What follows from it is for core to decide. */
export type Member = {
  /** Administers the whole workspace or server. */
  isAdmin: boolean
  /** Belongs to it: no guest, and nobody of a connected workspace. */
  isFull: boolean
  /** Ids of the roles that they hold; none where there are no roles. */
  roles: string[]
  /** Their time zone, `Europe/Berlin`; null where the platform does not tell it. */
  zone: string | null
}

export interface ChatHandlers {
  onCommand(command: Command): Promise<Reply>
  /** What the words typed so far may become, best first. */
  onSuggest(command: Command): Promise<Suggestion[]>
  onAction(action: Action): Promise<Reply | null>
  onForm(submission: Submission): Promise<Reply | { errors: Record<string, string> }>
  onReaction(reaction: Reaction): Promise<void>
  /** Reactions may have changed without an event: of one post, or anywhere on a platform. `voters` tells. */
  onMissed(missed: PostRef | Platform): Promise<void>
  onPaperLink(link: PaperLink): Promise<Reply | null>
  onKeep(keeping: Keeping): Promise<Reply>
  onLifecycle(event: Lifecycle): Promise<void>
}

/** A platform that answers nobody, or asks to wait: it says nothing against anybody. */
export class OutageError extends Error {}

export interface ChatAdapter {
  platform: Platform
  /** Returns when it can send and hear. After a failure it may be called again, unless that is a `LastingError`. */
  start(handlers: ChatHandlers): Promise<void>
  /** One attempt, never retried inside. */
  send(delivery: Outgoing): Promise<SendOutcome>
  /** Settles an uncertain send. */
  find(delivery: Outgoing): Promise<FindOutcome>
  edit(ref: PostRef, message: Message): Promise<SendOutcome>
  /** Adds a reaction of the bot’s own. One that is there already was `sent`; `permanent`: it never will be there. */
  seed(ref: PostRef, emoji: string): Promise<SendOutcome>
  /** What the platform shows now, to settle missed events. */
  voters(ref: PostRef): Promise<Vote[] | 'unsupported'>
  /** Null: they do not see the channel. An `OutageError`: the platform is out; another error: Paperboy may not ask. */
  access(channel: ChannelId, person: PersonId): Promise<Member | null>
  features: readonly Feature[]
  stop(): Promise<void>
}

export const platformOf = (id: string): Platform => id.slice(0, id.indexOf(':'))

/** What belongs to no team is one of its own: `discord:U1`, `terminal:local`. */
export const hasTeam = (id: ChannelId | PersonId): boolean => id.includes('/')

/** The tenant: each workspace and each guild is its own team. */
export function teamOf(id: ChannelId | PersonId): TeamId {
  const [team = id] = id.split('/')
  return team
}

/** What teams granted when they installed the bot, a text of the adapter’s own each, kept encrypted. */
export interface Installations {
  teams(): Promise<string[]>
  find(team: string): Promise<string | null>
  save(team: string, grant: string): Promise<void>
  /** Replaces a grant, one process at a time: `renew` gets what is kept by then. Null when there is none. */
  renew(team: string, renew: (grant: string) => Promise<string>): Promise<string | null>
  /** At once; false when it was granted anew after `at` (milliseconds), and stays. */
  remove(team: string, at: number): Promise<boolean>
  /** A word that comes back with a grant: good once, for ten minutes. Nothing is kept of it before it does. */
  issueState(): string
  takeState(state: string): Promise<'good' | 'expired' | 'unknown'>
}

/** Texts that buttons and forms stand for, for a week, also for another process. */
export interface KeptTexts {
  keep(key: string, text: string): Promise<void>
  find(key: string): Promise<string | null>
}

/** A channel named in the settings; null when it cannot be posted to. With both, it can, and something is missing. */
export type ListedChannel = {
  listed: string
  channel: { id: ChannelId; name: string } | null
  problem: string | null
  /** Seconds after which the same look may find it; absent where somebody has to change something first. */
  retryAfter?: number
}

/** What only a person can mend, such as a wrong token: trying again changes nothing. */
export class LastingError extends Error {
  override name = 'LastingError'
}

/** What a preview shows: messages one after the other as a platform would get them, or a form. */
export type Scene = { posts: ScenePost[] } | { form: Form }

export type ScenePost = { message: Message; inThread: boolean; seed: string[]; onlyAsker: boolean }

/** A whole HTML page that shows a scene as a platform would, from the payloads that it would be sent. */
export type DrawScene = (scene: Scene, theme: 'light' | 'dark') => Promise<string>
