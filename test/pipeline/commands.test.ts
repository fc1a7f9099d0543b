import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainMessage } from '../../src/core/message.ts';
import { SourceError } from '../../src/core/source.ts';
import { makeListing, makeListings } from '../support/listings.ts';
import { makeWorld, type World } from '../support/world.ts';

let world: World;

beforeEach(async () => {
  world = await makeWorld();
});

afterEach(() => world.close());

async function answer(text: string) {
  const { name, tone, message } = await world.type(text);
  return `[${name}, ${tone}]\n${plainMessage(message)}`;
}

describe('each command has its answer', () => {
  it('/subscribe', async () => {
    await world.list(makeListings(2));
    expect(await answer('subscribe grpo')).toMatchInlineSnapshot(`
      "[subscribed, good]
      This channel now follows grpo.
      2 papers since 24 Nov 2026, where the archive begins.
      • Invented Paper 1 on GRPO (Ada Example et al.)
      • Invented Paper 2 on GRPO (Ada Example et al.)
      2 new papers since yesterday match. Papers come as soon as there is something."
    `);
    expect(await answer('subscribe GRPO')).toMatchInlineSnapshot(`
      "[alreadySubscribed, info]
      This channel already follows grpo."
    `);
    expect(await answer('subscribe')).toMatchInlineSnapshot(`
      "[emptySubscribe, bad]
      What should this channel follow?
      For instance /subscribe grpo, /subscribe "reward model" -diffusion, or several with commas: /subscribe grpo, state space model."
    `);
    expect(await answer('subscribe (dpo OR grpo')).toMatchInlineSnapshot(`
      "[badQuery, bad]
      (dpo OR grpo can't be read (at character 1): This parenthesis is never closed. Add a ) where it ends."
    `);
    expect(await answer('subscribe "reward model" -diffusion, grpo, a OR')).toMatchInlineSnapshot(`
      "[subscribedSeveral, good]
      This channel now follows "reward model" -diffusion.
      a OR can't be read (at character 5): Something to look for is missing at the end.
      This channel already follows grpo.
      0 papers since 24 Nov 2026, where the archive begins.
      Nothing new since yesterday matches. Papers come as soon as there is something."
    `);
  });

  it('/unsubscribe', async () => {
    await world.type('subscribe grpo, dpo');
    expect(await answer('unsubscribe GRPO')).toMatchInlineSnapshot(`
      "[unsubscribed, good]
      This channel no longer follows grpo."
    `);
    expect(await answer('unsubscribe grpo')).toMatchInlineSnapshot(`
      "[notSubscribed, info]
      This channel does not follow grpo.
      /subscriptions lists what it follows."
    `);
    expect(await answer('unsubscribe')).toMatchInlineSnapshot(`
      "[emptyUnsubscribe, bad]
      What should this channel no longer follow?
      For instance /unsubscribe grpo. /subscriptions lists what it follows."
    `);
    expect(await answer('unsubscribe "dpo')).toMatchInlineSnapshot(`
      "[badQuery, bad]
      "dpo can't be read (at character 1): This quote is never closed. Add a " where the phrase ends."
    `);
    expect(await answer('unsubscribe dpo, mamba')).toMatchInlineSnapshot(`
      "[unsubscribedSeveral, good]
      This channel no longer follows dpo.
      This channel does not follow mamba.
      /subscriptions lists what it follows."
    `);
  });

  it('/subscriptions', async () => {
    expect(await answer('subscriptions')).toMatchInlineSnapshot(`
      "[noSubscriptions, info]
      This channel follows nothing yet.
      Start with /subscribe grpo, or any other word of a title or an abstract."
    `);
    await world.type('subscribe grpo, "reward model"');
    expect(await answer('subscriptions')).toMatchInlineSnapshot(`
      "[subscriptions, info]
      This channel follows 2 queries
      Papers come as soon as there is something.
      • grpo
      • "reward model""
    `);
  });

  it('/papers today', async () => {
    expect(await answer('papers today')).toMatchInlineSnapshot(`
      "[nothingToday, info]
      No source has listed a paper since yesterday.
      Hugging Face: not read yet."
    `);
    await world.list(new SourceError('huggingface.co answered 500.', { reached: true }));
    expect(await answer('papers today')).toMatchInlineSnapshot(`
      "[nothingToday, info]
      No source has listed a paper since yesterday.
      Hugging Face could not be read: huggingface.co answered 500."
    `);
    await world.list(
      makeListings(12).map((listing, index) => ({ ...listing, upvotes: index })),
      'arxiv:cs.LG',
    );
    expect(await answer('papers today')).toMatchInlineSnapshot(`
      "[popularToday, info]
      The most upvoted of 12 papers listed on 24 Nov 2026
      • Invented Paper 12 on GRPO (Ada Example et al., 11 upvotes)
      • Invented Paper 11 on GRPO (Ada Example et al., 10 upvotes)
      • Invented Paper 10 on GRPO (Ada Example et al., 9 upvotes)
      • Invented Paper 9 on GRPO (Ada Example et al., 8 upvotes)
      • Invented Paper 8 on GRPO (Ada Example et al., 7 upvotes)
      • Invented Paper 7 on GRPO (Ada Example et al., 6 upvotes)
      • Invented Paper 6 on GRPO (Ada Example et al., 5 upvotes)
      • Invented Paper 5 on GRPO (Ada Example et al., 4 upvotes)
      • Invented Paper 4 on GRPO (Ada Example et al., 3 upvotes)
      • Invented Paper 3 on GRPO (Ada Example et al., 2 upvotes)
      This channel follows nothing yet. Start with /subscribe grpo."
    `);
    await world.type('subscribe mamba');
    expect(await answer('papers today')).toMatchInlineSnapshot(`
      "[noMatchToday, info]
      None of the 12 papers listed on 24 Nov 2026 was found for this channel.
      Hugging Face could not be read: huggingface.co answered 500.
      /subscriptions lists what it follows."
    `);
    await world.type('subscribe "paper 3"');
    expect(await answer('papers today')).toMatchInlineSnapshot(`
      "[papersToday, info]
      1 of 12 papers listed on 24 Nov 2026 was found for this channel
      • Invented Paper 3 on GRPO (Ada Example et al., 2 upvotes)"
    `);
  });

  it('/papers preview and search', async () => {
    const old = new Date('2026-11-01T00:00:00Z');
    await world.list(
      makeListings(5).map((it, place) => ({
        ...it,
        listedAt: place < 2 ? old : it.listedAt,
        upvotes: place,
      })),
    );
    expect(await answer('papers preview grpo')).toMatchInlineSnapshot(`
      "[outlook, info]
      grpo would bring:
      3 papers in the last 14 days, 5 in the last 30, about 0.2 a day.
      • Invented Paper 5 on GRPO (Ada Example et al., 4 upvotes)
      • Invented Paper 4 on GRPO (Ada Example et al., 3 upvotes)
      • Invented Paper 3 on GRPO (Ada Example et al., 2 upvotes)"
    `);
    expect(await answer('papers preview "grpo paper"')).toMatchInlineSnapshot(`
      "[outlook, info]
      "grpo paper" would bring:
      0 papers in the last 14 days, 0 in the last 30.
      Wider: grpo paper (5 in the last 30 days)."
    `);
    expect(await answer('papers preview')).toMatchInlineSnapshot(`
      "[emptyPreview, bad]
      Which query?
      For instance /papers preview grpo."
    `);
    expect(await answer('papers preview titel:grpo')).toMatchInlineSnapshot(`
      "[badQuery, bad]
      titel:grpo can't be read (at character 1): There is no field titel. Did you mean title:?"
    `);
    expect(await answer('papers search grpo upvotes>=3')).toMatchInlineSnapshot(`
      "[searchResults, info]
      2 stored papers for grpo upvotes>=3
      • Invented Paper 5 on GRPO (Ada Example et al., 4 upvotes)
      • Invented Paper 4 on GRPO (Ada Example et al., 3 upvotes)"
    `);
    expect(await answer('papers search mamba')).toMatchInlineSnapshot(`
      "[searchResults, info]
      0 stored papers for mamba"
    `);
    expect(await answer('papers search')).toMatchInlineSnapshot(`
      "[emptyPreview, bad]
      Which query?
      For instance /papers search grpo."
    `);
  });

  it('/papers why', async () => {
    expect(await answer('papers why')).toMatchInlineSnapshot(`
      "[whichPaper, bad]
      Which paper? Name its arXiv id, its DOI or a link.
      For instance /papers why 2402.03300, or a link to the paper."
    `);
    expect(await answer('papers why https://arxiv.org/abs/2611.00001v2')).toMatchInlineSnapshot(`
      "[notListed, info]
      No source has listed 2611.00001 yet.
      Hugging Face: not read yet."
    `);
    await world.list([makeListing({ upvotes: 12 })]);
    expect(await answer('papers why 2611.00001')).toMatchInlineSnapshot(`
      "[whyNot, info]
      An Invented Paper on GRPO
      Listed on 24 Nov 2026; not posted here.
      This channel follows nothing yet."
    `);
    await world.type('subscribe grpo -benchmark, mamba model, grpo upvotes>=20');
    expect(await answer('papers why 2611.00001')).toMatchInlineSnapshot(`
      "[whyNot, info]
      An Invented Paper on GRPO
      Listed on 24 Nov 2026; not posted here.
      grpo -benchmark: benchmark is excluded, and occurs
      grpo upvotes>=20: it has 12 upvotes so far
      mamba model: mamba does not occur, model does not occur"
    `);
    await world.type('papers schedule 09:00 weekdays Europe/Berlin');
    await world.type('subscribe grpo');
    expect(await answer('papers why 2611.00001')).toMatchInlineSnapshot(`
      "[whyWaiting, info]
      An Invented Paper on GRPO
      It comes on weekdays at 09:00 (Europe/Berlin).
      Matched grpo in the title"
    `);
    await world.at('2026-11-25T08:00:00Z');
    expect(await answer('papers why arxiv.org/pdf/2611.00001')).toMatchInlineSnapshot(`
      "[whyPosted, info]
      An Invented Paper on GRPO
      Posted here on 25 Nov 2026.
      Matched grpo in the title"
    `);
  });

  it('/papers schedule', async () => {
    expect(await answer('papers schedule')).toMatchInlineSnapshot(`
      "[scheduleShown, info]
      Papers come here as soon as there is something.
      Write /papers schedule 08:30 weekdays Europe/Berlin, /papers schedule 18:00 mon,thu, or /papers schedule now for papers as soon as they are listed. What you leave out stays as it is."
    `);
    expect(await answer('papers schedule 8:30 mon,thu Asia/Tokyo')).toMatchInlineSnapshot(`
      "[scheduleSet, good]
      Papers now come here on Mon, Thu at 08:30 (Asia/Tokyo)."
    `);
    expect(await answer('papers schedule 10:00')).toMatchInlineSnapshot(`
      "[scheduleSet, good]
      Papers now come here on Mon, Thu at 10:00 (Asia/Tokyo)."
    `);
    expect(await answer('papers schedule at noon')).toMatchInlineSnapshot(`
      "[badSchedule, bad]
      at is not an hour, a day or a time zone. Nothing was changed.
      Write /papers schedule 08:30 weekdays Europe/Berlin, /papers schedule 18:00 mon,thu, or /papers schedule now for papers as soon as they are listed. What you leave out stays as it is."
    `);
    expect(await answer('papers schedule now')).toMatchInlineSnapshot(`
      "[scheduleSet, good]
      Papers now come here as soon as there is something."
    `);
  });

  it('/papers resume, help, and what does not exist', async () => {
    expect(await answer('papers resume')).toMatchInlineSnapshot(`
      "[resumed, info]
      This channel was not paused."
    `);
    expect(await answer('papers help')).toMatchInlineSnapshot(`
      "[help, info]
      Paper Route brings new papers to the channel that asked for them
      /subscribe grpo: follow a word of titles, abstracts and keywords
      /subscribe "reward model" -diffusion, mamba: a phrase without another word; commas part several queries
      /subscriptions, /unsubscribe grpo: what this channel follows; follow it no longer
      /papers today, /papers more: the newest day's papers; those beyond the cards of the day
      /papers trending: what is upvoted most these days
      /papers search author:"Ada Byron": all stored papers
      /papers preview grpo upvotes>=20: what a query would bring, without subscribing
      /papers why 2402.03300: why a paper came here, or why not
      /papers save 2402.03300, /papers saved: your own list of papers
      /papers mute diffusion, /papers muted: what should no longer come here
      /papers settings, /papers pause 2026-12-24: time, look, sources, limits, language; a pause
      /papers email you@example.org: papers by mail for yourself; in Discord /email
      /papers export, /papers import: what this channel follows, as a file
      /papers sources, /papers source add: where papers come from; another feed
      Case and plural do not matter; several words must all occur. Where another app has /subscribe, write /papers subscribe."
    `);
    expect(await answer('papers frobnicate')).toMatchInlineSnapshot(`
      "[unknownCommand, bad]
      /papers frobnicate is not a command.
      /papers help lists what there is."
    `);
    expect(await answer('hello')).toMatchInlineSnapshot(`
      "[unknownCommand, bad]
      /hello is not a command. Did you mean /papers help?
      /papers help lists what there is."
    `);
  });
});

