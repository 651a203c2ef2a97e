/** Kinds of work that the reviews open and settle themselves, beside what follows from their states. */
export const REVIEW_VISIT = 'reviewVisit';
/** Everybody covered has died: nobody is visited. */
export const DEATH_REVIEW = 'deathReview';
export const DELEGATED_DEATH_REVIEW = 'delegatedDeathReview';
