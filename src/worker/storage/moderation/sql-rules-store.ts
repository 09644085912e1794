import { NO_RULES, type RoomRules, type RulesStore } from "../../../room/moderation/moderation-store.ts";
import { readJson } from "./sql-values.ts";

/** The rules of the room, in the table `meta`. */
export class SqlRulesStore implements RulesStore {
  readonly #sql: SqlStorage;
  #rules: RoomRules;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    const [row] = sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = 'rules'");
    this.#rules = row === undefined ? NO_RULES : { ...NO_RULES, ...readJson<Partial<RoomRules>>(row.value) };
  }

  get(): RoomRules {
    return this.#rules;
  }

  set(rules: RoomRules): void {
    this.#rules = rules;
    this.#sql.exec("INSERT OR REPLACE INTO meta (key, value) VALUES ('rules', ?)", JSON.stringify(rules));
  }
}
