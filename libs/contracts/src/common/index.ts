export * from '../generated/minzheng/common/v1/aid_purpose_pb.js';
export * from '../generated/minzheng/common/v1/household_pb.js';
export * from '../generated/minzheng/common/v1/policy_published_pb.js';
export * from '../generated/minzheng/common/v1/programme_pb.js';
export * from '../generated/minzheng/common/v1/purpose_pb.js';
export * from '../generated/minzheng/common/v1/routing_pb.js';
export * from '../generated/minzheng/common/v1/service_code_pb.js';
export * from '../generated/minzheng/common/v1/values_pb.js';
