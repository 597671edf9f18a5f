import { expect, it } from 'vitest'
import { summarizeExtractively } from '../../src/summaries/extractive.ts'
import { checkGrounding } from '../../src/summaries/grounding/grounding.ts'
import { abstracts } from '../fixtures/abstracts.ts'

const { tidemark, harbor, lattice, survey } = abstracts
const objections = (summary: string, paper: { title: string; abstract: string }) =>
  checkGrounding(summary.split('\n'), paper).objections

it.each(Object.entries(abstracts))('has nothing against sentences of %s', (_, paper) => {
  const { lines } = summarizeExtractively({ id: '', ...paper }, 'lines')
  expect(checkGrounding(lines, paper).objections).toEqual([])
})

it('names the sentences that support each line', () => {
  const { supportedBy } = checkGrounding(
    ['A memory is written after each document.', 'Recall improves by 7.4 points.'],
    tidemark,
  )
  expect(supportedBy).toEqual([expect.arrayContaining([2]), expect.arrayContaining([4])])
})

it.each([
  ['a changed number', 'Tidemark improves recall by 9.4 points.', tidemark],
  ['another unit', 'Tidemark improves recall by 7.4 times.', tidemark],
  ['a foreign name', 'On MS MARCO, Tidemark improves recall.', tidemark],
  ['a claim to be first', 'Tidemark is the first retrieval method with a memory.', tidemark],
  ['a claim of the state of the art', 'Tidemark sets a new state of the art in retrieval.', tidemark],
  ['another direction', 'Tidemark reduces recall over dense retrieval.', tidemark],
  ['swapped sides', 'Dense retrieval improves recall over Tidemark.', tidemark],
  ['an invented denial', 'Tidemark does not train the writer.', tidemark],
  ['a lost denial', 'Larger models are better at noticing failures.', harbor],
  ['numbers in each other’s place', 'A benchmark of 17 tasks in 1,240 environments.', harbor],
  ['another bound', 'It matches the best rate up to a quadratic factor of 3.', lattice],
  ['an invented study', 'Interviews with nurses in rural hospitals confirm lower mortality.', survey],
])('objects to %s', (_, summary, paper) => {
  expect(objections(summary, paper)).not.toEqual([])
})

it('objects to two names in each other’s place, and to no other order of the same comparison', () => {
  const abstract =
    'On long reports, TideMark-7B reaches a 2x relative gain in recall over the BM25 baseline of QueryNet.'
  const paper = { title: '', abstract }
  expect(objections('QueryNet reaches a 2x relative gain in recall over TideMark-7B.', paper)).not.toEqual([])
  expect(objections('Compared to QueryNet, TideMark-7B reaches a 2x relative gain in recall.', paper)).toEqual([])
})

it('objects to a word in the place of another of its kind, though the abstract has both', () => {
  const abstract =
    'We train a dense encoder for images and videos. It enables search beside the sparse index of old words.'
  const paper = { title: '', abstract }
  expect(objections('A sparse encoder for images and videos is trained.', paper)).not.toEqual([])
  expect(objections('It prevents search beside the index of old words.', paper)).not.toEqual([])
  expect(objections('A dense encoder for videos allows search beside a sparse index.', paper)).toEqual([])
})

it('takes “without labels” for another word of unsupervised', () => {
  const abstract = 'We propose an unsupervised filter for images. It is robust to the labels of bad data.'
  expect(objections('A filter for images that is trained without labels.', { title: '', abstract })).toEqual([])
})

it('takes dropout for no drop', () => {
  const abstract = 'We show that dropout on the input layer of recurrent networks improves their accuracy.'
  expect(objections('Dropout on input layers improves accuracy.', { title: '', abstract })).toEqual([])
})

it.each([
  ['number words', 'On 3 benchmarks recall rises by 7.4 points, and memory falls by 40 percent.', tidemark],
  ['other verbs', 'Presents a retrieval method that writes a short memory after each document.', tidemark],
  ['the third person', 'The authors train the writer contrastively on adjacent documents, without labels.', tidemark],
  ['rounded writing', 'Harbor has 1.24k tasks across seventeen environments.', harbor],
  ['a plain paraphrase', 'The best of twelve models notices only 23.5 percent of the failures.', harbor],
])('accepts %s', (_, summary, paper) => {
  expect(objections(summary, paper)).toEqual([])
})

