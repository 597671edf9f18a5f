import { createAccessChecks, findMember } from '../access/who-may.ts'
import { type ChannelId, type ChatHandlers, platformOf } from '../core/chat.ts'
import type { Connection } from '../core/setup.ts'
import { sanitizeInput } from '../core/text/shorten.ts'
import { type WriteContext, writeMessages } from '../digest/write/write-planned.ts'
import { createDiscussedMarkHandler } from '../meetings/discussions.ts'
import { handleLifecycle } from '../ops/lifecycle.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { State } from '../state/state.ts'
import { createResync } from '../voting/resync.ts'
import { createReactionWriter } from '../voting/votes.ts'
import { createActions, createForms } from './actions.ts'
import { lookUp } from './reading/look-up.ts'
import { suggest } from './suggest.ts'
import { createCommands } from './table.ts'
import { keepMessageAsNote } from './team/notes.ts'
import type { CommandContext, CommandServices } from './verb.ts'

export type HandlerContext = CommandServices &
  Pick<WriteContext, 'teamNews'> & { connections: Connection[]; state: State }

/** What the platforms call when people ask, press, fill in or react. */
export function createHandlers(app: HandlerContext, outbox: Pick<Outbox, 'wake'>): ChatHandlers {
  const onMarksChanged = createDiscussedMarkHandler(app)
  const context: CommandContext = {
    ...app,
    now: app.store.now,
    ...createAccessChecks(app),
    zoneOf: async (channel, person) => (await findMember(app, channel, person).catch(() => null))?.zone ?? null,
    isDirect: (channel) => app.traitsOf(platformOf(channel)).isDirect(channel),
    isTeamless: (channel) => app.traitsOf(platformOf(channel)).isTeamless(channel),
    join: (channel) => join(app, channel),
    async deliver() {
      await writeMessages(app, outbox)
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
  const [command, act, submit] = [createCommands(context), createActions(context), createForms(context)]
  const sanitized = <Asked extends { text: string }>(asked: Asked): Asked => ({
    ...asked,
    text: sanitizeInput(asked.text),
  })
  const onMissed = createResync({ ...app, onMarksChanged })
  return {
    onCommand: answering((asked) => command(sanitized(asked))),
    onAction: answering((action) => act({ ...action, value: sanitizeInput(action.value) })),
    onForm: answering((submission) => {
      const values = Object.entries(submission.values).map(([name, value]) => [name, sanitizeInput(value)])
      return submit({ ...submission, values: Object.fromEntries(values) })
    }),
    onSuggest: (asked) => suggest(context, sanitized(asked)),
    onMissed,
    onPaperLink: answering((link) => lookUp(context, sanitized(link))),
    onKeep: answering((keeping) => keepMessageAsNote(context, sanitized(keeping))),
    // Returns when it is on record, and an adapter acknowledges no sooner: what a crash interrupts is told again. The
    // rows are keyed by what they say and ordered by the platform's time, so that an event handled twice, late or early
    // leaves them as they are.
    onReaction: createReactionWriter({ ...app, onMarksChanged }),
    async onLifecycle(event) {
      await handleLifecycle(app, 'team' in event ? event : { ...event, detail: sanitizeInput(event.detail) })
      // While its token was refused nobody could be asked.
      if ('team' in event && event.change === 'installed')
        onMissed(platformOf(event.team)).catch((err: unknown) => app.log.warn({ err }, 'votes not settled'))
    },
  }
}

async function join({ connections }: HandlerContext, id: ChannelId): ReturnType<CommandContext['join']> {
  const setup = connections.find(({ platform }) => platform === platformOf(id))
  if (!setup) return { channel: { id, name: platformOf(id) }, problem: null }
  const [found] = await setup.findChannels([id], true)
  if (found?.channel) return { ...found, channel: { ...found.channel, name: sanitizeInput(found.channel.name) } }
  return found ?? { channel: null, problem: 'This channel could not be looked up.' }
}
