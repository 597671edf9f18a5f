import { Hono, type HonoRequest } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import { acceptInvitation, personAt, withdrawInvitation } from '../access/invited-readers.ts'
import { type ArchiveLinks, type LetterLinks, STAY_DAYS } from '../access/reader-links.ts'
import { parseJson, type Signer } from '../access/signed-links.ts'
import { type Channel, findChannel, saveSettings, subscribeChannel } from '../channels/channels.ts'
import { type Defaults, effectiveSettings, type OwnSettings } from '../channels/settings.ts'
import { inviteReader, mailAddress, stopLetters } from '../commands/personal/email.ts'
import { fields } from '../commands/settings/fields.ts'
import { readFields, typedValue } from '../commands/settings/read-fields.ts'
import type { ChannelId } from '../core/chat.ts'
import { sanitizeInput } from '../core/text/shorten.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { type Html, htmlDocument } from './document.ts'
import type { RefusalReason } from './limits.ts'
import type { Page, Site } from './server.ts'

export type EmailPagesContext = {
  store: Store
  defaults: Defaults
  signer: Signer
  letters: LetterLinks
  archive: ArchiveLinks | null
  /** The path of the site’s address, without a slash at its end. */
  root: string
}
type Refused = (why: RefusalReason) => void

/** The settings that a reader may change. */
const READER_FIELDS = ['time', 'zone', 'days', 'papers', 'include', 'exclude', 'upvotes']
/** What a channel chooses its papers by; who is invited with it gets the same ones. */
const CHOOSING = [
  ...(['timezone', 'papersPerDay', 'sources', 'include'] as const),
  ...(['exclude', 'minUpvotes', 'language', 'summaries'] as const),
]
const channelId = z.templateLiteral([z.string(), ':', z.string()])
const invitation = z.tuple([mailAddress, z.string()], z.union([channelId, z.null()]))

/** Pages that letters link to. Opening one changes nothing: mail scanners follow links but press no button. */
export function createEmailPages(context: EmailPagesContext, refused: Refused): Site {
  const { store, defaults, signer, letters, archive, root } = context
  const now = store.now
  const { placeOf } = letters
  const pages: Site = new Hono()
  const show = (page: Page, title: string, content: Html, status: 200 | 400 | 404 | 429 = 200) =>
    page.html(htmlDocument({ title, root, content }), status)
  const elsewhere = askForm(`${root}/email`)

  pages.get('/', (page) => show(page, 'Papers by mail', askForm('?')))
  pages.post('/', async (page) => {
    const { address, rhythm } = await readForm(page.req)
    const to = mailAddress.safeParse(address)
    if (!to.success) return show(page, 'That is not an email address', askForm('?'), 400)
    const inviting = { store, letters, now }
    const { note, isRefused } = await inviteReader(inviting, to.data, rhythm === 'weekly' ? 'weekly' : 'daily')
    if (isRefused) refused('flood')
    const said = html`<p>${note}</p>`
    return isRefused ? show(page, 'Not today', said, 429) : show(page, 'Check your inbox', said)
  })

  pages.get('/confirm', (page) => {
    const press = pressForm(page.req.query('t'), 'Yes, send me papers')
    const what = html`<p>The best new papers with their summaries. Each letter has a link to stop them.</p>`
    return show(page, 'Papers by mail', html`${what} ${press}`)
  })
  pages.post('/confirm', async (page) => {
    const invited = parseJson(invitation, signer.read('confirm', page.req.query('t') ?? '', now()) ?? '')
    if (invited === null) {
      refused('forged')
      return show(page, 'This link has expired or is incomplete', elsewhere, 400)
    }
    const [address, days, channel = null] = invited
    const reader = placeOf(address)
    if (!(await store.write((db) => subscribeReader(db, { reader, address, days, channel }, now()))))
      return show(page, 'This invitation was withdrawn', elsewhere, 400)
    const open = channel && archive?.open(channel, personAt(reader), STAY_DAYS)
    const content = html`<p>The next letter comes by itself. Each has a link to change what you get, and one to
      stop.</p> ${open && html`<p><a href="${open}">Open your team’s archive</a></p>`}`
    return show(page, 'You’re subscribed', content)
  })

  pages.get('/unsubscribe', (page) => show(page, 'Unsubscribe?', pressForm(page.req.query('t'), 'Unsubscribe')))
  // RFC 8058: a mail program posts here by itself.
  pages.post('/unsubscribe', async (page) => {
    const address = signer.read('reader', page.req.query('t') ?? '', now())
    if (address === null) {
      refused('forged')
      return show(page, 'This link is incomplete', html`<p>Copy the whole link from the letter.</p>`, 400)
    }
    await withdrawInvitation(store.db, null, placeOf(address))
    await stopLetters(store, placeOf(address), 'unsubscribed by its reader')
    return show(page, 'Unsubscribed', html`<p>${address} gets no more emails.</p>`)
  })

  const noReader = (page: Page) => show(page, 'This link belongs to no subscription', elsewhere, 404)
  pages.get('/settings', async (page) => {
    const channel = await readerOf(page.req.query('t'))
    return channel ? show(page, 'What you get', settingsForm(channel, {}, defaults)) : noReader(page)
  })
  pages.post('/settings', async (page) => {
    const channel = await readerOf(page.req.query('t'))
    if (!channel) return noReader(page)
    const sent = await readForm(page.req)
    const values = Object.fromEntries(
      READER_FIELDS.flatMap((name) => (sent[name] === undefined ? [] : [[name, sanitizeInput(sent[name])]])),
    )
    const read = readFields(channel.settings, values, defaults)
    if ('errors' in read) return show(page, 'What you get', settingsForm(channel, read.errors, defaults), 400)
    await saveSettings(store.db, channel.id, read.settings)
    return show(page, 'Saved', settingsForm({ ...channel, settings: read.settings }, {}, defaults))
  })

  async function readerOf(token: string | undefined): Promise<Channel | null> {
    const address = signer.read('reader', token ?? '', now())
    const channel = address === null ? null : await findChannel(store.db, placeOf(address))
    return channel?.state === 'active' ? channel : null
  }

  return pages
}

