import type { Voice } from "../../../protocol/files.ts";
import { MAX_VOICE_MS } from "../../../protocol/limits.ts";
import { waveformOf } from "./waveform.ts";

/** Bits per second: clear speech. Five minutes have 1.2 MB. */
const BITS_PER_SECOND = 32_000;

/** Milliseconds between two measurements of the loudness. */
const LEVEL_EVERY_MS = 100;

/** Samples of each measurement: most of those between two. */
const LEVEL_SAMPLES = 4_096;

/** Opus where the browser has it, or else AAC; each with the end of the file's name. */
const FORMATS = [
  { type: "audio/webm;codecs=opus", extension: "webm" },
  { type: "audio/ogg;codecs=opus", extension: "ogg" },
  { type: "audio/mp4;codecs=mp4a.40.2", extension: "m4a" },
  { type: "audio/mp4", extension: "m4a" },
] as const;

function supportedFormat(): (typeof FORMATS)[number] | undefined {
  return typeof MediaRecorder === "undefined"
    ? undefined
    : FORMATS.find(({ type }) => MediaRecorder.isTypeSupported(type));
}

/** Whether the browser can record. Over plain HTTP it has no microphone. */
export function canRecord(): boolean {
  // Missing there, whatever the types say.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  return devices !== undefined && supportedFormat() !== undefined;
}

/** A voice message before it is sent. */
export interface Recorded {
  readonly file: File;
  readonly voice: Voice;
}

/** A recording in progress. */
export interface Recording {
  /**
   * Resolves when it has ended: stopped, after five minutes, or because the microphone is gone. `undefined` if it was canceled, or if
   * there is no sound.
   */
  readonly ended: Promise<Recorded | undefined>;
  stop(): void;
  cancel(): void;
}

/**
 * Asks for the microphone, and starts to record. The microphone is off again as soon as the recording ends.
 *
 * @param onLevel called ten times a second with the loudness, from 0 to 1, and the length in milliseconds so far
 * @returns rejects with a `DOMException` if the user or the browser refuses
 */
export async function startRecording(onLevel: (level: number, ms: number) => void): Promise<Recording> {
  const format = supportedFormat();
  if (format === undefined) throw new DOMException("This browser does not record.", "NotSupportedError");
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream, { mimeType: format.type, audioBitsPerSecond: BITS_PER_SECOND });
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  const levels: number[] = [];
  const startedAt = performance.now();
  const length = () => Math.min(MAX_VOICE_MS, Math.max(1, Math.round(performance.now() - startedAt)));
  const stopMeasuring = measure(stream, (level) => {
    levels.push(level);
    onLevel(level, length());
  });
  let isCanceled = false;
  const stop = () => {
    if (recorder.state !== "inactive") recorder.stop();
  };
  const limit = setTimeout(stop, MAX_VOICE_MS);
  const ended = new Promise<Recorded | undefined>((resolve) => {
    recorder.addEventListener("stop", () => {
      const ms = length();
      clearTimeout(limit);
      stopMeasuring();
      for (const track of stream.getTracks()) track.stop();
      // Without its parameters, which the server does not need.
      const type = format.type.replace(/;.*/, "");
      const file = new File(parts, `voice-message.${format.extension}`, { type });
      resolve(isCanceled || file.size === 0 ? undefined : { file, voice: { ms, peaks: waveformOf(levels) } });
    });
  });
  recorder.start();
  return {
    ended,
    stop,
    cancel: () => {
      isCanceled = true;
      stop();
    },
  };
}

/** @returns a function that stops it */
function measure(stream: MediaStream, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: LEVEL_SAMPLES });
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(LEVEL_SAMPLES);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0));
  }, LEVEL_EVERY_MS);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
