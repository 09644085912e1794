/** The `OWNER_TOKEN` of rooms under test. */
export const OWNER_TOKEN = "the owner's token of the tests, of 32 characters and more";
