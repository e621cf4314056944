/**
 * Every transition of every factor at a sign-in, as text: one table a factor, one row a state, one column an event.
 * A cell says what the event is answered (`ok`, or the error code) and, after the arrow, the state that the prompt
 * is in then; no arrow: as before. `·` marks what cannot be tried: there was nothing to try it with.
 *
 * States, on top of those of `service/prompt/machine.ts`:
 * - `set up`      another page set up the person's first method while this one was still enrolling
 * - `paired`      this prompt has paired the person's first browser, and sent nothing yet
 * - `practising`  and its practice request waits
 * - `added`       and the sign-in was approved by the pairing: another way can be added
 * - `signed in`   the same after a key that this prompt has set up
 * - `locked`      the account was locked by wrong codes, while the prompt was open
 * - `expired`     the transaction's time is over
 */

/**
 * `begin` sends a request. `cancel` is the page's own, `switch` goes over to a code, `time-out` lets its minute pass.
 * `approve` and `deny` answer the last request that was sent, `wrong` types another number; `twice` answers once
 * more as it was answered. `late` approves one that was taken back, `other` chooses another browser; the one
 * that "Not you?" has suspended where the state is `refused`.
 */
export const push = `
state     | begin               | cancel              | switch              | time-out      | approve       | deny          | wrong                   | twice         | late         | other
enrolling | push_no_device      | transaction_state   | method_missing      | ok            | ·             | ·             | ·                       | ·             | ·            | ·
set up    | ok → waiting        | transaction_state   | ok                  | ok            | ·             | ·             | ·                       | ·             | ·            | ok → waiting
choosing  | ok → waiting        | transaction_state   | ok                  | ok            | ·             | ·             | ·                       | ·             | push_decided | ok → waiting
waiting   | transaction_state   | ok → choosing       | ok → choosing       | ok → choosing | ok → approved | ok → choosing | number_wrong → choosing | ok → approved | push_decided | ok
locked    | ok → waiting        | transaction_state   | locked_out          | ok            | ·             | ·             | ·                       | ·             | push_decided | ok → waiting
approved  | transaction_state   | transaction_state   | transaction_state   | ok            | push_decided  | push_decided  | push_decided            | push_decided  | push_decided | transaction_state
finished  | transaction_state   | transaction_state   | transaction_state   | ok            | push_decided  | push_decided  | push_decided            | push_decided  | push_decided | transaction_state
refused   | transaction_state   | transaction_state   | transaction_state   | ok            | push_decided  | push_decided  | push_decided            | push_decided  | push_decided | push_browser_gone
expired   | transaction_expired | transaction_expired | transaction_expired | ok            | push_expired  | push_expired  | push_expired            | push_expired  | push_decided | transaction_expired
`;

/**
 * `begin` asks the authenticator. `answer`, `wrong` and `twice` ask and then answer: rightly, with a signature that
 * does not fit, rightly two times; `time-out` answers after the question's five minutes. `late` answers a question
 * that a request to the browsers took the place of, `older` the first of two, and `unasked` none at all.
 */
export const key = `
state     | begin               | cancel              | switch              | time-out                  | answer              | wrong                         | twice                     | late                     | older                      | unasked
enrolling | authenticator_none  | transaction_state   | method_missing      | authenticator_none        | authenticator_none  | authenticator_none            | authenticator_none        | authenticator_none       | authenticator_none         | challenge_used
set up    | ok                  | transaction_state   | ok                  | challenge_used            | ok → approved       | ceremony_signature            | challenge_used → approved | challenge_used → waiting | challenge_wrong            | challenge_used
choosing  | ok                  | transaction_state   | ok                  | challenge_used            | ok → approved       | ceremony_signature            | challenge_used → approved | challenge_used → waiting | challenge_wrong            | challenge_used
waiting   | ok → choosing       | ok → choosing       | ok → choosing       | challenge_used → choosing | ok → approved       | ceremony_signature → choosing | challenge_used → approved | challenge_used           | challenge_wrong → choosing | challenge_used
locked    | ok                  | transaction_state   | locked_out          | challenge_used            | ok → approved       | ceremony_signature            | challenge_used → approved | challenge_used → waiting | challenge_wrong            | challenge_used
approved  | transaction_state   | transaction_state   | transaction_state   | transaction_state         | transaction_state   | transaction_state             | transaction_state         | transaction_state        | transaction_state          | challenge_used
finished  | transaction_state   | transaction_state   | transaction_state   | transaction_state         | transaction_state   | transaction_state             | transaction_state         | transaction_state        | transaction_state          | challenge_used
refused   | transaction_state   | transaction_state   | transaction_state   | transaction_state         | transaction_state   | transaction_state             | transaction_state         | transaction_state        | transaction_state          | challenge_used
expired   | transaction_expired | transaction_expired | transaction_expired | transaction_expired       | transaction_expired | transaction_expired           | transaction_expired       | transaction_expired      | transaction_expired        | transaction_expired
`;

/**
 * `begin` goes over to the field for codes. `answer` types the next code of a hardware token, `wrong` none of it,
 * `twice` the right one two times, `used` one that has signed in before. `switch` sends a request to the
 * browsers after that, `time-out` waits for a minute.
 */
export const passcode = `
state     | begin               | cancel              | switch              | time-out      | answer              | wrong               | twice                        | used
enrolling | method_missing      | transaction_state   | push_no_device      | ok            | passcode_none       | passcode_none       | passcode_none                | passcode_none
set up    | ok                  | transaction_state   | ok → waiting        | ok            | ok → approved       | passcode_wrong      | transaction_state → approved | passcode_used
choosing  | ok                  | transaction_state   | ok → waiting        | ok            | ok → approved       | passcode_wrong      | transaction_state → approved | passcode_used
waiting   | ok → choosing       | ok → choosing       | transaction_state   | ok → choosing | ok → approved       | passcode_wrong      | transaction_state → approved | passcode_used
locked    | locked_out          | transaction_state   | ok → waiting        | ok            | locked_out          | locked_out          | locked_out                   | locked_out
approved  | transaction_state   | transaction_state   | transaction_state   | ok            | transaction_state   | transaction_state   | transaction_state            | transaction_state
finished  | transaction_state   | transaction_state   | transaction_state   | ok            | transaction_state   | transaction_state   | transaction_state            | transaction_state
refused   | transaction_state   | transaction_state   | transaction_state   | ok            | transaction_state   | transaction_state   | transaction_state            | transaction_state
expired   | transaction_expired | transaction_expired | transaction_expired | ok            | transaction_expired | transaction_expired | transaction_expired          | transaction_expired
`;
