/** Texts whose first link is to be looked up, and the links that were. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE preview_lookups (
     target INTEGER PRIMARY KEY,
     text   TEXT NOT NULL,
     found  TEXT
   );
   CREATE TABLE previews (
     target     INTEGER PRIMARY KEY,
     url        TEXT NOT NULL,
     picture_id TEXT,
     picture    TEXT
   );
   CREATE UNIQUE INDEX previews_by_picture ON previews (picture_id) WHERE picture_id IS NOT NULL;`,
];
