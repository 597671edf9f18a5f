import { html } from 'hono/html'
import { ownFeedKey } from '../../access/feed-keys.ts'
import type { PersonId } from '../../core/chat.ts'
import type { Html } from '../document.ts'
import { archivePage } from './layout.ts'
import type { ArchiveSession } from './session.ts'

const PAPERS = { atom: 'Atom', json: 'JSON Feed' }
const FEEDS = [
  { name: 'posts', label: 'What is posted in your channel', kinds: PAPERS },
  { name: 'top', label: 'What your team voted for this week', kinds: PAPERS },
  { name: 'search', label: 'What a search finds: put your words after q=', kinds: PAPERS, query: '?q=agents' },
  { name: 'meetings', label: 'Your team’s meetings, for a calendar', kinds: { ics: 'iCalendar' } },
]

/** Addresses for feed readers, good without the cookie until their key is withdrawn. Opening the page makes a key. */
export async function feedsPage({ store, links, channel }: ArchiveSession, person: PersonId): Promise<Html> {
  const key = await ownFeedKey(store.db, channel, person, store.now())
  return archivePage(links, {
    title: 'Feeds',
    tab: '/feeds',
    content: html`<p>
        Give one of these addresses to your feed reader or calendar. Each holds your key to what everybody in your
        channel may see, so keep it to yourself. In chat, <code>/papers web keys</code> shows when it was last used, and
        withdraws it.
      </p>
      ${FEEDS.map(
        ({ name, label, kinds, query = '' }) => html`<section>
          <h2>${label}</h2>
          <ul>
            ${Object.entries(kinds).map(([kind, title]) => {
              const address = links.feed(key, `${name}.${kind}${query}`)
              return html`<li>${title}: <a href="${address}">${address}</a></li>`
            })}
          </ul>
        </section>`,
      )}
      ${
        links.assistant &&
        html`<section>
          <h2>For an assistant (MCP)</h2>
          <ul>
            <li>Address: <code>${links.assistant.url}</code></li>
            <li>Key: <code>${links.assistant.tokenFor(key)}</code></li>
          </ul>
        </section>`
      }`,
  })
}
