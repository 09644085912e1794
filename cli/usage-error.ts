/** A command that can't be carried out as it was given. Its message is all that the user needs. */
export class UsageError extends Error {}
