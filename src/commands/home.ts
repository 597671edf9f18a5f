import { type PersonId, teamOf } from '../chat.ts'
import { formatMoment, nextPost } from '../digest/schedule.ts'
import { effectiveSettings } from '../digest/settings.ts'
import { type Card, lineOf, notice } from '../message.ts'
import { listChannels } from '../store/channels.ts'
import { showSaved } from './saved.ts'
import { showTop } from './top.ts'
import type { ActionVerb, CommandContext } from './verb.ts'

const CHANNELS = 20

/** One person's page: the week's top of their team, their list, their team's channels with the next post of each. */
export const home: ActionVerb = {
  name: 'home',
  access: 'anyone',
  async run(context, { channel, person }) {
    const top = await showTop(context, channel, 'week')
    const saved = await showSaved(context, person, 0)
    const list = 'message' in saved ? saved.message : notice('')
    const channels = await nextPosts(context, teamOf(channel), person)
    return {
      message: {
        ...notice(''),
        kind: 'list',
        heading: 'Paperboy',
        cards: [
          title(top.heading ?? ''),
          ...(top.cards.length > 0 ? top.cards : [lineOf(top.note ?? '')]),
          title(list.heading ?? 'Saved by you'),
          ...(list.cards.length > 0 ? list.cards : [lineOf(list.note ?? '')]),
          title('Channels'),
          ...(channels.length > 0 ? channels.map(lineOf) : [lineOf('None yet: type /papers subscribe in one.')]),
        ],
        note: '/papers help lists everything else',
      },
      to: 'asker',
    }
  },
}

/** Those that this person sees: a private channel stays unnamed for the others. */
async function nextPosts(
  { store, defaults, now, mayManage }: CommandContext,
  team: string,
  person: PersonId,
): Promise<string[]> {
  const lines: string[] = []
  for (const { id, team: own, name, state, settings, lastDigestOn } of await listChannels(store.db)) {
    if (lines.length >= CHANNELS) break
    if (own !== team || !(await mayManage(id, person))) continue
    const effective = effectiveSettings(settings, defaults)
    const next = state === 'active' ? nextPost(effective, now(), lastDigestOn) : null
    lines.push(`#${name}: ${next ? `${formatMoment(next.at, effective.timezone)} ${effective.timezone}` : 'paused'}`)
  }
  return lines
}

const title = (text: string): Card => ({ ...lineOf(''), title: [{ text, strong: true }] })
