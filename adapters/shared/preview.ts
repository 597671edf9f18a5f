import { escapeHtml } from './text.ts'

type Drawn = { platform: string; theme: string; head: string; style: string; content: string }

/** A page that shows what a platform would show. */
export const drawPage = ({ platform, theme, head, style, content }: Drawn): string =>
  [
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>As ${escapeHtml(platform)} shows it</title>${head}<style>${style}</style>`,
    `<body class="${theme}"><main>${content}</main></body></html>`,
  ].join('\n')

export const pictureOf = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`

export const AVATAR = pictureOf(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#d9480f"/>' +
    '<path d="M10 12h20v16H10zm3 4h14m-14 4h14m-14 4h8" fill="none" stroke="#fff" stroke-width="2"/></svg>',
)
