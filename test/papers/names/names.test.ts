import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNames } from '../../../src/papers/names/list.ts'
import { nameOf, nameText, readName } from '../../../src/papers/names/name.ts'

const person = (given: string, family: string, { particle = '', suffix = '' } = {}) => ({
  given,
  particle,
  family,
  suffix,
})

describe('a name', () => {
  for (const [name, spellings] of [
    [person('Ada', 'Example'), ['Ada Example', 'Example, Ada', ' Example ,  Ada']],
    [
      person('Martin Luther', 'Example', { suffix: 'Jr.' }),
      [
        'Martin Luther Example Jr.',
        'Martin Luther Example, Jr.',
        'Example, Martin Luther, Jr.',
        'Example, Jr., Martin Luther',
        'Example Jr., Martin Luther',
      ],
    ],
    [person('Ada', 'Sample', { suffix: 'III' }), ['Ada Sample III', 'Sample, III, Ada', 'Sample III, Ada']],
    [
      person('Laurens', 'Muster', { particle: 'van der' }),
      ['Laurens van der Muster', 'van der Muster, Laurens', 'van  der Muster, Laurens'],
    ],
    [person('Guy', 'Muster', { particle: 'Van den' }), ['Guy Van den Muster', 'Van den Muster, Guy']],
    [person('Fern', 'Muster', { particle: 'De la' }), ['Fern De la Muster', 'De la Muster, Fern']],
    [person('Ada', 'Muster', { particle: "'t" }), ["Ada 't Muster"]],
    [person('Ada', 'Muster y Sample'), ['Ada Muster y Sample', 'Muster y Sample, Ada']],
    [person('A. B.', 'Example'), ['A. B. Example', 'Example A. B.', 'Example, A. B.']],
    [person('A', 'Muster', { particle: 'van' }), ['van Muster A', 'A van Muster']],
    [person('Di', 'Example'), ['Di Example']],
    [person('The Anh', 'Example'), ['The Anh Example']],
    [person('Jae In', 'Example'), ['Jae In Example']],
    [person('Ada', 'Vi'), ['Ada Vi']],
    [person('小明', '王'), ['王小明', '王 小明', '王, 小明']],
    [person('太郎', '山田'), ['山田太郎', '山田 太郎']],
    [person('修', '欧阳'), ['欧阳修']],
    ...[
      'Plato',
      'DeepHarbour-AI',
      'Harbour AI',
      'HARBOUR Collaboration',
      'The Harbour Scientific Collaboration',
      'Tide Team',
      'Team Tide',
      'World Harbour Organization',
      'University of Tides',
      'Johnson and Johnson Research',
      'Harbour, Inc.',
    ].map((literal) => [{ literal }, [literal]] as const),
  ] as const)
    for (const spelling of spellings)
      it(`is read in its parts from “${spelling}”`, () => expect(readName(spelling)).toEqual(name))

  it('of parts is stored so that the same parts are read again', () => {
    const common = [
      'Ada',
      'Ødegård',
      'Şule',
      'Van',
      'De',
      'Ni',
      'Mc Sample',
      'Muster',
      'García',
      'Le Sample',
      '王',
      '小明',
    ]
    const some = (...words: string[]) =>
      fc.array(fc.constantFrom(...common, ...words), { minLength: 1, maxLength: 3 }).map((all) => all.join(' '))
    const parts = fc.record({
      given: some('A.', 'J.-P.', 'le'),
      particle: fc.constantFrom('', '', 'van', 'van der', 'de la', "'t", 'Van den'),
      family: some('Gaudí i Cornet', 'boyd', 'Iv'),
      suffix: fc.constantFrom('', '', 'Jr.', 'III'),
    })
    const group = fc.constantFrom('Google Harbour', 'Tide Team', 'Plato', 'Ada Example', 'Harbour, Inc.', 'Tides of 王')
    fc.assert(
      fc.property(
        fc.oneof(
          parts.map(nameOf),
          group.map((literal) => ({ literal })),
        ),
        (name) => {
          expect(readName(nameText(name))).toEqual(name)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it('that is stored reads as the same when it is written in any other order', () => {
    const given = fc.constantFrom('Ada', 'Ben C.', 'Øyvind', 'A. B.', 'Jean-Luc')
    const family = fc.constantFrom('Example', 'van der Muster', "d'Example", 'De la Sample', 'O’Muster')
    fc.assert(
      fc.property(given, family, fc.constantFrom('', 'Jr.', 'II'), (given, family, suffix) => {
        const ways = [
          [[given, family, suffix].filter(Boolean).join(' ')],
          [[family, given, suffix].filter(Boolean).join(', ')],
          [[family, suffix, given].filter(Boolean).join(', ')],
        ]
        const read = ways.map((fields) => readNames(fields).map(readName))
        expect(read).toEqual([read[0], read[0], read[0]])
        expect(read[0]).toEqual([nameOf({ given, family, suffix })])
      }),
    )
  })
})

describe('the names in a field', () => {
  for (const [field, names] of [
    ['Example, A., Sample, B. C., van der Muster, D.', ['A. Example', 'B. C. Sample', 'D. van der Muster']],
    ['Ada Example, Ben Sample and Carla Muster', ['Ada Example', 'Ben Sample', 'Carla Muster']],
    ['\nAda Example, \nBen Sample', ['Ada Example', 'Ben Sample']],
    ['Example, Ada; Sample, Ben, Jr.', ['Ada Example', 'Ben Sample Jr.']],
    ['Example, Ada and Sample, Ben and others', ['Ada Example', 'Ben Sample']],
    ['Example, Ada, Sample, Ben Carl', ['Ada Example', 'Ben Carl Sample']],
    ['Example AB, Sample C, van der Muster D', ['AB Example', 'C Sample', 'D van der Muster']],
    ['Example, A., HARBOUR Collaboration, Sample, B.', ['A. Example', 'HARBOUR Collaboration', 'B. Sample']],
    ['Ada Example, Jr., Ben Sample, and Tide Team', ['Ada Example, Jr.', 'Ben Sample', 'Tide Team']],
    ['Ada Example & the HARBOUR Collaboration', ['Ada Example', 'HARBOUR Collaboration']],
    ['By Dr. Ada Example, PhD, and Ben Sample et al.', ['Ada Example', 'Ben Sample']],
    ['Ada Example1,2, Ben Sample*, Carla Muster†', ['Ada Example', 'Ben Sample', 'Carla Muster']],
    ['Ada Example (Harbour University (HU), Dept. A), Ben Sample (2)', ['Ada Example', 'Ben Sample']],
    ['ada@example.org (Ada Example)', ['Ada Example']],
    ['Ada Example <ada@example.org>, Ben Sample <ben@example.org>', ['Ada Example', 'Ben Sample']],
    ['Tide Team: Ada Example; Ben Sample', ['Tide Team', 'Ada Example', 'Ben Sample']],
    ['Centre for Tides and Coastal Research', ['Centre for Tides and Coastal Research']],
    ['Harbour, Inc., Ada Example', ['Harbour, Inc.', 'Ada Example']],
    ['王小明, 李四', ['王小明', '李四']],
    ['王小明；李四', ['王小明', '李四']],
    ['{van der Muster}, Jan and {The Tide Consortium}', ['Jan van der Muster', 'The Tide Consortium']],
    ['Example AB, Consortium for Tides, Sample C', ['AB Example', 'Consortium for Tides', 'C Sample']],
    ['Ada Example^(1), Ben Sample^(1,2)', ['Ada Example', 'Ben Sample']],
    ['Ada Exampleᵃ, Ben Sampleᵃ,ᵇ', ['Ada Example', 'Ben Sample']],
    ['ada@example.org (Ada Example), ben@example.org (Ben Sample)', ['Ada Example', 'Ben Sample']],
    ['ada@example.org', []],
    ['', []],
  ] as const)
    it(`are read from “${field.trim()}”`, () => expect(readNames([field])).toEqual(names))

  it('are one where each field holds one, and no comma turns around what arXiv writes', () => {
    // The no-break space keeps the family name whole when it is cited.
    expect(readNames(['García Muster, Juan José', 'Example, Ada'])).toEqual([
      'Juan José García\u00a0Muster',
      'Ada Example',
    ])
    expect(readNames(['Plato, Ada Example, Jr. (1), Tide Team: Ben Muster'], 'natural')).toEqual([
      'Plato',
      'Ada Example, Jr.',
      'Tide Team',
      'Ben Muster',
    ])
  })
})
