import type { ChannelId } from '../chat.ts'
import { readTyped } from '../commands/typed.ts'
import { setChannelState, subscribeChannel } from '../store/channels.ts'
import { readNote, writeNote } from '../store/meta.ts'
import type { App } from './app.ts'

type Listing = Pick<App, 'store' | 'setups' | 'log' | 'state'>

/** Subscribes the channels that the settings list; one that is listed no longer is left. Those subscribed in chat stay. */
export async function subscribeListed({ store, setups, log, state }: Listing): Promise<void> {
  for (const { platform, listed: names, findChannels } of setups) {
    const found = await findChannels(names)
    for (const { listed, problem } of found) state.record({ kind: 'listed', name: `${platform} ${listed}` }, problem)
    for (const { problem } of found)
      if (problem !== null) log.warn({ platform, problem }, 'a listed channel is missing')
    const listed = found.flatMap(({ channel }) => (channel ? [channel] : []))
    for (const { id, name } of listed) await subscribeChannel(store.db, id, readTyped(name), Date.now())
    // A channel that could not be looked up this once is still listed.
    if (found.every(({ channel }) => channel))
      await leaveUnlisted(
        store,
        `listed:${platform}`,
        listed.map(({ id }) => id),
      )
  }
}

async function leaveUnlisted({ db }: App['store'], note: string, ids: ChannelId[]): Promise<void> {
  const before: ChannelId[] = JSON.parse((await readNote(db, note)) ?? '[]')
  for (const id of before) if (!ids.includes(id)) await setChannelState(db, id, 'left', null)
  await writeNote(db, note, JSON.stringify(ids))
}
