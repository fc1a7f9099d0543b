/** Gives the present moment; passed in, so that a test can hold or move it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
