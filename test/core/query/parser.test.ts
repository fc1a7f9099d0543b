import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldedWords } from '../../../src/core/matching/text.ts';
import { type Query, QueryError } from '../../../src/core/query/ast.ts';
import { formatQuery } from '../../../src/core/query/format.ts';
import { splitQueries } from '../../../src/core/query/list.ts';
import { parseQuery, parseStored } from '../../../src/core/query/parser.ts';

const canonical = (text: string) => formatQuery(parseQuery(text));

function errorOf(text: string): QueryError {
  try {
    parseQuery(text);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`${text} was read without an error`);
}

describe('a query in its canonical spelling', () => {
  it.each([
    ['GRPO', 'grpo'],
    ['  reward   model ', 'reward model'],
    ['"Preference Optimization" -diffusion', '"preference optimization" -diffusion'],
    ['“preference optimization”', '"preference optimization"'],
    ['C++', 'c++'],
    ['GPT-4', 'gpt-4'],
    ['k-means', 'k-means'],
    ['grpo!', 'grpo'],
    ['Müller', 'muller'],
    ['dpo OR grpo', 'dpo OR grpo'],
    ['dpo | grpo', 'dpo OR grpo'],
    ['a AND b', 'a b'],
    ['a NOT b', 'a -b'],
    ['a –b', 'a -b'],
    ['(dpo OR grpo) -survey', '(dpo OR grpo) -survey'],
    ['a -(b c)', 'a -(b c)'],
    ['((a))', 'a'],
    ['a or b', 'a or b'],
    ['(a b) c', 'a b c'],
    ['=GRPO', '=grpo'],
    ['="Direct Preference"', '="direct preference"'],
    ['GRP*', 'grp*'],
    ['title:GRPO', 'title:grpo'],
    ['Title: "Reward Model"', 'title:"reward model"'],
    ['title:(dpo OR grpo)', 'title:dpo OR title:grpo'],
    ['title:=rag', 'title:=rag'],
    ['author:"Yann LeCun"', 'author:"yann lecun"'],
    ['by:LeCun', 'author:lecun'],
    ['category:CS.lg', 'category:cs.LG'],
    ['cat:cs', 'category:cs.*'],
    ['category:cs.*', 'category:cs.*'],
    ['has:code agent', 'has:code agent'],
    ['upvotes>=20', 'upvotes>=20'],
    ['upvotes > 19', 'upvotes>=20'],
    ['comments≥3 a', 'comments>=3 a'],
    ['votes<5 a', 'upvotes<=4 a'],
    ['-title:survey a', '-title:survey a'],
    ['-(a OR b) c', '-(a OR b) c'],
    ['$\\varepsilon$-greedy', 'epsilon-greedy'],
    ['ε-greedy', 'epsilon-greedy'],
    ['强化学习', '强化学习'],
    ['データセット', 'データセット'],
    ['サーバーAI', 'サーバー-ai'],
    ['強化*', '強化'],
    ['（dpo OR grpo） mamba', '(dpo OR grpo) mamba'],
    ['(dpo ｜ grpo)　mamba', '(dpo OR grpo) mamba'],
    ['title：grpo －survey', 'title:grpo -survey'],
    ['upvotes＞＝２０', 'upvotes>=20'],
    ['a --b', 'a b'],
    ['a NOT (NOT (b c))', 'a b c'],
    [`a ${'NOT '.repeat(12)}b`, 'a b'],
    ['author:"LeCun, Y."', 'author:"y lecun"'],
    ['author:"j.b. alayrac"', 'author:"j b alayrac"'],
  ])('%s is %s', (typed, expected) => {
    expect(canonical(typed)).toBe(expected);
  });
});

