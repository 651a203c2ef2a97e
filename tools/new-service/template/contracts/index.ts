export * from '../generated/minzheng/sample/v1/sample_matter_opened_pb.js';
