// The parts that few sessions need, as one script that pages load when they do. (A script for each would split the shared
// code into many files.)
export { answerChallenge } from "./answer-challenge.ts";
export { callApi } from "./call-api.ts";
export { enter } from "./enter.ts";
export { fileAccess } from "./file-access.ts";
export { loadOlder, loadUntil } from "./load-older.ts";
export { requestPersonalData } from "./personal-data.ts";
export { list, moderate, request } from "./request.ts";
export { search } from "./search.ts";
export { upload } from "./upload.ts";
