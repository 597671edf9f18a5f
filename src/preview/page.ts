import { html, raw } from 'hono/html'
import type { Html } from '../web/document.ts'

/** A text field, or a menu where there are options. */
export type Control = { name: string; label: string; value: string; options: string[] | null; problem: string | null }

export type PreviewPage = {
  controls: Control[]
  /** The query of the frames: the same choices. */
  query: string
  platforms: string[]
  width: string
}

/** Widths of a window beside the channel list, and of a phone. CSS pixels. */
const WIDTHS: Record<string, number> = { wide: 680, phone: 390 }

/** Controls on the left; on the right a frame for each platform, since their styles would clash. */
export const previewPage = ({ controls, query, platforms, width }: PreviewPage): Html => html`<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width" />
  <title>Paperboy · preview</title>
  <link rel="icon" href="data:," />
  <style>${raw(STYLE)}</style>
  <form>
    <h1>Preview</h1>
    <p>Nothing here is stored or sent.</p>
    ${controls.map(drawControl)}
    <button>Show</button>
  </form>
  <main>
    ${platforms.map(
      (platform) => html`<section>
        <h2>${platform}</h2>
        <iframe title="${platform}" src="/${platform}?${query}" style="width:${WIDTHS[width] ?? 760}px"></iframe>
      </section>`,
    )}
  </main>
  <script>
    document.forms[0].addEventListener('change', ({ currentTarget }) => currentTarget.requestSubmit())
  </script>
</html>`

const drawControl = ({ name, label, value, options, problem }: Control): Html => html`<label>
  ${label}
  ${
    options === null
      ? html`<input name="${name}" value="${value}" />`
      : html`<select name="${name}">${options.map(
          (one) => html`<option value="${one}" ${one === value ? 'selected' : ''}>${one}</option>`,
        )}</select>`
  }
  ${problem === null ? '' : html`<strong role="alert">${problem}</strong>`}
</label>`

const STYLE = `
:root{color-scheme:light dark;font:15px/1.45 system-ui,sans-serif}
body{display:flex;gap:24px;margin:0;min-height:100vh}
form{flex:0 0 230px;padding:16px 20px;background:color-mix(in srgb,CanvasText 5%,Canvas)}
h1{font-size:20px;margin:0}
h2{font-size:14px;margin:12px 0 6px;text-transform:capitalize}
label{display:block;margin:10px 0;font-size:13px}
label::first-letter{text-transform:uppercase}
input,select{display:block;box-sizing:border-box;width:100%;font:inherit;padding:4px 6px}
strong[role=alert]{color:#c92a2a}
main{display:flex;flex-wrap:wrap;gap:24px}
iframe{height:calc(100vh - 60px);max-width:90vw;border:1px solid #8886;border-radius:8px;background:Canvas}`
