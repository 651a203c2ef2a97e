import { fieldProblems } from '@minzheng/platform/http';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

/** Why one item of a call is refused. It never holds the value that was wrong. */
export interface ItemRefusal {
  /** Name of the problem: `validation`, `id-number-invalid`, `invalid-period` … */
  readonly problem: string;
  readonly field?: string;
  /** Of `validation`: what is wrong with the field. */
  readonly code?: string;
}

export const invalid = (field: string, code: string): ItemRefusal => ({ problem: 'validation', field, code });

/** Checks the shape of one item: what is wrong with its first wrong field, or the item. */
export function readItem<T extends object>(dto: new () => T, item: object): T | ItemRefusal {
  const instance = plainToInstance(dto, item);
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: true },
  });
  const [wrong] = fieldProblems(errors);
  return wrong ? invalid(wrong.field, wrong.code) : instance;
}

export function isRefusal(read: object): read is ItemRefusal {
  return 'problem' in read;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
