import { measure, type RoomError, type RoomState } from "../../src/client/index.ts";

/** Why a text was refused, with the limit that it is over. */
export function refusal(error: RoomError, text: string, { limits }: Pick<RoomState, "limits">): string {
  const { bytes, characters } = measure(text);
  if (error.code === "message_too_long" && limits !== undefined) {
    return `The message is too long: ${number(characters)} of ${number(limits.message)} characters.`;
  }
  if (error.code === "too_large" && limits !== undefined) {
    return `The message is too large: ${number(bytes)} of ${number(limits.frame)} bytes.`;
  }
  return error.message;
}

function number(value: number): string {
  return value.toLocaleString("en");
}
