import { type Fields, fieldsIn, listIn, textIn } from "./json.ts";
import { bold, code, firstLine, lines, link, quote, shortened, unlinked } from "./markdown.ts";
import type { HookMessage } from "./payload.ts";

/** Commits of a push that are listed; the others are counted. */
const MAX_COMMITS = 5;

/** Characters of a commit's or an issue's title, and of a comment. */
const MAX_TITLE = 100;
const MAX_COMMENT = 300;

/**
 * Reads an event of GitHub (P15.25), and of Gitea and Forgejo, which send the same.
 *
 * @param event from the header `X-GitHub-Event`
 */
export function readGitHub(event: string, payload: Fields): HookMessage {
  const by = bold(textIn(fieldsIn(payload.sender).login) || "Somebody");
  const repository = fieldsIn(payload.repository);
  const where = link(textIn(repository.full_name), textIn(repository.html_url));
  const described = describe(event, payload);
  if (described === undefined) return { text: "" };
  const [head, ...more] = described;
  return { text: lines(`${by} ${head}${where === "" ? "" : ` in ${where}`}`, ...more) };
}

/** What happened, in a line, and what to say below it; `undefined` if it isn't worth a message. */
function describe(event: string, payload: Fields): readonly string[] | undefined {
  const action = textIn(payload.action).replaceAll("_", " ");
  switch (event) {
    case "ping":
      return ["connected this room to GitHub"];
    case "push":
      return pushed(payload);
    case "create":
    case "delete":
      return [`${event}d the ${textIn(payload.ref_type)} ${code(textIn(payload.ref))}`];
    case "pull_request": {
      const request = fieldsIn(payload.pull_request);
      if (!isNews(action)) return undefined;
      return [`${action === "closed" && request.merged === true ? "merged" : action} pull request ${titled(request)}`];
    }
    case "issues":
      return isNews(action) ? [`${action} issue ${titled(fieldsIn(payload.issue))}`] : undefined;
    case "issue_comment":
    case "commit_comment":
    case "pull_request_review_comment":
      return action === "created" || action === "" ? commented(payload) : undefined;
    case "pull_request_review": {
      if (action !== "submitted") return undefined;
      const review = fieldsIn(payload.review);
      const state = REVIEWS[textIn(review.state)] ?? "reviewed";
      return [`${state} pull request ${titled(fieldsIn(payload.pull_request))}`, said(review)];
    }
    case "release": {
      const release = fieldsIn(payload.release);
      const name = textIn(release.name) || textIn(release.tag_name);
      return action === "published" ? [`released ${bold(link(name, textIn(release.html_url)))}`] : undefined;
    }
    case "workflow_run": {
      const run = fieldsIn(payload.workflow_run);
      if (action !== "completed") return undefined;
      const name = link(textIn(run.name), textIn(run.html_url));
      return [`ran ${name} on ${code(textIn(run.head_branch))}: ${textIn(run.conclusion).replaceAll("_", " ")}`];
    }
    case "fork":
      return [`forked ${link(textIn(fieldsIn(payload.forkee).full_name), textIn(fieldsIn(payload.forkee).html_url))}`];
    case "star":
      return action === "created" ? ["starred the repository"] : undefined;
    default:
      // Checks, statuses and alerts come by the dozen, and say nothing in a line.
      return undefined;
  }
}

const REVIEWS: Readonly<Record<string, string>> = {
  approved: "approved",
  changes_requested: "requested changes to",
  commented: "commented on",
};

const NEWS: ReadonlySet<string> = new Set(["opened", "closed", "reopened", "ready for review"]);

/** Whether an action is more than a label or an assignment. */
function isNews(action: string): boolean {
  return NEWS.has(action);
}

function pushed(payload: Fields): readonly string[] | undefined {
  const commits = listIn(payload.commits);
  const branch = textIn(payload.ref).replace(/^refs\/(?:heads|tags)\//, "");
  const isForced = payload.forced === true;
  // GitHub says by `create` and `delete` what a push without commits does.
  if (commits.length === 0) return isForced ? [`force-pushed ${code(branch)}`] : undefined;
  const count = `${commits.length} commit${commits.length === 1 ? "" : "s"}`;
  const shown = commits.slice(0, MAX_COMMITS).map(({ id, message, url }) => {
    return `- ${link(textIn(id).slice(0, 7), textIn(url))} ${unlinked(shortened(firstLine(textIn(message)), MAX_TITLE))}`;
  });
  const more = commits.length - shown.length;
  const what = link(count, textIn(payload.compare));
  return [
    `${isForced ? "force-pushed" : "pushed"} ${what} to ${code(branch)}`,
    ...shown,
    more > 0 ? `- and ${more} more` : "",
  ];
}

function commented(payload: Fields): readonly string[] {
  const comment = fieldsIn(payload.comment);
  const about = fieldsIn(payload.issue ?? payload.pull_request);
  const address = textIn(comment.html_url);
  const what =
    textIn(about.number) === ""
      ? link(textIn(comment.commit_id).slice(0, 7), address)
      : titled({ ...about, html_url: address });
  return [`commented on ${what}`, said(comment)];
}

/** An issue or a pull request: a link, of which a title with brackets is not a part, because a label can't have any. */
function titled({ html_url, number, title }: Fields): string {
  const [reference, shown, address] = [`#${textIn(number)}`, shortened(textIn(title), MAX_TITLE), textIn(html_url)];
  return /[[\]]/.test(shown)
    ? `${link(reference, address)} ${unlinked(shown)}`
    : link(`${reference} ${shown}`, address);
}

function said({ body }: Fields): string {
  return quote(shortened(textIn(body), MAX_COMMENT));
}
