import { Button } from '../button.tsx';
import { AuthenticatorPicture } from '../ceremony/authenticator-picture.tsx';
import { Heading } from '../heading.tsx';
import { setUpText } from '../sentences.ts';
import { ToolbarPicture } from '../toolbar-picture.tsx';

export interface WhyProps {
  page: number;
  application: string;
  /** To another of these pages; null: past them. */
  onTurn: (page: number | null) => void;
}

/** One of the short pages on why there is a second step. The buttons stay in place from one to the next. */
export function Why({ page, application, onTurn }: WhyProps) {
  const count = setUpText.whys.length;
  const isLast = page === count - 1;
  const { title, why } = setUpText.whys[page] ?? setUpText.whys[0];
  return (
    <>
      <div class="stack reason">
        <p class="small muted">{setUpText.pageOf(page + 1, count)}</p>
        <Heading>{title(application)}</Heading>
        {pictures[page]}
        <p>{why}</p>
      </div>
      <div class="stack-tight">
        <Button look="main" large wide onPress={() => onTurn(isLast ? null : page + 1)}>
          {setUpText.next}
        </Button>
        {!isLast && (
          <Button look="quiet" wide onPress={() => onTurn(null)}>
            {setUpText.now}
          </Button>
        )}
      </div>
    </>
  );
}

const pictures = [
  <AuthenticatorPicture key="key" kind="security_key" />,
  <AuthenticatorPicture key="computer" kind="platform" />,
  <ToolbarPicture key="toolbar" />,
];
