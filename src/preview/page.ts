import { html, raw } from 'hono/html'
import type { Html } from '../web/document.ts'

/** A text field, or a menu where there are options. */
export type Control = { name: string; label: string; value: string; options: string[] | null; problem: string | null }

/** Of the controls, those that choose what is shown. */
const FIRST = 4

export type PreviewPage = {
  controls: Control[]
  /** The query of the frames: the same choices. */
  query: string
  platforms: string[]
  width: string
}

/** Controls, and a frame for each platform, since their styles would clash. On a phone one below the other. */
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
    ${controls.slice(0, FIRST).map(drawControl)}
    <details ${controls.slice(FIRST).some(({ problem }) => problem !== null) ? 'open' : ''}>
      <summary>Settings of the channel</summary>
      ${controls.slice(FIRST).map(drawControl)}
    </details>
    <button>Show</button>
  </form>
  <main class="${width}">
    ${platforms.map(
      (platform) => html`<section>
        <h2>${platform}</h2>
        <iframe title="${platform}" src="/${platform}?${query}"></iframe>
      </section>`,
    )}
  </main>
  <script>
    ${raw(SCRIPT)}
  </script>
</html>`

/** The settings that follow stay open on a wide page; a frame follows the system’s theme unless one is chosen. */
const SCRIPT = `
    const [wide, dark] = [matchMedia('(min-width: 800px)'), matchMedia('(prefers-color-scheme: dark)')]
    if (wide.matches) document.querySelector('details').open = true
    document.forms[0].addEventListener('change', ({ currentTarget }) => currentTarget.requestSubmit())
    const setTheme = () => {
      if (document.forms[0].theme.value !== 'auto') return
      for (const frame of document.querySelectorAll('iframe')) {
        const address = new URL(frame.src)
        address.searchParams.set('theme', dark.matches ? 'dark' : 'light')
        if (address.href !== frame.src) frame.src = address.href
      }
    }
    dark.addEventListener('change', setTheme)
    setTheme()`

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
body{display:flex;margin:0;min-height:100vh}
form{flex:0 0 210px;padding:16px 20px;background:color-mix(in srgb,CanvasText 5%,Canvas)}
h1{font-size:20px;margin:0}
h2{font-size:14px;margin:12px 0 6px;text-transform:capitalize}
label{display:block;margin:10px 0;font-size:13px}
label::first-letter{text-transform:uppercase}
input,select{display:block;box-sizing:border-box;width:100%;font:inherit;padding:4px 6px}
summary{font-size:13px}
strong[role=alert]{color:light-dark(#c92a2a,#ff8787)}
main{flex:1;min-width:0;display:grid;gap:0 16px;padding:0 16px 16px;align-content:start}
main{grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr))}
main.phone{grid-template-columns:repeat(auto-fit,390px)}
iframe{width:100%;max-width:720px;height:calc(100vh - 60px)}
iframe{box-sizing:border-box;border:1px solid #8886;border-radius:8px;background:Canvas}
@media(max-width:799px){
body{display:block}
form{padding:12px 16px}
form>label{display:inline-block;width:calc(50% - 10px);margin:4px 4px;vertical-align:bottom}
main{display:block;padding:0 8px}
iframe{height:80vh}}`