// Reports a little of everything that summaries get wrong.
const tidepool = {
  title: 'Tidepool: Video Retrieval with GPT-4.1',
  abstract:
    'We present Tidepool, an online framework for video retrieval that is trained by reinforcement learning on three datasets and runs on 32 GPUs. Tidepool can answer 23.5% of the questions, with 5-7% fewer tokens, and raises recall from 61.5 to 66.7. It improves the speed of Policy Optimization while reducing its cost. A mixture of agents based on GPT-4.1 and large language models (LLMs) checks the clips, which prior systems cannot do in real time. It needs no manual labels.',
}

it.each([
  ['another number of the same things', 'Tidepool is trained on two datasets.'],
  ['another version of a model', 'Agents based on GPT-4 check the clips.'],
  ['a version without its point', 'Agents based on GPT-41 check the clips.'],
  ['the ends of a range in each other’s place', 'Tidepool changes recall from 66.7 to 61.5.'],
  ['a possibility made a certainty', 'Tidepool always answers the questions.'],
  ['a superlative', 'Tidepool is the largest framework for video retrieval to date.'],
  ['a speed-up', 'Tidepool is a framework for video retrieval that is twice as fast.'],
  ['a number of times in one word', 'Tidepool brings a threefold gain in recall.'],
  ['the contrary of a help', 'Tidepool prevents answers to the questions.'],
  ['a rounding that is none', 'Tidepool can answer about 32% of the questions.'],
])('objects to %s', (_, summary) => {
  expect(objections(summary, tidepool)).not.toEqual([])
})

it.each([
  ['a rounding', 'Tidepool can answer about 24% of the questions.'],
  ['a range in words', 'Tidepool needs 5% to 7% fewer tokens.'],
  ['British spelling', 'It improves the speed of Policy Optimisation.'],
  ['initials written out', 'A mixture of agents with large language models checks the clips.'],
  ['what improves beside what is reduced', 'Tidepool lowers the cost of Policy Optimization and improves its speed.'],
  ['a list without something', 'Tidepool learns without rewards from people, teachers or manual labels.'],
  ['another angle', 'Research on video retrieval shows that clips can be checked in real time.'],
])('accepts %s', (_, summary) => {
  expect(objections(summary, tidepool)).toEqual([])
})

// Numbers, scope and certainty as abstracts have them.
const shoal = {
  title: 'Shoal: Retrieval in Schools',
  abstract:
    'We present Shoal-2B, which needs no discriminator and reaches 71.2 on ReefQA, while GPT-4-Turbo (17.6%) and WebRL (38.4%) stay behind. On the reef and the lagoon benchmarks (98.5% and 67.1% success, respectively) it runs without fine-tuning. Shoal generates 4.3 tokens per second after 12 hours of training on 4,225 hours of recordings. Depth strongly correlates with recall, and larger schools are more plastic. We argue that retrieval may become simpler. It improves recall on mathematical benchmarks from 66.3% to 73.4%. The reader encodes the pages into notes, while the writer generates the answers from the index.',
}

it.each([
  ['a number of another name', 'WebRL reaches 17.6%.'],
  ['hours made a count', 'Shoal learns from 4,225 recordings.'],
  ['what is done without', 'Shoal-2B uses a discriminator.'],
  ['more than was tried', 'Shoal improves recall on benchmarks of every kind.'],
  ['a correlation made a cause', 'Depth causes recall.'],
  ['a view made a finding', 'It has been shown that retrieval is becoming simpler.'],
  ['less for more', 'Larger schools are less plastic.'],
  ['roles exchanged', 'The writer encodes the pages into notes, while the reader generates answers from the index.'],
  ['a share that is far off', 'Shoal has a third of recall on mathematical benchmarks.'],
])('objects to %s', (_, summary) => {
  expect(objections(summary, shoal)).not.toEqual([])
})