describe('an unreadable query says what is wrong and where', () => {
  it.each([
    ['', 0, /nothing to look for/],
    ['   ', 0, /nothing to look for/],
    ['!!!', 0, /no letter or digit/],
    ['""', 0, /no letter or digit/],
    ['a "reward model', 2, /never closed/],
    ['(dpo OR grpo', 0, /parenthesis is never closed/],
    ['dpo) grpo', 3, /never opened/],
    ['dpo OR', 6, /missing at the end/],
    ['OR dpo', 0, /missing before “OR”/],
    ['()', 1, /missing before “\)”/],
    ['-survey', 0, /only excludes/],
    ['a OR -b', 0, /only excludes/],
    ['titel:grpo', 0, /no field titel\. Did you mean title:\?/],
    ['upvots>=20', 0, /Did you mean upvotes>=20\?/],
    ['colour:red', 0, /no field colour\. There are title, abstract/],
    ['title>3', 0, /title is not a number/],
    ['upvotes:20', 0, /upvotes is a number/],
    ['upvotes<0', 0, /never be true/],
    ['has:cheese', 4, /has:code and has:project/],
    ['category:7', 9, /no arXiv category/],
    ['a category:LG', 11, /no category LG\. Did you mean category:cs\.LG\?/],
    ['category:AP', 9, /Did you mean category:stat\.AP or category:math\.AP\?/],
    ['category:css', 9, /Did you mean category:cs\?/],
    ['category:cs.xx', 9, /There are cs\.AI, AR, CC/],
    ['category:hep-th.LG', 9, /Did you mean category:hep-th\?/],
    ['category:birds.LG', 9, /archives are cs, stat, math/],
    ['N=4', 0, /no field N\. There are .* put it in quotes/],
    ['LoRA: low rank', 0, /no field LoRA\. There are .* put it in quotes/],
    ['a author:lec*', 9, /whole words, without a \*/],
    ['grpo !survey', 5, /“!” excludes nothing\. Write -survey/],
    ['grpo !(a b)', 5, /Write -\(…\)/],
    ['upvotes>=20.5', 0, /whole number\. Write for instance upvotes>=20\./],
    ['upvotes >= 1,000', 0, /upvotes>=1000\./],
    ['upvotes>=2%', 0, /upvotes>=2\./],
    ['upvotes > -1', 0, /whole number/],
    ['likes==20', 0, /upvotes needs a whole number/],
    ['a upvotes != 5', 2, /Write -upvotes=5/],
    ['a 20<=upvotes', 2, /name stands first\. Write upvotes>=20/],
    ['10 < comments < 50', 0, /Write comments>10/],
    ['dpo, lora', 3, /comma separates queries, and this takes one\. Write dpo OR lora/],
    ['dpo，lora', 3, /comma/],
    ['g*', 0, /too short/],
    ['re-rank*', 0, /one word/],
    ['title:', 6, /missing at the end/],
    ['a -a', 0, /No paper can ever match/],
    ['agents -agent', 0, /-agent excludes every paper with agents/],
    ['fine-tuning -finetuning', 0, /ever match/],
    ['"reward model" -reward', 0, /-reward excludes every paper with "reward model"/],
    ['"deep reward model" -"reward model"', 0, /ever match/],
    ['=agents -agent', 0, /ever match/],
    ['title:agents -agent', 0, /ever match/],
    ['grpo -grp*', 0, /ever match/],
    ['grpo* -gr*', 0, /ever match/],
    ['"reward models" -model*', 0, /ever match/],
    ['category:cs.LG -category:cs', 0, /ever match/],
    ['org:"example university" -org:university', 0, /ever match/],
    ['author:"Yann LeCun" -author:"Y. LeCun"', 0, /ever match/],
    ['upvotes>=20 -upvotes>=10', 0, /-upvotes>=10 excludes every paper with upvotes>=20/],
    ['upvotes=5 -upvotes<=7', 0, /ever match/],
    ['title:a -a', 0, /No paper can ever match/],
    ['upvotes>=20 upvotes<10', 0, /No paper can ever match/],
    ['a OR -a', 0, /only excludes/],
    ['upvotes>=0', 0, /Every paper matches this/],
    ['x '.repeat(400), 500, /at most 500/],
    ['('.repeat(100), 21, /nested too deeply/],
  ])('%s', (typed, position, message) => {
    const error = errorOf(typed);
    expect(error.message).toMatch(message);
    expect(error.position).toBe(position);
  });
});

describe('a query that a paper may match is read', () => {
  it.each([
    ['agent -title:agent'],
    ['agent -"agents"'],
    ['agents -=agent'],
    ['mice -mic*'],
    ['fine-tuning -fine'],
    ['grpo -"grpo loss"'],
    ['="reward model" -"reward models"'],
    ['author:"Y. LeCun" -author:"Yann LeCun"'],
    ['category:cs.LG -category:cs.CL'],
    ['category:cs.* -category:cs.CL'],
    ['upvotes>=20 -upvotes>=30'],
    ['upvotes>=20 -comments>=10'],
  ])('%s', (typed) => {
    expect(() => parseQuery(typed)).not.toThrow();
  });
});

describe('a query that was taken once stays readable', () => {
  it.each([
    [
      'longer than is taken today',
      Array.from({ length: 300 }, (_, at) => `title:w${at}`).join(' OR '),
    ],
    ['deeper', `a ${'-(b '.repeat(40)}c${')'.repeat(40)}`],
    ['twice excluded', 'a -(-(-(-b)))'],
    ['without sense', 'agents -agent'],
    ['of a category that there is not', 'category:lg.*'],
  ])('%s', (_, stored) => {
    expect(formatQuery(parseStored(formatQuery(parseStored(stored))))).toBe(
      formatQuery(parseStored(stored)),
    );
  });

  it('but is not taken when it is too long written out', () => {
    const typed = `title:(${Array.from({ length: 30 }, (_, at) => `learning${at}`).join('|')})`;
    const error = errorOf(typed);
    expect(typed.length).toBeLessThan(500);
    expect(error.whole).toBe(true);
    expect(error.message).toMatch(
      /^Written out as “title:learning0 OR .*…” it has \d{3} characters/,
    );
  });
});

const field = fc.constantFrom('any', 'title', 'abstract', 'keyword');
const name = fc.stringMatching(/^[a-z0-9]{2,8}$/);

