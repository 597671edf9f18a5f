export type FakeChannel = {
  id: string
  name: string
  isMember: boolean
  isArchived: boolean
  isPrivate: boolean
  users: string[]
  /** What Slack answers to a post where only some may write. */
  restricts?: string
  hasNoThreads?: boolean
}
export type FakeUser = { id: string; tz?: string; team_id?: string } & Partial<
  Record<'is_admin' | 'is_owner' | 'is_restricted' | 'deleted' | 'is_bot', boolean>
>

export type FakePost = {
  channel: string
  ts: string
  threadTs: string | null
  text: string
  blocks: Block[]
  metadata: unknown
  botId: string
  reactions: Map<string, Set<string>>
  files: FakeFile[]
}

export type FakeFile = { id: string; name: string; text: string }

export type Block = { type: string; elements?: unknown[]; block_id?: string } & Record<string, unknown>
export type View = {
  id: string
  type: string
  callback_id?: string
  private_metadata?: string
  blocks: Block[]
  user: string
} & Record<string, unknown>

/** One workspace as Slack keeps it. */
export type FakeWorkspace = {
  team: string
  name: string
  /** Empty where the app is not installed. */
  botToken: string
  appToken: string
  botUser: string
  botId: string
  scopes: Set<string>
  channels: FakeChannel[]
  users: FakeUser[]
  posts: FakePost[]
  /** Null: taken back. */
  scheduled: ({ channel: string } | null)[]
  /** Announced and not yet shared; the text comes with the upload. */
  uploads: (FakeFile & { length: number })[]
  /** Modals as they were opened and changed, and home tabs, newest last. */
  views: View[]
  /** App Home as each person sees it. */
  homes: Map<string, View>
  nextTs(): string
}

export function createWorkspace(given: Partial<FakeWorkspace> = {}): FakeWorkspace {
  // Real timestamps: what looks for a post asks from a time on.
  let last = 0
  return {
    team: 'T1',
    name: 'Acme',
    botToken: 'xoxb-fake-1',
    appToken: 'xapp-fake-1',
    botUser: 'UBOT',
    botId: 'BBOT',
    scopes: new Set(SCOPES),
    channels: [
      { id: 'C1', name: 'papers', isMember: true, isArchived: false, isPrivate: false, users: ['U1', 'U2', 'UGUEST'] },
    ],
    users: [
      { id: 'U1', is_admin: true, tz: 'Europe/Berlin' },
      { id: 'U2' },
      { id: 'UGUEST', is_restricted: true },
      { id: 'UBOT', is_bot: true },
    ],
    posts: [],
    scheduled: [],
    uploads: [],
    views: [],
    homes: new Map(),
    nextTs() {
      last = Math.max(last + 1, Date.now() * 1000)
      return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`
    },
    ...given,
  }
}

const SCOPES = [
  'chat:write',
  'commands',
  'reactions:read',
  'reactions:write',
  'channels:history',
  'groups:history',
  'channels:read',
  'groups:read',
  'channels:join',
  'users:read',
  'im:write',
  'im:history',
  'files:write',
]

/** The texts of a post's blocks, as a reader sees them. */
export function wordsOf({ blocks }: { blocks: unknown }): string {
  const words: string[] = []
  JSON.stringify(blocks, (key, value) => {
    if (key === 'text' && typeof value === 'string') words.push(value)
    return value
  })
  return words.join('')
}
