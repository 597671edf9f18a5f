/** Where the elements and what they need lie; the preview serves `node_modules` as `/modules`. */
const IMPORTS = {
  lit: '/modules/lit/index.js',
  'lit/': '/modules/lit/',
  'lit-html': '/modules/lit-html/lit-html.js',
  'lit-html/': '/modules/lit-html/',
  'lit-element/': '/modules/lit-element/',
  '@lit/reactive-element': '/modules/@lit/reactive-element/reactive-element.js',
  '@lit/reactive-element/': '/modules/@lit/reactive-element/',
  '@lit/context': '/modules/@lit/context/index.js',
}

export const MODULES = `<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module" src="/modules/@skyra/discord-components-core/dist/index.js"></script>`

/** Containers and modals, which the element library does not have. */
export const FRAME = `
body{margin:0;font:16px/1.375 "gg sans","Noto Sans",Inter,sans-serif}
body.light{background:#fff;color:#313338}
body.dark{background:#313338;color:#dbdee1}
main{max-width:760px}
discord-messages{border:0}
discord-message.thread{margin-left:20px;border-left:2px solid #8884}
.container{max-width:520px;box-sizing:border-box;margin-top:4px;padding:12px 16px;overflow-wrap:anywhere}
.container{border:1px solid #8883;border-radius:8px;background:#2b2d31;color:#dbdee1}
.light .container{background:#f2f3f5;color:#313338}
.container>*+*{margin-top:8px}
.container h2,.container h3{margin:0 0 2px;line-height:1.3}
.container h2{font-size:20px}
.container h3{font-size:17px}
.container a{color:#00a8fc;text-decoration:none}
.light .container a{color:#006ce7}
.container small{display:block;font-size:13px;opacity:.75}
.container ul{margin:4px 0;padding-left:20px}
.container code{padding:1px 4px;border-radius:4px;background:#8883;font-size:85%}
.container pre{white-space:pre-wrap;font-size:13px;margin:0}
.section{display:flex;gap:12px;justify-content:space-between}
.thumbnail{width:85px;height:85px;flex:none;object-fit:cover;border-radius:8px;background:#8883}
.modal{max-width:480px;margin:16px auto;padding:16px 20px;border-radius:8px;background:#2b2d31}
.light .modal{background:#f2f3f5}
.modal h2{margin:0 0 12px;font-size:20px}
.modal label{display:block;margin:0 0 14px;font-weight:600}
.modal label small{display:block;font-weight:400;opacity:.75;overflow-wrap:anywhere}
.modal input,.modal select{box-sizing:border-box;width:100%;margin-top:4px;padding:8px;color:inherit;font:inherit}
.modal input,.modal select{border:1px solid #8886;border-radius:4px;background:#1e1f22}
.light .modal input,.light .modal select{background:#fff}
.modal footer{display:flex;gap:12px;justify-content:flex-end}
.modal button{padding:8px 16px;border:0;border-radius:4px;background:#4e5058;color:#fff;font:inherit}
.modal button.primary{background:#5865f2}`
