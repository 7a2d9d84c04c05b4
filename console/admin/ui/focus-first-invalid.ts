const FOCUSABLE = 'input, select, textarea';

/** The first field that is wrong takes the focus, also where it is folded away or has several inputs. */
export function focusFirstInvalid(form: HTMLElement | null): void {
  const first = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (!first) return;
  first.closest('details')?.setAttribute('open', '');
  const input = first.matches(FOCUSABLE)
    ? first
    : (first.querySelector<HTMLElement>('input:checked') ?? first.querySelector<HTMLElement>(FOCUSABLE));
  input?.focus();
}
