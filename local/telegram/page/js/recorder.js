const FORMATS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];

export const canRecord = () => Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia);

/** Records until stopped; `stop` resolves with the file, `cancel` forgets it. */
export async function startRecording() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mimeType = FORMATS.find((format) => MediaRecorder.isTypeSupported(format));
  const recorder = new MediaRecorder(stream, { mimeType });
  const chunks = [];
  recorder.ondataavailable = ({ data }) => chunks.push(data);
  recorder.start();
  const end = () => new Promise((resolve) => {
    recorder.onstop = resolve;
    recorder.stop();
    for (const track of stream.getTracks()) track.stop();
  });
  const stop = async () => {
    await end();
    const type = mimeType.split(";")[0];
    return new File(chunks, `voice.${type.split("/")[1]}`, { type });
  };
  return { stop, cancel: end };
}
