import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { packId } from '../../../adapters/discord/render/buttons.ts'
import type { Action, ChatHandlers, Command, Keeping, PaperLink, Reply, Submission } from '../../../src/core/chat.ts'
import { choicesOf, type Form, type Message, notice } from '../../../src/core/message.ts'
import { keptTexts } from '../../fakes/kept.ts'
import { deadline } from '../../wait.ts'
import { silentHandlers } from '../silent.ts'
import { ask, connectTo, GUILD, openDiscord, PAPERS, READER } from './adapted.ts'

let discord: Awaited<ReturnType<typeof openDiscord>>
let commands: Command[]
let actions: Action[]
let submissions: Submission[]
let links: PaperLink[]
let kept: Keeping[]
let reply: () => Promise<Reply>
let acted: () => Promise<Reply | null>
let handlers: ChatHandlers
let texts: ReturnType<typeof keptTexts>
let submitted: () => ReturnType<ChatHandlers['onForm']>

beforeEach(async () => {
  commands = []
  actions = []
  submissions = []
  links = []
  kept = []
  reply = async () => ({ message: notice('Here you are.'), to: 'asker' })
  acted = async () => null
  submitted = async () => ({ message: notice('Saved.'), to: 'asker' })
  texts = keptTexts()
  discord = await openDiscord({ kept: texts })
  handlers = {
    ...silentHandlers,
    async onCommand(command) {
      commands.push(command)
      return reply()
    },
    async onAction(action) {
      actions.push(action)
      return acted()
    },
    async onForm(submission) {
      submissions.push(submission)
      return submitted()
    },
    async onPaperLink(link) {
      links.push(link)
      return { message: notice('That paper.'), to: 'asker' }
    },
    async onKeep(keeping) {
      kept.push(keeping)
      return { message: notice('Kept.'), to: 'asker' }
    },
    onSuggest: async ({ text }) =>
      [
        'help',
        'saved',
        `search ${text}`,
        'x'.repeat(101),
        ...Array.from({ length: 40 }, (_, index) => `title ${index}`),
      ].map((one) => ({ text: one, label: one })),
  }
  await discord.adapter.start(handlers)
})
afterEach(() => discord.close())

const where = {
  guild_id: GUILD,
  channel_id: PAPERS,
  channel: { id: PAPERS, type: 0 },
  member: { user: { id: READER }, permissions: '0', roles: [] },
}
const channel = `discord:${GUILD}/${PAPERS}`
const person = `discord:${READER}`
const click = (id: string, values?: string[], message: object = { id: '77', components: [] }) =>
  discord.fake.interactions.happen({
    type: 3,
    ...where,
    message,
    data: { custom_id: id, component_type: values ? 3 : 2, ...(values && { values }) },
  })
const sendIn = (modal: Record<string, unknown> | null, typed: Record<string, string>) =>
  discord.fake.interactions.happen({
    type: 5,
    ...where,
    data: {
      custom_id: String(modal?.custom_id),
      components: Object.entries(typed).map(([custom_id, value]) => ({
        type: 18,
        component: { type: 4, custom_id, value },
      })),
    },
  })

it('answers the asker alone, long before Discord gives up', async () => {
  const seen = await ask(discord.fake, 'skills')
  expect(seen).toMatchObject({ texts: ['Here you are.'], private: true })
  expect(seen.firstAfter).toBeLessThan(deadline(1_000))
  expect(commands).toEqual([{ channel, person, text: 'skills', thread: null }])
})

it('shows that it works on a slow answer, and then the answer', async () => {
  reply = async () => {
    await sleep(400)
    return { message: notice('Found after a while.'), to: 'asker' }
  }
  const seen = await ask(discord.fake, 'skills')
  expect(seen).toMatchObject({ texts: ['Found after a while.'], private: true })
  expect(seen.firstAfter).toBeLessThan(seen.doneAfter)
})

