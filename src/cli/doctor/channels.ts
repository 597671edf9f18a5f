import { listChannels } from '../../channels/channels.ts'
import { describeNextPost } from '../../channels/next-post.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import { broken, type Finding, fine, odd } from '../../core/finding.ts'
import type { Setup } from '../../core/setup.ts'
import { findAlertPlace } from '../../ops/notify-admin.ts'
import type { App } from '../wiring/open-app.ts'
import { isRunning } from './running.ts'

type Examined = Pick<App, 'store' | 'state' | 'defaults' | 'connections'>

export async function examineChannels(app: Examined, setups: Setup[]): Promise<Finding[]> {
  const { store, defaults } = app
  const channels = await listChannels(store.db)
  if (channels.length === 0) return [await noChannel(app, setups)]
  return channels.map((channel) => {
    const { name, settings, state } = channel
    const { sources, postDays } = effectiveSettings(settings, defaults)
    const inChat = '`/papers settings` there'
    if (sources.length === 0) return broken(`${name} has no source that is configured here.`, `${inChat} chooses some.`)
    if (postDays.length === 0) return broken(`${name} has no posting day.`, `${inChat} chooses some.`)
    const next = `${name}: next post: ${describeNextPost(channel, defaults, Date.now())}.`
    return state === 'paused' ? odd(next) : fine(next)
  })
}

/** The first start subscribes what the settings list; what keeps a channel from that has a line of its own. */
async function noChannel(app: Examined, setups: Setup[]): Promise<Finding> {
  const listed = app.connections.flatMap(({ listed }) => listed)
  const running = await isRunning(app)
  if (listed.length > 0 && !running) return fine(`The first start subscribes ${listed.join(', ')}.`)
  const names = setups.flatMap(({ channelsSetting }) => channelsSetting ?? []).join(' or ')
  const remedy = `Type \`/papers subscribe\` in a channel, or set ${names}.`
  return running ? broken('No channel is subscribed.', remedy) : odd('No channel is subscribed yet.', remedy)
}

export async function examineAlerts(app: Pick<App, 'store' | 'alertChannel' | 'connections'>): Promise<Finding[]> {
  const { store, alertChannel, connections } = app
  if (alertChannel === null || (await findAlertPlace(store.db, alertChannel, null))) return []
  const named = alertChannel.replace(/^#/, '')
  if (connections.some(({ listed }) => listed.some((one) => one.replace(/^#/, '') === named))) return []
  const remedy = 'An id such as slack:T1/C1 always does.'
  return [broken(`ALERT_CHANNEL=${alertChannel} names no subscribed channel.`, remedy)]
}
