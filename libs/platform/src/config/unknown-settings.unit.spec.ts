import { unknownSettings } from './unknown-settings.js';

const KNOWN = [
  'HOST',
  'PORT',
  'SANDBOX',
  'TOPIC_PARTITIONS',
  'TOPIC_REPLICATION',
  'KAFKA_BROKERS',
  'LOG_LEVEL',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
];
const unknown = (environment: Record<string, string>): string[] => unknownSettings(KNOWN, environment);

describe('a variable that no setting is read from', () => {
  it.each([
    // one or two letters from a setting, wherever it begins
    ['TOPC_PARTITIONS', 'TOPIC_PARTITIONS'],
    ['KAFKA_BROKER', 'KAFKA_BROKERS'],
    ['kafka_brokers', 'KAFKA_BROKERS'],
    // far from every setting, but of a family of ours
    ['TOPIC_MIN_INSYNC_REPLICAS', 'TOPIC_REPLICATION'],
    ['TOPIC_PARTS', 'TOPIC_PARTITIONS'],
    ['LOG_FORMAT', 'LOG_LEVEL'],
    ['KAFKA_PORT', 'KAFKA_BROKERS'],
  ])('is refused when it is meant for this program: %s', (name, nearest) => {
    expect(unknown({ [name]: '' })).toEqual([`${name} is unknown: is ${nearest} meant?`]);
  });

  it.each([
    // of the shell, the image, the machine
    {
      PATH: '/bin',
      HOSTNAME: 'pod-1',
      HOME: '/',
      TZ: 'UTC',
      NODE_ENV: 'production',
      PORTS: '1',
      HOST_IP: '10.0.0.1',
    },
    // a setting of another program of ours
    { REPORT_SIGNING_KEY_FILE: '/run/secrets/key', IDENTITY_CLIENT_ID: 'gateway' },
    // OpenTelemetry's own family
    { OTEL_SERVICE_NAME: 'assistance', OTEL_RESOURCE_ATTRIBUTES: 'a=b' },
    // what Kubernetes says of a Service called kafka
    {
      KAFKA_SERVICE_HOST: '10.0.0.7',
      KAFKA_SERVICE_PORT: '9092',
      KAFKA_SERVICE_PORT_CLIENT: '9092',
      KAFKA_PORT: 'tcp://10.0.0.7:9092',
      KAFKA_PORT_9092_TCP: 'tcp://10.0.0.7:9092',
      KAFKA_PORT_9092_TCP_ADDR: '10.0.0.7',
    },
  ])('is left alone when it is somebody else’s: %o', (environment) => {
    expect(unknown(environment)).toEqual([]);
  });
});