it('shares with everyone, at once or late, and tells the asker apart', async () => {
  reply = async () => ({ message: notice('For all.'), to: 'channel' })
  expect(await ask(discord.fake, 'skills')).toMatchObject({ texts: ['For all.'], private: false })
  reply = async () => {
    await sleep(200)
    return { message: notice('For all.'), to: 'channel' }
  }
  const late = await ask(discord.fake, 'skills')
  expect(late.texts).toEqual(['Shared with the channel.', 'For all.'])
  expect(late.payloads.map((payload) => (payload as { flags: number }).flags & 64)).toEqual([0, 0])
})

it('answers in a thread as in its channel, with the post that it hangs from, and in a direct message', async () => {
  await discord.fake.interactions.happen({
    type: 2,
    ...where,
    channel_id: '555',
    channel: { id: '555', type: 11, parent_id: PAPERS },
    data: { type: 1, name: 'papers' },
  })
  await discord.fake.interactions.happen({
    type: 2,
    channel_id: '8',
    user: { id: READER },
    channel: { id: '8', type: 1 },
    data: { type: 1, name: 'papers' },
  })
  expect(commands).toEqual([
    { channel, person, text: '', thread: { channel, id: '555' } },
    { channel: 'discord:@me/8', person, text: '', thread: null },
  ])
})

it('tells core which button was clicked, below which post', async () => {
  acted = async () => ({ message: notice('The abstract.'), to: 'asker' })
  expect((await click('abstract:arxiv:2603.10001')).texts).toEqual(['The abstract.'])
  expect((await click('choose:0', ['bring:arxiv:2603.10002'])).texts).toEqual(['The abstract.'])
  expect(actions).toEqual([
    { channel, person, action: 'abstract', value: 'arxiv:2603.10001', post: { channel, id: '77' } },
    { channel, person, action: 'bring', value: 'arxiv:2603.10002', post: { channel, id: '77' } },
  ])
})

it('acknowledges a click that needs no answer, also a late one', async () => {
  expect((await click('save:arxiv:2603.10001')).texts).toEqual([])
  acted = async () => {
    await sleep(200)
    return null
  }
  expect((await click('save:arxiv:2603.10001')).texts).toEqual([])
})

it('knows a button whose value is too long for Discord, also after a restart', async () => {
  const cursor = JSON.stringify({ query: 'long '.repeat(40), offset: 5 })
  const page: Message = {
    kind: 'results',
    heading: 'Results',
    cards: [],
    note: null,
    buttons: [],
    page: { from: 1, to: 5, total: 9, cursor },
  }
  reply = async () => ({ message: page, to: 'asker' })
  const [payload] = (await ask(discord.fake, 'long')).payloads
  const id = /"custom_id":"([^"]+)"/.exec(JSON.stringify(payload))?.[1] ?? ''
  expect(id.length).toBeLessThanOrEqual(100)
  await click(id)
  expect(actions.at(-1)).toMatchObject({ action: 'more', value: cursor })
  await restart()
  await click(id)
  expect(actions).toHaveLength(2)
  expect(actions.at(-1)).toMatchObject({ action: 'more', value: cursor })
  expect((await click(packId('save', 'x'.repeat(200)))).texts).toEqual(['That is too old\\: please ask again.'])
})

/** Another process with the same database. */
async function restart(): Promise<void> {
  await discord.adapter.stop()
  discord.adapter = connectTo(discord.fake, { kept: texts }).adapter
  await discord.adapter.start(handlers)
}

const form = (fields: number): Form => ({
  id: 'settings',
  title: 'Settings of #papers',
  submit: 'Save',
  fields: Array.from({ length: fields }, (_, index) => ({
    name: `field${index}`,
    label: `Field ${index}`,
    hint: index === 0 ? 'such as 09:00' : null,
    value: `value ${index}`,
    isRequired: false,
    input: index === 1 ? { kind: 'one', choices: choicesOf(['value 1', 'other']) } : { kind: 'text' },
  })),
})

