import { expect, onTestFinished } from 'vitest';
import { mailChannel } from '../../../src/core/reader.ts';
import { createEmail } from '../../../src/platforms/email/index.ts';
import { describeSenderContract, type SenderSetup } from '../../contract/platforms.ts';
import { alarmsIn, wordsOf } from '../../support/email/reading.ts';
import { normalAddress } from '../hostile.ts';
import { ADA, FROM, HOME, setUp, UNSUBSCRIBE } from './set-up.ts';

const LOGIN = { user: 'papers', pass: 'p@ss/word' };

const setUpSubject =
  (words: 'html' | 'text'): SenderSetup =>
  async () => {
    const { server, storage, email } = await setUp({ login: LOGIN });
    onTestFinished(() => expect(server.violations).toEqual([]));
    const wrong = { ...server.server, login: { ...LOGIN, pass: 'wrong' } };
    return {
      platform: email,
      address: mailChannel(ADA),
      posts: () =>
        server.mails.map(({ mail }) => (words === 'html' ? wordsOf(mail) : (mail.text ?? ''))),
      alarms: (links, known) => {
        const ours = new Set([...links, ...[UNSUBSCRIBE, `${HOME}/`].map(normalAddress)]);
        return server.mails.slice(known).flatMap(({ mail }) => alarmsIn(mail, ours));
      },
      refuseNext: (how) =>
        server.script({
          at: 'rcpt',
          say: how === 'closed' ? '550 5.1.1 No such user here' : '451 4.7.1 Try again later',
        }),
      impostor: createEmail({ server: wrong, from: FROM, home: HOME, readers: storage.readers }),
    };
  };

describeSenderContract('E-mail as HTML', setUpSubject('html'));
describeSenderContract('E-mail as plain text', setUpSubject('text'));
