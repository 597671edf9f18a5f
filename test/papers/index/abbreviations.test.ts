import { expect, it } from 'vitest'
import { longKey, parseAbbreviations, shortKey } from '../../../src/papers/index/abbreviations.ts'

it.each([
  ['We use Reinforcement Learning from Human Feedback (RLHF).', 'RLHF', 'Reinforcement Learning from Human Feedback'],
  ['Large Language Models (LLMs) are large.', 'LLMs', 'Large Language Models'],
  ['a chain-of-thought (CoT) prompt', 'CoT', 'chain-of-thought'],
  ['In Multi-modal Large Language Models (MLLMs)', 'MLLMs', 'Multi-modal Large Language Models'],
  ['We train a GAN (generative adversarial network).', 'GAN', 'generative adversarial network'],
  ['3D Gaussian Splatting (3DGS; see below)', '3DGS', '3D Gaussian Splatting'],
])('reads what %s explains', (text, short, long) => {
  expect(parseAbbreviations(text)).toEqual([{ short, long }])
})

it.each([
  'Our results (Table 2) are good.',
  'It is better (by 12.5%) than that.',
  'We use Python (see Appendix A).',
  'GPT-4 (OpenAI) does.',
])('takes %s for no explanation', (text) => {
  expect(parseAbbreviations(text)).toEqual([])
})

it('knows short and long forms in singular and plural', () => {
  expect(shortKey('LLMs')).toBe(shortKey('LLM'))
  expect(longKey('vision-language models')).toBe(longKey('Vision Language Model'))
})
