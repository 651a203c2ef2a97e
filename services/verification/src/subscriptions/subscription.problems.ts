import { defineProblem } from '@minzheng/platform/http';

/** Refusals of the commands on subscriptions. */
export const SUBSCRIPTION_PROBLEMS = {
  urlNotHttps: defineProblem({
    name: 'url-not-https',
    status: 422,
    zh: '接收地址必须使用 HTTPS',
    en: 'The receiver’s address must be HTTPS',
    meaning: {
      zh: '推送内容可能涉及个人信息，只向 https 地址发送；沙箱中可以向所配置网段内的 http 地址发送。',
      en: 'What is delivered may be about persons, so it goes to https addresses alone; a sandbox may also use http to an address of its listed networks.',
    },
    remedy: {
      zh: '为接收端配置证书，使用 https 地址重新订阅。',
      en: 'Give the receiver a certificate and subscribe again with its https address.',
    },
  }),
  addressNotPublic: defineProblem({
    name: 'address-not-public',
    status: 422,
    zh: '接收地址不是公网地址',
    en: 'The receiver’s address is not public',
    meaning: {
      zh: '接收地址是内网、本机、链路本地等专用地址，且不在所配置的网段内。',
      en: 'The address is a private, loopback, link-local or other special one, and not in a network that is listed here.',
    },
    remedy: {
      zh: '使用公网地址；接收端在政务外网的，请平台运维将其网段列入 WEBHOOK_NETWORKS。',
      en: 'Use a public address; for a receiver within the government network, let the platform’s operators add its network to WEBHOOK_NETWORKS.',
    },
  }),
  duplicate: defineProblem({
    name: 'duplicate-subscription',
    status: 409,
    zh: '该地址已有同一协议的订阅',
    en: 'There is a subscription of this agreement for this address',
    meaning: {
      zh: '同一协议对同一接收地址只能有一个未结束的订阅。',
      en: 'An agreement has one open subscription for an address: a second one would deliver everything twice.',
    },
    remedy: {
      zh: '使用已有的订阅，或者先将其撤回。',
      en: 'Use the one that there is, or withdraw it first.',
    },
  }),
};
