import { BlockList, isIP } from 'node:net';

/** IPv4 networks that are nobody's on the Internet (IANA special-purpose registry): own host, private, link-local with the addresses of cloud metadata, documentation, multicast. */
const SPECIAL_IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
];
/** Of IPv6 only this is public; mapped IPv4, unique local, link-local and translated addresses lie outside. */
const GLOBAL_IPV6 = ['2000::/3'];
/** What within it is not: protocol assignments with Teredo, documentation, and 6to4, which carries an IPv4 address. */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** Addresses to which this installation sends what somebody else has named (SSRF): public ones, and networks that it lists. */
export class PublicAddresses {
  readonly #special = listOf([...SPECIAL_IPV4, ...SPECIAL_IPV6]);
  readonly #global = listOf(GLOBAL_IPV6);
  readonly #listed: BlockList;

  /** @param networks - addresses or networks that are allowed although they are private */
  constructor(networks: readonly string[] = []) {
    this.#listed = listOf(networks);
  }

  /** True for an address that is public, or listed. */
  allows(address: string): boolean {
    return this.isListed(address) || this.#isPublic(address);
  }

  /** True for an address in one of the listed networks. */
  isListed(address: string): boolean {
    const family = familyOf(address);
    return family !== undefined && this.#listed.check(address, family);
  }

  #isPublic(address: string): boolean {
    const family = familyOf(address);
    if (family === undefined || this.#special.check(address, family)) return false;
    return family === 'ipv4' || this.#global.check(address, family);
  }
}

/** Undefined for what is no address, and for one with a zone: it names an interface of this machine. */
function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  if (address.includes('%')) return undefined;
  const version = isIP(address);
  return version === 0 ? undefined : version === 6 ? 'ipv6' : 'ipv4';
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = familyOf(address) ?? 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
