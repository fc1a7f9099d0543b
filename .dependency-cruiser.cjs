/** The walls of the house (docs/adr/0001-the-house.md). `npm run check:walls` holds them. */
const walls = [
  {
    name: 'core-is-pure',
    comment: 'core/ is the domain: no I/O, no node:*, nothing else of src.',
    from: { path: '^src/core/' },
    to: { pathNot: '^(src/core/|node_modules/(temporal-polyfill|fastest-levenshtein|yaml)/)' },
  },
  {
    name: 'pipeline-knows-interfaces-only',
    from: { path: '^src/pipeline/' },
    to: {
      path: '^src/(sources|platforms|writers|storage|web|demo)/|^src/((app|config)[\\w-]*|main|scheduler)\\.ts$',
    },
  },
  {
    name: 'pipeline-has-no-sdk',
    from: { path: '^src/pipeline/' },
    to: {
      path: 'node_modules/(@slack|discord\\.js|kysely|better-sqlite3|undici|rss-parser|openai|nodemailer|postal-mime)',
    },
  },
  {
    name: 'sources-only-fetch-and-parse',
    from: { path: '^src/sources/' },
    to: {
      path: '^src/(storage|platforms|writers|pipeline|web|demo)/|^src/((app|config)[\\w-]*|main|scheduler)\\.ts$',
    },
  },
  {
    name: 'platforms-only-adapt',
    from: { path: '^src/platforms/' },
    to: {
      path: '^src/(storage|sources|writers|pipeline|web|demo)/|^src/((app|config)[\\w-]*|main|scheduler)\\.ts$',
    },
  },
  {
    name: 'writers-only-ask-and-read',
    from: { path: '^src/writers/' },
    to: {
      path: '^src/(storage|sources|platforms|pipeline|web|demo)/|^src/((app|config)[\\w-]*|main|scheduler)\\.ts$',
    },
  },
  {
    name: 'a-platform-stands-alone',
    from: { path: '^src/platforms/([^/]+)/' },
    to: { path: '^src/platforms/([^/]+)/', pathNot: '^src/platforms/$1/' },
  },
  {
    name: 'a-source-stands-alone',
    from: { path: '^src/sources/([^/]+)/' },
    to: { path: '^src/sources/([^/]+)/', pathNot: '^src/sources/$1/' },
  },
  {
    name: 'a-writer-stands-alone',
    from: { path: '^src/writers/([^/]+)/' },
    to: { path: '^src/writers/([^/]+)/', pathNot: '^src/writers/$1/' },
  },
  {
    name: 'storage-only-stores',
    from: { path: '^src/storage/' },
    to: {
      path: '^src/(platforms|sources|writers|pipeline|web|demo)/|^src/((app|config)[\\w-]*|main|scheduler)\\.ts$',
    },
  },
  {
    name: 'only-storage-imports-kysely',
    from: { path: '^src/', pathNot: '^src/storage/' },
    to: { path: 'node_modules/(kysely|better-sqlite3)/' },
  },
  {
    name: 'lib-imports-nothing-of-src',
    from: { path: '^src/lib/' },
    to: { path: '^src/', pathNot: '^src/lib/' },
  },
  {
    name: 'only-app-names-adapters',
    comment:
      'The composition root (app.ts, app-platforms.ts, app-sources.ts, app-storage.ts) alone imports concrete platforms, sources, writers, storage.',
    from: {
      path: '^src/',
      pathNot: '^src/(app[\\w-]*\\.ts|platforms/|sources/|writers/|storage/)',
    },
    to: { path: '^src/(platforms|sources|writers|storage)/' },
  },
  { name: 'nobody-imports-main', from: {}, to: { path: '^src/main\\.ts$' } },
  { name: 'no-circles', from: {}, to: { circular: true } },
];

module.exports = {
  forbidden: walls.map((wall) => ({ severity: 'error', ...wall })),
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