it('opens a form as a modal, and hands in what was typed', async () => {
  reply = async () => ({ form: form(3) })
  const { modal } = await ask(discord.fake, 'settings')
  expect(modal).toMatchObject({
    title: 'Settings of #papers',
    components: [
      { label: 'Field 0', description: 'such as 09:00' },
      { component: { options: [{ default: true }, {}] } },
      {},
    ],
  })
  expect((await sendIn(modal, { field0: '10:30', field1: 'other' })).texts).toEqual(['Saved.'])
  expect(submissions).toEqual([
    { channel, person, form: 'settings', values: { field0: '10:30', field1: 'other', field2: 'value 2' } },
  ])
})

it('takes a form that was opened before a restart, and opens its other parts', async () => {
  reply = async () => ({ form: form(7) })
  const [invitation] = (await ask(discord.fake, 'settings')).payloads
  const [first = '', second = ''] = [...JSON.stringify(invitation).matchAll(/"custom_id":"([^"]+)"/g)].map(
    ([, id]) => id,
  )
  const { modal } = await click(first)
  await restart()
  await sendIn(modal, { field0: '10:30' })
  expect(submissions[0]?.values).toMatchObject({ field0: '10:30', field6: 'value 6' })
  expect((await click(second)).modal).toMatchObject({ title: 'Settings of #papers' })
})

it('lets people choose people, roles or a channel, and hands in their ids and names', async () => {
  const field = { hint: null, value: '', isRequired: false }
  const fields: Form['fields'] = [
    {
      ...field,
      name: 'managers',
      label: 'Managers',
      input: { kind: 'people' },
      value: 'discord:2\n800000000000000007 Curators',
    },
    { ...field, name: 'channel', label: 'Channel', input: { kind: 'channel' } },
  ]
  reply = async () => ({ form: { id: 'settings', title: 'Settings', submit: 'Save', fields } })
  submitted = async () => ({ form: { id: 'next', title: 'And now', submit: 'Save', fields } })
  const { modal } = await ask(discord.fake, 'settings')
  expect(modal).toMatchObject({
    components: [
      {
        component: {
          type: 7,
          default_values: [
            { id: '2', type: 'user' },
            { id: '800000000000000007', type: 'role' },
          ],
        },
      },
      { component: { type: 8, channel_types: [0, 5] } },
    ],
  })
  const chosen = (custom_id: string, type: number, values: string[]) => ({
    type: 18,
    component: { type, custom_id, values },
  })
  const seen = await discord.fake.interactions.happen({
    type: 5,
    ...where,
    data: {
      custom_id: String(modal?.custom_id),
      components: [chosen('managers', 7, ['3', '800000000000000008']), chosen('channel', 8, [])],
      resolved: {
        users: { '3': { id: '3', username: 'mira' } },
        roles: { '800000000000000008': { id: '800000000000000008', name: 'Reading Group' } },
      },
    },
  })
  expect(submissions[0]?.values).toEqual({ managers: 'discord:3\n800000000000000008 Reading Group', channel: '' })
  // A modal cannot follow a modal: the next form comes with a button.
  expect(seen.texts.join('\n')).toContain('Managers\\: 1 named, Curators')
})

it('asks for a long form by parts, keeps what was typed, and says what is wrong beside its name', async () => {
  reply = async () => ({ form: form(7) })
  submitted = async () => ({ errors: { field6: 'must be a number' } })
  const [invitation] = (await ask(discord.fake, 'settings')).payloads
  const ids = [...JSON.stringify(invitation).matchAll(/"custom_id":"([^"]+)"/g)].map(([, id = '']) => id)
  expect(ids).toHaveLength(2)
  const { modal } = await click(ids[1] ?? '')
  const complaint = await sendIn(modal, { field5: 'five', field6: 'six' })
  expect(complaint.texts).toEqual(['Field 6\\: must be a number'])
  expect(submissions[0]?.values).toMatchObject({ field0: 'value 0', field5: 'five', field6: 'six' })
  const again = await click(/"custom_id":"([^"]+)"/.exec(JSON.stringify(complaint.payloads))?.[1] ?? '')
  expect(again.modal).toMatchObject({ components: [{ component: { value: 'five' } }, { component: { value: 'six' } }] })
})

