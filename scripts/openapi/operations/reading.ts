import * as v from "valibot";
import { SearchQuery } from "../../../src/capabilities/search/search-query.ts";
import { MessagesQuery } from "../../../src/worker/http/queries.ts";
import { COMPONENTS } from "../answers.ts";
import type { Part } from "../operation.ts";

const EventsQuery = v.object({ since: v.exactOptional(v.string()) });

export const reading: Part = {
  name: "Reading",
  description: "What a room says. An open room takes no token.",
  operations: [
    {
      method: "get",
      path: "/healthz",
      id: "readHealth",
      summary: "Whether the server answers",
      description: "It asks no room (docs/self-hosting.md).",
      access: "address",
      answers: { 200: { description: "`ok`.", body: { types: ["text/plain"], description: "`ok` and a line end." } } },
    },
    {
      method: "get",
      path: "/api/rooms/{room}",
      id: "readRoom",
      summary: "A summary of the room",
      rules: "P7.1",
      access: "read",
      answers: { 200: { description: "The room.", body: COMPONENTS.RoomSummary } },
    },
    {
      method: "get",
      path: "/api/rooms/{room}/messages",
      id: "readMessages",
      summary: "A page of messages",
      rules: "P7.2, P7.15",
      description: "The newest messages, or those before or after a `seq`.",
      access: "read",
      query: MessagesQuery,
      headers: { "if-none-match": "The `ETag` of an earlier answer." },
      answers: {
        200: { description: "Messages, oldest first.", body: COMPONENTS.MessagesPage },
        304: { description: "Nothing has changed since the answer with this tag." },
      },
    },
    {
      method: "get",
      path: "/api/rooms/{room}/events",
      id: "streamEvents",
      summary: "Events as they happen",
      rules: "P7.16, P7.13",
      description:
        "Server-sent events. Each has the event as JSON in `data`, and a position in `id`. The stream ends after 30 seconds; clients go on by `Last-Event-ID`.",
      access: "read",
      query: EventsQuery,
      headers: { "last-event-id": "The `id` of the last event that was received." },
      answers: {
        200: { description: "A stream.", body: { types: ["text/event-stream"], description: "Server-sent events." } },
      },
    },
    {
      method: "get",
      path: "/api/rooms/{room}/search",
      id: "search",
      summary: "Messages by their words",
      rules: "P14",
      access: "read",
      query: SearchQuery,
      answers: { 200: { description: "The matches, newest first.", body: COMPONENTS.SearchPage } },
    },
  ],
};
