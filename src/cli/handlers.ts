import type { ChannelId, ChatHandlers, PersonId } from '../chat.ts'
import { manages, platformOf } from '../chat.ts'
import { createActions, createForms } from '../commands/actions.ts'
import { lookUp } from '../commands/look-up.ts'
import { keep } from '../commands/notes.ts'
import { suggest } from '../commands/suggest.ts'
import { createCommands } from '../commands/table.ts'
import type { CommandContext } from '../commands/verb.ts'
import type { Outbox } from '../delivery/outbox.ts'
import { followLifecycle } from '../digest/lifecycle.ts'
import { wordPlanned } from '../digest/word.ts'
import { createReactionTaker } from '../discussion/incoming.ts'
import { createMissed } from '../discussion/missed.ts'
import { findChannel } from '../store/channels.ts'
import type { App } from './app.ts'

export type HandlerContext = Pick<
  App,
  | 'store'
  | 'log'
  | 'defaults'
  | 'search'
  | 'fetchPaper'
  | 'fetchMatches'
  | 'summarize'
  | 'signal'
  | 'adapters'
  | 'setups'
  | 'alertChannel'
  | 'letters'
  | 'archive'
  | 'state'
>

/** What the platforms call when people ask, press, fill in or react. */
export function createHandlers(app: HandlerContext, outbox: Pick<Outbox, 'wake'>): ChatHandlers {
  const accessOf = async (channel: ChannelId, person: PersonId) =>
    (await app.adapters.get(platformOf(channel))?.access(channel, person)) ?? 'none'
  const context: CommandContext = {
    ...app,
    now: app.store.now,
    mayManage: async (channel, person) => manages(await accessOf(channel, person)),
    isAdmin: async (channel, person) => (await accessOf(channel, person)) === 'admin',
    maySee: async (channel, person) => (await accessOf(channel, person)) !== 'none',
    isKnown: async (channel) => (await findChannel(app.store.db, channel)) !== null,
    join: (channel) => join(app, channel),
    async deliver() {
      if ((await wordPlanned(app)) > 0) outbox.wake()
    },
  }
  const answering =
    <Asked extends { channel: ChannelId }, Answer>(work: (asked: Asked) => Promise<Answer>) =>
    async (asked: Asked): Promise<Answer> => {
      try {
        return await work(asked)
      } catch (err) {
        app.log.error({ err, channel: asked.channel }, 'asked, and failed to answer')
        throw new Error('That did not work; the log says why. Please try again.', { cause: err })
      }
    }
  return {
    onCommand: answering(createCommands(context)),
    onAction: answering(createActions(context)),
    onForm: answering(createForms(context)),
    onSuggest: (command) => suggest(context, command),
    onMissed: createMissed(app),
    onPaperLink: answering((link) => lookUp(context, link)),
    onKeep: answering((keeping) => keep(context, keeping)),
    // Returns when it is on record, and an adapter acknowledges no sooner: what a crash interrupts is told again. The rows are keyed by
    // what they say and ordered by the platform's time, so that an event handled twice, late or early leaves them as they are.
    onReaction: createReactionTaker(app),
    onLifecycle: (event) => followLifecycle(app, event),
  }
}

async function join({ setups }: HandlerContext, id: ChannelId): ReturnType<CommandContext['join']> {
  const setup = setups.find(({ platform }) => platform === platformOf(id))
  if (!setup) return { channel: { id, name: platformOf(id) }, problem: null }
  const [found] = await setup.findChannels([id])
  return found ?? { channel: null, problem: 'This channel could not be looked up.' }
}
