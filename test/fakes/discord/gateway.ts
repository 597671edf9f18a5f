import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { APPLICATION, BOT, type State, TOKEN } from './state.ts'

type Session = {
  id: string
  shard: [number, number]
  sequence: number
  sent: { s: number; text: string }[]
  socket: WebSocket | null
}

/** So many missed events Discord keeps for a session. */
const KEPT = 20_000

/** Discord’s gateway: identify, beat, resume; sessions can be dropped, forgotten, and the whole thing taken down. */
export function createGateway(server: Server, state: State, url: () => string) {
  const sockets = new WebSocketServer({ server, path: '/gateway' })
  const sessions = new Map<string, Session>()
  const identifiedAt = new Map<number, number>()
  const gateway = {
    identifies: 0,
    resumes: 0,
    connections: 0,
    beats: 0,
    intents: 0,
    /** Refuses every connection. */
    isDown: false,
    /**
     * Sessions that were refused: too many in a day, or too soon after another. Discord resets the token for the
     * first.
     */
    overBudget: 0,
    tooSoon: 0,
    /** Milliseconds that new sessions keep apart; Discord: 5,000. */
    identifyInterval: 0,
    /** The shards that somebody listens to, a number a session. */
    listening: (): number[] =>
      [...sessions.values()].flatMap(({ socket, shard: [number] }) => (socket ? [number] : [])).toSorted(),
    limit: { total: 1_000, remaining: 1_000, reset_after: 86_400_000, max_concurrency: 16 },
    info: () => ({ url: `${url()}/gateway`, shards: 1, session_start_limit: gateway.limit }),
    /** Something happens; whoever is connected to its shard hears it, whoever is not finds it on resuming. */
    dispatch(t: string, d: unknown, guild?: string): void {
      for (const session of sessions.values()) {
        const [shard, of] = session.shard
        const isTheirs = guild === undefined ? shard === 0 : Number((BigInt(guild) >> 22n) % BigInt(of)) === shard
        if (isTheirs) push(session, t, d)
      }
    },
    /** Cuts every connection; sessions can be resumed. */
    drop(): void {
      for (const socket of sockets.clients) socket.terminate()
    },
    /** What happened meanwhile is lost. */
    forget(): void {
      sessions.clear()
    },
    invalidate(): void {
      for (const session of sessions.values())
        session.socket?.send(JSON.stringify({ op: 9, d: false, s: null, t: null }))
      sessions.clear()
    },
    close(): void {
      gateway.drop()
      sockets.close()
    },
  }

  function push(session: Session, t: string, d: unknown): void {
    session.sequence += 1
    const text = JSON.stringify({ op: 0, t, s: session.sequence, d })
    session.sent.push({ s: session.sequence, text })
    if (session.sent.length > KEPT) session.sent.shift()
    session.socket?.send(text)
  }

  function identify(
    socket: WebSocket,
    { token, intents, shard = [0, 1] }: { token: string; intents: number; shard?: [number, number] },
  ): void {
    if (token !== TOKEN) {
      socket.close(4004, 'Authentication failed.')
      return
    }
    if (gateway.limit.remaining <= 0) {
      gateway.overBudget += 1
      socket.close(4004, 'Authentication failed.')
      return
    }
    const group = shard[0] % gateway.limit.max_concurrency
    const isTooSoon = Date.now() - (identifiedAt.get(group) ?? 0) < gateway.identifyInterval
    gateway.limit.remaining -= 1
    identifiedAt.set(group, Date.now())
    if (isTooSoon) {
      gateway.tooSoon += 1
      socket.send(JSON.stringify({ op: 9, d: false, s: null, t: null }))
      return
    }
    gateway.identifies += 1
    gateway.intents = intents
    const session: Session = { id: `session-${gateway.identifies}`, shard, sequence: 0, sent: [], socket }
    sessions.set(session.id, session)
    const guilds = [...state.guilds.keys()].filter((id) => Number((BigInt(id) >> 22n) % BigInt(shard[1])) === shard[0])
    push(session, 'READY', {
      v: 10,
      user: { id: BOT, username: 'Paperboy', bot: true },
      guilds: guilds.map((id) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: `${url()}/gateway`,
      shard,
      application: { id: APPLICATION, flags: 0 },
    })
    for (const id of guilds) push(session, 'GUILD_CREATE', guildCreate(state, id))
    session.sent.length = 0
  }

  function resume(
    socket: WebSocket,
    { token, session_id, seq }: { token: string; session_id: string; seq: number },
  ): void {
    const session = sessions.get(session_id)
    if (token !== TOKEN || !session) {
      socket.send(JSON.stringify({ op: 9, d: false, s: null, t: null }))
      return
    }
    gateway.resumes += 1
    session.socket = socket
    for (const { s, text } of session.sent) if (s > seq) socket.send(text)
    push(session, 'RESUMED', {})
  }

  sockets.on('connection', (socket) => {
    gateway.connections += 1
    if (gateway.isDown) return socket.terminate()
    socket.on('close', () => {
      for (const session of sessions.values()) if (session.socket === socket) session.socket = null
    })
    socket.on('message', (raw) => {
      const { op, d } = JSON.parse(String(raw))
      if (op === 1) gateway.beats += 1
      if (op === 1) socket.send(JSON.stringify({ op: 11 }))
      else if (op === 2) identify(socket, d)
      else if (op === 6) resume(socket, d)
      else socket.close(4001, 'Unknown opcode')
    })
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: 41_250 }, s: null, t: null }))
  })
  return gateway
}

function guildCreate(state: State, id: string): object {
  const guild = state.guilds.get(id)
  const channels = [...state.channels.values()].filter(
    ({ guild_id, parent_id }) => guild_id === id && parent_id === null,
  )
  return {
    ...guild,
    name: `Server ${id}`,
    system_channel_id: channels[0]?.id ?? null,
    channels: channels.map(({ id, name, type }, position) => ({
      id,
      name,
      type,
      position,
      permission_overwrites: [],
      topic: 'A topic of some length for this channel',
      flags: 0,
      nsfw: false,
      parent_id: null,
      rate_limit_per_user: 0,
    })),
    members: [],
    emojis: [],
    stickers: [],
    threads: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    member_count: 100,
  }
}
