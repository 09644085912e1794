// The parts that few sessions need, as one script that pages load when they do. (A script for each would split the shared
// code into many files.)
export { answerChallenge } from "./answer-challenge.ts";
export { fetchHistory } from "./fetch-history.ts";
export { itemsOf } from "./list-items.ts";
export { outcomeOf } from "./moderation-outcome.ts";
export { requestPersonalData } from "./personal-data.ts";
export { frameOf } from "./request-frame.ts";
export { Requests } from "./requests.ts";
