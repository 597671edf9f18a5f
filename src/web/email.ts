import { Hono, type HonoRequest } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import type { LetterLinks } from '../access/letter-links.ts'
import { parseJson, type Signer } from '../access/signed-links.ts'
import { type Channel, findChannel, saveSettings, setChannelState, subscribeChannel } from '../channels/channels.ts'
import { recordRemoval } from '../channels/removals.ts'
import { type Defaults, effectiveSettings } from '../channels/settings.ts'
import { inviteReader, mailAddress } from '../commands/personal/email.ts'
import { sanitizeInput } from '../commands/sanitize.ts'
import { fields } from '../commands/settings/fields.ts'
import { readFields, typedValue } from '../commands/settings/read-fields.ts'
import { teamOf } from '../core/chat.ts'
import type { Store } from '../db/open.ts'
import type { RefusalReason } from './limits.ts'
import { type Html, plainPage } from './plain-page.ts'
import type { Site } from './route.ts'

export type EmailPagesContext = { store: Store; defaults: Defaults; signer: Signer; letters: LetterLinks }
type Refused = (why: RefusalReason) => void

/** The settings that a reader may change. */
const READER_FIELDS = ['time', 'zone', 'days', 'papers', 'include', 'exclude', 'upvotes']
const invitation = z.tuple([mailAddress, z.string()])

/** Pages that letters link to. Opening one changes nothing: mail scanners follow links but press no button. */
export function createEmailPages({ store, defaults, signer, letters }: EmailPagesContext, refused: Refused): Site {
  const now = store.now
  const { placeOf } = letters
  const pages: Site = new Hono()

  pages.get('/', (page) => page.html(plainPage('Papers by mail', askForm('?'))))
  pages.post('/', async (page) => {
    const { address, rhythm } = await readForm(page.req)
    const to = mailAddress.safeParse(address)
    if (!to.success) return page.html(plainPage('That is not an email address', askForm('?')), 400)
    const inviting = { store, letters, now }
    const { note, isRefused } = await inviteReader(inviting, to.data, rhythm === 'weekly' ? 'weekly' : 'daily')
    if (isRefused) refused('flood')
    const heading = isRefused ? 'Not today' : 'Check your inbox'
    return page.html(plainPage(heading, html`<p>${note}</p>`), isRefused ? 429 : 200)
  })

  pages.get('/confirm', (page) =>
    page.html(plainPage('Papers by mail', pressForm(page.req.query('t'), 'Yes, send me papers'))),
  )
  pages.post('/confirm', async (page) => {
    const invited = parseJson(invitation, signer.read('confirm', page.req.query('t') ?? '', now()) ?? '')
    if (invited === null) {
      refused('forged')
      return page.html(plainPage('This link has expired or is incomplete', askForm('../email')), 400)
    }
    const [address, days] = invited
    await store.write(async (db) => {
      await subscribeChannel(db, placeOf(address), address, now())
      if (days !== '') await saveSettings(db, placeOf(address), { postDays: days })
    })
    return page.html(plainPage('You’re subscribed', html`<p>Every email has an unsubscribe link.</p>`))
  })

  pages.get('/unsubscribe', (page) =>
    page.html(plainPage('Unsubscribe?', pressForm(page.req.query('t'), 'Unsubscribe'))),
  )
  // RFC 8058: a mail program posts here by itself.
  pages.post('/unsubscribe', async (page) => {
    const address = signer.read('reader', page.req.query('t') ?? '', now())
    if (address === null) {
      refused('forged')
      return page.html(plainPage('This link is incomplete', html``), 400)
    }
    const reader = placeOf(address)
    await setChannelState(store.db, reader, 'left', 'unsubscribed by its reader')
    // A mailbox is a team of its own: its data is deleted after a while, as that of other teams.
    await recordRemoval(store.db, teamOf(reader), now())
    return page.html(plainPage('Unsubscribed', html`<p>${address} gets no more emails.</p>`))
  })

  pages.get('/settings', async (page) => {
    const channel = await readerOf(page.req.query('t'))
    if (!channel) return page.html(plainPage('This link belongs to no subscription', askForm('../email')), 404)
    return page.html(plainPage('What you get', settingsForm(channel, {}, defaults)))
  })
  pages.post('/settings', async (page) => {
    const channel = await readerOf(page.req.query('t'))
    if (!channel) return page.html(plainPage('This link belongs to no subscription', askForm('../email')), 404)
    const sent = await readForm(page.req)
    const values = Object.fromEntries(
      READER_FIELDS.flatMap((name) => (sent[name] === undefined ? [] : [[name, sanitizeInput(sent[name])]])),
    )
    const read = readFields(channel.settings, values, defaults)
    if ('errors' in read) return page.html(plainPage('What you get', settingsForm(channel, read.errors, defaults)), 400)
    await saveSettings(store.db, channel.id, read.settings)
    return page.html(plainPage('Saved', settingsForm({ ...channel, settings: read.settings }, {}, defaults)))
  })

  async function readerOf(token: string | undefined): Promise<Channel | null> {
    const address = signer.read('reader', token ?? '', now())
    const channel = address === null ? null : await findChannel(store.db, placeOf(address))
    return channel?.state === 'active' ? channel : null
  }

  return pages
}

/** The texts of a form. Throws the response when it has files, or parts that are cut off. */
async function readForm(request: HonoRequest): Promise<Record<string, string>> {
  const form = z.record(z.string(), z.string()).safeParse(await request.parseBody().catch(() => null))
  if (form.success) return form.data
  throw new HTTPException(400, { message: 'The form did not arrive whole; go back and send it again.\n' })
}

/** `address`: of the page that takes it, seen from the page that shows it. */
const askForm = (address: string): Html => html`<form method="post" action="${address}">
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
  return html`<form method="post">${inputs}<button>Save</button></form>`
}