type NewReader = { reader: ChannelId; address: string; days: string; channel: ChannelId | null }

/** False when they were invited to read a channel, and that was withdrawn. Who reads already keeps their settings. */
async function subscribeReader(db: Db, { reader, address, days, channel }: NewReader, now: number): Promise<boolean> {
  const known = await findChannel(db, reader)
  if (channel !== null && !(await acceptInvitation(db, channel, reader, now))) return false
  await subscribeChannel(db, reader, address, now)
  if (channel !== null && known?.state === 'active') return true
  const chosen: OwnSettings = (channel && (await findChannel(db, channel))?.settings) || {}
  const same = Object.fromEntries(
    CHOOSING.flatMap((name) => (chosen[name] === undefined ? [] : [[name, chosen[name]]])),
  )
  if (days !== '' || channel !== null)
    await saveSettings(db, reader, { ...same, ...(days !== '' && { postDays: days }) })
  return true
}

/** The texts of a form. Throws the response when it has files, or parts that are cut off. */
async function readForm(request: HonoRequest): Promise<Record<string, string>> {
  const form = z.record(z.string(), z.string()).safeParse(await request.parseBody().catch(() => null))
  if (form.success) return form.data
  throw new HTTPException(400, { message: 'The form did not arrive whole; go back and send it again.\n' })
}

/** `address`: of the page that takes it. */
const askForm = (address: string): Html => html`<p>
    New papers with their summaries, chosen for you. First a letter asks whether they are wanted there.
  </p>
  <form class="fields" method="post" action="${address}">
    <label>Your address <input type="email" name="address" required autocomplete="email" /></label>
    <label>How often <select name="rhythm"><option>daily</option><option>weekly</option></select></label>
    <button>Send me papers</button>
  </form>`

/** The form posts to the page's own address, token included. */
const pressForm = (token: string | undefined, label: string): Html =>
  html`<form method="post" action="?t=${token ?? ''}"><button>${label}</button></form>`

function settingsForm({ settings }: Channel, errors: Record<string, string>, defaults: Defaults): Html {
  const effective = effectiveSettings(settings, defaults)
  const inputs = fields
    .filter(({ name }) => READER_FIELDS.includes(name))
    .map(
      (field) => html`<label>
        ${field.label} <input name="${field.name}" value="${typedValue(field, effective)}" />
        ${
          errors[field.name]
            ? html`<strong role="alert">${errors[field.name]}</strong>`
            : html`<small>${field.hint}</small>`
        }
      </label>`,
    )
  return html`<form class="fields" method="post">${inputs}<button>Save</button></form>`
}
