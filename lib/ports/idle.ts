/** Whether somebody is at the computer; `locked`: its screen is. */
export type IdleState = 'active' | 'idle' | 'locked';