it('offers a slow form by a button, since a modal may only come first', async () => {
  reply = async () => {
    await sleep(200)
    return { form: form(2) }
  }
  const seen = await ask(discord.fake, 'settings')
  const { modal } = await click(/"custom_id":"([^"]+)"/.exec(JSON.stringify(seen.payloads))?.[1] ?? '')
  expect(modal).toMatchObject({ title: 'Settings of #papers' })
})

it('suggests what core knows, within Discord’s limits', async () => {
  const seen = await discord.fake.interactions.happen({
    type: 4,
    ...where,
    data: { type: 1, name: 'papers', options: [{ name: 'text', type: 3, value: 'he', focused: true }] },
  })
  expect(seen.choices).toHaveLength(25)
  expect(seen.choices?.slice(0, 3)).toEqual(['help', 'saved', 'search he'])
})

it('hands over a message chosen from its menu, with its addresses', async () => {
  const seen = await discord.fake.interactions.happen({
    type: 2,
    ...where,
    data: {
      type: 3,
      name: 'Look up paper',
      target_id: '99',
      resolved: { messages: { 99: { id: '99', content: 'see https://arxiv.org/abs/2603.10001' } } },
    },
  })
  expect(seen.texts).toEqual(['That paper.'])
  expect(links[0]).toMatchObject({
    cause: 'asked',
    text: expect.stringContaining('arxiv.org/abs/2603.10001'),
    post: { channel, id: '99' },
  })
})

it('hands over a message to keep, with its author and the post that it answers or hangs below', async () => {
  const chosen = { id: '99', content: 'Ask <@12> about table 3.', author: { id: '300000000000000007' } }
  const keep = (given: object, message: object) =>
    discord.fake.interactions.happen({
      type: 2,
      ...where,
      ...given,
      data: { type: 3, name: 'Keep as note', target_id: '99', resolved: { messages: { 99: message } } },
    })
  await keep({}, chosen)
  await keep({}, { ...chosen, message_reference: { channel_id: PAPERS, message_id: '77' } })
  await keep({ channel_id: '78', channel: { id: '78', type: 11, parent_id: PAPERS } }, chosen)
  const told = { channel, person, text: 'Ask @somebody about table 3.', author: 'discord:300000000000000007' }
  expect(kept).toEqual([
    { ...told, post: { channel, id: '99' }, thread: null },
    { ...told, post: { channel, id: '99' }, thread: { channel, id: '77' } },
    { ...told, post: { channel: `discord:${GUILD}/78`, id: '99' }, thread: { channel, id: '78' } },
  ])
})

it('says a word about a command that an older version registered', async () => {
  const seen = await discord.fake.interactions.happen({ type: 2, ...where, data: { type: 1, name: 'digest' } })
  expect(seen.texts[0]).toContain('does not know this command')
})

it('answers although an option is none it knows', async () => {
  const seen = await discord.fake.interactions.happen({
    type: 2,
    ...where,
    data: { type: 1, name: 'papers', options: [{ name: 'count', type: 4, value: 7 }] },
  })
  expect(seen.texts).toEqual(['Here you are.'])
  expect(commands).toEqual([{ channel, person, text: '', thread: null }])
})

it('gives up on an interaction that has expired, without a storm and without its token in the log', async () => {
  discord.fake.faults.push({
    on: /callback$/,
    answer: { status: 404, body: { code: 10062, message: 'Unknown interaction' } },
  })
  void ask(discord.fake, 'skills')
  await expect
    .poll(() => discord.logged.map(({ msg }) => msg))
    .toContainEqual(expect.stringContaining('answer not delivered'))
  expect(discord.fake.requests.filter(({ path }) => path.includes('callback'))).toHaveLength(1)
  expect(JSON.stringify(discord.logged)).not.toContain('token-')
})
