// Recording a voice: from the microphone, or where there is none a tone.

import { $, on } from "/script/dom.js";
import { say } from "/script/say.js";
import { word } from "/script/words.js";

const TONE = 440; // hertz
const LONGEST = 300; // seconds
// What browsers record in: Chromium WebM, Safari MP4. The server tells the bot which it was.
const FORMS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

const bar = $("recording"), [send, cancel] = [".send", ".cancel"].map((one) => bar.querySelector(one));
let end = null; // ends the recording that runs, and says whether it is wanted
let busy = false; // one is begun, though the microphone may not be allowed yet

on(send, "click", () => end?.(true));
on(cancel, "click", () => end?.(false));
on(document, "keydown", ({ key }) => { if (key === "Escape") end?.(false); });

/** Record until it is sent or cancelled: {file, duration} in seconds, or null. */
export async function record() {
  if (busy) return null;
  busy = true;
  let sound = null;
  try {
    sound = await microphone();
    return sound && (await recorded(sound.stream));
  } finally {
    busy = false;
    sound?.close();
    hide();
  }
}

/** What was recorded could not be sent: whether it shall be tried again. */
export async function again({ duration }) {
  show(duration);
  const wanted = await new Promise((done) => (end = done));
  hide();
  return wanted;
}

/** Whoever leaves the chat wants no recording any more. */
export const cancelRecording = () => end?.(false);

async function recorded(stream) {
  const recorder = new MediaRecorder(stream, { mimeType: FORMS.find((form) => MediaRecorder.isTypeSupported(form)) });
  const pieces = [], started = Date.now(), seconds = () => Math.floor((Date.now() - started) / 1000);
  const wanted = new Promise((done) => (end = done));
  const ended = new Promise((done) => on(recorder, "stop", done));
  on(recorder, "dataavailable", ({ data }) => pieces.push(data));
  recorder.start();
  const ticking = setInterval(() => (seconds() < LONGEST ? show(seconds()) : end?.(true)), 250);
  show(0);
  const kept = await wanted;
  const duration = seconds();
  clearInterval(ticking);
  recorder.stop();
  await ended;
  return kept ? { duration, file: new Blob(pieces, { type: recorder.mimeType }) } : null;
}

function show(seconds) {
  bar.querySelector("time").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (!bar.hidden) return;
  bar.hidden = false;
  send.focus();
}

function hide() {
  end = null;
  if (bar.hidden) return;
  bar.hidden = true;
  $("field").focus();
}

/** What is recorded: its {stream}, and `close` for its end; null where it is not allowed. */
async function microphone() {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    return { stream, close: () => stream.getTracks().forEach((track) => track.stop()) };
  } catch (error) {
    const refused = error.name === "NotAllowedError";
    say(word(refused ? "microphone-refused" : "microphone-none"));
    return refused ? null : tone();
  }
}

function tone() {
  const audio = new AudioContext(), sounding = audio.createOscillator();
  const out = audio.createMediaStreamDestination();
  sounding.frequency.value = TONE;
  sounding.connect(out);
  sounding.start();
  return { stream: out.stream, close: () => audio.close() };
}
