import { describe, expect, it } from 'vitest'
import { cleanText } from '../../../src/sources/text/text.ts'

const read = (cases: [given: string, read: string][]): void => {
  for (const [given, expected] of cases)
    it(`reads “${given}” as “${expected}”`, () => expect(cleanText(given)).toBe(expected))
}

describe('formulas', () =>
  read([
    ['$\\alpha$-divergence, $O(n^2)$', 'α-divergence, O(n²)'],
    ['errors below 10^{-3} and 7.1 x 10^-4', 'errors below 10⁻³ and 7.1 x 10⁻⁴'],
    ['$f\\colon\\mathbb R^n\\to\\mathbb{R}^{m}$', 'f:ℝⁿ→ℝᵐ'],
    ['$\\tilde{O}(\\varepsilon^{-4})$ and $\\frac{a+b}{2}$', 'Õ(ε⁻⁴) and (a+b)/2'],
    ['$\\{1, \\dots, n\\}$ with $\\sqrt{\\log N}$', '{1, …, n} with √(log N)'],
    ['π_{0.5} and x_{reg}', 'π_0.5 and x_reg'],
    ['360^{circ} and $90^\\circ$ and 1{\\deg}', '360° and 90° and 1°'],
    ['About $\\sim$10 tides and $>$5 boats', 'About ∼10 tides and >5 boats'],
    ['$18\\times$ faster, $256\\times 256$, $18 \\times 24$', '18× faster, 256×256, 18 × 24'],
    ['$\\binom{n}{k}$ of $n \\choose k$, $\\varepsilon$-greedy', '(n choose k) of (n choose k), ε-greedy'],
    ['$O(n\\log n)$, $\\log_2 N$, $\\max_{x\\in X} f(x)$', 'O(n log n), log₂ N, max_(x∈X) f(x)'],
    ['$\\left\\|x\\right\\|_2 \\leq 1$, $P\\not=NP$', '‖x‖₂ ≤ 1, P≠NP'],
    ['CO$_2$, H$_{2}$O and \\ce{H2SO4} at $\\mathrm{pH}\\,7$', 'CO₂, H₂O and H₂SO₄ at pH 7'],
    ['$p<q$ and $q>r$, on $ \\alpha$', 'p<q and q>r, on α'],
    ['an angle \\(\\theta\\) and \\[E = mc^2\\]', 'an angle θ and E = mc²'],
  ]))

describe('marked-up prose', () =>
  read([
    ['\\textbf{Causal} and \\emph{\\textit{deep}}', 'Causal and deep'],
    ['Growth {\\it in vitro} and {\\em in silico}', 'Growth in vitro and in silico'],
    ['Tides of {\\bf bold} harbours, {BERT} and symmet{r}y', 'Tides of bold harbours, BERT and symmetry'],
    ["``quotes'', `single' and 3--5 days -- or more", '“quotes”, ‘single’ and 3–5 days – or more'],
    ['a gain of 12\\%, R\\&D, \\$200, a\\_b', 'a gain of 12%, R&D, $200, a_b'],
    ['at 13~TeV (Fig.~3), up by 12~20%, x~N(0, 1)', 'at 13 TeV (Fig. 3), up by 12~20%, x~N(0, 1)'],
    [
      'see \\href{https://a.example}{our page} and \\url{https://b.example/~ada}',
      'see our page and https://b.example/~ada',
    ],
    ['as shown~\\cite{foo2020}, too\\footnote{Only here.} well', 'as shown, too well'],
    ['1\\textsuperscript{st}, \\textcolor{red}{new}, \\SI{13}{TeV}', '1ˢᵗ, new, 13 TeV'],
  ]))

describe('commands of the author’s own', () =>
  read([
    ['we call it \\OurMethod, an agent', 'we call it OurMethod, an agent'],
    ['\\ours{} beats \\method\\ and \\ours~is small', 'ours beats method and ours is small'],
    ['\\revised{Tides rise} in many places, \\eg harbours', 'Tides rise in many places, e.g. harbours'],
  ]))

describe('names', () =>
  read([
    ["Andr\\'e, Bolet\\'{\\i}n, G\\\"odel, Erd\\H{o}s, \\v{C}ech", 'André, Boletín, Gödel, Erdős, Čech'],
    ['\\O yvind, {\\O}yvind, \\L ukasz, S\\o ren, H\\aa kon', 'Øyvind, Øyvind, Łukasz, Søren, Håkon'],
    ['Kara\\c cayl\\i, Ko\\v c, Fran\\c{c}ois, Stra\\ss e', 'Karaçaylı, Koč, François, Straße'],
    ["Mu{\\~n}oz, Poincar{\\'e}, Jos{\\'{\\i}}a, de~la~Muster", 'Muñoz, Poincaré, Josía, de la Muster'],
  ]))

describe('LaTeX that lost its backslashes', () =>
  read([
    ['18times faster at 512times512, 64times 64', '18× faster at 512×512, 64× 64'],
    ['only sim30 hours, a leq2B model, varepsilon-greedy', 'only ∼30 hours, a ≤2B model, ε-greedy'],
    ['via texttt{D}ual-texttt{H}ead in O(N cdot T)', 'via Dual-Head in O(N ⋅ T)'],
    ['from 66.3 %rightarrow73.4, infty-RoPE, 360^circ', 'from 66.3 %→73.4, ∞-RoPE, 360°'],
    ['eta_1=Theta_d(1), 256{times}256, {beta}1', 'η_1=Θ_d(1), 256×256, β1'],
    ['code at https://a.example/b{here}.', 'code at https://a.example/b.'],
    ["It didn\\'t ebb at Caf\\'e \\'Etude", "It didn't ebb at Café Étude"],
    ['sim2real, the gene sim1, sometimes 5 times, Ineq', 'sim2real, the gene sim1, sometimes 5 times, Ineq'],
  ]))

describe('text without LaTeX', () => {
  for (const text of [
    'It costs $5 and $10.',
    'from US$5 to CA$7 a month',
    'snake_case and some_long_name stay',
    'run it with --flag, a_b and x*y',
    'C3 is not here, only {braces} and ~30%',
    'https://a.example/~ada/b_c',
  ])
    it(`leaves “${text}” alone`, () => expect(cleanText(text)).toBe(text))
})
