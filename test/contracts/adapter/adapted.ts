import type { ChannelId, ChatAdapter, PersonId, PostRef, TextFile } from '../../../src/core/chat.ts'

/** What a test does on the fake platform in people’s place, by the feature that it belongs to. */
export type Handles = {
  channels: {
    /** One that does not exist. */
    unknown: ChannelId
  }
  commands: {
    /** Somebody who manages the channel types `/papers <text>`; resolves with what they see. */
    ask(text: string): Promise<string>
    /** Whether everybody in the channel saw the last answer; null where nobody else is there. */
    isPublic: (() => boolean) | null
  }
  threads: {
    /** What stands in the thread of a post, a text a reply. */
    replies(post: PostRef): string[]
  }
  reactions: {
    /** How often the bot reacted to a post with 👍. */
    own(post: PostRef): number
    /** A member, or the bot, reacts to a post or takes it back, and the platform tells of it. */
    react(post: PostRef, emoji: string, change: 'added' | 'removed', who: 'member' | 'bot'): Promise<void>
  }
  buttons: {
    /** Somebody presses the button with this label; resolves with what they see. Throws where there is none. */
    press(post: PostRef, label: string): Promise<string>
    /** The same, of the last answer to a command, which its asker alone saw. */
    pressInAnswer(label: string): Promise<string>
  }
  forms: {
    /**
     * Whoever saw the last dialog, or an answer that offers one by a button, changes these fields of it, leaves the
     * others as they are, and submits it; resolves with what they see then.
     */
    submit(values: Record<string, string>): Promise<string>
  }
  /** Somebody of each kind; null where there is nobody such. */
  rights: {
    /** Administers the whole workspace or server. */
    admin: PersonId | null
    /** Belongs to it, and sees the channel. */
    member: PersonId | null
    /** Sees the channel, and belongs elsewhere. */
    guest: PersonId | null
    /** Knows of the channel, and does not see it. */
    outsider: PersonId
  }
  network: {
    /**
     * The next send is answered with a server error (`broken`), which says nothing about whether it was carried out,
     * or refused by a rate limit (`busy`).
     */
    failNext(how: 'broken' | 'busy'): void
    /** Every call is answered with a server error from now on; null where `access` and `voters` ask nothing. */
    goDown: (() => void) | null
    /** The token is refused from now on; what it returns tells how often since. Null where there is no token. */
    refuseToken: (() => () => number) | null
  }
  connection: {
    /** Cuts the connection over which events come. */
    cut(): Promise<void>
    /** Whether the platform has a connection to tell of events: false from the moment that `cut` resolves. */
    isOpen(): boolean
  }
  requests: {
    /** Somebody sends this without the platform’s secret; resolves with the status of the answer. */
    forge(what: 'command' | 'button' | 'form'): Promise<number>
  }
  direct: {
    person: PersonId
    /** What that person alone sees, a text a post. */
    received(): string[]
    /** What the traits of the setup say of a channel; null where a person’s address is a channel like any other. */
    isDirect: ((channel: ChannelId) => boolean) | null
  }
  files: {
    /** Files that were shared, oldest first. */
    shared(): Pick<TextFile, 'name' | 'text'>[]
  }
}

/** An adapter with the fake of its platform behind it. */
export type Adapted = {
  adapter: ChatAdapter
  /** A channel the bot is in. */
  channel: ChannelId
  /** What everybody in the channel sees, a text a post. */
  shown(): string[]
  /** Whom posts notified by name so far, `everybody` for a whole channel; null where no post notifies anybody. */
  rung: (() => (PersonId | 'everybody')[]) | null
  /** One entry for each of the adapter’s features that has handles. */
  handles: Partial<Handles>
  close(): Promise<void>
}
