import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  type ScryptOptions,
  scryptSync,
} from 'node:crypto';

/** Seals texts, so that a copy of the database alone tells nothing. */
export interface Cipher {
  /**
   * The text, sealed; another time it looks different.
   * @param about what the text belongs to; it opens only together with the same words.
   */
  seal(text: string, about: string): string;
  /** @throws {CipherError} when it was sealed with another key or about something else, or was changed. */
  open(sealed: string, about: string): string;
  /** A secret for another purpose, made from the same key; always the same for one purpose. */
  derive(purpose: string): string;
}

/** A sealed text that can't be opened. */
export class CipherError extends Error {
  constructor() {
    super('it was sealed with another key, or was changed');
    this.name = 'CipherError';
  }
}

/** The form that a sealed text begins with, so that a later one can be told apart. */
const FORM = 'v1.';
/** In bytes; 96 bits is what NIST SP 800-38D recommends for GCM. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Node's defaults, written down: another number would be another key. */
const SCRYPT: ScryptOptions = { N: 16_384, r: 8, p: 1 };
/** The passphrase is random or long, and one for each installation: a salt has nothing to hide. */
const SALT = 'paper-route';

/** AES-256-GCM with a key made from a passphrase by scrypt, which takes about 50 ms. */
export function createCipher(passphrase: string): Cipher {
  const key = scryptSync(passphrase, SALT, 32, SCRYPT);

  function seal(text: string, about: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
    const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return FORM + Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64url');
  }

  function open(sealed: string, about: string): string {
    try {
      return opened(sealed, about);
    } catch {
      throw new CipherError();
    }
  }

  function opened(sealed: string, about: string): string {
    if (!sealed.startsWith(FORM)) throw new CipherError();
    const bytes = Buffer.from(sealed.slice(FORM.length), 'base64url');
    const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES, CONTENT)];
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(about)).setAuthTag(tag);
    return decipher.update(bytes.subarray(CONTENT), undefined, 'utf8') + decipher.final('utf8');
  }

  const derive = (purpose: string) => createHmac('sha256', key).update(purpose).digest('base64url');
  return { seal, open, derive };
}

/** Where the content begins. */
const CONTENT = NONCE_BYTES + TAG_BYTES;
