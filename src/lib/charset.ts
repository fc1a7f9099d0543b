import { TextDecoder } from 'node:util';

/**
 * Bytes to text. The encoding is the byte order mark's, else the Content-Type's charset, else the
 * XML declaration's (RFC 7303, section 3), else UTF-8. Unknown names count as UTF-8; bytes that
 * fit no character become U+FFFD.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): string {
  const label = markedCharset(bytes) ?? headerCharset(contentType) ?? declaredCharset(bytes);
  return decoderFor(label ?? 'utf-8').decode(bytes);
}

function markedCharset(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return undefined;
}

function headerCharset(contentType: string | null): string | undefined {
  return contentType?.match(/charset\s*=\s*["']?([\w.:-]+)/i)?.[1];
}

/** A declaration that can be read byte by byte is not in UTF-16, whatever it says. */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const label = start.match(/^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/)?.[1];
  return label?.toLowerCase().startsWith('utf-16') ? 'utf-8' : label;
}

function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder('utf-8');
  }
}
