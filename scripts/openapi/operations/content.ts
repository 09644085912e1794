import * as v from "valibot";
import { Cursor, FormatName } from "../../../src/capabilities/export/export-query.ts";
import { ImportBatch } from "../../../src/capabilities/import/batch.ts";
import { COMPONENTS } from "../answers.ts";
import { JSON_LINES, type Part } from "../operation.ts";

const Time = v.pipe(v.string(), v.description("A day such as 2026-11-27, or a time with its zone."));
const ExportQuery = v.object({
  format: FormatName,
  cursor: Cursor,
  from: v.exactOptional(Time),
  to: v.exactOptional(Time),
});
const BeforeQuery = v.object({ before: Time });

const FILE = { types: ["application/octet-stream"], description: "The bytes." } as const;

export const content: Part = {
  name: "Files, export, import and deletion",
  description: "What a room keeps: put in, taken out and deleted.",
  operations: [
    {
      method: "get",
      path: "/api/rooms/{room}/files",
      id: "readUploadLimits",
      summary: "What may be sent, and a pass for reading",
      rules: "P12.11",
      access: "read",
      answers: { 200: { description: "The limits.", body: COMPONENTS.Uploads } },
    },
    {
      method: "post",
      path: "/api/rooms/{room}/files",
      id: "uploadFile",
      summary: "Upload a file",
      rules: "P12.2",
      access: "token",
      headers: { "x-file-name": "The file's name, percent-encoded." },
      body: FILE,
      answers: {
        201: { description: "The file, for `files` of a message.", body: v.object({ file: COMPONENTS.UploadedFile }) },
      },
    },
    {
      method: "get",
      path: "/files/{room}/{id}/{name}",
      id: "readFile",
      summary: "A file's bytes",
      rules: "P12.6",
      description: "Answers ranges and tags. A room that not everyone may read needs `pass`.",
      access: "address",
      query: v.object({ pass: v.exactOptional(v.string()) }),
      answers: { 200: { description: "The file.", body: { ...FILE, types: ["*/*"] } } },
    },
    {
      method: "get",
      path: "/previews/{room}/{id}",
      id: "readPreviewPicture",
      summary: "A link preview's picture",
      rules: "P13.9",
      access: "address",
      answers: { 200: { description: "The picture.", body: { types: ["image/*"], description: "The bytes." } } },
    },
    {
      method: "get",
      path: "/api/rooms/{room}/export",
      id: "exportRoom",
      summary: "The room's messages as a file",
      rules: "P17.6",
      access: "token",
      query: ExportQuery,
      answers: {
        200: {
          description: "The file, streamed.",
          body: {
            types: ["application/jsonl", "text/csv", "text/html", "text/markdown"],
            description: "Messages in the format that was asked for.",
          },
        },
      },
    },
    {
      method: "post",
      path: "/api/rooms/{room}/import",
      id: "importMessages",
      summary: "Import messages of another program",
      rules: "P17.12",
      access: "token",
      body: ImportBatch,
      answers: {
        200: {
          description: "How many messages were new, and how many were there.",
          body: v.object({ stored: v.pipe(v.number(), v.integer()), known: v.pipe(v.number(), v.integer()) }),
        },
      },
    },
    {
      method: "delete",
      path: "/api/rooms/{room}/messages",
      id: "deleteMessagesBefore",
      summary: "Delete all messages before a time",
      rules: "P17.2",
      access: "token",
      query: BeforeQuery,
      answers: {
        200: {
          description: "Whether all are deleted; the room goes on by itself.",
          body: v.object({ before: v.number(), done: v.boolean() }),
        },
      },
    },
    {
      method: "delete",
      path: "/api/rooms/{room}/people/{uid}/messages",
      id: "deleteMessagesOfPerson",
      summary: "Delete all messages of a person",
      rules: "P17.1",
      access: "token",
      answers: {
        200: {
          description: "Whether all are deleted; the room goes on by itself.",
          body: v.object({ uid: v.string(), done: v.boolean() }),
        },
      },
    },
    {
      method: "get",
      path: "/api/rooms/{room}/people/{uid}/export",
      id: "exportPerson",
      summary: "What the room stores about a person",
      rules: "P11.1",
      description: "`me` stands for the person who asks.",
      access: "token",
      answers: { 200: { description: "JSON lines.", body: JSON_LINES } },
    },
    {
      method: "post",
      path: "/api/rooms/{room}/people/{uid}/erase",
      id: "erasePerson",
      summary: "Erase a person",
      rules: "P11.3",
      description: "`me` stands for the person who asks.",
      access: "token",
      answers: {
        200: {
          description: "Whether it is finished; the room goes on by itself.",
          body: v.object({ uid: v.string(), erased: v.boolean() }),
        },
      },
    },
  ],
};
