// Recording a voice: from the microphone, or where there is none a tone.

import { $, on } from "/script/dom.js";
import { say } from "/script/say.js";
import { word } from "/script/words.js";

const TONE = 440; // hertz
const LONGEST = 300; // seconds
const FORMS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

const bar = $("recording"), [send, cancel] = [".send", ".cancel"].map((one) => bar.querySelector(one));
let end = null; // ends the recording that runs, and says whether it is wanted

on(send, "click", () => end?.(true));
on(cancel, "click", () => end?.(false));
on(bar, "keydown", ({ key }) => { if (key === "Escape") end?.(false); });

/** Record until it is sent or cancelled: {file, duration} in seconds, or null. */
export async function record() {
  const stream = end ? null : await microphone();
  if (!stream) return null;
  const recorder = new MediaRecorder(stream, { mimeType: FORMS.find((form) => MediaRecorder.isTypeSupported(form)) });
  const pieces = [], started = Date.now(), seconds = () => Math.floor((Date.now() - started) / 1000);
  const wanted = new Promise((done) => (end = done));
  const ended = new Promise((done) => on(recorder, "stop", done));
  on(recorder, "dataavailable", ({ data }) => pieces.push(data));
  recorder.start();
  const ticking = setInterval(() => (seconds() < LONGEST ? show(seconds()) : end(true)), 250);
  show(0);
  const kept = await wanted;
  const duration = seconds();
  clearInterval(ticking);
  recorder.stop();
  await ended;
  for (const track of stream.getTracks()) track.stop();
  hide();
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
  bar.hidden = true;
  $("field").focus();
}

async function microphone() {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (error) {
    if (error.name === "NotAllowedError") return say(word("microphone-refused"));
    say(word("microphone-none"));
    return tone();
  }
}

function tone() {
  const audio = new AudioContext(), sounding = audio.createOscillator();
  const out = audio.createMediaStreamDestination();
  sounding.frequency.value = TONE;
  sounding.connect(out);
  sounding.start();
  return out.stream;
}
