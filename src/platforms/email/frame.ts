/** Who a mail is from and how one gets rid of it, for its foot. */
export interface Frame {
  /** The address of the program on the web, without a slash at its end. */
  readonly home: string;
  /** Where the reader unsubscribes; null in a mail to somebody who is no reader yet. */
  readonly unsubscribe: string | null;
}
