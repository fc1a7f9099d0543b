/** The renderer began to use something that the pictures can't show yet. */
export function unknownKind(what: string, type: string): Error {
  return new Error(
    `The pictures can't show the ${what} "${type}" of Slack: draw it in test/pictures/slack.`,
  );
}