const text = fc.oneof(
  fc.record({
    kind: fc.constant('text'),
    field,
    form: fc.constantFrom('word', 'literal'),
    text: fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,4})?$/),
  }),
  fc.record({ kind: fc.constant('text'), field, form: fc.constant('prefix'), text: name }),
  fc.record({
    kind: fc.constant('text'),
    field,
    form: fc.constantFrom('phrase'),
    text: fc.array(name, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
  }),
) as fc.Arbitrary<Query>;

const fact = fc.oneof(
  fc.record({
    kind: fc.constant('fact'),
    field: fc.constantFrom('author', 'org', 'source'),
    text: name,
  }),
  fc.constant({ kind: 'fact', field: 'author', text: 'ada byron' }),
  fc.constant({ kind: 'fact', field: 'category', text: 'cs.LG' }),
  fc.constant({ kind: 'fact', field: 'category', text: 'stat.*' }),
  fc.constant({ kind: 'fact', field: 'has', text: 'code' }),
  fc.record({
    kind: fc.constant('threshold'),
    field: fc.constantFrom('upvotes', 'comments'),
    operator: fc.constantFrom('>=', '<=', '='),
    value: fc.nat(500),
  }),
) as fc.Arbitrary<Query>;

const { query } = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fact,
    group('and', tie('query')),
    group('or', tie('query')),
    tie('query')
      .filter((of) => of.kind !== 'not')
      .map((of): Query => ({ kind: 'not', of })),
  ),
}));

function group(kind: 'and' | 'or', part: fc.Arbitrary<Query>): fc.Arbitrary<Query> {
  return fc
    .array(part, { minLength: 2, maxLength: 3 })
    .filter((of) => of.every((it) => it.kind !== kind))
    .map((of) => ({ kind, of }));
}

/** "title:(a|b)": shorter than it is written out. */
function prefixed(place: string, words: readonly string[]): string {
  return `${place === 'any' ? '' : `${place}:`}(${words.join('|')})`;
}

const mark = fc.constantFrom(
  ...[
    'a',
    'B',
    '-',
    '"',
    '(',
    ')',
    '|',
    ' ',
    'OR',
    '“',
    '½',
    'ß',
    'İ',
    'ﬁ',
    '=',
    '*',
    ':',
    'title:',
  ],
  ...['upvotes', '>', '7', '学', '한', 'ε', 'Σ', 'º', "'s"],
);

describe('properties', () => {
  it('format and parse are inverse for every query, whatever its length and depth', () => {
    fc.assert(
      fc.property(query, (ast) => {
        expect(parseStored(formatQuery(ast))).toEqual(ast);
      }),
      { numRuns: 1_000 },
    );
  });

  it('what is read is read again in its canonical spelling', () => {
    fc.assert(
      fc.property(query, (ast) => {
        const typed = formatQuery(ast);
        let read: Query;
        try {
          read = parseQuery(typed);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
          expect((error as QueryError).message).toMatch(
            /only excludes|nested too deeply|ever match|Every paper|at most 500/,
          );
          return;
        }
        expect(read).toEqual(ast);
        expect(parseQuery(formatQuery(read))).toEqual(ast);
      }),
      { numRuns: 1_000 },
    );
  });

  it('any text is read or refused with a QueryError, and its canonical spelling is stable', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: mark, maxLength: 30 }),
      fc.string({ unit: mark, maxLength: 300 }),
      fc
        .tuple(fc.nat(16), field, fc.array(name, { minLength: 1, maxLength: 60 }))
        .map(([nots, place, words]) => `a ${'NOT '.repeat(nots)}${prefixed(place, words)}`),
    );
    fc.assert(
      fc.property(typed, (text) => {
        let read: Query;
        try {
          read = parseQuery(text);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
          return;
        }
        expect(parseQuery(formatQuery(read))).toEqual(read);
        expect(parseStored(formatQuery(read))).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });

  it('folding words twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = foldedWords(text);
        expect(foldedWords(once.join(' '))).toEqual(once);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('several queries at once', () => {
  it.each([
    ['grpo, dpo', ['grpo', 'dpo']],
    ['grpo,, ,dpo,', ['grpo', 'dpo']],
    ['"a, b", c', ['"a, b"', 'c']],
    ['(a, b) c, d', ['(a, b) c', 'd']],
    ['“x, y”, z', ['“x, y”', 'z']],
    ['强化，学习', ['强化', '学习']],
    ['（a，b） c、d', ['(a,b) c', 'd']],
    ['upvotes>=1,000', ['upvotes>=1,000']],
    ['upvotes>=1,000, grpo', ['upvotes>=1,000', 'grpo']],
    ['upvotes>=20,grpo', ['upvotes>=20', 'grpo']],
    ['gpt-4,100', ['gpt-4', '100']],
    ['', []],
  ])('%s', (typed, expected) => {
    expect(splitQueries(typed)).toEqual(expected);
  });
});
