import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText } from '../../../src/sources/text/text.ts'

describe('a text with markup', () => {
  for (const [given, read] of [
    ['10<sup>5</sup> tides of CO<sub>2</sub>, Ca<sup>2+</sup>', '10⁵ tides of CO₂, Ca²⁺'],
    ['the 1<sup>st</sup> at 37<sup>o</sup>C of T<sub>reg</sub>', 'the 1st at 37°C of T_reg'],
    ['What the <mask> token knows, <bos> and </s>', 'What the <mask> token knows, <bos> and </s>'],
    ['late (p < 0.05), p <0.05, x<y then z>w', 'late (p < 0.05), p <0.05, x<y then z>w'],
    ['<p>Tides were late (p &lt; 0.05)<br/>where n &gt; 3.</p>', 'Tides were late (p < 0.05) where n > 3.'],
    ['&lt;p&gt;Not &amp;lt;mask&amp;gt; but R&amp;amp;D&lt;/p&gt;', 'Not <mask> but R&D'],
    ['the <b> element, vector<int>, AT&T', 'the <b> element, vector<int>, AT&T'],
    ['<p>One.</p><p>Two.</p><ul><li>three</li><li>four</li></ul>', 'One. Two. three four'],
    ['On <i>E. coli</i> <!-- no <b> --> and<script>if (a<b) x = "<p>"</script> boats', 'On E. coli and boats'],
    ['see <a href="https://a.example/?b=1&amp;c=2">this https URL</a>', 'see https://a.example/?b=1&c=2'],
    ['a &bgr;-blocker of 80 &mgr;m &mdash; &#x3b1;', 'a β-blocker of 80 μm — α'],
    [
      '<mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>, ' +
        '<math alttext="\\alpha_{i}"><mi>?</mi></math>, <math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>',
      'x², αᵢ, a/2',
    ],
    [
      '<inline-formula><alternatives><tex-math>\\documentclass{minimal}\\begin{document}$$\\alpha$$\\end{document}' +
        '</tex-math><mml:math><mml:mi>?</mml:mi></mml:math></alternatives></inline-formula>-decay',
      'α-decay',
    ],
  ] as const)
    it(`is “${read}”`, () => expect(cleanText(given)).toBe(read))

  it('keeps the sections of an abstract in order and sets them off', () => {
    const jats = [
      '<jats:title>Abstract</jats:title>',
      '<jats:sec><jats:title>Background</jats:title><jats:p>Knees are joints.</jats:p></jats:sec>',
      '<jats:sec><jats:title>Methods:</jats:title><jats:p>We bent 40.</jats:p></jats:sec>',
    ]
    expect(cleanText(jats.join('\n'))).toBe('Background: Knees are joints. Methods: We bent 40.')
    const html = '<p>BACKGROUND</p><p>Knees are joints.</p><p><b>RESULTS</b><br>They bent. <b>Results</b> show it.</p>'
    expect(cleanText(html)).toBe('BACKGROUND: Knees are joints. RESULTS: They bent. Results show it.')
  })
})

describe('a text that is written in any encoding', () => {
  const word = fc.stringMatching(/^[A-Za-z]{1,8}$/)
  const special = fc.constantFrom('p < 0.05', 'n > 3', '<mask>', '</s>', 'R&D', '“so”', 'naïve', '(1)', "it's", '5%')
  const power = fc.tuple(fc.integer({ min: 0, max: 99 }), fc.constantFrom('sup', 'sub'))
  /** A text, and how it is written in HTML; in plain text powers are Unicode's. */
  const piece = fc.oneof(
    word.map((text) => ({ text, html: text })),
    special.map((text) => ({ text, html: escaped(text) })),
    word.map((text) => ({ text, html: `<i>${text}</i>` })),
    power.map(([count, kind]) => ({ text: `x${digits(count, kind)}`, html: `x<${kind}>${count}</${kind}>` })),
  )
  const digits = (count: number, kind: string): string =>
    [...String(count)].map((digit) => (kind === 'sup' ? '⁰¹²³⁴⁵⁶⁷⁸⁹' : '₀₁₂₃₄₅₆₇₈₉')[Number(digit)]).join('')
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const jats = (html: string): string =>
    html.replace(/<(\/?)(i|p|sup|sub)>/g, (_, end, name) => `<${end}jats:${name === 'i' ? 'italic' : name}>`)

  const encodings: Record<string, (text: string, html: string) => string> = {
    plain: (text) => text,
    escaped: (text) => escaped(text),
    HTML: (_, html) => `<p>${html}</p>`,
    'escaped HTML': (_, html) => escaped(`<p>${html}</p>`),
    XHTML: (_, html) => `<div xmlns="http://www.w3.org/1999/xhtml">\n<p class='a'>${html}</p><br /></div>`,
    JATS: (_, html) => jats(`<p>${html}</p>`),
    CDATA: (_, html) => `<![CDATA[<p>${html}</p>]]>`,
  }
  for (const [name, write] of Object.entries(encodings))
    it(`is read back from ${name}`, () =>
      fc.assert(
        fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
          const text = pieces.map((one) => one.text).join(' ')
          expect(cleanText(write(text, pieces.map(({ html }) => html).join(' ')))).toBe(text)
        }),
        { numRuns: 300 },
      ))
})
