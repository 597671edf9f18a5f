import { saveSettings, subscribeChannel } from '../../src/channels/channels.ts'
import { createHandlers } from '../../src/commands/handlers.ts'
import type { ChannelId, PersonId, Reply, Scene } from '../../src/core/chat.ts'
import { tick } from '../../src/tick/collector.ts'
import { fakeChat } from '../fakes/chat.ts'
import { deliverAll } from '../fakes/deliver.ts'
import { fakeSource } from '../fakes/source.ts'
import { appOf, MORNING, type openStage } from './stage.ts'

const PICTURE = 'https://pictures.example/figure.png'
const places: Record<string, { channel: ChannelId; person: PersonId; others: PersonId[] }> = {
  slack: { channel: 'slack:T1/C1', person: 'slack:T1/U1', others: ['slack:T1/U2', 'slack:T1/U3'] },
  discord: { channel: 'discord:1/2', person: 'discord:1', others: ['discord:2', 'discord:3'] },
}

/** What somebody reads in a channel on a morning with votes and a meeting: the scene of each screen, asked for real. */
export async function openScreens(stage: Awaited<ReturnType<typeof openStage>>, platform: string) {
  const { channel, person, others } = places[platform] ?? { channel: 'a:b/c', person: 'a:b/d', others: [] }
  const store = { ...stage.store, now: () => MORNING }
  const chat = fakeChat(platform)
  const source = fakeSource('sample')
  source.sightings.push(
    ...stage.sightings.map((sighting, index) => ({
      ...sighting,
      paper: {
        ...sighting.paper,
        facts: index % 2 === 0 ? { picture: { url: PICTURE, alt: 'Figure 1: How it works.' } } : {},
      },
    })),
  )
  const app = appOf(stage, source, new Map([[platform, { ...chat, features: ['files'] as const }]]))
  await subscribeChannel(store.db, channel, 'papers', 0)
  await saveSettings(store.db, channel, { layout: 'pictures' })
  await tick(app, MORNING)
  await deliverAll(store, chat, MORNING)
  const handlers = createHandlers(app, { wake() {} })
  const digest = chat.posts.map(({ message, thread }) => ({
    message,
    inThread: thread !== null,
    seed: message.kind === 'paper' ? ['👍'] : [],
    onlyAsker: false,
  }))
  const ids = digest.map((_, index) => ({ channel, id: String(index + 1) }))
  const postOf = (title: string) => ids[digest.findIndex(({ message }) => JSON.stringify(message).includes(title))]
  const seen = (reply: Reply | null): Scene =>
    reply === null || 'form' in reply
      ? { form: reply?.form ?? { id: '', title: '', fields: [], submit: '' } }
      : { posts: [{ message: reply.message, inThread: false, seed: [], onlyAsker: reply.to !== 'channel' }] }
  const ask = async (text: string) => seen(await handlers.onCommand({ channel, person, text }))
  const press = async (action: string, value: string) =>
    seen(await handlers.onAction({ channel, person, action, value, post: null }))

  const empty = await ask('top month')
  const submit = async (group: string, values: Record<string, string>) => {
    const scene = await press('settings-form', `${group} ${channel}`)
    const fields = 'form' in scene ? scene.form.fields : []
    const filled = { ...Object.fromEntries(fields.map(({ name, value }) => [name, value])), ...values }
    const reply = await handlers.onForm({ channel, person, form: `settings:${channel}`, values: filled })
    return 'errors' in reply ? null : reply
  }

  for (const title of ['Origami Caches', 'TidePool', 'Patient Librarian'])
    for (const voter of title === 'TidePool' ? others : [person, ...others]) {
      const post = postOf(title)
      if (post) await handlers.onReaction({ post, person: voter, emoji: '👍', change: 'added', at: MORNING })
    }
  await press('save', stage.sightings[1]?.paper.id ?? '')
  return {
    empty,
    digest: { posts: digest },
    search: await ask('memory'),
    help: await ask('help'),
    home: await press('home', ''),
    why: await ask('why TidePool: A Benchmark of Everyday Physics for Video Models'),
    cite: await ask('cite top'),
    error: await ask('settings time 25:99'),
    nothing: await ask('quokkas'),
    settings: await ask('settings'),
    when: await press('settings-form', `when ${channel}`),
    what: await press('settings-form', `what ${channel}`),
    style: await press('settings-form', `style ${channel}`),
    people: await press('settings-form', `people ${channel}`),
    rules: seen(await submit('what', { exclude: 'video' })),
    more: await press('more', 'help:0:'),
    meetings: await ask('agenda settings'),
    agenda: await agendaOf(),
  } satisfies Record<string, Scene>

  async function agendaOf(): Promise<Scene> {
    await handlers.onCommand({ channel, person, text: 'agenda settings day thu' })
    return ask('agenda')
  }
}
