import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createElement as h } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Message as Drawn } from 'slack-blocks-to-jsx'
import type { DrawScene, ScenePost } from '../../../src/core/chat.ts'
import type { Form } from '../../../src/core/message.ts'
import { renderForm } from '../forms.ts'
import { type Block, renderMessage } from '../render.ts'

type Theme = Parameters<DrawScene>[1]

const LOGO =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 36 36'%3E%3Crect width='36' height='36' rx='6' fill='%23d9480f'/%3E%3Cpath d='M9 11h18v14H9zm3 4h12m-12 4h12m-12 3h7' fill='none' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E"
const AT = new Date('2026-03-31T09:00:00')

/** Draws a scene as Slack would, from the blocks and views that Slack would be sent. */
export const drawSlack: DrawScene = async (scene, theme) => {
  const styles = await readFile(fileURLToPath(import.meta.resolve('slack-blocks-to-jsx/dist/style.css')), 'utf8')
  const content =
    'form' in scene ? drawForm(scene.form, theme) : scene.posts.map((post) => drawPost(post, theme)).join('')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>As Slack shows it</title><style>${styles}${FRAME}</style><body class="${theme}"><main>${content}</main></body></html>`
}

function drawPost({ message, inThread, seed, onlyAsker }: ScenePost, theme: Theme): string {
  const { blocks } = renderMessage(message)
  const reactions = seed.map((emoji) => `<span class="reaction">${emoji} 1</span>`).join('')
  return `<article class="${inThread ? 'thread' : ''}">${onlyAsker ? '<p class="aside">Only visible to you</p>' : ''}${drawBlocks(blocks, theme)}<footer>${reactions}</footer></article>`
}

function drawForm(form: Form, theme: Theme): string {
  const view = renderForm(form, 'slack:preview/preview')
  const label = (text: { text: string } | undefined) => renderToStaticMarkup(h('span', null, text?.text ?? ''))
  return `<article class="modal"><header>${label(view.title)}</header>${drawBlocks(view.blocks as Block[], theme)}<footer><button>${label(view.close)}</button><button class="primary">${label(view.submit)}</button></footer></article>`
}

const drawBlocks = (blocks: Block[], theme: Theme): string =>
  renderToStaticMarkup(
    // The library has types of its own for the same blocks.
    h(Drawn, { blocks: blocks as never, logo: LOGO, name: 'Paperboy', time: AT, theme }),
  )

/** What the library leaves to the page around a message. */
const FRAME = `
body{margin:0;font:15px/1.46 Lato,Inter,"Noto Sans",sans-serif}
body.light{background:#fff;color:#1d1c1d}
body.dark{background:#1a1d21;color:#d1d2d3}
main{padding:12px 16px 24px;max-width:720px}
article{padding:8px 0;overflow-wrap:anywhere}
article.thread{margin-left:24px;padding-left:16px;border-left:2px solid #8884}
article footer:empty{display:none}
article>footer{margin-left:44px}
article #slack_blocks_to_jsx>section{max-width:100%}
article #slack_blocks_to_jsx>section>div:last-child{min-width:0}
.aside{margin:0 0 2px 44px;font-size:12px;opacity:.7}
.reaction{display:inline-block;padding:1px 8px;border-radius:12px;background:#1264a31f;border:1px solid #1264a3;font-size:12px}
.modal{max-width:520px;margin:12px auto;border:1px solid #8886;border-radius:8px;padding:0 20px 16px}
.modal>header{font-weight:800;font-size:20px;padding:16px 0 8px}
.modal>footer{display:flex;gap:12px;justify-content:flex-end;margin:12px 0 0}
.modal .slack_blocks_to_jsx--header,.modal section>div:first-child:not(:last-child){display:none!important}
.modal textarea{height:auto!important;min-height:36px!important;field-sizing:content}
.modal .slack_blocks_to_jsx__input p:last-child:not(:only-child){display:none}
.modal footer button{font:inherit;padding:6px 12px;border-radius:4px;border:1px solid #8886;background:none;color:inherit}
.modal footer button.primary{background:#007a5a;color:#fff;border-color:#007a5a}`