describe('commands', () => {
  it('work below /papers, too, and whatever their case', async () => {
    expect((await world.type('papers subscribe grpo')).name).toBe('subscribed');
    expect((await world.type('Subscriptions')).name).toBe('subscriptions');
    expect((await world.type('papers')).name).toBe('help');
  });

  it('answer with a sentence when the database fails, and change nothing', async () => {
    const broken = await makeWorld();
    await broken.close();
    const { name, tone } = await broken.type('subscribe grpo');
    expect([name, tone]).toEqual(['failed', 'bad']);
  });

  it('know a query again in another spelling and order', async () => {
    await world.type('subscribe reward hacking');
    expect((await world.type('subscribe Hacking REWARDS reward')).name).toBe('alreadySubscribed');
    expect((await world.type('subscribe HACKING reward')).name).toBe('alreadySubscribed');
    expect((await world.type('unsubscribe hacking reward')).name).toBe('unsubscribed');
    expect((await world.type('subscribe fine-tuning agents')).name).toBe('subscribed');
    expect((await world.type('subscribe agent finetuning')).name).toBe('alreadySubscribed');
    expect((await world.type('subscribe agent =finetuning')).name).toBe('subscribed');
  });

  it('take twenty queries at once, and no more', async () => {
    const many = Array.from({ length: 21 }, (_, number) => `word${number}`);
    expect((await world.type(`subscribe ${many.join(', ')}`)).name).toBe('tooManyQueries');
    expect((await world.type('subscriptions')).name).toBe('noSubscriptions');
    expect((await world.type(`subscribe ${many.slice(1).join(', ')}`)).name).toBe(
      'subscribedSeveral',
    );
  });

  it('take no time zone that could stop the clock', async () => {
    for (const zone of ['PST', 'IST', 'EST5EDT5', 'Mars/Olympus'])
      expect((await world.type(`papers schedule 09:00 ${zone}`)).name).toBe('badSchedule');
    expect((await world.type('papers schedule 09:00 mon, thu UTC')).name).toBe('scheduleSet');
  });

  it('keep channels apart', async () => {
    await world.type('subscribe grpo', 'C1');
    expect((await world.type('subscriptions', 'C2')).name).toBe('noSubscriptions');
    await world.list([makeListing()]);
    expect(world.posted('C2')).toEqual([]);
  });
});
