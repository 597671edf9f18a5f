import { html } from 'hono/html'
import type { Html } from '../plain-page.ts'
import { archivePage } from './layout.ts'
import type { Visit } from './visit.ts'

const FEEDS = [
  { name: 'posts', label: 'What is posted in your channel' },
  { name: 'top', label: 'What your team voted for this week' },
  { name: 'search', label: 'What a search finds: put your words after q=', query: '?q=agents' },
]

/** Addresses for feed readers; they work without the cookie, and for good. */
export const feedsPage = ({ links, channel }: Visit): Html =>
  archivePage({
    title: 'Feeds',
    content: html`<p>
        Give one of these addresses to your feed reader. Each is a key to what everybody in your channel may see, and never
        expires: keep it to yourself.
      </p>
      ${FEEDS.map(
        ({ name, label, query = '' }) => html`<section>
          <h2>${label}</h2>
          <ul>
            ${['atom', 'json'].map((kind) => {
              const address = links.feed(channel, `${name}.${kind}${query}`)
              return html`<li>${kind === 'atom' ? 'Atom' : 'JSON Feed'}: <a href="${address}">${address}</a></li>`
            })}
          </ul>
        </section>`,
      )}`,
  })