it.each([
  ['a difference worked out', 'Recall on mathematical benchmarks rises by 7.1 points, to 73.4%.'],
  ['each number with its name', 'GPT-4-Turbo stays at 17.6%, and WebRL at 38.4%.'],
  ['a list in its order', 'Success is 98.5% on the reef benchmark and 67.1% on the lagoon benchmark.'],
  ['roles in other words', 'The reader turns pages into notes, and the writer generates answers.'],
])('accepts %s', (_, summary) => {
  expect(objections(summary, shoal)).toEqual([])
})

// Who does what, what is done without, and which way things go, as abstracts tell it.
const delta = {
  title: 'Delta: Planning for Boats',
  abstract:
    'Existing planners can revise isolated steps, but they struggle with long voyages. We present Delta, in which a Scout explores unknown channels before the Pilot steers along the safest route. Delta plans long voyages without manually labelled routes. It runs smoothly on a small onboard computer. Training on storms results in fewer collisions of boats near harbours, while calm seas leave more fuel. Longer voyages are associated with larger crews. Success on night voyages rises from 30% to 90% after 5 days of practice, with minimal loss of speed. It surpasses earlier planners in average scores on the Estuary benchmark, and may be independent of the type of boat.',
}

it.each([
  ['what is done without', 'Delta plans long voyages from manually labelled routes.'],
  ['what is said to be impossible', 'Delta plans voyages but cannot run on a small onboard computer.'],
  [
    'more of what there is less of',
    'Training on storms, the authors find, results in more collisions of boats near harbours.',
  ],
  ['two that change places', 'The Pilot explores unknown channels, and the Scout steers along the safest route.'],
  ['a cause where things go together', 'Larger crews cause longer voyages.'],
  ['a claim of every case', 'Delta surpasses earlier planners on every Estuary benchmark score and task.'],
  ['a possibility for every case', 'Delta works on a boat whatever the type of boat.'],
  ['another multiple', 'Delta doubles the success on night voyages.'],
  ['another unit in words', 'Success on night voyages rises after five weeks of practice.'],
])('objects to %s', (_, summary) => {
  expect(objections(summary, delta)).not.toEqual([])
})

it.each([
  ['the same without the word', 'No routes have to be labelled by hand for Delta to plan long voyages.'],
  ['a cause that is told', 'Because Delta is trained on storms, there are fewer collisions of boats near harbours.'],
  ['roles as they are', 'The Pilot steers along the safest route once the Scout has explored unknown channels.'],
  ['what others cannot', 'Delta revises steps and plans long voyages, which existing planners struggle with.'],
  ['a multiple that follows', 'Delta triples the success on night voyages within five days.'],
])('accepts %s', (_, summary) => {
  expect(objections(summary, delta)).toEqual([])
})

// As good writers put it: bounds of numbers, “none” and “nothing but”, names in the genitive and with a raised number.
const swell = {
  title: 'Swell^2: Waves of Boats',
  abstract:
    'We present Swell^2, trained solely on the logs of boats. It reduces the fuel by 75.4% and the total cost by over 25.8% against fixed courses, while fully preserving the original safety of all boats. It lowers the time of a voyage from 31s to 18s. Experiments on Wave-2B and 5B improve coherence. On unseen voyages it reaches 20.8% success (vs. 0% for plain planners). Of the logs, 97.1% have at least one gap.',
}

it.each([
  ['a bound of a number', 'Swell^2 saves more than a quarter of the total cost against fixed courses.'],
  ['less than a share', 'It does with less than a third of the fuel.'],
  ['none where all is kept', 'Swell^2 reduces the fuel and sacrifices none of the original safety of boats.'],
  ['“nothing but” for solely', 'It was trained on nothing but the logs of boats.'],
  ['never for none in a hundred', 'Swell^2 succeeds on a fifth of unseen voyages, which plain planners never do.'],
  ['nearly all', 'Nearly all of the logs have a gap in some way.'],
  ['a genitive', "Wave-5B's coherence improves."],
  ['a unit that is understood', 'A voyage takes 18 seconds, where it took 31.'],
])('accepts %s', (_, summary) => {
  expect(objections(summary, swell)).toEqual([])
})

