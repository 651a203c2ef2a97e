import { sign, type KeyObject } from 'node:crypto';

/** The least that a certificate is (X.509, version 1), of a key and signed with it. */
export function selfSigned({
  publicKey,
  privateKey,
}: {
  publicKey: KeyObject;
  privateKey: KeyObject;
}): string {
  const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
    const content = Buffer.concat(parts);
    const length = content.length < 128 ? [content.length] : [0x81, content.length];
    return Buffer.concat([Buffer.from([tag, ...length]), content]);
  };
  const [SEQUENCE, SET, TEXT, TIME] = [0x30, 0x31, 0x0c, 0x17];
  const algorithm = der(SEQUENCE, Buffer.from('06032b6570', 'hex'));
  const commonName = der(SEQUENCE, Buffer.from('0603550403', 'hex'), der(TEXT, Buffer.from('province')));
  const name = der(SEQUENCE, der(SET, commonName));
  const validity = der(
    SEQUENCE,
    der(TIME, Buffer.from('250101000000Z')),
    der(TIME, Buffer.from('350101000000Z')),
  );
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const told = der(SEQUENCE, Buffer.from('020101', 'hex'), algorithm, name, validity, name, spki);
  const signature = der(0x03, Buffer.from([0]), sign(null, told, privateKey));
  const text = der(SEQUENCE, told, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
}
