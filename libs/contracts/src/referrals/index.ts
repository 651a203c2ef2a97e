export * from '../generated/minzheng/referrals/v1/referral_accepted_pb.js';
export * from '../generated/minzheng/referrals/v1/referral_declined_pb.js';
export * from '../generated/minzheng/referrals/v1/referral_need_pb.js';
export * from '../generated/minzheng/referrals/v1/referral_raised_pb.js';
export * from '../generated/minzheng/referrals/v1/referral_withdrawn_pb.js';
