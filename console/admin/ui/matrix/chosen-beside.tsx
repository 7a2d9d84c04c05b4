import { Button } from 'react-aria-components';
import { texts } from '../../texts.js';
import { Icon } from '../icon.js';

const { matrix } = texts;

/** What is chosen and stands in no cell of the matrix, each to be taken away. */
export function ChosenBeside({
  capabilities,
  onRemove,
}: {
  readonly capabilities: readonly string[];
  readonly onRemove: (capability: string) => void;
}) {
  if (capabilities.length === 0) return null;
  return (
    <div className="row" role="group" aria-label={matrix.beside}>
      <span className="hint">{matrix.beside}</span>
      {capabilities.map((capability) => (
        <Button key={capability} className="chip" onPress={() => onRemove(capability)}>
          <span className="unseen">{matrix.remove} </span>
          <code>{capability}</code>
          <span>{capability.includes('*') ? matrix.wildcard(capability) : matrix.unknown}</span>
          <Icon name="cross" />
        </Button>
      ))}
    </div>
  );
}
