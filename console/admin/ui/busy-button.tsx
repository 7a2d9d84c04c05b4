import { Button, type ButtonProps } from 'react-aria-components';
import { texts } from '../texts.js';

export interface BusyButtonProps extends Omit<ButtonProps, 'className' | 'isPending'> {
  readonly isBusy: boolean;
  readonly className?: string;
}

/**
 * A button whose work takes a moment: it keeps the focus, takes no second press, and says that it works. The `isPending`
 * of the library says so outside the page and by the button's id, which hangs in the air where the button goes.
 */
export function BusyButton({ isBusy, className = 'button', onPress, ...props }: BusyButtonProps) {
  return (
    <>
      <Button
        {...props}
        className={isBusy ? `${className} is-busy` : className}
        // A form is not sent twice either.
        type={isBusy ? 'button' : (props.type ?? 'button')}
        onPress={(event) => {
          if (!isBusy) onPress?.(event);
        }}
      />
      <span role="status" className="unseen">
        {isBusy && texts.working}
      </span>
    </>
  );
}
