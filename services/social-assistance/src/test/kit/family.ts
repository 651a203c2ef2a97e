import { checkDigit } from '@minzheng/kernel/id-number';
import { VILLAGE } from './assistance.js';

let issued = 0;

/** A number that is valid in form; each time another one. */
export function idNumber(birthDate: string): string {
  issued += 1;
  const county = 510_800 + (issued % 24);
  const first17 = `${county}${birthDate.replaceAll('-', '')}${String(1 + Math.floor(issued / 24)).padStart(3, '0')}`;
  return first17 + checkDigit(first17);
}

export interface MemberForm {
  readonly idNumber: string;
  readonly name: string;
  readonly relation: string;
  readonly hukouRegion: string;
  readonly capacity: string;
  readonly labour: string;
  readonly study: string;
  readonly guardianIdNumber?: string;
  readonly disability?: { readonly kind: number; readonly grade: number; readonly cardValidTo: string };
}

export interface HouseholdForm {
  readonly region: string;
  readonly hukouType: string;
  readonly address: string;
  readonly members: readonly MemberForm[];
  readonly payee?: { readonly holderIdNumber: string; readonly bankCode: string; readonly account: string };
}

export const ADDRESS = '广元市利州区东坝街道幸福巷12号3单元401室';
export const ACCOUNT = '6228480402564890018';
export const OBSERVATIONS = {
  income: '一人打零工',
  assets: '无车',
  housing: '自有住房一套',
  food: '一般',
  clothing: '一般',
};

const ADULT = { hukouRegion: VILLAGE, capacity: 'FULL', study: 'NONE' } as const;

/** Scenario 1: a couple, the wife with a disability of limbs of grade 2, and a child of ten. */
export function guangyuanFamily(region = VILLAGE): HouseholdForm {
  const husband = idNumber('1984-03-11');
  return {
    region,
    hukouType: 'URBAN',
    address: ADDRESS,
    payee: { holderIdNumber: husband, bankCode: '103', account: ACCOUNT },
    members: [
      { ...ADULT, idNumber: husband, name: '陈建国', relation: 'APPLICANT', labour: 'FULL' },
      {
        ...ADULT,
        idNumber: idNumber('1986-09-02'),
        name: '李秀英',
        relation: 'SPOUSE',
        labour: 'PARTIAL',
        disability: { kind: 4, grade: 2, cardValidTo: '2029-05-31' },
      },
      {
        ...ADULT,
        idNumber: idNumber('2015-04-20'),
        name: '陈小雨',
        relation: 'CHILD',
        labour: 'NONE',
        study: 'SCHOOL',
        capacity: 'LIMITED',
        guardianIdNumber: husband,
      },
    ],
  };
}

/** The region of everybody and everything moved elsewhere. */
export function registeredIn(form: HouseholdForm, hukouRegion: string): HouseholdForm {
  return { ...form, members: form.members.map((member) => ({ ...member, hukouRegion })) };
}

/** A couple and a grown daughter at the university: three heads, no extras. */
export function coupleAndStudent(): HouseholdForm {
  const form = guangyuanFamily();
  const [husband, wife, child] = form.members as [MemberForm, MemberForm, MemberForm];
  const { disability: _disability, ...healthy } = wife;
  const { guardianIdNumber: _guardian, ...grown } = child;
  return {
    ...form,
    members: [
      husband,
      healthy,
      { ...grown, idNumber: idNumber('2004-10-02'), study: 'BACHELOR', capacity: 'FULL' },
    ],
  };
}

/** Somebody who lives alone: one head. */
export function livingAlone(): HouseholdForm {
  const form = guangyuanFamily();
  const [husband] = form.members as [MemberForm];
  return { ...form, members: [husband] };
}

/** Paid into an account of its own: one account serves few households. */
export function withOwnAccount(form: HouseholdForm): HouseholdForm {
  issued += 1;
  const digits = `62284804025649${String(issued).padStart(4, '0')}`;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  const account = `${digits}${(10 - (sum % 10)) % 10}`;
  return form.payee ? { ...form, payee: { ...form.payee, account } } : form;
}
