import { PublicAddresses } from './public-addresses.js';

describe('addresses that webhooks may go to', () => {
  const addresses = new PublicAddresses();

  it.each(['1.1.1.1', '8.8.8.8', '100.63.255.255', '172.15.0.1', '172.32.0.1', '192.169.0.1', '198.20.0.1'])(
    '%s is public',
    (address) => expect(addresses.allows(address)).toBe(true),
  );
  it.each(['2400:3200::1', '2606:4700:4700::1111', '2001:4860:4860::8888'])('%s is public', (address) =>
    expect(addresses.allows(address)).toBe(true),
  );

  it.each([
    ['this host', '0.0.0.0'],
    ['private', '10.1.2.3'],
    ['shared by carriers', '100.64.0.1'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['metadata of a cloud', '169.254.169.254'],
    ['metadata of another cloud', '100.100.100.200'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.0.1'],
    ['benchmarks', '198.19.0.1'],
    ['documentation', '203.0.113.7'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['loopback', '::1'],
    ['nowhere', '::'],
    ['mapped private', '::ffff:10.0.0.1'],
    ['mapped loopback', '::ffff:7f00:1'],
    ['translated', '64:ff9b::a00:1'],
    ['unique local', 'fd00:ec2::254'],
    ['link-local', 'fe80::1'],
    ['link-local with its zone', 'fe80::1%eth0'],
    ['public with a zone', '2400:3200::1%eth0'],
    ['6to4 of a private address', '2002:a00:1::1'],
    ['Teredo', '2001:0:53aa:64c::1'],
    ['documentation', '2001:db8::1'],
    ['multicast', 'ff02::1'],
    ['no address', 'localhost'],
    ['nothing', ''],
  ])('%s is refused: %s', (_name, address) => expect(addresses.allows(address)).toBe(false));

  it('may lie in networks that are listed, and in no other', () => {
    const listed = new PublicAddresses(['10.20.0.0/16', 'fd00:1::/32', '127.0.0.1']);
    for (const address of ['10.20.3.4', 'fd00:1::5', '127.0.0.1']) {
      expect([listed.allows(address), listed.isListed(address)]).toEqual([true, true]);
    }
    for (const address of ['10.21.3.4', 'fd00:2::5', '127.0.0.2']) expect(listed.allows(address)).toBe(false);
    expect([listed.allows('8.8.8.8'), listed.isListed('8.8.8.8')]).toEqual([true, false]);
  });
});