// Who does what, what turns into what, and what others need.
const strait = {
  title: 'Strait: Routes for Boats',
  abstract:
    'Existing routers rely on hand-drawn charts and need days of practice. We propose Strait, which refines a route from the open sea to the harbour and replaces compasses with echoes. The Sounder measures depths under the keel, while the Helm steers around the shoals. It plans routes without disrupting the tides or adding sensors. On TideBench, Strait raises safe arrivals by 3.4 points over Almanac, and by 9.1 points compared to Lodestar. On the narrow fjords of NorthSet it needs 52% less fuel. Longer voyages reduce wear of the rudder. Larger crews may help in storms.',
}

it.each([
  [
    'actors that exchange their work',
    'The Helm measures depths under the keel, while the Sounder steers around shoals.',
  ],
  ['a change turned round', 'Strait refines a route from the harbour to the open sea.'],
  ['one thing in the place of another', 'Strait replaces echoes with compasses.'],
  ['one of two things that are not done', 'Strait plans routes by adding sensors.'],
  ['what is said of others', 'Strait relies on hand-drawn charts.'],
  ['the contrary beside the same word', 'Longer voyages increase wear of the rudder.'],
  ['certainty beyond a hint', 'Larger crews were shown to help in storms.'],
])('objects to %s', (_, summary) => {
  expect(objections(summary, strait)).not.toEqual([])
})

it.each([
  ['the same work in other words', 'The Sounder finds the depths under the keel, and the Helm steers clear of shoals.'],
  ['the same change', 'Strait refines routes from the sea to the harbour, with echoes in the place of compasses.'],
  [
    'the same denial',
    'With Strait, routes are planned with no added sensors on board, and tides of the harbour stay as they are.',
  ],
  ['the same comparison', 'On TideBench, arrivals are 3.4 points safer than with Almanac.'],
  ['a need of others', 'Unlike earlier routers, Strait relies on no charts drawn by hand.'],
])('accepts %s', (_, summary) => {
  expect(objections(summary, strait)).toEqual([])
})

// What follows from the numbers of an abstract, and what others cannot do.
const skerry = {
  title: 'Skerry: Charts for Boats',
  abstract:
    'Skerry draws charts of 193 wooden sailing boats on 16 northern and 7 southern coasts, with 4 sailing schools. It raises safe landings by 34 points and fuel savings by 17 points, up to 45.1x faster. Current charts cannot show moving ice. A variational autoencoder reads the waves.',
}

it.each([
  ['a sum', 'Skerry draws charts of boats on 23 coasts in all.'],
  ['a half that is no share', 'Skerry adds 34 points to safe landings, and half as many to fuel savings.'],
  ['a rounding', 'Skerry is up to 45 times faster.'],
  ['a number of the same things', 'Skerry draws charts of about two hundred sailing wooden boats.'],
  ['other words around its numbers', 'Sailors arrive unharmed considerably oftener, gaining 34 points.'],
  ['letters within one word', 'A VAE reads the waves.'],
])('accepts %s', (_, summary) => {
  expect(objections(summary, skerry)).toEqual([])
})

it('objects to a fault of others that the summary gives to the paper', () => {
  expect(objections('Skerry cannot show moving ice on its charts.', skerry)).not.toEqual([])
  expect(objections('Unlike its charts, current ones cannot show moving ice.', skerry)).toEqual([])
})

it('takes the first word for the paper’s own name where no title is given', () => {
  const abstract = 'We present a router for boats. It raises safe arrivals by 3.4 points.'
  expect(objections('WaveRouter raises safe arrivals by 3.4 points.', { title: '', abstract })).toEqual([])
  expect(objections('WaveRouter raises safe arrivals.', { title: 'A Router for Boats', abstract })).not.toEqual([])
})

it('reads a size in a name, and “no less” as no denial', () => {
  const paper = {
    title: '',
    abstract: 'Our Strait-4B finds safe routes. Crews found its routes safer than those of rivals.',
  }
  expect(objections('With four billion parameters, Strait finds safe routes.', paper)).toEqual([])
  expect(
    objections('Strait-4B finds safe routes, and its routes are no less safe than those of rivals.', paper),
  ).toEqual([])
})
