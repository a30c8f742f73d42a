// Random tests draw the same cases each time, so that nobody's change fails by chance. TEST_SEED=random draws new ones, as
// .github/workflows/search.yml does each week; TEST_SEED=<the seed that a failure prints> draws those again.
import fc from 'fast-check'

const { TEST_SEED = '1' } = process.env

fc.configureGlobal({ seed: TEST_SEED === 'random' ? Math.trunc(Math.random() * 2 ** 31) : Number(TEST_SEED) })
