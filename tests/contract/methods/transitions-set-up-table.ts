/**
 * `begin` asks for a new authenticator. `answer`, `wrong` and `twice` ask and then answer: rightly, from another origin,
 * rightly two times; `time-out` answers after the question's five minutes. `switch` begins to pair a browser instead.
 * `older` answers the first of two questions, `late` one after the sign-in went on, `unasked` none at all.
 */
export const newKey = `
state      | begin               | cancel              | switch              | time-out            | answer              | wrong               | twice                     | older               | late                         | unasked
enrolling  | ok                  | transaction_state   | ok                  | challenge_used      | ok → choosing       | ceremony_origin     | challenge_used → choosing | challenge_wrong     | ok → choosing                | challenge_used
set up     | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state         | transaction_state   | transaction_state            | challenge_used
choosing   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state         | transaction_state   | transaction_state            | challenge_used
waiting    | transaction_state   | ok → choosing       | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state         | transaction_state   | transaction_state            | challenge_used
paired     | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state         | transaction_state   | transaction_state            | challenge_used
practising | transaction_state   | ok → choosing       | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state         | transaction_state   | transaction_state            | challenge_used
added      | ok                  | transaction_state   | transaction_state   | challenge_used      | ok                  | ceremony_origin     | challenge_used            | challenge_wrong     | transaction_state → finished | challenge_used
approved   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state         | transaction_state   | transaction_state            | challenge_used
finished   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state         | transaction_state   | transaction_state            | challenge_used
refused    | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state         | transaction_state   | transaction_state            | challenge_used
expired    | transaction_expired | transaction_expired | transaction_expired | transaction_expired | transaction_expired | transaction_expired | transaction_expired       | transaction_expired | transaction_expired          | transaction_expired
`;

/**
 * `begin` makes an activation code. `confirm` claims it in a browser, and both ends confirm the digits; `half`: the
 * page alone. `stop` and `deny`: page and browser say that the digits differ. `twice` confirms once more, `rival` claims
 * the code in a second browser, `older` confirms in the browser that claimed the first of two codes. `switch` sets up a
 * key instead while the digits are compared, and then the browser confirms. `unasked` confirms where nothing began.
 */
export const newBrowser = `
state      | begin               | confirm             | half                | stop                | deny                | twice               | rival               | older               | switch                     | unasked
enrolling  | ok                  | ok → choosing       | ok                  | ok                  | ok                  | ok → choosing       | activation_used     | pairing_refused     | invitation_used → choosing | pairing_state
set up     | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state          | pairing_state
choosing   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state          | pairing_state
waiting    | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state          | pairing_state
paired     | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state          | ok
practising | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state          | ok
signed in  | ok                  | ok                  | ok                  | ok                  | ok                  | ok                  | activation_used     | pairing_refused     | ·                          | pairing_state
approved   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state          | pairing_state
finished   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state          | pairing_state
refused    | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state   | transaction_state          | pairing_state
expired    | transaction_expired | transaction_expired | transaction_expired | transaction_expired | transaction_expired | transaction_expired | transaction_expired | transaction_expired | transaction_expired        | transaction_expired
`;

/**
 * The practice request. `skip` goes on without it, `twice` two times, `cancelled` after the page's Cancel, `denied` after
 * a denial, `timed out` after its minute. `approve` answers it, `late` after it was skipped. `finish` leaves for the site.
 */
export const practice = `
state      | skip                | twice                        | cancelled                    | denied                       | timed out                    | approve       | late                    | finish
enrolling  | transaction_state   | transaction_state            | transaction_state            | ·                            | transaction_state            | ·             | ·                       | transaction_state
set up     | transaction_state   | transaction_state            | transaction_state            | ·                            | transaction_state            | ·             | ·                       | transaction_state
choosing   | transaction_state   | transaction_state            | transaction_state            | ·                            | transaction_state            | ·             | ·                       | transaction_state
waiting    | transaction_state   | transaction_state            | transaction_state → choosing | transaction_state → choosing | transaction_state → choosing | ok → approved | ok → approved           | transaction_state
paired     | ok → approved       | transaction_state → approved | ok → approved                | ·                            | ok → approved                | ·             | ·                       | transaction_state
practising | ok → approved       | transaction_state → approved | ok → approved                | transaction_state → choosing | ok → approved                | ok → approved | push_decided → approved | transaction_state
added      | transaction_state   | transaction_state            | transaction_state            | ·                            | transaction_state            | push_decided  | push_decided            | ok → finished
approved   | transaction_state   | transaction_state            | transaction_state            | ·                            | transaction_state            | push_decided  | push_decided            | ok → finished
finished   | transaction_state   | transaction_state            | transaction_state            | ·                            | transaction_state            | push_decided  | push_decided            | ok
refused    | transaction_state   | transaction_state            | transaction_state            | ·                            | transaction_state            | push_decided  | push_decided            | transaction_state
expired    | transaction_expired | transaction_expired          | transaction_expired          | ·                            | transaction_expired          | push_expired  | push_expired            | transaction_expired
`;
