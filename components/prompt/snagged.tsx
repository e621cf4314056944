import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { deviceText, promptText } from '../sentences.ts';
import type { Snag } from './prompt-screen.ts';

/** Something beside the sign-in did not work, which keeps nobody from the site. */
export function Snagged(props: { snag: Snag; application: string; onGoOn: () => void }) {
  const { snag, application, onGoOn } = props;
  const { title, why } = deviceText.snags[snag];
  return (
    <>
      <div class="stack" role="alert">
        <Heading>{title}</Heading>
        <p>{why}</p>
      </div>
      <Button look="main" large wide onPress={onGoOn}>
        {promptText.goOn(application)}
      </Button>
    </>
  );
}
